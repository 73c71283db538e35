"""The XML of sitemaps and of their index (sitemaps.org 0.9, Google News 0.9). Pure; belongs in a child process."""

import re
from dataclasses import dataclass

import lxml.etree

# Prefixes differ, and some publishers invent the namespace; the local names are what counts.
_MOST_PLACES = 5000
_START = re.compile(
    r"(?:<\?xml[^>]{0,500}\?>|<!--.{0,1500}?-->|<\?[^>]{0,500}\?>|\s)*<(?:\w+:)?(?:urlset|sitemapindex)[\s>]",
    re.DOTALL,
)
_NEWS = "sitemap-news"


@dataclass(frozen=True, kw_only=True)
class Place:
    """One <url> or <sitemap>, as it is written."""

    address: str
    changed: str = ""
    is_news: bool = False
    title: str = ""
    published: str = ""
    publication: str = ""


@dataclass(frozen=True, kw_only=True)
class Sitemap:
    """`of_news` is true for a sitemap that says so, even when there is no news in it at the moment."""

    is_index: bool
    of_news: bool
    publication: str
    places: tuple[Place, ...]


def is_one(start: str) -> bool:
    """Whether text that starts like this is a sitemap or an index of them."""
    return _START.match(start) is not None


def read(body: bytes) -> Sitemap | None:
    """Read a sitemap, or None when nothing in it can be read. No entity is resolved and no DTD is loaded."""
    parser = lxml.etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = lxml.etree.fromstring(body, parser)
    except (lxml.etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        return None
    places = tuple(place for place in map(_place, root[:_MOST_PLACES]) if place)
    return Sitemap(
        is_index=_name(root) == "sitemapindex",
        of_news=any(place.is_news for place in places) or any(_NEWS in uri for uri in root.nsmap.values()),
        publication=next((place.publication for place in places if place.publication), ""),
        places=places,
    )


def _place(element) -> Place | None:
    written = {_name(child): child for child in element}
    news = written.get("news")
    about = {} if news is None else {_name(child): child for child in news.iter()}
    if not _text(written.get("loc")):
        return None
    return Place(
        address=_text(written.get("loc")),
        changed=_text(written.get("lastmod")),
        is_news=news is not None,
        title=_text(about.get("title")),
        published=_text(about.get("publication_date")),
        publication=_text(about.get("name")),
    )


def _name(element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element) -> str:
    return (element.text or "").strip() if element is not None else ""
