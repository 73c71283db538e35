"""The geometry of the picture: inside its box, monotone in time, nothing touching."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.public import timeline
from tracker.public.lines import LANES

NOON = datetime(2020, 1, 6, 12, tzinfo=UTC)
STATUSES = ["unverified", "confirmed", "disputed", "denied", "retracted", "upheld"]

minutes = st.one_of(
    st.integers(0, 600),
    st.integers(0, 60 * 24 * 30),
    st.integers(-60 * 24 * 365 * 2000, 60 * 24 * 365 * 7000),
)


@st.composite
def events(draw):
    """Events in order, each perhaps uncertain, perhaps told differently, some of them changing the status."""
    made = []
    for start, width in draw(
        st.lists(st.tuples(minutes, st.one_of(st.just(0), minutes)), min_size=1, max_size=30)
    ):
        latest = NOON + timedelta(minutes=start)
        earliest = latest - timedelta(minutes=abs(width) % (60 * 24 * 400))
        made.append((latest, earliest))
    return [
        timeline.Event(
            number=number,
            id=f"ent_{number}",
            lane=draw(st.sampled_from(list(LANES))),
            who=draw(st.text("abcdefgh W", min_size=1, max_size=60)),
            does="denies it",
            when="then",
            earliest=earliest,
            latest=latest,
            reports=(earliest, latest) if draw(st.booleans()) and earliest < latest else (),
            status=draw(st.sampled_from(["", "", *STATUSES])),
            decides=draw(st.booleans()),
        )
        for number, (latest, earliest) in enumerate(sorted(made), start=1)
    ]


def event(number, at, **more):
    return timeline.Event(
        **{
            "number": number,
            "id": f"ent_{number}",
            "lane": "for",
            "who": "Somebody",
            "does": "confirms it",
            "when": "then",
            "earliest": at,
            "latest": at,
        }
        | more
    )


def changes_of(events):
    return [(one.latest, one.status, "by ") for one in events if one.status]


class TestWide:
    @settings(deadline=None)
    @given(events())
    def test_everything_lies_inside_the_box(self, events):
        drawing = timeline.wide(events, changes_of(events), lanes=LANES, zone="America/New_York")
        for mark in drawing.marks:
            assert drawing.left - 0.1 <= mark.x <= drawing.right + 0.1
            assert drawing.band_y + 26 < mark.y < drawing.axis_y
            assert mark.label_end <= drawing.width + 0.1
            assert mark.bar is None or drawing.left - 0.1 <= mark.bar <= mark.x
        for flag in drawing.flags:
            assert drawing.left - 0.1 <= flag.x
            assert flag.end <= drawing.width
            assert 0 < flag.y < drawing.band_y
        for tick in drawing.ticks:
            assert drawing.left - 0.1 <= tick.x <= drawing.right + 0.1
        assert drawing.axis_y < drawing.height

    @settings(deadline=None)
    @given(events())
    def test_later_is_further_right(self, events):
        drawing = timeline.wide(events, changes_of(events), lanes=LANES)
        for one, other in pairwise(drawing.marks):
            assert one.event.latest <= other.event.latest
            assert one.x <= other.x
        for one, other in pairwise(drawing.segments):
            assert one.start <= one.end == other.start

    @settings(deadline=None)
    @given(events())
    def test_marks_with_their_bars_and_labels_do_not_touch(self, events):
        drawing = timeline.wide(events, changes_of(events), lanes=LANES)
        for one, other in combinations(drawing.marks, 2):
            if abs(one.y - other.y) >= 2 * timeline.DISC:
                continue
            first, second = sorted((one, other), key=lambda mark: mark.x)
            start = min(second.x - timeline.DISC, second.x if second.bar is None else second.bar)
            assert first.label_end <= start

    @settings(deadline=None)
    @given(events())
    def test_marks_stay_in_their_lanes_and_lanes_apart(self, events):
        drawing = timeline.wide(events, changes_of(events), lanes=LANES)
        bounds = {lane.key: (lane.y, lane.y + lane.height) for lane in drawing.lanes}
        for mark in drawing.marks:
            top, bottom = bounds[mark.event.lane]
            assert top <= mark.y - timeline.DISC
            assert mark.y + timeline.DISC <= bottom
        for one, other in pairwise(drawing.lanes):
            assert one.y + one.height <= other.y

    @settings(deadline=None)
    @given(events())
    def test_flags_do_not_touch_and_no_staff_runs_through_a_name(self, events):
        flags = timeline.wide(events, changes_of(events), lanes=LANES).flags
        for one, other in combinations(flags, 2):
            if one.y == other.y:
                assert one.end <= other.x or other.end <= one.x
            high, low = sorted((one, other), key=lambda flag: flag.y)
            if high.y < low.y:
                assert not low.x < high.x < low.end

    @settings(deadline=None)
    @given(events())
    def test_ticks_leave_room_for_their_names(self, events):
        drawing = timeline.wide(events, changes_of(events), lanes=LANES)
        for one, other in pairwise(drawing.ticks):
            assert other.x - one.x >= 70
        for one, other in pairwise(drawing.gaps):
            assert one.end <= other.start + 0.1

    def test_time_is_in_proportion_where_nothing_is_cut(self):
        drawing = timeline.wide(
            [event(number, NOON + timedelta(minutes=at)) for number, at in enumerate([0, 60, 180, 240], 1)],
            [(NOON, "confirmed", "")],
            lanes=LANES,
        )
        assert drawing.gaps == ()
        first, second, third, _ = [mark.x for mark in drawing.marks]
        assert third - second == pytest.approx(2 * (second - first), abs=0.3)

    def test_days_of_nothing_are_cut_and_named_and_the_busy_hours_get_the_room(self):
        busy = [event(number, NOON + timedelta(minutes=20 * number)) for number in range(1, 13)]
        later = event(13, NOON + timedelta(days=3))
        drawing = timeline.wide([*busy, later], [(NOON, "confirmed", "")], lanes=LANES)
        assert [gap.words for gap in drawing.gaps] == ["3 days"]
        assert drawing.marks[11].x - drawing.marks[0].x > 0.8 * (drawing.right - drawing.left)

    def test_two_minutes_do_not_fill_a_page(self):
        events = [event(1, NOON), event(2, NOON + timedelta(minutes=2)), event(3, NOON + timedelta(days=2))]
        drawing = timeline.wide(events, [(NOON, "confirmed", "")], lanes=LANES)
        assert drawing.marks[1].x - drawing.marks[0].x == pytest.approx(24, abs=0.5)

    def test_competing_times_are_two_ends(self):
        first, second = NOON, NOON + timedelta(minutes=10)
        events = [
            event(1, second, earliest=first, reports=(first, second)),
            event(2, NOON + timedelta(hours=1)),
        ]
        mark = timeline.wide(events, [(NOON, "confirmed", "")], lanes=LANES).marks[0]
        assert mark.ends == (mark.bar, mark.x)
        assert mark.bar < mark.x

    def test_only_lanes_with_marks_are_drawn(self):
        drawing = timeline.wide([event(1, NOON, lane="back")], [(NOON, "retracted", "")], lanes=LANES)
        assert [lane.key for lane in drawing.lanes] == ["back"]


class TestTall:
    @settings(deadline=None)
    @given(events())
    def test_each_event_has_a_row_of_its_own_inside_the_box(self, events):
        drawing = timeline.tall(events, lanes=LANES)
        for one, other in pairwise(drawing.marks):
            assert other.y - one.y >= 40
        for mark in drawing.marks:
            assert 0 < mark.y < drawing.height
            assert mark.x < mark.label_x
            assert mark.label_end <= drawing.width
            assert mark.bar is None or 0 <= mark.bar <= mark.y
        for segment in drawing.segments:
            assert 0 <= segment.start <= segment.end <= drawing.height

    @settings(deadline=None)
    @given(events())
    def test_what_stands_between_rows_touches_neither(self, events):
        drawing = timeline.tall(events, lanes=LANES)
        for row in drawing.rows:
            last = row.y + 20 if row.gap and row.day else row.y
            for mark in drawing.marks:
                assert mark.y + 14 < row.y - 9 or last < mark.y - 2 - 10

    def test_gaps_and_days_are_named(self):
        events = [event(1, NOON), event(2, NOON + timedelta(minutes=5)), event(3, NOON + timedelta(hours=20))]
        rows = timeline.tall(events, lanes=LANES).rows
        assert [(row.gap, row.day) for row in rows] == [
            ("", "6 January 2020"),
            ("20 h later", "7 January 2020"),
        ]

    def test_the_band_changes_at_the_row_that_changes_the_status(self):
        events = [event(1, NOON, status="unverified"), event(2, NOON), event(3, NOON, status="confirmed")]
        drawing = timeline.tall(events, lanes=LANES)
        assert [segment.start for segment in drawing.segments] == [drawing.marks[0].y, drawing.marks[2].y]


def test_a_strip_of_nothing_is_empty():
    assert timeline.strip([]) == ()


def test_a_strip_ends_at_its_width():
    strip = timeline.strip([(NOON, "unverified"), (NOON + timedelta(hours=1), "denied")], width=240)
    assert [segment.status for segment in strip] == ["unverified", "denied"]
    assert strip[-1].end == 240
