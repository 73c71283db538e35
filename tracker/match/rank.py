"""How likely texts repeat each of the claims the index found for them, and why we think so. Pure.

Two logistic regressions over what text and claim share, in shares and in units of one rare word, so that the weights
hold for ten claims as for a million: one says which of the claims comes first, the other whether it is repeated at all.
Their weights are in ranker.json, made by `manage.py train_ranker`; the probability is calibrated there on texts most of
which repeat no known claim, sentences of articles among them. Below `Ranker.threshold` nothing should be proposed.

All pairs of an article's texts with the claims found for them are weighed at once, in arrays with one entry for each
term of each pair's claim; words for a reason are looked for only where a claim is likely enough to be proposed.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from math import exp
from pathlib import Path
from typing import Any

import numpy as np

from tracker.match.index import hashed
from tracker.match.terms import Terms

# So many claims are looked at for each text.
LOOKED_AT = 20
# A claim that shares less than two rare words or their like is not worth a look: the index leaves it out.
FLOOR = 2.0
_ASIDE_COUNTS = 70
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
    "share of text",
    "in both claim and label",
    "names shared",
    "numbers shared",
    "numbers missing",
    "dates shared",
    "length of text",
)
# With sentence embeddings, beside these.
MEANING = ("meaning", "meaning ahead of next")

# Returns for the hashes of some terms (`index.hashed`) what each counts for, from 0 to 1.
Rarities = Callable[[np.ndarray], np.ndarray]
_CLAIM, _LABEL, _NAME, _NUMBER, _DATE = (1 << bit for bit in range(5))


@dataclass(frozen=True, eq=False, kw_only=True)
class Known:
    """A claim as it is compared: `key` as in the index, `group` that of its story, terms of sentence and label."""

    key: int
    group: Any
    sentence: str
    claim: Terms
    title: Terms

    @cached_property
    def terms(self) -> tuple[np.ndarray, np.ndarray]:
        """The hashes of its terms, and of each in bits where it stands and what it is."""
        kinds = dict.fromkeys(chain(self.claim.shown, self.title.shown), 0)
        dates = self.claim.dates | self.title.dates
        for terms, kind in (
            (self.claim.shown, _CLAIM),
            (self.title.shown, _LABEL),
            (self.claim.names | self.title.names, _NAME),
            ((self.claim.numbers | self.title.numbers) - dates, _NUMBER),
            (dates, _DATE),
        ):
            for term in terms:
                kinds[term] |= kind
        return hashed(kinds), np.fromiter(kinds.values(), dtype=np.uint8, count=len(kinds))


@dataclass(frozen=True, kw_only=True)
class Match:
    """A claim that a text seems to repeat, how likely it does, and the reasons in words."""

    known: Known
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ranker:
    """Weights of the features for which claim comes first (`order`) and for whether it is repeated (`weights`).

    `steps` lead from a sum of the latter to a calibrated probability.
    """

    features: tuple[str, ...]
    order: tuple[float, ...]
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
            order=tuple(content["order"]),
            weights=tuple(content["weights"]),
            bias=content["bias"],
            steps=tuple(tuple(step) for step in content["steps"]),
            threshold=content["threshold"],
        )

    def as_dict(self) -> dict:
        """What the file of weights holds."""
        return {
            "features": list(self.features),
            "order": [round(weight, 4) for weight in self.order],
            "weights": [round(weight, 4) for weight in self.weights],
            "bias": round(self.bias, 4),
            "steps": [[round(at, 4), round(probability, 4)] for at, probability in self.steps],
            "threshold": round(self.threshold, 4),
        }

    def ranks(self, rows: np.ndarray) -> np.ndarray:
        """For rows of features of one text a number each, higher for a claim that comes before."""
        return rows @ np.array(self.order)

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
    texts: Sequence[Terms],
    found: Sequence[Sequence[tuple[Known, float]]],
    *,
    rarities: Rarities,
    ranker: Ranker,
    meaning: Sequence[Sequence[float]] | None = None,
) -> list[list[Match]]:
    """Return for each text the claims it likely repeats, the best first; none below the ranker's threshold.

    `found` are for each text the claims the index found, with their scores in rare terms. `meaning` are the cosines of
    the embeddings of text and claims, where the ranker was trained with them.
    """
    likely = [[] for _ in texts]
    rows = features(texts, found, rarities=rarities, meaning=meaning)
    pairs = [(place, known) for place, each in enumerate(found) for known, _ in each]
    for total, rank, (place, known) in zip(
        ranker.sums(rows).tolist(), ranker.ranks(rows).tolist(), pairs, strict=True
    ):
        probability = ranker.probability(total)
        if probability >= ranker.threshold:
            likely[place].append((-rank, known.key, known, probability))
    return [
        [
            Match(
                known=known,
                probability=probability,
                reasons=(reason(text, known, probability, rarities=rarities),),
            )
            for *_, known, probability in sorted(each, key=lambda entry: entry[:2])
        ]
        for text, each in zip(texts, likely, strict=True)
    ]


def features(
    texts: Sequence[Terms],
    found: Sequence[Sequence[tuple[Known, float]]],
    *,
    rarities: Rarities,
    meaning: Sequence[Sequence[float]] | None = None,
) -> np.ndarray:
    """One row of FEATURES for each claim found for each text, and of MEANING where the cosines are given."""
    pairs = [(place, known) for place, each in enumerate(found) for known, _ in each]
    if not pairs:
        return np.empty((0, len(FEATURES) + (len(MEANING) if meaning is not None else 0)))
    text_of = np.array([place for place, _ in pairs])
    scores = np.array([score for each in found for _, score in each], dtype=float)
    rivals, best = _rivals(pairs, text_of, scores, _RIVAL)
    columns = [scores, (scores - rivals) / best, *_shares(texts, pairs, text_of, rarities)]
    if meaning is not None:
        cosines = np.fromiter(chain.from_iterable(meaning), dtype=float, count=len(pairs))
        columns += [cosines, cosines - _rivals(pairs, text_of, cosines, _RIVAL_MEANING)[0]]
    return np.column_stack(columns)


def _rivals(pairs, text_of, scores, least):
    """For each pair the best score of its text with a claim of another story, and with any.

    Among few claims there may be none of another story; it is at least `least`.
    """
    first = {}
    for (place, known), score in zip(pairs, scores.tolist(), strict=True):
        if place not in first or score > first[place][0]:
            first[place] = score, known.group
    leads = np.array([known.group == first[place][1] for place, known in pairs])
    best, second = np.full((2, text_of[-1] + 1), least)
    np.maximum.at(best, text_of, scores)
    np.maximum.at(second, text_of[~leads], scores[~leads])
    return np.where(leads, second[text_of], best[text_of]), best[text_of]


def _shares(texts, pairs, text_of, rarities):
    """The features from the third on."""
    number = {}
    claim_of = np.array([number.setdefault(known, len(number)) for _, known in pairs])
    hashes, kinds = zip(*(known.terms for known in number), strict=True)
    words = [hashed(text.shown) for text in texts]
    # Terms of texts and claims, numbered together: `at` are their numbers, first those of the texts.
    terms, at = np.unique(np.concatenate([*words, *hashes]), return_inverse=True)
    weights = rarities(terms)
    lengths = np.array([len(each) for each in words])
    here = np.repeat(np.arange(len(texts)), lengths), at[: lengths.sum()]
    held = np.zeros((len(texts), len(terms)), dtype=bool)
    held[here] = True
    # The same without what stands in a signature only.
    told = np.zeros_like(held)
    told[here] = [term not in text.aside for text in texts for term in text.shown]

    # One entry for each term of the claim of each pair.
    sizes = np.array([len(each) for each in hashes])
    entries = sizes[claim_of]
    pair = np.repeat(np.arange(len(pairs)), entries)
    starts = (np.cumsum(sizes) - sizes)[claim_of] - (np.cumsum(entries) - entries)
    place = np.arange(len(pair)) + np.repeat(starts, entries)
    term, kind = at[lengths.sum() + place], np.concatenate(kinds)[place]
    shared, weight = held[text_of[pair], term], weights[term]
    inside = told[text_of[pair], term]
    shared_weight = weight * shared

    def total(values):
        return np.bincount(pair, weights=values, minlength=len(pairs))

    def share(where):
        return total(shared_weight * where) / np.maximum(total(weight * where), 1e-9)

    in_claim, in_label, name, numeral, date = (
        kind & bit != 0 for bit in (_CLAIM, _LABEL, _NAME, _NUMBER, _DATE)
    )
    return (
        share(in_claim),
        share(in_label),
        total(weight * inside) / np.maximum(told @ weights, 1e-9)[text_of],
        total(shared_weight * (in_claim & in_label)),
        total(shared_weight * name),
        total(inside & numeral),
        total(numeral & ~shared),
        total(shared & date),
        np.log1p(lengths)[text_of],
    )


def reason(text: Terms, known: Known, likely: float, *, rarities: Rarities) -> str:
    """Why a text could repeat a claim: the names, numbers, dates and other words they share, heaviest first."""
    shared = (known.claim.shown.keys() | known.title.shown.keys()) & text.shown.keys()
    numbers = (known.claim.numbers | known.title.numbers) & shared
    dates = (known.claim.dates | known.title.dates) & shared
    names = (known.claim.names | known.title.names | text.names) & shared - numbers - dates
    weight = dict(zip(shared, rarities(hashed(shared)).tolist(), strict=True))
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
        heaviest = sorted(terms, key=lambda term: (-weight[term], term))[:_SHOWN]
        words = ", ".join(dict.fromkeys(f"“{text.shown[term]}”" for term in heaviest))
        parts.append(f"{one if len(heaviest) == 1 else several} {words}")
    told = f"the known claim “{known.sentence}” (likely by {likely:.0%})."
    if not parts:
        return f"It means nearly the same as {told}"
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"It shares {listed} with {told}"
