"""Notices in wordings the rules had not met when they were written; how much of each set they found then, it says."""

import pytest

from tests.extract import (
    unseen_notices_fifth,
    unseen_notices_first,
    unseen_notices_fourth,
    unseen_notices_second,
    unseen_notices_sixth,
    unseen_notices_third,
)
from tracker.extract import notices

SETS = [
    unseen_notices_first,
    unseen_notices_second,
    unseen_notices_third,
    unseen_notices_fourth,
    unseen_notices_fifth,
    unseen_notices_sixth,
]


def found(paragraph, outlet=""):
    text = f"The council met in Oslo on Monday.\n\n{paragraph}\n\nThe meeting ended at nine."
    return notices.find(text, outlet=outlet)


@pytest.mark.parametrize("paragraphs", SETS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_nine_of_ten_notices_are_found_and_hardly_anything_else(paragraphs):
    right = sum(bool(found(*notice)) for _, *notice in paragraphs.NOTICES)
    others = [(other,) if isinstance(other, str) else other for other in paragraphs.OTHERS]
    wrong = sum(bool(found(*other)) for other in others)
    assert right >= 0.90 * len(paragraphs.NOTICES)
    assert right >= 0.95 * (right + wrong)


@pytest.mark.parametrize("outlet", ["The Herald", "Salem Herald", "herald.example"])
@pytest.mark.parametrize(
    "paragraph",
    ["The Herald regrets the error.", "The Herald has removed a quotation from this report and apologises."],
)
def test_what_an_outlet_says_of_itself_by_name_is_a_notice(paragraph, outlet):
    assert found(paragraph, outlet)


@pytest.mark.parametrize(
    "paragraph", ["The Herald regrets the error.", "The Herald retracts its report of 4 March."]
)
def test_what_it_says_of_another_by_name_is_none(paragraph):
    assert not found(paragraph, "The Evening Post")
