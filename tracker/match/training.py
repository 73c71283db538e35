"""How the ranker's weights are made from texts of which somebody said which known claims they repeat. Pure.

Logistic regressions (iteratively reweighted least squares, L2) over pairs of a text and a claim the index found for it.
Each text is also asked with the claims it repeats left out, and so are sentences of articles that are taken to repeat
none, as most sentences do. These teach only whether a claim is repeated: they say nothing of which comes first. The
probability is calibrated on all of them (isotonic regression by pooling adjacent violators, Ayer et al. 1955, over sums
from folds the weights were not fitted on).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tracker.extract.sentences import split
from tracker.match.index import Index
from tracker.match.meaning import Embedder, Vectors
from tracker.match.rank import FEATURES, FLOOR, LOOKED_AT, MEANING, Known, Ranker, asked, features
from tracker.match.terms import read, wordings

FOLDS = 5
# At least so many of the texts that bring a proposal should repeat its claim, and at most so many of the texts of
# articles should bring one: two sentences in ten articles of forty.
PRECISE = 0.93
SELDOM = 0.005
# Neighbours tell of the same; every fifth sentence of an article is enough.
_EVERY = 5
_PENALTY = 10.0
_STEPS = 25
_AT_ONCE = 256
_PLAIN = re.compile(r"\W+")


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """Known claims (id -> claim, title), texts (id -> text), and which claims a text repeats (id -> ids)."""

    claims: dict[str, tuple[str, str]]
    texts: dict[str, str]
    repeats: dict[str, set[str]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One text as it is ranked: the keys found, a row of features for each, and the keys that are right."""

    keys: list[int]
    rows: np.ndarray
    right: frozenset[int]

    @property
    def is_right(self) -> np.ndarray:
        return np.array([key in self.right for key in self.keys], dtype=bool)


def read_folder(path: Path, split: str = "") -> Labelled:
    """Read a folder in the form of the CheckThat! claim retrieval tasks (CLEF): three files of tab-separated values.

    `verified_claims.docs.tsv` (id, claim, title) may lie beside a folder per split, with `tweets.queries.tsv` (id,
    text) and `tweet-vclaim-pairs.qrels` (text, 0, claim, 1). Raises FileNotFoundError.
    """
    folder = path / split if (path / split / "tweets.queries.tsv").exists() else path
    claims = path / "verified_claims.docs.tsv"
    if not claims.exists():
        claims = path.parent / claims.name
    repeats = defaultdict(set)
    for text, _, claim, _ in _lines(folder / "tweet-vclaim-pairs.qrels"):
        repeats[text].add(claim)
    return Labelled(
        claims={key: (claim, title) for key, claim, title in list(_lines(claims))[1:]},
        texts=dict(list(_lines(folder / "tweets.queries.tsv"))[1:]),
        repeats=dict(repeats),
    )


def read_articles(path: Path) -> list[str]:
    """Return what a page is looked up by, of the articles that lie in a folder and those below it as `.txt` files.

    That is every fifth sentence, alone and under the article's first, which should be its headline.
    """
    texts = []
    for file in sorted(path.rglob("*.txt")):
        text = file.read_text(encoding="utf-8", errors="replace")
        sentences = [text[span.start : span.end] for span in split(text)]
        for sentence in sentences[1::_EVERY]:
            texts += [sentence, f"{sentences[0]}\n{sentence}"]
    return texts


class Shelf:
    """Labelled claims in an index, a claim entered twice in the same words only once; asked for cases."""

    def __init__(
        self,
        claims: Mapping[str, tuple[str, str]],
        *,
        embedder: Embedder | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ):
        self.number, same = {}, {}
        for key, (claim, _) in claims.items():
            words = _PLAIN.sub(" ", claim.lower()).strip()
            self.number[key] = same.setdefault(words, len(same))
        first = {}
        for key, number in self.number.items():
            first.setdefault(number, key)
        self.first = [first[number] for number in range(len(first))]
        self.known = [_known(number, *claims[key]) for number, key in enumerate(self.first)]
        self.index = Index((known.key, known.claim.sequence + known.title.sequence) for known in self.known)
        self.embedder, self.vectors = embedder, Vectors()
        if embedder:
            texts = [" ".join(claims[key]) for key in self.first]
            for start in range(0, len(texts), _AT_ONCE):
                rows = embedder.vectors(texts[start : start + _AT_ONCE])
                self.vectors.put(range(start, start + len(rows)), rows)
                progress(f"{start + len(rows)} of {len(texts)} claims turned into vectors")

    def case(self, text: str, right: Sequence[str] = (), *, leave_out: bool = False, least: int = 1) -> Case:
        """One text against the claims that score `least`; `leave_out` as if those it repeats were not known."""
        numbers = frozenset(self.number[key] for key in right)
        terms = read(text, used=self.index.used)
        query = asked(terms)
        vectors = self.embedder.vectors(wordings(text)) if self.embedder else None
        scores = {
            hit.key: hit.score for hit in self.index.best(query, k=LOOKED_AT + len(numbers), least=least)
        }
        if vectors is not None:
            for key in self.vectors.nearest(vectors, LOOKED_AT + len(numbers)):
                scores.setdefault(key, self.index.score(query, key))
        if leave_out:
            scores = {key: score for key, score in scores.items() if key not in numbers}
        found = [(self.known[key], self.index.rare_terms(score)) for key, score in scores.items()]
        meaning = None if vectors is None else [self.vectors.cosines(vectors, list(scores))]
        rows = features([terms], [found], rarities=self.index.rarities, meaning=meaning)
        return Case(keys=list(scores), rows=rows, right=frozenset() if leave_out else numbers)


def cases(
    labelled: Labelled,
    shelf: Shelf,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Case]:
    """Each text twice: as it is, and with the claims it repeats left out. `progress` is told now and then."""
    made = []
    for number, (key, text) in enumerate(labelled.texts.items(), start=1):
        right = sorted(labelled.repeats.get(key, ()))
        made.append(shelf.case(text, right))
        made.append(shelf.case(text, right, leave_out=True))
        if not number % 100:
            progress(f"{number} of {len(labelled.texts)} texts looked up")
    return made


def of_articles(
    texts: Sequence[str],
    shelf: Shelf,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Case]:
    """Texts that repeat no known claim, each with the claims that are looked at for it."""
    made, least = [], shelf.index.scored(FLOOR)
    for number, text in enumerate(texts, start=1):
        made.append(shelf.case(text, least=least))
        if not number % 1000:
            progress(f"{number} of {len(texts)} texts of articles looked up")
    return made


def fit(made: Sequence[Case], articles: Sequence[Case] = ()) -> Ranker:
    """Return a ranker with weights, calibration and threshold from these cases; a text's two cases are neighbours.

    `articles` are cases that repeat nothing, in the order of the articles.
    """
    width = max(case.rows.shape[1] for case in made)
    order, _ = _regression(made)
    weights, bias = _regression([*made, *articles])
    totals, right, sentence = _of_folds(made, articles)
    steps = _isotonic(totals, right)
    ranker = Ranker(
        features=(FEATURES + MEANING)[:width],
        order=order,
        weights=weights,
        bias=bias,
        steps=steps,
        threshold=1.0,
    )
    lowest = max(
        _precise_from(totals[~sentence], right[~sentence]), _seldom_from(totals[sentence], len(articles))
    )
    return replace(ranker, threshold=ranker.probability(lowest))


def _regression(made):
    rows = np.vstack([case.rows for case in made if len(case.keys)])
    right = np.concatenate([case.is_right for case in made if len(case.keys)]).astype(float)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    weights = np.zeros(scaled.shape[1])
    penalty = np.full(scaled.shape[1], _PENALTY)
    penalty[-1] = 0.0
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(scaled @ weights, -30, 30)))
        slope = scaled.T @ (right - chances) - penalty * weights
        curve = (scaled * (chances * (1 - chances) + 1e-9)[:, None]).T @ scaled + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    plain = weights[:-1] / spread
    return tuple(plain.tolist()), float(weights[-1] - plain @ mean)


def _of_folds(made, articles):
    """The sum of the likeliest claim of each case, by weights fitted on the other folds, in ascending order.

    With it whether that claim is right, and whether the case is a sentence of an article.
    """
    likeliest = []
    # A text's two cases are in one fold, and so are an article's sentences, all but a few.
    fold_of = np.random.default_rng(0).permutation(len(made) // 2).repeat(2) % FOLDS
    fold_of_article = np.arange(len(articles)) * FOLDS // max(1, len(articles))
    for fold in range(FOLDS):
        weights, bias = _regression(
            [*_where(made, fold_of != fold), *_where(articles, fold_of_article != fold)]
        )
        for cases_, is_sentence in (
            (_where(made, fold_of == fold), False),
            (_where(articles, fold_of_article == fold), True),
        ):
            for case in cases_:
                if case.keys:
                    sums = case.rows @ np.array(weights) + bias
                    best = int(np.argmax(sums))
                    likeliest.append((float(sums[best]), case.keys[best] in case.right, is_sentence))
    totals, right, sentence = (np.array(column) for column in zip(*sorted(likeliest), strict=True))
    return totals, right, sentence


def _where(cases_, chosen):
    return [cases_[place] for place in np.flatnonzero(chosen)]


def _isotonic(totals, right):
    """(sum, probability) of blocks in which more is never less likely."""
    blocks = []
    for total, is_right in zip(totals.tolist(), right.tolist(), strict=True):
        blocks.append([total, is_right, 1])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            at, one, size = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[2] + at * size) / (before[2] + size)
            before[1] += one
            before[2] += size
    # A block of few says little: one right and one wrong are imagined in each.
    shown = [(at, (one + 1) / (size + 2)) for at, one, size in blocks]
    highest, steps = 0.0, []
    for at, chance in shown:
        highest = max(highest, chance)
        steps.append((at, highest))
    return tuple(steps)


def _precise_from(totals, right):
    """The lowest sum from which on enough of the likeliest claims are right."""
    precision = np.cumsum(right[::-1])[::-1] / np.arange(len(right), 0, -1)
    enough = np.flatnonzero(precision >= PRECISE)
    return float(totals[enough[0]]) if len(enough) else float("inf")


def _seldom_from(totals, number):
    """The lowest sum which no more than few of so many sentences reach; of the others nothing was found."""
    few = int(SELDOM * number)
    return float(np.nextafter(totals[-few - 1], np.inf)) if len(totals) > few else float("-inf")


def _known(number, claim, title):
    return Known(key=number, group=number, sentence=claim, claim=read(claim), title=read(title))


def _lines(path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t")
