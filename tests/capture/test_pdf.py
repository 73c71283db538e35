"""The text of PDFs, and those that have none for us."""

import time
import zlib
from datetime import UTC, datetime

import pytest

from tests import hostile
from tests.pdfs import locked, pdf
from tracker.capture.fetch import look_at_bytes, look_at_url
from tracker.capture.outcomes import Outcome
from tracker.capture.pdf import Broken, Locked, text_of
from tracker.lib import child

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REPORT = pdf(
    [
        "A letter on troops",
        "",
        "The secretary said no deci-",
        "sion had been made.",
        "",
        "“It was a mistake,” he said.",
    ],
    ["He left."],
)
SCAN = pdf([])


def seen(body, name="report.pdf", content_type=""):
    return look_at_bytes(body, name=name, content_type=content_type, now=NOW)


def test_its_paragraphs_are_those_a_reader_sees():
    assert text_of(REPORT).split("\n\n") == [
        "A letter on troops",
        "The secretary said no decision had been made.",
        "“It was a mistake,” he said.",
        "He left.",
    ]


def test_it_is_a_look_like_any_other():
    look = seen(REPORT)
    assert (look.outcome, look.content_type, look.body) == (Outcome.READ, "application/pdf", REPORT)
    assert "It was a mistake" in look.text


def test_a_fetched_pdf_is_read():
    with hostile.Server(hostile.page(REPORT, content_type="application/pdf")) as server:
        look = look_at_url(f"{server.url}/report", now=NOW, allow_private=True, user_agent="Walkback-test")
    assert (look.outcome, look.content_type) == (Outcome.READ, "application/pdf")
    assert "It was a mistake" in look.text


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("report.html", ""), ("report", "text/html"), ("report.txt", "application/pdf")],
)
def test_a_pdf_that_calls_itself_a_page_is_disguised(name, content_type):
    assert seen(REPORT, name, content_type).outcome is Outcome.BINARY_DISGUISED


def test_a_password_ends_the_look_in_a_sentence():
    look = seen(locked(REPORT, password="secret"))
    assert look.outcome is Outcome.PDF_LOCKED
    assert look.sentence == "report.pdf is a PDF that opens only with a password."
    with pytest.raises(Locked):
        text_of(locked(REPORT, password="secret"))


def test_what_anybody_may_open_is_opened_although_it_is_encrypted():
    assert "mistake" in text_of(locked(REPORT, password="", owner="secret"))


def test_a_scan_ends_the_look_in_a_sentence():
    look = seen(SCAN)
    assert look.outcome is Outcome.PDF_WITHOUT_TEXT
    assert "such as a scan" in look.sentence


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n...",
        REPORT[:300],
        b"%PDF-1.4\n" + b"1 0 obj\n<<" * 5000,
        b"%PDF-" + bytes(range(256)) * 40,
    ],
)
def test_a_damaged_pdf_ends_the_look_in_a_sentence(body):
    look = seen(body)
    assert look.outcome in {Outcome.UNREADABLE_PAGE, Outcome.PDF_WITHOUT_TEXT}
    assert look.sentence.startswith("report.pdf ")
    with pytest.raises(Broken):
        text_of(b"%PDF-1.7\n...")


def test_every_cut_of_a_good_pdf_ends_in_text_or_in_a_sentence():
    for length in range(5, len(REPORT), 97):
        assert seen(REPORT[:length]).sentence


def test_a_bomb_is_stopped():
    """300 MB of spaces in 300 KB: the child has a limit, and the look has an end."""
    packed = zlib.compress(b" " * 300_000_000, 9)
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>"
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, content)
        for number, content in (
            (1, b"<</Type/Catalog/Pages 2 0 R>>"),
            (2, b"<</Type/Pages/Count 1/Kids[3 0 R]>>"),
            (3, page),
            (4, stream),
        )
    )
    body += b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF"
    started = time.monotonic()
    assert seen(body).outcome in {Outcome.UNREADABLE_PAGE, Outcome.PDF_WITHOUT_TEXT}
    assert time.monotonic() - started < 20
    assert child.run(len, b"the next job is done") == 20
