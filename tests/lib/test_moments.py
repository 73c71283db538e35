from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.moments import Moment, Precision, Report, zone_of

NOON = datetime(2020, 1, 6, 12, tzinfo=UTC)
MIDNIGHT = datetime(2020, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("precision", "latest"),
    [
        (Precision.MINUTE, MIDNIGHT),
        (Precision.HOUR, datetime(2020, 1, 6, 0, 59, 59, tzinfo=UTC)),
        (Precision.DAY, datetime(2020, 1, 6, 23, 59, 59, tzinfo=UTC)),
        (Precision.MONTH, datetime(2020, 2, 5, 23, 59, 59, tzinfo=UTC)),
        (Precision.YEAR, datetime(2021, 1, 5, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_moment_is_as_wide_as_its_precision(precision, latest):
    assert Moment.of(MIDNIGHT, precision=precision).latest == latest


@pytest.mark.parametrize(
    ("name", "offset"), [("Asia/Baghdad", 3), ("+01:00", 1), ("-05:00", -5), ("-00:00", 0), ("UTC", 0)]
)
def test_a_zone_is_a_place_or_an_offset(name, offset):
    assert NOON.astimezone(zone_of(name)).utcoffset() == timedelta(hours=offset)


@pytest.mark.parametrize("name", ["", "nowhere", "+25:00", "+01:60", "../etc/passwd", "\x00", "01:00"])
def test_what_is_no_zone_is_none(name):
    assert zone_of(name) is None


def test_december_is_followed_by_january():
    december = Moment.of(datetime(2019, 12, 1, tzinfo=UTC), precision=Precision.MONTH)
    assert december.latest == datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_range_needs_both_ends():
    with pytest.raises(ValueError, match="give earliest and latest"):
        Moment.of(NOON, precision=Precision.RANGE)


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="latest time lies before"):
        Moment(earliest=NOON, latest=NOON - timedelta(minutes=1))


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        Moment.of(datetime(2020, 1, 6))


def test_two_accounts_of_one_time_are_a_dispute_and_two_of_the_same_are_not():
    early, late = Report(at=NOON, says="A"), Report(at=NOON + timedelta(minutes=10), says="B")
    assert Moment(earliest=early.at, latest=late.at, reports=(early, late)).disputed
    assert not Moment(earliest=NOON, latest=NOON, reports=(early, Report(at=NOON, says="C"))).disputed


@given(
    st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9998, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)),
    st.sampled_from(Precision),
)
def test_a_moment_survives_being_written_down(earliest, width, precision):
    moment = Moment(
        earliest=earliest,
        latest=earliest + width,
        precision=precision,
        zone="Asia/Baghdad",
        reports=(Report(at=earliest, says="A paper", url="https://a.example/"),),
    )
    assert Moment.from_dict(moment.as_dict()) == moment
