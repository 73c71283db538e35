"""Articles: every look with its sentence, what could not be read, and the text."""

import pytest

from tests import make
from tests.desk.browsing import desk
from tracker.capture.fetch import Look
from tracker.capture.models import Article, Snapshot
from tracker.capture.outcomes import Outcome
from tracker.capture.store import record_look
from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction

pytestmark = pytest.mark.django_db


def page_of(article):
    return desk().get(f"/desk/articles/{article.public_id}/").content.decode()


def test_the_list_shows_what_the_last_look_found():
    snapshot = make.page("A text.", name="report.txt")
    page = desk().get("/desk/articles/").content.decode()
    assert snapshot.visits.get().sentence in page
    assert "not read yet" in page


def test_a_look_that_brought_nothing_is_listed_with_its_sentence():
    seen = Look(
        name="gone.txt",
        target="gone.txt",
        at=make.NOON,
        outcome=Outcome.MISSING_FILE,
        sentence="There is no file gone.txt.",
    )
    record_look(look=seen, medium=Snapshot.Medium.HANDED_IN)
    assert "There is no file gone.txt." in desk().get("/desk/articles/").content.decode()


def test_what_could_not_be_read_says_why():
    snapshot = make.page("x")
    Extraction.objects.create(
        snapshot=snapshot, extractor=EXTRACTOR, made_at=make.NOON, failure="There is no main text."
    )
    assert "There is no main text." in desk().get("/desk/articles/").content.decode()
    assert "There is no main text." in page_of(snapshot.article)


def test_an_article_shows_its_snapshots_its_text_and_what_waits():
    proposal = make.proposal()
    snapshot = proposal.comparison.extraction.snapshot
    page = page_of(snapshot.article)
    assert snapshot.content_hash in page
    assert "We respect your sovereign decision" in page
    assert f"/desk/proposals/{proposal.pk}/" in page


def test_its_text_is_escaped():
    assert "<script>alert(1)" not in page_of(make.page("<script>alert(1)</script>").article)


def test_a_very_long_text_is_cut():
    page = page_of(make.page("word " * 60_000).article)
    assert "Shown are the first 200,000 characters." in page
    assert len(page) < 260_000


def test_its_queries_do_not_grow_with_its_rows(django_assert_num_queries):
    browser = desk()
    make.page()
    with django_assert_num_queries(5):
        browser.get("/desk/articles/")
    for _ in range(10):
        make.proposal()
    with django_assert_num_queries(5):
        browser.get("/desk/articles/")
    assert Article.objects.count() == 11
