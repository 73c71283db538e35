"""Texts as sets of hashed runs of words, and the sample of them that finds texts sharing much. Pure.

A shingle is a run of five words (Broder 1997, "On the resemblance and containment of documents"). What is kept in the
database is a sample chosen by the hash itself, those divisible by 16, so that two texts sample what they share alike:
unlike MinHash, which estimates the resemblance of whole texts, it also finds a text that is a part of another.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from zlib import crc32

from tracker.extract.readings import Span
from tracker.lib.text import fold

WORDS_A_SHINGLE = 5
# Texts with fewer shingles say too little to be told apart from a stub ("Subscribe to go on reading").
FEWEST = 30
# A sample keeps hashes divisible by this, by the number of shingles: a short text keeps more of its few, and each
# number divides the next, so that the samples of a short and of a long text still meet.
_MODULI = ((60, 1), (240, 4), (float("inf"), 16))
_WORD = re.compile(r"[^\W_]+")
_SIGN = 1 << 31


@dataclass(frozen=True)
class Shingles:
    """The hashed shingles of one text, in order."""

    text: str
    hashes: tuple[int, ...]

    @cached_property
    def distinct(self) -> frozenset[int]:
        return frozenset(self.hashes)

    def sample(self) -> tuple[int, ...]:
        """The hashes to keep in the index: about 30 of an ordinary article, none of a text that says too little."""
        if len(self.distinct) < FEWEST:
            return ()
        modulus = modulus_for(len(self.distinct))
        return tuple(sorted(value for value in self.distinct if not value % modulus))

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """The places of the words in the text."""
        return tuple(Span(*match.span()) for match in _WORD.finditer(_plain(self.text)))

    def shared_words(self, others: frozenset[int]) -> bytearray:
        """One byte for each word: 1 where it stands in a shingle that is among `others`."""
        shared = bytearray(len(self.words))
        for place, value in enumerate(self.hashes):
            if value in others:
                shared[place : place + WORDS_A_SHINGLE] = b"\x01" * WORDS_A_SHINGLE
        return shared


def shingle(text: str) -> Shingles:
    """Cut a text into shingles of five words, whatever its case, punctuation and line ends.

    The hash is the CRC-32 of the words as a signed number of 32 bits: the same on every machine, and half the space
    of a longer one. That two texts share two sampled hashes by chance has a probability of about one in a million at
    a million texts, and what shares them is compared exactly.
    """
    words = [word.encode() for word in _WORD.findall(_plain(text))]
    run = b" ".join(words)
    lasts = list(accumulate(len(word) + 1 for word in words))
    firsts = [0, *lasts[: 1 - WORDS_A_SHINGLE]]
    return Shingles(
        text,
        tuple(
            (crc32(run[first : last - 1]) ^ _SIGN) - _SIGN
            for first, last in zip(firsts, lasts[WORDS_A_SHINGLE - 1 :], strict=False)
        ),
    )


def _plain(text):
    """The text in lower case with plain apostrophes, each character in its place."""
    folded = fold(text)
    lower = folded.lower()
    # A few letters have two in lower case.
    return lower if len(lower) == len(folded) else folded


def modulus_for(size: int) -> int:
    """Return what the sampled hashes of a text with `size` different shingles are divisible by."""
    return next(modulus for limit, modulus in _MODULI if size < limit)


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the shingles of both that both have; 0 for two empty texts."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared or 1)


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the shorter text that stands in the longer one; 0 when one is empty."""
    return len(one & other) / (min(len(one), len(other)) or 1)
