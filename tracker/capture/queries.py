"""What other rooms may ask of capture. Reads only."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery

from tracker.capture import bodies
from tracker.capture.models import Article, Feed, Snapshot, Visit
from tracker.capture.outcomes import SAME_BYTES
from tracker.capture.watching import KeptWatch

# How the reason begins that a row is set aside with when its address led to another article.
ALIAS_OF = "This is the article at "


def body_of(snapshot):
    """Return the bytes of a snapshot as published. Raises bodies.Damaged or bodies.StoreFailed."""
    return bodies.body_of(snapshot)


def text_of(snapshot) -> str:
    """Return every word a reader of a snapshot could see, in one query. Raises bodies.Damaged."""
    return bodies.text_of(snapshot)


def snapshot(public_id):
    """Return a snapshot with its article and outlet but without its bytes, or None."""
    return (
        Snapshot.objects.filter(public_id=public_id)
        .select_related("article__outlet")
        .defer("body", "words")
        .first()
    )


@dataclass(frozen=True)
class Known:
    """What is known of an article before a look: the snapshot the last good look found, the hash of its bytes, and
    what to watch of it."""

    snapshot_id: int
    content_hash: str
    watched: KeptWatch | None = None


_KNOWN = """
    SELECT seen.article_id, seen.snapshot_id, snapshot.content_hash,
           watch.lines, watch.article_lines, watch.gaps
    FROM unnest(%s::bigint[]) AS looked_at (id)
    CROSS JOIN LATERAL (
        SELECT visit.article_id, visit.snapshot_id, visit.outcome FROM capture_visit AS visit
        WHERE visit.article_id = looked_at.id AND visit.snapshot_id IS NOT NULL
        ORDER BY visit.at DESC, visit.id DESC LIMIT 1
    ) AS seen
    JOIN capture_snapshot AS snapshot ON snapshot.id = seen.snapshot_id
    LEFT JOIN capture_watch AS watch ON watch.snapshot_id = seen.snapshot_id AND seen.outcome <> ALL(%s)
"""


def known_of(articles) -> dict[int, Known]:
    """Return, by article key, what is known of those that were ever seen.

    A page that gave the very same bytes at the last look does not change by itself: nothing is to be watched of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [[article.pk for article in articles], list(SAME_BYTES)])
        return {
            article: Known(snapshot, content_hash, KeptWatch(*watch) if watch[0] else None)
            for article, snapshot, content_hash, *watch in cursor
        }


def snapshots_to_archive(articles=None):
    """Return the snapshots of these articles (None: of all), oldest first, without bytes and text; `status` is the
    HTTP status each came with."""
    came_with = Visit.objects.filter(snapshot=OuterRef("pk")).order_by("pk").values("status")[:1]
    rows = (
        Snapshot.objects.select_related("article").defer("body", "words").annotate(status=Subquery(came_with))
    )
    return (rows if articles is None else rows.filter(article__in=articles)).order_by("pk")


def later_looks(articles=None):
    """Return the looks that found a snapshot already kept, oldest first, of these articles (None: of all)."""
    first = Visit.objects.filter(snapshot=OuterRef("snapshot")).order_by("pk").values("pk")[:1]
    rows = (
        Visit.objects.filter(snapshot__isnull=False)
        .exclude(pk=Subquery(first))
        .select_related("snapshot__article")
        .defer("snapshot__body", "snapshot__words")
    )
    return (rows if articles is None else rows.filter(article__in=articles)).order_by("pk")


def failed_looks(articles=None):
    """Return the looks that brought no page, oldest first, of these articles (None: of all)."""
    rows = Visit.objects.filter(snapshot=None, article__isnull=False).select_related("article")
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


def articles_set_aside():
    """Return the articles that a person should look at, the latest first; an address that led to another is none."""
    return Article.objects.filter(set_aside_at__isnull=False).exclude(is_alias()).order_by("-set_aside_at")


def is_alias():
    """The condition on articles that are only another address of one (see store.settle_address)."""
    return Q(set_aside_because__startswith=ALIAS_OF)
