"""An edited sentence before the desk: shown word by word, accepted as a retraction, once."""

import pytest

from tests import make
from tests.desk.browsing import desk, form_of
from tests.match.test_edits import CITED, REPORT, cite, follow, version
from tracker.desk.models import Decision
from tracker.ledger.models import Entry

pytestmark = pytest.mark.django_db


def edited(new="was a forgery", **more):
    read = version(REPORT)
    article = read.snapshot.article
    article.outlet = make.source("The Daily Ledger", "outlet")
    article.save()
    cite(read, CITED)
    (proposal,) = follow(REPORT.replace("was a mistake", new), **more)
    return proposal


def page_of(proposal):
    return desk().get(f"/desk/proposals/{proposal.pk}/").content.decode()


def test_the_page_tells_the_edit_word_by_word_and_names_it_silent():
    page = page_of(edited())
    assert "<del>" in page
    assert "[removed: </span>mistake<span" in page
    assert "[added: </span>forgery<span" in page
    assert "silent: no notice says so" in page
    assert page.index('class="difference"') < page.index('id="decision"')


def test_the_queue_names_the_sentence():
    edited()
    assert "altered: Gen. Anna Holm" in desk().get("/desk/").content.decode()


def test_accepting_records_a_silent_edit_of_the_article_with_both_versions_cited():
    browser, proposal = desk(), edited()
    url = f"/desk/proposals/{proposal.pk}/"
    sent = form_of(browser.get(url), f"{url}accept/")
    answer = browser.post(f"{url}accept/", sent)
    assert answer.status_code == 302, answer.content.decode()
    entry = Decision.objects.get().entry
    retraction = entry.retraction
    assert (entry.kind, retraction.nature, retraction.notice) == ("corrected", "silent edit", "")
    assert retraction.article == proposal.comparison.extraction.snapshot.article
    assert [one.snapshot.pk for one in retraction.citations.all()] == sorted(
        snapshot.pk for snapshot in retraction.article.snapshots.all()
    )
    browser.post(f"{url}accept/", sent)
    assert Entry.objects.count() == 2


def test_the_page_of_the_article_lists_its_versions_and_the_cited_sentences():
    proposal = edited()
    article = proposal.comparison.extraction.snapshot.article
    page = desk().get(f"/desk/articles/{article.public_id}/versions/").content.decode()
    assert "Material" in page
    assert "[added: </span>forgery<span" in page
    assert "silent: no notice says so" in page
    assert "A sentence" not in page or proposal.reasons
    listed = desk().get(f"/desk/articles/{article.public_id}/").content.decode()
    assert f"/desk/articles/{article.public_id}/versions/" in listed


def test_a_lost_sentence_is_listed_as_lost():
    read = version(REPORT)
    cite(read, CITED)
    follow("Letter halts grain exports\n\nTo read on, subscribe now.")
    page = desk().get(f"/desk/articles/{read.snapshot.article.public_id}/versions/").content.decode()
    assert "Lost" in page
    assert "hardly any text" in page


def test_an_article_of_one_version_says_so():
    read = version(REPORT)
    page = desk().get(f"/desk/articles/{read.snapshot.article.public_id}/versions/").content.decode()
    assert "one version" in page


def test_the_queries_of_the_versions_do_not_grow_with_their_number(django_assert_num_queries):
    browser, read = desk(), version(REPORT)
    url = f"/desk/articles/{read.snapshot.article.public_id}/versions/"
    cite(read, CITED)
    follow(REPORT.replace("from Monday", "from Tuesday"))
    with django_assert_num_queries(5):
        browser.get(url)
    for hours in range(2, 6):
        follow(REPORT.replace("from Monday", f"from day {hours}"), hours=hours)
    with django_assert_num_queries(5):
        browser.get(url)


def test_nobody_but_the_desk_sees_versions(client):
    read = version(REPORT)
    answer = client.get(f"/desk/articles/{read.snapshot.article.public_id}/versions/")
    assert answer.status_code == 302
    assert "/desk/login/" in answer["Location"]
