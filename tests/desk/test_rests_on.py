"""What an article rests on, and from how many roots a claim is carried."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.desk.browsing import desk
from tests.extract.test_copies import TITLE, WIRE
from tracker.desk import rests_on
from tracker.extract.group import group
from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction
from tracker.ledger import record

pytestmark = pytest.mark.django_db


def article(text, *, outlet=""):
    extraction = Extraction.objects.create(
        snapshot=make.page(text),
        extractor=EXTRACTOR,
        made_at=make.NOON,
        title=TITLE,
        text=text,
        outlet_name=outlet,
    )
    group(extraction=extraction, now=make.NOON)
    return extraction.snapshot.article


def carries(claim, found, stance="asserts"):
    snapshot = found.snapshots.get()
    record.record_appearance(
        article=found,
        on=record.On(claim=claim, kind="asserted"),
        body_stance=stance,
        headline_stance="",
        occurred=make.at(1),
        citations=(record.Quote(snapshot=snapshot, exact="the valley"),),
        by=make.alice(),
        now=make.NOON,
    )


def names(claim):
    return [(root.name, len(root.carriers)) for root in rests_on.of_claim(claim)]


def test_an_article_page_says_whose_text_it_is_and_who_has_it_too():
    agency = article(f"ROSVIK (AP) — {WIRE}", outlet="Associated Press")
    paper = article(f"ROSVIK (AP) — {WIRE}\n\nFerries run twice as often.", outlet="Norland Herald")
    page = desk().get(f"/desk/articles/{paper.public_id}/").content.decode()
    assert "Same text as 1 other article (Associated Press): 2 copies, one root." in page
    assert f"/desk/articles/{agency.public_id}/" in page
    assert "Both are credited to Associated Press." in page


def test_an_article_page_says_who_vouches():
    found = article(
        "The dam holds, a county official confirmed. “It holds,” she told Reuters.", outlet="Herald"
    )
    page = desk().get(f"/desk/articles/{found.public_id}/").content.decode()
    assert "a county official" in page
    assert "unnamed" in page
    assert "Reuters was told it" in page


def test_an_article_that_rests_on_nothing_known_says_nothing():
    assert rests_on.of_article(article("The dam holds.")) is None


def test_copies_of_one_agency_report_and_a_report_of_its_own_are_two_roots():
    claim = make.claim()
    for number in range(4):
        carries(
            claim,
            article(f"ROSVIK (AP) — {WIRE}\n\nWeather in town {number}: fair.", outlet=f"Paper {number}"),
        )
    own = "A county official confirmed that people will leave the valley below the dam."
    carries(claim, article(own, outlet="Norland Herald"))
    carries(claim, article("The Astra denies that the valley is cleared.", outlet="Astra"), stance="disputes")
    assert names(claim) == [("Associated Press", 4), ("Norland Herald", 1)]
    page = desk().get(f"/desk/claims/{claim.public_id}/").content.decode()
    assert "Carried from 2 independent roots" in page


def test_papers_that_cite_one_agency_are_one_root():
    claim = make.claim()
    for number in range(3):
        said = f"Town {number}: troops leave Iraq and the valley, Reuters reported on day {number}."
        carries(claim, article(said, outlet=f"Paper {number}"))
    assert names(claim) == [("Reuters", 3)]


def test_whom_a_paper_cites_for_something_else_is_no_root_of_the_claim():
    claim = make.claim()
    text = "All troops leave Iraq and the valley.\n\nIt will rain, the mayor told Reuters."
    carries(claim, article(text, outlet="Norland Herald"))
    assert names(claim) == [("Norland Herald", 1)]


def test_a_claim_takes_as_many_queries_however_many_articles_carry_it():
    def queries(number):
        claim = make.claim()
        for place in range(number):
            carries(claim, article(f"Town {number} {place}: all leave the valley.", outlet=f"Paper {place}"))
        with CaptureQueriesContext(connection) as captured:
            rests_on.of_claim(claim)
        return len(captured)

    assert queries(2) == queries(5)
