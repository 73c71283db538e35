"""Public pages are the same bytes for everyone: tagged, kept by caches, asked again with a tag."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import get_conditional_response

from tracker.lib.canonical import canonical, digest

# A browser asks each time and mostly hears 304; a cache that many share may answer for this long by itself.
SHARED_SECONDS = 30


def cached(request, render, *, version):
    """Answer with `render()`, or with 304 when the reader already has it.

    `version` is all that the page's content depends on, as a value JSON can say; the code's own version is added.
    """
    etag = quote_etag(digest(canonical([version, code_version()]))[:32])
    response = get_conditional_response(request, etag=etag) or render()
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS, must_revalidate=True)
    return response


def code_version():
    """Return a digest of what turns a document into a page: this room, the fold, the templates and the static files.

    Worked out once in a process, and again each time while somebody works on them.
    """
    return _digest_of_files() if settings.DEBUG else _digest_at_start()


def _digest_of_files():
    base = Path(settings.BASE_DIR)
    folders = [base / "tracker/public", base / "tracker/ledger", base / "templates", base / "static"]
    files = sorted(
        path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"
    )
    return digest("".join(f"{path.relative_to(base)} {digest(path.read_bytes())}\n" for path in files))


_digest_at_start = cache(_digest_of_files)
