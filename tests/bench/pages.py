"""Article pages for benches: made up from a seed, or taken from a folder of the public article-extraction-benchmark.

A page is HTML with slots. Each load fills them anew, as news sites do: ids and nonces, advertisements, teasers that
rotate, a ticker, what is most read. The same seed gives the same bytes. A page can be asked for with one of three
edits, each of which puts words on it that were not there before.

The made-up ones have the size and the mess of real ones: some 170 kB, 800 elements, 150 links, 700 words of main text,
half of the bytes in scripts; six sites with markup of their own.
"""

import gzip
import hashlib
import html
import json
import random
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

EDITS = ("a word", "a paragraph", "a correction")

_SLOT = re.compile("⟦([a-z]+)⟧")
_FIRST = [
    "Anna",
    "Bruno",
    "Carla",
    "Dmitri",
    "Elena",
    "Farid",
    "Greta",
    "Hamid",
    "Irene",
    "Jonas",
    "Katya",
    "Leon",
    "Marta",
    "Nadia",
    "Oscar",
    "Paula",
    "Quentin",
    "Rosa",
    "Stefan",
    "Tamar",
    "Ulrich",
    "Vera",
    "Walter",
    "Ximena",
    "Yusuf",
    "Zora",
]
_OFFICES = (
    "Minister",
    "Deputy Minister",
    "Senator",
    "Governor",
    "Mayor",
    "Judge",
    "Ambassador",
    "Police Chief",
    "Commissioner",
    "Spokeswoman",
)
_BODIES = (
    "the ministry of transport",
    "the port authority",
    "the central bank",
    "the health office",
    "the city council",
    "the electoral commission",
    "the rail operator",
    "the teachers’ union",
    "the water board",
    "the defence staff",
    "the court of audit",
    "the energy regulator",
)
_THINGS = (
    "harbour tunnel",
    "grain levy",
    "school reform",
    "ceasefire line",
    "vaccination programme",
    "railway tender",
    "pension fund",
    "border crossing",
    "water tariff",
    "hospital merger",
    "power station",
    "fishing quota",
    "housing plan",
    "airport extension",
    "flood barrier",
    "data register",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_ASSERT = ("said", "announced", "confirmed", "told reporters", "wrote in a letter", "said in a statement")
_DENY = ("denied", "rejected", "disputed", "dismissed")
_PLAIN = (
    "The {thing} in {place} was {state} on {day}, {number} days after {body} had promised a decision.",
    "{number} people had gathered in front of the town hall of {place} by noon, many of them with banners about the "
    "{thing}.",
    "Figures seen by this newspaper show that the {thing} has cost {number} million so far, a third more than planned.",
    "In {place}, where the {thing} was first proposed, shopkeepers had heard nothing for {number} weeks.",
    "A vote on the {thing} is due before the end of the month, but nobody in {place} expects a clear majority.",
    "The last review of the {thing}, finished {number} months ago, found that {body} had kept two sets of accounts.",
    "Rain had fallen for {number} hours when the first lorries left {place} for the coast.",
    "It was the third time in a year that plans for the {thing} were changed at short notice.",
)
_SAID = (
    "{office} {person} {asserted} on {day} that the {thing} would be {state} within {number} weeks.",
    "“We have {number} engineers in {place} and the {thing} will open on time,” {office} {person} said on {day}.",
    "“Nobody in my office has seen such an order,” {person} told reporters in {place}, “and nobody will.”",
    "{office} {person} {denied} a report that {body} had paid {number} million for the {thing}.",
    "According to {body}, the {thing} in {place} has been {state} since {day}.",
    "{person}, who leads {body}, said the number of complaints about the {thing} had risen to {number}.",
    "{person} later withdrew the remark and said that the {thing} had never been {state}.",
)
_STATES = ("suspended", "approved", "closed", "reopened", "cancelled", "delayed", "extended", "sold")
_CITED = re.compile("“|said|told|wrote|announced|confirmed|denied|rejected|disputed|dismissed|According")
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"


# ------------------------------------------------------------------ what both kinds of pages have in common
@dataclass
class Page:
    """A page: `main_text` is what a reader would call the article, one paragraph a line."""

    number: int
    main_text: str
    _slotted: dict = field(default_factory=dict, repr=False)

    def slotted(self, edit):
        """(HTML with slots, words that only this edit puts there); None when the page cannot be edited like that."""
        raise NotImplementedError

    def load(self, *, address, noise=None, edit=None):
        """Return the bytes of one load. `noise` is any seed; without one the load is always the same."""
        chance = random.Random(f"{self.number}/{noise}")
        pieces = self._pieces(edit)
        filled = list(pieces)
        for place in range(1, len(pieces), 2):
            filled[place] = address if pieces[place] == "address" else _SLOTS[pieces[place]](chance)
        return "".join(filled).encode("utf-8", "surrogateescape")

    def can(self, edit):
        """Whether this page can be had with this edit."""
        return self.slotted(edit) is not None

    def new_words(self, edit):
        """The words that only this edit puts on the page."""
        return self.slotted(edit)[1]

    def _pieces(self, edit):
        if edit not in self._slotted:
            self._slotted[edit] = _SLOT.split(self.slotted(edit)[0])
        return self._slotted[edit]


# ------------------------------------------------------------------ what differs from load to load
_TEASERS = tuple(
    (
        f"{first} {thing}: what we know",
        f"What the plan for the {thing} means for {first} and others, in brief.",
    )
    for first in ("Inside the", "Beyond the", "Five questions on the", "In pictures: the")
    for thing in _THINGS
)


def _hexadecimal(chance):
    return f"{chance.getrandbits(64):016x}"


def _advertisement(chance):
    number = chance.getrandbits(40)
    goods = chance.choice(("shoes", "holidays", "a new bank account", "hearing aids", "electric cars"))
    return (
        f'<a href="https://ads.example/click?cb={number}&amp;slot={number % 7}" rel="sponsored">'
        f"Save {number % 60 + 10} % on {goods}</a>"
    )


def _teasers(chance):
    return "".join(
        f'<div class="teaser" data-t="{_hexadecimal(chance)}"><a href="/teaser-{chance.randint(1, 9999)}"><h3>{title}'
        f"</h3></a><p>{text}</p></div>"
        for title, text in chance.sample(_TEASERS, 4)
    )


def _most_read(chance):
    return "".join(
        f'<li><a href="/read-{chance.randint(1, 9999)}">{title}</a></li>'
        for title, _ in chance.sample(_TEASERS, 6)
    )


def _ticker(chance):
    rates = ", ".join(f"{name} {chance.uniform(1, 900):.2f}" for name in ("Index", "Copper", "Wheat", "Gas"))
    return f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02} {rates}"


_SLOTS = {
    "id": _hexadecimal,
    "nonce": _hexadecimal,
    "advertisement": _advertisement,
    "teasers": _teasers,
    "mostread": _most_read,
    "ticker": _ticker,
    "count": lambda chance: str(chance.randint(2, 999)),
    "related": lambda chance: f'<a href="/more-{chance.randint(1, 9999)}">{chance.choice(_TEASERS)[0]}</a>',
}


# ------------------------------------------------------------------ made-up pages
class MadeUp(Page):
    """Page `number` of the made-up sites."""

    def __init__(self, number):
        chance = random.Random(f"page {number}")
        self._place, self._thing = _name(chance), chance.choice(_THINGS)
        self._title = f"{self._place} waits for the {self._thing} as {chance.choice(_DAYS)} passes"
        self._paragraphs = _paragraphs(chance, place=self._place, thing=self._thing)
        super().__init__(number, "\n".join(self._paragraphs))

    def slotted(self, edit):
        paragraphs, words = _edited(self._paragraphs, edit, of=self)
        site = self.number % len(_SITES)
        return _document(_SITES[site](paragraphs, self._title), page=self, site=site), words

    @property
    def title(self):
        return self._title

    @cached_property
    def surroundings(self):
        """What stands around the article, the same at each load but for its slots."""
        return _Surroundings(random.Random(f"around {self.number}"))


def _name(chance):
    syllables = chance.randint(2, 3)
    return "".join(
        chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(syllables)
    ).capitalize() + chance.choice(("n", "rk", "st", "l"))


def _sentence(chance, patterns, *, place, thing):
    return chance.choice(patterns).format(
        thing=thing if chance.random() < 0.5 else chance.choice(_THINGS),
        place=place if chance.random() < 0.5 else _name(chance),
        number=chance.randint(3, 900),
        day=chance.choice(_DAYS),
        body=chance.choice(_BODIES),
        state=chance.choice(_STATES),
        office=chance.choice(_OFFICES),
        person=f"{chance.choice(_FIRST)} {_name(chance)}",
        asserted=chance.choice(_ASSERT),
        denied=chance.choice(_DENY),
    )


def _paragraphs(chance, *, place, thing):
    words = chance.randint(450, 950)
    paragraphs = []
    while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
        patterns = [
            _SAID if len(paragraphs) == 4 or chance.random() < 0.06 else _PLAIN
            for _ in range(chance.randint(1, 3))
        ]
        paragraphs.append(
            " ".join(_sentence(chance, pattern, place=place, thing=thing) for pattern in patterns)
        )
    return paragraphs


def _edited(paragraphs, edit, *, of):
    chance = random.Random(f"edit {of.number}")
    if edit is None:
        return paragraphs, ""
    if edit == "a word":
        cited = [place for place, text in enumerate(paragraphs) if _CITED.search(text)]
        place = cited[len(cited) // 2]
        changed, around = _with_a_word_more(paragraphs[place])
        return [*paragraphs[:place], changed, *paragraphs[place + 1 :]], around
    if edit == "a paragraph":
        place = len(paragraphs) // 2
        added = f"Late in the evening {_name(chance)} {_name(chance)} of {chance.choice(_BODIES)} asked for a recount."
        return [*paragraphs[:place], added, *paragraphs[place:]], added
    added = (
        f"Correction: An earlier version of this article misstated the cost of the {chance.choice(_THINGS)}."
    )
    return [*paragraphs, added], added


def _with_a_word_more(text):
    words = text.split(" ")
    words.insert(4, "contested")
    return " ".join(words), " ".join(words[2:8])


class _Surroundings:
    """Menus, scripts, comments and the rest of a made-up page."""

    def __init__(self, chance):
        self.styles = "\n".join(
            f".{_name(chance).lower()}-{number}{{margin:{chance.randint(0, 40)}px;color:#{chance.getrandbits(24):06x}}}"
            for number in range(250)
        )
        state = {
            f"item{number}": {
                "id": _hexadecimal(chance),
                "title": chance.choice(_TEASERS)[0],
                "tags": [_name(chance) for _ in range(6)],
                "image": f"https://img.example/{_hexadecimal(chance)}.jpg",
            }
            for number in range(chance.randint(250, 600))
        }
        self.state = json.dumps(state)
        self.library = ";".join(
            f"var _{_hexadecimal(chance)}=function(a,b){{return a>b?a-{chance.randint(1, 99)}:b}}"
            for _ in range(500)
        )
        self.menu = "".join(
            f'<li class="nav__item"><a class="nav__link" href="/{_name(chance).lower()}/">{_name(chance)}</a>'
            f"<ul>{''.join(f'<li><a href=/s/{number}>{_name(chance)}</a></li>' for number in range(5))}</ul></li>"
            for _ in range(12)
        )
        self.icons = "".join(
            f'<symbol id="i{number}" viewBox="0 0 24 24">'
            f'<path d="M{" ".join(str(chance.randint(0, 24)) for _ in range(60))}"/>'
            "</symbol>"
            for number in range(24)
        )
        self.related = "".join(
            f'<div class="card card--{number % 3}"><a href="/{_name(chance).lower()}-{number}.html">'
            f'<img loading="lazy" src="https://img.example/{_hexadecimal(chance)}.jpg" '
            f'srcset="https://img.example/a.jpg 1x, https://img.example/b.jpg 2x" alt="">'
            f"<h4>{chance.choice(_TEASERS)[0]}</h4></a>"
            f'<div class="card__meta"><span>{chance.randint(1, 23)} hours ago</span></div></div>'
            for number in range(34)
        )
        self.comments = "".join(
            f'<div class="comment" id="c{number}"><div class="comment__by">{chance.choice(_FIRST)}{number}</div>'
            f'<div class="comment__text">{_sentence(chance, _PLAIN, place=_name(chance), thing=chance.choice(_THINGS))}'
            '</div><button type="button">Reply</button></div>'
            for number in range(chance.randint(0, 45))
        )
        self.footer = "".join(
            f'<div class="footer__column"><h5>{_name(chance)}</h5>'
            f"{''.join(f'<a href=/f/{number}>{_name(chance)}</a>' for number in range(7))}</div>"
            for _ in range(5)
        )
        self.author = f"{chance.choice(_FIRST)} {_name(chance)}"
        self.day = chance.randint(1, 28)


_SHARE = '<div class="share"><a href="#">Share</a><a href="#">Post</a><a href="#">Send</a><span>⟦count⟧</span></div>'
_INSET = '<aside class="inset" data-id="⟦id⟧"><span>Related</span> ⟦related⟧</aside>'
_ADVERTISEMENT = '<div class="ad" id="ad-⟦id⟧"><span>Advertisement</span>⟦advertisement⟧</div>'


def _with_insets(blocks, *, every=6):
    """Blocks with what sites put between them."""
    for place, block in enumerate(blocks, 1):
        yield block
        if place % every == 0:
            yield _ADVERTISEMENT if place % (2 * every) else _INSET


def _plain_article(paragraphs, title):
    blocks = _with_insets([f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs])
    return f"<article><h1>{title}</h1>⟦byline⟧{_SHARE}{''.join(blocks)}</article>"


def _div_soup(paragraphs, title):
    blocks = _with_insets(
        f'<div class="zn-body__paragraph" data-k="⟦id⟧">{html.escape(text, quote=False)}</div>'
        for text in paragraphs
    )
    return (
        f'<div class="l-container"><div class="headline"><h1>{title}</h1></div>⟦byline⟧{_SHARE}'
        f'<div class="zn-body" itemprop="articleBody">{"".join(blocks)}</div></div>'
    )


def _broken_lines(paragraphs, title):
    text = "<br><br>\n".join(html.escape(text, quote=False) for text in paragraphs)
    return f'<div id="story"><h1>{title}</h1>⟦byline⟧<div class="story-text">{text}</div>{_SHARE}</div>'


def _sections(paragraphs, title):
    blocks = list(
        _with_insets([f"<p><span>{html.escape(text, quote=False)}</span></p>" for text in paragraphs])
    )
    half = len(blocks) // 2
    return (
        f'<main id="m"><header><h1>{title}</h1>⟦byline⟧</header><section class="body body--1">{"".join(blocks[:half])}'
        f'</section><h2>What happens next</h2><section class="body body--2">{"".join(blocks[half:])}</section>'
        f"{_SHARE}</main>"
    )


def _with_links(paragraphs, title):
    blocks = []
    for place, text in enumerate(paragraphs):
        words = html.escape(text, quote=False).split(" ")
        if place % 3 == 1:
            words[3:6] = [f'<a href="/topic/{place}">{" ".join(words[3:6])}</a>']
        blocks.append(f'<p class="paywall" data-v="⟦id⟧">{" ".join(words)}</p>')
    picture = (
        '<figure><img src="https://img.example/x.jpg"><figcaption>The coast in autumn</figcaption></figure>'
    )
    return (
        f'<div class="grid"><div class="grid__main"><h1>{title}</h1>⟦byline⟧{picture}'
        f'<div class="article-body">{"".join(_with_insets(blocks, every=5))}</div>{_SHARE}</div></div>'
    )


def _table(paragraphs, title):
    blocks = "".join(f'<p align="left">{html.escape(text, quote=False)}</p>' for text in paragraphs)
    return (
        f'<table width="100%"><tr><td class="left"><ul>⟦mostread⟧</ul></td><td class="middle"><h1>{title}</h1>⟦byline⟧'
        f'{blocks}</td><td class="right">{_ADVERTISEMENT}</td></tr></table>'
    )


_SITES = (_plain_article, _div_soup, _broken_lines, _sections, _with_links, _table)


def _document(article, *, page, site):
    around = page.surroundings
    published = f"2026-10-{around.day:02}T09:{page.number % 60:02}:00+00:00"
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "datePublished": published,
        "author": {"@type": "Person", "name": around.author},
        "publisher": {"@type": "Organization", "name": f"Daily {site}"},
    }
    byline = (
        f'<div class="byline">By <a rel="author" href="/by/{page.number}">{around.author}</a> '
        f'<time datetime="{published}">{around.day} October 2026</time></div>'
    )
    return f"""<!doctype html>
<html lang="en" data-request="⟦id⟧"><head><meta charset="utf-8"><title>{page.title} - Daily {site}</title>
<link rel="canonical" href="⟦address⟧"><meta property="og:title" content="{page.title}">
<meta property="og:site_name" content="Daily {site}"><meta property="article:published_time" content="{published}">
<meta name="csrf-token" content="⟦nonce⟧"><style>{around.styles}</style>
<script type="application/ld+json">{json.dumps(about)}</script>
<script nonce="⟦nonce⟧">window.__STATE__={around.state};window.__REQUEST__="⟦id⟧";</script>
</head><body class="page page-{site}" id="b-⟦id⟧">
<div id="cookies" class="banner" role="dialog"><p>We and our partners use cookies to improve your experience. You can
change your choice at any time in the settings.</p><button>Accept</button><button>Manage</button></div>
<svg hidden>{around.icons}</svg>
<header class="masthead"><a href="/">Daily {site}</a><div class="ticker" data-id="⟦id⟧">⟦ticker⟧</div>
<nav><ul>{around.menu}</ul></nav></header>
{article.replace("⟦byline⟧", byline)}
<aside class="sidebar"><h3>Most read</h3><ol>⟦mostread⟧</ol>{_ADVERTISEMENT}
<div class="rotating">⟦teasers⟧</div></aside>
<section class="related"><h3>More from Daily {site}</h3>{around.related}</section>
<section class="comments"><h3>⟦count⟧ readers here now</h3>{around.comments}</section>
<form class="newsletter"><p>Get the day in five minutes. Sign up for our newsletter.</p><input name="email"></form>
<footer>{around.footer}<p>© 2026 Daily {site}. All rights reserved. Served in ⟦count⟧ ms.</p></footer>
<script nonce="⟦nonce⟧">{around.library}</script></body></html>"""


# ------------------------------------------------------------------ pages of others
class FromFolder(Page):
    """A page of the public benchmark, with the slots and edits put into its own markup."""

    def __init__(self, number, body, main_text):
        self._html = body.decode("utf-8", "surrogateescape")
        super().__init__(number, main_text)

    def slotted(self, edit):
        found = _edited_in_place(self._html, self.main_text, edit)
        return found and (_noisy(found[0]), found[1])


def _noisy(page):
    page, _ = re.subn(r"<div(?=[\s>])", '<div data-request="⟦id⟧"', page, count=25)
    page, _ = re.subn(r"<script(?=[\s>])", '<script nonce="⟦nonce⟧"', page, count=10)
    page = re.sub(
        r"(<body[^>]*>)", r'\1<div class="ticker">⟦ticker⟧</div>', page, count=1, flags=re.IGNORECASE
    )
    end = (
        f'<div class="most-read"><ol>⟦mostread⟧</ol></div>{_ADVERTISEMENT}'
        '<div class="rotating">⟦teasers⟧</div><p>Served in ⟦count⟧ ms.</p>'
    )
    before, closing, after = page.rpartition("</body>")
    return f"{before}{end}{closing}{after}" if closing else f"{page}{end}"


def _edited_in_place(page, main_text, edit):
    if edit is None:
        return page, ""
    lines = [line.strip() for line in main_text.split("\n")]
    lines = [line for line in lines if len(line.split()) >= 8 and page.count(line) == 1]
    if not lines:
        return None
    line = lines[-1] if edit == "a correction" else lines[len(lines) // 2]
    if edit == "a word":
        changed, around = _with_a_word_more(line)
        return page.replace(line, changed), around
    place = page.find("</p>", page.find(line))
    if place < 0:
        return None
    added = {
        "a paragraph": "Late in the evening the court of audit asked for a recount of all votes.",
        "a correction": "Correction: An earlier version of this article misstated the cost of the harbour tunnel.",
    }[edit]
    return f"{page[: place + 4]}<p>{added}</p>{page[place + 4 :]}", added


def from_folder(folder, *, half="all"):
    """The pages of a folder with ground-truth.json and html/*.html.gz; `half` by the SHA-256 of their ids."""
    truth = json.loads((Path(folder) / "ground-truth.json").read_text())
    wanted = {"all": (0, 1), "even": (0,), "odd": (1,)}[half]
    names = [
        name for name in sorted(truth) if int(hashlib.sha256(name.encode()).hexdigest()[0], 16) % 2 in wanted
    ]
    for number, name in enumerate(names):
        body = gzip.decompress((Path(folder) / "html" / f"{name}.html.gz").read_bytes())
        yield FromFolder(number, body, truth[name]["articleBody"])


def pages(count, *, folder=None, half="all"):
    """`count` pages, or as many as the folder has."""
    if folder is None:
        return [MadeUp(number) for number in range(count)]
    return list(from_folder(folder, half=half))[:count]
