"""Title, byline, dates, language and main text of a page."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract import readable
from tracker.extract.readings import NothingToRead

BODY = "".join(
    f"<p>Paragraph {number} of this report tells at some length what the council of the town"
    f" decided on that evening.</p>"
    for number in range(1, 9)
)


def page(head="", body=BODY, title="Council closes the bridge"):
    return f"""<!doctype html><html lang="en"><head><title>{title} | The Daily Ledger</title>
    <meta property="og:site_name" content="The Daily Ledger">{head}</head>
    <body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
    <article><h1>{title}</h1><p class="byline">By Jane Doe</p>{body}</article>
    <footer>© 2019 The Daily Ledger. All rights reserved.</footer></body></html>""".encode()


def read_html(**parts):
    return readable.read(
        body=page(**parts), content_type="text/html; charset=utf-8", url="https://ledger.example/2020/bridge"
    )


def read_plain(text):
    return readable.read(body=text.encode(), content_type="text/plain")


def test_it_reads_a_page():
    found = read_html(
        head='<meta property="article:published_time" content="2020-01-06T16:45:00-05:00">'
        '<meta property="article:modified_time" content="2020-01-07">'
        '<link rel="canonical" href="/news/bridge">'
    )
    assert found.title == "Council closes the bridge"
    assert found.byline == "Jane Doe"
    assert found.outlet == "The Daily Ledger"
    assert found.language == "en"
    assert found.canonical_url == "https://ledger.example/news/bridge"
    assert found.published.precision == "minute"
    assert found.published.zone == "-05:00"
    assert found.published.earliest.astimezone(UTC) == datetime(2020, 1, 6, 21, 45, tzinfo=UTC)
    assert (found.modified.precision, found.modified.zone) == ("day", "")
    assert found.modified.latest - found.modified.earliest == timedelta(days=1, seconds=-1)
    assert "Paragraph 8" in found.text
    assert "Sport" not in found.text
    assert "All rights reserved" not in found.text


def test_paragraphs_are_spans_joined_by_blank_lines():
    found = read_html()
    assert "\n\n".join(found.text[start:end] for start, end in found.paragraphs) == found.text


SENTENCES = [
    f"On day {number} the council of the town said that the old bridge would stay closed until the spring."
    for number in range(1, 15)
]


@pytest.mark.parametrize(
    "body",
    [
        "<div class='bottom'>" + "".join(f"<p>{words}</p>" for words in SENTENCES) + "</div>",
        "".join(f"<div>{words}</div>" for words in SENTENCES),
    ],
)
def test_an_article_that_the_quick_way_loses_is_found_the_careful_way(body):
    found = readable.read(body=f"<title>Bridge</title>{body}".encode(), content_type="text/html")
    assert all(words in found.text for words in SENTENCES)


@pytest.mark.parametrize(
    "notice",
    [
        "<p>{}</p>",
        "<p class='correction'><em>{}</em></p>",
        "<div class='editors-note'><p><b>{}</b></p></div>",
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_correction_above_or_below_the_article_is_part_of_it(notice, place):
    words = "Correction: An earlier version of this article misstated the length of the bridge."
    printed = notice.format(words)
    assert words in read_html(body=printed + BODY if place == "above" else BODY + printed).text


def test_scripts_and_menus_are_no_prose():
    noise = "<script>" + "var words = 'a long line that nobody sees'; " * 200 + "</script>"
    assert "nobody sees" not in read_html(body=BODY + noise).text


def test_characters_that_no_reader_sees_are_left_out():
    found = read_html(
        body=BODY + "<p>The coun\u00adcil won&#146;t say\u200b why it &#1; waited for so long.</p>"
    )
    assert "The council won’t say why it waited for so long." in found.text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that the bridge over the river would be closed for the winter. " * 5, "en"),
        ("De burgemeester zei dat de brug over de rivier in de winter gesloten zal zijn voor het verkeer. " * 5, "nl"),
        ("Le maire a dit que le pont sur la rivière serait fermé pour tout l'hiver, selon la ville. " * 5, "fr"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_text_and_not_the_declared_one(text, language):
    page = f"<html lang='de'><body><article><p>{text}</p></article></body></html>"
    assert readable.read(body=page.encode(), content_type="text/html; charset=utf-8").language == language


def test_it_invents_no_date():
    assert read_html().published is None


def test_a_date_after_the_visit_is_not_believed():
    found = readable.read(
        body=page(head='<meta name="date" content="2031-05-01">'),
        content_type="text/html",
        fetched_at=datetime(2020, 1, 6, tzinfo=UTC),
    )
    assert found.published is None


def test_it_reads_linked_data():
    head = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Bridge shut",
    "datePublished": "2020-01-06T21:45Z", "author": [{"name": "Jane Doe"}, {"name": "Sam Roe"}]}]}</script>"""
    found = read_html(head=head)
    assert found.title == "Bridge shut"
    assert found.byline == "Jane Doe, Sam Roe"
    assert found.published.zone == "UTC"


def test_it_reads_the_head_of_a_plain_text_report():
    found = read_plain(
        "Council closes the bridge\nby Jane Doe, Staff Writer | January 6, 2020 04:45 PM\n\n"
        "EASTPORT (AP) — The council closed the bridge\non Monday evening.\n\nIt will open in May.\n"
    )
    assert found.title == "Council closes the bridge"
    assert found.byline == "Jane Doe, Staff Writer"
    assert found.published.precision == "minute"
    assert (found.published.earliest.hour, found.published.earliest.minute, found.published.zone) == (
        16,
        45,
        "",
    )
    assert found.text.split("\n\n")[-1] == "It will open in May."
    assert "Jane Doe" not in found.text


def test_staff_bylines_without_by_are_read():
    found = read_plain(
        "Council closes the bridge\n\nJane Doe, Staff Writer | January 6, 2020 04:45 PM\n\nThe"
        " bridge is shut. It is old."
    )
    assert found.byline == "Jane Doe, Staff Writer"
    assert found.text == "The bridge is shut. It is old."


def test_hard_wrapped_lines_are_joined():
    wrapped = (
        "The council of Eastport closed the old bridge over the river on\nMonday evening because"
        " two of its pillars had moved\n"
        "by more than a hand's width since the last inspection in May.\n\nIt is not known when"
        " the bridge will be opened again for cars\n"
        "and trucks, the mayor told the people in the hall."
    )
    assert len(read_plain(wrapped).paragraphs) == 2


def test_lines_that_are_whole_paragraphs_stay_apart():
    assert (
        len(
            read_plain(
                "The bridge is shut.\nIt was built in 1931 by the county.\nNobody was hurt."
            ).paragraphs
        )
        == 3
    )


@pytest.mark.parametrize(
    ("body", "content_type", "sentence"),
    [
        (b"", "text/html", "The page is empty."),
        (b" \n\x00 ", "text/plain", "The page is empty."),
        (b"%PDF-1.4 ...", "text/html", "The file is a PDF, not a web page or plain text."),
        (b"<html><body></body></html>", "text/html", "The page holds no readable text."),
        (b"-- ... --", "text/plain", "The file holds no readable text."),
    ],
)
def test_nothing_to_read_is_said_in_one_sentence(body, content_type, sentence):
    with pytest.raises(NothingToRead) as caught:
        readable.read(body=body, content_type=content_type)
    assert str(caught.value) == sentence


def test_text_is_clean():
    found = readable.read(
        body=b"Caf\x65\xcc\x81 talk\x00s went on\xff until the morning in the town.",
        content_type="text/plain",
    )
    assert "Café" in found.text
    assert "\x00" not in found.text
    found.text.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["text/plain", "text/html", "", "text/html; charset=no-such"])
)
def test_any_bytes_are_read_or_refused_in_words(body, content_type):
    found, refusal = None, "."
    try:
        found = readable.read(body=body, content_type=content_type)
    except NothingToRead as trouble:
        refusal = str(trouble)
    assert refusal.endswith(".")
    if found:
        assert "\n\n".join(found.text[start:end] for start, end in found.paragraphs) == found.text
