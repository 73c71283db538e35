"""Asking a server what robots may read there."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings

from tracker.capture import robots
from tracker.capture.fetch import Look, look_at_url
from tracker.lib import http

# A longer file is read as far as we parse it; one byte more tells robots.text_of that the last line may be cut. What is
# on its way when the reading ends is not counted, so there is room for it on the wire.
LIMITS = http.Limits(wire=robots.LARGEST + 256 * 1024, decoded=robots.LARGEST + 1, cut=True)

# A server that a redirect leads to has no row yet; what it said is kept in this process, for a short while and for few.
_KEPT = timedelta(minutes=10)
_MOST_KEPT = 256
_lock = threading.Lock()
_told: dict[str, tuple[str, str, datetime]] = {}


def robots_elsewhere(*, url: str, now: datetime) -> tuple[str, str]:
    """Return (text, outcome) of the robots.txt of a server we have no row of, asked now or lately. No database."""
    place = urljoin(url, "/")
    with _lock:
        known = _told.get(place)
    if known is None or now - known[2] > _KEPT:
        known = look_at_robots(url=url, now=now)
        with _lock:
            if len(_told) >= _MOST_KEPT:
                _told.clear()
            _told[place] = known
    return known[:2]


def look_at_robots(*, url: str, now: datetime) -> tuple[str, str, datetime]:
    """Return (text, outcome, when) of the robots.txt of the server that `url` is on. Never raises; no database."""
    kept = []

    def keep(look: Look, body: bytes) -> Look:
        kept.append(robots.text_of(body))
        return replace(look, sentence="It was read.")

    look = look_at_url(
        urljoin(url, "/robots.txt"),
        now=now,
        allow_private=settings.ALLOW_PRIVATE_NETWORKS,
        user_agent=settings.USER_AGENT,
        read=keep,
        limits=LIMITS,
    )
    return (kept[0] if kept else ""), str(look.outcome), now
