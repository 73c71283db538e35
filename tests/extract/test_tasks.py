"""The sweep reads pages together, and one that cannot be read does not keep the others from it."""

import pytest

from tests import make
from tracker.extract import mark as marking
from tracker.extract import tasks
from tracker.extract.mark import mark, mark_all
from tracker.extract.models import Extraction, Passage, ReadingAttempt
from tracker.extract.queries import snapshots_to_read
from tracker.lib.child import ChildKilled, Reason

pytestmark = pytest.mark.django_db

REPORT = (
    "The old bridge at {} is to be pulled down, the city said. “It is not safe,” said Ann Lee, the engineer."
)
PLACES = ("Aldin", "Vell", "Zorn")


@pytest.fixture
def snapshots(monkeypatch):
    monkeypatch.setattr("tracker.lib.take_rows._SHARE", 1)
    monkeypatch.setattr(tasks._unread, "settled", 0)
    return [make.page(REPORT.format(place), name=f"{place}.txt") for place in PLACES]


def test_pages_are_read_together(snapshots, monkeypatch):
    monkeypatch.setattr(marking, "mark", None)
    tasks.sweep()
    assert not snapshots_to_read().exists()
    assert [snapshot.extractions.get().text for snapshot in snapshots] == [
        REPORT.format(place) for place in PLACES
    ]


def test_together_a_page_gives_what_it_gives_alone(snapshots):
    def passages(snapshot):
        rows = Passage.objects.filter(extraction__snapshot=snapshot)
        return list(rows.values("kind", "start", "end", "exact", "details", "reasons"))

    mark_all(snapshots=snapshots[:2], now=make.NOON)
    alone = make.page(REPORT.format("Aldin"), name="Aldin-again.txt")
    mark(snapshot=alone, now=make.NOON)
    assert passages(snapshots[0]) == passages(alone) != []


def test_many_pages_are_written_in_as_many_queries_as_one(snapshots, django_assert_num_queries):
    bodies = 1  # a query for each
    with django_assert_num_queries(bodies + 8):
        mark_all(snapshots=snapshots[:1], now=make.NOON)
    with django_assert_num_queries(2 * bodies + 8):
        mark_all(snapshots=snapshots[1:], now=make.NOON)


def test_a_page_that_kills_its_reader_is_read_by_itself(snapshots, monkeypatch):
    asked, run = [], marking.run

    def deadly(function, body, *rest):
        asked.append(body)
        if b"Vell" in body:
            raise ChildKilled(Reason.TIME, limit="15 seconds")
        return run(function, body, *rest)

    monkeypatch.setattr(marking, "run", deadly)
    tasks.sweep()
    assert [b"Vell" in body for body in asked] == [False, True, False, True, False]
    assert [bool(snapshot.extractions.get().failure) for snapshot in snapshots] == [False, True, False]


def test_a_page_that_cannot_be_written_is_set_aside_after_three_attempts(snapshots, monkeypatch):
    columns = marking._columns

    def failing(page):
        if "Vell" in page.text:
            raise RuntimeError("no room for it")
        return columns(page)

    monkeypatch.setattr(marking, "_columns", failing)
    tasks.sweep()
    assert list(snapshots_to_read()) == [snapshots[1]]
    assert ReadingAttempt.objects.get().trouble == "RuntimeError: no room for it"
    for _ in range(3):
        tasks.sweep()
    assert not ReadingAttempt.objects.exists()
    given_up = Extraction.objects.exclude(failure="").get()
    assert given_up.snapshot == snapshots[1]
    assert "tried 3 times" in given_up.failure
