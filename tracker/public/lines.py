"""A claim's document as its page tells it: its entries in order of events, who is on which side, what decides. Pure."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.ledger.document import moves, reading_as_dict
from tracker.ledger.status import fold, in_order
from tracker.lib import telling
from tracker.lib.canonical import parse_instant
from tracker.public import words

FOR, AGAINST, BACK, BESIDE, DESK = "for", "against", "back", "beside", "desk"

LANES = {
    FOR: "Stand for it",
    AGAINST: "Stand against it",
    BACK: "Take it back",
    BESIDE: "Repeat or comment",
    DESK: "Our finding",
}

_LANE_OF = {
    "asserted": FOR,
    "confirmed": FOR,
    "reaffirmed": FOR,
    "denied": AGAINST,
    "disputed": AGAINST,
    "retracted": BACK,
    "corrected": BACK,
    "deleted": BACK,
    "repeated": BESIDE,
    "clarified": BESIDE,
    "found": DESK,
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry on the page.

    `entry` is the document's dict; `number` its place in the order of events, 0 for one that was superseded; `lane` one
    of LANES; `does` what it does to the claim in words; `who` the name of who did it; `told` when; `status` the status
    the claim took with it, or ""; `decides` whether the present status rests on it; `takes_back` the number of the line
    it withdraws, or 0; `replaced` the lines it supersedes, latest first.
    """

    entry: dict
    number: int
    lane: str
    does: str
    who: str
    told: telling.Told
    status: str = ""
    decides: bool = False
    takes_back: int = 0
    replaced: tuple["Line", ...] = ()

    @property
    def id(self):
        return self.entry["id"]

    @property
    def said(self):
        """What it says in one text: the words, the notice, the explanation or the title of the article; may be ""."""
        subject = self.entry["subject"]
        text = subject.get("words") or subject.get("notice") or subject.get("explanation")
        return text or subject.get("article", {}).get("title", "")

    @property
    def recorded(self):
        """When we wrote it down, told."""
        return telling.told_instant(parse_instant(self.entry["recorded_at"]))


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of the status: to what, when, by which line.

    `before` is the last second of the status before it; `by` is "by " when the line's time is uncertain, because then
    the change had happened by `at` on every account, and perhaps earlier.
    """

    at: datetime
    by: str
    before: datetime
    status: str
    line: Line
    told: telling.Told


@dataclass(frozen=True, kw_only=True)
class Account:
    """A claim as of one time: its status (a document's `status` dict), its lines, its changes, and how many entries
    the asked time leaves out."""

    status: dict
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    left_out: int
    zone: str

    @property
    def deciding(self):
        """The lines the status rests on, in order of events."""
        return [line for line in self.lines if line.decides]

    @property
    def standing_for(self):
        return [line for line in self.deciding if line.lane == FOR]

    @property
    def standing_against(self):
        """Those it is contradicted by: a retraction that somebody has since contradicted is one of them."""
        return [line for line in self.deciding if line.lane in {AGAINST, BACK}]

    @property
    def since(self):
        """The change with which the status began, or None while nothing has happened."""
        return self.changes[-1] if self.changes else None


def account_of(body, *, as_of=None, recorded_as_of=None):
    """Return the Account of a claim's document, seen with what had happened and what we had recorded by then."""
    by_id = {entry["id"]: entry for entry in body["entries"]}
    known = {
        key: entry
        for key, entry in by_id.items()
        if recorded_as_of is None or parse_instant(entry["recorded_at"]) <= recorded_as_of
    }
    superseded = {entry["supersedes"] for entry in known.values()} - {None}
    order = [
        move
        for move in sorted(moves(body), key=in_order)
        if move.id in known and move.id not in superseded and (as_of is None or move.latest <= as_of)
    ]
    status = reading_as_dict(fold(moves(body), as_of=as_of, recorded_as_of=recorded_as_of))
    zone = _usual_zone(by_id[move.id] for move in order)
    lines = tuple(_lines(order, known, status))
    return Account(
        status=status,
        lines=lines,
        changes=tuple(_changes(status, lines, zone)),
        left_out=len(by_id.keys() - superseded) - len(lines),
        zone=zone,
    )


def latest_line(body):
    """Return the line of a claim's entry that was recorded last, superseded ones apart."""
    account = account_of(body)
    return max(account.lines, key=lambda line: line.entry["seq"])


def _lines(order, known, status):
    deciding, led_to = set(status["deciding"]), {step["entry"]: step["status"] for step in status["steps"]}
    number_of, sides = {}, {}
    for number, move in enumerate(order, start=1):
        entry = known[move.id]
        lane = _lane(entry, sides.get(move.voice))
        if lane in {FOR, AGAINST}:
            sides[move.voice] = lane
        number_of[move.subject] = number
        yield Line(
            entry=entry,
            number=number,
            lane=lane,
            does=_does(entry, lane),
            who=who(entry),
            told=telling.told(entry["occurred"]),
            status=led_to.get(move.id, ""),
            decides=move.id in deciding,
            takes_back=number_of.get(move.withdraws, 0),
            replaced=tuple(_replaced(entry, known)),
        )


def _replaced(entry, known):
    while entry := known.get(entry["supersedes"]):
        lane = _LANE_OF[entry["kind"]]
        yield Line(
            entry=entry,
            number=0,
            lane=lane,
            does=_does(entry, lane),
            who=who(entry),
            told=telling.told(entry["occurred"]),
        )


def _lane(entry, side):
    """Whoever stood against a claim and stands by that stands against it still."""
    if entry["kind"] == "reaffirmed" and side == AGAINST:
        return AGAINST
    return _LANE_OF[entry["kind"]]


def _does(entry, lane):
    if entry["kind"] == "reaffirmed" and lane == AGAINST:
        return words.AGAINST_AGAIN
    if entry["kind"] == "found":
        return f"finds: {words.RATINGS[entry['subject']['rating']].lower()}"
    return words.KINDS[entry["kind"]]


def who(entry):
    """Return the name of who spoke, withdrew or published, as the page names them."""
    subject = entry["subject"]
    if source := subject.get("source"):
        return source["name"]
    if article := subject.get("article"):
        return article["outlet"]["name"] if article["outlet"] else article["title"] or "An article"
    return "Walkback"


def _changes(status, lines, zone):
    line_of = {line.id: line for line in lines}
    for step in status["steps"]:
        at, line = parse_instant(step["at"]), line_of[step["entry"]]
        occurred = line.entry["occurred"]
        yield Change(
            at=at,
            by="" if occurred["earliest"] == occurred["latest"] else "by ",
            before=_just_before(at),
            status=step["status"],
            line=line,
            told=telling.told_instant(at, zone),
        )


def _just_before(at):
    try:
        return at - timedelta(seconds=1)
    except OverflowError:
        return at


def _usual_zone(entries):
    """The zone most of the entries are told in: the one whose clock the page shows beside UTC."""
    zones = Counter(entry["occurred"]["zone"] for entry in entries if entry["occurred"]["zone"])
    return zones.most_common(1)[0][0] if zones else ""
