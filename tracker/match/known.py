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
from functools import cache

from tracker.ledger.models import Claim, ClaimRelation
from tracker.match.index import Index
from tracker.match.rank import FLOOR, Known, Ranker, asked, matches, shipped
from tracker.match.terms import read

# So many claims are looked at for each text, and so many matches given.
_LOOKED_AT = 10
# A transaction that took its number before the last seen one may end after it.
_LATE = 200
_MERGED = ClaimRelation.Kind.MERGED_INTO


@dataclass(frozen=True, kw_only=True)
class Found:
    """A claim that a text seems to repeat: how likely, from 0 to 1, and why, in sentences."""

    claim: Claim
    probability: float
    reasons: tuple[str, ...]


class KnownClaims:
    """All claims of the ledger that are not merged into another, ready to be asked. Not for several threads at once."""

    def __init__(self, *, ranker: Ranker | None = None):
        self._ranker = ranker or shipped()
        self._forget()

    def _forget(self):
        self._index = Index()
        self._newest = self._newest_merger = 0

    def __len__(self):
        return len(self._index)

    @property
    def bytes(self) -> int:
        """Memory of the index."""
        return self._index.bytes

    def follow(self) -> None:
        """Take in what the ledger opened and merged since; two queries."""
        rows = self._claims_since(self._newest)
        if self._newest and not any(key == self._newest for key, *_ in rows):
            # The newest claim we know is gone: this is another ledger.
            self._forget()
            rows = self._claims_since(0)
        self._index.put(
            (key, read(f"{sentence}\n{label}\n{title}").sequence)
            for key, sentence, label, title in rows
            if key not in self._index
        )
        self._newest = max((key for key, *_ in rows), default=0)
        mergers = ClaimRelation.objects.filter(kind=_MERGED, pk__gt=self._newest_merger - _LATE)
        merged = list(mergers.values_list("pk", "claim"))
        self._index.remove(claim for _, claim in merged)
        self._newest_merger = max((key for key, _ in merged), default=self._newest_merger)

    def _claims_since(self, newest):
        claims = Claim.objects.filter(pk__gt=newest - _LATE).order_by()
        return list(claims.values_list("pk", "sentence", "label", "story__title"))

    def repeated_by(self, texts: Sequence[str]) -> list[list[Found]]:
        """Return for each text the claims it likely repeats, likeliest first; one query for all of them.

        Claims below the ranker's threshold are left out, and so are those of which a text holds nothing that tells them
        from the other claims of their story.
        """
        read_texts = [read(text, used=self._index.used) for text in texts]
        hits = self._index.best_of_each(
            [asked(terms) for terms in read_texts], k=_LOOKED_AT, least=self._index.scored(FLOOR)
        )
        fetched = self._fetched({hit.key for each in hits for hit in each})
        rarity = cache(self._index.rarity)
        return [
            self._likely(
                terms,
                [(fetched[hit.key], self._index.rare_terms(hit.score)) for hit in each if hit.key in fetched],
                rarity,
            )
            for terms, each in zip(read_texts, hits, strict=True)
        ]

    def _likely(self, terms, found, rarity):
        telling = [
            (claim, score)
            for claim, score in found
            if not claim.telling or claim.telling & terms.shown.keys()
        ]
        ranked = matches(
            terms, [(claim.known, score) for claim, score in telling], weight=rarity, ranker=self._ranker
        )
        claims = {claim.known.key: claim.claim for claim, _ in telling}
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
        words = {claim.pk: _known(claim) for claim in claims}
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
class _Fetched:
    claim: Claim
    known: Known
    telling: frozenset[str]


def known_claims() -> KnownClaims:
    """Return this process's known claims, up to date with the ledger."""
    if not hasattr(_held, "claims"):
        _held.claims = KnownClaims()
    _held.claims.follow()
    return _held.claims


# One for each thread: the index keeps its sums between queries.
_held = threading.local()


def _known(claim):
    return Known(
        key=claim.pk,
        group=claim.story_id,
        sentence=claim.sentence,
        claim=read(claim.sentence),
        title=read(claim.label),
    )


def _terms(known):
    return known.claim.shown.keys() | known.title.shown.keys()
