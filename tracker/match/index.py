"""An inverted index over short texts that answers exactly as scoring every one of them would. Pure, numpy arrays only.

The score is BM25 (Robertson and Zaragoza 2009) with each term of the query counted once, in whole numbers: a term's
weight is the rounded logarithm of how few texts use it, its impact on a text the rounded saturation of how often it
stands there for the text's length. Whole numbers add up to the same in any order, so an answer does not depend on the
way it was found. Texts of equal score go in the order of their keys.

Among few texts everything is added up. Among many the best k are found by MaxScore (Turtle and Flood 1995): terms are
added rarest first, and as soon as the terms that are left cannot lift an unseen text to the k-th best, they are looked
up for the seen texts alone.

Texts lie in segments that never change except that rows die. New ones go into a small segment, and small ones are
merged into the large one when they have grown to a tenth of it. A posting takes 5 bytes, a text 13, a term 21.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np

_K1, _B = 0.9, 0.4
# Claims with their titles have about so many terms; a constant, so that a new text does not change the others.
_USUAL_LENGTH = 17
_IMPACT_UNIT, _WEIGHT_UNIT = 100, 100
# So many texts are imagined beside the known ones, in which no term is known: with a handful of texts all terms weigh
# nearly the same, instead of nothing.
_IMAGINED = 10_000
_SMALL = 2_000
# Before a list longer than this is added, the lists before it are asked whether it is needed.
_LONG = 1_000
_LISTS_LOOKED_AT = 3
# Among so few texts nothing is gained by leaving any out.
_FEW = 150_000
_NO_ROWS = np.empty(0, dtype=np.int32)


@dataclass(frozen=True)
class Hit:
    """A text that was found: its key, and its score (`Index.rare_terms` makes it readable)."""

    key: int
    score: int


class Index:
    """Texts by key, each a sequence of terms; asked for the best texts that share terms with a query."""

    def __init__(self, texts: Iterable[tuple[int, Sequence[str]]] = ()):
        self._segments = [_Segment.of(texts)]

    def __len__(self):
        return sum(segment.living for segment in self._segments)

    def __contains__(self, key: int):
        return any(segment.row_of(key) is not None for segment in self._segments)

    @property
    def bytes(self) -> int:
        """Memory of the arrays."""
        return sum(segment.bytes for segment in self._segments)

    def put(self, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Add texts; one whose key is known is replaced."""
        texts = dict(texts)
        if not texts:
            return
        self.remove(texts)
        new = _Segment.of(texts.items())
        large, *small = self._segments
        if small:
            new = _Segment.merged([*small, new])
        if new.living > max(_SMALL, large.living // 10):
            self._segments = [_Segment.merged([large, new])]
        else:
            self._segments = [large, new]

    def remove(self, keys: Iterable[int]) -> None:
        """Forget the texts with these keys; unknown keys are no error."""
        keys = np.fromiter(keys, dtype=np.int64)
        for segment in self._segments:
            segment.kill(keys)

    def used(self, term: str) -> int:
        """How many texts use a term."""
        return sum(segment.used(_hash(term)) for segment in self._segments)

    def weight(self, term: str) -> int:
        """What a term counts for, by how few texts use it; 100 is one unit of the natural logarithm."""
        return int(_weights(len(self), np.array(self.used(term))))

    @property
    def greatest_weight(self) -> int:
        """What a term counts for that no text uses."""
        return int(_weights(len(self), np.array(0)))

    def rarities(self, hashes: np.ndarray) -> np.ndarray:
        """What terms, given by their hashes, count for beside one that no text uses, which counts for 1."""
        used = sum(segment.counts_at(segment.places(hashes)) for segment in self._segments)
        return _weights(len(self), used) / self.greatest_weight

    def rare_terms(self, score: int) -> float:
        """A score in units of one term that no other text uses, in a text of usual length."""
        return score / (self.greatest_weight * _IMPACT_UNIT)

    def scored(self, rare_terms: float) -> int:
        """The score of so many rare terms."""
        return max(1, round(rare_terms * self.greatest_weight * _IMPACT_UNIT))

    def best(self, query: Mapping[str, int] | Iterable[str], *, k: int = 10, least: int = 1) -> list[Hit]:
        """Return the k best texts that share a term with the query and score at least `least`, best first.

        Each term counts once. A mapping gives a term's share in percent, for those that count for less than others.
        """
        return self.best_of_each([query], k=k, least=least)[0]

    def best_of_each(
        self, queries: Sequence[Mapping[str, int] | Iterable[str]], *, k: int = 10, least: int = 1
    ) -> list[list[Hit]]:
        """Return what `best` gives for each of several queries; what they have in common is looked up once."""
        shares = [query if isinstance(query, Mapping) else dict.fromkeys(query, 100) for query in queries]
        terms = list(dict.fromkeys(term for query in shares for term in query))
        hashes = hashed(terms)
        found = [segment.places(hashes) for segment in self._segments]
        used = sum(segment.counts_at(places) for segment, places in zip(self._segments, found, strict=True))
        weights = dict(zip(terms, _weights(len(self), used).tolist(), strict=True)) if terms else {}
        hits = [[] for _ in shares]
        for segment, places in zip(self._segments, found, strict=True):
            lists = segment.lists(terms, places)
            for number, query in enumerate(shares):
                enough = hits[number][-1].score if len(hits[number]) == k else 0
                asked = [
                    (lists[term], weights[term] * share // 100)
                    for term, share in query.items()
                    if term in lists
                ]
                more = segment.best(asked, k=k, least=max(least, enough))
                hits[number] = sorted(hits[number] + more, key=lambda hit: (-hit.score, hit.key))[:k]
        return hits

    def score(self, query: Iterable[str], key: int) -> int:
        """The score of one text, 0 for an unknown one: what `best` finds by, computed from the text's own postings."""
        for segment in self._segments:
            row = segment.row_of(key)
            if row is not None:
                return sum(
                    self.weight(term) * segment.impact(_hash(term), row) for term in dict.fromkeys(query)
                )
        return 0


class _Segment:
    """Postings by term: `docs[starts[t]:starts[t + 1]]` are the rows with term `hashes[t]`, ascending."""

    def __init__(self, *, keys, hashes, starts, docs, impacts):
        self.keys = keys
        self.hashes = hashes
        self.starts = starts
        self.docs = docs
        self.impacts = impacts
        self.alive = np.ones(len(keys), dtype=bool)
        self.living = len(keys)
        self.greatest = np.maximum.reduceat(impacts, starts[:-1]) if len(hashes) else impacts
        self._counts = np.diff(starts).astype(np.int32)
        # Scratch for sums, zero between queries.
        self._sums = np.zeros(len(keys), dtype=np.int32)

    @classmethod
    def of(cls, texts):
        rows = sorted(dict(texts).items())
        keys = np.array([key for key, _ in rows], dtype=np.int64)
        hashes, docs, impacts = [], [], []
        for row, (_, terms) in enumerate(rows):
            counts = Counter(terms)
            hashes.extend(map(_hash, counts))
            docs.extend([row] * len(counts))
            impacts.extend(impact(count, len(terms)) for count in counts.values())
        return cls._sorted(
            keys,
            np.array(hashes, dtype=np.uint64),
            np.array(docs, dtype=np.int32),
            np.array(impacts, dtype=np.uint8),
        )

    @classmethod
    def merged(cls, segments):
        """One segment with the living rows of several, in the order of their keys."""
        keys = np.concatenate([segment.keys[segment.alive] for segment in segments])
        order = np.argsort(keys, kind="stable")
        place = np.empty(len(keys), dtype=np.int32)
        place[order] = np.arange(len(keys), dtype=np.int32)
        hashes, docs, impacts, before = [], [], [], 0
        for segment in segments:
            living = segment.alive[segment.docs]
            numbers = np.cumsum(segment.alive) - 1 + before
            hashes.append(np.repeat(segment.hashes, np.diff(segment.starts))[living])
            docs.append(place[numbers[segment.docs[living]]])
            impacts.append(segment.impacts[living])
            before += segment.living
        return cls._sorted(keys[order], *map(np.concatenate, (hashes, docs, impacts)))

    @classmethod
    def _sorted(cls, keys, hashes, docs, impacts):
        order = np.lexsort((docs, hashes))
        hashes, docs, impacts = hashes[order], docs[order], impacts[order]
        first = np.flatnonzero(np.concatenate([[len(hashes) > 0], hashes[1:] != hashes[:-1]])[: len(hashes)])
        starts = np.append(first, len(hashes)).astype(np.int64)
        return cls(keys=keys, hashes=hashes[first], starts=starts, docs=docs, impacts=impacts)

    @property
    def bytes(self):
        arrays = (self.keys, self.hashes, self.starts, self.docs, self.impacts, self.greatest, self.alive)
        return sum(array.nbytes for array in (*arrays, self._counts, self._sums))

    def row_of(self, key):
        row = int(np.searchsorted(self.keys, key))
        return row if row < len(self.keys) and self.keys[row] == key and self.alive[row] else None

    def kill(self, keys):
        rows = np.searchsorted(self.keys, keys)
        found = rows < len(self.keys)
        rows = rows[found][self.keys[rows[found]] == keys[found]]
        rows = np.unique(rows[self.alive[rows]])
        if not len(rows):
            return
        newly = np.zeros(len(self.keys), dtype=bool)
        newly[rows] = True
        places = np.flatnonzero(newly[self.docs])
        np.subtract.at(self._counts, np.searchsorted(self.starts, places, side="right") - 1, 1)
        self.alive[rows] = False
        self.living -= len(rows)

    def places(self, hashes):
        """Where these terms lie, -1 for those not in use."""
        if not len(self.hashes):
            return np.full(len(hashes), -1)
        places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[places] == hashes, places, -1)

    def counts_at(self, places):
        """In how many living rows the terms are that lie there."""
        return (
            np.where(places >= 0, self._counts[places], 0)
            if len(self._counts)
            else np.zeros(len(places), int)
        )

    def _place(self, term):
        place = int(np.searchsorted(self.hashes, np.uint64(term)))
        return place if place < len(self.hashes) and self.hashes[place] == term else None

    def used(self, term):
        place = self._place(term)
        return 0 if place is None else int(self._counts[place])

    def impact(self, term, row):
        place = self._place(term)
        if place is None:
            return 0
        docs = self.docs[self.starts[place] : self.starts[place + 1]]
        at = int(np.searchsorted(docs, row))
        return int(self.impacts[self.starts[place] + at]) if at < len(docs) and docs[at] == row else 0

    def lists(self, terms, places):
        """term -> (rows, impacts, greatest impact) of those in use, `places` being where `terms` lie."""
        found = np.flatnonzero(places >= 0)
        at = places[found]
        bounds = zip(
            found.tolist(),
            self.starts[at].tolist(),
            self.starts[at + 1].tolist(),
            self.greatest[at].tolist(),
            strict=True,
        )
        return {
            terms[number]: (self.docs[start:end], self.impacts[start:end], greatest)
            for number, start, end, greatest in bounds
        }

    def best(self, asked, *, k, least):
        lists = sorted(
            (
                (rows, impacts, weight, weight * greatest)
                for (rows, impacts, greatest), weight in asked
                if weight > 0
            ),
            key=lambda entry: len(entry[0]),
        )
        # What the lists from here on can add at most.
        left = [*accumulate((most for *_, most in reversed(lists)), initial=0)][::-1]
        if left[0] < least:
            return []
        if len(self.keys) <= _FEW:
            return self._best_of_few(lists, k, least)
        sums, number = self._sums, 0
        try:
            while number < len(lists) and left[number] >= least:
                rows, impacts, weight, _ = lists[number]
                if len(rows) > _LONG:
                    least = max(least, self._kth(lists[:number], k))
                    if left[number] < least:
                        break
                number += 1
                sums[rows] += impacts * np.int32(weight)
            least = max(least, self._kth(lists[:number], k))
        finally:
            seen = np.concatenate([_NO_ROWS, *(rows for rows, *_ in lists[:number])])
            scores = sums[seen]
            # Zero for the next query, whatever happened.
            sums[seen] = 0
        hopeful = np.flatnonzero(scores >= max(1, least - left[number]))
        rows, scores = self._once(seen[hopeful], scores[hopeful])
        rows, scores = self._completed(rows, scores, lists[number:], left[number:], least)
        return self._ordered(rows, scores, k)

    def _best_of_few(self, lists, k, least):
        """The same by adding up everything, which is less work than finding out what need not be added."""
        rows = np.concatenate([docs for docs, *_ in lists])
        impacts = np.concatenate([impacts for _, impacts, *_ in lists])
        weights = np.repeat([float(weight) for *_, weight, _ in lists], [len(docs) for docs, *_ in lists])
        # Whole numbers far below 2 ** 53 add up exactly.
        sums = np.bincount(rows, weights * impacts)
        reached = np.flatnonzero(sums >= least)
        reached = reached[self.alive[reached]]
        return self._ordered(reached, sums[reached].astype(np.int64), k)

    def _once(self, rows, scores):
        """The same without the rows that came by several lists: of each the last entry stays."""
        numbers = np.arange(1, len(rows) + 1, dtype=np.int32)
        self._sums[rows] = numbers
        last = np.flatnonzero(self._sums[rows] == numbers)
        self._sums[rows] = 0
        return rows[last], scores[last]

    def _kth(self, lists, k):
        """A sum that at least k rows have reached by now, so that the k-th best cannot be below it; 0 if unknown."""
        reached = 0
        for docs, *_ in lists[-_LISTS_LOOKED_AT:]:
            if len(docs) < k:
                continue
            rows = docs if self.living == len(self.keys) else docs[self.alive[docs]]
            if len(rows) >= k:
                sums = self._sums[rows]
                reached = max(reached, int(np.partition(sums, len(rows) - k)[len(rows) - k]))
        return reached

    def _completed(self, rows, scores, lists, left, least):
        """The rows that can still reach `least`, with their whole scores."""
        if self.living < len(self.keys):
            living = self.alive[rows]
            rows, scores = rows[living], scores[living]
        for (docs, impacts, weight, _), most in zip(lists, left, strict=False):
            if not len(rows):
                break
            hopeful = np.flatnonzero(scores >= least - most)
            rows, scores = rows[hopeful], scores[hopeful]
            at = np.minimum(np.searchsorted(docs, rows), len(docs) - 1)
            scores = scores + np.where(docs[at] == rows, impacts[at] * np.int32(weight), 0).astype(np.int32)
        enough = scores >= least
        return rows[enough], scores[enough]

    def _ordered(self, rows, scores, k):
        if len(rows) > k:
            kth = np.partition(scores, len(scores) - k)[len(scores) - k]
            rows, scores = rows[scores >= kth], scores[scores >= kth]
        # Rows ascend with their keys.
        order = np.lexsort((rows, -scores))[:k]
        return [
            Hit(key=int(self.keys[row]), score=int(score))
            for row, score in zip(rows[order], scores[order], strict=True)
        ]


def _weights(texts, used):
    return np.rint(_WEIGHT_UNIT * np.log((texts + _IMAGINED) / (used + 1))).astype(np.int64)


def impact(count: int, length: int) -> int:
    """What a term that stands `count` times in a text of `length` terms adds to its score, times the term's weight."""
    saturation = count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length / _USUAL_LENGTH))
    return max(1, round(_IMPACT_UNIT * saturation))


def hashed(terms: Collection[str]) -> np.ndarray:
    """The numbers by which an index knows terms."""
    return np.fromiter(map(_hash, terms), dtype=np.uint64, count=len(terms))


@lru_cache(maxsize=200_000)
def _hash(term):
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "big")
