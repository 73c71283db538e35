"""Articles in which somebody marked by hand who said what: a folder of PolNeAR, or data in its form.

`text/NAME.txt` holds an article, `attributions/NAME_WHO.ann` the marks of one person in brat's stand-off format:
Source, Cue and Content, each with one or more stretches of characters. PolNeAR: Newell, Margolin and Ruths, LREC 2018.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tracker.extract.readings import Span

_MARK = re.compile(r"^T\d+\t(?P<part>Source|Cue|Content) (?P<places>\d+ \d+(?:;\d+ \d+)*)\t", re.M)
PARTS = ("source", "cue", "content")


class Annotated(NamedTuple):
    """An article and what is marked in it; a mark in several stretches is several spans."""

    text: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def read(folder: Path) -> Iterator[Annotated]:
    """The annotated articles of a folder by name; of one that several people marked the first reading.

    Raises FileNotFoundError with a sentence where there is nothing of that form.
    """
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        raise FileNotFoundError(f"There are no articles in {folder}/text.")
    for path in texts:
        notes = sorted((folder / "attributions").glob(f"{path.stem}_????.ann"))
        if notes:
            text = path.read_text(encoding="utf-8")
            yield Annotated(text, *_marks(text, notes[0].read_text(encoding="utf-8")))


def _marks(text: str, notes: str) -> Iterator[tuple[Span, ...]]:
    found: dict[str, list[Span]] = {part: [] for part in PARTS}
    for mark in _MARK.finditer(notes):
        for place in mark["places"].split(";"):
            start, end = (int(number) for number in place.split())
            if start < end <= len(text):
                found[mark["part"].lower()].append(Span(start, end))
    return (tuple(sorted(found[part])) for part in PARTS)
