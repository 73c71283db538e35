"""A claim that moves has its articles looked at sooner."""

from datetime import timedelta

import pytest

from tests import make
from tracker.capture import host
from tracker.capture.models import Article
from tracker.capture.store import reschedule

pytestmark = pytest.mark.django_db
LATER = make.NOON + timedelta(days=9)


def watched():
    """Make the articles that are cited such as were fetched and are next due in a week."""
    server = host.known(url="https://news.example/")
    for article in Article.objects.all():
        reschedule(article=article, host=server, next_look_at=LATER)


def test_articles_of_a_claim_that_moved_are_due_at_once_one_after_the_other():
    claim = make.claim()
    make.said(claim, "asserted", hours=1)
    make.said(claim, "confirmed", hours=2)
    watched()
    make.said(claim, "denied", hours=3)
    due = sorted(article.next_look_at for article in Article.objects.exclude(next_look_at=None))
    assert due[0] < LATER
    assert len(set(due)) == len(due)
    assert all(moment - due[0] < timedelta(minutes=1) for moment in due if moment != LATER)


@pytest.mark.parametrize(
    "columns",
    [
        {"gone_at": make.NOON, "deleted_at": make.NOON + timedelta(hours=1)},
        {"set_aside_at": make.NOON, "set_aside_because": "Its workers died."},
    ],
    ids=["deleted", "set aside"],
)
def test_what_is_over_stays_as_it_was(columns):
    claim = make.claim()
    make.said(claim, "asserted", hours=1)
    watched()
    reschedule(article=Article.objects.earliest("pk"), next_look_at=LATER, **columns)
    make.said(claim, "denied", hours=3)
    assert Article.objects.earliest("pk").next_look_at == LATER


def test_an_entry_that_moves_no_status_makes_nobody_look():
    claim = make.claim()
    make.said(claim, "asserted", hours=1)
    watched()
    make.said(claim, "asserted", hours=2)
    assert not Article.objects.filter(next_look_at__lt=LATER).exists()


def test_our_own_notes_and_files_are_never_looked_at():
    make.affair()
    assert not Article.objects.exclude(next_look_at=None).exists()
