"""One look at an address or a file. Stores nothing.

Whatever is given, and whatever lies or answers there, a look ends in one outcome and one sentence. The web goes
through `lib/http.py`, and what came back is parsed in a child process.
"""

import os
import re
import stat
import urllib.parse
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from tracker.capture import pdf, plain
from tracker.capture.outcomes import Outcome, of_status, sentence
from tracker.capture.walls import wall_in
from tracker.capture.watching import KeptWatch, is_read_anyway, lines_of, says_the_same
from tracker.lib import child, http
from tracker.lib.canonical import digest
from tracker.lib.text import clean

# Worth keeping beside the bytes: what dates them, names their version, or says how they are to be read.
KEPT_HEADERS = frozenset(
    {
        "age",
        "cache-control",
        "content-language",
        "content-location",
        "content-type",
        "date",
        "etag",
        "expires",
        "last-modified",
        "link",
        "retry-after",
        "x-robots-tag",
    }
)
_LONGEST_HEADER = 2000
_LONGEST_WAIT = timedelta(days=1)
_LONGEST_CONTENT_TYPE = 100
_LONGEST_NAME = 200
_LONGEST_TARGET = 2000

_WEB_ADDRESS = re.compile(r"\s*https?:", re.IGNORECASE)
_SOME_ADDRESS = re.compile(
    r"\s*(?:[a-z][a-z0-9+.-]*://|(?:javascript|data|mailto|about|blob|file):)", re.IGNORECASE
)
_BEFORE_QUERY = re.compile(r"[^?#]*")
_TEXT_NAME = re.compile(r"\.(?:x?html?|txt|text|md)\Z", re.IGNORECASE)
_TEXT_TYPE = re.compile(r"\s*(?:text/(?:html|plain)|application/xhtml\+xml)\b", re.IGNORECASE)
_IN_WORDS = {
    plain.Kind.PDF: "a PDF",
    plain.Kind.IMAGE: "a picture",
    plain.Kind.ARCHIVE: "an archive",
    plain.Kind.XML: "a feed or other XML",
    plain.Kind.OTHER: "binary data",
}
_OWN_TYPE = {
    plain.Kind.HTML: "text/html",
    plain.Kind.TEXT: "text/plain",
    plain.Kind.PDF: "application/pdf",
}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look found. `body` and `text` are there when `outcome` is READ, and empty otherwise.

    `outcome` never tells new from unchanged: that takes history, which is the store's.
    """

    target: str
    at: datetime
    outcome: Outcome
    sentence: str
    name: str
    url: str = ""  # empty for a file
    final_url: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after: timedelta | None = None  # what the server asked for, a day at most
    content_type: str = ""
    body: bytes = b""
    text: str = ""


def look(
    target: str,
    *,
    now: datetime,
    allow_private: bool,
    user_agent: str,
    limits: http.Limits = http.DEFAULT,
) -> Look:
    """Look at a web address or a local path, whichever `target` is. For people at a command line.

    Never call this with a target that came over the web: it opens files. Use `look_at_url` there.
    """
    if _WEB_ADDRESS.match(target) or _SOME_ADDRESS.match(target):
        return look_at_url(target, now=now, allow_private=allow_private, user_agent=user_agent, limits=limits)
    return look_at_file(target, now=now, limits=limits)


def look_at_url(
    url: str,
    *,
    now: datetime,
    allow_private: bool,
    user_agent: str,
    headers: Mapping[str, str] | None = None,
    known_hash: str = "",
    watched: KeptWatch | None = None,
    agreed: int = 0,
    refusal: Callable[[str], Outcome | None] = lambda url: None,
    read: Callable[["Look", bytes], "Look"] | None = None,
    limits: http.Limits = http.DEFAULT,
    allowed_ports: Collection[int] = http.DEFAULT_PORTS,
    resolve: http.Resolver | None = None,
) -> Look:
    """Fetch `url` and read the text in it. `headers` may carry the validators of an earlier look.

    Bytes whose SHA-256 is `known_hash` are not read again: the outcome is then UNCHANGED, without body and text.
    A page of which only the surroundings differ from what is `watched` of it is SAME_ARTICLE, without them as well;
    some are read all the same, the fewer the more of those readings `agreed` (watching.is_read_anyway).
    `refusal` says why a redirect to an address may not be followed, or None; then the look ends in that.
    `read` takes the look so far and the bytes, and returns the look that is made of them; default: a page's text.

    `now` is aware. The other arguments are those of `http.get`.
    """
    refused: list[tuple[Outcome, str]] = []

    def may_follow(following: str) -> bool:
        if reason := refusal(following):
            refused.append((reason, following))
        return not refused

    shown = _short(url, _LONGEST_TARGET)
    asked = {"target": shown, "url": shown, "at": now}
    try:
        response = http.get(
            url,
            user_agent=user_agent,
            headers=headers,
            limits=limits,
            allow_private=allow_private,
            allowed_ports=allowed_ports,
            resolve=resolve,
            may_follow=may_follow,
        )
    except http.NoAnswer as trouble:
        outcome, name = Outcome(trouble.code), _name_of_url(url)
        return Look(**asked, outcome=outcome, sentence=trouble.sentence, name=name)
    outcome, about = of_status(response.status), response.host
    if refused:
        outcome, following = refused[0]
        about = urllib.parse.urlsplit(following).hostname
    name = _name_of_url(response.final_url)
    seen = Look(
        **asked,
        outcome=outcome or Outcome.READ,
        sentence=sentence(outcome, name=name, host=about, status=response.status) if outcome else "",
        name=name,
        final_url=response.final_url,
        status=response.status,
        headers=_kept(response.headers),
        retry_after=_retry_after(response.headers.get("retry-after", ""), now=now),
        content_type=_short(response.headers.get("content-type", ""), _LONGEST_CONTENT_TYPE),
    )
    if outcome:
        return seen
    content_hash = digest(response.body)
    if content_hash == known_hash:
        return _ended(seen, Outcome.UNCHANGED)
    if read:
        return read(seen, response.body)
    found = _with_text(seen, response.body, None if is_read_anyway(content_hash, agreed=agreed) else watched)
    return _unless_a_wall(found, seen)


def look_at_file(path: str, *, now: datetime, limits: http.Limits = http.DEFAULT) -> Look:
    """Read a regular file of at most `limits.decoded` bytes. Folders, pipes and devices are not opened."""
    shown = _short(path, _LONGEST_TARGET) or "The empty name"
    name = _short(Path(path).name, _LONGEST_NAME) or shown
    seen = Look(target=shown, at=now, outcome=Outcome.READ, sentence="", name=name)
    try:
        body = _bytes_of(path, most=limits.decoded)
    except _Unfit as unfit:
        return _ended(seen, unfit.outcome, name=shown, limit=http.megabytes(limits.decoded))
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return _ended(seen, Outcome.MISSING_FILE, name=shown)
    except PermissionError:
        return _ended(seen, Outcome.UNREADABLE_FILE, name=shown, detail="permission is denied")
    except OSError as failure:
        return _ended(seen, Outcome.UNREADABLE_FILE, name=shown, detail=failure.strerror or "the disk failed")
    return _with_text(seen, body)


def look_at_bytes(
    body: bytes, *, name: str, now: datetime, content_type: str = "", limits: http.Limits = http.DEFAULT
) -> Look:
    """Read what a person handed in over the web: `name` is what it is called, and no file of ours is opened."""
    name = _short(name, _LONGEST_NAME) or "What was handed in"
    kind = _short(content_type, _LONGEST_CONTENT_TYPE)
    seen = Look(target=name, at=now, outcome=Outcome.READ, sentence="", name=name, content_type=kind)
    if len(body) > limits.decoded:
        return _ended(seen, Outcome.TOO_LARGE, limit=http.megabytes(limits.decoded))
    return _with_text(seen, body)


class _Unfit(Exception):
    """There is something under the name, but not a file of a size we read."""

    def __init__(self, outcome: Outcome):
        self.outcome = outcome
        super().__init__(outcome)


def _bytes_of(path: str, *, most: int) -> bytes:
    # Looked at before it is opened, because opening a device can do things; and again afterwards, because it
    # may be another by then. O_NONBLOCK: a pipe without a writer would hold us for ever.
    _check_regular(os.stat(path))  # noqa: PTH116 - Path refuses nothing more and changes the name
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(opened, "rb") as file:
        status = os.fstat(opened)
        _check_regular(status)
        if status.st_size > most:
            raise _Unfit(Outcome.TOO_LARGE)
        body = file.read(most + 1)
    if len(body) > most:
        raise _Unfit(Outcome.TOO_LARGE)
    return body


def _check_regular(status: os.stat_result):
    if stat.S_ISDIR(status.st_mode):
        raise _Unfit(Outcome.DIRECTORY)
    if not stat.S_ISREG(status.st_mode):
        raise _Unfit(Outcome.NOT_A_FILE)


def _with_text(seen: Look, body: bytes, watched: KeptWatch | None = None) -> Look:
    """The look with its body read: READ with its text, SAME_ARTICLE, or the reason why there is none."""
    if not body.strip():
        return _ended(seen, Outcome.EMPTY)
    kind = plain.sniff(body, seen.content_type, seen.name)
    if kind in _IN_WORDS and (_TEXT_TYPE.match(seen.content_type) or _TEXT_NAME.search(seen.name)):
        return _ended(seen, Outcome.BINARY_DISGUISED, detail=_IN_WORDS[kind])
    if kind not in _OWN_TYPE:
        return _ended(seen, Outcome.NOT_TEXT, detail=_IN_WORDS[kind])
    try:
        read = child.run(_read_unless_same, body, seen.content_type, seen.name, watched)
    except (child.ChildKilled, child.ChildFailed) as trouble:
        return _ended(seen, Outcome.UNREADABLE_PAGE, detail=trouble.sentence)
    except pdf.Locked:
        return _ended(seen, Outcome.PDF_LOCKED)
    except pdf.Broken:
        return _ended(seen, Outcome.UNREADABLE_PAGE, detail="it is a PDF, but damaged")
    if read is None:
        return _ended(seen, Outcome.SAME_ARTICLE)
    kind, text = read
    if not text.strip():
        return _ended(seen, Outcome.PDF_WITHOUT_TEXT if kind is plain.Kind.PDF else Outcome.EMPTY)
    found = _ended(seen, Outcome.READ)
    return replace(found, body=body, text=text, content_type=_read_as(kind, seen.content_type))


def _unless_a_wall(found: Look, seen: Look) -> Look:
    """The look that was read, or `seen` with the outcome that says what stood in the way of the page."""
    shown = wall_in(body=found.body, text=found.text, asked=found.url, final_url=found.final_url)
    if found.outcome != Outcome.READ or not shown:
        return found
    return _ended(
        seen, Outcome.CONSENT_WALL, host=urllib.parse.urlsplit(seen.final_url).hostname, detail=shown
    )


def _read_unless_same(body: bytes, content_type: str, name: str, watched: KeptWatch | None):
    """What `plain.read` returns, or None when only what surrounds the article differs. Belongs in a child process."""
    if watched and says_the_same(watched.opened(), lines_of(plain.decode(body, content_type))):
        return None
    return plain.read(body, content_type, name)


def _ended(seen: Look, outcome: Outcome, **facts: object) -> Look:
    return replace(seen, outcome=outcome, sentence=sentence(outcome, **{"name": seen.name, **facts}))


def _read_as(kind: plain.Kind, content_type: str) -> str:
    """The type the body was read as, with the parameters (charset) that came with it: reading it again as
    this type gives the same text. What the server said stays in the headers."""
    parameters = content_type.partition(";")[2].strip()
    return f"{_OWN_TYPE[kind]}; {parameters}" if parameters else _OWN_TYPE[kind]


def _retry_after(value: str, *, now: datetime) -> timedelta | None:
    """The wait a server asks for, in seconds or as a date (RFC 9110, 10.2.3); None when it asks for none."""
    try:
        wait = (
            timedelta(seconds=int(value))
            if value.isascii() and value.isdigit()
            else parsedate_to_datetime(value) - now
        )
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: _short(value, _LONGEST_HEADER) for name, value in headers.items() if name in KEPT_HEADERS}


def _name_of_url(url: str) -> str:
    """What an editor would call the page: the last part of its path, or the host of a front page."""
    without_query = _BEFORE_QUERY.match(url).group()
    last = urllib.parse.unquote(without_query.rstrip("/").rpartition("/")[2])
    return _short(last, _LONGEST_NAME) or "The page"


def _short(text: str, most: int) -> str:
    """Text of others on its way into a column: no control characters, no lone surrogates, not too long."""
    if text.isascii() and text.isprintable():
        return text.strip()[:most]
    return clean(text).replace("\n", " ").strip()[:most]
