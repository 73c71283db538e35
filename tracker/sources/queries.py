"""What other rooms may ask about sources. Reads only."""

from django.db.models import Q
from django.db.models.functions import Lower

from tracker.sources.models import Source

_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_MOST_NAMESAKES = 50


def named(name):
    """Return the one source of this name or alias, whatever its case; None when there is none or more than one."""
    if not name:
        return None
    found = (
        Source.objects.annotate(lower_name=Lower("name"))
        .filter(Q(lower_name=name.lower()) | Q(aliases__contains=[name]))
        .distinct()[:2]
    )
    return found[0] if len(found) == 1 else _nearly_named(name)


def _nearly_named(name):
    """The one person of this first and last name, whatever initials and generations either spelling has besides."""
    plain = _plain(name)
    if len(plain) < 2:
        return None
    people = Source.objects.filter(kind=Source.Kind.PERSON, name__icontains=plain[-1])
    found = [person for person in people[:_MOST_NAMESAKES] if _plain(person.name) == plain]
    return found[0] if len(found) == 1 else None


def _plain(name):
    """A name's words in lower case without initials ("T.") and generations ("III", "Jr.")."""
    words = (word.strip(".,").lower() for word in name.split())
    return tuple(word for word in words if len(word) > 1 and word not in _GENERATIONS)
