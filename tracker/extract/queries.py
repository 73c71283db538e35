"""What other rooms may ask of extract. Reads only."""

from django.db.models import Exists, OuterRef, Q

from tracker.capture.models import Snapshot, Visit
from tracker.capture.outcomes import Outcome
from tracker.extract.models import Change, Extraction, ReadingAgain, SameText, TextSample


def snapshots_to_read():
    """Return the snapshots nobody has read, oldest first; our own stand-ins say nothing new.

    What an older version of the extractor has read is read: `manage.py reextract` reads it anew when a person says so.
    """
    read = Exists(Extraction.objects.filter(snapshot=OuterRef("pk")))
    published = Snapshot.objects.exclude(medium=Snapshot.Medium.STAND_IN)
    return published.exclude(read).select_related("article").defer("body", "words").order_by("pk")


def snapshots_to_read_again():
    """Return the snapshots whose reading failed and for which an editor asked for one more, oldest first."""
    later = Extraction.objects.filter(snapshot=OuterRef("failed__snapshot"), pk__gt=OuterRef("failed"))
    waiting = ReadingAgain.objects.filter(~Exists(later))
    again = Snapshot.objects.filter(pk__in=waiting.values("failed__snapshot"))
    return again.select_related("article").defer("body", "words").order_by("pk")


def failed_readings():
    """Return the readings that failed and that no later one has made up for, oldest first."""
    later = Extraction.objects.filter(snapshot=OuterRef("snapshot"), pk__gt=OuterRef("pk"))
    # What another version of the extractor could read is no failure any more.
    failed = Extraction.objects.exclude(failure="").exclude(snapshot__extractions__failure="")
    return failed.filter(~Exists(later)).order_by("pk")


def readings_of(*, snapshots):
    """Return the latest reading of each of these snapshots, the newest snapshot first, with its passages."""
    return (
        Extraction.objects.filter(snapshot__in=snapshots)
        .order_by("-snapshot_id", "-made_at", "-pk")
        .distinct("snapshot_id")
        .select_related("snapshot__article")
        .defer("snapshot__body", "snapshot__words")
        .prefetch_related("passages")
    )


def texts_to_compare():
    """Return the readings whose text was not compared with the others, oldest first."""
    return (
        Extraction.objects.filter(sample__isnull=True)
        .exclude(text="")
        .select_related("snapshot__article")
        .defer("snapshot__body", "snapshot__words")
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


def versions_to_compare():
    """Return the readings that were not compared with the version before them, oldest first; first versions are none.

    What was read anew by another version of the extractor is no new version of the article.
    """
    compared = Change.objects.filter(after__snapshot=OuterRef("snapshot"), returned=None)
    earlier = Extraction.objects.filter(
        snapshot__article=OuterRef("snapshot__article"), snapshot__lt=OuterRef("snapshot")
    ).exclude(text="")
    return (
        Extraction.objects.exclude(text="")
        .filter(~Exists(compared), Exists(earlier))
        .select_related("snapshot__article")
        .defer("snapshot__body", "snapshot__words")
        .order_by("pk")
    )


def version_before(extraction):
    """Return the reading of the version an article had before this one, with its passages, or None.

    By the same version of the extractor where there is one, so that the article is compared and not the reader.
    """
    visits = _successful_looks(extraction.snapshot.article_id)
    first_seen = (
        visits.filter(snapshot=extraction.snapshot_id).order_by("pk").values_list("pk", flat=True).first()
    )
    earlier = visits.filter(pk__lt=first_seen or 0).exclude(snapshot=extraction.snapshot_id)
    seen_before = earlier.order_by("-pk").values_list("snapshot", flat=True).first()
    readings = (
        Extraction.objects.filter(
            snapshot__article=extraction.snapshot.article_id, snapshot__lt=extraction.snapshot_id
        )
        .exclude(text="")
        .annotate(is_last_seen=Q(snapshot=seen_before), is_by_same=Q(extractor=extraction.extractor))
        .order_by("-is_last_seen", "-snapshot_id", "-is_by_same", "-made_at", "-pk")
    )
    return readings.select_related("snapshot").defer("snapshot__body", "snapshot__words").first()


def returns_to_compare():
    """Return the looks that found a version from before again and were not compared with what they replaced."""
    compared = Change.objects.filter(returned=OuterRef("pk"))
    read = Extraction.objects.exclude(text="")
    replaced = read.filter(
        snapshot__article=OuterRef("article"), snapshot__visits__lt=OuterRef("pk")
    ).exclude(snapshot=OuterRef("snapshot"))
    return Visit.objects.filter(
        ~Exists(compared),
        Exists(read.filter(snapshot=OuterRef("snapshot"))),
        Exists(replaced),
        outcome=Outcome.REVERTED,
    ).order_by("pk")


def versions_around(visit):
    """Return (the reading of the version a page had before this look, the reading of what the look found).

    Of versions that could be read, by the latest extractor, with their passages.
    """
    read = Exists(Extraction.objects.filter(snapshot=OuterRef("snapshot")).exclude(text=""))
    earlier = (
        _successful_looks(visit.article_id).filter(read, pk__lt=visit.pk).exclude(snapshot=visit.snapshot)
    )
    before = earlier.order_by("-pk").values_list("snapshot", flat=True).first()
    readings = {one.snapshot_id: one for one in readings_of(snapshots=[before, visit.snapshot_id])}
    return readings[before], readings[visit.snapshot_id]


def _successful_looks(article):
    return Visit.objects.filter(article=article, snapshot__isnull=False)


def samples_of(articles) -> dict[int, TextSample]:
    """Return, for each of these article keys, the sample of its latest reading that has one."""
    samples = (
        TextSample.objects.filter(extraction__snapshot__article__in=articles)
        .select_related("extraction__snapshot__article__outlet")
        .defer("extraction__snapshot__body", "extraction__snapshot__words")
        .order_by("extraction_id")
    )
    return {sample.extraction.snapshot.article_id: sample for sample in samples}


def ties_among(articles):
    """Return what ties these articles (by key) to one another as the same text."""
    return SameText.objects.filter(
        extraction__snapshot__article__in=articles, of__snapshot__article__in=articles
    ).select_related("extraction__snapshot", "of__snapshot")
