"""Quotation marks paired into quotations, paragraph by paragraph, and runs over several paragraphs."""

import re
from typing import NamedTuple

from tracker.extract.readings import Span

_DOUBLE = re.compile(r"“|”|„|«|»|\"|''|‘‘|’’|``")
# The mark stands first in a pattern, what must be before it behind: so only marks are looked at.
_SINGLE_OPEN = re.compile(r"['‘](?<![\w.,!?'’]['‘])(?=[^\W_])")
_SINGLE_CLOSE = re.compile(r"['’](?<=[\w.,!?…%)]['’])(?![\w])")


class Quotation(NamedTuple):
    """`start`..`end` with its marks, `inner` without. `open` says that it runs on in the next paragraph."""

    start: int
    end: int
    inner: Span
    open: bool


def find(text: str, paragraphs: tuple[Span, ...]) -> tuple[Quotation, ...]:
    """The quotations of a text in order, none overlapping; nested ones are part of the outer."""
    found: list[Quotation] = []
    for position, paragraph in enumerate(paragraphs):
        following = paragraphs[position + 1].start if position + 1 < len(paragraphs) else -1
        runs_on = following >= 0 and bool(_DOUBLE.match(text, following))
        doubles = list(_DOUBLE.finditer(text, paragraph.start, paragraph.end))
        found.extend(_pair(text, doubles, paragraph, runs_on) if doubles else _singles(text, paragraph))
    return tuple(found)


def _pair(text: str, marks: list[re.Match], paragraph: Span, runs_on: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened: re.Match | None = None
    for mark in marks:
        if opened is None:
            opened = mark if _may_open(text, mark, paragraph) else None
        elif _may_close(text, mark, paragraph):
            found.append(_quotation(text, opened.start(), mark.end(), Span(opened.end(), mark.start())))
            opened = None
        elif _may_open(text, mark, paragraph) and mark.group() not in "“„«":
            opened = mark
    if opened is not None and (runs_on or opened.start() == paragraph.start):
        found.append(
            _quotation(
                text, opened.start(), paragraph.end, Span(opened.end(), paragraph.end), runs_on=runs_on
            )
        )
    return [quotation for quotation in found if quotation.inner.end > quotation.inner.start]


def _quotation(text: str, start: int, end: int, inner: Span, *, runs_on: bool = False) -> Quotation:
    words = text[inner.start : inner.end]
    return Quotation(
        start,
        end,
        Span(inner.start + len(words) - len(words.lstrip()), inner.end - len(words) + len(words.rstrip())),
        runs_on,
    )


def _may_open(text: str, mark: re.Match, paragraph: Span) -> bool:
    if mark.group() in ("”", "»", "’’"):
        return False
    if mark.end() >= paragraph.end or text[mark.end()].isspace():
        return False
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    return mark.group() in ("“", "„", "«") or not (before.isalnum() or before in ".,!?%")


def _may_close(text: str, mark: re.Match, paragraph: Span) -> bool:
    if mark.group() in ("“", "„", "«"):
        return False
    if mark.group() in ("”", "»"):
        return True
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    return not before.isspace() or not after.isalnum()


def _singles(text: str, paragraph: Span) -> list[Quotation]:
    """Single marks are read as quotations only in a paragraph without double ones: too many are apostrophes."""
    found: list[Quotation] = []
    openings = list(_SINGLE_OPEN.finditer(text, paragraph.start, paragraph.end))
    closers = list(_SINGLE_CLOSE.finditer(text, paragraph.start, paragraph.end)) if openings else []
    position = paragraph.start
    used = 0
    for opening in openings:
        if opening.start() < position:
            continue
        while used < len(closers) and closers[used].start() <= opening.end():
            used += 1
        closing = _best_closer(text, closers[used : used + 12], paragraph)
        if closing is None:
            break
        found.append(_quotation(text, opening.start(), closing.end(), Span(opening.end(), closing.start())))
        position = closing.end()
    return [quotation for quotation in found if quotation.inner.end > quotation.inner.start]


def _best_closer(text: str, closers: list[re.Match], paragraph: Span) -> re.Match | None:
    for closer in closers:
        before = text[closer.start() - 1]
        after = text[closer.end()] if closer.end() < paragraph.end else "."
        if before in ".,!?…" or after in ".,;:)" or before != "s":
            return closer
    return closers[0] if closers else None
