"""What a reader asked for in the address: as of when. Pure."""

from dataclasses import dataclass
from datetime import datetime

from tracker.lib.canonical import instant
from tracker.lib.instants import parse_instant_text


class Unreadable(ValueError):
    """What was asked for is no time; the message is a sentence for the reader."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The two clocks a page can be read by: aware datetimes in UTC, or None for "now"."""

    as_of: datetime | None = None
    recorded_as_of: datetime | None = None

    @property
    def anything(self):
        """Whether the page is to be read as of another time than now."""
        return self.as_of is not None or self.recorded_as_of is not None

    @property
    def key(self):
        """What tells this reading from others in a cache."""
        return [instant(self.as_of), instant(self.recorded_as_of)]


def asked_of(query):
    """Return what a QueryDict asks for. Empty and unknown parameters ask nothing; Unreadable for what is no time."""
    return Asked(as_of=_time(query, "as_of"), recorded_as_of=_time(query, "recorded_as_of"))


def _time(query, name):
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return parse_instant_text(text)
    except ValueError as error:
        raise Unreadable(f"The address asks for “{text[:60]}”. {error}") from None
