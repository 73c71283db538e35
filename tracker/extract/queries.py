"""What other rooms may ask of extract. Reads only."""

from django.db.models import Exists, OuterRef, Q

from tracker.capture.models import Snapshot
from tracker.extract.models import Extraction, SameText


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


def texts_to_compare():
    """Return the readings whose text was not compared with the others, oldest first."""
    return (
        Extraction.objects.filter(sample__isnull=True)
        .exclude(text="")
        .select_related("snapshot__article")
        .defer("snapshot__body", "snapshot__text")
        .order_by("pk")
    )


def copies_of(articles) -> dict[int, frozenset[int]]:
    """Return, for each of these article keys, the keys of all articles with the same text, its own among them.

    Copies of copies are copies. Two queries for a group in which everything is tied to one article, as is usual.
    """
    ties, asked, frontier = {key: set() for key in articles}, set(), set(articles)
    while frontier:
        asked |= frontier
        rows = SameText.objects.filter(
            Q(extraction__snapshot__article__in=frontier) | Q(of__snapshot__article__in=frontier)
        ).values_list("extraction__snapshot__article", "of__snapshot__article")
        for one, other in rows.order_by():
            ties.setdefault(one, set()).add(other)
            ties.setdefault(other, set()).add(one)
        frontier = ties.keys() - asked
    return {key: _reached(key, ties) for key in articles}


def _reached(key, ties):
    reached, frontier = set(), {key}
    while frontier:
        reached |= frontier
        frontier = {other for one in frontier for other in ties[one]} - reached
    return frozenset(reached)
