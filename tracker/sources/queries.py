"""What other rooms may ask about sources. Reads only."""

from django.db.models import Q
from django.db.models.functions import Lower

from tracker.sources.models import Source


def named(name):
    """Return the one source of this name or alias, whatever its case; None when there is none or more than one."""
    if not name:
        return None
    found = (
        Source.objects.annotate(lower_name=Lower("name"))
        .filter(Q(lower_name=name.lower()) | Q(aliases__contains=[name]))
        .distinct()[:2]
    )
    return found[0] if len(found) == 1 else None
