"""What other rooms may ask of match. Reads only."""

from django.db.models import Exists, OuterRef

from tracker.extract.models import Change, Extraction
from tracker.match.models import Comparison, ComparisonAgain, Reanchoring


def extractions_to_compare():
    """Return the readings that no matcher has compared, oldest first."""
    compared = Exists(Comparison.objects.filter(extraction=OuterRef("pk")))
    rows = Extraction.objects.exclude(compared).select_related("snapshot__article__outlet")
    return rows.defer("snapshot__body", "snapshot__words", "snapshot__headers").order_by("pk")


def extractions_to_compare_again():
    """Return the readings whose comparison failed and for which an editor asked for one more, oldest first."""
    later = Comparison.objects.filter(extraction=OuterRef("failed__extraction"), pk__gt=OuterRef("failed"))
    waiting = ComparisonAgain.objects.filter(~Exists(later))
    again = Extraction.objects.filter(pk__in=waiting.values("failed__extraction"))
    rows = again.select_related("snapshot__article__outlet")
    return rows.defer("snapshot__body", "snapshot__words", "snapshot__headers").order_by("pk")


def failed_comparisons():
    """Return the comparisons that failed and that no later one has made up for, oldest first."""
    later = Comparison.objects.filter(extraction=OuterRef("extraction"), pk__gt=OuterRef("pk"))
    # What another version of the matcher could compare is no failure any more.
    failed = Comparison.objects.exclude(failure="").exclude(extraction__comparisons__failure="")
    return failed.filter(~Exists(later)).order_by("pk")


def comparisons_of(*, snapshots):
    """Return the latest comparison of each of these snapshots that came to an end, the newest snapshot first."""
    return (
        Comparison.objects.filter(extraction__snapshot__in=snapshots, failure="")
        .order_by("-extraction__snapshot_id", "-pk")
        .distinct("extraction__snapshot_id")
        .select_related("extraction__snapshot__article__outlet")
        .defer("extraction__snapshot__body", "extraction__snapshot__words", "extraction__snapshot__headers")
    )


def changes_to_weigh():
    """Return the changes of which nobody has looked for the cited sentences, oldest first."""
    weighed = Exists(Reanchoring.objects.filter(change=OuterRef("pk")))
    rows = Change.objects.filter(~weighed, failure="")
    return (
        rows.select_related("before__snapshot", "after__snapshot", "returned", "notice")
        .defer(
            "before__snapshot__body",
            "before__snapshot__words",
            "after__snapshot__body",
            "after__snapshot__words",
        )
        .order_by("pk")
    )
