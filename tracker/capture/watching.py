"""What of a page is the article and what around it changes by itself. Pure; hostile bytes belong in a child process.

Most pages are never twice the same: rotating teasers, tickers, counters. Comparing the visible lines of two loads
costs a fiftieth of reading a page in full, and says whether the article can have changed. It may be trusted only on
pages whose article lies in the lines (ELIGIBLE), and where it is in doubt the page is read in full: a false alarm
costs a reading, a missed edit costs the truth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq
from selectolax.lexbor import LexborHTMLParser

from tracker.lib.canonical import digest
from tracker.lib.text import one_line

# The share of an article's characters that must stand in the lines of its page.
ELIGIBLE = 0.95
# One load in so many is read in full although only the surroundings differ, in case they are not surroundings.
READ_ANYWAY_ONE_IN = 20
# A line this long that stands in the article's text comes from the article; a shorter one ("World") may be a menu's.
_TELLING = 30
# More lines than this belong to no article; comparing two such pages would take long.
_MOST_LINES = 20_000
_UNSEEN = ["script", "style", "noscript", "template", "svg", "iframe", "object", "textarea", "select"]


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A page as it was when it was last read in full.

    `lines` are its visible lines, the title first; `article` the positions of those that are the article's;
    `restless` the places, each named by the lines around it, whose content changed while the article did not.
    """

    lines: Sequence[str]
    article: frozenset[int]
    restless: frozenset[str] = frozenset()


def lines_of(markup: str) -> list[str]:
    """Return the visible lines of an HTML page, the title first; a line is an unbroken run of text in the source."""
    page = LexborHTMLParser(markup)
    title = page.css_first("title")
    named = one_line(title.text()) if title is not None else ""
    page.strip_tags([*_UNSEEN, "head"])
    if page.root is None:
        return [named]
    seen = (one_line(line) for line in page.root.text(separator="\n", strip=True).split("\n"))
    return [named, *(line for line in seen if line)]


def watched(lines: Sequence[str], *, text: str) -> Watched | None:
    """Return what to watch of a page with these lines and this main text, or None when its lines do not tell.

    The article is everything between the first and the last telling line that also stands in `text`, as far as it
    stands there, and its headline wherever that stands.
    """
    article_text = one_line(text)
    if len(lines) > _MOST_LINES or _share_in(article_text, lines) < ELIGIBLE:
        return None
    telling = [at for at, line in enumerate(lines) if len(line) >= _TELLING and line in article_text]
    if not telling:
        return None
    between = range(telling[0], telling[-1] + 1)
    headline = (
        at for at, line in enumerate(lines) if at == 0 or (len(line) >= _TELLING and line in lines[0])
    )
    article = frozenset(at for at in between if lines[at] in article_text).union(headline)
    return Watched(lines=tuple(lines), article=article)


def says_the_same(known: Watched, lines: Sequence[str]) -> bool:
    """Return whether a later load of the page can only differ in places known to change by themselves."""
    if len(lines) > _MOST_LINES:
        return False
    return all(place in known.restless for place in _places(known, lines))


def restless_places(before: Watched, after: Watched) -> frozenset[str]:
    """Return the places that differ between two loads of a page whose article, read in full, stayed the same.

    A place next to a line of the article is not among them: that is where corrections appear.
    """
    return before.restless | frozenset(place for place in _places(before, after.lines) if place)


def is_read_anyway(content_hash: str) -> bool:
    """Return whether the load with these bytes (SHA-256, hex) is the one in READ_ANYWAY_ONE_IN that is read in full."""
    return int(content_hash[:8], 16) % READ_ANYWAY_ONE_IN == 0


def _places(known: Watched, lines: Sequence[str]) -> Iterable[str]:
    """The names of the places in which `lines` differ from what is known; an empty name for one in the article."""
    for start, end in _changed(known.lines, lines):
        if any(at in known.article for at in range(start - 1, end + 1)):
            yield ""
            continue
        before = known.lines[start - 1] if start else ""
        behind = known.lines[end] if end < len(known.lines) else ""
        yield digest(f"{before}\n{behind}")[:16]


def _changed(known: Sequence[str], lines: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches of `known` that other lines replace, end exclusive; an empty stretch where lines came in."""
    stretches: list[tuple[int, int]] = []
    for step in LCSseq.opcodes(known, lines):
        if step.tag == "equal":
            continue
        if stretches and stretches[-1][1] == step.src_start:
            stretches[-1] = (stretches[-1][0], step.src_end)
        else:
            stretches.append((step.src_start, step.src_end))
    return stretches


def _share_in(text: str, lines: Sequence[str]) -> float:
    """The share of the characters of `text`, white space apart, that stand in one of `lines`."""
    covered = bytearray(len(text))
    for line in set(lines):
        start = text.find(line) if len(line) > 1 else -1
        while start >= 0:
            covered[start : start + len(line)] = b"\x01" * len(line)
            start = text.find(line, start + len(line))
    letters = [at for at, character in enumerate(text) if character != " "]
    return sum(covered[at] for at in letters) / max(1, len(letters))
