"""What a page means is written down once: few queries, and nothing an earlier version said is proposed again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import make
from tracker.capture.fetch import look_at_bytes
from tracker.capture.models import Snapshot
from tracker.capture.store import record_look
from tracker.extract.mark import mark
from tracker.match.models import Proposal
from tracker.match.propose import propose, propose_all

pytestmark = pytest.mark.django_db

REPORT = """The old bridge over the Vell is to be pulled down this summer, the city said on Monday.

“We are going to pull the bridge down in July,” said Ann Lee, the city’s engineer.

The regional government denied that a decision had been made. “No decision has been made,” said Bo Dahl, the minister.
"""
LATER = """
“The bridge stays where it is,” said Cid Moe, the mayor of the city.
"""


def read(text, *, hours=0, name="bridge.txt"):
    look = look_at_bytes(text.encode(), name=name, now=make.NOON + timedelta(hours=hours))
    visit = record_look(look=replace(look, target=name), medium=Snapshot.Medium.HANDED_IN)
    return mark(snapshot=visit.snapshot, now=timezone.now())


def compared(text, *, hours=0):
    return propose(extraction=read(text, hours=hours), now=timezone.now())


def words(comparison):
    return [proposal.passage.exact[:20] for proposal in comparison.proposals.filter(kind="statement")]


def test_statements_are_about_the_claim_proposed_from_the_same_page():
    comparison = compared(REPORT)
    claim = comparison.proposals.get(kind=Proposal.Kind.CLAIM)
    assert {proposal.about for proposal in comparison.proposals.exclude(pk=claim.pk)} == {claim}


def test_a_page_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    for text in (REPORT, REPORT + "\n".join(LATER.replace("Cid", name) for name in ("Dan", "Eve", "Fay"))):
        look = look_at_bytes(text.encode(), name=f"{len(text)}.txt", now=make.NOON)
        snapshot = record_look(look=look, medium=Snapshot.Medium.HANDED_IN).snapshot
        extraction = mark(snapshot=snapshot, now=timezone.now())
        with django_assert_max_num_queries(14):
            propose(extraction=extraction, now=timezone.now())


def test_ten_pages_cost_as_many_queries_as_one(django_assert_num_queries):
    make.claim("The city will pull down the old bridge over the Vell this summer.", label="bridge")
    pages = [read(REPORT + " " * number, name=f"{number}.txt") for number in range(4)]
    # The first one fetches the story, which is kept.
    propose_all(extractions=pages[:1], now=timezone.now())
    with CaptureQueriesContext(connection) as one:
        propose_all(extractions=pages[1:2], now=timezone.now())
    with django_assert_num_queries(len(one)):
        propose_all(extractions=pages[2:], now=timezone.now())
    found = [
        [
            (said.kind, said.content.get("words"), said.claim)
            for said in page.comparisons.get().proposals.all()
        ]
        for page in pages
    ]
    assert found[0] == found[1] == found[2] == found[3] != []


def test_versions_of_one_article_are_compared_one_after_the_other():
    first, second = read(REPORT), read(REPORT + LATER, hours=1)
    propose_all(extractions=[first, second], now=timezone.now())
    assert [said.passage.exact for said in second.comparisons.get().proposals.all()] == [LATER.strip()]
    assert first.comparisons.get().proposals.count() > 1


def test_what_an_earlier_version_said_is_not_proposed_again():
    first = compared(REPORT)
    second = compared(REPORT + LATER, hours=1)
    assert first.proposals.filter(kind="claim").count() == 1
    assert [said.passage.exact for said in second.proposals.all()] == [LATER.strip()]
    assert second.proposals.get().about == first.proposals.get(kind="claim")


def test_the_same_reading_is_compared_once():
    comparison = compared(REPORT)
    assert propose(extraction=comparison.extraction, now=timezone.now()) == comparison


def test_an_article_is_proposed_for_each_known_claim_that_its_sentences_repeat():
    bridge = make.claim("The city will pull down the old bridge over the Vell this summer.", label="bridge")
    exports = make.claim(
        "The government halted all grain exports.", label="grain exports", in_story=make.story("Grain")
    )
    comparison = compared(REPORT + "\nThe government halted all grain exports on Sunday, officials said.\n")
    carried = comparison.proposals.filter(kind="appearance")
    assert {proposal.claim for proposal in carried} == {bridge, exports}
    assert all("known claim" in proposal.reasons[0] for proposal in carried)


def test_a_statement_that_is_recorded_already_says_so_and_waits_behind_new_ones():
    bridge = make.claim("The city will pull down the old bridge over the Vell this summer.", label="bridge")
    make.said(bridge, by="Bo Dahl", words="No decision has been made")
    statements = compared(REPORT).proposals.filter(kind="statement")
    again = [said for said in statements if any("Already recorded of Bo Dahl" in r for r in said.reasons)]
    assert [said.content["words"] for said in again] == ["No decision has been made"]
    others = [said.score for said in statements if said.source_id == again[0].source_id and said not in again]
    assert all(again[0].score < score for score in others)


def test_a_version_that_says_the_same_in_other_surroundings_is_not_compared_again(monkeypatch):
    compared(REPORT)
    monkeypatch.setattr("tracker.match.propose.known_claims", None)
    assert not compared(REPORT.replace("\n\n", "\n\n\n"), hours=1).proposals.exists()
    assert Snapshot.objects.count() == 2
