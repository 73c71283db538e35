"""What other rooms may ask of capture. Reads only."""

import zstandard

from tracker.capture.models import Article, Snapshot, Visit

_LARGEST = 64 * 1024 * 1024


def body_of(snapshot):
    """Return the bytes of a snapshot as they were published."""
    return zstandard.ZstdDecompressor().decompress(bytes(snapshot.body), max_output_size=_LARGEST)


def snapshot(public_id):
    """Return a snapshot with its article and outlet but without its bytes, or None."""
    return (
        Snapshot.objects.filter(public_id=public_id).select_related("article__outlet").defer("body").first()
    )


def recent_articles():
    """Return articles with their outlet, newest first."""
    return Article.objects.select_related("outlet")


def recent_visits():
    """Return looks, newest first, with the article they were at."""
    return Visit.objects.select_related("article")
