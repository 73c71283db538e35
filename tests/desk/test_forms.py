"""What an editor types: times, words in snapshots, and text that cannot be kept."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tracker.desk.forms.evidence import CitationForm, nearest, place_of, places
from tracker.desk.forms.fields import Line, Prose
from tracker.desk.forms.heads import SourceFields, StoryForm
from tracker.desk.forms.when import COMMON_ZONES, ReportRows, WhenForm, initial_of
from tracker.ledger.record import Described, Quote
from tracker.lib.moments import Moment, Precision, Report
from tracker.sources.models import Source

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def when(**typed):
    return WhenForm({"day": "2020-01-06", **typed}, now=NOW)


def moment_of(**typed):
    form = when(**typed)
    assert form.is_valid(), form.errors
    return form.moment()


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_a_time_is_read_on_the_clock_of_its_zone():
    moment = moment_of(time="15:46", zone="America/New_York")
    assert (moment.earliest, moment.latest) == (utc(2020, 1, 6, 20, 46),) * 2
    assert (moment.precision, moment.zone) == (Precision.MINUTE, "America/New_York")


def test_a_date_alone_is_the_whole_day_there():
    moment = moment_of(zone="Asia/Baghdad")
    assert moment.earliest == utc(2020, 1, 5, 21)
    assert moment.latest == utc(2020, 1, 6, 20, 59, 59)
    assert moment.precision == Precision.DAY


@pytest.mark.parametrize(
    ("precision", "earliest", "latest"),
    [
        ("hour", utc(2020, 1, 6, 15), utc(2020, 1, 6, 15, 59, 59)),
        ("month", utc(2020, 1, 1), utc(2020, 1, 31, 23, 59, 59)),
        ("year", utc(2020, 1, 1), utc(2020, 12, 31, 23, 59, 59)),
    ],
)
def test_a_coarse_time_is_as_wide_as_its_precision(precision, earliest, latest):
    moment = moment_of(time="15:46", zone="UTC", precision=precision)
    assert (moment.earliest, moment.latest) == (earliest, latest)


def test_until_makes_a_range():
    moment = moment_of(time="16:05", until_time="16:09", zone="UTC")
    assert (moment.precision, moment.latest) == (Precision.RANGE, utc(2020, 1, 6, 16, 9))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": ""}, "day"),
        ({"day": "yesterday"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "2027-01-06"}, "day"),
        ({"time": "25:00"}, "time"),
        ({"precision": "minute"}, "time"),
        ({"precision": "range", "time": "10:00"}, "until_day"),
        ({"time": "10:00", "until_time": "09:00"}, "until_day"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"day": "2020-03-08", "time": "02:30", "zone": "America/New_York"}, "time"),
        ({"day": "2020-11-01", "time": "01:30", "zone": "America/New_York"}, "time"),
        ({"time": "1\x00:00"}, "time"),
    ],
)
def test_a_time_that_cannot_be_is_a_sentence_at_its_field(typed, field):
    form = when(**typed)
    assert not form.is_valid()
    assert field in form.errors


def test_a_zone_a_page_brings_along_can_be_kept():
    form = WhenForm({"day": "2020-01-06", "zone": "Asia/Kabul"}, now=NOW, initial={"zone": "Asia/Kabul"})
    assert form.is_valid()


def test_competing_accounts_widen_the_time():
    rows = ReportRows(
        {
            "form-TOTAL_FORMS": "3",
            "form-INITIAL_FORMS": "0",
            "form-0-time": "15:46",
            "form-0-says": "The Dispatch",
            "form-1-time": "15:36",
            "form-1-says": "Bipartisan Report",
            "form-1-url": "https://bipartisan.example/x",
        }
    )
    assert rows.is_valid()
    form = when(time="15:46", zone="America/New_York")
    assert form.is_valid()
    moment = form.moment([row.cleaned_data for row in rows if not row.is_blank])
    assert moment.disputed
    assert (moment.earliest, moment.latest) == (utc(2020, 1, 6, 20, 36), utc(2020, 1, 6, 20, 46))
    assert moment.reports[1].url == "https://bipartisan.example/x"


def test_an_account_needs_somebody_who_gives_it():
    rows = ReportRows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-time": "15:46"})
    assert not rows.is_valid()
    assert "says" in rows.forms[0].errors


@st.composite
def moments(draw):
    zone = draw(
        st.sampled_from(["", "UTC", "Asia/Baghdad", "Asia/Kolkata", "Asia/Dubai"])
    )  # clocks that never jump
    precision = draw(st.sampled_from(list(Precision)))
    local = datetime(2020, 1, 1, tzinfo=ZoneInfo(zone or "UTC")) + timedelta(
        seconds=draw(st.integers(0, 5 * 366 * 86_400))
    )
    if precision == Precision.MINUTE:
        local = local.replace(second=0)
    if precision == Precision.RANGE:
        until = local + timedelta(seconds=draw(st.integers(0, 10**6)))
        return Moment(earliest=local, latest=until, precision=precision, zone=zone)
    floors = {
        Precision.HOUR: {"minute": 0, "second": 0},
        Precision.DAY: {"hour": 0, "minute": 0, "second": 0},
        Precision.MONTH: {"day": 1, "hour": 0, "minute": 0, "second": 0},
        Precision.YEAR: {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0},
    }
    return Moment.of(local.replace(**floors.get(precision, {})), precision=precision, zone=zone)


@given(moments())
def test_a_form_filled_from_a_time_gives_that_time_again(moment):
    initial, _ = initial_of(moment)
    blank = WhenForm(now=NOW, initial=initial)
    sent = {field.name: str(blank[field.name].value() or "") for field in blank}
    sent["time"] = initial["time"].isoformat() if initial["time"] else ""
    form = WhenForm(sent, now=NOW, initial=initial)
    assert form.is_valid(), form.errors
    assert form.moment().as_dict() == moment.as_dict()


def test_accounts_come_back_as_rows():
    reports = tuple(Report(at=utc(2020, 1, 6, 20, minute), says=f"Account {minute}") for minute in (36, 46))
    moment = Moment(earliest=reports[0].at, latest=reports[1].at, zone="America/New_York", reports=reports)
    initial, rows = initial_of(moment)
    assert initial["time"].isoformat() == "15:36:00"
    assert [row["time"].isoformat() for row in rows] == ["15:36:00", "15:46:00"]


def test_every_common_zone_exists():
    assert {ZoneInfo(name).key for name in COMMON_ZONES} == set(COMMON_ZONES)


TEXT = "He said it was a mistake.\n\nLater he said: “it was a mistake” again, and it was a mistake."


def test_words_are_found_wherever_they_stand():
    assert [TEXT[start:end] for start, end in places(TEXT, "it was a mistake")] == ["it was a mistake"] * 3


def test_the_words_before_choose_among_several_places():
    place = place_of(TEXT, "it was a mistake", "again, and ")
    assert (place.number, place.of) == (3, 3)
    assert place.before.endswith("again, and ")


def test_words_that_are_not_there_come_with_the_nearest():
    assert place_of(TEXT, "it was an error") is None
    assert "it was a mistake" in nearest(TEXT, "said it was one mistake")


@pytest.mark.django_db
def test_a_citation_is_words_in_a_snapshot_or_a_described_source():
    snapshot = make.page(TEXT)
    offered = [(snapshot.public_id, "the page")]
    quote = CitationForm({"snapshot": snapshot.public_id, "exact": "Later he said"}, snapshots=offered)
    assert quote.is_valid()
    assert quote.citation() == Quote(snapshot=snapshot, exact="Later he said", prefix="")
    described = CitationForm({"described": "A call with the press office."}, snapshots=offered)
    assert described.is_valid()
    assert described.citation() == Described(text="A call with the press office.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"exact": "He never said this at all."}, "exact"),
        ({"exact": ""}, "exact"),
        ({"snapshot": ""}, "snapshot"),
        ({"snapshot": "snp_nonesuch"}, "snapshot"),
        ({"described": "A call."}, "described"),
        ({"exact": "mistake\x00"}, "exact"),
    ],
)
def test_a_citation_that_cannot_be_checked_is_a_sentence_at_its_field(typed, field):
    snapshot = make.page(TEXT)
    sent = {"snapshot": snapshot.public_id, "exact": "it was a mistake"} | typed
    form = CitationForm(sent, snapshots=[(snapshot.public_id, "the page")])
    assert not form.is_valid()
    assert field in form.errors


@pytest.mark.parametrize("field", [Line(max_length=20), Prose(max_length=20)])
@pytest.mark.parametrize("value", ["a\x00b", "a\ud800b", "x" * 21])
def test_text_that_cannot_be_kept_is_refused_with_a_sentence(field, value):
    form = StoryForm({"title": "A title"})
    form.fields["title"] = field
    form.data = {"title": value}
    assert not form.is_valid()
    assert form.errors["title"]


def test_a_line_has_no_line_ends():
    assert Line().clean(" a\r\n\tb\u2028c ") == "a b c"


def source_form(**typed):
    return SourceFields({"source": "Mark Milley", **typed})


@pytest.mark.django_db
def test_a_known_name_is_found_in_any_case_and_by_alias():
    milley = make.source("Mark A. Milley")
    Source.objects.filter(pk=milley.pk).update(aliases=["General Milley"])
    for name in ("mark a. milley", "General Milley"):
        form = source_form(source=name)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["who"] == milley


@pytest.mark.django_db
def test_an_unknown_name_needs_a_word_of_the_editor():
    make.source("Mark A. Milley")
    form = source_form()
    assert not form.is_valid()
    assert "Mark A. Milley" in form.errors["source"][0]
    assert not source_form(register="on").is_valid()
    assert source_form(register="on", source_kind="person").is_valid()


@pytest.mark.django_db
def test_two_sources_of_one_name_are_told_apart_by_kind():
    make.source("Reuters", "outlet")
    make.source("Reuters", "organisation")
    assert "source_kind" in source_form(source="Reuters").errors
    assert source_form(source="Reuters", source_kind="outlet").is_valid()
