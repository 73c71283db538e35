"""Where everything in the picture of a claim lies. Pure geometry: events in, coordinates out; the template draws.

Two drawings of the same events. *Wide* has time from left to right, in proportion wherever it is drawn in proportion:
a gap that would leave no room for the rest is cut, and the cut is drawn and named with its length. *Tall*, for a narrow
screen, gives each event a row of its own and names the gaps. All lengths are in units of the drawing, about one pixel.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tracker.public import words

# A letter of the plain face at 13 units, taken wide, so that no machine's font makes labels overlap.
LETTER = 7.7
DISC = 11
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry to draw. Datetimes are aware; `reports` are the competing times, when accounts differ."""

    number: int
    id: str
    lane: str
    who: str
    does: str
    when: str
    earliest: datetime
    latest: datetime
    reports: tuple[datetime, ...] = ()
    status: str = ""
    decides: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark:
    """An event in its place: the disc at (x, y), its label, and the bar of an uncertain time from the disc to `bar`."""

    event: Event
    x: float
    y: float
    label: str
    label_x: float
    label_end: float
    bar: float | None = None
    bar_at: float = 0
    ends: tuple[float, ...] = ()

    @property
    def reach(self):
        """How wide the part is that can be hit, from the left of the disc to the end of the label."""
        return round(self.label_end - self.x + DISC + 5, 1)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A stretch of the status band from `start` to `end`."""

    status: str
    start: float
    end: float

    @property
    def length(self):
        return round(self.end - self.start, 1)


@dataclass(frozen=True, kw_only=True)
class Flag:
    """The name of a status where it begins; `end` is where its words end."""

    status: str
    when: str
    x: float
    y: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A named time on the axis: in UTC and on the spot; `day` when the day is new there."""

    x: float
    utc: str
    local: str
    day: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stretch of time that is not drawn in proportion; `middle` is where its name stands."""

    start: float
    end: float
    words: str

    @property
    def middle(self):
        return round((self.start + self.end) / 2, 1)


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A band of marks of one kind; in the tall drawing a column, `y` being its place from the left."""

    key: str
    name: str
    y: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the tall drawing that says how much time passed, or which day it is."""

    y: float
    words: str
    broken: bool


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The time beside a row of the tall drawing."""

    y: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Wide:
    width: float
    height: float
    left: float
    right: float
    band_y: float
    axis_y: float
    place: str
    flags: tuple[Flag, ...]
    segments: tuple[Segment, ...]
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, kw_only=True)
class Tall:
    width: float
    height: float
    band_x: float
    lanes: tuple[Lane, ...]
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A monotone map from time to length, linear between its points; `cuts` are the gaps that were shortened."""

    times: tuple[float, ...]
    places: tuple[float, ...]
    cuts: tuple[tuple[int, float], ...]
    rate: float

    def at(self, moment):
        """Return the place of an aware datetime; before the first and after the last point, that point."""
        time = _seconds(moment)
        index = bisect_right(self.times, time)
        if index == 0:
            return self.places[0]
        if index == len(self.times):
            return self.places[-1]
        before, after = self.times[index - 1], self.times[index]
        share = (time - before) / (after - before)
        return self.places[index - 1] + share * (self.places[index] - self.places[index - 1])


def scale(moments, *, start, end):
    """Return the Scale that puts these datetimes between `start` and `end`.

    Time is in proportion, but no gap takes more than a tenth of the length (or, with few gaps, one and a half times an
    equal share): what the long gaps give up, the busy hours get. That is filling a vessel to a level, so one rate
    serves all gaps that are not cut.
    """
    times = sorted({_seconds(moment) for moment in moments})
    gaps = [after - before for before, after in pairwise(times)]
    length = end - start
    if not gaps:
        return Scale(times=tuple(times), places=(start,) * len(times), cuts=(), rate=0)
    most = max(length / 10, 1.5 * length / len(gaps))
    least = min(3, length / (2 * len(gaps)))
    rate = _level(gaps, length, least=least, most=most)
    lengths = [min(max(rate * gap, least), most) for gap in gaps]
    stretch = length / sum(lengths)
    places = [start]
    for one in lengths:
        places.append(places[-1] + one * stretch)
    cuts = tuple((index, gap) for index, gap in enumerate(gaps) if rate * gap > most * 1.02)
    return Scale(times=tuple(times), places=tuple(places), cuts=cuts, rate=rate * stretch)


def wide(events, changes, *, lanes, zone="", width=1120):
    """Return the Wide drawing of events and of changes [(datetime, status), …]; `lanes` maps keys to names in order."""
    left, right = 148, width - 168
    moments = [moment for event in events for moment in (event.earliest, event.latest, *event.reports)]
    line = scale(moments, start=left, end=right)
    flags = _flags(changes, line)
    band_y = 8 + 23 * len({flag.y for flag in flags})
    y = band_y + 26 + 16
    drawn_lanes, marks = [], []
    for key, name in lanes.items():
        members = [event for event in events if event.lane == key]
        if not members:
            continue
        placed, height = _stack(members, line, top=y, edge=width)
        drawn_lanes.append(Lane(key=key, name=name, y=y, height=height))
        marks += placed
        y += height
    clock = words.zone_named(zone)
    return Wide(
        width=width,
        height=y + (58 if clock else 42),
        left=left,
        right=right,
        band_y=band_y,
        axis_y=y,
        place=words.place(clock) if clock else "",
        flags=flags,
        segments=_segments([(line.at(at), status) for at, status in changes], end=width - 12),
        lanes=tuple(drawn_lanes),
        marks=tuple(sorted(marks, key=lambda mark: mark.event.number)),
        ticks=tuple(_ticks(line, clock)),
        gaps=tuple(
            Gap(
                start=_round(line.places[index]),
                end=_round(line.places[index + 1]),
                words=words.length_of(timedelta(seconds=gap)),
            )
            for index, gap in line.cuts
        ),
    )


def tall(events, *, lanes, width=360):
    """Return the Tall drawing: one row for each event, in the order given, which is the order of events."""
    present = [key for key in lanes if any(event.lane == key for event in events)]
    band_x, pitch, row = 56, 27, 46
    column = {key: band_x + 40 + pitch * index for index, key in enumerate(present)}
    label_x = column[present[-1]] + DISC + 9
    rows, clocks, ys = [], [], []
    y, previous = 58, None
    for event in events:
        gap = _gap_row(previous, event.latest)
        if gap:
            rows.append(Row(y=y, words=gap[0], broken=gap[1]))
            y += 36
        ys.append(y)
        if previous is None or event.latest != previous:
            clocks.append(Clock(y=y, words=words.clock(event.latest.astimezone(UTC))))
        previous = event.latest
        y += row
    line = _tall_scale(events, ys)
    starts = [(place, event.status) for event, place in zip(events, ys, strict=True) if event.status]
    marks = tuple(
        Mark(
            event=event,
            x=column[event.lane],
            y=place,
            label=words.shortened(event.who, int((width - label_x) / LETTER)),
            label_x=label_x,
            label_end=label_x + min(len(event.who), int((width - label_x) / LETTER)) * LETTER,
            bar=_round(line.at(event.earliest)) if event.earliest < event.latest else None,
            bar_at=column[event.lane] - 5 + 10 * (event.number % 2),
            ends=tuple(_round(line.at(report)) for report in event.reports),
        )
        for event, place in zip(events, ys, strict=True)
    )
    return Tall(
        width=width,
        height=y + 4,
        band_x=band_x,
        lanes=tuple(Lane(key=key, name=lanes[key], y=column[key], height=y - 40) for key in present),
        segments=_segments(starts, end=y),
        marks=marks,
        rows=tuple(rows),
        clocks=tuple(clocks),
    )


def strip(changes, *, width=240):
    """Return the status band alone, as segments of a small drawing: time in proportion, long gaps cut."""
    if not changes:
        return ()
    line = scale([at for at, _ in changes], start=0, end=width * 0.78)
    return _segments([(line.at(at), status) for at, status in changes], end=width)


def _level(gaps, length, *, least, most):
    """Return the units per second at which the gaps, none drawn shorter than `least` or longer than `most`, fill the
    length: by halving, because the sum only grows with the rate."""
    low, high = 0.0, most / min(gaps)
    for _ in range(80):
        rate = (low + high) / 2
        if sum(min(max(rate * gap, least), most) for gap in gaps) < length:
            low = rate
        else:
            high = rate
    return high


def _flags(changes, line):
    """Name each status where it begins. A later name that would touch an earlier one goes a row lower, so that the
    staff of the earlier never runs through the later."""
    placed, flags, day = [], [], None
    for at, status in changes:
        x = line.at(at)
        at = at.astimezone(UTC)
        when = (
            words.clock(at)
            if at.date() == day
            else f"{at.day} {words.MONTHS[at.month - 1][:3]} {words.clock(at)}"
        )
        day = at.date()
        end = x + 34 + (len(status) + 1 + len(when)) * LETTER
        row = max((other_row + 1 for other_end, other_row in placed if other_end + 10 > x), default=0)
        placed.append((end, row))
        flags.append((status, when, x, row, end))
    return tuple(
        Flag(status=status, when=when, x=_round(x), y=8 + 23 * row, end=_round(end))
        for status, when, x, row, end in flags
    )


def _stack(events, line, *, top, edge):
    """Place the marks of one lane: each in the first row where neither its bar nor its label touches another."""
    row_height, pad = 29, 10
    ends, marks = [], []
    spans = sorted(
        ((_span(event, line, edge), event) for event in events), key=lambda pair: (pair[0][0], pair[1].number)
    )
    for (start, end, x, label), event in spans:
        row = next((index for index, last in enumerate(ends) if last + 8 <= start), len(ends))
        if row == len(ends):
            ends.append(end)
        ends[row] = end
        bar = line.at(event.earliest) if event.earliest < event.latest else None
        marks.append(
            Mark(
                event=event,
                x=_round(x),
                y=top + pad + row * row_height + DISC,
                label=label,
                label_x=_round(x + DISC + 6),
                label_end=_round(end),
                bar=None if bar is None else _round(bar),
                ends=tuple(_round(line.at(report)) for report in event.reports),
            )
        )
    return marks, 2 * pad + row_height * len(ends) - 7


def _span(event, line, edge):
    x = line.at(event.latest)
    label = words.shortened(event.who, min(24, int((edge - x - DISC - 8) / LETTER)))
    start = min(line.at(event.earliest), x - DISC)
    return start, x + DISC + 6 + len(label) * LETTER, x, label


def _segments(starts, *, end):
    """Turn [(place, status), …] into stretches that touch; the last one runs on to `end`."""
    bounds = [place for place, _ in starts[1:]] + [end]
    return tuple(
        Segment(status=status, start=_round(place), end=_round(until))
        for (place, status), until in zip(starts, bounds, strict=True)
    )


_STEPS = [
    timedelta(**step)
    for step in (
        {"minutes": 1}, {"minutes": 5}, {"minutes": 10}, {"minutes": 15}, {"minutes": 30},
        {"hours": 1}, {"hours": 2}, {"hours": 3}, {"hours": 6}, {"hours": 12},
        {"days": 1}, {"days": 2}, {"days": 7}, {"days": 14}, {"days": 30}, {"days": 90}, {"days": 365}, {"days": 3650},
    )
]  # fmt: skip
_TICK_ROOM = 74


def _ticks(line, clock):
    """Name times along the axis: where the drawing starts and takes up again after a cut, then round times between."""
    cut = {index for index, _ in line.cuts}
    sure = [0, *(index + 1 for index in cut)]
    candidates = [(line.places[index], line.times[index]) for index in sorted(sure)]
    if line.rate:
        step = next(
            (one for one in _STEPS if one.total_seconds() * line.rate >= _TICK_ROOM), _STEPS[-1]
        ).total_seconds()
        for index in range(len(line.times) - 1):
            if index in cut:
                continue
            time = -(-line.times[index] // step) * step
            while time <= line.times[index + 1]:
                candidates.append((line.at(_moment(time)), time))
                time += step
    taken, chosen = [], []
    for place, time in candidates:
        if all(abs(place - other) >= _TICK_ROOM for other in taken):
            taken.append(place)
            chosen.append((place, time))
    day = None
    for place, time in sorted(chosen):
        at = _moment(time)
        new_day = at.date() != day
        day = at.date()
        yield Tick(
            x=_round(place),
            utc=words.clock(at),
            local=words.clock_12(words.at_zone(at, clock)) if clock else "",
            day=f"{at.day} {words.MONTHS[at.month - 1][:3]} {at.year}" if new_day else "",
        )


def _gap_row(previous, at):
    """The line between two events of the tall drawing: (words, whether time is left out), or None."""
    at = at.astimezone(UTC)
    if previous is None:
        return words.date_of(at), False
    gap = at - previous
    later = f"{words.length_of(gap)} later"
    if previous.astimezone(UTC).date() != at.date():
        return f"{words.date_of(at)}, {later}", True
    return (later, True) if gap >= timedelta(hours=1) else None


def _tall_scale(events, ys):
    """A scale through the rows: of several events at one instant the first row is that instant's place."""
    first = {}
    for event, y in zip(events, ys, strict=True):
        first.setdefault(_seconds(event.latest), y)
    times = sorted(first)
    earliest = min(_seconds(event.earliest) for event in events)
    places = [first[time] for time in times]
    if earliest < times[0]:
        times, places = [earliest, *times], [places[0] - 22, *places]
    return Scale(times=tuple(times), places=tuple(places), cuts=(), rate=0)


def _seconds(moment):
    return (moment - _EPOCH).total_seconds()


def _moment(seconds):
    return _EPOCH + timedelta(seconds=seconds)


def _round(number):
    return round(number, 1)
