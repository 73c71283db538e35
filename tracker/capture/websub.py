"""WebSub (W3C Recommendation 2018): hubs tell us that a feed has news, and we look at once. A push is only a nudge.

What a hub pushes is not read: it may be late, or not true, and a look at the feed tells all. So a lost push costs
minutes, and a false one a look.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse

from tracker.capture import feed_store
from tracker.capture.feeds import link_address
from tracker.capture.models import Feed
from tracker.lib import http

LEASE = timedelta(days=10)
_SHORTEST_LEASE, _LONGEST_LEASE = timedelta(hours=1), timedelta(days=30)
_RENEWED_BEFORE = timedelta(days=1)
# A hub that never confirms is asked again, but not at every turn.
_ASKED_AGAIN_AFTER = timedelta(hours=12)
# The methods of the Recommendation (5.1.2). SHA-1 as an HMAC is not broken, and many hubs sign with nothing else.
_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
_LIMITS = http.Limits(seconds=10, wire=64 * 1024, decoded=64 * 1024)
_TOKENS = signing.Signer(salt="tracker.capture.websub", sep=".")
_LINK = re.compile(r"<([^<>]{1,2000})>([^<>]{0,500})")
_RELATION = re.compile(r"""(?:^|;)\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))""", re.IGNORECASE)


def offered(link_header: str, *, base: str) -> tuple[str, str]:
    """The (hub, topic) that a Link header names, each "" where it names none."""
    found = {"hub": "", "self": ""}
    for target, parameters in _LINK.findall(link_header):
        relation = _RELATION.search(parameters)
        for name in (relation[1] or relation[2] or "").lower().split() if relation else ():
            if name in found and not found[name]:
                found[name] = link_address(target, base=base)
    return found["hub"], found["self"]


def wanting(*, now: datetime):
    """The feeds whose hub should be asked now: never asked, not confirmed for long, or about to end."""
    ending = Q(subscribed_until=None) | Q(subscribed_until__lt=now + _RENEWED_BEFORE)
    return _with_rested_hubs(now).filter(ending, set_aside_at=None)


def leaving(*, now: datetime):
    """The feeds that are set aside, by a person or after long failure, of which their hub goes on to tell us."""
    return _with_rested_hubs(now).filter(set_aside_at__isnull=False, subscribed_until__gt=now)


def _with_rested_hubs(now):
    rested = Q(hub_asked_at=None) | Q(hub_asked_at__lt=now - _ASKED_AGAIN_AFTER)
    return Feed.objects.filter(rested).exclude(hub="").order_by("pk")


def ask_hubs(*, now: datetime, most: int = 5) -> int:
    """Ask the hubs of up to `most` feeds to tell us of news, and of as many to stop; return how many were asked.

    Only where this site can be reached from outside: over https, because the secret goes the same way.
    """
    if not settings.SITE_IS_HTTPS:
        return 0
    wanted, unwanted = wanting(now=now)[:most], leaving(now=now)[:most]
    for feed in wanted:
        subscribe(feed=feed, now=now)
    for feed in unwanted:
        unsubscribe(feed=feed, now=now)
    return len(wanted) + len(unwanted)


def subscribe(*, feed: Feed, now: datetime) -> bool:
    """Ask the hub of a feed to tell us of news. Whether it will, it says by calling back; False: it said no at once."""
    secret = feed_store.ask_hub(feed=feed, now=now)
    lease = str(int(LEASE.total_seconds()))
    return _asked(feed, "subscribe", {"hub.lease_seconds": lease, "hub.secret": secret})


def unsubscribe(*, feed: Feed, now: datetime) -> bool:
    """Ask the hub of a feed to stop. It asks back whether we meant it (`confirms`); False: it said no at once."""
    feed_store.leave_hub(feed=feed, now=now)
    return _asked(feed, "unsubscribe", {})


def _asked(feed, mode, more):
    try:
        answer = http.post(
            feed.hub,
            form={"hub.mode": mode, "hub.topic": feed.topic, "hub.callback": callback(feed)} | more,
            user_agent=settings.USER_AGENT,
            limits=_LIMITS,
            allow_private=settings.ALLOW_PRIVATE_NETWORKS,
        )
    except http.NoAnswer:
        return False
    return 200 <= answer.status < 300


def callback(feed: Feed) -> str:
    """The address at which the hub of this feed reaches us; nobody else can know it."""
    return settings.SITE_URL + reverse("websub", args=[_TOKENS.sign(str(feed.pk))])


def feed_of(token: str) -> Feed | None:
    """The feed that a callback address belongs to, or None for one that we did not give out."""
    try:
        return Feed.objects.filter(pk=int(_TOKENS.unsign(token))).first()
    except (signing.BadSignature, ValueError):
        return None


def confirms(*, feed: Feed, mode: str, topic: str, lease: str, now: datetime) -> bool:
    """Take note of a hub that asks whether we meant it (5.3), or that refuses us (5.2); whether we agree."""
    if not feed.topic or topic != feed.topic:
        return False
    wanted = bool(feed.hub and feed.hub_secret) and feed.set_aside_at is None
    if mode == "subscribe" and wanted:
        feed_store.subscribed(feed=feed, until=now + _lease(lease))
        return True
    if mode == "unsubscribe" and not wanted:
        feed_store.not_subscribed(feed=feed)
        return True
    if mode == "denied":
        feed_store.not_subscribed(feed=feed)
        return True
    return False


def _lease(seconds: str) -> timedelta:
    if not (seconds.isascii() and seconds.isdigit()):
        return _SHORTEST_LEASE
    return min(max(timedelta(seconds=min(int(seconds[:12]), 10**9)), _SHORTEST_LEASE), _LONGEST_LEASE)


def is_signed(*, feed: Feed, body: bytes, signature: str) -> bool:
    """Whether the hub of this feed signed these bytes ("sha256=…", X-Hub-Signature)."""
    method, _, digest = signature.strip().partition("=")
    if not feed.hub_secret or method not in _METHODS:
        return False
    expected = hmac.new(feed.hub_secret.encode(), body, getattr(hashlib, method)).hexdigest()
    return hmac.compare_digest(expected.encode(), digest.lower().encode("utf-8", "replace"))
