"""Answers read out of a stream of bytes, however the stream is cut."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.http1 import CutShort, HeadTooLong, Incoming, NotHttp, announced_length, request

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
ANSWERS = {
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: 1\r\n x\r\nx: 2\r\n\r\nwords": b"words",
    b"HTTP/1.1 200\nContent-Length : 5\n\nwords": b"words",
    OK + CHUNKED + b"2 \r\nwo\r\n003;a=b\r\nrds\r\n0\r\nTrailer: 1\r\n\r\n": b"words",
    b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords": b"words",
    b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n": b"",
}


def incoming(answer, sizes=(1 << 20,)):
    """The bytes of an answer, given out in pieces of these sizes, the last one again and again."""
    sizes, given_out = list(sizes), 0

    def receive(most):
        nonlocal given_out
        size = min(most, sizes.pop(0) if len(sizes) > 1 else sizes[0])
        piece = answer[given_out : given_out + size]
        given_out += size
        return piece

    return Incoming(receive)


def read(answer, sizes=(1 << 20,)):
    stream = incoming(answer, sizes)
    head = stream.head(most=1000)
    return head, b"".join(stream.body(head)), stream


@given(st.sampled_from(list(ANSWERS)), st.lists(st.integers(1, 40), min_size=1))
def test_an_answer_reads_the_same_however_it_is_cut(answer, sizes):
    head, body, stream = read(answer, sizes)
    assert (body, stream.holds_more) == (ANSWERS[answer], False)
    assert head == read(answer)[0]


def test_what_follows_an_answer_is_not_part_of_it():
    for answer in ANSWERS:
        _, body, stream = read(answer + OK)
        assert (body, stream.holds_more) == (ANSWERS[answer], True)


def test_names_are_lower_case_and_what_repeats_or_continues_is_joined():
    head = read(b"HTTP/1.1 200 OK\r\nLink: <a>\r\n  ; rel=b\r\nLINK: <c>\r\nX-Latin: \xe9\r\n\r\n")[0]
    assert head.headers == {"link": "<a>  ; rel=b, <c>", "x-latin": "é"}


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (b"", ConnectionResetError),
        (b"HTTP/1.1 200 OK\r\nX: 1\r\n", CutShort),
        (OK + b"Content-Length: 6\r\n\r\nwords", CutShort),
        (OK + CHUNKED + b"5\r\nwords", CutShort),
        (OK + CHUNKED + b"5\r\nwordswords\r\n", CutShort),
        (OK + CHUNKED + b"-5\r\nwords\r\n", CutShort),
        (OK + CHUNKED + b"0x5\r\nwords\r\n", CutShort),
        (OK + CHUNKED + b"5\r\nwords\r\n0\r\n", CutShort),
        (OK + CHUNKED + b"5;" + b"e" * 9000, CutShort),
        (OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n\r\n", NotHttp),
        (OK + b"Content-Length: 9" + b"9" * 40 + b"\r\n\r\nwords", NotHttp),
        (OK + b"no header\r\n\r\n", NotHttp),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nwords", NotHttp),
        (b"HTTP/2 200 OK\r\n\r\n", NotHttp),
        (b"HTTP/1.1 2000 OK\r\n\r\n", NotHttp),
        (b"220 mail.example ESMTP\r\n", NotHttp),
        (b"\r\n\r\n", CutShort),
        (b"hello", NotHttp),
        (OK + b"X: " + b"a" * 1000, HeadTooLong),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 100, HeadTooLong),
    ],
)
def test_what_is_no_whole_answer_is_told_apart(answer, trouble):
    for sizes in ((1 << 20,), (1,)):
        with pytest.raises(trouble):
            read(answer, sizes)


@given(st.binary(max_size=300))
def test_rubbish_ends_in_an_answer_or_in_its_own_exceptions(rubbish):
    for answer in (rubbish, OK + rubbish, OK + CHUNKED + rubbish):
        with contextlib.suppress(CutShort, HeadTooLong, NotHttp, ConnectionResetError):
            read(answer)


@pytest.mark.parametrize(
    ("given_length", "meant"), [("5", 5), ("5, 5", None), ("-5", None), ("5x", None), ("", None), ("٥", None)]
)
def test_a_length_is_digits_or_nothing(given_length, meant):
    assert announced_length({"content-length": given_length}) == meant


def test_a_request_ends_its_lines_where_it_should():
    assert request("GET", "/a", {"Host": "x"}) == b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
    with pytest.raises(ValueError, match="end of a line"):
        request("GET", "/a", {"Host": "x\r\nY: z"})
