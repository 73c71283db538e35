"""How a time is told in words, as well as it is known: in UTC, on the spot, by whom where accounts differ. Pure."""

from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from tracker.lib.canonical import instant, parse_instant
from tracker.lib.moments import zone_of

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, kw_only=True)
class Account:
    """One of several accounts of a time: in UTC, on the spot (or ""), who says so, and a link (or "")."""

    utc: str
    local: str
    says: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A time as a page tells it, as precise as it is known.

    `day` and `clock` are its first telling: in UTC, or, when only the calendar day (month, year) is known, that day
    where it happened. `beside` is the other telling, "" when there is none. `machine` is the value for the datetime
    attribute of a time element, "" when one instant would say too much. `accounts` are the competing times.
    """

    day: str
    clock: str = ""
    beside: str = ""
    machine: str = ""
    accounts: tuple[Account, ...] = ()

    @property
    def main(self):
        """Day and clock in one line."""
        return f"{self.day}, {self.clock}" if self.clock else self.day


def told(moment):
    """Return how to tell a Moment, given as the dict that its `as_dict` makes."""
    earliest, latest = parse_instant(moment["earliest"]), parse_instant(moment["latest"])
    zone = zone_of(moment["zone"])
    reports = moment["reports"]
    if len({report["at"] for report in reports}) > 1:
        return _competing(reports, zone)
    to_the_second = moment["precision"] == "second"
    if earliest == latest or (not to_the_second and _same_minute(earliest, latest)):
        return told_instant(earliest, moment["zone"], seconds=to_the_second)
    calendar = _CALENDAR.get(moment["precision"])
    if calendar:
        where = f"in {place(zone)}" if zone else "in UTC"
        return Told(
            day=calendar(at_zone(earliest, zone or UTC)),
            clock=where,
            beside=_between(earliest, latest) if zone else "",
        )
    if moment["precision"] == "hour":
        return Told(
            day=date_of(earliest),
            clock=f"about {clock(earliest)} UTC",
            beside=_on_the_spot(earliest, zone, before="about "),
        )
    beside = _between_on_the_spot(earliest, latest, zone)
    if earliest.date() == latest.date():
        return Told(
            day=date_of(earliest), clock=f"between {clock(earliest)} and {clock(latest)} UTC", beside=beside
        )
    return Told(day=_between(earliest, latest), beside=beside)


def told_instant(at, zone="", *, seconds=False):
    """Return how to tell an aware datetime; `zone` is an IANA name or ""."""
    at = at.astimezone(UTC)
    return Told(
        day=date_of(at),
        clock=f"{clock(at, seconds=seconds)} UTC",
        beside=_on_the_spot(at, zone_of(zone)),
        machine=instant(at.replace(microsecond=0)),
    )


def date_of(at):
    """Return the calendar day of a datetime in its own zone: "6 January 2020"."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def clock(at, *, seconds=False):
    """Return the time of day on the 24-hour clock."""
    return f"{at:%H:%M:%S}" if seconds else f"{at:%H:%M}"


def clock_12(at):
    """Return the time of day as people on the spot say it: "4:05 pm"."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def place(zone):
    """Return the city an IANA zone is named for ("New York"), or an offset as it is ("UTC+01:00")."""
    if not isinstance(zone, ZoneInfo):
        return str(zone)
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def at_zone(at, zone):
    """Return the datetime in another zone; at the ends of the calendar, where there is none, as it is."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at


def _same_minute(earliest, latest):
    return earliest.replace(second=0, microsecond=0) == latest.replace(second=0, microsecond=0)


def _on_the_spot(at, zone, before=""):
    if zone is None:
        return ""
    local = at_zone(at, zone)
    on = "" if local.date() == at.date() else f" on {local.day} {MONTHS[local.month - 1]}"
    return f"{before}{clock_12(local)}{on} in {place(zone)}"


def _between(earliest, latest):
    days = [f"{at.day} {MONTHS[at.month - 1]}" for at in (earliest, latest)]
    years = ["" if earliest.year == latest.year else f" {earliest.year}", f" {latest.year}"]
    return f"between {days[0]}{years[0]}, {clock(earliest)}, and {days[1]}{years[1]}, {clock(latest)} UTC"


def _between_on_the_spot(earliest, latest, zone):
    if zone is None:
        return ""
    earliest, latest = at_zone(earliest, zone), at_zone(latest, zone)
    if earliest.date() == latest.date():
        return f"between {clock_12(earliest)} and {clock_12(latest)} in {place(zone)}"
    days = [f"{clock_12(at)} on {at.day} {MONTHS[at.month - 1]}" for at in (earliest, latest)]
    return f"between {days[0]} and {days[1]} in {place(zone)}"


def _competing(reports, zone):
    accounts = []
    for report in reports:
        at = parse_instant(report["at"]).astimezone(UTC)
        accounts.append(
            Account(
                utc=f"{clock(at)} UTC",
                local=_on_the_spot(at, zone),
                says=report["says"],
                url=report["url"],
            )
        )
    days = dict.fromkeys(date_of(parse_instant(report["at"])) for report in reports)
    return Told(day=" or ".join(days), clock="accounts differ", accounts=tuple(accounts))


_CALENDAR = {
    "day": date_of,
    "month": lambda at: f"{MONTHS[at.month - 1]} {at.year}",
    "year": lambda at: str(at.year),
}
