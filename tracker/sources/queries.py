"""What other rooms may ask about sources. Reads only."""

from collections import defaultdict

from django.db.models import Q
from django.db.models.functions import Lower

from tracker.sources.models import Source

_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_MOST_NAMESAKES = 500


def named(name):
    """Return the one source of this name or alias, whatever its case; None when there is none or more than one."""
    return all_named([name]).get(name)


def all_named(names):
    """Return the sources of these names or aliases, by the name as given, in two queries at most.

    A name that fits none, or more than one, is left out. A person's initials and generation may be written or not.
    """
    names = {name for name in names if name}
    exactly = _exactly_named(names) if names else {}
    found = exactly | _nearly_named(names - exactly.keys())
    return {name: source for name, source in found.items() if source}


def _exactly_named(names):
    lower = {name.lower() for name in names}
    fitting = defaultdict(set)
    for source in Source.objects.annotate(lower_name=Lower("name")).filter(
        Q(lower_name__in=lower) | Q(aliases__overlap=list(names))
    ):
        for name in names:
            if name.lower() == source.lower_name or name in source.aliases:
                fitting[name].add(source)
    # Of one that fits too many no nearer spelling helps, so it is settled as nobody's.
    return {name: sources.pop() if len(sources) == 1 else None for name, sources in fitting.items()}


def _nearly_named(names):
    """The one person of each first and last name, whatever initials and generations either spelling has besides."""
    plain = {name: _plain(name) for name in names}
    plain = {name: words for name, words in plain.items() if len(words) > 1}
    if not plain:
        return {}
    of_last_name = Q()
    for last in {words[-1] for words in plain.values()}:
        of_last_name |= Q(name__icontains=last)
    people = defaultdict(list)
    for person in Source.objects.filter(of_last_name, kind=Source.Kind.PERSON)[:_MOST_NAMESAKES]:
        people[_plain(person.name)].append(person)
    return {name: people[words][0] for name, words in plain.items() if len(people[words]) == 1}


def _plain(name):
    """A name's words in lower case without initials ("T.") and generations ("III", "Jr.")."""
    words = (word.strip(".,").lower() for word in name.split())
    return tuple(word for word in words if len(word) > 1 and word not in _GENERATIONS)
