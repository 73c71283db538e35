from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.instants import parse_instant_text

THE_TIME = datetime(2020, 1, 6, 21, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-06T21:10:00Z",
        "2020-01-06t21:10:00z",
        "2020-01-06 21:10",
        "2020-01-06T21:10",
        "2020-01-06T16:10:00-05:00",
        "2020-01-07T00:10:00+03:00",
        "2020-01-06T21:10:00.000000000Z",
    ],
)
def test_it_reads_each_way_of_writing_one_time(text):
    assert parse_instant_text(text) == THE_TIME
    assert parse_instant_text(text).tzinfo is UTC


def test_a_plus_that_an_address_turned_into_a_space_is_still_a_plus():
    assert parse_instant_text("2020-01-07T00:10:00 03:00") == THE_TIME


def test_a_date_ends_with_its_day():
    assert parse_instant_text("2020-01-06") == datetime(2020, 1, 6, 23, 59, 59, 999_999, tzinfo=UTC)


def test_a_date_can_stand_for_its_start():
    assert parse_instant_text("2020-01-06", start_of_day=True) == datetime(2020, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2020",
        "2020-01-06T",
        "2020-01-06T21:10:00+24:00",
        "2020-01-06T21:10:00+23:60",
        "2020-01-06T21:10:00+99:99",
        "2020-01-06T21:60:00Z",
        "2020-01-06T23:59:60Z",
        "2020-02-30",
        "0000-01-01",
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59-21:12",
        "10000-01-01",
        "2020-01-06T21:10:00Z\n",
        "2020-01-06\x00",
        "٢٠٢٠-01-06",
        "-2020-01-06",
    ],
)
def test_it_refuses_what_is_no_time_in_one_sentence_and_a_hint(text):
    with pytest.raises(ValueError, match=r"Write a date like 2020-01-06"):
        parse_instant_text(text)


@given(
    st.text() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}")
)
def test_whatever_is_written_it_is_a_time_in_utc_or_a_value_error(text):
    try:
        instant = parse_instant_text(text)
    except ValueError:
        return
    assert instant.tzinfo is UTC


@given(st.datetimes(timezones=st.timezones()))
def test_it_reads_back_what_python_writes(moment):
    # Historical offsets with seconds are not RFC 3339, and the ends of the calendar have no UTC.
    offset = moment.utcoffset().total_seconds()
    if offset % 60 or not 2 <= moment.year <= 9998:
        return
    # In UTC, because Python calls no two zones equal at a time that a clock skipped.
    assert parse_instant_text(moment.isoformat()) == moment.astimezone(UTC)
