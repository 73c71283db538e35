"""What hostile servers send: pages, feeds and robots files made to cost memory or time, or never to end."""

import gzip
import json
import threading
import zlib
from dataclasses import dataclass

from tests import hostile, pdfs

PAGE, FEED, ROBOTS = "page", "feed", "robots.txt"
_MEGABYTE = 1 << 20
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_WORDS = b"<p>The minister said on Monday that the report about the harbour was false and was withdrawn.</p>"


@dataclass(frozen=True, kw_only=True)
class Attack:
    """`respond` is a responder of tests/hostile.py; one of `outcomes` is how a look at it has to end.

    `parses`: the bytes come soon, and it is the parser that is attacked. `quick`: part of the smoke run.
    """

    name: str
    respond: object
    outcomes: frozenset
    of: str = PAGE
    parses: bool = False
    quick: bool = True


def attacks():
    """Return all attacks; their bodies are made when they are asked for."""
    return [*_answers(), *_pages(), *_pdfs(), *_feeds(), *_robots()]


# --- Answers that cost or never end -------------------------------------------------------------------


def _answers():
    return [
        _attack("gzip bomb of 10 GB", _gzip_bomb, "too-large"),
        _attack("gzip in gzip in gzip", _nested(), "binary-disguised not-text"),
        _attack(
            "gzip, declared twice",
            _body(gzip.compress(gzip.compress(_WORDS)), "Content-Encoding: gzip, gzip"),
            "bad-encoding",
        ),
        _attack("gzip cut off", _body(gzip.compress(_WORDS)[:40], "Content-Encoding: gzip"), "bad-encoding"),
        _attack("header, one byte a second", _drip(b"HTTP/1.1 200 OK\r\nX-Slow: "), "timeout"),
        _attack("body, one byte a second", _drip(_OK + b"\r\n"), "timeout"),
        _attack("chunks, one byte a second", _drip(_chunked(), b"1\r\nx\r\n"), "timeout", quick=False),
        _attack("20,000 headers", _many_headers, "headers-too-large"),
        _attack("one header of 1 MB", _long_header, "headers-too-large"),
        _attack("headers without an end", hostile.endless(_OK, b"X-More: more\r\n"), "headers-too-large"),
        _attack(
            "chunks without an end",
            hostile.endless(_chunked(), b"%x\r\n%s\r\n" % (65536, b"y" * 65536)),
            "too-large",
        ),
        _attack("chunks of one byte, without an end", _small_chunks, "too-large timeout", quick=False),
        _attack("a chunk size of 1 MB", _chunk_size, "read bad-response connection-reset too-large"),
        _attack("body without an end", hostile.endless(_OK + b"\r\n", b"z" * 65536), "too-large"),
        _attack("redirects without an end", _redirects, "too-many-redirects"),
        _attack("redirect to itself", _redirect_to_itself, "too-many-redirects"),
        _attack("no answer at all", _silent, "timeout"),
        _attack("Content-Length too large", _announced(1000), "connection-reset"),
        _attack("Content-Length too small", _announced(len(_WORDS)), "read"),
        _attack("Content-Length below zero", _announced(-5), "read bad-response connection-reset"),
        _attack("Content-Length of 10 TB", _announced(10**13), "too-large"),
        _attack(
            "Content-Length twice", _announced(f"5\r\nContent-Length: {len(_WORDS)}"), "read bad-response"
        ),
        _attack(
            "answers without an end: 100 Continue",
            hostile.endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
            "headers-too-large timeout",
        ),
    ]


def _attack(name, respond, outcomes, **more):
    return Attack(name=name, respond=respond, outcomes=frozenset(outcomes.split()), **more)


def _chunked():
    return _OK + b"Transfer-Encoding: chunked\r\n\r\n"


def _body(body, *headers, content_type="text/html; charset=utf-8"):
    lines = [f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return hostile.raw(b"HTTP/1.1 200 OK\r\n" + "\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def _gzip_bomb(connection, request):
    """10 GB of the letter a. A full flush makes each megabyte the same thousand bytes, so nothing is kept here."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    squeeze.compress(b"a")
    squeeze.flush(zlib.Z_FULL_FLUSH)
    piece = squeeze.compress(b"a" * _MEGABYTE) + squeeze.flush(zlib.Z_FULL_FLUSH)
    connection.sendall(_OK + b"Content-Encoding: gzip\r\n\r\n" + b"\x1f\x8b\x08\0\0\0\0\0\0\x03")
    for _ in range(10 * 1024):
        connection.sendall(piece)


def _nested():
    body = b"a" * (50 * _MEGABYTE)
    for _ in range(3):
        body = gzip.compress(body)
    return _body(body, "Content-Encoding: gzip")


def _drip(head, piece=b"x"):
    return hostile.endless(head, piece, pause=1.0)


def _many_headers(connection, request):
    lines = b"".join(b"X-%d: %d\r\n" % (number, number) for number in range(20_000))
    connection.sendall(_OK + lines + b"\r\n" + _WORDS)


def _long_header(connection, request):
    connection.sendall(_OK + b"X-Long: " + b"x" * _MEGABYTE + b"\r\n\r\n" + _WORDS)


def _small_chunks(connection, request):
    connection.sendall(_chunked())
    while True:
        connection.sendall(b"1\r\nx\r\n" * 10_000)


def _chunk_size(connection, request):
    connection.sendall(_chunked() + b"0" * _MEGABYTE + b"5\r\nwords\r\n0\r\n\r\n")


def _redirects(connection, request):
    path = request.split(b" ", 2)[1]
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + path[:100] + b"x\r\nContent-Length: 0\r\n\r\n")


def _redirect_to_itself(connection, request):
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /page\r\nContent-Length: 0\r\n\r\n")


def _silent(connection, request):
    threading.Event().wait(60)


def _announced(length):
    return hostile.raw(_OK + f"Content-Length: {length}\r\n\r\n".encode() + _WORDS)


# --- Pages and files that are hard to parse -----------------------------------------------------------


def _pages():
    text, parsed, either = "read", "read empty unreadable-page", "read unreadable-page"
    return [
        _page("1 MB of <br>", b"<br>" * (_MEGABYTE // 4), "empty unreadable-page"),
        _page("100,000 tags inside one another", b"<div>" * 100_000 + _WORDS, f"empty {either}"),
        _page("100,000 quotations inside one another", b"<blockquote><p>" * 100_000 + _WORDS, parsed),
        _page("one tag with 1 MB of attributes", _attributes(), either),
        _page("one attribute of 5 MB", b'<p title="' + b"t" * (5 * _MEGABYTE - 400) + b'">' + _WORDS, either),
        _page("2 MB of &", b"<p>" + b"&" * (2 * _MEGABYTE), parsed),
        _page("2 MB of <", b"<p>" + b"<" * (2 * _MEGABYTE), parsed),
        _page("2 MB of <a href=", b"<a href=" * (_MEGABYTE // 4), parsed),
        _page("a table of 200,000 cells", _table(), text),
        _page("100,000 tables inside one another", b"<table><tr><td>" * 100_000 + _WORDS, parsed),
        _page("500,000 paragraphs", b"<p>a\n" * 500_000, either),
        _page("200,000 comments that do not end", b"<!--<!" * 200_000 + _WORDS, parsed),
        _page("5 MB of one word", b"<p>" + b"a" * (5 * _MEGABYTE - 100), text),
        _page("4 MB of nothing but spaces", b"<p>" + b" " * (4 * _MEGABYTE), "empty"),
        _page("a title of 4 MB", b"<title>" + b"t" * (4 * _MEGABYTE) + b"</title>" + _WORDS, text),
        _page("4 MB of opening quotation marks", ("“" * (4 * _MEGABYTE // 3)).encode(), text),
        _page("4 MB of numbers that could be dates", b"<p>" + b"1/2/2020 " * (4 * _MEGABYTE // 9), text),
        _page("2 MB of emphasis not closed", b"<b><i>a" * (2 * _MEGABYTE // 7), parsed),
        _page(
            "9 MB of smileys",
            gzip.compress(("\U0001f600" * (9 * _MEGABYTE // 4)).encode()),
            either,
            zipped=True,
        ),
        _page(
            "9 MB of paragraphs", gzip.compress(_WORDS * (9 * _MEGABYTE // len(_WORDS))), either, zipped=True
        ),
        _page("JSON inside JSON, as data of the page", _data(), text),
    ]


def _page(name, body, outcomes, *, zipped=False):
    headers = ["Content-Encoding: gzip"] if zipped else []
    return _attack(
        name, _body(body, *headers), outcomes, parses=True, quick=not zipped and len(body) < _MEGABYTE // 8
    )


def _attributes():
    return b"<p " + b" ".join(b"a%d=%d" % (n, n) for n in range(75_000)) + b">" + _WORDS


def _table():
    return b"<table>" + (b"<tr>" + b"<td>1</td>" * 200 + b"</tr>") * 1000 + b"</table>"


def _data():
    return b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script>" + _WORDS


def _pdfs():
    ended = "read unreadable-page pdf-without-text"
    return [
        _pdf("PDF: a page of 2 GB", _large_stream(2048), ended, quick=False),
        _pdf("PDF: codings in codings", _many_filters(), ended),
        _pdf("PDF: pages that hold each other", _page_loop(), ended),
        _pdf("PDF: 10,000 pages", pdfs.pdf(*[["A line."]] * 10_000), ended, quick=False),
        _pdf("PDF: 10,000,000 pages announced", _announced_pages(), ended),
        _pdf(
            "PDF: brackets in brackets", pdfs.pdf(["x"]).replace(b"/Kids[", b"/Kids[" + b"[" * 100_000), ended
        ),
        _pdf("PDF: a table that points at itself", _table_loop(), ended),
    ]


def _pdf(name, body, outcomes, *, quick=True):
    return _attack(name, _body(body, content_type="application/pdf"), outcomes, parses=True, quick=quick)


def _with_stream(data, filters):
    body = pdfs.pdf(["x"])
    start, end = body.index(b"<</Length"), body.index(b"\nendstream")
    head = b"<</Filter[%s]/Length %d>>stream\n" % (filters, len(data))
    return body[:start] + head + data + body[end:]


def _large_stream(megabytes):
    squeeze = zlib.compressobj(9)
    piece = b"(words) Tj T*\n" * (_MEGABYTE // 14)
    data = b"BT /F1 12 Tf 72 720 Td\n"
    data = (
        squeeze.compress(data) + b"".join(squeeze.compress(piece) for _ in range(megabytes)) + squeeze.flush()
    )
    return _with_stream(data, b"/FlateDecode")


def _many_filters():
    data = b"BT (a) Tj ET" + b" " * (200 * _MEGABYTE)
    for _ in range(3):
        data = zlib.compress(data, 9)
    return _with_stream(data, b"/FlateDecode " * 3)


def _page_loop():
    return pdfs.pdf(["x"], ["y"]).replace(b"/Kids[3 0 R", b"/Kids[2 0 R")


def _announced_pages():
    return pdfs.pdf(["x"]).replace(b"/Count 1", b"/Count 10000000")


def _table_loop():
    body = pdfs.pdf(["x"])
    at = body.rindex(b"startxref\n") + len(b"startxref\n")
    place = body[at:].split(b"\n")[0]
    return body.replace(b"trailer<<", b"trailer<</Prev %s" % place)


# --- Feeds and robots files ---------------------------------------------------------------------------


def _feeds():
    ended = "read unreadable-page"
    item = b"<item><title>t</title><link>https://news.example/%d-a-b-c</link></item>"
    return [
        _feed("feed: a billion laughs", _laughs(), ended, quick=False),
        _feed("feed: one entity of 1 MB, 1,000 times", _blowup(), ended),
        _feed(
            "feed: 100,000 tags inside one another", b"<rss><channel>" + b"<a>" * 100_000, ended, quick=False
        ),
        _feed("feed: 30,000 entries", _rss(b"".join(item % n for n in range(30_000))), ended, quick=False),
        _feed(
            "feed: a title of 4 MB",
            _rss(b"<title>" + b"t" * (4 * _MEGABYTE) + b"</title>"),
            ended,
            quick=False,
        ),
        _feed("feed: JSON inside JSON", b'{"version":' + b"[" * 1_000_000, ended),
        _feed("feed: JSON of 500,000 keys", _json_feed(), ended, quick=False),
        _attack("feed: gzip bomb of 10 GB", _gzip_bomb, "too-large", of=FEED),
    ]


def _feed(name, body, outcomes, *, quick=True):
    answer = _body(body, content_type="application/rss+xml")
    return _attack(name, answer, outcomes, of=FEED, parses=True, quick=quick)


def _rss(inside):
    return b'<?xml version="1.0"?><rss version="2.0"><channel>' + inside + b"</channel></rss>"


def _laughs():
    more = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
    return (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">'
        + more
        + b"]><rss><channel><title>&l9;</title></channel></rss>"
    )


def _blowup():
    entity = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e "' + b"e" * _MEGABYTE + b'">]>'
    return entity + b"<rss><channel><title>" + b"&e;" * 1000 + b"</title></channel></rss>"


def _json_feed():
    keys = {f"key {number}": number for number in range(200_000)}
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": []} | keys
    ).encode()


def _robots():
    endless = hostile.endless(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"Disallow: /private/everything\n" * 2000
    )
    agents = b"".join(b"User-agent: agent%d\n" % number for number in range(15_000))
    rules = b"".join(b"Disallow: /%d*a*b*c*d$\n" % number for number in range(8_000))
    return [
        _attack("robots.txt without an end", endless, "read", of=ROBOTS),
        _attack("robots.txt: gzip bomb of 10 GB", _gzip_bomb, "read", of=ROBOTS),
        _attack("robots.txt, one byte a second", _drip(_OK + b"\r\n"), "timeout", of=ROBOTS),
        _attack(
            "robots.txt: 15,000 agents, 8,000 rules",
            _body(agents + rules, content_type="text/plain"),
            "read",
            of=ROBOTS,
            parses=True,
        ),
        _attack(
            "robots.txt: patterns of stars",
            _body(b"User-agent: *\n" + b"Disallow: /" + b"*a" * 20_000 + b"$\n", content_type="text/plain"),
            "read",
            of=ROBOTS,
            parses=True,
        ),
    ]
