"""The known claims, held by each worker in an index that follows the ledger without a restart.

Claims are read once and then only asked for what is new: the ledger opens claims and merges them, and never words them
anew. Two queries tell (claims and mergers younger than the last seen, with some older ones for transactions that ended
late), one more fetches the words of the claims that texts were found to touch. What is fetched is what is compared, so
a claim that is gone, merged or worded anew since is never proposed by its old words.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from django.conf import settings

from tracker.ledger.models import Claim, ClaimRelation
from tracker.match.index import Index
from tracker.match.meaning import Embedder, Vectors, installed
from tracker.match.rank import FLOOR, Known, asked, matches, shipped
from tracker.match.terms import Terms, read, wordings

# So many claims are looked at for each text, and so many matches given.
_LOOKED_AT = 10
# A transaction that took its number before the last seen one may end after it.
_LATE = 200
# So many claims are turned into vectors at once.
_AT_ONCE = 256
# Of so many claims the words are kept as they were read.
_WORDS_KEPT = 20_000
_MERGED = ClaimRelation.Kind.MERGED_INTO


@dataclass(frozen=True, kw_only=True)
class Found:
    """A claim that a text seems to repeat: how likely, from 0 to 1, and why, in sentences."""

    claim: Claim
    probability: float
    reasons: tuple[str, ...]


class KnownClaims:
    """All claims of the ledger that are not merged into another, ready to be asked. Not for several threads at once."""

    def __init__(self, *, embedder: Embedder | None = None):
        self._embedder = embedder
        self._ranker = shipped(meaning=embedder is not None)
        self._forget()

    def _forget(self):
        self._index, self._vectors = Index(), Vectors()
        self._newest = self._newest_merger = 0

    def __len__(self):
        return len(self._index)

    @property
    def bytes(self) -> int:
        """Memory of the index, and of the vectors where there are any."""
        return self._index.bytes + self._vectors.bytes

    def follow(self) -> None:
        """Take in what the ledger opened and merged since; two queries."""
        rows = self._claims_since(self._newest)
        if self._newest and not any(key == self._newest for key, *_ in rows):
            # The newest claim we know is gone: this is another ledger.
            self._forget()
            rows = self._claims_since(0)
        self._put([row for row in rows if row[0] not in self._index])
        self._newest = max((key for key, *_ in rows), default=0)
        mergers = ClaimRelation.objects.filter(kind=_MERGED, pk__gt=self._newest_merger - _LATE)
        merged = list(mergers.values_list("pk", "claim"))
        self._index.remove(claim for _, claim in merged)
        self._vectors.remove(claim for _, claim in merged)
        self._newest_merger = max((key for key, _ in merged), default=self._newest_merger)

    def _put(self, rows):
        self._index.put(
            (key, read(f"{sentence}\n{label}\n{title}").sequence) for key, sentence, label, title in rows
        )
        if self._embedder:
            for start in range(0, len(rows), _AT_ONCE):
                some = rows[start : start + _AT_ONCE]
                vectors = self._embedder.vectors([f"{sentence} {label}" for _, sentence, label, _ in some])
                self._vectors.put((key for key, *_ in some), vectors)

    def _claims_since(self, newest):
        claims = Claim.objects.filter(pk__gt=newest - _LATE).order_by()
        return list(claims.values_list("pk", "sentence", "label", "story__title"))

    def repeated_by(self, texts: Sequence[str]) -> list[list[Found]]:
        """Return for each text the claims it likely repeats, likeliest first; one query for all of them.

        Claims below the ranker's threshold are left out, and so are those of which a text holds nothing that tells them
        from the other claims of their story.
        """
        asking = [_Asked.of(text, self._index, self._embedder) for text in texts]
        hits = self._index.best_of_each(
            [asked(each.terms) for each in asking], k=_LOOKED_AT, least=self._index.scored(FLOOR)
        )
        scores = [
            self._with_near(each, {hit.key: hit.score for hit in found})
            for each, found in zip(asking, hits, strict=True)
        ]
        fetched = self._fetched({key for each in scores for key in each})
        rarity = cache(self._index.rarity)
        return [
            self._likely(
                each, {fetched[key]: score for key, score in found.items() if key in fetched}, rarity
            )
            for each, found in zip(asking, scores, strict=True)
        ]

    def _with_near(self, asking, scores):
        """key -> score, with the claims that mean nearly the same in other words."""
        if self._embedder and len(asking.terms):
            for key in self._vectors.nearest(asking.vectors, _LOOKED_AT):
                if key not in scores:
                    scores[key] = self._index.score(asked(asking.terms), key)
        return scores

    def _likely(self, asking, found, rarity):
        """The claims found, by their scores, that the ranker thinks are repeated."""
        held = asking.terms.shown.keys()
        telling = {
            claim: score for claim, score in found.items() if not claim.telling or claim.telling & held
        }
        if not telling:
            return []
        keys = [claim.known.key for claim in telling]
        ranked = matches(
            asking.terms,
            [(claim.known, self._index.rare_terms(score)) for claim, score in telling.items()],
            weight=rarity,
            ranker=self._ranker,
            meaning=self._vectors.cosines(asking.vectors, keys) if self._embedder else None,
        )
        claims = {claim.known.key: claim.claim for claim in telling}
        return [
            Found(claim=claims[match.known.key], probability=match.probability, reasons=match.reasons)
            for match in ranked
            if match.probability >= self._ranker.threshold
        ]

    def _fetched(self, keys):
        """key -> claim as it is worded now, with the words that tell it from its story's other claims."""
        if not keys:
            return {}
        # The other claims of its story are fetched with it.
        stories = Claim.objects.filter(pk__in=keys).values("story")
        claims = list(Claim.objects.filter(story__in=stories).exclude(relations__kind=_MERGED))
        words = {claim.pk: _known(claim.pk, claim.story_id, claim.sentence, claim.label) for claim in claims}
        in_story = defaultdict(Counter)
        for claim in claims:
            in_story[claim.story_id].update(_terms(words[claim.pk]))
        return {
            claim.pk: _Fetched(
                claim=claim,
                known=words[claim.pk],
                telling=frozenset(
                    term for term in _terms(words[claim.pk]) if in_story[claim.story_id][term] == 1
                ),
            )
            for claim in claims
            if claim.pk in keys
        }


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A text that is looked up: its terms, and the vectors of its wordings where meaning counts."""

    terms: Terms
    vectors: np.ndarray | None

    @classmethod
    def of(cls, text, index, embedder):
        vectors = embedder.vectors(wordings(text)) if embedder else None
        return cls(terms=read(text, used=index.used), vectors=vectors)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Fetched:
    claim: Claim
    known: Known
    telling: frozenset[str]


def known_claims() -> KnownClaims:
    """Return this process's known claims, up to date with the ledger.

    Raises NoModel when they are to be matched by meaning and the model is not installed.
    """
    if not hasattr(_held, "claims"):
        _held.claims = KnownClaims(embedder=Embedder(installed()) if settings.MATCH_BY_MEANING else None)
    _held.claims.follow()
    return _held.claims


# One for each thread: the index keeps its sums between queries.
_held = threading.local()


@lru_cache(maxsize=_WORDS_KEPT)
def _known(key, group, sentence, label):
    """Called with the words themselves: a claim that is worded anew is read anew."""
    return Known(key=key, group=group, sentence=sentence, claim=read(sentence), title=read(label))


def _terms(known):
    return known.claim.shown.keys() | known.title.shown.keys()
