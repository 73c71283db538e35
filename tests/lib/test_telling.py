"""How times are told."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.lib import telling
from tracker.lib.moments import Moment, Precision, Report

AFTERNOON = datetime(2020, 1, 6, 21, 34, tzinfo=UTC)


def told(moment):
    return telling.told(moment.as_dict())


class TestTold:
    def test_a_minute_is_told_in_utc_and_on_the_spot(self):
        found = told(Moment.of(AFTERNOON, zone="America/New_York"))
        assert found.main == "6 January 2020, 21:34 UTC"
        assert found.beside == "4:34 pm in New York"
        assert found.machine == "2020-01-06T21:34:00Z"

    def test_the_day_on_the_spot_is_named_when_it_is_another(self):
        assert told(Moment.of(AFTERNOON, zone="Asia/Baghdad")).beside == "12:34 am on 7 January in Baghdad"

    def test_a_second_shows_seconds(self):
        moment = Moment.of(AFTERNOON + timedelta(seconds=7), precision=Precision.SECOND)
        assert told(moment).clock == "21:34:07 UTC"

    def test_an_unknown_zone_leaves_utc(self):
        for zone in ("", "Mars/Olympus", "../../etc/passwd", "\x00"):
            found = told(Moment.of(AFTERNOON, zone=zone))
            assert (found.main, found.beside) == ("6 January 2020, 21:34 UTC", "")

    def test_an_hour_is_about(self):
        found = told(
            Moment.of(AFTERNOON.replace(minute=0), precision=Precision.HOUR, zone="America/New_York")
        )
        assert found.main == "6 January 2020, about 21:00 UTC"
        assert found.beside == "about 4:00 pm in New York"
        assert found.machine == ""

    def test_a_day_is_the_day_where_it_happened(self):
        start = datetime(2020, 1, 6, 5, tzinfo=UTC)
        found = told(Moment.of(start, precision=Precision.DAY, zone="America/New_York"))
        assert found.main == "6 January 2020, in New York"
        assert found.beside == "between 6 January, 05:00, and 7 January 2020, 04:59 UTC"

    def test_a_month_and_a_year_say_no_more_than_they_know(self):
        start = datetime(2020, 1, 1, tzinfo=UTC)
        assert told(Moment.of(start, precision=Precision.MONTH)).main == "January 2020, in UTC"
        assert told(Moment.of(start, precision=Precision.YEAR)).main == "2020, in UTC"

    def test_an_interval_is_between(self):
        moment = Moment(
            earliest=AFTERNOON - timedelta(hours=2),
            latest=AFTERNOON,
            precision=Precision.RANGE,
            zone="America/New_York",
        )
        assert told(moment).main == "6 January 2020, between 19:34 and 21:34 UTC"
        assert told(moment).beside == "between 2:34 pm and 4:34 pm in New York"

    def test_an_interval_within_a_minute_is_that_minute(self):
        moment = Moment(earliest=AFTERNOON, latest=AFTERNOON + timedelta(seconds=59))
        assert told(moment).main == "6 January 2020, 21:34 UTC"

    def test_competing_accounts_are_told_with_who_gives_them(self):
        first, second = AFTERNOON.replace(hour=20, minute=36), AFTERNOON.replace(hour=20, minute=46)
        found = told(
            Moment(
                earliest=first,
                latest=second,
                zone="America/New_York",
                reports=(Report(at=first, says="X"), Report(at=second, says="Y", url="https://y.example")),
            )
        )
        assert found.main == "6 January 2020, accounts differ"
        assert [(one.utc, one.local, one.says, one.url) for one in found.accounts] == [
            ("20:36 UTC", "3:36 pm in New York", "X", ""),
            ("20:46 UTC", "3:46 pm in New York", "Y", "https://y.example"),
        ]

    def test_accounts_that_agree_are_no_dispute(self):
        reports = (Report(at=AFTERNOON, says="X"), Report(at=AFTERNOON, says="Y"))
        assert told(Moment(earliest=AFTERNOON, latest=AFTERNOON, reports=reports)).accounts == ()

    @pytest.mark.parametrize("edge", [datetime.min, datetime.max])
    @pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
    def test_the_ends_of_the_calendar_can_be_told(self, edge, zone):
        assert str(edge.year) in told(Moment.of(edge.replace(tzinfo=UTC), zone=zone)).main


@pytest.mark.parametrize(
    ("hour", "said"), [(0, "12:05 am"), (1, "1:05 am"), (11, "11:05 am"), (12, "12:05 pm"), (23, "11:05 pm")]
)
def test_the_clock_of_twelve_hours(hour, said):
    assert telling.clock_12(datetime(2020, 1, 6, hour, 5, tzinfo=UTC)) == said
