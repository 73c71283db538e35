"""What other rooms may ask of extract. Reads only."""

from django.db.models import Exists, OuterRef

from tracker.capture.models import Snapshot
from tracker.extract.models import Extraction


def snapshots_to_read():
    """Return the snapshots nobody has read, oldest first; our own stand-ins say nothing new.

    What an older version of the extractor has read is read: `manage.py reextract` reads it anew when a person says so.
    """
    read = Exists(Extraction.objects.filter(snapshot=OuterRef("pk")))
    published = Snapshot.objects.exclude(medium=Snapshot.Medium.STAND_IN)
    return published.exclude(read).select_related("article").order_by("pk")


def readings_of(*, snapshots):
    """Return the latest reading of each of these snapshots, the newest snapshot first, with its passages."""
    return (
        Extraction.objects.filter(snapshot__in=snapshots)
        .order_by("-snapshot_id", "-made_at", "-pk")
        .distinct("snapshot_id")
        .select_related("snapshot__article")
        .prefetch_related("passages")
    )
