"""One answer of HTTP/1.1 out of the bytes of a connection (RFC 9112). Pure: it opens nothing and keeps no time.

Whoever gives the bytes keeps the limits of time and size; what is read here is bounded by them, and by the length that
is given for a head. Servers are read as leniently as browsers read them where nothing hangs on it (a lone line feed
ends a line, a line that is no header is passed over), and strictly where the end of the answer does.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_AT_ONCE = 64 * 1024  # bytes of a body that are asked for at once
_AHEAD = (
    16 * 1024
)  # bytes that are asked for while a head is read; what is more than the head belongs to the body
_LONGEST_CHUNK_LINE = 4 * 1024

_STATUS_LINE = re.compile(rb"HTTP/1\.([0-9])[ \t]+([1-9][0-9]{2})(?:[ \t][^\n]*)?\r?\Z")
_END_OF_HEAD = re.compile(rb"\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;[^\n]*)?\r?\n")
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
        self._held = bytearray()  # received, and not yet given out

    @property
    def holds_more(self) -> bool:
        """Whether more was received than was read: behind a complete answer, something nobody asked for."""
        return bool(self._held)

    def head(self, *, most: int) -> Head:
        """Read the head of an answer, passing over those that only announce one (1xx), in `most` bytes together.

        Raises NotHttp, CutShort or HeadTooLong; ConnectionResetError when the server ended without a byte.
        """
        while True:
            head = self._until_empty_line(most)
            most -= len(head)
            read = _head(head)
            if read.status >= 200 or read.status == 101:
                return read

    def body(self, head: Head) -> Iterable[bytes]:
        """Read the body of an answer, in pieces, to its end. Raises NotHttp or CutShort."""
        if not head.has_body:
            return ()
        if transfer := transfer_coding(head.headers):
            return self._chunks() if transfer == "chunked" else self._rest()
        length = announced_length(head.headers)
        return self._rest() if length is None else self._exactly(length)

    def _until_empty_line(self, most: int) -> bytes:
        searched = 0
        while not (end := _END_OF_HEAD.search(self._held, searched)):
            searched = max(0, len(self._held) - 2)
            if len(self._held) > most:
                raise HeadTooLong
            if not self._more(_AHEAD):
                raise self._ended()
            first, ended, _ = self._held[:_LONGEST_CHUNK_LINE].partition(b"\n")
            if ended and not _STATUS_LINE.match(first):
                raise NotHttp
        if end.end() > most:
            raise HeadTooLong
        return self._give(end.end())

    def _ended(self) -> Exception:
        """What it means that the server ended within a head."""
        if not self._held:
            return ConnectionResetError("it ended without an answer")
        return CutShort() if self._held.startswith(b"HTTP/") else NotHttp()

    def _chunks(self) -> Iterable[bytes]:
        while size := self._chunk_size():
            yield from self._exactly(size)
            if self._line().strip():
                raise CutShort
        while self._line().strip():
            pass  # trailers say nothing that we keep

    def _chunk_size(self) -> int:
        found = _CHUNK.fullmatch(self._line())
        if not found:
            raise CutShort
        return int(found[1], 16)

    def _line(self) -> bytes:
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > _LONGEST_CHUNK_LINE:
                raise NotHttp
            if not self._more(_AHEAD):
                raise CutShort
        return self._give(end + 1)

    def _exactly(self, size: int) -> Iterable[bytes]:
        if size and self._held:
            piece = self._give(min(size, len(self._held)))
            size -= len(piece)
            yield piece
        while size:
            piece = self._receive(min(size, _AT_ONCE))
            if not piece:
                raise CutShort
            size -= len(piece)
            yield piece

    def _rest(self) -> Iterable[bytes]:
        if self._held:
            yield self._give(len(self._held))
        while piece := self._receive(_AT_ONCE):
            yield piece

    def _more(self, most: int) -> bool:
        piece = self._receive(most)
        self._held += piece
        return bool(piece)

    def _give(self, size: int) -> bytes:
        given = bytes(self._held[:size])
        del self._held[:size]
        return given


def transfer_coding(headers: Mapping[str, str]) -> str:
    """How the body is wrapped on its way, in lower case; an empty string when it is not."""
    coding = headers.get("transfer-encoding", "").strip().lower()
    return "" if coding == "identity" else coding


def announced_length(headers: Mapping[str, str]) -> int | None:
    """The length that an answer gives for its body, or None: then it ends with the connection.

    Raises NotHttp when it gives two.
    """
    given = {length.strip() for length in headers.get("content-length", "").split(",")}
    if len(given) > 1:
        raise NotHttp
    (length,) = given
    return int(length[:20]) if length.isascii() and length.isdigit() else None


def _head(given: bytes) -> Head:
    first, _, rest = given.partition(b"\n")
    status_line = _STATUS_LINE.match(first)
    if not status_line:
        raise NotHttp
    headers = _headers(rest.decode("latin-1"))
    status = int(status_line[2])
    return Head(status, headers, lasting=status_line[1] != b"0" and _is_lasting(status, headers))


def _headers(text: str) -> dict[str, str]:
    """Headers by name in lower case; a line that begins with white space continues the one before."""
    headers: dict[str, str] = {}
    if "\n " in text or "\n\t" in text:
        text = re.sub(r"\r?\n[ \t]+", " ", text)
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or not name or " " in name or "\t" in name:
            continue
        value = value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _is_lasting(status: int, headers: Mapping[str, str]) -> bool:
    """Whether the answer ends before the connection does, and the server means to go on."""
    if status < 200 or "close" in headers.get("connection", "").lower():
        return False
    if transfer_coding(headers):
        return "content-length" not in headers  # both at once is how answers are smuggled
    return status in _WITHOUT_BODY or "content-length" in headers
