"""What other rooms may ask of extract. Reads only."""

from tracker.capture.models import Snapshot
from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction


def snapshots_to_read():
    """Return the snapshots the current extractor has not read, oldest first; our own stand-ins say nothing new."""
    read = Extraction.objects.filter(extractor=EXTRACTOR).values("snapshot")
    published = Snapshot.objects.exclude(medium=Snapshot.Medium.STAND_IN)
    return published.exclude(pk__in=read).select_related("article").order_by("pk")
