"""What a host's robots.txt lets us read (RFC 9309). Pure: the row of the host holds what it said.

Who has never been asked is not in anybody's way: ask first (capture/host.py says when an answer is stale).
"""

import re
from datetime import timedelta
from functools import lru_cache

from protego import Protego

from tracker.capture.outcomes import Outcome, Presence, presence
from tracker.lib.text import clean

# The product token of our User-Agent, by which a robots.txt can speak to us.
PRODUCT = "walkback"
# RFC 9309, 2.5: at least 500 KiB are to be parsed; what stands behind is not read.
LARGEST = 500 * 1024
_LONGEST_DELAY = timedelta(hours=1)

# RFC 9309, 2.3.1.3 and 2.3.1.2: a 4xx, and redirects without an end, mean that there are no rules. Where our own
# rules keep us from asking, they keep us from the page as well, and that look says why.
_WITHOUT_RULES = frozenset(
    {
        "",
        Outcome.EMPTY,
        Outcome.GONE_404,
        Outcome.GONE_410,
        Outcome.LOGIN_401,
        Outcome.PAYWALL_402,
        Outcome.FORBIDDEN_403,
        Outcome.LEGAL_451,
        Outcome.CLIENT_ERROR,
        Outcome.UNEXPECTED_STATUS,
        Outcome.TOO_MANY_REDIRECTS,
        Outcome.NOT_TEXT,
        Outcome.BINARY_DISGUISED,
        Outcome.BAD_URL,
        Outcome.PORT_NOT_ALLOWED,
        Outcome.FORBIDDEN_ADDRESS,
    }
)
_AGENT_LINE = re.compile(r"\s*user[- ]?agent[\s:]\s*:?([^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+")


def text_of(body: bytes) -> str:
    """The text of a robots.txt that we keep: UTF-8, at most LARGEST bytes, no line cut in two."""
    kept = body[:LARGEST]
    if len(body) > LARGEST:
        kept = kept[: kept.rfind(b"\n") + 1]
    return clean(kept.decode("utf-8", "replace"))


def refusal(host, url: str) -> Outcome | None:
    """Why `url` may not be read now, or None when it may. `host` is the Host row of its server.

    ROBOTS_DISALLOWED when its robots.txt says so. A server that could not tell us (5xx, 429, no answer) is left alone
    until it can (RFC 9309, 2.3.1.4); then this is how asking it ended, because it did not refuse us.
    """
    if _has_rules(host):
        allowed = _rules(host.robots).can_fetch(url, PRODUCT)
        return None if allowed else Outcome.ROBOTS_DISALLOWED
    return None if host.robots_outcome in _WITHOUT_RULES else Outcome(host.robots_outcome)


def is_settled(host) -> bool:
    """Whether the last look at a host's robots.txt came to an answer, be it that there are no rules."""
    return _has_rules(host) or host.robots_outcome in _WITHOUT_RULES


def may(host, url: str) -> bool:
    """Whether `url` may be read now, as far as the robots.txt of its Host goes; see `refusal`."""
    return refusal(host, url) is None


def crawl_delay(host) -> timedelta | None:
    """How long a host wants us to wait between two requests, an hour at most; None when it does not say."""
    if not _has_rules(host):
        return None
    seconds = _rules(host.robots).crawl_delay(PRODUCT)
    return None if seconds is None else timedelta(seconds=min(seconds, _LONGEST_DELAY.total_seconds()))


def _has_rules(host) -> bool:
    return presence(host.robots_outcome) is Presence.THERE


@lru_cache(maxsize=64)
def _rules(text: str) -> Protego:
    return Protego.parse("\n".join(_addressed(line) for line in text.splitlines()))


def _addressed(line: str) -> str:
    """The line, with everybody in it who is not us under one name.

    The parser keeps each rule once for every agent named above it: 15,000 agents and 2,000 rules took it 38 seconds.
    """
    found = _AGENT_LINE.match(line)
    if not found:
        return line
    agent = found[1].strip().lower()
    if agent.startswith("*"):
        return "User-agent: *"
    token = _TOKEN.match(agent)
    return f"User-agent: {PRODUCT if token and token[0] == PRODUCT else 'another'}"
