"""The writer of Decision, and the desk's way to the ledger: a decision and what it records are one transaction.

One advisory lock makes the desk's writers queue before they look whether somebody was faster, so that a double click,
two tabs or two editors find the first decision or the first entry instead of making a second. The ledger's own lock is
only ever taken while holding this one or alone, so the two cannot wait for each other.
"""

from datetime import datetime

from django.db import connection, transaction

from tracker.capture.models import Article
from tracker.desk.entered import Carried, Correcting, Entered, Judged, NewClaim, NewStory, Said, TakenBack
from tracker.desk.models import Decision
from tracker.ledger import record
from tracker.ledger.models import Claim, Entry, Story
from tracker.ledger.models.occurred import columns
from tracker.ledger.record import Refused
from tracker.match.models import Proposal
from tracker.sources.models import Source
from tracker.sources.register import Refused as NotRegistered
from tracker.sources.register import register

# Any fixed number will do, as long as it is not the ledger's.
DESK_LOCK = 20200107


class Decided(Exception):
    """The proposal has a decision already; it is `decision`."""

    def __init__(self, decision):
        super().__init__(f"Proposal {decision.proposal_id} has been decided already.")
        self.decision = decision


class Recorded(Refused):
    """Exactly this stands in the ledger already, as `entry`."""

    def __init__(self, entry):
        super().__init__(f"Exactly this is recorded already, as entry {entry.seq}.")
        self.entry = entry


@transaction.atomic
def accept(*, proposal: Proposal, entered: Entered, edited: bool, by, now: datetime) -> Decision:
    """Record what the editor entered for a proposal, and the decision that it was accepted.

    A claim or story to open is opened on the way; when that claim is the one this proposal is about, the proposal of
    the claim is accepted with it. `edited` says whether the editor changed what was proposed. Raises Decided when
    somebody decided before, Refused (with a sentence) when the ledger does not take it; then nothing is written.
    """
    _lock()
    _still_waiting(proposal)
    entry = _record(entered, about=proposal.about, by=by, now=now)
    return _decision(proposal, edited=edited, by=by, now=now, entry=entry)


@transaction.atomic
def accept_claim(*, proposal: Proposal, claim: NewClaim, edited: bool, by, now: datetime) -> Decision:
    """Open the claim an editor accepted from a proposal. Raises Decided and Refused as `accept` does."""
    _lock()
    _still_waiting(proposal)
    return _decision(proposal, edited=edited, by=by, now=now, claim=_open(claim, by=by, now=now))


@transaction.atomic
def reject(*, proposal: Proposal, note: str, by, now: datetime) -> Decision:
    """Decide that a proposal is not taken; the ledger does not move. Raises Decided when somebody decided before."""
    _lock()
    _still_waiting(proposal)
    return Decision.objects.create(
        proposal=proposal, verdict=Decision.Verdict.REJECTED, note=note, decided_at=now, decided_by=by
    )


@transaction.atomic
def enter(*, entered: Entered, by, now: datetime, correcting: Correcting | None = None) -> Entry:
    """Record something by hand; return its (first) entry.

    Raises Recorded when exactly this was recorded before (a double click), Refused when the ledger does not take it.
    """
    _lock()
    return _record(entered, about=None, by=by, now=now, correcting=correcting)


@transaction.atomic
def open_story(*, story: NewStory, by, now: datetime) -> Story:
    """Open a story. Refused when one with this title is open already, so that a double click opens one."""
    _lock()
    return _open_story(story, by=by, now=now)


@transaction.atomic
def open_claim(*, claim: NewClaim, relations: tuple[tuple[str, Claim], ...], by, now: datetime) -> Claim:
    """Open a claim and say how it stands to others: pairs of a ClaimRelation.Kind and the other claim."""
    _lock()
    opened = _open(claim, by=by, now=now)
    for kind, other in relations:
        record.relate(claim=opened, kind=kind, other=other, now=now)
    return opened


def decision_on(proposal: Proposal) -> Decision | None:
    """Return the decision about a proposal with what it made, or None while it waits."""
    return (
        Decision.objects.select_related("decided_by", "claim__story", "entry__claim__story", "proposal")
        .filter(proposal=proposal)
        .first()
    )


def _lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DESK_LOCK])


def _still_waiting(proposal):
    if decision := decision_on(proposal):
        raise Decided(decision)


def _decision(proposal, *, edited, by, now, entry=None, claim=None):
    return Decision.objects.create(
        proposal=proposal,
        verdict=Decision.Verdict.EDITED if edited else Decision.Verdict.ACCEPTED,
        decided_at=now,
        decided_by=by,
        entry=entry,
        claim=claim,
    )


def _record(entered, *, about, by, now, correcting=None):
    """Write one Entered thing through the ledger's door and return its first entry."""
    on = tuple(
        record.On(claim=_claim(target.claim, about=about, by=by, now=now), kind=target.kind, note=target.note)
        for target in entered.on
    )
    what = entered.what
    source = _source(what.source) if isinstance(what, Said | TakenBack) else None
    if not correcting:
        _refuse_twice(_same(what, source=source, occurred=entered.occurred), on=on)
    common = {
        "occurred": entered.occurred,
        "citations": entered.citations,
        "by": by,
        "now": now,
        "superseding": correcting and record.Superseding(entry=correcting.entry, reason=correcting.reason),
    }
    match what:
        case Said():
            return record.record_statement(said=_said(what, source), on=on, **common)[0]
        case TakenBack():
            return record.record_retraction(withdrawn=_withdrawn(what, source), on=on, **common)[0]
        case Carried():
            return record.record_appearance(
                article=what.article,
                body_stance=what.body_stance,
                headline_stance=what.headline_stance,
                rests_on=what.rests_on,
                on=_only(on),
                **common,
            )
        case Judged():
            one = _only(on)
            return record.record_finding(
                claim=one.claim, rating=what.rating, explanation=what.explanation, note=one.note, **common
            )


def _said(what, source):
    return record.Said(
        source=source,
        words=what.words,
        attribution=what.attribution,
        channel=what.channel,
        role=what.role,
        paraphrase=what.paraphrase,
    )


def _withdrawn(what, source):
    return record.Withdrawn(
        source=source,
        nature=what.nature,
        reasons=what.reasons,
        notice=what.notice,
        role=what.role,
        **_taken_back(what),
    )


def _taken_back(what):
    return {"article" if isinstance(what.of, Article) else "statement": what.of}


def _only(on):
    if len(on) != 1:
        raise Refused("This is about one claim only.")
    return on[0]


def _same(what, *, source, occurred):
    """The filter on entries for what says the same: a person may say it again, but not at the same time."""
    moment = columns(occurred)
    same_time = {name: moment[name] for name in ("occurred_earliest", "occurred_latest")}
    match what:
        case Said():
            return same_time | {"statement__source": source, "statement__words": what.words.strip()}
        case TakenBack():
            of = {f"retraction__{name}": row for name, row in _taken_back(what).items()}
            return same_time | {"retraction__source": source, "retraction__nature": what.nature} | of
        case Carried():
            return {"appearance__article": what.article, "appearance__body_stance": what.body_stance}
        case Judged():
            return {"finding__rating": what.rating, "finding__explanation": what.explanation.strip()}


def _refuse_twice(same, *, on):
    for one in on:
        standing = Entry.objects.filter(claim=one.claim, kind=one.kind, superseded_by=None, **same)
        if entry := standing.select_related("recorded_by", "claim").order_by("seq").first():
            raise Recorded(entry)


def _source(source):
    if isinstance(source, Source):
        return source
    try:
        return register(kind=source.kind, name=source.name)
    except NotRegistered as refusal:
        raise Refused(str(refusal)) from refusal


def _claim(claim, *, about, by, now):
    """The claim itself, or the one to open; the proposal `about` it is accepted on the way when it still waits."""
    if isinstance(claim, Claim):
        return claim
    if about is None:
        return _open(claim, by=by, now=now)
    decision = decision_on(about)
    if decision is None:
        opened = _open(claim, by=by, now=now)
        edited = (claim.sentence, claim.label) != (about.content.get("sentence"), about.content.get("label"))
        _decision(about, edited=edited, by=by, now=now, claim=opened)
        return opened
    if decision.claim and decision.claim.sentence == claim.sentence:
        return decision.claim
    return _open(claim, by=by, now=now)


def _open(claim, *, by, now):
    story = claim.story if isinstance(claim.story, Story) else _open_story(claim.story, by=by, now=now)
    return record.open_claim(story=story, sentence=claim.sentence, label=claim.label, by=by, now=now)


def _open_story(story, *, by, now):
    if Story.objects.filter(title__iexact=story.title).exists():
        raise Refused("A story with this title is open already.")
    return record.open_story(title=story.title, summary=story.summary, by=by, now=now)
