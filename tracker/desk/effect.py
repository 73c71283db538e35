"""What recording something would do, before it is done. Pure: moves in, sentences' facts out."""

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.desk.entered import Carried, Entered, Judged, NewClaim, TakenBack
from tracker.ledger.status import Move, fold
from tracker.sources.models import Source

# No public id looks like these, so a would-be move never meets a real one.
_ENTRY, _SUBJECT, _NEW_SOURCE = "would-be entry", "would-be subject", "would-be source"


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What one claim would do: its status before and after, and whether only its past reads differently.

    `opens` says that the claim would be opened by this, `first` that nothing stood in it before.
    """

    label: str
    before: str
    after: str
    since: datetime | None
    opens: bool
    first: bool
    past_changes: bool

    @property
    def moves(self):
        return self.before != self.after


def effects(
    *, entered: Entered, known: dict[str, tuple[Move, ...]], now: datetime, supersedes: str = ""
) -> list[Effect]:
    """Return the effect on each claim that is moved, in the order they were entered.

    `known` holds the moves of each existing claim by its public id; `supersedes` is the public id of an entry that
    would be superseded. The fold is the ledger's own, so the preview cannot disagree with what will happen.
    """
    return [
        _effect(
            target.claim,
            before=known.get(_id(target.claim), ()),
            added=_move(entered, target, now, supersedes),
        )
        for target in entered.on
    ]


def _effect(claim, *, before, added):
    old, new = fold(before), fold((*before, added))
    return Effect(
        label=claim.label,
        before=old.status,
        after=new.status,
        since=new.since,
        opens=isinstance(claim, NewClaim),
        first=not before,
        past_changes=old.status == new.status and _shown(old.steps) != _shown(new.steps),
    )


def _shown(steps):
    return [(step.at, step.status) for step in steps]


def _move(entered, target, now, supersedes):
    what = entered.what
    move = Move(
        id=_ENTRY,
        kind=target.kind,
        voice=_voice(what),
        subject=_SUBJECT,
        earliest=entered.occurred.earliest,
        latest=entered.occurred.latest,
        recorded_at=now,
        supersedes=supersedes,
    )
    match what:
        case TakenBack():
            return replace(move, withdraws=what.of.public_id)
        case Carried():
            return replace(move, subject=what.article.public_id)
        case Judged():
            return replace(move, rating=what.rating)
    return move


def _voice(what):
    if isinstance(what, Carried):
        return what.article.public_id
    if isinstance(what, Judged):
        return "desk"
    return what.source.public_id if isinstance(what.source, Source) else _NEW_SOURCE


def _id(claim):
    return "" if isinstance(claim, NewClaim) else claim.public_id
