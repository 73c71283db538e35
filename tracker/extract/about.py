"""What a web page says about itself: title, byline, outlet, dates, address, language. Pure: a tree in, an About out.

A page says these things several times over, and not always the same. The order of trust is: linked data of the article
(JSON-LD), meta tags, what is printed at the head of the page; within one of them the first wins. Only where none of
them names the day of publication is htmldate asked, which guesses; a guess counts if that day stands on the page. The
wording that is most exact is kept, and nothing is added to it: no zone and no hour that the page does not give.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.etree
from htmldate import find_date

from tracker.extract import bylines, times, told_errors
from tracker.lib.moments import Moment, Precision
from tracker.lib.text import clean, one_line


@dataclass(frozen=True, kw_only=True)
class About:
    """What a page says about itself; "" or None for what it does not say. `language` is the one it declares."""

    title: str
    byline: str
    outlet: str
    published: Moment | None
    modified: Moment | None
    canonical_url: str
    language: str
    # The words of the corrections its linked data announces.
    corrections: tuple[str, ...] = ()


def read(tree, *, url: str) -> About:
    """Read what `tree`, the root of a page as parsed, says about itself. `url` is where it was found, or ""."""
    said = _Said()
    root = tree.getroottree().getroot()
    said.keep("language", root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    _read_linked_data(tree, said)
    _read_meta(tree, said)
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            said.keep("canonical", link.get("href"))
    _read_times(tree, said)
    outlet = _outlet(said, url)
    return About(
        title=_title(tree, said, outlet),
        byline=_byline(tree, said, outlet),
        outlet=outlet,
        published=_published(tree, said, url),
        modified=_with_zone(_first(said, "modified") or _first(said, "page modified"), tree)
        or _printed_update(tree),
        canonical_url=_address(said["canonical"] or said["og:url"], url),
        language=said["language"].lower(),
        corrections=tuple(said.all("correction")),
    )


class _Said:
    """The first wording of each thing that is said; `all` keeps the different ones of a thing in their order."""

    def __init__(self):
        self._found: dict[str, list[str]] = {}

    def keep(self, name: str, value):
        if isinstance(value, str) and (value := one_line(clean(value))):
            wordings = self._found.setdefault(name, [])
            if value not in wordings and len(wordings) < _MOST_WORDINGS:
                wordings.append(value)

    def all(self, name: str) -> list[str]:
        return self._found.get(name, [])

    def __getitem__(self, name: str) -> str:
        return self.all(name)[0] if name in self._found else ""


_MOST_WORDINGS = 10


# Linked data ------------------------------------------------------------------------------------------

_ARTICLE = re.compile(r"Article|Posting|Report")
_MOST_ITEMS = 50


def _read_linked_data(tree, said: _Said):
    for block in tree.iter("script"):
        if "ld+json" in (block.get("type") or ""):
            items = _items(block.text or "")
            named = {item["@id"]: item for item in items if isinstance(item.get("@id"), str)}
            for words in told_errors.announced(items):
                said.keep("correction", words)
            for item in items:
                kind = str(item.get("@type"))
                if _ARTICLE.search(kind):
                    said.keep("headline", _unescaped(item.get("headline")))
                    said.keep("published", item.get("datePublished"))
                    said.keep("modified", item.get("dateModified"))
                    said.keep("author", _names(item.get("author"), named))
                    said.keep("publisher", _names(item.get("publisher"), named))
                elif "Person" in kind and "headline" not in item:
                    said.keep("person", _names(item, named))
                elif kind == "WebPage":
                    said.keep("page published", item.get("datePublished"))
                    said.keep("page modified", item.get("dateModified"))


def _items(source: str) -> list[dict]:
    """Every thing that a block of JSON-LD describes by itself; [] for a block that is broken."""
    try:
        data = json.loads(source.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return []
    waiting, found = [data], []
    while waiting and len(found) < _MOST_ITEMS:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item[:_MOST_ITEMS])
        elif isinstance(item, dict):
            found.append(item)
            waiting.extend(
                item[key] for key in ("@graph", "mainEntity") if isinstance(item.get(key), list | dict)
            )
    return found


def _names(value, named: dict[str, dict]) -> str:
    """Who is meant by an author or publisher: names, things with a name, or references to such things."""
    names = []
    for person in (value if isinstance(value, list) else [value])[:_MOST_ITEMS]:
        if isinstance(person, dict):
            person = person.get("name") or named.get(str(person.get("@id")), {}).get("name")
        if isinstance(person, list):
            person = person[0] if person else None
        person = _unescaped(person)
        if isinstance(person, str) and not person.startswith("http") and person not in names:
            names.append(one_line(person))
    return ", ".join(names)


def _unescaped(value):
    """Many publishers write the character references of HTML into JSON."""
    return html.unescape(value) if isinstance(value, str) and "&" in value else value


# Meta tags and time elements --------------------------------------------------------------------------

_META = {
    name: meaning
    for meaning, names in {
        "published": "article:published_time datepublished date dc.date dc.date.issued dcterms.date pubdate"
        " parsely-pub-date sailthru.date article.published og:article:published_time publish-date"
        " article_date_original citation_publication_date dcterms.created originalpublicationdate",
        "modified": "article:modified_time datemodified og:updated_time lastmod last-modified dc.date.modified"
        " dcterms.modified og:article:modified_time article.updated",
        "meta author": "author authors byl article:author og:author og:article:author parsely-author"
        " sailthru.author dc.creator dcterms.creator citation_author",
        "headline in meta": "headline dc.title parsely-title sailthru.title",
        "outlet in meta": "application-name twitter:app:name:iphone twitter:app:name:ipad twitter:app:name:googleplay"
        " dc.publisher dcterms.publisher citation_journal_title",
        "account": "twitter:site",
        "og:site_name": "og:site_name",
        "og:title": "og:title",
        "og:url": "og:url",
    }.items()
    for name in names.split()
}


def _read_meta(tree, said: _Said):
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _META:
            said.keep(_META[name], meta.get("content"))


def _read_times(tree, said: _Said):
    for element in tree.iter("time"):
        role = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        value = element.get("datetime") or element.text or ""
        said.keep("modified" if "modif" in role or "updat" in role else "published", value)


# Title and outlet -------------------------------------------------------------------------------------

_SEPARATORS = (" | ", " - ", " – ", " — ", " :: ", " · ")


def _title(tree, said: _Said, outlet: str) -> str:
    heads = [words for head in _first_few(tree.iter("h1")) if (words := _words(head))]
    title = (
        said["headline"]
        or (heads[0] if len(heads) == 1 and _agrees(heads[0], said["og:title"]) else "")
        or said["og:title"]
        or said["headline in meta"]
        or next((words for element in _first_few(tree.iter("title")) if (words := _words(element))), "")
        or next(iter(heads), "")
    )
    for name in (outlet, *said.all("og:site_name"), *said.all("publisher"), *said.all("outlet in meta")):
        title = _without_outlet(title, name)
    return title


def _agrees(head: str, shared: str) -> bool:
    """Whether a heading is that of the article and not the name of the site: it has words of the title for sharing."""
    words = set(head.lower().split())
    return not shared or 3 * len(words & set(shared.lower().split())) >= 2 * len(words)


def _without_outlet(title: str, outlet: str) -> str:
    for separator in _SEPARATORS:
        for tail in (f"{separator}{outlet}", f"{separator}The {outlet}"):
            if outlet and title.lower().endswith(tail.lower()) and len(title) > len(tail):
                return title[: -len(tail)].strip()
    return title


def _outlet(said: _Said, url: str) -> str:
    """The name of the outlet: of those the page gives, one that fits its host, else the first; else the host."""
    host = (_host(url) or _host(said["og:url"])).removeprefix("www.")
    names = [
        name.removesuffix(".").strip("@_ ")
        for source in ("og:site_name", "publisher", "outlet in meta", "account")
        for name in said.all(source)
        if "//" not in name
    ]
    site = _letters(host.rpartition(".")[0])
    fitting = sorted((name for name in names if _fits(name, site)), key=_is_address)
    return next(iter(fitting or names), host)


def _is_address(name: str) -> bool:
    """ "ledger.com" or "ledger", where another name may read "The Ledger"."""
    return name.islower() or bool(re.search(r"\S\.[a-z]{2,4}\Z", name))


def _fits(name: str, site: str) -> bool:
    return (
        _letters(name) in site
        or site in _letters(name)
        or any(len(word) > 3 and word in site for word in map(_letters, re.split(r"[\s.-]+", name)))
    )


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _address(href: str, url: str) -> str:
    try:
        address = urljoin(url, href.strip()) if href.strip() else url
        return address if urlsplit(address).scheme in ("http", "https") else url
    except ValueError:
        return url


# Byline -----------------------------------------------------------------------------------------------

_CAPITALS = "'ABDEHILNORTUWY', 'abdehilnortuwy'"
_MARKED_AS_BYLINE = lxml.etree.XPath(
    "//*[@rel='author' or @itemprop='author' or @itemprop='name author' or self::address"
    f" or contains(translate(@class, {_CAPITALS}), 'byline') or contains(translate(@class, {_CAPITALS}), 'author')"
    " or contains(@data-testid, 'uthor') or contains(@id, 'uthor')][not(self::body or self::html)]"
)
_STARTS_WITH_BY = lxml.etree.XPath(
    "//text()[string-length() < 160 and (starts-with(normalize-space(.), 'By') or"
    " starts-with(normalize-space(.), 'BY')) and not(parent::script or parent::style)]"
)
_EXACT_MARK = re.compile(r"\b(?:author[-_]?name|by-?author|byline[-_]{1,2}name)\b", re.I)
_NOT_OF_THE_ARTICLE = re.compile(r"comment|related|footer|promo|teaser|sidebar|recirc|most-popular", re.I)
_LOOKED_AT = 40


def _byline(tree, said: _Said, outlet: str) -> str:
    """The names of the authors. A page that names only itself or an account may print a person's name."""
    written = said.all("author")[:1]
    # A single word there is mostly the account of whoever pressed the button.
    in_meta = [
        name for name in map(bylines.tidy, said.all("meta author")) if " " in name and "//" not in name
    ]
    in_meta = [name for name in in_meta if not any(name in other and name != other for other in in_meta)]
    written = [bylines.tidy(name) for name in written] + [", ".join(in_meta)]
    if len(said.all("person")) == 1:
        written.append(bylines.tidy(said["person"]))
    people = [name for name in written if name and not bylines.is_login(name)]
    houses = {_letters(name) for name in (outlet, *said.all("publisher"), *said.all("og:site_name"))}
    named = next((name for name in people if _letters(name) not in houses), "")
    return named or _printed_byline(tree) or next(iter(people), "")


def _printed_byline(tree) -> str:
    candidates = [element for element in _MARKED_AS_BYLINE(tree)[:_LOOKED_AT] if not _is_elsewhere(element)]
    candidates.sort(
        key=lambda element: not (element.get("rel") == "author" or _EXACT_MARK.search(_marks(element)))
    )
    for element in candidates:
        pieces = [piece for text in element.itertext() if (piece := one_line(clean(text)))][:8]
        whole = bylines.of_line(" ".join(pieces))
        if bylines.looks_like_names(whole):
            return whole
        for piece in pieces:
            name = bylines.tidy(piece)
            if bylines.looks_like_names(name):
                return name
    for text in _STARTS_WITH_BY(tree)[:_LOOKED_AT]:
        place = text.getparent()
        if text.is_text and not _is_elsewhere(place):
            names = bylines.of_line(one_line(clean("".join(place.itertext())))[:200].replace(" ,", ","))
            if bylines.looks_like_names(names):
                return names
    return ""


def _marks(element) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('id') or ''}"


def _is_elsewhere(element) -> bool:
    """Whether it stands in the comments, the footer or a teaser of another article."""
    return any(
        ancestor.tag in ("aside", "nav", "script")
        or (ancestor.tag == "footer" and next(ancestor.iterancestors("article", "main"), None) is None)
        or _NOT_OF_THE_ARTICLE.search(_marks(ancestor))
        for ancestor in (element, *element.iterancestors())
        if ancestor.tag not in ("body", "html", "main", "article")
    )


# Dates ------------------------------------------------------------------------------------------------

_DATED_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?|[a-z]{3})[/-](\d\d?)(?:[/-]|\Z)", re.I)
_SHORT_WITH_YEAR = lxml.etree.XPath(
    "//text()[string-length() < 160 and (contains(., '20') or contains(., '19')) and"
    " not(parent::script or parent::style or parent::option or parent::title)]"
)
_SAYS_UPDATED = lxml.etree.XPath(
    "//text()[string-length() < 160 and (contains(., 'pdated') or contains(., 'PDATED') or contains(., 'odified'))"
    " and not(parent::script or parent::style or parent::option or parent::title)]"
)
_UPDATED = re.compile(
    r"(?:[^\n]{0,60}[|/\u2022\u00b7]\s*)?(?:last |article |story )?(?:updated|modified)(?: on| at|:|\s)",
    re.I,
)
_MOST_LINES = 60


def _published(tree, said: _Said, url: str) -> Moment | None:
    """What the page says; else the day in its address or the day htmldate finds, as exactly as that day is printed."""
    stated = _first(said, "published") or _first(said, "page published")
    if stated:
        return _with_zone(stated, tree)
    day = _day_of_address(url) or _guessed_day(tree, url)
    if day is None:
        return None
    for text in _SHORT_WITH_YEAR(tree)[:_MOST_LINES]:
        line = one_line(text)
        moment = None if _UPDATED.match(line) else times.find(line)
        # A day is at home in its zone: midnight of a stated day was counted in UTC, the printed time may not be.
        if moment and moment.precision != day.precision and moment.earliest.date() == day.earliest.date():
            return moment
    return day


def _with_zone(stated: Moment | None, tree) -> Moment | None:
    """A time without a zone is UTC, and told in the page's own zone, if the page prints the same instant with one."""
    if stated is None or stated.zone or stated.precision != Precision.MINUTE:
        return stated
    printed = (times.find(one_line(text)) for text in _SHORT_WITH_YEAR(tree)[:_MOST_LINES])
    return next((one for one in printed if one and one.zone and one.earliest == stated.earliest), stated)


def _first(said: _Said, name: str) -> Moment | None:
    return next((moment for value in said.all(name) if (moment := times.read(value))), None)


def _day_of_address(url: str) -> Moment | None:
    found = _DATED_ADDRESS.search(url)
    if not found:
        return None
    year, month, day = found.groups()
    return times.read(f"{year}-{month:0>2}-{day:0>2}" if month.isdigit() else f"{day} {month} {year}")


def _guessed_day(tree, url: str) -> Moment | None:
    """A date found by guesswork counts only if that very day is written on the page."""
    try:
        guess = times.read(find_date(tree, original_date=True, extensive_search=False, url=url or None) or "")
    except (ValueError, AttributeError, TypeError):  # dates no calendar has, in wordings it does not expect
        return None
    return guess if guess and _is_written(guess, lxml.etree.tostring(tree, encoding="unicode")) else None


def _is_written(moment: Moment, page: str) -> bool:
    day = moment.earliest
    name = day.strftime("%B")
    return bool(
        re.search(
            rf"{day.year}[-/._]?0?{day.month}[-/._]?0?{day.day}\b"
            rf"|\b{name[:3]}\w{{0,6}}\.? 0?{day.day}(?:st|nd|rd|th)?,? {day.year}"
            rf"|\b0?{day.day}(?:st|nd|rd|th)?\.? {name[:3]}\w{{0,6}}\.?,? {day.year}"
            rf"|\b0?(?:{day.month}[-/.]0?{day.day}|{day.day}[-/.]0?{day.month})[-/.]{day.year}",
            page,
            re.I,
        )
    )


def _printed_update(tree) -> Moment | None:
    """ "Updated Jan. 7, 2020" as a reader sees it, where no tag says so; the date may be in the next element."""
    for text in _SAYS_UPDATED(tree)[:_MOST_LINES]:
        line = one_line(text)
        place = text.getparent()
        if place is None or not _UPDATED.match(f"{line} ") or _is_elsewhere(place):
            continue
        after = re.split(r"(?i)updated|modified", line, maxsplit=1)[1]
        around = place.getparent() if text.is_text and place.getparent() is not None else place
        moment = times.find(after) or times.find(
            one_line(" ".join(around.itertext()))[:160].partition(line)[2]
        )
        if moment:
            return moment
    return None


def _first_few(elements) -> Iterator:
    return (element for element, _ in zip(elements, range(5), strict=False))


def _words(element) -> str:
    """The text of an element; a line break inside it parts words, other tags do not."""
    return one_line(clean((" " if element.find(".//br") is not None else "").join(element.itertext())))
