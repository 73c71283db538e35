"""What a claim's entries amount to: a pure fold, the same for any order in which they were written down.

Two questions in one: `as_of` asks what had happened by then, `recorded_as_of` what we had written down by then.
The rules, in words a reader can check:

- Whoever *asserts* a claim puts it up; repeating it adds nothing. An assertion made against a standing challenge
  counts as support, because somebody now stands on each side.
- *Confirmed* (and *reaffirmed* by somebody who does not stand against it) is support; *denied* and *disputed* are
  challenges. Somebody who changes sides stands only on the new one.
- *Deleted*, *corrected* and *retracted* take away what they withdraw. Once a retraction leaves no assertion standing,
  the claim is retracted, and with it falls the support that had vouched for it.
- A *finding* of the desk decides until something else happens.
- An entry that another supersedes was never there; seen with the earlier record, it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

UNVERIFIED, CONFIRMED, DISPUTED = "unverified", "confirmed", "disputed"
DENIED, RETRACTED, UPHELD = "denied", "retracted", "upheld"

_FOUND = {"supported": UPHELD, "refuted": DENIED, "mixed": DISPUTED, "unproven": UNVERIFIED}

# At one and the same instant the answer comes after what it answers.
_ORDER = (
    "asserted",
    "repeated",
    "confirmed",
    "reaffirmed",
    "disputed",
    "denied",
    "clarified",
    "corrected",
    "deleted",
    "retracted",
    "found",
)


@dataclass(frozen=True, kw_only=True)
class Move:
    """What the fold needs of an entry. All datetimes are aware.

    `voice` is who moved it (public id of the source, or of the outlet's article), `subject` the public id of what was
    recorded, `withdraws` that of the statement or article a retraction takes back, `rating` that of a finding.
    """

    id: str
    kind: str
    voice: str
    subject: str
    earliest: datetime
    latest: datetime
    recorded_at: datetime
    withdraws: str = ""
    supersedes: str = ""
    rating: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """The moment at which the status became another one, and the entry that did it."""

    at: datetime
    status: str
    entry: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The answer: the status, since when (None before anything happened), which entries decide it, the way there."""

    status: str = UNVERIFIED
    since: datetime | None = None
    deciding: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def fold(
    moves: Iterable[Move], *, as_of: datetime | None = None, recorded_as_of: datetime | None = None
) -> Reading:
    """Return the Reading of one claim's moves.

    With `as_of` only what had surely happened by then counts (`latest` at or before it); with `recorded_as_of` only
    what had been written down by then, superseding entries included.
    """
    recorded = [move for move in moves if recorded_as_of is None or move.recorded_at <= recorded_as_of]
    superseded = {move.supersedes for move in recorded if move.supersedes}
    successors = _successors(recorded)
    visible = [
        move for move in recorded if move.id not in superseded and (as_of is None or move.latest <= as_of)
    ]
    standing = _Standing(successors)
    steps = []
    for move in sorted(visible, key=in_order):
        before = standing.status
        standing.take(move)
        if standing.status != before:
            steps.append(Step(at=move.latest, status=standing.status, entry=move.id))
    if not steps:
        return Reading()
    return Reading(
        status=standing.status, since=steps[-1].at, deciding=tuple(standing.deciding()), steps=tuple(steps)
    )


def in_order(move):
    """The order of events: time, then what answers what, then the id: no tie depends on when we wrote it down."""
    return move.latest, move.earliest, _ORDER.index(move.kind), move.id


def _successors(moves):
    """What was recorded in place of what: a retraction of the old record takes back the new one just as well.

    Of several in place of one, which the database refuses, it is the last in order of events.
    """
    by_id = {move.id: move for move in moves}
    return {
        by_id[move.supersedes].subject: move.subject
        for move in sorted(moves, key=in_order)
        if move.supersedes in by_id and by_id[move.supersedes].subject != move.subject
    }


@dataclass
class _Standing:
    """Who stands where at one point of the fold; each map goes from what was recorded to its move."""

    successors: dict[str, str]
    assertions: dict[str, Move] = field(default_factory=dict)
    support: dict[str, Move] = field(default_factory=dict)
    challenges: dict[str, Move] = field(default_factory=dict)
    repeats: dict[str, Move] = field(default_factory=dict)
    # The last thing that took something away: what a claim rests on that has nothing else left.
    withdrawal: Move | None = None
    retraction: Move | None = None
    finding: Move | None = None

    def take(self, move):
        getattr(self, f"_{move.kind}")(move)

    @property
    def status(self):
        if self.finding:
            return _FOUND[self.finding.rating]
        if self.retraction:
            return RETRACTED
        if self.challenges and self.support:
            return DISPUTED
        if self.challenges:
            return DENIED if self._denials() else DISPUTED
        if self.support:
            return CONFIRMED
        return UNVERIFIED if self.assertions or self.repeats or self.withdrawal else None

    def deciding(self):
        """The ids of the entries the status rests on, in order of events."""
        if self.finding:
            return [self.finding.id]
        if self.retraction:
            return [self.retraction.id]
        if self.challenges and not self.support:
            moves = self._denials() or self.challenges.values()
        else:
            moves = [*self.support.values(), *self.challenges.values()]
        moves = moves or [*(self.assertions or self.repeats).values()] or [self.withdrawal]
        return [move.id for move in sorted(moves, key=in_order)]

    def _denials(self):
        return [move for move in self.challenges.values() if move.kind != "disputed"]

    def _asserted(self, move):
        contested = bool(self.challenges or self.retraction)
        self.assertions[move.subject] = move
        if contested:
            self._stand_for(move)

    def _repeated(self, move):
        self.repeats[move.subject] = move

    def _confirmed(self, move):
        self._stand_for(move)

    def _reaffirmed(self, move):
        if any(other.voice == move.voice for other in self.challenges.values()):
            self._stand_against(move)
        else:
            self._stand_for(move)

    def _denied(self, move):
        self._stand_against(move)

    def _disputed(self, move):
        self._stand_against(move)

    def _clarified(self, move):
        """Words about words: it is on the record and moves nothing."""

    def _corrected(self, move):
        self._withdraw(move)

    def _deleted(self, move):
        self._withdraw(move)

    def _retracted(self, move):
        of_a_challenge = self._current(move.withdraws) in self.challenges
        self._withdraw(move)
        if not self.assertions and not of_a_challenge:
            self.support.clear()
            self.retraction = move

    def _found(self, move):
        self.finding = move

    def _stand_for(self, move):
        # A retraction that somebody now contradicts has become one side of a dispute.
        if self.retraction:
            self.challenges[self.retraction.subject] = self.retraction
        self._change_sides(move, leaves=self.challenges)
        self.support[move.subject] = move

    def _stand_against(self, move):
        self._change_sides(move, leaves=self.support)
        self.challenges[move.subject] = move

    def _change_sides(self, move, *, leaves):
        self.retraction = self.finding = None
        for subject in [key for key, other in leaves.items() if other.voice == move.voice]:
            del leaves[subject]

    def _withdraw(self, move):
        self.finding, self.withdrawal = None, move
        for side in (self.assertions, self.support, self.challenges, self.repeats):
            side.pop(self._current(move.withdraws), None)

    def _current(self, subject):
        """What stands for a subject now; a chain of corrections is followed, and a circle (never recorded) is left."""
        seen = set()
        while subject in self.successors and subject not in seen:
            seen.add(subject)
            subject = self.successors[subject]
        return subject
