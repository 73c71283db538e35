"""The sweep compares pages together, and one that cannot be compared does not keep the others from it."""

import pytest

from tests import make
from tracker.extract.mark import mark
from tracker.match import propose, tasks
from tracker.match.models import Comparison, ComparisonAttempt
from tracker.match.queries import extractions_to_compare

pytestmark = pytest.mark.django_db

REPORT = (
    "The old bridge at {} is to be pulled down, the city said. “It is not safe,” said Ann Lee, the engineer."
)


@pytest.fixture
def readings(monkeypatch):
    monkeypatch.setattr("tracker.lib.take_rows._SHARE", 1)
    monkeypatch.setattr(tasks._uncompared, "settled", 0)
    pages = [make.page(REPORT.format(place), name=f"{place}.txt") for place in ("Aldin", "Vell", "Zorn")]
    return [mark(snapshot=page, now=make.NOON) for page in pages]


def test_pages_are_compared_together(readings, monkeypatch):
    monkeypatch.setattr(propose, "propose", None)
    tasks.sweep()
    assert not extractions_to_compare().exists()
    assert [reading.comparisons.get().proposals.count() for reading in readings] == [3, 3, 3]


def test_a_page_that_cannot_be_compared_is_set_aside_after_three_attempts(readings, monkeypatch):
    drafts = propose.drafts

    def failing(*, extraction, **known):
        if "Vell" in extraction.text:
            raise RuntimeError("no sense in it")
        return drafts(extraction=extraction, **known)

    monkeypatch.setattr(propose, "drafts", failing)
    tasks.sweep()
    assert list(extractions_to_compare()) == [readings[1]]
    assert ComparisonAttempt.objects.get().trouble == "RuntimeError: no sense in it"
    for _ in range(3):
        tasks.sweep()
    assert not ComparisonAttempt.objects.exists()
    given_up = Comparison.objects.exclude(failure="").get()
    assert given_up.extraction == readings[1]
    assert "tried 3 times" in given_up.failure
