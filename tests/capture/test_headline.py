import pytest

from tracker.capture.headline import headline


@pytest.mark.parametrize(
    ("body", "content_type", "text", "expected"),
    [
        (b"<html><title>\n A &quot;quoted&quot;  title </title>", "text/html", "Body", 'A "quoted" title'),
        (b"<p>No title</p>", "text/html; charset=utf-8", "First line\nSecond", "First line"),
        (b"<title></title>", "text/html", "\n\nFirst", "First"),
        (b"<title>Not HTML</title>", "text/plain", "<title>Not HTML</title>", "<title>Not HTML</title>"),
        (b"", "text/plain", "", ""),
    ],
)
def test_a_page_is_called_by_its_title_or_its_first_line(body, content_type, text, expected):
    assert headline(body=body, content_type=content_type, text=text) == expected


def test_a_headline_is_never_long():
    assert len(headline(body=b"", content_type="text/plain", text="word " * 200)) <= 120
