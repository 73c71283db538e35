"""What other rooms may ask of capture. Reads only."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery

from tracker.capture import bodies
from tracker.capture.models import Article, Feed, Snapshot, Visit, Watch
from tracker.capture.outcomes import Outcome
from tracker.capture.watching import Watched

_SAME_BYTES = frozenset({Outcome.UNCHANGED, Outcome.NOT_MODIFIED})


def body_of(snapshot):
    """Return the bytes of a snapshot as published. Raises bodies.Damaged or bodies.StoreFailed."""
    return bodies.body_of(snapshot)


def snapshot(public_id):
    """Return a snapshot with its article and outlet but without its bytes, or None."""
    return (
        Snapshot.objects.filter(public_id=public_id).select_related("article__outlet").defer("body").first()
    )


@dataclass(frozen=True)
class Known:
    """What is known of an article before a look: the snapshot the last good look found, and what to watch of it."""

    snapshot: Snapshot
    watched: Watched | None = None


def known_of(articles) -> dict[int, Known]:
    """Return, by article key, what is known of those that were ever seen; snapshots come without bytes and text.

    A page that gave the very same bytes at the last look has no restless surroundings: nothing is to be watched of it.
    """
    seen = (
        Visit.objects.filter(article__in=articles, snapshot__isnull=False)
        .order_by("article_id", "-at", "-pk")
        .distinct("article_id")
        .select_related("snapshot")
        .defer("snapshot__body", "snapshot__text")
    )
    latest = {visit.article_id: visit for visit in seen}
    restless = [visit.snapshot_id for visit in latest.values() if visit.outcome not in _SAME_BYTES]
    watches = {watch.snapshot_id: as_watched(watch) for watch in Watch.objects.filter(snapshot__in=restless)}
    return {key: Known(visit.snapshot, watches.get(visit.snapshot_id)) for key, visit in latest.items()}


def as_watched(watch) -> Watched:
    """Return what a row of Watch says."""
    return Watched(
        lines=watch.lines.split("\n"),
        article=frozenset(watch.article_lines),
        restless=frozenset(watch.restless),
    )


def recent_articles():
    """Return articles with their outlet, newest first."""
    return Article.objects.select_related("outlet")


def recent_visits():
    """Return looks, newest first, with the article they were at."""
    return Visit.objects.select_related("article")


def snapshots_to_archive(articles=None):
    """Return the snapshots of these articles (None: of all), oldest first, without bytes and text; `status` is the
    HTTP status each came with."""
    came_with = Visit.objects.filter(snapshot=OuterRef("pk")).order_by("pk").values("status")[:1]
    rows = (
        Snapshot.objects.select_related("article").defer("body", "text").annotate(status=Subquery(came_with))
    )
    return (rows if articles is None else rows.filter(article__in=articles)).order_by("pk")


def later_looks(articles=None):
    """Return the looks that found a snapshot already kept, oldest first, of these articles (None: of all)."""
    first = Visit.objects.filter(snapshot=OuterRef("snapshot")).order_by("pk").values("pk")[:1]
    rows = (
        Visit.objects.filter(snapshot__isnull=False)
        .exclude(pk=Subquery(first))
        .select_related("snapshot__article")
        .defer("snapshot__body", "snapshot__text")
    )
    return (rows if articles is None else rows.filter(article__in=articles)).order_by("pk")


def listed_feeds():
    """Return feeds with their outlet, by outlet and title; those without an outlet first."""
    return Feed.objects.select_related("outlet").order_by(
        F("outlet__name").asc(nulls_first=True), "title", "address"
    )


def feeds_in_trouble():
    """Return the feeds that a person should look at: those set aside first, then those that fail, the worst first.

    `set_aside_because` and `trouble` say what is wrong, in words; a feed that was paused by a person is among them.
    """
    return (
        Feed.objects.filter(Q(set_aside_at__isnull=False) | Q(failures__gt=0))
        .select_related("outlet")
        .order_by(F("set_aside_at").desc(nulls_last=True), "-failures", "address")
    )
