"""What a feed says: the bytes of RSS, Atom, RDF, JSON Feed or a news sitemap in, entries out. Pure.

`read` belongs in a child process (tracker/lib/child.py): these bytes were chosen by others. It never raises for what
they are; what is no feed comes back as `NoFeed` with the reason.
"""

import html
import json
import logging
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from urllib.parse import urljoin

import feedparser

from tracker.capture import plain, sitemaps
from tracker.capture.addresses import canonical
from tracker.lib import http
from tracker.lib.instants import parse_instant_text
from tracker.lib.moments import Moment, Precision
from tracker.lib.text import clean, one_line

MOST_ENTRIES = 500
# A headline, not a paragraph, as in capture/headline.py: the text of an entry belongs to others.
LONGEST_TITLE = 120
_LONGEST_ID = 500
_LARGEST_UNPACKED = 10 * 1024 * 1024

logging.getLogger("feedparser").setLevel(logging.CRITICAL)


class Kind(StrEnum):
    """The values of models.Feed.Kind, which a child process without Django cannot import."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    SITEMAP = "sitemap"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One article that a feed names. `address` is canonical; `published` as well as the feed knows it."""

    address: str
    title: str = ""
    published: Moment | None = None
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedRead:
    """What a feed says. `hub` and `topic` are for WebSub, empty where it offers none.

    `sitemaps` are the addresses of further sitemaps, newest first, when this is an index of them.
    """

    kind: Kind
    title: str = ""
    site: str = ""
    hub: str = ""
    topic: str = ""
    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoFeed:
    """Why bytes are no feed, for a sentence: lower case, no full stop."""

    reason: str


def read(body: bytes, content_type: str = "", url: str = "") -> FeedRead | NoFeed:
    """Read a feed. `url` is where it came from, against which its relative links are resolved."""
    body = _unpacked(body)
    if not body.strip():
        return NoFeed("there is nothing in it")
    start = plain.decode(body[:2000], content_type).lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        return _read_json(body, content_type, url)
    kind = plain.sniff(body, content_type)
    if kind is plain.Kind.HTML:
        return NoFeed("it is a web page, not a feed")
    if kind not in (plain.Kind.XML, plain.Kind.TEXT):
        return NoFeed("it is not text")
    if sitemaps.is_one(start):
        return _read_sitemap(body, url)
    return _read_xml(body, content_type, url)


def link_address(link: object, *, base: str = "") -> str:
    """`link` as an absolute web address that we could open, resolved against `base`; "" for anything else."""
    if not isinstance(link, str) or not link.strip():
        return ""
    try:
        return http.parse_url(urljoin(base, clean(link).strip())).url
    except (http.Refused, ValueError):
        return ""


# --- RSS, Atom, RDF -----------------------------------------------------------------------------------


def _read_xml(body: bytes, content_type: str, url: str) -> FeedRead | NoFeed:
    # As a stream, always: given as bytes or text it may take them for the name of a file or an address to open.
    try:
        parsed = feedparser.parse(
            BytesIO(body),
            response_headers={"content-type": content_type, "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception:  # a parser of anything at all; what broke it is no feed
        return NoFeed("it is too broken to be read")
    if not parsed.version:
        return NoFeed("it is neither RSS nor Atom nor another kind of feed")
    about = parsed.feed
    links = [link for link in about.get("links", ()) if isinstance(link, dict)]
    return FeedRead(
        kind=Kind.ATOM if parsed.version.startswith("atom") else Kind.RSS,
        title=_line(about.get("title")),
        site=link_address(about.get("link"), base=url),
        hub=_linked(links, "hub", base=url),
        topic=_linked(links, "self", base=url),
        entries=_gathered(_xml_entry(entry, url) for entry in parsed.entries),
    )


def _linked(links: Iterable[dict], relation: str, *, base: str) -> str:
    found = (link_address(link.get("href"), base=base) for link in links if link.get("rel") == relation)
    return next(filter(None, found), "")


def _xml_entry(entry, url: str) -> Entry | None:
    # FeedBurner puts its own counter before the article and says where that is.
    links = (entry.get("feedburner_origlink"), entry.get("link"), entry.get("id"))
    address = next(filter(None, (link_address(link, base=url) for link in links[:2])), "")
    address = address or link_address(links[2])  # an id is an address only as a whole
    published = _parsed_moment(entry, "published") or _parsed_moment(entry, "updated")
    return _entry(address, title=entry.get("title"), published=published, id=entry.get("id"))


def _parsed_moment(entry, name: str) -> Moment | None:
    """A date that the parser has put into UTC, with the precision in which it was written."""
    if name not in entry or f"{name}_parsed" not in entry:  # `get` would make one date out of another
        return None
    written, parsed = entry[name], entry[f"{name}_parsed"]
    if not isinstance(written, str) or not parsed:
        return None
    try:
        return Moment.of(datetime(*parsed[:6], tzinfo=UTC), precision=_precision(written))
    except (ValueError, OverflowError, TypeError):
        return None


# --- JSON Feed 1 and 1.1 ------------------------------------------------------------------------------


def _read_json(body: bytes, content_type: str, url: str) -> FeedRead | NoFeed:
    try:
        feed = json.loads(plain.decode(body, content_type).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return NoFeed("it begins like JSON, but is not")
    version = feed.get("version") if isinstance(feed, dict) else None
    if not isinstance(version, str) or not re.match(r"https?://(www\.)?jsonfeed\.org/version/1", version):
        return NoFeed("it is JSON, but not a JSON Feed")
    hubs = [hub for hub in _list(feed.get("hubs")) if str(hub.get("type")).lower() == "websub"]
    return FeedRead(
        kind=Kind.JSON,
        title=_line(feed.get("title")),
        site=link_address(feed.get("home_page_url"), base=url),
        hub=next(filter(None, (link_address(hub.get("url"), base=url) for hub in hubs)), ""),
        topic=link_address(feed.get("feed_url"), base=url),
        entries=_gathered(_json_entry(item, url) for item in _list(feed.get("items"))),
    )


def _json_entry(item: dict, url: str) -> Entry | None:
    links = (link_address(item.get(name), base=url) for name in ("url", "external_url"))
    return _entry(
        next(filter(None, links), "") or link_address(item.get("id")),
        title=item.get("title"),
        published=moment(item.get("date_published")) or moment(item.get("date_modified")),
        id=item.get("id"),
    )


def _list(value: object) -> list[dict]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


# --- News sitemaps ------------------------------------------------------------------------------------


def _read_sitemap(body: bytes, url: str) -> FeedRead | NoFeed:
    found = sitemaps.read(body)
    if found is None:
        return NoFeed("it begins like a sitemap, but is too broken to be read")
    if found.is_index:
        newest_first = sorted(found.places, key=lambda place: _order(place.changed), reverse=True)
        addresses = (link_address(place.address, base=url) for place in newest_first)
        return FeedRead(kind=Kind.SITEMAP, sitemaps=tuple(filter(None, addresses))[:MOST_ENTRIES])
    if not found.of_news:
        return NoFeed("it is a sitemap of all pages, without news in it")
    return FeedRead(
        kind=Kind.SITEMAP,
        title=_line(found.publication),
        entries=_gathered(
            _entry(
                link_address(place.address, base=url), title=place.title, published=moment(place.published)
            )
            for place in found.places
            if place.is_news
        ),
    )


def _order(changed: str) -> datetime:
    known = moment(changed)
    return known.latest if known else datetime.min.replace(tzinfo=UTC)


# --- What all of them share ---------------------------------------------------------------------------

_WRITTEN = [
    (re.compile(r"\d{4}"), Precision.YEAR, "-01-01"),
    (re.compile(r"\d{4}-\d{2}"), Precision.MONTH, "-01"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), Precision.DAY, ""),
]


def moment(written: object) -> Moment | None:
    """The Moment of a W3C date ("2020", "2020-01", "2020-01-06", "2020-01-06T21:10Z"), or None.

    A time without an offset is UTC.
    """
    if not isinstance(written, str):
        return None
    written = written.strip()
    written = re.sub(r"([+-]\d{2})(\d{2})\Z", r"\1:\2", written) if "T" in written else written
    rest = next((rest for form, _, rest in _WRITTEN if form.fullmatch(written)), "")
    try:
        start = parse_instant_text(written + rest, start_of_day=True)
        return Moment.of(start.replace(microsecond=0), precision=_precision(written))
    except (ValueError, OverflowError):
        return None


def _precision(written: str) -> Precision:
    written = written.strip()
    for form, precision, _ in _WRITTEN:
        if form.fullmatch(written):
            return precision
    if re.search(r"\d:\d\d:\d\d", written):
        return Precision.SECOND
    return Precision.MINUTE if re.search(r"\d:\d\d", written) else Precision.DAY


def _entry(address: str, *, title: object, published: Moment | None, id: object = "") -> Entry | None:  # noqa: A002
    if not address:
        return None
    return Entry(
        address=canonical(address),
        title=_line(title),
        published=published,
        id=clean(id)[:_LONGEST_ID] if isinstance(id, str) else "",
    )


def _gathered(entries: Iterable[Entry | None]) -> tuple[Entry, ...]:
    """The entries that have an address, each address once, as they come and MOST_ENTRIES at most."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        if entry is not None:
            kept.setdefault(entry.address, entry)
        if len(kept) == MOST_ENTRIES:
            break
    return tuple(kept.values())


def _line(text: object) -> str:
    """Text of others as a title: one line, without markup."""
    if not isinstance(text, str):
        return ""
    # Titles carry entities and tags though they should not; a title is short, and a longer one is cut anyway.
    line = one_line(clean(html.unescape(re.sub(r"<[^<>]{0,200}>", "", text[:2000]))))
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _unpacked(body: bytes) -> bytes:
    """Sitemaps are often files packed with gzip; unpacked no further than we would read."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _LARGEST_UNPACKED)
    except zlib.error:
        return body
