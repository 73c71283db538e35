"""Frames of snapshots in S3-compatible storage. Loaded only where a setting asks for it: it brings boto3 with it.

This is the operator's own storage and not the web, so it does not go through `lib/http.py`.
"""

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

from tracker.capture.bodies import Damaged, StoreFailed

# A look holds its article's row while it writes here, so a store that does not answer must be given up soon.
_PATIENCE = {
    "connect_timeout": 3,
    "read_timeout": 10,
    "retries": {"mode": "standard", "total_max_attempts": 2},
}


class ObjectStore(S3Storage):
    """The bucket. An object appears whole or not at all: that is what S3 promises for a PUT."""

    def get_default_settings(self):
        """Return django-storages' settings with ours: same name, same bytes, nothing public, no long waits."""
        return super().get_default_settings() | {
            "file_overwrite": True,
            "default_acl": None,
            "gzip": False,
            "client_config": Config(signature_version="s3v4", **_PATIENCE),
        }

    def put(self, name: str, content: bytes) -> None:
        """Write an object. Raises StoreFailed."""
        try:
            self.save(name, ContentFile(content))
        except (BotoCoreError, ClientError, Boto3Error, OSError) as failure:
            raise StoreFailed(f"the snapshot store did not take it ({type(failure).__name__})") from failure

    def get(self, name: str) -> bytes:
        """Return an object's bytes. Raises Damaged when there is none of this name, StoreFailed for other trouble."""
        try:
            with self.open(name) as file:
                return file.read()
        except FileNotFoundError as failure:
            raise Damaged(f"The snapshot store has no {name}.") from failure
        except (BotoCoreError, ClientError, Boto3Error, OSError) as failure:
            raise StoreFailed(
                f"the snapshot store did not give {name} ({type(failure).__name__})"
            ) from failure
