"""What a new version does to cited sentences becomes proposals, and never an entry."""

from datetime import timedelta

import pytest

from tests import make
from tests.extract.edits import ARTICLE, BOILERPLATE
from tracker.extract.compare import compare
from tracker.extract.mark import mark
from tracker.extract.tasks import compare_versions
from tracker.ledger import record
from tracker.ledger.models import Entry
from tracker.match.edits import weigh_edits
from tracker.match.models import EditAttempt, Proposal, Reanchoring
from tracker.match.propose import propose
from tracker.match.tasks import sweep, sweep_edits

pytestmark = pytest.mark.django_db

REPORT = "Letter halts grain exports\n\n" + ARTICLE
CITED = "the letter was a mistake"


def version(text, hours=0):
    snapshot = make.page(text, name="grain.txt", at=make.NOON + timedelta(hours=hours))
    return mark(snapshot=snapshot, now=snapshot.taken_at)


def cite(extraction, exact=CITED, *, claim=None):
    """Record that the article carries a claim, citing these words."""
    claim = claim or make.claim("The letter was a mistake.", label="mistake")
    record.record_appearance(
        article=extraction.snapshot.article,
        body_stance="attributes",
        headline_stance="",
        occurred=make.at(0),
        on=record.On(claim=claim, kind="repeated"),
        citations=(record.Quote(snapshot=extraction.snapshot, exact=exact),),
        by=make.alice(),
        now=make.NOON,
    )
    return claim


def follow(text, hours=1):
    """A new version, compared with the one before and with the ledger; the proposals about edits it led to."""
    after = version(text, hours=hours)
    propose(extraction=after, now=make.NOON)
    weigh_edits(change=compare(extraction=after, now=make.NOON), now=make.NOON)
    return list(Proposal.objects.filter(passage=None, comparison__extraction=after))


def test_an_edited_sentence_that_is_cited_is_proposed_as_a_silent_edit():
    claim = cite(version(REPORT))
    (proposal,) = follow(REPORT.replace("was a mistake", "was a forgery"))
    assert (proposal.kind, proposal.claim, proposal.content["nature"]) == ("retraction", claim, "silent edit")
    assert proposal.content["notice"] == ""
    assert "was a mistake" in proposal.content["edit"]["said"]
    assert "was a forgery" in proposal.content["edit"]["says"]
    assert any("silent" in reason for reason in proposal.reasons)
    assert Entry.objects.count() == 1


def test_a_sentence_of_a_version_that_is_gone_again_is_proposed_too():
    version(REPORT)
    cite(version(REPORT.replace("was a mistake", "was a forgery"), hours=1), "the letter was a forgery")
    version(REPORT, hours=2)
    compare_versions()
    sweep_edits()
    (proposal,) = Proposal.objects.filter(passage=None, kind="retraction")
    assert proposal.content["nature"] == "silent edit"
    assert "was a forgery" in proposal.content["edit"]["said"]
    assert "was a mistake" in proposal.content["edit"]["says"]


def test_with_a_notice_it_is_a_correction_in_the_words_of_the_notice():
    cite(version(REPORT))
    notice = "Correction: An earlier version misstated what General Holm called the letter."
    (proposal,) = follow(REPORT.replace("was a mistake", "was a draft") + f"\n\n{notice}")
    assert (proposal.content["nature"], proposal.content["notice"]) == ("correction", notice)


def test_a_removed_sentence_is_proposed_too():
    cite(version(REPORT))
    removed = "Gen. Anna Holm, who heads the ministry's logistics corps, said the letter was a mistake. "
    (proposal,) = follow(REPORT.replace(removed, ""))
    assert (proposal.content["edit"]["state"], proposal.content["edit"]["says"]) == ("removed", "")


def test_edits_of_other_sentences_and_of_what_surrounds_a_report_propose_nothing():
    cite(version(REPORT))
    assert follow(REPORT.replace("from Monday", "from Tuesday")) == []
    for hours, new in enumerate(BOILERPLATE[::20], start=2):
        assert follow("Letter halts grain exports\n\n" + new, hours=hours) == []


def test_a_sentence_nobody_can_find_again_goes_to_the_desk_as_lost():
    cite(version(REPORT))
    (proposal,) = follow("Letter halts grain exports\n\nTo read on, subscribe now.")
    assert proposal.content["edit"]["state"] == "lost"
    assert proposal.score < 0.5


def test_two_citations_of_one_sentence_are_one_proposal_that_names_both_claims():
    read = version(REPORT)
    first = cite(read)
    cite(read, "a mistake", claim=make.claim("A general denied the letter.", label="denial"))
    (proposal,) = follow(REPORT.replace("was a mistake", "was a forgery"))
    assert proposal.claim == first
    assert any("A general denied the letter." in reason for reason in proposal.reasons)


def test_what_was_told_once_is_not_told_again_by_the_next_version():
    cite(version(REPORT))
    edited = REPORT.replace("was a mistake", "was a forgery")
    assert len(follow(edited)) == 1
    assert follow(edited.replace("from Monday", "from Tuesday"), hours=2) == []
    assert len(follow(edited.replace("was a forgery", "was a hoax"), hours=3)) == 1


def test_a_citation_into_an_old_version_is_followed_through_those_between():
    cite(version(REPORT))
    moved = REPORT.replace("OSLO", "A first paragraph that was not there.\n\nOSLO")
    assert follow(moved) == []
    assert len(follow(moved.replace("was a mistake", "was a forgery"), hours=2)) == 1


def test_without_citations_there_is_nothing_to_follow():
    version(REPORT)
    assert follow(REPORT.replace("was a mistake", "was a forgery")) == []
    assert Reanchoring.objects.get().anchors == []


def test_the_workers_do_the_same_from_the_rows_and_once():
    cite(version(REPORT))
    after = version(REPORT.replace("was a mistake", "was a forgery"), hours=1)
    compare(extraction=after, now=make.NOON)
    sweep_edits()
    sweep()
    sweep_edits()
    assert Proposal.objects.filter(passage=None).count() == 1
    assert not EditAttempt.objects.exists()
