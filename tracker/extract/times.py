"""Dates and times as pages write them, kept exactly as precise as they were written."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.lib.moments import Moment, Precision
from tracker.lib.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
# Abbreviations that name one zone in the news we read; those with two meanings (IST, CST in China) are left out
# unless one is plainly the usual one.
_ZONES = {
    "z": "UTC",
    "utc": "UTC",
    "gmt": "UTC",
    "et": "America/New_York",
    "est": "-05:00",
    "edt": "-04:00",
    "ct": "America/Chicago",
    "cst": "-06:00",
    "cdt": "-05:00",
    "mt": "America/Denver",
    "mst": "-07:00",
    "mdt": "-06:00",
    "pt": "America/Los_Angeles",
    "pst": "-08:00",
    "pdt": "-07:00",
    "bst": "+01:00",
    "cet": "+01:00",
    "cest": "+02:00",
    "eet": "+02:00",
    "eest": "+03:00",
    "msk": "+03:00",
    "hkt": "+08:00",
    "jst": "+09:00",
    "aest": "+10:00",
    "aedt": "+11:00",
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DATES = (
    re.compile(rf"\b{_MONTH} {{1,3}}{_DAY},? {{1,3}}{_YEAR}", re.I),
    re.compile(rf"\b{_DAY}\.? {{1,3}}{_MONTH},? {{1,3}}{_YEAR}", re.I),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)\b"),
    re.compile(r"(?<![\d.])(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.(?P<year>(?:19|20)\d\d)\b"),
    # With strokes some countries put the day first and some the month: read only what cannot be the other.
    re.compile(r"(?<![\d/])(?P<day>1[3-9]|2\d|3[01])/(?P<month>[01]?\d)/(?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"(?<![\d/])(?P<month>[01]?\d)/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"(?P<year>(?:19|20)\d\d)年 ?(?P<month>[01]?\d)月 ?(?P<day>[0-3]?\d)日"),
)
_MONTH_ONLY = re.compile(rf"\b{_MONTH},? {{1,3}}{_YEAR}", re.I)
_CLOCK = re.compile(
    r"(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?)? ?(?P<half>[ap]\.?m\b\.?)?"
    r"(?: ?\(?(?P<zone>Z\b|UTC\b|GMT\b|[A-Z]{2,4}\b)?(?P<offset>[+-]\d\d:?\d\d)?\)?)",
    re.I,
)
# "0339 GMT (1139 HKT) November 19, 2019": four digits are a clock only with a zone, and end at the date.
_MILITARY = re.compile(
    r"(?<!\d)(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d) (?P<zone>GMT|UTC)(?P<offset>\b)(?P<half>)"
    r"(?: \(\d{4} [A-Z]{2,4}\))?,? ?\Z"
)
_ISO = re.compile(
    r"\s*(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<hour>\d\d)(?::?(?P<minute>\d\d))?"
    r"(?::?\d\d(?:[.,]\d+)?)?\s*(?P<zone>Z|[+-]\d\d(?::?\d\d)?|[A-Z]{2,4})?)?)?\s*\Z",
    re.I,
)


def find(text: str) -> Moment | None:
    """The first date in a line of prose, with the clock time beside it if there is one; None if there is none."""
    line = fold(text[:2_000])
    matches = [match for match in (pattern.search(line) for pattern in _DATES) if match]
    if not matches:
        month = _MONTH_ONLY.search(line)
        return _bounded(year=month["year"], month=_month(month["month"])) if month else None
    date = min(matches, key=lambda match: match.start())
    return _with_clock(line, date) or _bounded(
        year=date["year"], month=_month(date["month"]), day=date["day"]
    )


def read(value: str) -> Moment | None:
    """A machine-readable date: ISO 8601, RFC 822, or prose as a last resort; None if it says no date."""
    value = value.strip()[:200]
    iso = _ISO.match(value)
    if iso:
        return _bounded(
            year=iso["year"],
            month=iso["month"],
            day=iso["day"],
            hour=iso["hour"],
            minute=iso["minute"],
            zone=iso["zone"] or "",
        )
    try:
        mailed = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return find(value)
    if mailed.tzinfo is None and not value.endswith("-0000"):
        return find(value)  # it is no date of a mail, and may name a zone that those do not have
    return _bounded(
        year=mailed.year,
        month=mailed.month,
        day=mailed.day,
        hour=mailed.hour,
        minute=mailed.minute,
        zone="" if mailed.tzinfo is None else value.split()[-1],
    )


def date_end(text: str) -> int:
    """Where the first full date of a line ends, clock time and zone included; 0 if the line has none."""
    line = fold(text[:2_000])
    matches = [match for match in (pattern.search(line) for pattern in _DATES) if match]
    if not matches:
        return 0
    date = min(matches, key=lambda match: match.start())
    clock = _clock_after(line, date.end())
    return clock.end() if clock else date.end()


def _with_clock(line: str, date: re.Match) -> Moment | None:
    clock = _clock_after(line, date.end()) or _clock_before(line, date.start())
    if clock is None:
        return None
    hour = int(clock["hour"])
    half = (clock["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    # RFC 5322: "-0000" says that nothing is known of the zone.
    offset = "" if clock["offset"] in ("-0000", "-00:00") else clock["offset"]
    zone = offset or (clock["zone"] if (clock["zone"] or "").lower() in _ZONES else "")
    return _bounded(
        year=date["year"],
        month=_month(date["month"]),
        day=date["day"],
        hour=hour,
        minute=clock["minute"],
        zone=zone,
    )


def _clock_after(line: str, position: int) -> re.Match | None:
    lead = re.compile(r"(?:\s|,|\||-|/|at\b|T\b|\u00b7|\u2022){0,8}", re.I).match(line, position)
    return _clock_at(line, lead.end())


def _clock_before(line: str, position: int) -> re.Match | None:
    window = max(0, position - 30)
    military = _MILITARY.search(line, window, position)
    if military:
        return military
    for match in re.finditer(
        r"(?<![\d:])[0-2]?\d[:.][0-5]\d|(?<![\d:])[01]?\d ?[ap]\.?m", line[window:position], re.I
    ):
        clock = _clock_at(line, window + match.start())
        if clock and re.fullmatch(
            r"[\s,|.-]*(?:on\b)?[\s,]*(?:\w{3,9},? )?", line[clock.end() : position], re.I
        ):
            return clock
    return None


def _clock_at(line: str, position: int) -> re.Match | None:
    clock = _CLOCK.match(line, position)
    if clock is None or int(clock["hour"]) > 23 or not (clock["minute"] or clock["half"]):
        return None
    return clock


def _month(value: str) -> int:
    return int(value) if value.isdigit() else _MONTHS[value.lower().rstrip(".")]


def _zone(name: str) -> tuple[timezone | ZoneInfo | None, str]:
    if not name:
        return None, ""
    meaning = _ZONES.get(name.lower(), name)
    if meaning == "UTC":
        return UTC, "UTC"
    offset = re.fullmatch(r"([+-])(\d\d):?(\d\d)?", meaning)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 14 * 60:
            return None, ""
        sign = -1 if offset[1] == "-" else 1
        return timezone(timedelta(minutes=sign * minutes)), f"{offset[1]}{offset[2]}:{offset[3] or '00'}"
    try:
        return ZoneInfo(meaning), meaning
    except (ZoneInfoNotFoundError, ValueError):
        return None, ""


def _bounded(*, year, month=None, day=None, hour=None, minute=None, zone: str = "") -> Moment | None:
    """Bounds of what is known, or None when no such date exists."""
    where, named = _zone(zone)
    precision = _precision(month=month, day=day, hour=hour, minute=minute)
    try:
        earliest = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), tzinfo=where or UTC
        )
        latest = _last_second(earliest, precision)
    except (ValueError, OverflowError):
        return None
    if not 1900 <= earliest.year <= 2200:
        return None
    return Moment(earliest=earliest, latest=latest, precision=precision, zone=named)


def _precision(*, month, day, hour, minute) -> Precision:
    if minute is not None:
        return Precision.MINUTE
    if hour is not None:
        return Precision.HOUR
    if day:
        return Precision.DAY
    return Precision.MONTH if month else Precision.YEAR


def _last_second(earliest: datetime, precision: Precision) -> datetime:
    if precision in (Precision.MINUTE, Precision.HOUR, Precision.DAY):
        return earliest + timedelta(**{f"{precision}s": 1}) - timedelta(seconds=1)
    if precision == Precision.MONTH:
        following = (earliest.replace(day=28) + timedelta(days=4)).replace(day=1)
        return following - timedelta(seconds=1)
    return earliest.replace(month=12, day=31, hour=23, minute=59, second=59)
