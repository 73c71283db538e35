"""A paragraph as units of tokens: a quotation is one token, and no unit ends inside a quotation."""

import re
from bisect import bisect_left, bisect_right
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple

from tracker.extract import sentences, words
from tracker.extract.quotations import Quotation
from tracker.extract.readings import Span

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,6}(?:-[a-z]{1,12})?"
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


class Unit(NamedTuple):
    """One or more sentences that a quotation binds together. `lows` are the words in it, small."""

    span: Span
    paragraph: int
    tokens: list[Token]
    lows: frozenset[str]


def units(
    *, text: str, folded: str, paragraphs: tuple[Span, ...], quotations: tuple[Quotation, ...]
) -> list[Unit]:
    """The units of a text in order. `folded` is the text folded (see lib/text), of the same length."""
    starts = [quotation.start for quotation in quotations]
    found: list[Unit] = []
    for number, paragraph in enumerate(paragraphs):
        first, last = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        inside = quotations[first:last]
        dateline = _DATELINE.match(text, paragraph.start, paragraph.end)
        if dateline:
            paragraph = Span(dateline.end(), paragraph.end)
        for span in _bound(sentences.split_paragraph(folded=folded, paragraph=paragraph), inside):
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
        stop = quotation.start if quotation else span.end
        for match in _TOKEN.finditer(folded, position, stop):
            words = match.group()
            start, end = match.span()
            kind = _KINDS.get(words[0]) or _kind_of(words)
            if kind == "w" and ("'" in words or "-" in words) and _PARTICLE_NAME.match(words):
                kind = "c"
            found.append(Token(text[start:end], words.lower(), start, end, kind))
            if len(found) >= LONGEST_UNIT:
                return found
        if quotation:
            words = text[quotation.start : quotation.end]
            found.append(Token(words, '"', quotation.start, quotation.end, "q", quotation))
            position = quotation.end
    return found


_KINDS = (
    dict.fromkeys(ascii_lowercase, "w") | dict.fromkeys(ascii_uppercase, "c") | dict.fromkeys(digits, "n")
)


def _kind_of(words: str) -> str:
    first = words[0]
    if first.isdigit():
        return "n"
    if first.isalpha():
        return "c" if first.isupper() else "w"
    return "w" if words == "'s" else "p"


def _bound(spans: list[Span], quotations: tuple[Quotation, ...]) -> list[Span]:
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
