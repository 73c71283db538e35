"""A text cut into pieces, so that a page can mark its passages. Pure; escaping is the template's."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, kw_only=True)
class Span:
    """Characters `start` to `end` (excluded) of a text, and where they lead; the current one is marked strongly."""

    start: int
    end: int
    url: str = ""
    name: str = ""
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of text under the same spans. `first` is true where the current passage begins: the page scrolls there."""

    text: str
    marked: bool = False
    current: bool = False
    first: bool = False
    url: str = ""
    name: str = ""


def paragraphs(text: str, spans) -> list[list[Piece]]:
    """Return the text as paragraphs (parted at line ends) of pieces; joined they are the text without its line ends.

    Of spans that overlap the current one shows, then the shortest; spans outside the text are cut off.
    """
    spans = sorted(spans, key=lambda span: (not span.current, span.end - span.start, span.start))
    begins = min((span.start for span in spans if span.current), default=None)
    found = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            found.append(_pieces(text, start, end, spans, begins))
        start = end + 1
    return found


def _pieces(text, start, end, spans, begins):
    inside = [span for span in spans if span.start < end and span.end > start]
    edges = {start, end}
    for span in inside:
        edges |= {max(start, span.start), min(end, span.end)}
    ordered = sorted(edges)
    return [_piece(text, a, b, inside, begins) for a, b in pairwise(ordered)]


def _piece(text, start, end, spans, begins):
    span = next((span for span in spans if span.start <= start and span.end >= end), None)
    # What an overlapping span left of another may be a single mark: too small to be a link.
    if span is None or not (span.current or any(map(str.isalnum, text[start:end]))):
        return Piece(text=text[start:end])
    return Piece(
        text=text[start:end],
        marked=True,
        current=span.current,
        first=span.current and start == begins,
        url=span.url,
        name=span.name,
    )
