"""What a text is searched by: stems, names, numbers and dates in one form each. Pure.

Words are compared by their stems (lib/stems.py). A word with a capital inside a sentence is a name; number words,
thousands separators and names of months come out in one form; hashtags and handles are taken apart, run-together ones
with the help of the words the known claims use. Of an embedded post (“text — Name (@handle) January 6, 2020”) the line
with author and date is told from the text, because who posted it is seldom what it is about.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import log

from tracker.extract.words import STOPWORDS
from tracker.lib.stems import stem, with_one_name

_ADDRESS = re.compile(r"\b(?:https?://|pic\.twitter\.com/|www\.)\S+")
_SIGNATURE = re.compile(r"\s[—–-]+\s*[^()\n]{0,80}\(@\w{1,40}\)\s*(?:[A-Z][a-z]{2,9} \d{1,2}, \d{4})?\s*\Z")
_TOKEN = re.compile(r"[#@]\w+|\d+(?:[.,]\d+)*|[^\W_]+(?:[.'’][^\W_]+)*")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\dA-Za-z_]+")
_SENTENCE_ENDS = re.compile(r"[.!?:“‘\"]\W*\Z")
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty"
)
_MONTH_NAMES = "january february march april may june july august september october november december"
_NUMBERS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS.split(), start=2)}
_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
_DATED = {name: name for name in f"{_MONTH_NAMES} {_WEEKDAY_NAMES}".split()}
# “3 Mar 2021” and “Jan. 6”; Jan and Mar alone are people.
_SHORT_MONTHS = {name[:3]: name for name in _MONTH_NAMES.split()}
_CALENDAR = _DATED.keys() | _SHORT_MONTHS.keys()
_NUMBER_BEFORE = re.compile(r"\d\W{1,2}\Z")
_NUMBER_AFTER = re.compile(r"\W{1,2}\d")
_LONGEST_PART = 14
# “Pulling its troops out” says “withdrawing its troops”, and neither word of it does alone.
_PULLING = frozenset({"pull", "pulls", "pulled", "pulling"})
_OUT_AFTER = re.compile(r"(?:\s+[\w'’.-]+){0,5}?\s+out\b")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a text is searched by.

    `sequence` are its terms in the order of the text, `shown` the word as it stands there for each, `aside` those that
    stand only in the signature of an embedded post.
    """

    sequence: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[str]
    aside: frozenset[str]
    shown: dict[str, str]

    def __contains__(self, term):
        return term in self.shown

    def __len__(self):
        return len(self.shown)

    def __add__(self, other):
        """The terms of this text with those of another behind it."""
        aside = self.aside | other.aside
        if aside:
            aside -= (self.shown.keys() - self.aside) | (other.shown.keys() - other.aside)
        return Terms(
            sequence=self.sequence + other.sequence,
            names=self.names | other.names,
            numbers=self.numbers | other.numbers,
            dates=self.dates | other.dates,
            aside=aside,
            shown={**self.shown, **other.shown, **self.shown},
        )


def read(text: str, *, used: Callable[[str], int] | None = None) -> Terms:
    """Return the terms of a text. `used` says how many known claims use a term; it helps with run-together hashtags."""
    text = with_one_name(_ADDRESS.sub(" ", text))
    signature = _SIGNATURE.search(text)
    end = signature.start() if signature else len(text)
    reader = _Reader(used)
    for found in _TOKEN.finditer(text):
        reader.take(found, text, aside=found.start() >= end)
    return reader.terms()


def wordings(text: str) -> list[str]:
    """Return a text without addresses, and of an embedded post also without the line with author and date."""
    text = _ADDRESS.sub(" ", text)
    signature = _SIGNATURE.search(text)
    return [text, text[: signature.start()]] if signature else [text]


class _Reader:
    """Takes tokens one by one and keeps what they are."""

    def __init__(self, used):
        self._used = used
        self._sequence = []
        self._shown = {}
        self._within = set()
        self._kinds = {"names": set(), "numbers": set(), "dates": set()}

    def take(self, found, text, *, aside):
        token = found[0]
        if token[0] in "#@":
            for part in self._parts(token[1:]):
                self._keep(part, token, aside=aside, kinds=("names",))
        elif token[0].isdigit():
            number = token.replace(",", "")
            year = len(number) == 4 and number[:2] in ("18", "19", "20")
            self._add(number, token, aside=aside, kinds=("numbers", "dates") if year else ("numbers",))
        else:
            self._take_word(token, found, text, aside=aside)

    def _take_word(self, token, found, text, *, aside):
        low = token.lower()
        if low not in _CALENDAR and not _term(low)[0]:
            return
        if low in _PULLING and _OUT_AFTER.match(text, found.end()):
            low = "withdraw"
        start = max(0, found.start() - 4)
        capital = (
            token[0].isupper() and found.start() > 0 and not _SENTENCE_ENDS.search(text, start, found.start())
        )
        date = None
        if low in _CALENDAR:
            near = _NUMBER_BEFORE.search(text, start, found.start()) or _NUMBER_AFTER.match(text, found.end())
            date = _DATED.get(low) if capital or near else None
            date = date or (_SHORT_MONTHS.get(low) if near else None)
        if date:
            self._add(date, token, aside=aside, kinds=("dates",))
        else:
            self._keep(low, token, aside=aside, kinds=("names",) if capital else ())

    def _keep(self, low, shown, *, aside, kinds):
        term, is_number = _term(low)
        if term:
            self._add(term, shown, aside=aside, kinds=("numbers",) if is_number else kinds)

    def _add(self, term, shown, *, aside, kinds):
        self._sequence.append(term)
        self._shown.setdefault(term, shown)
        if aside:
            return
        self._within.add(term)
        for kind in kinds:
            self._kinds[kind].add(term)

    def _parts(self, tag):
        for part in _PARTS.findall(tag):
            low = part.lower()
            if self._used is None or len(low) < 6 or self._used(stem(low)):
                yield low
            else:
                yield from _taken_apart(low, lambda word: self._used(stem(word))) or [low]

    def terms(self):
        return Terms(
            sequence=tuple(self._sequence),
            aside=frozenset(self._shown.keys() - self._within),
            shown=self._shown,
            **{kind: frozenset(terms) for kind, terms in self._kinds.items()},
        )


def _taken_apart(word, used):
    """The likeliest way to read a run-together word as words in use, or None: fewest and most used parts."""
    best = [(0.0, ())] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - _LONGEST_PART), end - 1):
            if best[start] is None:
                continue
            part = word[start:end]
            number = 1_000 if part in STOPWORDS else used(part)
            # A part of two letters in few claims is chance.
            if number > (30 if end - start < 3 else 0):
                cost = best[start][0] + 14 - log(number)
                if best[end] is None or cost < best[end][0]:
                    best[end] = (cost, (*best[start][1], part))
    return best[-1] and best[-1][1]


@lru_cache(maxsize=200_000)
def _term(low):
    """The term of a word in lower case, nothing for one that says nothing, and whether it is a number."""
    low = low.replace("’", "'").removesuffix("'s")
    if low in _NUMBERS:
        return _NUMBERS[low], True
    return "" if low in STOPWORDS or len(low) < 2 else stem(low), False
