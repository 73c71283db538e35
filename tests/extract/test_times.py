"""Dates as pages write them, kept as precise as they were written."""

import pytest

from tracker.extract import times


def told(moment):
    return moment and f"{moment.earliest:%Y-%m-%d %H:%M} {moment.precision} {moment.zone}".strip()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019-11-19T13:16+0000", "2019-11-19 13:16 minute +00:00"),
        ("Tue Nov 19 2019 03:05:46 GMT+0100 (CET)", "2019-11-19 03:05 minute +01:00"),
        ("Wed, 20 Nov 2019 10:00:00 -0000", "2019-11-20 10:00 minute"),
        ("Updated 0339 GMT (1139 HKT) November 19, 2019", "2019-11-19 03:39 minute UTC"),
        ("First published on November 19, 2019 / 8:16 AM", "2019-11-19 08:16 minute"),
        ("Posted: Fri 6:45 PM, Feb 16, 2018", "2018-02-16 18:45 minute"),
        ("18. November 2019, 10:12 Uhr", "2019-11-18 10:12 minute"),
        ("18 November 2019, 14.05 CET", "2019-11-18 14:05 minute +01:00"),
        ("19.11.2019", "2019-11-19 00:00 day"),
        ("2019年11月18日", "2019-11-18 00:00 day"),
        ("November 2019", "2019-11-01 00:00 month"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(written, meant):
    assert told(times.read(written)) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("19/11/2019", "2019-11-19 00:00 day"), ("11/19/2019", "2019-11-19 00:00 day")]
)
def test_a_date_with_strokes_is_read_where_only_one_reading_exists(written, meant):
    assert told(times.find(written)) == meant


@pytest.mark.parametrize("written", ["11/12/2019", "tomorrow", "0339 people", "31 February 2019", ""])
def test_what_is_no_certain_date_is_none(written):
    assert times.find(written) is None
