"""What of a page is the article and what around it changes by itself. Pure; hostile bytes belong in a child process.

Most pages are never twice the same: rotating teasers, tickers, counters. Comparing the visible lines of two loads
costs a fiftieth of reading a page in full, and says whether the article can have changed. It may be trusted only on
pages whose article lies in the lines (ELIGIBLE), and where it is in doubt the page is read in full: a false alarm
costs a reading, a missed edit costs the truth.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq
from selectolax.lexbor import LexborHTMLParser

from tracker.lib.text import one_line

# The share of an article's characters that must stand in the lines of its page.
ELIGIBLE = 0.95
# One load in so many is read in full although only the surroundings differ, in case they are not surroundings: for each
# reading that bore that out on a host once more in so many, up to the most.
READ_ANYWAY_ONE_IN = 20
_READ_ANYWAY_ONE_IN_MOST = 1_000
# A line this long that stands in the article's text comes from the article; a shorter one ("World") may be a menu's.
_TELLING = 30
# More lines than this belong to no article; comparing two such pages would take long.
_MOST_LINES = 20_000
# So many lines that stay may stand between the article and what is still taken to be next to it.
_NEAR = 5
# So many common lines between restless ones say nothing: of rotating teasers some come up twice.
_BY_CHANCE = 2
# A line next to the article may be so many times as long as those seen there.
_SLACK = 2
# A line that comes with one of these may be a correction, wherever it stands: what it replaced does not matter then.
_OF_NOTICES = re.compile(
    r"correct|clarif|retract|withdr|editor.?s.? note|apolog|regret|erratum", re.IGNORECASE
)
_UNSEEN = ["script", "style", "noscript", "template", "svg", "iframe", "object", "textarea", "select"]


class Gap(NamedTuple):
    """What came and went between two lines that stay: how many lines, fewest and most, and how long the longest was."""

    fewest: int
    most: int
    longest: int


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What stays of a page from load to load while its article stays the same.

    `lines` are the visible lines that stay, the title first; `article` the positions of those that are the article's;
    `gaps` what else comes and goes, by the position of the line behind it. A page seen once has no gaps yet.
    """

    lines: Sequence[str]
    article: frozenset[int]
    gaps: Mapping[int, Gap] = field(default_factory=dict)


class KeptWatch(NamedTuple):
    """A Watched as it is kept and sent: to open one takes longer than to look at a page that did not change."""

    lines: str
    article_lines: str
    gaps: str

    @classmethod
    def of(cls, watched: Watched) -> "KeptWatch":
        """Return what is to be kept of `watched`."""
        return cls("\n".join(watched.lines), json.dumps(sorted(watched.article)), json.dumps(watched.gaps))

    def opened(self) -> Watched:
        """Return what was kept."""
        gaps = json.loads(self.gaps)
        return Watched(
            lines=self.lines.split("\n"),
            article=frozenset(json.loads(self.article_lines)),
            gaps={int(place): Gap(*gap) for place, gap in gaps.items()},
        )


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
    """Return whether another load of the page can only differ where it is known to change by itself.

    That is where something was seen to come and go; lines beside it, none of them the article's, may have been there
    each time by chance. Next to a line of the article, where corrections appear, it is so only for as many lines as
    were seen there, and for none that is much longer. A line that comes and may be a notice is never usual.
    """
    if len(lines) > _MOST_LINES:
        return False
    return all(
        _is_usual(known, gone, _gap(came)) and not any(map(_OF_NOTICES.search, came))
        for gone, came in _differences(known.lines, lines)
    )


def learned(before: Watched, after: Watched) -> Watched:
    """Return what stays of two loads of a page, the later one read in full and found to be the same article.

    Lines that only happened to be there both times drop out: at once where all around them came and went, else with
    the loads that follow.
    """
    steady = _steady(before, after)
    article = frozenset(place for place, (_, at) in enumerate(steady) if at in after.article)
    if len(article) < len(after.article):
        return after  # its article is not what stays: nothing was learned
    gaps = {}
    bounds = [(-1, -1), *steady, (len(before.lines), len(after.lines))]
    for place, ((old, new), (next_old, next_new)) in enumerate(pairwise(bounds)):
        gap = _either(_between(before, old, next_old), _gap(after.lines[new + 1 : next_new]))
        if gap.most:
            gaps[place] = gap
    return Watched(lines=tuple(after.lines[at] for _, at in steady), article=article, gaps=gaps)


def is_read_anyway(content_hash: str, *, agreed: int) -> bool:
    """Return whether a load with these bytes (SHA-256, hex) is one of those that are read in full to be sure.

    `agreed` is how many of them, one after the other, the host's pages have borne out: a host of which nothing is known
    is read often, and one that disagrees once is again.
    """
    one_in = min(READ_ANYWAY_ONE_IN * (1 + agreed), _READ_ANYWAY_ONE_IN_MOST)
    return int(content_hash[:8], 16) % one_in == 0


def _gap(lines: Sequence[str]) -> Gap:
    return Gap(len(lines), len(lines), max(map(len, lines), default=0))


def _both(*gaps: Gap) -> Gap:
    """Gaps that follow one another, as one."""
    return Gap(
        sum(gap.fewest for gap in gaps), sum(gap.most for gap in gaps), max(gap.longest for gap in gaps)
    )


def _either(one: Gap, other: Gap) -> Gap:
    """Two sights of one gap."""
    return Gap(min(one.fewest, other.fewest), max(one.most, other.most), max(one.longest, other.longest))


def _between(known: Watched, start: int, stop: int) -> Gap:
    """All that was seen between two lines of a page, lines that stay among it, as one gap."""
    restless = (known.gaps[at] for at in range(start + 1, stop + 1) if at in known.gaps)
    return _both(_gap(known.lines[start + 1 : stop]), *restless)


def _steady(before: Watched, after: Watched) -> list[tuple[int, int]]:
    """The positions, in both, of the lines that two loads have in common, without those that are so by chance.

    That is what a few lines are taken for that are not the article's and have restless ones on both sides.
    """
    runs: list[list[tuple[int, int]]] = []
    for block in LCSseq.opcodes(before.lines, after.lines):
        if block.tag != "equal":
            continue
        for old, new in zip(
            range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True
        ):
            if not runs or old in before.gaps or runs[-1][-1] != (old - 1, new - 1):
                runs.append([])
            runs[-1].append((old, new))
    return [
        pair
        for number, run in enumerate(runs)
        if len(run) > _BY_CHANCE
        or number in (0, len(runs) - 1)
        or any(new in after.article for _, new in run)
        for pair in run
    ]


def _differences(known: Sequence[str], lines: Sequence[str]) -> Iterator[tuple[range, Sequence[str]]]:
    """Where two loads differ: the positions of the known lines that are gone, and the lines that came instead."""
    gone_from = came_from = 0
    for step in LCSseq.opcodes(known, lines):
        if step.tag == "equal":
            if (gone_from, came_from) != (step.src_start, step.dest_start):
                yield range(gone_from, step.src_start), lines[came_from : step.dest_start]
            gone_from, came_from = step.src_end, step.dest_end
    if (gone_from, came_from) != (len(known), len(lines)):
        yield range(gone_from, len(known)), lines[came_from:]


def _is_usual(known: Watched, gone: range, came: Gap) -> bool:
    is_restless = any(at in known.gaps for at in range(gone.start, gone.stop + 1))
    if not is_restless or not known.article.isdisjoint(gone):
        return False
    if known.article.isdisjoint(range(gone.start - _NEAR, gone.stop + _NEAR)):
        return True
    usual = _between(known, gone.start - 1, gone.stop)
    return usual.fewest <= came.most <= usual.most and came.longest <= _SLACK * usual.longest


def _share_in(text: str, lines: Sequence[str]) -> float:
    """The share of the characters of `text`, white space apart, that stand in one of `lines`."""
    covered = bytearray(len(text))
    for line in set(lines):
        start = text.find(line) if len(line) > 1 else -1
        while start >= 0:
            covered[start : start + len(line)] = b"\x01" * len(line)
            start = text.find(line, start + len(line))
    standing = "".join(compress(text, covered))
    return (len(standing) - standing.count(" ")) / max(1, len(text) - text.count(" "))
