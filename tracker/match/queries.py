"""What other rooms may ask of match. Reads only."""

from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction
from tracker.match.models import Comparison
from tracker.match.propose import MATCHER


def extractions_to_compare():
    """Return the readings by the current extractor that the current matcher has not compared, oldest first."""
    compared = Comparison.objects.filter(matcher=MATCHER).values("extraction")
    return (
        Extraction.objects.filter(extractor=EXTRACTOR)
        .exclude(pk__in=compared)
        .select_related("snapshot__article__outlet")
        .order_by("pk")
    )
