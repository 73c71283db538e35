"""What is read from one page in one call."""

import json

import pytest

from tests import make
from tracker.extract.page import read_page

PARAGRAPHS = [
    "The council of the port of Oslo met on Monday and voted to close the northern harbour for the winter months.",
    "The mayor said that ships would be sent to Bergen, and that nobody would lose their work because of it.",
    "Owners of ships said the decision had come late, and that the costs would be shared by all who use the port.",
]
HARBOUR = "The harbour closes on 3 November."


def page_of(*correction, shown="", beside=""):
    about = {"@type": "NewsArticle", "headline": "Harbour to close", "correction": list(correction)}
    report = "".join(f"<p>{paragraph}</p>" for paragraph in [*PARAGRAPHS, *filter(None, [shown])])
    body = (
        "<html><head><title>Harbour to close</title>"
        f'<script type="application/ld+json">{json.dumps(about)}</script></head><body><article>'
        f"<h1>Harbour to close</h1>{report}</article><footer><nav>{beside}</nav></footer></body></html>"
    )
    page = read_page(body.encode(), "text/html", "https://herald.example/harbour", make.NOON)
    return page.readable.text, page.notices


def test_a_correction_that_linked_data_announces_is_a_notice_where_it_stands():
    text, (notice,) = page_of({"@type": "CorrectionComment", "text": HARBOUR}, shown=HARBOUR)
    assert (notice.kind, text[notice.start : notice.end]) == ("correction", HARBOUR)
    assert "linked data" in notice.reasons[-1]


def test_a_notice_that_is_announced_too_is_one_notice():
    words = "Correction: An earlier version of this article gave the wrong day."
    _, (notice,) = page_of(words, shown=words)
    assert len(notice.reasons) == 2


def test_one_that_the_page_shows_beside_its_main_text_is_added_to_the_end():
    text, (notice,) = page_of(HARBOUR, beside=HARBOUR)
    assert text.endswith(f"\n\n{HARBOUR}")
    assert text[notice.start : notice.end] == HARBOUR


@pytest.mark.parametrize("hidden", [HARBOUR, "https://herald.example/corrections", 5])
def test_what_the_page_does_not_show_is_no_part_of_it(hidden):
    text, found = page_of(hidden)
    assert (HARBOUR in text, found) == (False, ())
