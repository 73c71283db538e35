"""The queue: what waits, best first, in a fixed number of queries."""

import pytest

from tests import make
from tests.desk.browsing import desk
from tracker.desk import decide, queue

pytestmark = pytest.mark.django_db


def test_articles_come_with_their_best_proposal_first():
    dull, hot = make.compared(), make.compared()
    make.proposal(on=dull, score=0.2)
    make.proposal(on=hot, score=0.4)
    best = make.proposal("claim", on=hot, score=0.9)
    page = queue.waiting()
    assert [group.article.pk for group in page] == [
        hot.extraction.snapshot.article_id,
        dull.extraction.snapshot.article_id,
    ]
    assert page[0].proposals[0] == best
    assert page[0].count == 2


def test_what_is_decided_no_longer_waits():
    proposal = make.proposal()
    decide.reject(proposal=proposal, note="", by=make.alice(), now=make.NOON)
    assert len(queue.waiting()) == 0
    assert queue.counts()["all"] == 0


def test_many_proposals_of_one_article_are_cut_and_counted():
    page = make.compared("A word. " * 20)
    for number in range(queue.PROPOSALS_SHOWN + 3):
        make.proposal("claim", exact="A word. " * (number + 1), on=page, sentence=f"Sentence {number}.")
    (group,) = queue.waiting()
    assert (len(group.proposals), group.more) == (queue.PROPOSALS_SHOWN, 3)


def test_after_a_decision_the_next_of_the_same_article_comes_first():
    page = make.compared()
    decided = make.proposal("claim", on=page)
    same = make.proposal(on=page, score=0.1)
    make.proposal(score=0.99)
    assert queue.after(decided) == same


def test_counts_are_told_by_kind():
    page = make.compared()
    make.proposal("claim", on=page)
    make.proposal(on=page)
    assert queue.counts() == {"claim": 1, "statement": 1, "retraction": 0, "appearance": 0, "all": 2}


def test_an_empty_queue_says_how_to_fill_it():
    page = desk().get("/desk/").content.decode()
    assert "Nothing waits for a decision" in page
    assert "manage.py capture" in page


def test_its_queries_do_not_grow_with_its_rows(django_assert_num_queries):
    browser = desk()
    for _ in range(2):
        on = make.compared()
        about = make.proposal("claim", on=on)
        make.proposal(on=on, about=about)
    with django_assert_num_queries(7):  # session, user, tally, and the four of queue.waiting
        browser.get("/desk/")
    for _ in range(6):
        on = make.compared()
        about = make.proposal("claim", on=on)
        make.proposal(on=on, about=about)
        make.proposal("appearance", on=on, about=about)
    with django_assert_num_queries(7):
        browser.get("/desk/")


@pytest.mark.parametrize("page", ["2", "0", "-1", "9999999999999999999999", "abc", "%00"])
def test_a_page_that_does_not_exist_shows_one_that_does(page):
    make.proposal()
    assert desk().get(f"/desk/?page={page}").status_code == 200


def test_more_articles_than_a_page_holds_are_paged():
    for _ in range(queue.ARTICLES_A_PAGE + 1):
        make.proposal()
    browser = desk()
    assert b"Page 1 of 2" in browser.get("/desk/").content
    assert b"Page 2 of 2" in browser.get("/desk/?page=2").content
