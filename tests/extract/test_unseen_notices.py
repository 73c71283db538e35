"""Notices in wordings the rules had not met when they were written."""

import pytest

from tests.extract import unseen_notices_first
from tracker.extract import notices

SETS = [unseen_notices_first]


def found(paragraph):
    return notices.find(f"The council met in Oslo on Monday.\n\n{paragraph}\n\nThe meeting ended at nine.")


@pytest.mark.parametrize("paragraphs", SETS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_nine_of_ten_notices_are_found_and_hardly_anything_else(paragraphs):
    right = sum(bool(found(notice)) for _, notice in paragraphs.NOTICES)
    wrong = sum(bool(found(other)) for other in paragraphs.OTHERS)
    assert right >= 0.90 * len(paragraphs.NOTICES)
    assert right >= 0.95 * (right + wrong)
