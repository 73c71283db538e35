"""Finding the feed that somebody means, before it is added: it is read first, and a page is searched for its feeds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracker.capture import feed_store
from tracker.capture.discover import Offer
from tracker.capture.feeds import FeedRead
from tracker.capture.look_at_feed import look_at_address
from tracker.capture.models import Feed
from tracker.lib import http

_MOST_TRIED = 4


class Refused(ValueError):
    """This cannot be added; the message is one sentence that says why."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A feed that can be added: its address, what was read there, and what else a page offers.

    `read` is None for one that is known already: then nobody was asked.
    """

    address: str
    read: FeedRead | None
    others: tuple[Offer, ...] = ()


def is_known(address: str) -> bool:
    """Whether a feed of this address is there already."""
    return Feed.objects.filter(address=address).exists()


def find(url: str, *, now: datetime, known: Callable[[str], bool] = is_known) -> Found:
    """Return the feed at `url`, or the first that can be read of those which the page there names. Refused with reason.

    It goes out over the network, 20 seconds at most for each of a few looks. `known` says which addresses are feeds
    of ours; a thread without a database passes its own.
    """
    address = _address(url)
    if known(address):
        return Found(address=address, read=None)
    seen = look_at_address(address, now=now)
    if seen.found:
        return _found(seen, known=known)
    if not seen.offers:
        raise Refused(seen.look.sentence)
    return _first_of(seen.offers, now=now, known=known)


def _first_of(offers, *, now, known):
    reasons = []
    for offer in offers[:_MOST_TRIED]:
        others = tuple(other for other in offers if other != offer)
        if known(offer.address):
            return Found(address=offer.address, read=None, others=others)
        seen = look_at_address(offer.address, now=now)
        if seen.found:
            return _found(seen, known=known, others=others)
        reasons.append(seen.look.sentence)
    raise Refused(f"The page names feeds, but none of them can be read. {reasons[0]}")


def _found(seen, *, known, others=()):
    # Where it was redirected to is where it is: asked for under two addresses it is still one feed.
    address = feed_store.address_of(seen.look.final_url)
    return Found(address=address, read=None if known(address) else seen.found, others=others)


def _address(url: str) -> str:
    url = url.strip()
    try:
        return feed_store.address_of(url if "://" in url else f"https://{url}")
    except http.Refused as refusal:
        raise Refused(refusal.sentence) from None
