"""Times that people and programs write into addresses: `?as_of=2020-01-06T21:10:00Z`."""

import re
from datetime import UTC, datetime, timedelta, timezone

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
# An unescaped "+" in an address reaches us as a space.
_OFFSET = r"(?P<zulu>[Zz])|(?P<sign>[+\- ])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2})"
_INSTANT = re.compile(rf"{_DATE}(?:[Tt ]{_TIME}(?:{_OFFSET})?)?")

FORMS = "Write a date like 2020-01-06 or a time like 2020-01-06T21:10:00Z."


def parse_instant_text(text: str, *, start_of_day: bool = False) -> datetime:
    """Return the aware datetime in UTC that `text` names; ValueError, with a sentence to show, when it names none.

    Takes RFC 3339 with an offset (seconds may be left out); a time without an offset is UTC. A date alone is the last
    microsecond of that day in UTC, so that "as of the 6th" includes the 6th; with `start_of_day` it is the first.
    """
    found = _INSTANT.fullmatch(text)
    if not found:
        raise ValueError(f"This is not a time. {FORMS}")
    try:
        return _utc(found, start_of_day=start_of_day)
    except (ValueError, OverflowError):
        raise ValueError(f"There is no such time in the years 1 to 9999. {FORMS}") from None


def _utc(found, *, start_of_day):
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    if found["hour"] is None:
        start = datetime(year, month, day, tzinfo=UTC)
        return start if start_of_day else start.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return datetime(
        year,
        month,
        day,
        int(found["hour"]),
        int(found["minute"]),
        int(found["second"] or 0),
        int((found["fraction"] or "0")[:6].ljust(6, "0")),
        tzinfo=_zone(found),
    ).astimezone(UTC)


def _zone(found):
    if found["sign"] is None:
        return UTC
    hours, minutes = int(found["hours"]), int(found["minutes"])
    if minutes > 59:
        raise ValueError("An offset has at most 59 minutes.")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found["sign"] == "-" else offset)
