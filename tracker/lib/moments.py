"""A time as well as it is known: an interval, how precise, in which zone, and who reports it differently."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.lib.canonical import instant, parse_instant

_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3]):(?P<minutes>[0-5][0-9])")


class Precision(StrEnum):
    """How fine a time is known. `range` means only that it lies between earliest and latest."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


def zone_of(name: str) -> tzinfo | None:
    """Return the zone of an IANA name or of an offset such as "+01:00"; None for "" and for what is neither.

    Pages often give only an offset: it says what the clock showed, though not in which country.
    """
    if offset := _OFFSET.fullmatch(name):
        away = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
        return timezone(-away if offset["sign"] == "-" else away)
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@dataclass(frozen=True, kw_only=True)
class Report:
    """One account of when it happened: `at` (aware), and who says so, with a link when there is one."""

    at: datetime
    says: str
    url: str = ""

    def as_dict(self):
        return {"at": instant(self.at), "says": self.says, "url": self.url}

    @classmethod
    def from_dict(cls, value):
        return cls(at=parse_instant(value["at"]), says=value["says"], url=value.get("url", ""))


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When something happened.

    `earliest` and `latest` are aware datetimes, both inclusive; they are equal when the time is known to its precision.
    `zone` is the IANA name of the place's zone ("America/New_York"), an offset ("-05:00"), or "" when unknown: it says
    how to show the time.
    `reports` holds competing accounts; when there are any, the interval spans them. ValueError for an interval that
    runs backwards or a datetime without a zone.
    """

    earliest: datetime
    latest: datetime
    precision: Precision = Precision.MINUTE
    zone: str = ""
    reports: tuple[Report, ...] = field(default=())

    def __post_init__(self):
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError("A time needs a zone.")
        if self.latest < self.earliest:
            raise ValueError("The latest time lies before the earliest.")

    @property
    def disputed(self):
        """Whether accounts differ about when it was."""
        return len({report.at for report in self.reports}) > 1

    def as_dict(self):
        return {
            "earliest": instant(self.earliest),
            "latest": instant(self.latest),
            "precision": str(self.precision),
            "zone": self.zone,
            "reports": [report.as_dict() for report in self.reports],
        }

    @classmethod
    def from_dict(cls, value):
        return cls(
            earliest=parse_instant(value["earliest"]),
            latest=parse_instant(value["latest"]),
            precision=Precision(value["precision"]),
            zone=value.get("zone", ""),
            reports=tuple(Report.from_dict(report) for report in value.get("reports", ())),
        )

    @classmethod
    def of(cls, start, *, precision=Precision.MINUTE, zone=""):
        """Return the moment that begins at `start` and is as wide as its precision (a day, an hour, a point)."""
        if precision in {Precision.SECOND, Precision.MINUTE}:
            return cls(earliest=start, latest=start, precision=precision, zone=zone)
        return cls(
            earliest=start,
            latest=_next(start, precision) - timedelta(seconds=1),
            precision=precision,
            zone=zone,
        )


def _next(start, precision):
    if precision == Precision.HOUR:
        return start + timedelta(hours=1)
    if precision == Precision.DAY:
        return start + timedelta(days=1)
    if precision == Precision.MONTH:
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    if precision == Precision.YEAR:
        return start.replace(year=start.year + 1)
    raise ValueError(f"A {precision} has no width of its own: give earliest and latest.")
