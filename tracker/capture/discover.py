"""Which feeds a page offers: what it declares, and what its links look like. Pure; belongs in a child process."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.etree

from tracker.capture import plain
from tracker.capture.addresses import canonical
from tracker.capture.feeds import link_address
from tracker.lib.text import clean, one_line

MOST_OFFERS = 20
_MOST_LINKS = 5000
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
# Types that name a feed by themselves; the others do so only where the address looks like one as well.
_CERTAIN_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_LIKELY = re.compile(
    r"(?:^|[/._])(?:rss|rss2|atom|rdf|feeds?|feed\.json|news-?sitemap|sitemap-?news)(?:$|[/._])",
    re.IGNORECASE,
)
_FEED_HOST = re.compile(r"(?:^|\.)(?:feeds?\d?|rss)\.", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One address that may be a feed. `declared`: the page says so itself, in its head."""

    address: str
    title: str
    declared: bool


def discover(body: bytes, content_type: str = "", url: str = "") -> tuple[Offer, ...]:
    """The feeds that a page names, most likely first: those it declares in order, then links that look like feeds.

    Whether an offer is a feed is known only when it is read (capture/feeds.py).
    """
    root = _tree(plain.decode(body, content_type))
    if root is None:
        return ()
    base = next((urljoin(url, found) for found in root.xpath("//base/@href")[:1]), url)
    offers: dict[str, Offer] = {}
    for offer in (*_declared(root, base), *_linked(root, base)):
        if offer.address:
            offers.setdefault(offer.address, offer)
    return tuple(offers.values())[:MOST_OFFERS]


def _tree(markup: str):
    parser = lxml.etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, remove_comments=True)
    try:
        return lxml.etree.fromstring(clean(markup).encode(), parser)
    except (lxml.etree.XMLSyntaxError, ValueError):
        return None


def _declared(root, base):
    for element in root.xpath("//link[@href and @rel]")[:_MOST_LINKS]:
        relations = element.get("rel").lower().split()
        media_type = element.get("type", "").partition(";")[0].strip().lower()
        if not {"alternate", "feed"} & set(relations) or media_type not in _FEED_TYPES:
            continue
        address = _address(element.get("href"), base)
        if media_type in _CERTAIN_TYPES or _looks_like_a_feed(address):
            yield Offer(address=address, title=_line(element.get("title", "")), declared=True)


def _linked(root, base):
    for element in root.xpath("//a[@href]")[:_MOST_LINKS]:
        address = _address(element.get("href"), base)
        if address and _looks_like_a_feed(address):
            yield Offer(address=address, title=_line("".join(element.itertext())[:500]), declared=False)


def _looks_like_a_feed(address: str) -> bool:
    parts = urlsplit(address)
    return bool(_LIKELY.search(parts.path) or _FEED_HOST.search(parts.hostname or ""))


def _address(href: str, base: str) -> str:
    """`href` as an address; "feed:" is an old way of saying that a feed reader should open it."""
    href = re.sub(r"\Afeed:(?://)?(?=https?:)", "", href.strip(), flags=re.IGNORECASE)
    href = re.sub(r"\Afeed:", "http:", href, flags=re.IGNORECASE)
    found = link_address(href, base=base)
    return canonical(found) if found else ""


def _line(text: str) -> str:
    return one_line(clean(text))[:120]
