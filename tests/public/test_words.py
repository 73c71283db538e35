"""How kinds and lengths of time are told."""

from datetime import timedelta

import pytest

from tracker.ledger.models import Appearance, ClaimRelation, Entry, Finding, Retraction
from tracker.ledger.models.claim import Claim
from tracker.public import words


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        (timedelta(minutes=4), "4 min"),
        (timedelta(minutes=89), "89 min"),
        (timedelta(hours=19), "19 h"),
        (timedelta(days=3), "3 days"),
        (timedelta(weeks=5), "5 wk."),
        (timedelta(days=244), "8 mo."),
        (timedelta(days=7305), "20 yr."),
    ],
)
def test_a_length_of_time_in_its_largest_fitting_unit(duration, said):
    assert words.length_of(duration) == said


def test_text_is_shortened_only_when_it_is_too_long():
    assert words.shortened("Mark Milley", 11) == "Mark Milley"
    assert words.shortened("Mark Milley", 6) == "Mark…"


def test_everything_that_can_be_recorded_has_words():
    assert set(words.KINDS) == set(words.KIND_MEANINGS) == set(Entry.Kind.values)
    assert set(words.STATUS_MEANINGS) == set(Claim.Status.values)
    assert set(words.STANCES) == set(Appearance.Stance.values)
    assert set(words.RATINGS) == set(Finding.Rating.values)
    assert set(words.REASONS) == set(Retraction.Reason.values)
    assert set(words.RELATIONS) == set(ClaimRelation.Kind.values)
