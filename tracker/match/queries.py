"""What other rooms may ask of match. Reads only."""

from django.db.models import Exists, OuterRef

from tracker.extract.models import Extraction
from tracker.match.models import Comparison


def extractions_to_compare():
    """Return the readings that no matcher has compared, oldest first."""
    compared = Exists(Comparison.objects.filter(extraction=OuterRef("pk")))
    return Extraction.objects.exclude(compared).select_related("snapshot__article__outlet").order_by("pk")
