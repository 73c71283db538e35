"""Which claims a text touches. Pure.

A claim's terms (stems without stop words) are weighed by how few of the other claims use them; a text touches a claim
as far as it holds the weight of the claim's terms. Claims of one story use nearly the same words, so a text must also
hold one of those that tell a claim from the others of its story: what is said of the letter is not said of its
signature.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log
from typing import Any

from tracker.extract.words import terms

# Below this share of a claim's weight two texts only happen to use the same words.
TOUCHES = 0.5
_SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A claim that a passage could be about: `key` is the caller's own handle for it, `group` that of its story."""

    key: Any
    group: Any
    sentence: str
    label: str
    terms: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, *, key, sentence, label, group=None):
        return cls(key=key, group=group, sentence=sentence, label=label, terms=terms(f"{sentence} {label}"))


@dataclass(frozen=True, kw_only=True)
class Touch:
    """How far a text touches a claim: `score` from 0 to 1, and the shared terms that made it, heaviest first."""

    candidate: Candidate
    score: float
    shared: tuple[str, ...]


class Candidates:
    """The claims in question, ready to be asked."""

    def __init__(self, candidates: Iterable[Candidate]):
        self._candidates = tuple(candidates)
        used = Counter(term for candidate in self._candidates for term in candidate.terms)
        self._weights = {term: log(1 + len(self._candidates) / count) for term, count in used.items()}
        in_group = Counter(
            (candidate.group, term) for candidate in self._candidates for term in candidate.terms
        )
        self._telling = {
            candidate: frozenset(term for term in candidate.terms if in_group[candidate.group, term] == 1)
            for candidate in self._candidates
        }

    def __len__(self):
        return len(self._candidates)

    def touched_by(self, text_terms: frozenset[str], *, least: float = TOUCHES) -> tuple[Touch, ...]:
        """Return the claims that a text with these terms touches, best first."""
        touches = (
            self._touch(candidate, text_terms)
            for candidate in self._candidates
            if not self._telling[candidate] or self._telling[candidate] & text_terms
        )
        return tuple(
            sorted(
                (touch for touch in touches if touch.score >= least),
                key=lambda touch: (-touch.score, touch.candidate.sentence),
            )
        )

    def _touch(self, candidate, text_terms):
        shared = sorted(candidate.terms & text_terms, key=lambda term: (-self._weights[term], term))
        whole = sum(self._weights[term] for term in candidate.terms)
        score = sum(self._weights[term] for term in shared) / whole if whole else 0.0
        return Touch(candidate=candidate, score=score, shared=tuple(shared[:_SHOWN]))
