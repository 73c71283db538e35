"""What a page says about its own text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract import reports
from tests.extract.notice_paragraphs import NOTICES as OF_MANY_PAPERS
from tests.extract.notice_paragraphs import OTHERS
from tracker.extract import notices

NOTICES = [
    ("Correction: An earlier version of this article misspelled the name of the mayor.", "correction"),
    ("CORRECTION (Jan. 7, 2020): The bridge was built in 1931, not 1913.", "correction"),
    ("This story has been corrected to show that the vote was on Tuesday.", "correction"),
    ("An earlier version of this story incorrectly said the bridge had collapsed.", "correction"),
    (
        (
            "Because of an editing error, an article on Monday about the flood misidentified the"
            " river. It is the Elbe."
        ),
        "correction",
    ),
    (
        "Clarification: This story has been updated to make clear that the mayor spoke before the vote.",
        "clarification",
    ),
    ("Editor's note: This article has been updated to clarify when the letter was sent.", "clarification"),
    (
        "RETRACTION: We have retracted this article after finding that it did not meet our standards.",
        "retraction",
    ),
    ("Editor's note: We have taken down this story because we cannot verify the photograph.", "withdrawal"),
    (
        "STORY WITHDRAWN: The report about a recall is withdrawn. There will be no substitute story.",
        "withdrawal",
    ),
    ("UPDATE: This story seems to be false.", "reversal"),
    ("UPDATE 3:15 p.m.: The photograph turned out to be a hoax, the museum says.", "reversal"),
    ("Update: We were fooled. The site is a spoof.", "reversal"),
    ("This article has been updated with comments from the ministry.", "update"),
    ("UPDATED at 11:45 p.m. ET", "update"),
    ("Editor's note: This is the first of three parts.", "editor's note"),
]


@pytest.mark.parametrize(("paragraph", "kind"), NOTICES)
def test_it_tells_the_kinds_apart(paragraph, kind):
    text = f"The council met.\n\n{paragraph}\n\nThe meeting ended at nine."
    (notice,) = notices.find(text)
    assert (notice.kind, text[notice.start : notice.end]) == (kind, paragraph)
    assert notice.reasons


@pytest.mark.parametrize(
    "paragraph",
    [
        "The Times issued a correction on Friday, saying it had misspelled the name.",
        "CNN also corrected its story, noting the mistake.",
        "The newspaper quickly retracted its report, but the rumour had spread.",
        "The mayor said the police chief's correction came too late.",
        "Officials corrected the count on Monday.",
        "The department updated its website on Tuesday.",
        "“Correction: the post was from a satirical site,” the paper wrote.",
        "He works at a correctional facility. Corrections officers objected.",
        "Stock markets saw a correction of 10 percent on Monday.",
        "Ruiz apologized to customers and withdrew the statement.",
    ],
)
def test_reports_about_others_are_no_notices(paragraph):
    assert notices.find(f"The council met.\n\n{paragraph}\n\nIt ended at nine.") == ()


@pytest.mark.parametrize(("kind", "notice"), OF_MANY_PAPERS)
def test_notices_in_the_manners_of_many_papers(kind, notice):
    text = f"The council met in Oslo on Monday.\n\n{notice}\n\nThe meeting ended at nine."
    assert [(one.kind, text[one.start : one.end]) for one in notices.find(text)] == [(kind, notice)]


@pytest.mark.parametrize("paragraph", OTHERS)
def test_paragraphs_that_only_look_like_notices(paragraph):
    assert notices.find(f"The council met in Oslo on Monday.\n\n{paragraph}\n\nIt ended at nine.") == ()


def test_a_header_and_its_notice_are_one_over_three_paragraphs():
    text = (
        "The course will close.\n\nCorrection:\n\nAs published in The Daily Ledger\n\nAn article on Monday about"
        " golf courses misstated the year one of them opened. It was 1971, not 1917."
    )
    (notice,) = notices.find(text)
    assert notice.kind == "correction"
    assert text[notice.start : notice.end].startswith("Correction:")
    assert text[notice.start : notice.end].endswith("not 1917.")


def test_a_correction_quoted_from_another_paper_is_no_notice():
    text = (
        "The following correction was added to the paper's website:\n\nCorrection: An earlier"
        " version of this story was wrong."
    )
    assert notices.find(text) == ()


def test_ordinary_reports_have_no_notices():
    for name in ("LETTER_WIRE", "LETTER_BRITISH", "RECALL", "CEASEFIRE", "MEMO", "HOAX", "ELECTION"):
        assert notices.find(getattr(reports, name)[1]) == ()


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                [
                    "Correction",
                    "UPDATE",
                    ":",
                    "\n\n",
                    "this story",
                    "was",
                    "corrected",
                    "“",
                    "1.",
                    "an earlier version",
                ]
            )
        ).map(" ".join),
    )
)
def test_any_text_is_survived_and_offsets_fit(text):
    for notice in notices.find(text):
        assert 0 <= notice.start < notice.end <= len(text)


@pytest.mark.parametrize(
    "junk",
    [
        "Correction: " * 80_000,
        "this story " * 90_000,
        "an article " * 90_000,
        "\n\nUpdate " * 100_000,
        "is " * 330_000,
        "The A " * 160_000,
    ],
)
def test_a_megabyte_of_junk_takes_bounded_time(junk):
    started = time.process_time()
    notices.find(junk)
    assert time.process_time() - started < 6
