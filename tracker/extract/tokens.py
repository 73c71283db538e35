"""A paragraph as units of tokens: a quotation is one token, and no unit ends inside a quotation."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from tracker.extract import sentences, words
from tracker.extract.quotations import Quotation
from tracker.extract.readings import Span

_TOKEN = re.compile(
    r"[a-z]{2,}+(?![\w'.&/-])"  # most words; what follows is never asked of them
    r"|(?:[A-Za-z]\.){2,6}(?:-[a-z]{1,12})?"
    r"|(?:Mrs?|Ms|Dr|Gen|Lt|Col|Maj|Capt|Brig|Adm|Sgt|Cpl|Pvt|Cmdr|Sens?|Reps?|Gov|Prof|Rev"
    r"|Hon|St|Jr|Sr|Amb|No|Inc|Corp|Co|Ltd"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
    r"|[A-Z]\.(?= ?[A-Z])"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|'s\b|[^\W_]+(?:[-./&][^\W_]+|'(?!s\b)[^\W_]+)*"
    r"|[^\w\s]|_"
)
# "al-Saadi" is a name though it begins small.
_PARTICLE_NAME = re.compile(r"(?:a[ldnrstz]|ash|el|ul|bin|ibn|de|d|l)['-][A-Z]")
LONGEST_UNIT = 400
_DATELINE = re.compile(
    rf"(?:[A-Z][\w.'-]*,? ){{0,5}}\((?:{words.AGENCIES})\)(?: ?[—–-]{{1,2}})? |"
    r"[A-Z][A-Z .,'/-]{2,40}(?:, (?:\w{3,9}\.? \d{1,2}|[A-Z][a-z]{2,5}\.))?(?: ?\([A-Z][\w /.]{1,20}\))?"
    r" ?[—–-]{1,2} "
)


class Token(NamedTuple):
    """`kind`: "w" word, "c" capitalised word, "n" number, "p" punctuation, "q" a whole quotation."""

    text: str
    low: str
    start: int
    end: int
    kind: str
    quotation: Quotation | None = None


_token = partial(tuple.__new__, Token)  # half the price of Token(...), and most of a report is words


class Unit(NamedTuple):
    """One or more sentences that a quotation binds together. `lows` are the words in it, small."""

    span: Span
    paragraph: int
    tokens: list[Token]
    lows: frozenset[str]


def units(*, text: str, folded: str, quotations: tuple[Quotation, ...]) -> list[Unit]:
    """The units of a text in order. `folded` is the text folded (see lib/text), of the same length."""
    starts = [quotation.start for quotation in quotations]
    found: list[Unit] = []
    for number, (paragraph, spans) in enumerate(
        zip(sentences.paragraphs(text), sentences.by_paragraph(text), strict=True)
    ):
        first, last = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        dateline = _DATELINE.match(text, paragraph.start, paragraph.end)
        if dateline:
            rest = Span(dateline.end(), paragraph.end)
            spans = sentences.split_paragraph(folded=folded, paragraph=rest)
        for span in _bound(spans, quotations[first:last]):
            low, high = (
                bisect_left(starts, span.start, first, last),
                bisect_right(starts, span.end - 1, first, last),
            )
            tokens = tokenise(text=text, folded=folded, span=span, quotations=quotations[low:high])
            if len(tokens) >= LONGEST_UNIT:
                span = Span(
                    span.start, tokens[-1].end
                )  # what is not read is not looked through for each statement
            found.append(Unit(span, number, tokens, frozenset([token.low for token in tokens])))
    return found


def without_dateline(sentence: str) -> str:
    """A sentence without the place, day and agency in front of it: "NAIROBI, June 14 (Reuters) - ..."."""
    dateline = _DATELINE.match(sentence)
    return sentence[dateline.end() :] if dateline else sentence


def tokenise(*, text: str, folded: str, span: Span, quotations: tuple[Quotation, ...]) -> list[Token]:
    """Tokens of one span; at most LONGEST_UNIT of them, for no sentence of a report is longer."""
    found: list[Token] = []
    position = span.start
    for quotation in (*quotations, None):
        stretch = folded[position : quotation.start if quotation else span.end]
        at = 0
        for word in _TOKEN.findall(stretch):
            at = stretch.index(word, at)
            start, end = position + at, position + at + len(word)
            if word.isalpha():  # folding leaves letters as they are
                found.append(
                    _token((word, word.lower(), start, end, "c" if word[0].isupper() else "w", None))
                )
            else:
                found.append(Token(text[start:end], word.lower(), start, end, _kind_of(word)))
            at += len(word)
        if quotation:
            position = quotation.end
            whole = text[quotation.start : position]
            found.append(Token(whole, '"', quotation.start, position, "q", quotation))
        if len(found) >= LONGEST_UNIT:
            break
    return found[:LONGEST_UNIT]


def _kind_of(word: str) -> str:
    first = word[0]
    if first.isdigit():
        return "n"
    if first.isalpha():
        return "c" if first.isupper() or _PARTICLE_NAME.match(word) else "w"
    return "w" if word == "'s" else "p"


def _bound(spans: Sequence[Span], quotations: tuple[Quotation, ...]) -> Sequence[Span]:
    if not quotations:
        return spans
    bound: list[Span] = []
    index = 0
    for span in spans:
        while index < len(quotations) and quotations[index].end <= span.start:
            index += 1
        if bound and index < len(quotations) and quotations[index].start < span.start < quotations[index].end:
            bound[-1] = Span(bound[-1].start, span.end)
        else:
            bound.append(span)
    return bound
