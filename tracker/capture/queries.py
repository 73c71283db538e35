"""What other rooms may ask of capture. Reads only."""

from tracker.capture import bodies
from tracker.capture.models import Article, Snapshot, Visit


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
        .order_by("article", "-at", "-pk")
        .distinct("article")
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
