"""Paragraphs and sentences of a text, as spans. Rules only; each pattern is linear in the text."""

import re
from functools import lru_cache
from itertools import chain

from tracker.extract.readings import Span
from tracker.lib.text import fold

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
_STOP = re.compile(r"[.!?…]+")
_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘«([—-–¿¡"

# Abbreviations that are followed by a name or a number: never the end of a sentence.
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "cmdr",
        "cpl",
        "sgt",
        "pvt",
        "adm",
        "brig",
        "rear",
        "vice",
        "sen",
        "rep",
        "reps",
        "sens",
        "gov",
        "lt",
        "hon",
        "rev",
        "fr",
        "sr",
        "st",
        "mt",
        "ft",
        "pres",
        "supt",
        "det",
        "insp",
        "atty",
        "asst",
        "assoc",
        "vol",
        "fig",
        "pp",
        "pg",
        "art",
        "sec",
        "vs",
        "v",
        "cf",
        "viz",
        "approx",
        "est",
        "ca",
        "al",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "ambassador",
        "amb",
    ]
)
# Abbreviations that may end a sentence: they do when the next word looks like the start of one.
_MAYBE = frozenset(
    [
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "u.a.e",
        "d.c",
        "p.m",
        "a.m",
        "inc",
        "corp",
        "co",
        "ltd",
        "llc",
        "jr",
        "etc",
        "ph.d",
        "m.d",
        "b.a",
        "dept",
        "bros",
        "n.y",
        "l.a",
        "ave",
        "blvd",
        "rd",
    ]
)
_STARTERS = frozenset(
    [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "this",
        "that",
        "these",
        "those",
        "there",
        "but",
        "and",
        "so",
        "in",
        "on",
        "at",
        "for",
        "as",
        "if",
        "when",
        "while",
        "after",
        "before",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "no",
        "not",
        "what",
        "who",
        "why",
        "how",
        "where",
        "according",
        "to",
        "one",
        "two",
        "some",
        "many",
        "most",
        "all",
        "each",
        "every",
        "both",
    ]
)
_WORD_BEFORE = re.compile(r"[\w.&'-]{1,20}\Z")


# Several readers ask for the same text, one after the other.
@lru_cache(maxsize=2)
def paragraphs(text: str) -> tuple[Span, ...]:
    """Spans of the paragraphs: blocks parted by blank lines, without the white space around them."""
    found = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.start(), match.end()
        block = match.group()
        found.append(Span(start + len(block) - len(block.lstrip()), end - len(block) + len(block.rstrip())))
    return tuple(found)


@lru_cache(maxsize=2)
def by_paragraph(text: str) -> tuple[tuple[Span, ...], ...]:
    """Spans of the sentences of each paragraph. A closing quote mark belongs to its sentence."""
    folded = fold(text)
    return tuple(tuple(split_paragraph(folded=folded, paragraph=paragraph)) for paragraph in paragraphs(text))


@lru_cache(maxsize=2)
def split(text: str) -> tuple[Span, ...]:
    """Spans of the sentences, in order; none crosses a paragraph."""
    return tuple(chain.from_iterable(by_paragraph(text)))


def split_paragraph(*, folded: str, paragraph: Span) -> list[Span]:
    """Spans of the sentences of one paragraph of a text already folded."""
    found = []
    start, end = paragraph
    for stop in _STOP.finditer(folded, start, end):
        cut = stop.end()
        if cut <= start:
            continue
        while cut < end and folded[cut] in _CLOSERS:
            cut += 1
        if cut >= end:
            break
        if not folded[cut].isspace() or not _ends_here(folded, stop, cut, end):
            continue
        found.append(Span(start, cut))
        start = cut
        while start < end and folded[start].isspace():
            start += 1
    if start < end:
        found.append(Span(start, end))
    return found


def _ends_here(folded: str, stop: re.Match, cut: int, end: int) -> bool:
    follows = folded[cut : min(end, cut + 40)].lstrip()
    if not follows:
        return True
    inside_quote = cut > stop.end()
    first = follows.lstrip(_OPENERS)[:1]
    if stop.group() != ".":
        # "Really?" he asked: a mark inside a quotation followed by a small letter goes on.
        return not first.islower()
    if first.islower():
        return False
    if not first.isalnum() and first not in "$£€@#\"'“‘":
        return not inside_quote
    before = _WORD_BEFORE.search(folded, max(0, stop.start() - 20), stop.start())
    word = before.group().strip("'").lower() if before else ""
    if inside_quote:
        return True
    if word in ("no", "nos"):
        return not follows[:1].isdigit()  # "No. 5", but "No. He was here."
    if word in _TITLES:
        return False
    if len(word) == 1 and word.isalpha() and word != "i":
        return False
    if word in _MAYBE or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        next_word = re.match(r"[\w']+", follows.lstrip(_OPENERS))
        quoted = follows[:1] in "\"'“‘"
        return bool(next_word) and (quoted or next_word.group().lower() in _STARTERS)
    return True
