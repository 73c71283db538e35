"""What a notice says was wrong, what is right, and which sentence it is about."""

import time

import pytest

from tracker.extract.readings import Span
from tracker.extract.told_errors import announced, read, told_error


@pytest.mark.parametrize(
    ("notice", "said", "right"),
    [
        ("CORRECTION: The river that flooded is the Weser, not the Elbe.", "the Elbe", "the Weser"),
        ("An earlier version misstated the number of wards. There are nine, not six.", "six", "nine"),
        ("It misstated the year as 1917; it was 1971.", "1917", "1971"),
        ("A previous version gave the date as 3 May. It was 5 May.", "3 May", "5 May"),
        ("(This version corrects the stake to 12.5 percent from 21 percent)", "21 percent", "12.5 percent"),
        ("The number of patients has been changed from 60 to 16.", "60", "16"),
        (
            "An earlier version said 4,000 pupils were affected. The figure should have been 400.",
            "4,000 pupils were affected",
            "400",
        ),
        (
            "An earlier version incorrectly said the bridge had collapsed. It was closed for repairs.",
            "the bridge had collapsed",
            "It was closed for repairs",
        ),
        (
            "This story has been corrected to show that the firm has 300 workers, not 3,000.",
            "3,000",
            "the firm has 300 workers",
        ),
        ("An earlier version wrongly called Bakken finance minister.", "Bakken finance minister", ""),
        ("An earlier version of this story misspelled Holm’s first name.", "", ""),
        ("This article has been corrected.", "", ""),
    ],
)
def test_what_was_said_and_what_is_right(notice, said, right):
    assert told_error(notice) == (said, right)


PAGE = (
    "The council met in Oslo on Monday.\n\nTwo ships with 1,900 tonnes of wheat were held in the harbour. The mayor"
    " spoke at noon.\n\n"
)


def about(notice):
    (found,) = read(PAGE + notice, [Span(len(PAGE), len(PAGE) + len(notice))])
    return found.sentence and PAGE[found.sentence.start : found.sentence.end]


def test_the_sentence_a_notice_speaks_of_is_found():
    assert about("Correction: The ships carried 1,900 tonnes of wheat, not 1,200.") == (
        "Two ships with 1,900 tonnes of wheat were held in the harbour."
    )


@pytest.mark.parametrize(
    "notice", ["This article has been corrected.", "Correction: The name of the minister was misspelled."]
)
def test_a_notice_that_names_no_sentence_has_none(notice):
    assert about(notice) is None


def test_linked_data_may_announce_corrections():
    items = [
        {"@type": "NewsArticle", "correction": {"@type": "CorrectionComment", "text": "The year is 1971."}},
        {"@type": "NewsArticle", "correction": ["The year  is 1971.", "https://news.example/corrections", 5]},
        {"@type": "CorrectionComment", "description": "Her name is Holm."},
        {"@type": "NewsArticle"},
        "nothing",
    ]
    assert announced(items) == ("The year is 1971.", "Her name is Holm.")


@pytest.mark.parametrize("junk", ["said x. It is ", "is a, not ", "to 1 from ", "incorrectly said "])
def test_a_long_notice_takes_bounded_time(junk):
    started = time.process_time()
    told_error(junk * 50_000)
    assert time.process_time() - started < 2
