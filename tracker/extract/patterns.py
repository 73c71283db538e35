"""Patterns that are looked for only where a word they need is there: that saves most of the searching. Pure."""

import re
from typing import NamedTuple

from tracker.lib.text import fold

_WORDS = re.compile(r"[a-z0-9]+")


def some(words: str) -> frozenset[str]:
    """A few words as a set."""
    return frozenset(words.split())


class Wording(NamedTuple):
    """A text, the same folded (see lib/text), and the words in it in small letters."""

    text: str
    folded: str
    words: frozenset[str]


def wording(text: str) -> Wording:
    """A text made ready to be searched by patterns."""
    folded = fold(text)
    return Wording(text, folded, frozenset(_WORDS.findall(folded.lower())))


class Pattern(NamedTuple):
    """A pattern and words of which it has at least one wherever it fits."""

    regex: re.Pattern
    needs: frozenset[str]

    def search(self, wording: Wording) -> re.Match | None:
        """The first place where it fits."""
        return None if self.needs.isdisjoint(wording.words) else self.regex.search(wording.folded)


def pattern(regex: str, needs: frozenset[str] | str, flags: re.RegexFlag = re.I) -> Pattern:
    """A pattern that needs one of these words."""
    return Pattern(re.compile(regex, flags), some(needs) if isinstance(needs, str) else needs)
