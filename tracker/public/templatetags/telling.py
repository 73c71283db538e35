"""Template filters that put recorded values into words. `{% load telling %}`; the words are in public/words.py."""

from django import template

from tracker.lib import telling
from tracker.lib.canonical import parse_instant
from tracker.public import words

register = template.Library()


@register.filter
def told(moment):
    """A document's Moment dict, or its text of an instant, as words.Told."""
    if isinstance(moment, str):
        return telling.told_instant(parse_instant(moment))
    return telling.told(moment)


@register.filter
def stance(value):
    return words.STANCES[value]


@register.filter
def reasons(values):
    """A retraction's reasons as one clause."""
    return " and ".join(words.REASONS[value] for value in values)


@register.filter
def relation(kind):
    return words.RELATIONS[kind]


@register.filter
def does(kind):
    return words.KINDS[kind]


@register.filter
def rating(value):
    return words.RATINGS[value]


@register.filter
def by_who(lines):
    """Lines grouped by who they are of, in order of each one's first."""
    groups = {}
    for line in lines:
        groups.setdefault(line.who, []).append(line)
    return list(groups.values())


@register.filter
def from_a_word(text):
    """Text that was cut at its start, without the word that was cut."""
    return text.split(" ", 1)[-1] if " " in text.rstrip() else text


@register.filter
def to_a_word(text):
    """Text that was cut at its end, without the word that was cut."""
    return text.rsplit(" ", 1)[0] if " " in text.lstrip() else text


@register.filter
def web_address(url):
    """The URL when a reader may be sent there (http and https), else an empty string."""
    return url if url.startswith(("http://", "https://")) else ""
