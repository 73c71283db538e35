"""How likely a text repeats each of the claims the index found for it, and why we think so. Pure.

A logistic regression over what text and claim share, in shares and in units of one rare word, so that the weights hold
for ten claims as for a million. Its weights are in ranker.json, made by `manage.py train_ranker`; its probability is
calibrated there on texts of which half repeat no known claim. Below `Ranker.threshold` nothing should be proposed.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log1p
from pathlib import Path
from typing import Any

import numpy as np

from tracker.match.terms import Terms

# A claim that shares less than two rare words or their like is not worth a look: the index leaves it out.
FLOOR = 2.0
_ASIDE_COUNTS = 70
_NEAR = 6
# What the best claim of another story usually scores beside the right one, and means.
_RIVAL = 2.0
_RIVAL_MEANING = 0.5
_SHOWN = 6
_WEIGHTS = Path(__file__).with_name("ranker.json")

FEATURES = (
    "score",
    "ahead of next",
    "share of claim",
    "share of label",
    "in both claim and label",
    "heaviest",
    "names shared",
    "numbers shared",
    "numbers missing",
    "dates shared",
    "words near one another",
    "length of text",
)
# With sentence embeddings, beside these.
MEANING = ("meaning", "meaning ahead of next")


@dataclass(frozen=True, kw_only=True)
class Known:
    """A claim as it is compared: `key` as in the index, `group` that of its story, terms of sentence and label."""

    key: int
    group: Any
    sentence: str
    claim: Terms
    title: Terms


@dataclass(frozen=True, kw_only=True)
class Match:
    """A claim that a text seems to repeat, how likely it does, and the reasons in words."""

    known: Known
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ranker:
    """Weights of the features, in their order, and the steps from its sum to a calibrated probability."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    # (sum, probability) ascending in both; between two steps the straight line.
    steps: tuple[tuple[float, float], ...]
    threshold: float

    @classmethod
    def read(cls, content: dict) -> "Ranker":
        """A ranker from what `as_dict` gave."""
        return cls(
            features=tuple(content["features"]),
            weights=tuple(content["weights"]),
            bias=content["bias"],
            steps=tuple(tuple(step) for step in content["steps"]),
            threshold=content["threshold"],
        )

    def as_dict(self) -> dict:
        """What the file of weights holds."""
        return {
            "features": list(self.features),
            "weights": [round(weight, 4) for weight in self.weights],
            "bias": round(self.bias, 4),
            "steps": [[round(at, 4), round(probability, 4)] for at, probability in self.steps],
            "threshold": round(self.threshold, 4),
        }

    def sums(self, rows: np.ndarray) -> np.ndarray:
        """The weighted sums of rows of features, higher for likelier."""
        return rows @ np.array(self.weights) + self.bias

    def probability(self, total: float) -> float:
        """The calibrated probability of a weighted sum."""
        if not self.steps:
            return 1 / (1 + exp(-max(-50.0, min(50.0, total))))
        return float(np.interp(total, *zip(*self.steps, strict=True)))


@cache
def shipped(*, meaning: bool = False) -> Ranker:
    """The ranker that comes with the program, for features with or without sentence embeddings."""
    content = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return Ranker.read(content["with embeddings" if meaning else "plain"])


def asked(text: Terms) -> dict[str, int]:
    """The query of the index for a text: its terms, those of a signature at a discount."""
    return {term: _ASIDE_COUNTS if term in text.aside else 100 for term in text.shown}


def matches(
    text: Terms,
    found: Sequence[tuple[Known, float]],
    *,
    weight: Callable[[str], float],
    ranker: Ranker,
    meaning: Sequence[float] | None = None,
) -> list[Match]:
    """Return the found claims as matches, likeliest first; `found` are claims with their score in rare terms.

    `weight` is the rarity of a term. `meaning` are the cosines of the embeddings of text and claims, where the ranker
    was trained with them.
    """
    if not found:
        return []
    rows = features(text, found, weight=weight, meaning=meaning)
    totals = ranker.sums(rows)
    order = sorted(range(len(found)), key=lambda place: (-totals[place], found[place][0].key))
    likely = [ranker.probability(float(total)) for total in totals]
    return [
        Match(
            known=found[place][0],
            probability=likely[place],
            reasons=(reason(text, found[place][0], likely[place], weight=weight),),
        )
        for place in order
    ]


def features(
    text: Terms,
    found: Sequence[tuple[Known, float]],
    *,
    weight: Callable[[str], float],
    meaning: Sequence[float] | None = None,
) -> np.ndarray:
    """One row of FEATURES for each claim found, and of MEANING where the cosines are given."""
    within = text.shown.keys() - text.aside
    near = _near(text.sequence)
    scores = [score for _, score in found]
    best = max(*scores, _RIVAL)
    rows = [
        [score, (score - rival) / best, *_shares(text, known, within, near, weight)]
        for (known, score), rival in zip(found, _rivals(found, scores, _RIVAL), strict=True)
    ]
    if meaning is not None:
        rivals = _rivals(found, meaning, _RIVAL_MEANING)
        rows = [
            [*row, cosine, cosine - rival] for row, cosine, rival in zip(rows, meaning, rivals, strict=True)
        ]
    return np.array(rows)


def _rivals(found, scores, least):
    """For each claim the best score of one of another story; among few claims there may be none, and `least` is it."""
    best_of = {}
    for (known, _), score in zip(found, scores, strict=True):
        best_of[known.group] = max(score, best_of.get(known.group, score))
    first, second, *_ = [*sorted(best_of.items(), key=lambda item: -item[1]), (None, least), (None, least)]
    return [max(least, second[1] if known.group == first[0] else first[1]) for known, _ in found]


def _shares(text, known, within, near, weight):
    """The features of one claim from the third on."""
    claim, title = known.claim, known.title
    shared = claim.shown.keys() & text.shown.keys()
    in_title = title.shown.keys() & text.shown.keys()
    names = claim.names | title.names
    dates = claim.dates | title.dates
    numbers = (claim.numbers | title.numbers) - dates
    pairs = near & (_near(claim.sequence) | _near(title.sequence))
    return (
        _sum(shared, weight) / (_sum(claim.shown, weight) or 1.0),
        _sum(in_title, weight) / (_sum(title.shown, weight) or 1.0),
        _sum(shared & in_title, weight),
        max(map(weight, (shared | in_title) & within), default=0.0),
        _sum(names & text.shown.keys(), weight),
        float(len(numbers & within)),
        float(len(numbers - text.shown.keys())),
        float(len(dates & text.shown.keys())),
        log1p(sum(_sum(pair, weight) for pair in pairs)),
        log1p(len(text)),
    )


def _sum(terms, weight):
    return sum(map(weight, terms))


def reason(text: Terms, known: Known, likely: float, *, weight: Callable[[str], float]) -> str:
    """Why a text could repeat a claim: the names, numbers, dates and other words they share, heaviest first."""
    shared = (known.claim.shown.keys() | known.title.shown.keys()) & text.shown.keys()
    numbers = (known.claim.numbers | known.title.numbers) & shared
    dates = (known.claim.dates | known.title.dates) & shared
    names = (known.claim.names | known.title.names | text.names) & shared - numbers - dates
    kinds = (
        ("the name", "the names", names),
        ("the number", "the numbers", numbers - dates),
        ("the date", "the dates", dates),
        ("the word", "the words", shared - names - numbers - dates),
    )
    parts = []
    for one, several, terms in kinds:
        if not terms:
            continue
        heaviest = sorted(terms, key=lambda term: (-weight(term), term))[:_SHOWN]
        words = ", ".join(dict.fromkeys(f"“{text.shown[term]}”" for term in heaviest))
        parts.append(f"{one if len(heaviest) == 1 else several} {words}")
    told = f"the known claim “{known.sentence}” (likely by {likely:.0%})."
    if not parts:
        return f"It means nearly the same as {told}"
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"It shares {listed} with {told}"


def _near(sequence):
    """Pairs of terms that stand close together, in either order."""
    return {
        frozenset((term, other))
        for place, term in enumerate(sequence)
        for other in sequence[place + 1 : place + _NEAR]
        if term != other
    }
