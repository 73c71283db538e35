"""What an article rests on, as its page tells and as its proposal offers."""

import pytest

from tests import make
from tests.desk.browsing import desk
from tests.extract.test_copies import TITLE, WIRE
from tracker.desk import rests_on
from tracker.extract.group import group
from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction

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


def offered(found, *, claim="All troops leave the valley.", says="the valley"):
    extraction = Extraction.objects.get(snapshot__article=found)
    return [
        (row["how"], row["source"], row["is_unnamed"])
        for row in rests_on.offered(extraction, claim=claim, says=says)
    ]


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


def test_of_a_copy_the_agency_is_offered_with_the_words_that_credit_it():
    found = article(f"ROSVIK (AP) — {WIRE}", outlet="Norland Herald")
    extraction = Extraction.objects.get(snapshot__article=found)
    (row, *_) = rests_on.offered(extraction, claim="All people leave the valley.", says="the valley")
    assert (row["how"], row["source"]) == ("prints", "Associated Press")
    assert row["exact"] in extraction.text


def test_of_a_copy_without_a_credit_the_original_is_offered_with_the_words_of_the_claim():
    article(f"{WIRE}\n\nThis story was first published by Rosvik Today.", outlet="Rosvik Today")
    copy = article(WIRE, outlet="Norland Herald")
    extraction = Extraction.objects.get(snapshot__article=copy)
    (row, *_) = rests_on.offered(extraction, claim="All people leave the valley.", says=WIRE[:40])
    assert (row["how"], row["source"], row["exact"]) == ("prints", "Rosvik Today", WIRE[:40])


def test_whoever_vouches_for_the_claim_is_offered_with_the_sentence():
    found = article(
        "All troops leave the valley, a US official confirmed, the memo says so.", outlet="Herald"
    )
    assert offered(found) == [("confirmed", "a US official", True), ("document", "the memo", False)]


def test_whoever_is_cited_for_something_else_is_not_offered():
    found = article("All troops leave the valley.\n\nIt will rain, the mayor told Reuters.", outlet="Herald")
    assert offered(found) == []


def test_what_somebody_confirmed_to_another_outlet_is_that_outlets():
    found = article(
        "A US official confirmed that all troops leave the valley, Reuters reported.", outlet="Herald"
    )
    assert offered(found) == [("cites", "Reuters", False)]


def test_of_an_article_that_was_not_read_nothing_is_offered():
    extraction = Extraction.objects.create(
        snapshot=make.page("The dam holds."),
        extractor=EXTRACTOR,
        made_at=make.NOON,
        title=TITLE,
        text="It holds.",
    )
    assert rests_on.offered(extraction, claim="The dam holds.", says="The dam") == []
