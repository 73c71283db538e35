"""The preview says what the ledger will then do."""

from datetime import timedelta

import pytest

from tests import make
from tracker.desk import decide
from tracker.desk.effect import effects
from tracker.desk.entered import Carried, Entered, Judged, NewClaim, NewStory, Said, TakenBack, Target
from tracker.desk.preview import known_moves
from tracker.ledger.models import Entry
from tracker.ledger.record import Described

LATER = make.NOON + timedelta(days=3)


def entered(what, claim, kind, *, hours=6):
    return Entered(
        what=what,
        on=(Target(claim=claim, kind=kind),),
        occurred=make.at(hours),
        citations=(Described(text="A telephone call."),),
    )


def said(by="Mark Esper", words="It is not so."):
    return Said(
        source=make.source(by),
        role="",
        words=words,
        paraphrase=False,
        attribution="on the record",
        channel="briefing",
    )


def of(one, claim):
    (effect,) = effects(entered=one, known=known_moves([claim]), now=LATER)
    return effect


@pytest.mark.django_db
def test_a_denial_makes_a_confirmed_claim_disputed():
    claim = make.claim()
    make.said(claim, "asserted", by="William Seely", hours=0)
    make.said(claim, "confirmed", by="A US official", hours=2)
    effect = of(entered(said(), claim, "denied"), claim)
    assert (effect.label, effect.before, effect.after) == ("troop withdrawal", "confirmed", "disputed")
    assert effect.moves
    assert not effect.first


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", ["asserted", "repeated", "confirmed", "denied", "disputed", "clarified", "reaffirmed"]
)
def test_what_it_says_is_what_then_happens(kind):
    claim = make.affair()
    one = entered(said("Adel Abdul Mahdi"), claim, kind)
    effect = of(one, claim)
    decide.enter(entered=one, by=make.alice(), now=LATER)
    claim.refresh_from_db()
    assert claim.status == effect.after


@pytest.mark.django_db
def test_a_retraction_a_finding_and_an_appearance_are_foreseen():
    claim = make.claim()
    letter = make.said(claim, "asserted", by="William Seely", hours=0)
    taken_back = TakenBack(
        source=make.source("Mark Milley"),
        role="",
        nature="retraction",
        reasons=("issued by mistake",),
        notice="a mistake",
        of=letter.statement,
    )
    article = letter.statement.citations.get().snapshot.article
    for one in (
        entered(
            Carried(article=article, body_stance="disputes", headline_stance=""), claim, "disputed", hours=2
        ),
        entered(taken_back, claim, "retracted", hours=3),
        entered(Judged(rating="supported", explanation="It is so."), claim, "found", hours=4),
    ):
        effect = of(one, claim)
        decide.enter(entered=one, by=make.alice(), now=LATER)
        claim.refresh_from_db()
        assert claim.status == effect.after
    assert claim.status == "upheld"


@pytest.mark.django_db
def test_an_earlier_event_that_only_changes_the_past_says_so():
    claim = make.affair()
    effect = of(entered(said("Adel Abdul Mahdi"), claim, "disputed", hours=1), claim)
    assert not effect.moves
    assert effect.past_changes


@pytest.mark.django_db
def test_a_correction_is_seen_without_the_entry_it_corrects():
    claim = make.claim()
    wrong = make.said(claim, "denied")
    (effect,) = effects(
        entered=entered(said(), claim, "clarified"),
        known=known_moves([claim]),
        now=LATER,
        supersedes=wrong.public_id,
    )
    assert (effect.before, effect.after) == ("denied", "unverified")


@pytest.mark.django_db
def test_a_claim_to_open_starts_with_its_first_entry():
    new = NewClaim(sentence="A new one.", label="new one", story=NewStory(title="New"))
    (effect,) = effects(entered=entered(said(), new, "asserted"), known={}, now=LATER)
    assert (effect.opens, effect.first, effect.after) == (True, True, "unverified")
    assert not Entry.objects.exists()
