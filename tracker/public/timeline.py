"""Where everything in the picture of a claim lies. Pure geometry: events in, coordinates out; the template draws.

Two drawings of the same events. *Wide* has time from left to right, in proportion wherever it is drawn in proportion:
a gap that would leave no room for the rest is cut, and the cut is drawn and named with its length. *Tall*, for a narrow
screen, gives each event a row of its own and names the gaps. All lengths are in units of the drawing, about one pixel.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tracker.lib import telling
from tracker.lib.moments import zone_of
from tracker.public import words

# A letter of the plain face at 13 units, taken wide, so that no machine's font makes labels overlap.
LETTER = 7.5
BOLD = 8.7
DISC = 11
# From the middle of a disc, with its ring, to where its label begins.
LABEL = 20
# The length of a cut; how many times longer than the rest a gap must be to be cut; and the most units for a second,
# so that two minutes never fill a page.
CUT = 56
JUMP = 2.5
FASTEST = 12 / 60
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
    """Between two events of the tall drawing: how much time passed, and which day begins; either may be ""."""

    y: float
    gap: str
    day: str


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
    label_x: float
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

    Time is in proportion, at one rate for the whole drawing, except in the gaps that are cut: each of those gets the
    same short length, whatever it holds.
    """
    times = sorted({_seconds(moment) for moment in moments})
    gaps = [after - before for before, after in pairwise(times)]
    if not gaps:
        return Scale(times=tuple(times), places=(start,) * len(times), cuts=(), rate=0)
    cuts, length = _cuts(gaps), end - start
    kept = [max(gap, 1) for index, gap in enumerate(gaps) if index not in cuts]
    rate = min(FASTEST, (length - min(CUT * len(cuts), length / 2)) / sum(kept))
    cut = (length - rate * sum(kept)) / len(cuts) if cuts else 0
    if not cuts:
        rate = length / sum(kept)
    places = [start]
    for index, gap in enumerate(gaps):
        places.append(places[-1] + (cut if index in cuts else rate * max(gap, 1)))
    return Scale(
        times=tuple(times),
        places=tuple(places),
        cuts=tuple((index, gaps[index]) for index in sorted(cuts)),
        rate=rate,
    )


def _cuts(gaps):
    """Return the indexes of the gaps to cut: those far longer than all others that together take most of the time.

    Sorted by length, gaps fall apart where one is much longer than the next smaller. If what lies above that jump
    takes more than half of the time, it is cut, and the rest is looked at again.
    """
    order = sorted(range(len(gaps)), key=gaps.__getitem__)
    while len(order) > 1:
        jumps = [
            (gaps[after] / max(gaps[before], 1), place)
            for place, (before, after) in enumerate(pairwise(order), 1)
        ]
        jump, place = max(jumps[(len(order) - 1) // 2 :], key=lambda found: found[0])
        if jump < JUMP or 2 * sum(gaps[index] for index in order[place:]) < sum(
            gaps[index] for index in order
        ):
            break
        order = order[:place]
    return set(range(len(gaps))) - set(order)


def wide(events, changes, *, lanes, zone="", width=1120):
    """Return the Wide drawing of events and of changes [(datetime, status, "by " or ""), …]; `lanes` maps keys to names
    in order.

    The points of its scale are the times from which events count. That a day began somewhere in a cut needs no point.
    """
    left, right = 152, width - 236
    moments = [moment for event in events for moment in (event.latest, *event.reports)]
    moments.append(min(event.earliest for event in events))
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
    clock = zone_of(zone)
    return Wide(
        width=width,
        height=y + (78 if clock else 60),
        left=left,
        right=right,
        band_y=band_y,
        axis_y=y,
        place=telling.place(clock) if clock else "",
        flags=flags,
        segments=_segments([(line.at(at), status) for at, status, _ in changes], end=width - 12),
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
    band_x, pitch, row = 46, 26, 44
    column = {key: band_x + 36 + pitch * index for index, key in enumerate(present)}
    label_x = column[present[-1]] + LABEL
    rows, clocks, ys = [], [], []
    y, previous = 22, None
    for event in events:
        gap, day = _between(previous, event.latest)
        if gap or day:
            rows.append(Row(y=y - 8, gap=gap, day=day))
            y += 42 if gap and day else 22
        ys.append(y)
        if previous is None or event.latest != previous:
            clocks.append(Clock(y=y, words=telling.clock(event.latest.astimezone(UTC))))
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
        label_x=label_x,
        lanes=tuple(Lane(key=key, name=lanes[key], y=column[key], height=y - 24) for key in present),
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


def _flags(changes, line):
    """Name each status where it begins. A later name that would touch an earlier one goes a row lower, so that the
    staff of the earlier never runs through the later."""
    placed, flags, day = [], [], None
    for at, status, by in changes:
        x = line.at(at)
        at = at.astimezone(UTC)
        date = "" if at.date() == day else f"{at.day} {telling.MONTHS[at.month - 1][:3]} "
        when = f"{by}{date}{telling.clock(at)}"
        day = at.date()
        end = x + 26 + len(status) * BOLD + (1 + len(when)) * LETTER
        row = max((other_row + 1 for other_end, other_row in placed if other_end + 10 > x), default=0)
        placed.append((end, row))
        flags.append((status, when, x, row, end))
    return tuple(
        Flag(status=status, when=when, x=_round(x), y=8 + 23 * row, end=_round(end))
        for status, when, x, row, end in flags
    )


def _stack(events, line, *, top, edge):
    """Place the marks of one lane: each in the first row where neither its bar nor its label touches another."""
    row_height, pad = 33, 10
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
                label_x=_round(x + LABEL),
                label_end=_round(end),
                bar=None if bar is None else _round(bar),
                ends=tuple(_round(line.at(report)) for report in event.reports),
            )
        )
    return marks, 2 * pad + row_height * len(ends) - 11


def _span(event, line, edge):
    x = line.at(event.latest)
    letter = BOLD if event.decides else LETTER
    label = words.shortened(event.who, min(44, int((edge - x - LABEL) / letter)))
    start = min(line.at(event.earliest), x - DISC - 4)
    return start, x + LABEL + len(label) * letter, x, label


def _segments(starts, *, end):
    """Turn [(place, status), …] into stretches that touch; the last one runs on to `end`."""
    if not starts:
        return ()
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
            utc=telling.clock(at),
            local=telling.clock_12(telling.at_zone(at, clock)) if clock else "",
            day=f"{at.day} {telling.MONTHS[at.month - 1][:3]} {at.year}" if new_day else "",
        )


def _between(previous, at):
    """What to say between two events of the tall drawing: (how much time passed, which day begins)."""
    day = telling.date_of(at.astimezone(UTC))
    if previous is None:
        return "", day
    new_day = day if telling.date_of(previous.astimezone(UTC)) != day else ""
    gap = at - previous
    return (f"{words.length_of(gap)} later" if new_day or gap >= timedelta(hours=1) else ""), new_day


def _tall_scale(events, ys):
    """A scale through the rows: of several events at one instant the first row is that instant's place."""
    first = {}
    for event, y in zip(events, ys, strict=True):
        first.setdefault(_seconds(event.latest), y)
    times = sorted(first)
    earliest = min(_seconds(event.earliest) for event in events)
    places = [first[time] for time in times]
    if earliest < times[0]:
        times, places = [earliest, *times], [places[0] - 24, *places]
    return Scale(times=tuple(times), places=tuple(places), cuts=(), rate=0)


def _seconds(moment):
    return (moment - _EPOCH).total_seconds()


def _moment(seconds):
    return _EPOCH + timedelta(seconds=seconds)


def _round(number):
    return round(number, 1)
