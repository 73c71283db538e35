"""One article, one address. Pure.

`canonical` brings one address into one spelling and knows only the address. `address_of` also hears what the page says
of itself (rel=canonical), as far as it can be believed: a page may name another spelling of its own address, never an
address of another site, and never a front or section page in place of an article.
"""

import html
import re
from functools import lru_cache
from itertools import pairwise
from urllib.parse import parse_qsl, unquote_plus, urljoin, urlsplit, urlunsplit

from tld import get_tld

from tracker.capture.plain import decode
from tracker.lib.http import Refused, parse_url

LONGEST = 2000

# Added by mailings, networks and analytics; they say who clicked, not what was published.
_TRACKING_PREFIXES = (
    "utm_", "mc_", "pk_", "piwik_", "mtm_", "hsa_", "_hs", "oly_", "vero_", "ns_", "at_medium", "at_campaign",
    "at_custom", "at_link", "at_bbc", "at_ptr", "guce_", "amp_", "wt_", "wt.", "__twitter",
)  # fmt: skip
_TRACKING_NAMES = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid twclid ttclid li_fat_id igshid igsh mkt_tok
    wickedid s_cid s_kwcid cmpid cmp icid ito ocid smid smtyp smprod xtor _ga _gl ref_src ref_url sr_share spm
    guccounter tpcc usqp mibextid srsltid epik rb_clickid ncid cvid ftag
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_AMP_PAIRS = frozenset(
    {("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("output", "amp"), ("mode", "amp")}
)
# Addresses of caches that serve the pages of others, with the page's own address in the path.
_AMP_CACHE = re.compile(r"(?:[a-z0-9-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)\Z")
_CACHED = re.compile(r"/(?:c|v|wp|mbv)/(?P<tls>s/)?(?P<rest>[^/?#.][^/?#]*\.[^/?#]+(?:/.*)?)\Z", re.DOTALL)
_VIEWED = re.compile(r"/amp/(?P<tls>s/)?(?P<rest>[^/?#.][^/?#]*\.[^/?#]+(?:/.*)?)\Z", re.DOTALL)
_VIEWER = "www.google.com"

_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"  # RFC 3986, 2.3
)
_INDEX = re.compile(r"/index\.html?\Z")

# The same publisher under another host: www, and what phones, old browsers and readers abroad are sent to.
_SAME_HOUSE = frozenset(
    """www m mobile mobil amp touch lite wap edition international intl eu us uk""".split()  # noqa: SIM905
)
_AMP_ENDING = re.compile(r"(?:/amp|\.amp|/index\.amp)\Z")
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|cms|amp)\Z")
# What names an article rather than a section: a number of four figures or more, or at least three words.
_NAMES_AN_ARTICLE = re.compile(r"[0-9]{4}|[^-_]+[-_]+[^-_]+[-_]+[^-_]")


def canonical(url):
    """Return `url` in one spelling: without fragment, default port, tracking parameters, AMP cache, index.html.

    What cannot be read as a web address comes back as it was: the look at it has already said what is wrong. Doing it
    twice changes nothing more.
    """
    try:
        parts = urlsplit(parse_url(url).url)
    except (Refused, ValueError):
        return url
    original = _original(parts)
    if original:
        return canonical(original)
    path = _INDEX.sub("/", _ESCAPED.sub(_plainest, parts.path or "/"))
    return urlunsplit((parts.scheme, parts.netloc, path, _without_tracking(parts.query), ""))


def host_of(url):
    """Return the host of `url` in lower case without `www.`, or an empty string."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def address_of(*, final_url, announced=""):
    """Return where the article lives that was found at `final_url`, after redirects.

    `announced` is what the page gives as its canonical address (see `announced_in`), absolute or relative; it counts
    when it is believable, and over https a page is never moved to http.
    """
    here = _meant("", final_url)
    if not here:
        return canonical(final_url)
    there = _meant(final_url, announced.strip())
    if here.startswith("https:") and there.startswith("http:"):
        there = _meant("", "https:" + there.removeprefix("http:"))
    return there if there and _believable(urlsplit(here), urlsplit(there)) else here


def _meant(base, announced):
    """The canonical form of an announced address, or an empty string when it is none."""
    if not announced or "\\" in announced:  # browsers take a backslash for a slash, and others do not
        return ""
    try:
        # urljoin rewrites even an address that is complete.
        return canonical(parse_url(announced if "://" in announced[:8] else urljoin(base, announced)).url)
    except (Refused, ValueError):
        return ""


# --- What a page says of itself -----------------------------------------------------------------------

_SEARCHED = 256 * 1024
# What is no markup is skipped whole; nothing after the head counts, because readers may write there.
_IN_HEAD = re.compile(
    r"<(?:(?P<raw>!--|(?:script|style|template|noscript|title|textarea|svg)\b)"
    r"|(?P<end>/head\b|body\b)"
    r"|link\b(?P<link>[^<>]{1,4000})>"
    r"|base\b(?P<base>[^<>]{1,4000})>)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z-]{1,40})\s{0,20}=\s{0,20}(?:"([^"]{0,3000})"|'([^']{0,3000})'|([^\s"'>]{1,3000}))"""
)
_LINK_HEADER = re.compile(
    r"""<([^<>]{1,2000})>\s{0,20};[^<]{0,200}?\brel\s{0,20}=\s{0,20}"?canonical\b""", re.IGNORECASE
)


def announced_in(*, body, content_type, link="", final_url=""):
    """Return the canonical address that a page announces in its head or in the header `link`, or an empty string.

    Whoever announces two different ones has announced nothing. Linear in the bytes, which may be hostile.
    """
    found = [unquoted[1] for unquoted in [_LINK_HEADER.search(link)] if unquoted]
    base = final_url
    if content_type.lower().startswith(("text/html", "application/xhtml")):
        for tag in _tags_in_head(decode(body[:_SEARCHED], content_type)):
            if tag["base"] and base == final_url:
                base = _joined(final_url, _attributes(tag["base"]).get("href", ""))
            if tag["link"]:
                link_tag = _attributes(tag["link"])
                if (
                    "canonical" in link_tag.get("rel", "").lower().split()
                    and link_tag.get("href", "").strip()
                ):
                    found.append(_joined(base, link_tag["href"]))
    return "" if any(one != other for one, other in pairwise(found)) else (found or [""])[0][:LONGEST]


def _tags_in_head(markup):
    """The matches of <link> and <base> in the head of a page."""
    at = 0
    while (tag := _IN_HEAD.search(markup, at)) and not tag["end"]:
        at = tag.end()
        if not tag["raw"]:
            yield tag
        elif closing := _end_of(tag["raw"].lower()).search(markup, at):
            at = closing.end()
        else:
            return


@lru_cache(maxsize=16)
def _end_of(raw):
    return re.compile("-->" if raw == "!--" else rf"</{raw}\b", re.IGNORECASE)


def _attributes(tag):
    pairs = {}
    for name, *values in _ATTRIBUTE.findall(tag):
        pairs.setdefault(name.lower(), html.unescape("".join(values)))
    return pairs


def _joined(base, href):
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return base


# --- One spelling -------------------------------------------------------------------------------------


def _original(parts):
    """The address of the page that an AMP cache or viewer shows, or an empty string."""
    if _AMP_CACHE.match(parts.hostname or ""):
        found = _CACHED.match(parts.path)
    elif parts.hostname == _VIEWER:
        found = _VIEWED.match(parts.path)
    else:
        return ""
    if not found:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{'https' if found['tls'] else 'http'}://{found['rest']}{query}"


def _plainest(escaped):
    character = chr(int(escaped[1], 16))
    return character if character in _UNRESERVED else escaped[0].upper()


def _without_tracking(query):
    # The pieces that stay keep their spelling: servers may read their own.
    return "&".join(piece for piece in query.split("&") if not _tracks(piece))


def _tracks(piece):
    name, _, value = (unquote_plus(part).lower() for part in piece.partition("="))
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES) or (name, value) in _AMP_PAIRS


# --- What to believe ----------------------------------------------------------------------------------


def _believable(here, there):
    if _house(here) != _house(there):
        return False
    if _bare(here.path) == _bare(there.path):
        # Another spelling of the same path, unless it drops the parameter that says which article this is.
        return here.query == there.query or _names_an_article(there) or _keeps_some(here, there)
    if f"{_bare(here.path)}/".startswith(f"{_bare(there.path)}/".replace("//", "/")):
        return False  # a front or section page, put there for all pages alike
    return _names_an_article(there)


def _house(parts):
    """Whose address it is: the host without what tells editions and devices apart, and the port."""
    host = parts.hostname or ""
    port = parts.port if parts.port not in (None, 80, 443) else 0
    labels, site = _split(host)
    while labels and labels[0] in _SAME_HOUSE:
        labels = labels[1:]
    return ".".join([*labels, site]), port


def _split(host):
    """The labels before the registrable domain, and that domain; a suffix nobody knows is one label long."""
    if not host or ":" in host or host.rpartition(".")[2].isdigit():
        return [], host
    known = get_tld(f"http://{host}/", as_object=True, fail_silently=True, search_private=True)
    labels = host.split(".")
    size = len(known.fld.split(".")) if known and known.fld else 2
    return labels[:-size], ".".join(labels[-size:])


def _bare(path):
    """The path without what differs between a page and its AMP form, or between two spellings."""
    path = path.lower().rstrip("/")
    path = _EXTENSION.sub("", _AMP_ENDING.sub("", path)).rstrip("/")
    return path.removeprefix("/amp") if path.startswith("/amp/") else path


def names_an_article(url):
    """Whether an address looks like that of one article, and not of a front, section, login or consent page."""
    return _names_an_article(urlsplit(url))


def _names_an_article(parts):
    return bool(_NAMES_AN_ARTICLE.search(_bare(parts.path).rpartition("/")[2]))


def _keeps_some(here, there):
    kept, given = (
        parse_qsl(there.query, keep_blank_values=True),
        parse_qsl(here.query, keep_blank_values=True),
    )
    return bool(kept) and set(kept) <= set(given)
