"""A decision and what it records: one transaction, once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests import make
from tracker.desk import decide
from tracker.desk.decide import Decided, Recorded
from tracker.desk.entered import Correcting, Entered, Judged, NewClaim, NewSource, NewStory, Said, Target
from tracker.desk.models import Decision
from tracker.ledger.models import Claim, Entry, Statement, Story
from tracker.ledger.record import Described, Quote, Refused
from tracker.sources.models import Source

LATER = make.NOON + timedelta(days=3)
NEW = NewClaim(
    sentence="US troops are leaving Iraq.",
    label="troop withdrawal",
    story=NewStory(title="A letter on troops"),
)


def denial(claim, *, source=None, words=make.ESPER, snapshot=None, kind="denied"):
    citation = Quote(snapshot=snapshot, exact=words) if snapshot else Described(text="A telephone call.")
    return Entered(
        what=Said(
            source=source or make.source(),
            role="Defense Secretary",
            words=words,
            paraphrase=False,
            attribution="on the record",
            channel="briefing",
        ),
        on=(Target(claim=claim, kind=kind),),
        occurred=make.at(4),
        citations=(citation,),
    )


def accept(proposal, entered, *, edited=False, by=None):
    return decide.accept(proposal=proposal, entered=entered, edited=edited, by=by or make.alice(), now=LATER)


@pytest.mark.django_db
def test_accepting_writes_the_decision_and_the_entry():
    claim = make.claim()
    proposal = make.proposal(claim=claim)
    snapshot = proposal.comparison.extraction.snapshot
    decision = accept(proposal, denial(claim, snapshot=snapshot))
    assert decision.verdict == Decision.Verdict.ACCEPTED
    assert decision.decided_at == LATER
    assert decision.entry.statement.words == make.ESPER
    assert decision.entry.statement.citations.get().snapshot == snapshot
    claim.refresh_from_db()
    assert claim.status == "denied"


@pytest.mark.django_db
def test_accepting_with_changes_says_so():
    claim = make.claim()
    assert accept(make.proposal(claim=claim), denial(claim), edited=True).verdict == Decision.Verdict.EDITED


@pytest.mark.django_db
def test_deciding_twice_finds_the_first_decision():
    claim = make.claim()
    proposal = make.proposal(claim=claim)
    first = accept(proposal, denial(claim))
    with pytest.raises(Decided) as twice:
        accept(proposal, denial(claim, words="Something else."), by=make.bob())
    assert twice.value.decision == first
    with pytest.raises(Decided):
        decide.reject(proposal=proposal, note="", by=make.bob(), now=LATER)
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_what_the_ledger_refuses_leaves_no_decision_behind():
    proposal = make.proposal()
    snapshot = proposal.comparison.extraction.snapshot
    entered = denial(
        NEW, source=NewSource(kind="person", name="Nobody"), words="Never said.", snapshot=snapshot
    )
    with pytest.raises(Refused, match="does not hold"):
        accept(proposal, entered)
    assert not Decision.objects.exists()
    assert not Story.objects.exists()
    assert not Claim.objects.exists()
    assert not Source.objects.filter(name="Nobody").exists()


@pytest.mark.django_db
def test_a_rejection_keeps_its_note_and_moves_nothing():
    decision = decide.reject(proposal=make.proposal(), note="An old quotation.", by=make.alice(), now=LATER)
    assert (decision.verdict, decision.note) == (Decision.Verdict.REJECTED, "An old quotation.")
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_statement_and_the_new_claim_it_is_about_are_accepted_in_one_go():
    page = make.compared()
    about = make.proposal("claim", on=page)
    statement = make.proposal(on=page, about=about)
    decision = accept(statement, denial(NEW))
    opened = decision.entry.claim
    assert (opened.sentence, opened.story.title) == (NEW.sentence, "A letter on troops")
    assert about.decision.claim == opened
    assert about.decision.verdict == Decision.Verdict.ACCEPTED
    assert about.decision.decided_at == decision.decided_at


@pytest.mark.django_db
def test_the_new_claim_that_somebody_accepted_meanwhile_is_used_and_not_opened_again():
    page = make.compared()
    about = make.proposal("claim", on=page)
    opened = decide.accept_claim(proposal=about, claim=NEW, edited=False, by=make.bob(), now=LATER).claim
    decision = accept(make.proposal(on=page, about=about), denial(NEW))
    assert decision.entry.claim == opened
    assert Claim.objects.count() == 1


@pytest.mark.django_db
def test_a_new_claim_with_another_sentence_marks_its_proposal_as_edited():
    page = make.compared()
    about = make.proposal("claim", on=page)
    other = NewClaim(sentence="A withdrawal was ordered.", label="order", story=NEW.story)
    accept(make.proposal(on=page, about=about), denial(other))
    assert about.decision.verdict == Decision.Verdict.EDITED


@pytest.mark.django_db
def test_a_new_source_is_registered_with_the_entry():
    claim = make.claim()
    decision = accept(
        make.proposal(claim=claim), denial(claim, source=NewSource(kind="person", name="Ada Chief"))
    )
    assert decision.entry.statement.source == Source.objects.get(name="Ada Chief", kind="person")


@pytest.mark.django_db
def test_entering_the_same_by_hand_twice_is_recorded_once():
    claim = make.claim()
    first = decide.enter(entered=denial(claim), by=make.alice(), now=LATER)
    with pytest.raises(Recorded) as twice:
        decide.enter(entered=denial(claim), by=make.bob(), now=LATER)
    assert twice.value.entry == first
    assert Statement.objects.count() == 1


@pytest.mark.django_db
def test_the_same_words_on_another_occasion_are_another_entry():
    claim = make.claim()
    decide.enter(entered=denial(claim), by=make.alice(), now=LATER)
    again = denial(claim)
    again = Entered(what=again.what, on=again.on, occurred=make.at(9), citations=again.citations)
    assert decide.enter(entered=again, by=make.alice(), now=LATER).seq == 2


@pytest.mark.django_db
def test_a_correction_takes_the_place_of_the_wrong_entry():
    claim = make.claim()
    wrong = decide.enter(entered=denial(claim), by=make.alice(), now=LATER)
    entry = decide.enter(
        entered=denial(claim, kind="clarified"),
        by=make.alice(),
        now=LATER,
        correcting=Correcting(entry=wrong, reason="He denied something else."),
    )
    assert entry.supersedes == wrong
    claim.refresh_from_db()
    assert claim.status == "unverified"


@pytest.mark.django_db
def test_a_finding_decides_the_claim():
    claim = make.claim()
    decide.enter(
        entered=Entered(
            what=Judged(rating="refuted", explanation="No order was ever given."),
            on=(Target(claim=claim, kind="found"),),
            occurred=make.at(9),
            citations=(Described(text="Our own reading of the record."),),
        ),
        by=make.alice(),
        now=LATER,
    )
    claim.refresh_from_db()
    assert claim.status == "denied"


@pytest.mark.django_db
def test_a_story_of_the_same_title_is_opened_once():
    story = NewStory(title="A letter on troops")
    decide.open_story(story=story, by=make.alice(), now=LATER)
    with pytest.raises(Refused, match="open already"):
        decide.open_story(story=NewStory(title="a LETTER on troops"), by=make.alice(), now=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment_make_one_decision():
    claim = make.claim()
    proposal = make.proposal(claim=claim)
    editors = [make.alice(), make.bob()]
    source = make.source()
    start = threading.Barrier(len(editors))
    outcomes = []

    def decide_at_once(editor):
        start.wait()
        try:
            outcomes.append(accept(proposal, denial(claim, source=source), by=editor))
        except Decided as late:
            outcomes.append(late)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide_at_once, args=[editor]) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {type(outcome) for outcome in outcomes} == {Decision, Decided}
    assert Entry.objects.count() == 1
    assert Decision.objects.count() == 1
