"""The one writer of articles, visits and snapshots."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests import make
from tracker.capture.fetch import Look
from tracker.capture.models import Article, Snapshot, Visit
from tracker.capture.outcomes import Outcome
from tracker.capture.queries import body_of
from tracker.capture.store import record_look
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db


def look(body=b"<title>A &amp; B</title><p>Text.", *, outcome=Outcome.READ, hours=0, **more):
    return Look(
        target="https://news.example/a?utm_source=x",
        url="https://news.example/a?utm_source=x",
        final_url="https://www.news.example/a",
        at=make.NOON + timedelta(hours=hours),
        outcome=outcome,
        sentence="" if outcome == Outcome.READ else "The server did not answer.",
        name="a",
        content_type="text/html",
        body=body,
        text=body.decode(),
        **more,
    )


def test_a_first_look_makes_article_snapshot_and_visit():
    visit = record_look(look=look(headers={"etag": '"1"'}), medium="fetched")
    assert (visit.outcome, visit.article.address, visit.article.title) == (
        "new",
        "https://www.news.example/a",
        "A & B",
    )
    assert body_of(visit.snapshot) == b"<title>A &amp; B</title><p>Text."
    assert visit.snapshot.headers == {"etag": '"1"'}


def test_the_publisher_is_found_by_its_host():
    outlet = Source.objects.create(kind="outlet", name="News", host="news.example")
    assert record_look(look=look(), medium="fetched").article.outlet == outlet


def test_the_same_bytes_are_kept_once_and_every_look_is_kept():
    record_look(look=look(), medium="fetched")
    again = record_look(look=look(hours=1), medium="fetched")
    assert again.outcome == "unchanged"
    assert (Article.objects.count(), Snapshot.objects.count(), Visit.objects.count()) == (1, 1, 2)


def test_a_page_that_goes_back_to_an_earlier_version_is_recognised():
    outcomes = [
        record_look(look=look(body, hours=hours), medium="fetched").outcome
        for hours, body in enumerate((b"one", b"two", b"one", b"one", b"two"))
    ]
    assert outcomes == ["new", "changed", "reverted", "unchanged", "reverted"]
    assert Snapshot.objects.count() == 2


def test_a_failed_look_at_a_known_article_is_a_visit_of_it():
    record_look(look=look(), medium="fetched")
    visit = record_look(look=look(outcome=Outcome.TIMEOUT, hours=1), medium="fetched")
    assert (visit.outcome, visit.snapshot, visit.sentence) == ("timeout", None, "The server did not answer.")
    assert visit.article == Article.objects.get()


def test_a_failed_look_at_something_unknown_makes_no_article():
    visit = record_look(look=look(outcome=Outcome.TIMEOUT), medium="fetched")
    assert visit.article is None
    assert not Article.objects.exists()


@pytest.mark.parametrize("model", [Snapshot, Visit])
def test_the_database_refuses_to_change_or_delete_what_was_seen(model):
    record_look(look=look(), medium="fetched")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        model.objects.update(article=None)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_the_database_refuses_a_snapshot_without_text():
    visit = record_look(look=look(), medium="fetched")
    snapshot = visit.snapshot
    snapshot.pk, snapshot.public_id, snapshot.content_hash, snapshot.words = None, "snp_x", "0" * 64, b""
    with pytest.raises(IntegrityError, match="snapshot_has_words"), transaction.atomic():
        snapshot.save(force_insert=True)
