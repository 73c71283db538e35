"""One answer of HTTP/1.1 out of the bytes of a connection (RFC 9112), framed by llhttp. Opens nothing, keeps no time.

Whoever gives the bytes keeps the limits of time and size; what is read here is bounded by them, and by the length that
is given for a head. Where an answer ends is llhttp's to say, and it is strict: two lengths, or a length beside chunks,
are how answers are smuggled, and no answer to us.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import httptools

_AT_ONCE = 64 * 1024  # bytes that are asked for at once
_WITHOUT_BODY = frozenset({204, 304})


class BadAnswer(Exception):
    """There is no answer to be read."""


class NotHttp(BadAnswer):
    """What came is no answer of HTTP/1.1."""


class CutShort(BadAnswer):
    """The answer ended, or lost its framing, before it was complete."""


class HeadTooLong(BadAnswer):
    """The head is longer than was allowed."""


@dataclass(frozen=True)
class Head:
    """Status and headers of an answer. Names are lower case; repeated headers are joined by a comma."""

    status: int
    headers: Mapping[str, str]
    lasting: bool  # the server keeps the connection open behind this answer

    @property
    def has_body(self) -> bool:
        """Whether a body follows, be it an empty one."""
        return self.status >= 200 and self.status not in _WITHOUT_BODY


def request(method: str, target: str, headers: Mapping[str, str]) -> bytes:
    """Return the head of a request. Raises ValueError when a header would break out of its line."""
    head = "\n".join([f"{method} {target} HTTP/1.1", *(f"{name}: {headers[name]}" for name in headers)])
    if head.count("\n") != len(headers) or "\r" in head or "\x00" in head:
        raise ValueError("a header contains the end of a line")
    return head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n"


class Incoming:
    """The bytes that a server sends: `receive(most)` gives the next ones, at most so many, and b"" at the end."""

    def __init__(self, receive: Callable[[int], bytes]):
        self._receive = receive
        self._answer = _Answer()

    @property
    def holds_more(self) -> bool:
        """Whether more was received than was read: behind a complete answer, something nobody asked for."""
        return self._answer.followed

    def head(self, *, most: int) -> Head:
        """Read the head of an answer, passing over those that only announce one (1xx), in `most` bytes together.

        Raises NotHttp, CutShort or HeadTooLong; ConnectionResetError when the server ended without a byte.
        """
        answer = self._answer = _Answer()
        received = 0
        while answer.head is None:
            piece = self._receive(_AT_ONCE)
            if not piece:
                raise CutShort if received else ConnectionResetError("it ended without an answer")
            received += len(piece)
            answer.take(piece)
            if answer.size > most or (answer.head is None and received > most):
                raise HeadTooLong
        return answer.head

    def body(self, head: Head) -> Iterable[bytes]:
        """Read the body of an answer, in pieces, to its end. Raises CutShort."""
        answer = self._answer
        while head.has_body:
            yield from answer.given()
            if answer.complete:
                return
            piece = self._receive(_AT_ONCE)
            if not piece and _ends_with_the_connection(head.headers):
                return
            if not piece:
                raise CutShort
            answer.take(piece)


class _Answer:
    """What llhttp tells of one answer, as it is fed to it."""

    def __init__(self):
        self.head: Head | None = None
        self.size = 0  # of all heads so far, bytes
        self.complete = False
        self.followed = False  # by bytes that are not of this answer
        self._headers: dict[str, str] = {}
        self._pieces: list[bytes] = []
        self._parser = httptools.HttpResponseParser(self)
        # As browsers read them; none of these says where an answer ends.
        self._parser.set_dangerous_leniencies(
            lenient_headers=True, lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True
        )

    def take(self, piece: bytes):
        """Feed it the next bytes. Raises NotHttp or CutShort when they are not what must follow."""
        try:
            self._parser.feed_data(piece)
        except httptools.HttpParserUpgrade:
            self.followed = True
        except httptools.HttpParserError as failure:
            if not self.complete:
                raise (CutShort if self.head else NotHttp) from failure
            self.followed = True

    def given(self) -> list[bytes]:
        """The pieces of the body that came since they were last asked for."""
        pieces, self._pieces = self._pieces, []
        return pieces

    # What follows is called by the parser.

    def on_message_begin(self):
        self.followed = self.complete

    def on_header(self, name: bytes, value: bytes):
        if self.head:
            return  # a trailer says nothing that we keep
        self.size += len(name) + len(value) + 4
        key, text = name.decode("latin-1").lower().strip(), value.decode("latin-1").strip()
        self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text

    def on_headers_complete(self):
        if self.head:
            return
        status = self._parser.get_status_code()
        if 100 <= status < 200 and status != 101:
            self._headers = {}
            return
        self.head = Head(status, self._headers, lasting=self._parser.should_keep_alive())

    def on_body(self, piece: bytes):
        if not self.complete:
            self._pieces.append(piece)

    def on_message_complete(self):
        self.complete = self.complete or self.head is not None


def transfer_coding(headers: Mapping[str, str]) -> str:
    """How the body is wrapped on its way, in lower case; an empty string when it is not."""
    coding = headers.get("transfer-encoding", "").strip().lower()
    return "" if coding == "identity" else coding


def announced_length(headers: Mapping[str, str]) -> int | None:
    """The length that an answer gives for its body, or None."""
    length = headers.get("content-length", "")
    return int(length[:20]) if length.isascii() and length.isdigit() else None


def _ends_with_the_connection(headers: Mapping[str, str]) -> bool:
    return transfer_coding(headers) != "chunked" and announced_length(headers) is None
