"""How the desk writes times: short, on one line, with the place's clock and UTC beside each other."""

from datetime import UTC

from django import template
from django.utils.formats import date_format

from tracker.lib.moments import Moment, Precision, zone_of

register = template.Library()

_DAYS = {Precision.DAY: "j M Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


@register.filter
def moment(value):
    """Return a Moment (or its dict) in words: "6 Jan 2020, 15:46 New York (20:46 UTC)"."""
    known = value if isinstance(value, Moment) else Moment.from_dict(value)
    zone = zone_of(known.zone) or UTC
    place = known.zone.rpartition("/")[2].replace("_", " ") if known.zone not in {"", "UTC"} else ""
    if known.precision in _DAYS:
        return _days(known, zone) + (f", {place} time" if place else "")
    return f"{_clock(known, zone, place)}{', accounts differ' if known.disputed else ''}"


@register.filter
def instant(value):
    """Return an aware datetime as "6 Jan 2020, 20:46 UTC"."""
    return f"{date_format(value.astimezone(UTC), 'j M Y, H:i')} UTC"


def _days(known, zone):
    style = _DAYS[known.precision]
    first, last = (date_format(at.astimezone(zone), style) for at in (known.earliest, known.latest))
    return first if first == last else f"{first} to {last}"


def _clock(known, zone, place):
    style = "H:i:s" if known.precision == Precision.SECOND else "H:i"
    start, end = known.earliest.astimezone(zone), known.latest.astimezone(zone)
    about = "about " if known.precision == Precision.HOUR else ""
    told = f"{date_format(start, 'j M Y')}, {about}{_span(start, end, style, about)} {place or 'UTC'}"
    if not place:
        return told
    return f"{told} ({_span(known.earliest.astimezone(UTC), known.latest.astimezone(UTC), style, about)} UTC)"


def _span(start, end, style, about):
    first = date_format(start, style)
    if about or start == end:
        return first
    if start.date() == end.date():
        return f"{first} to {date_format(end, style)}"
    return f"{first} to {date_format(end, 'j M, ' + style)}"
