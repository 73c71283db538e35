"""What reading a version tells capture: news in the margins of a page is told from news in its article."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.capture.test_watching import FIRST, SECOND, THIRD, page
from tests.looks import due_now, known, outcomes
from tracker.capture.models import Host, Watch
from tracker.capture.work import look_at_due_articles
from tracker.extract import mark as marking
from tracker.extract.mark import mark
from tracker.extract.models import Extraction

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_read_anyway(monkeypatch):
    monkeypatch.setattr("tracker.capture.fetch.is_read_anyway", lambda content_hash, agreed: False)


def look(site, article, **differences):
    """One more look at the page with these differences, read in full when it was kept; returns the outcome."""
    site.pages["/a"] = page(**differences) if differences else page()
    due_now(article)
    look_at_due_articles(now=timezone.now())
    for snapshot in article.snapshots.filter(extractions=None):
        mark(snapshot=snapshot, now=timezone.now())
    return outcomes(article)[-1]


@pytest.fixture
def article(site):
    article = known(site, "/a", page())
    assert look(site, article) == "new"
    return article


def test_margins_that_change_by_themselves_are_learned_and_then_left_alone(site, article):
    assert look(site, article, number="18", teasers="Dogs of the week") == "changed"
    assert look(site, article, number="19", teasers="Fish of the week") == "same-article"
    assert look(site, article, number="20", teasers="Mice of the week") == "same-article"
    assert (article.snapshots.count(), Extraction.objects.count()) == (2, 2)
    assert article.visits.latest("pk").snapshot == article.snapshots.latest("pk")


def test_an_edit_among_restless_margins_is_a_new_version(site, article, monkeypatch):
    look(site, article, number="18", teasers="Dogs of the week")
    site.pages["/a"] = page(FIRST.replace("Monday", "Tuesday"), SECOND, THIRD, number="19", teasers="Fish")
    due_now(article)
    look_at_due_articles(now=timezone.now())
    assert outcomes(article)[-1] == "changed"


def test_one_look_in_some_is_read_in_full_all_the_same(site, article, monkeypatch):
    look(site, article, number="18", teasers="Dogs of the week")
    monkeypatch.setattr("tracker.capture.fetch.is_read_anyway", lambda content_hash, agreed: True)
    assert look(site, article, number="19", teasers="Fish of the week") == "changed"


def test_a_host_whose_pages_bear_out_their_lines_is_trusted_more_until_one_does_not(
    site, article, monkeypatch
):
    look(site, article, number="18", teasers="Dogs of the week")
    assert Host.objects.get().agreed == 0  # that was learning
    monkeypatch.setattr("tracker.capture.fetch.is_read_anyway", lambda content_hash, agreed: True)
    for agreed, teasers in enumerate(("Fish", "Mice"), start=1):
        look(site, article, number="19", teasers=teasers)
        assert Host.objects.get().agreed == agreed
    monkeypatch.setattr(marking, "_that_say_what_was_said", lambda extractions: set())
    look(site, article, number="20", teasers="Owls")
    assert Host.objects.get().agreed == 0


def test_an_old_version_read_again_says_nothing_of_the_page_as_it_is(site, article, monkeypatch):
    look(site, article, number="18", teasers="Dogs of the week")
    before = Watch.objects.values().get()
    monkeypatch.setattr(marking, "EXTRACTOR", "newer")
    mark(snapshot=article.snapshots.earliest("pk"), now=timezone.now() + timedelta(minutes=1))
    assert Watch.objects.values().get() == before


def test_a_page_whose_lines_do_not_tell_is_not_watched(site, article):
    site.pages["/a"] = "<title>Bridge to close</title><pre></pre><p>Closed.</p>"
    due_now(article)
    look_at_due_articles(now=timezone.now())
    mark(snapshot=article.snapshots.latest("pk"), now=timezone.now())
    assert not Watch.objects.exists()
