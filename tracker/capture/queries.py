"""What other rooms may ask of capture. Reads only."""

from django.db.models import F, Q

from tracker.capture import bodies
from tracker.capture.models import Article, Feed, Snapshot, Visit


def body_of(snapshot):
    """Return the bytes of a snapshot as published. Raises bodies.Damaged or bodies.StoreFailed."""
    return bodies.body_of(snapshot)


def snapshot(public_id):
    """Return a snapshot with its article and outlet but without its bytes, or None."""
    return (
        Snapshot.objects.filter(public_id=public_id).select_related("article__outlet").defer("body").first()
    )


def latest_snapshots(articles):
    """Return, by article key, the snapshot that the last successful look at each article found, without its bytes."""
    seen = (
        Visit.objects.filter(article__in=articles, snapshot__isnull=False)
        .order_by("article_id", "-at", "-pk")
        .distinct("article_id")
        .select_related("snapshot")
        .defer("snapshot__body", "snapshot__text")
    )
    return {visit.article_id: visit.snapshot for visit in seen}


def recent_articles():
    """Return articles with their outlet, newest first."""
    return Article.objects.select_related("outlet")


def recent_visits():
    """Return looks, newest first, with the article they were at."""
    return Visit.objects.select_related("article")


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
