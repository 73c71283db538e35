"""A text as sequences of words with what can be known of each, for a model that marks who said what. Pure.

One sequence is one paragraph. What is told of a word: itself, its ending and shape, the closed classes it belongs to,
whether it stands in quotation marks, where it stands in its sentence, what the rules (statements.py) make of it, and
much of that for the words around it. After Pareti et al., EMNLP 2013, who mark quotations with such a sequence model.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.extract import quotations, sentences, words
from tracker.extract.readings import Span, StatementFound
from tracker.lib.text import fold

LONGEST = 500
OUTSIDE = "O"
_WORD = re.compile(r"'s\b|[^\W_]+(?:[-.&'][^\W_]+)*|\d[\d,.]*|[^\w\s]|_")
_CLASSES = (
    ("cue", frozenset(words.CUE_KINDS)),
    ("unsure", words.UNSURE_CUES),
    ("person", words.PERSON_NOUNS),
    ("body", words.ORGANISATION_NOUNS | words.KNOWN_ORGANISATIONS),
    ("paper", words.DOCUMENT_NOUNS),
    ("title", words.TITLES),
    ("pronoun", words.PRONOUNS),
    ("determiner", words.DETERMINERS),
    ("preposition", words.PREPOSITIONS),
    ("clause", words.CLAUSE_WORDS),
    ("aux", words.AUXILIARIES),
    ("adverb", words.ADVERBS),
    ("day", words.DAY_WORDS | words.MONTHS),
    ("object", words.OBJECT_CUES),
    ("platform", words.PLATFORMS),
)
_CLASSES_OF: dict[str, tuple[str, ...]] = {}
for _name, _members in _CLASSES:
    for _member in _members:
        _CLASSES_OF[_member] = (*_CLASSES_OF.get(_member, ()), _name)


class Word(NamedTuple):
    text: str
    low: str
    start: int
    end: int


def sequences(text: str) -> list[list[Word]]:
    """The paragraphs of a text as words, at most LONGEST of them a piece."""
    folded = fold(text)
    found = []
    for paragraph in sentences.paragraphs(text):
        row = [
            Word(text[match.start() : match.end()], match.group().lower(), match.start(), match.end())
            for match in _WORD.finditer(folded, paragraph.start, paragraph.end)
        ]
        found += [row[at : at + LONGEST] for at in range(0, len(row), LONGEST)]
    return found


def marked(rows: Sequence[Sequence[Word]], spans: dict[str, Iterable[Span]]) -> list[list[str]]:
    """The marks of each word: "B-cue" where a span begins, "I-cue" where it goes on, OUTSIDE elsewhere."""
    begins: dict[int, str] = {}
    inside: dict[int, str] = {}
    starts = [word.start for row in rows for word in row]
    for part, stretches in spans.items():
        for start, end in stretches:
            first, stop = bisect_left(starts, start), bisect_left(starts, end)
            for place in range(first, stop):
                (begins if place == first else inside)[starts[place]] = part
    return [
        [
            f"B-{begins[word.start]}"
            if word.start in begins
            else f"I-{inside[word.start]}"
            if word.start in inside
            else OUTSIDE
            for word in row
        ]
        for row in rows
    ]


def spans_of(rows: Sequence[Sequence[Word]], marks: Sequence[Sequence[str]]) -> dict[str, list[Span]]:
    """The spans that marks make, by part, each in the order of the text."""
    found: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for row, labels in zip(rows, marks, strict=True):
        before = OUTSIDE
        for word, label in zip(row, labels, strict=True):
            part = label[2:]
            if label == f"I-{part}" and before[2:] == part:
                found[part][-1] = Span(found[part][-1].start, word.end)
            elif part:
                found[part].append(Span(word.start, word.end))
            before = label
    return found


def by_rule(found: Iterable[StatementFound]) -> dict[str, list[Span]]:
    """The spans of statements the rules found, in the form of `spans_of`."""
    spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for one in found:
        if (one.speaker_start, one.speaker_end) != (one.cue_start, one.cue_end):
            spans["source"].append(Span(one.speaker_start, one.speaker_end))
        spans["cue"].append(Span(one.cue_start, one.cue_end))
        parts = (
            one.quoted if one.quote and len(one.quoted) > 1 else (Span(one.content_start, one.content_end),)
        )
        spans["content"] += parts
    return spans


def features(
    text: str, rows: Sequence[Sequence[Word]], found: Iterable[StatementFound]
) -> list[list[list[str]]]:
    """What is told of each word of each sequence. `found` is what the rules found in the same text."""
    rules = marked(rows, by_rule(found))
    paragraphs = sentences.paragraphs(text)
    marks = quotations.find(text, paragraphs)
    opens = [mark.start for mark in marks]
    ends = {span.start for span in sentences.split(text)}
    return [
        _of_row(row, rule, marks, opens, ends, last=number == len(rows) - 1)
        for number, (row, rule) in enumerate(zip(rows, rules, strict=True))
    ]


def _of_row(row, rule, marks, opens, sentence_starts, *, last) -> list[list[str]]:
    own = [_of_word(word) for word in row]
    quoted = [_in_quotation(word, marks, opens) for word in row]
    cue_near = _nearness(rule, row)
    told: list[list[str]] = []
    since_start = 0
    for at, word in enumerate(row):
        since_start = 0 if word.start in sentence_starts else since_start + 1
        here = [
            "1",
            f"q={quoted[at]}",
            f"r={rule[at]}",
            f"qr={quoted[at]}{rule[at]}",
            f"s={min(since_start, 6)}",
            f"s={min(since_start, 3)}q={quoted[at]}",
            f"near={cue_near[at]}r={rule[at]}",
            f"next={quoted[at + 1] if at + 1 < len(row) else 'edge'}{quoted[at]}",
            f"near={cue_near[at]}",
            *own[at],
        ]
        for step in (-4, -3, -2, -1, 1, 2, 3, 4):
            place = at + step
            if not 0 <= place < len(row):
                here.append(f"{step}=edge")
                continue
            here.append(f"{step}r={rule[place]}")
            if abs(step) <= 2:
                here += [f"{step}{what}" for what in own[place]]
                here.append(f"{step}q={quoted[place]}")
            else:
                here.append(f"{step}w={row[place].low}")
        if at:
            here.append(f"-1|0={row[at - 1].low}|{word.low}")
        if at + 1 < len(row):
            here.append(f"0|1={word.low}|{row[at + 1].low}")
        told.append(here)
    return told


def _of_word(word: Word) -> list[str]:
    low = word.low
    found = [f"w={low}", f"e={low[-3:]}", f"shape={_shape(word.text)}"]
    found += [f"c={name}" for name in _CLASSES_OF.get(low, ())]
    if low in words.CUE_LEMMAS:
        found.append(f"l={words.CUE_LEMMAS[low]}")
    return found


def _shape(text: str) -> str:
    first = text[0]
    if first.isdigit():
        return "n"
    if not first.isalnum():
        return text[:1]
    return "X" if text.isupper() and len(text) > 1 else "x" if first.islower() else "Xx"


def _in_quotation(word: Word, marks, opens) -> str:
    at = bisect_left(opens, word.start + 1) - 1
    if at < 0 or word.start >= marks[at].end:
        return "o"
    if word.start < marks[at].inner.start:
        return "<"
    return ">" if word.start >= marks[at].inner.end else "i"


def _nearness(rule: Sequence[str], row: Sequence[Word]) -> list[str]:
    """Of each word, which cue of the rules stands before it in its paragraph, and which behind."""
    before, seen = [], "none"
    for label, word in zip(rule, row, strict=True):
        seen = word.low if label == "B-cue" else "." if word.low in ".!?" else seen
        before.append(seen)
    behind, seen = [], "none"
    for label, word in zip(reversed(rule), reversed(row), strict=True):
        seen = word.low if label == "B-cue" else "." if word.low in ".!?" else seen
        behind.append(seen)
    return [f"{one}|{other}" for one, other in zip(before, reversed(behind), strict=True)]
