"""One look at real files and real small servers: an outcome, a sentence, and never an exception."""

import gzip
import os
import socket
import time
from datetime import UTC, datetime

import pytest

from tests import hostile
from tracker.capture.fetch import Look, look, look_at_file, look_at_url
from tracker.capture.outcomes import Outcome
from tracker.capture.plain import visible_text
from tracker.lib import child
from tracker.lib.http import Limits

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def see(target, **kwargs) -> Look:
    seen = look(str(target), now=NOW, allow_private=True, user_agent="Walkback-test", **kwargs)
    assert_it_can_be_stored(seen)
    return seen


def assert_it_can_be_stored(seen):
    assert seen.at == NOW
    assert isinstance(seen.outcome, Outcome)
    assert seen.sentence.endswith(".")
    assert len(seen.sentence) <= 500
    assert len(seen.content_type) <= 100
    assert len(seen.target) <= 2000
    for text in (
        seen.target,
        seen.sentence,
        seen.name,
        seen.url,
        seen.final_url,
        seen.text,
        seen.content_type,
    ):
        assert "\x00" not in text
        text.encode("utf-8")
    found = seen.outcome is Outcome.READ
    assert (bool(seen.body), bool(seen.text)) == (found, found)


@pytest.fixture
def put(tmp_path):
    def write(name, body):
        path = tmp_path / name
        path.write_bytes(body)
        return path

    return write


# --- Files --------------------------------------------------------------------------------------------


def test_it_reads_a_text_file_with_spaces_in_its_name(put):
    seen = see(put("a report of mine.txt", b"General: it was a mistake.\r\n"))
    assert seen.outcome is Outcome.READ
    assert seen.text == "General: it was a mistake."
    assert seen.body == b"General: it was a mistake.\r\n"
    assert (seen.content_type, seen.name) == ("text/plain", "a report of mine.txt")
    assert seen.sentence == "a report of mine.txt was read."
    assert (seen.url, seen.status) == ("", None)


def test_it_reads_an_html_file_whatever_it_is_called(put):
    seen = see(put("page", b"<!doctype html><title>t</title><p>Words.</p>"))
    assert (seen.outcome, seen.text, seen.content_type) == (Outcome.READ, "Words.", "text/html")


@pytest.mark.parametrize(
    "body",
    [
        b"Go\x00od wo\x00rds.",
        b"Good words.\xff\xfe\x80",
        b"\xed\xa0\x80Good words.",
        b"\xef\xbb\xbfGood words.",
    ],
)
def test_dirt_in_readable_text_is_cleaned(put, body):
    seen = see(put("dirty.txt", body))
    assert seen.outcome is Outcome.READ
    assert "Good words." in seen.text
    assert seen.body == body


@pytest.mark.parametrize(
    ("name", "body", "outcome", "says"),
    [
        ("empty.html", b"", Outcome.EMPTY, "no text"),
        ("blank.html", b" \r\n\t \n", Outcome.EMPTY, "no text"),
        ("nuls.html", b"\x00\x00", Outcome.BINARY_DISGUISED, "binary data"),
        ("scripts.html", b"<html><title>T</title><script>go()</script></html>", Outcome.EMPTY, "no text"),
        ("invisible.html", b"<p hidden>x</p><p>&nbsp;</p>", Outcome.EMPTY, "no text"),
        ("report.html", b"%PDF-1.7\n...", Outcome.BINARY_DISGUISED, "is a PDF"),
        ("report.txt", gzip.compress(b"words", mtime=0), Outcome.BINARY_DISGUISED, "is an archive"),
        ("report.pdf", b"%PDF-1.7\n...", Outcome.UNREADABLE_PAGE, "is a PDF, but damaged"),
        ("photo.jpg", b"\xff\xd8\xff\xe0...", Outcome.NOT_TEXT, "is a picture"),
        ("feed.xml", b"<?xml version='1.0'?><rss></rss>", Outcome.NOT_TEXT, "is a feed"),
        ("big.html", b"<p>x" * 2_700_000, Outcome.TOO_LARGE, "larger than 10 MB"),
    ],
)
def test_a_file_without_text_ends_in_a_sentence(put, name, body, outcome, says):
    seen = see(put(name, body))
    assert seen.outcome is outcome
    assert says in seen.sentence
    assert name in seen.sentence


def test_fifty_megabytes_are_refused_without_being_read(tmp_path):
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    started = time.monotonic()
    assert see(path).outcome is Outcome.TOO_LARGE
    assert time.monotonic() - started < 0.5


def test_what_is_not_a_file_is_neither_opened_nor_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.html")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        started = time.monotonic()
        assert see(tmp_path).outcome is Outcome.DIRECTORY
        assert see(tmp_path / "pipe.html").outcome is Outcome.NOT_A_FILE
        assert see(tmp_path / "s").outcome is Outcome.NOT_A_FILE
        assert see("/dev/zero").outcome is Outcome.NOT_A_FILE
        assert time.monotonic() - started < 1


def test_a_file_that_is_not_there_is_missing(put, tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for target in (
        tmp_path / "no such.txt",
        "",
        "   ",
        "a\x00b",
        tmp_path / "\udce9.txt",
        put("f", b"x") / "under",
    ):
        assert see(target).outcome is Outcome.MISSING_FILE, target
    for target in (loop, "a" * 5000):
        assert see(target).outcome is Outcome.UNREADABLE_FILE


def test_a_file_one_may_not_read_is_unreadable(put, monkeypatch):
    path = put("secret.txt", b"x")

    def denied(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)  # the suite may run as root, whom no mode stops
    seen = look_at_file(str(path), now=NOW)
    assert seen.outcome is Outcome.UNREADABLE_FILE
    assert "permission is denied" in seen.sentence


# --- Addresses ----------------------------------------------------------------------------------------


def test_it_reads_a_page():
    body = "<title>t</title><p>“Never”, he said.</p>".encode()
    respond = hostile.page(
        body, etag='"v1"', set_cookie="id=1", last_modified="Mon, 06 Jan 2020 21:10:00 GMT"
    )
    with hostile.Server(respond) as server:
        seen = see(f"{server.url}/news/the%20letter?a=b#part")
    assert seen.outcome is Outcome.READ
    assert seen.text == "“Never”, he said."
    assert (seen.status, seen.body, seen.name) == (200, body, "the letter")
    assert seen.content_type == "text/html; charset=utf-8"
    assert seen.final_url == f"{server.url}/news/the%20letter?a=b"
    assert seen.headers["etag"] == '"v1"'
    assert "set-cookie" not in seen.headers
    assert visible_text(seen.body, seen.content_type) == seen.text


def test_the_kept_type_is_the_one_the_bytes_were_read_as():
    with hostile.Server(
        hostile.page(b"<html><p>caf\xe9", content_type="application/x; charset=iso-8859-1")
    ) as server:
        seen = see(server.url)
    assert seen.text == "café"
    assert seen.content_type == "text/html; charset=iso-8859-1"
    assert seen.headers["content-type"] == "application/x; charset=iso-8859-1"
    assert visible_text(seen.body, seen.content_type) == seen.text


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("401 No", Outcome.LOGIN_401),
        ("403 No", Outcome.FORBIDDEN_403),
        ("404 Not Found", Outcome.GONE_404),
        ("410 Gone", Outcome.GONE_410),
        ("429 Slow", Outcome.RATE_LIMITED_429),
        ("451 Law", Outcome.LEGAL_451),
        ("500 Oops", Outcome.SERVER_ERROR),
        ("503 Later", Outcome.UNAVAILABLE_503),
        ("418 Teapot", Outcome.CLIENT_ERROR),
        ("300 Choose", Outcome.UNEXPECTED_STATUS),
    ],
)
def test_a_status_other_than_ok_is_its_own_outcome(status, outcome):
    with hostile.Server(hostile.page(status=status)) as server:
        seen = see(server.url)
    assert (seen.outcome, seen.status) == (outcome, int(status[:3]))
    assert "127.0.0.1" in seen.sentence


def test_not_modified_costs_no_parse(monkeypatch):
    monkeypatch.setattr(child, "run", None)
    with hostile.Server(hostile.raw(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')) as server:
        seen = look_at_url(
            server.url,
            now=NOW,
            allow_private=True,
            user_agent="Walkback-test",
            headers={"If-None-Match": '"v1"'},
        )
        assert b'If-None-Match: "v1"' in server.requests[0]
    assert_it_can_be_stored(seen)
    assert (seen.outcome, seen.headers["etag"]) == (Outcome.NOT_MODIFIED, '"v1"')


@pytest.mark.parametrize(
    ("body", "content_type", "outcome"),
    [
        (b"", "text/html", Outcome.EMPTY),
        (b" \n ", "text/html", Outcome.EMPTY),
        (b"<script>x</script>", "text/html", Outcome.EMPTY),
        (b"%PDF-1.7 x", "text/html", Outcome.BINARY_DISGUISED),
        (b"%PDF-1.7 x", "application/pdf", Outcome.UNREADABLE_PAGE),
        (b"\x89PNG\r\n\x1a\n....", "image/png", Outcome.NOT_TEXT),
    ],
)
def test_a_page_without_text_ends_in_a_sentence(body, content_type, outcome):
    with hostile.Server(hostile.page(body, content_type=content_type)) as server:
        assert see(f"{server.url}/page").outcome is outcome


@pytest.mark.parametrize(
    ("respond", "outcome"),
    [
        (hostile.endless(b"HTTP/1.1 200 OK\r\n\r\n", b"a", pause=0.05), Outcome.TIMEOUT),
        (hostile.endless(b"HTTP/1.1 200 OK\r\n\r\n", b"<p>" * 20_000), Outcome.TOO_LARGE),
        (hostile.page(gzip.compress(b"a" * (50 << 20), mtime=0), content_encoding="gzip"), Outcome.TOO_LARGE),
        (hostile.page(b"x", content_encoding="br"), Outcome.BAD_ENCODING),
        (hostile.page(status="302 Found", location="/again"), Outcome.TOO_MANY_REDIRECTS),
        (hostile.page(status="302 Found", location="http://169.254.169.254/"), Outcome.FORBIDDEN_ADDRESS),
        (hostile.raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000), Outcome.HEADERS_TOO_LARGE),
        (hostile.raw(b"hello"), Outcome.BAD_RESPONSE),
        (hostile.raw(b""), Outcome.CONNECTION_RESET),
    ],
    ids=["drip", "endless", "bomb", "brotli", "loop", "metadata", "headers", "no HTTP", "silence"],
)
def test_a_bad_server_ends_in_a_sentence(respond, outcome):
    with hostile.Server(respond) as server:
        assert see(server.url, limits=Limits(seconds=1)).outcome is outcome


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        ("http://169.254.169.254/latest/", Outcome.FORBIDDEN_ADDRESS),
        ("http://user@127.0.0.1/", Outcome.BAD_URL),
        ("http:///x", Outcome.BAD_URL),
        ("HTTP:x", Outcome.BAD_URL),
        ("http://a\x00b/", Outcome.BAD_URL),
        ("http://\ud800/", Outcome.BAD_URL),
        ("ftp://127.0.0.1/", Outcome.BAD_URL),
        ("file:///etc/passwd", Outcome.BAD_URL),
        ("javascript:alert(1)", Outcome.BAD_URL),
        ("http://" + "a" * 5000, Outcome.BAD_URL),
        ("https://127.0.0.1/" + "b" * 9000, Outcome.BAD_URL),
    ],
)
def test_a_bad_address_ends_in_a_sentence(target, outcome):
    assert see(target).outcome is outcome


def test_private_networks_are_closed_unless_opened():
    with hostile.Server(hostile.page()) as server:
        seen = look_at_url(server.url, now=NOW, allow_private=False, user_agent="Walkback-test")
        assert seen.outcome is Outcome.PORT_NOT_ALLOWED
        seen = look_at_url(
            server.url, now=NOW, allow_private=False, user_agent="Walkback-test", allowed_ports={server.port}
        )
        assert seen.outcome is Outcome.FORBIDDEN_ADDRESS
        assert server.connections == 0


def test_an_address_is_never_opened_as_a_file(put):
    path = put("a.txt", b"words")
    seen = look_at_url(str(path), now=NOW, allow_private=True, user_agent="Walkback-test")
    assert (seen.outcome, seen.text) == (Outcome.BAD_URL, "")


def test_an_unreachable_address_says_which():
    with hostile.Server(hostile.page()) as server:
        url = server.url
    seen = see(url)
    assert (seen.outcome, seen.sentence) == (Outcome.CONNECTION_REFUSED, "127.0.0.1 refused the connection.")


@pytest.mark.parametrize("reason", child.Reason)
def test_a_page_that_stops_its_parser_is_unreadable_and_nothing_worse(monkeypatch, reason):
    def killed(*_):
        raise child.ChildKilled(reason, limit="15 seconds")

    monkeypatch.setattr(child, "run", killed)
    with hostile.Server(hostile.page()) as server:
        seen = see(f"{server.url}/poison")
    assert seen.outcome is Outcome.UNREADABLE_PAGE
    assert seen.sentence.startswith("poison could not be read: ")
