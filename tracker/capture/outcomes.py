"""How a look at an address or a file can end: a closed list, with one sentence each for an editor.

A `Visit` keeps the code and the sentence. What a code says about the page itself is `presence`: only a clear
"not found" or "gone" from the server speaks for a deletion. Everything else that gave us no page (a time-out,
a refused robot, a server in trouble) says nothing, and stays `unknown`.
"""

from enum import StrEnum

from django.db import models

from tracker.lib import http


class Outcome(models.TextChoices):
    # The page was there.
    READ = "read", "read"  # what a look says, which knows no history; the store makes it one of the next
    NEW = "new", "new"
    CHANGED = "changed", "changed"
    UNCHANGED = "unchanged", "unchanged"
    SAME_ARTICLE = "same-article", "same article"
    REVERTED = "reverted", "back to an earlier version"
    NOT_MODIFIED = "not-modified", "not modified"
    # The server answered, without the page.
    GONE_404 = "gone-404", "not found (404)"
    GONE_410 = "gone-410", "gone (410)"
    LOGIN_401 = "login-401", "login required (401)"
    PAYWALL_402 = "paywall-402", "payment required (402)"
    FORBIDDEN_403 = "forbidden-403", "forbidden (403)"
    RATE_LIMITED_429 = "rate-limited-429", "too many requests (429)"
    LEGAL_451 = "legal-451", "withheld for legal reasons (451)"
    CLIENT_ERROR = "client-error", "request rejected (4xx)"
    UNAVAILABLE_503 = "unavailable-503", "unavailable (503)"
    SERVER_ERROR = "server-error", "server error (5xx)"
    UNEXPECTED_STATUS = "unexpected-status", "unexpected answer"
    CONSENT_WALL = "consent-wall", "consent wall"
    # There was no answer. The same codes as tracker.lib.http.
    BAD_URL = "bad-url", "not a web address"
    PORT_NOT_ALLOWED = "port-not-allowed", "port not allowed"
    FORBIDDEN_ADDRESS = "forbidden-address", "forbidden address"
    DNS_FAILED = "dns-failed", "name not found"
    CONNECTION_REFUSED = "connection-refused", "connection refused"
    CONNECTION_RESET = "connection-reset", "connection broken off"
    UNREACHABLE = "unreachable", "unreachable"
    TLS_FAILED = "tls-failed", "no secure connection"
    TIMEOUT = "timeout", "time-out"
    TOO_MANY_REDIRECTS = "too-many-redirects", "too many redirects"
    HEADERS_TOO_LARGE = "headers-too-large", "headers too large"
    TOO_LARGE = "too-large", "too large"
    BAD_ENCODING = "bad-encoding", "cannot be unpacked"
    BAD_RESPONSE = "bad-response", "not HTTP"
    ROBOTS_DISALLOWED = "robots-disallowed", "disallowed by robots.txt"
    # There were bytes, but no text to keep.
    EMPTY = "empty", "empty"
    NOT_TEXT = "not-text", "not text"
    BINARY_DISGUISED = "binary-disguised", "named as text, but is not"
    UNREADABLE_PAGE = "unreadable-page", "could not be parsed"
    PDF_LOCKED = "pdf-locked", "PDF with a password"
    PDF_WITHOUT_TEXT = "pdf-without-text", "PDF without text"
    # There was a page, but no place to put it.
    NOT_KEPT = "not-kept", "could not be kept"
    # Files.
    MISSING_FILE = "missing-file", "no such file"
    UNREADABLE_FILE = "unreadable-file", "unreadable file"
    DIRECTORY = "directory", "a folder"
    NOT_A_FILE = "not-a-file", "a device or pipe"


class Presence(StrEnum):
    """What a look says about the page, not about the look."""

    THERE = "there"
    GONE = "gone"
    UNKNOWN = "unknown"


_THERE = frozenset(
    {
        Outcome.READ,
        Outcome.NEW,
        Outcome.CHANGED,
        Outcome.UNCHANGED,
        Outcome.SAME_ARTICLE,
        Outcome.REVERTED,
        Outcome.NOT_MODIFIED,
    }
)
# The server, or the bytes it sent, said that nothing is new.
SAME_BYTES = frozenset({Outcome.UNCHANGED, Outcome.NOT_MODIFIED})
_GONE = frozenset({Outcome.GONE_404, Outcome.GONE_410})

_OF_STATUS = {
    304: Outcome.NOT_MODIFIED,
    401: Outcome.LOGIN_401,
    402: Outcome.PAYWALL_402,
    403: Outcome.FORBIDDEN_403,
    404: Outcome.GONE_404,
    410: Outcome.GONE_410,
    429: Outcome.RATE_LIMITED_429,
    451: Outcome.LEGAL_451,
    503: Outcome.UNAVAILABLE_503,
}

# Facts: name (of the page or file, as shown), host, status, detail, limit. What is not here, lib/http.py says.
_SENTENCES = {
    Outcome.READ: "{name} was read.",
    Outcome.NEW: "{name} was captured for the first time.",
    Outcome.CHANGED: "{name} has changed since the last look, and the new version was kept.",
    Outcome.UNCHANGED: "{name} is the same as at the last look.",
    Outcome.SAME_ARTICLE: "{name} says what it said at the last look; only what surrounds the article has changed.",
    Outcome.REVERTED: "{name} is back to an earlier version that is already kept.",
    Outcome.NOT_MODIFIED: "{host} says that the page has not changed since the last look.",
    Outcome.GONE_404: "{host} says that there is no page at this address (404).",
    Outcome.GONE_410: "{host} says that the page was removed (410).",
    Outcome.LOGIN_401: "{host} shows this page only after a login (401).",
    Outcome.PAYWALL_402: "{host} shows this page only against payment (402).",
    Outcome.FORBIDDEN_403: "{host} refused to show this page to Walkback (403).",
    Outcome.RATE_LIMITED_429: "{host} asks for fewer requests (429); Walkback will look again later.",
    Outcome.LEGAL_451: "{host} withholds this page for legal reasons (451).",
    Outcome.CLIENT_ERROR: "{host} rejected the request ({status}).",
    Outcome.UNAVAILABLE_503: "{host} is not available at the moment (503).",
    Outcome.SERVER_ERROR: "{host} has a problem of its own ({status}).",
    Outcome.UNEXPECTED_STATUS: "{host} gave an answer that is not a page ({status}).",
    Outcome.CONSENT_WALL: "{host} showed {detail} in place of the page; nothing is known of the page itself.",
    Outcome.ROBOTS_DISALLOWED: "{host} asks robots not to read this page, and Walkback keeps to it.",
    Outcome.TOO_LARGE: "{name} is larger than {limit}, the most Walkback reads.",
    Outcome.EMPTY: "{name} has no text a reader could see.",
    Outcome.NOT_TEXT: "{name} is {detail}; Walkback reads HTML, plain text and PDF.",
    Outcome.PDF_LOCKED: "{name} is a PDF that opens only with a password.",
    Outcome.PDF_WITHOUT_TEXT: "{name} is a PDF of pictures, such as a scan, without text in it.",
    Outcome.NOT_KEPT: "{name} was read but could not be kept: {detail}. Walkback will look again.",
    Outcome.BINARY_DISGUISED: "{name} is presented as a text page but is {detail}.",
    Outcome.UNREADABLE_PAGE: "{name} could not be read: {detail}.",
    Outcome.MISSING_FILE: "{name} is not there: no such file.",
    Outcome.UNREADABLE_FILE: "{name} cannot be read: {detail}.",
    Outcome.DIRECTORY: "{name} is a folder, not a file.",
    Outcome.NOT_A_FILE: "{name} is a device, pipe or socket, not a file.",
}
_UNKNOWN_FACTS = {
    "name": "The page",
    "host": "The server",
    "status": "no status",
    "detail": "something else",
    "limit": "is allowed",
}
_LONGEST_FACT = 160


def presence(outcome: str) -> Presence:
    """What `outcome` says about the page: there, gone, or nothing at all."""
    if outcome in _THERE:
        return Presence.THERE
    return Presence.GONE if outcome in _GONE else Presence.UNKNOWN


def of_status(status: int) -> Outcome | None:
    """The outcome an HTTP status decides by itself; None when the body decides (200 and 203)."""
    if status in (200, 203):
        return None
    if status in (204, 205):
        return Outcome.EMPTY
    if status in _OF_STATUS:
        return _OF_STATUS[status]
    if 400 <= status < 500:
        return Outcome.CLIENT_ERROR
    if 500 <= status < 600:
        return Outcome.SERVER_ERROR
    return Outcome.UNEXPECTED_STATUS


def sentence(outcome: str, **facts: object) -> str:
    """The one sentence for an editor, under 500 characters. A fact that is not given is worded around."""
    if outcome not in _SENTENCES:
        return http.say(http.Code(outcome), **facts)
    return _SENTENCES[outcome].format_map(_Shown(_UNKNOWN_FACTS | facts))


class _Shown(dict):
    """Facts as they may stand in a sentence; only those that a sentence names are worth the work."""

    def __getitem__(self, name: str) -> str:
        return _one_short_line(super().__getitem__(name))


def _one_short_line(fact: object) -> str:
    line = " ".join(str(fact).encode("utf-8", "replace").decode("utf-8").replace("\x00", "").split())
    return line if len(line) <= _LONGEST_FACT else line[: _LONGEST_FACT - 1] + "…"
