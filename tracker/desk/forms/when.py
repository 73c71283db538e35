"""A time as a person can tell it: a date, perhaps a time, a zone, how exact, perhaps until, and who says otherwise."""

from datetime import UTC, date, datetime, time, timedelta

from django import forms

from tracker.desk.forms.fields import Line, OneOf
from tracker.lib.moments import Moment, Precision, Report, zone_of

# Where news happens and is told; any other IANA name that a page brings along is added to the list.
COMMON_ZONES = (
    "UTC",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Jerusalem",
    "Asia/Baghdad",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
)
# Years that every zone can shift by a day and that ISO dates write with four digits.
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)
REPORT_ROWS = 2

_PRECISIONS = (
    ("", "as given"),
    (Precision.SECOND, "to the second"),
    (Precision.MINUTE, "to the minute"),
    (Precision.HOUR, "some time in that hour"),
    (Precision.DAY, "some time that day"),
    (Precision.MONTH, "some time that month"),
    (Precision.YEAR, "some time that year"),
    (Precision.RANGE, "between two times"),
)


def _day_field(**options):
    return forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"],
        error_messages={"invalid": "Give the date as year-month-day, such as 2020-01-06."},
        **options,
    )


class _Clock(forms.TimeInput):
    """A time of day on the 24-hour clock, with seconds only where they say something."""

    def format_value(self, value):
        if not isinstance(value, time):
            return value
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _time_field(**options):
    # Not type=time, which some browsers show as "03:46 PM": the desk writes times of day one way.
    return forms.TimeField(
        widget=_Clock(attrs={"placeholder": "15:46", "autocomplete": "off"}),
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": "Give the time as hours and minutes of the day, such as 15:46."},
        **options,
    )


def _zone_choices(*more):
    extra = [zone for zone in dict.fromkeys(more) if zone not in COMMON_ZONES and zone_of(zone)]
    return [
        ("", "not known (read as UTC)"),
        *((zone, zone.replace("_", " ")) for zone in (*COMMON_ZONES, *extra)),
    ]


class ReportForm(forms.Form):
    """One competing account of the time; an empty row is no account."""

    day = _day_field(label="Date", required=False)
    time = _time_field(label="Time", required=False)
    says = Line(label="Who says so", max_length=200, required=False)
    url = forms.URLField(label="Link", max_length=500, required=False, assume_scheme="https")

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("day", "time", "says", "url")):
            return cleaned
        if not cleaned.get("time") and "time" not in self.errors:
            self.add_error("time", "Give the time this account tells.")
        if not cleaned.get("says") and "says" not in self.errors:
            self.add_error("says", "Say whose account this is.")
        return cleaned

    @property
    def is_blank(self):
        return not any(self.cleaned_data.get(name) for name in ("day", "time", "says", "url"))


ReportRows = forms.formset_factory(ReportForm, extra=REPORT_ROWS, max_num=10, absolute_max=12)


class WhenForm(forms.Form):
    """The time itself; with its rows of reports it becomes a Moment (`moment`)."""

    day = _day_field(label="Date")
    time = _time_field(label="Time", required=False, help_text="empty when only the day is known")
    zone = forms.ChoiceField(label="Time zone", required=False, help_text="the place whose clock you read")
    precision = OneOf(_PRECISIONS, label="How exact", required=False)
    until_day = _day_field(label="Until, date", required=False)
    until_time = _time_field(label="Until, time", required=False)

    def __init__(self, *args, now, **options):
        super().__init__(*args, **options)
        self.now = now
        typed = str(self.data.get(self.add_prefix("zone"), "")) if self.is_bound else ""
        self.fields["zone"].choices = _zone_choices(str(self.initial.get("zone", "")), typed)

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        precision = self._precision(cleaned)
        if precision in {Precision.SECOND, Precision.MINUTE, Precision.HOUR} and not cleaned["time"]:
            self.add_error("time", "Give the time, or choose “some time that day”.")
            return cleaned
        if precision == Precision.RANGE and not (cleaned["until_day"] or cleaned["until_time"]):
            self.add_error("until_day", "Between two times: give the later one as well.")
            return cleaned
        earliest, latest = self._interval(cleaned, precision)
        if self.errors:
            return cleaned
        if latest < earliest:
            self.add_error("until_day", "This lies before the first time.")
        elif earliest > self.now + timedelta(days=1):
            self.add_error("day", "This lies in the future.")
        return cleaned | {"earliest": earliest, "latest": latest, "precision": precision}

    def moment(self, reports=()):
        """Return the Moment, spanning all `reports` (cleaned rows of ReportForm; a row without a date is that day).

        Call it when the form and the rows are valid.
        """
        cleaned, zone = self.cleaned_data, self._zone()
        told = tuple(
            Report(
                at=datetime.combine(row["day"] or cleaned["day"], row["time"], tzinfo=zone).astimezone(UTC),
                says=row["says"],
                url=row["url"],
            )
            for row in reports
        )
        return Moment(
            earliest=min([cleaned["earliest"], *(report.at for report in told)]),
            latest=max([cleaned["latest"], *(report.at for report in told)]),
            precision=cleaned["precision"],
            zone=cleaned["zone"],
            reports=told,
        )

    def _zone(self):
        return zone_of(self.cleaned_data["zone"]) or UTC

    def _precision(self, cleaned):
        if cleaned["precision"]:
            return Precision(cleaned["precision"])
        if cleaned["until_day"] or cleaned["until_time"]:
            return Precision.RANGE
        if cleaned["time"] is None:
            return Precision.DAY
        return Precision.SECOND if cleaned["time"].second else Precision.MINUTE

    def _interval(self, cleaned, precision):
        """The earliest and latest instant; a date without a time is the whole day, in the zone it is told in."""
        start = self._instant("day", "time", cleaned["day"], _floored(cleaned["time"], precision))
        if cleaned["until_day"] or cleaned["until_time"]:
            until = cleaned["until_time"] or time(23, 59, 59)
            return start, self._instant(
                "until_day", "until_time", cleaned["until_day"] or cleaned["day"], until
            )
        if start is None or precision in {Precision.SECOND, Precision.MINUTE}:
            return start, start
        local = start.astimezone(self._zone())
        if precision == Precision.MONTH:
            local = local.replace(day=1)
        if precision == Precision.YEAR:
            local = local.replace(month=1, day=1)
        moment = Moment.of(local, precision=precision)
        return moment.earliest.astimezone(UTC), moment.latest.astimezone(UTC)

    def _instant(self, day_field, time_field, day, clock):
        if not FIRST_DAY <= day <= LAST_DAY:
            self.add_error(day_field, "This year cannot be right.")
            return None
        local = datetime.combine(day, clock, tzinfo=self._zone())
        if self.cleaned_data[time_field] is None:  # nobody read it from a clock
            return local.astimezone(UTC)
        if local.astimezone(UTC).astimezone(self._zone()).replace(tzinfo=None) != local.replace(tzinfo=None):
            self.add_error(time_field, "The clocks skipped this time that day; give it in UTC.")
        elif local.utcoffset() != local.replace(fold=1).utcoffset():
            self.add_error(time_field, "The clocks showed this time twice that day; give it in UTC.")
        return local.astimezone(UTC)


def _floored(clock, precision):
    if clock is None or precision in {Precision.DAY, Precision.MONTH, Precision.YEAR}:
        return time(0, 0)
    return clock.replace(minute=0, second=0) if precision == Precision.HOUR else clock


def initial_of(moment: Moment | None) -> tuple[dict, list[dict]]:
    """Return what WhenForm and its rows would be filled with to give this moment again; empty for None."""
    if moment is None:
        return {}, []
    zone = zone_of(moment.zone) or UTC
    start, end = moment.earliest.astimezone(zone), moment.latest.astimezone(zone)
    point = moment.precision in {Precision.SECOND, Precision.MINUTE} and not moment.reports
    timed = moment.precision in {Precision.SECOND, Precision.MINUTE, Precision.HOUR, Precision.RANGE}
    when = {
        "day": start.date(),
        "time": start.time().replace(microsecond=0) if timed else None,
        "zone": moment.zone,
        "precision": "" if moment.precision == _inferred(moment, start) else str(moment.precision),
    }
    if moment.precision == Precision.RANGE or (point and start != end):
        when |= {"until_day": end.date(), "until_time": end.time().replace(microsecond=0)}
    return when, [_row_of(report, zone) for report in moment.reports]


def _inferred(moment, start):
    """The precision a person need not choose, because the fields alone say it."""
    if moment.precision in {Precision.DAY, Precision.RANGE}:
        return moment.precision
    if moment.earliest != moment.latest and not moment.reports:
        return None
    return Precision.SECOND if start.second else Precision.MINUTE


def _row_of(report, zone):
    local = report.at.astimezone(zone)
    return {
        "day": local.date(),
        "time": local.time().replace(microsecond=0),
        "says": report.says,
        "url": report.url,
    }
