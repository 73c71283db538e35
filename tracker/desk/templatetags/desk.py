"""How the desk writes times: on one line, in UTC and, where it is known, on the spot."""

from django import template

from tracker.lib.moments import Moment
from tracker.lib.telling import told, told_instant

register = template.Library()


@register.filter
def moment(value):
    """Return a Moment (or its dict) in words: "6 January 2020, 20:46 UTC (3:46 pm in New York)"."""
    time = told(value.as_dict() if isinstance(value, Moment) else value)
    return f"{time.main} ({time.beside})" if time.beside else time.main


@register.filter
def instant(value):
    """Return an aware datetime as "6 January 2020, 20:46 UTC"."""
    return told_instant(value).main
