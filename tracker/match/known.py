"""The known claims, held by each worker in an index that follows the ledger without a restart.

Claims are read once and then only asked for what is new: the ledger opens claims and merges them, and never words them
anew. Two queries tell (claims and mergers younger than the last seen, with some older ones for transactions that ended
late). The claims that texts were found to touch are fetched with the others of their stories, in one query for all
texts, and kept until their story gets another claim or loses one.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce
from operator import add

import numpy as np
from django.conf import settings
from django.db.models import Exists, OuterRef

from tracker.ledger.models import Claim, ClaimRelation
from tracker.match.index import Index
from tracker.match.meaning import Embedder, Vectors, installed
from tracker.match.rank import FLOOR, LOOKED_AT, Known, asked, matches, shipped
from tracker.match.terms import Terms, read, wordings

# A transaction that took its number before the last seen one may end after it.
_LATE = 200
# So many claims are turned into vectors at once.
_AT_ONCE = 256
# When more claims than this are kept as they were fetched, all of them are let go.
_MOST_KEPT = 20_000
_MERGED = ClaimRelation.Kind.MERGED_INTO


@dataclass(frozen=True, kw_only=True)
class Found:
    """A claim that a text seems to repeat: how likely, from 0 to 1, and why, in sentences."""

    claim: Claim
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """A text that was looked up: its terms, and the claims it likely repeats, likeliest first."""

    terms: Terms
    claims: tuple[Found, ...]


class KnownClaims:
    """All claims of the ledger that are not merged into another, ready to be asked. Not for several threads at once."""

    def __init__(self, *, embedder: Embedder | None = None):
        self._embedder = embedder
        self._ranker = shipped(meaning=embedder is not None)
        self._forget()

    def _forget(self):
        self._index, self._vectors = Index(), Vectors()
        self._newest = self._newest_merger = 0
        # What was there at the last look, as far back as the next one looks.
        self._seen, self._seen_mergers = frozenset(), frozenset()
        self._kept = {}

    def __len__(self):
        return len(self._index)

    @property
    def bytes(self) -> int:
        """Memory of the index, and of the vectors where there are any."""
        return self._index.bytes + self._vectors.bytes

    def follow(self) -> None:
        """Take in what the ledger opened and merged since; two queries."""
        claims = self._claims_since(self._newest)
        if self._newest and not any(row.pk == self._newest for row in claims):
            # The newest claim we know is gone: this is another ledger.
            self._forget()
            claims = self._claims_since(0)
        mergers = ClaimRelation.objects.filter(kind=_MERGED, pk__gt=self._newest_merger - _LATE)
        mergers = list(mergers.order_by().values_list("pk", "claim", "claim__story", named=True))
        opened = [row for row in claims if row.pk not in self._seen and not row.merged]
        merged = [row for row in mergers if row.pk not in self._seen_mergers]
        self._put(opened)
        for known in (self._index, self._vectors):
            known.remove(row.claim for row in merged)
        if changed := {row.story for row in opened} | {row.claim__story for row in merged}:
            self._kept = {key: one for key, one in self._kept.items() if one.known.group not in changed}
        self._newest, self._seen = _seen(claims)
        self._newest_merger, self._seen_mergers = _seen(mergers)

    def _put(self, rows):
        self._index.put(
            (row.pk, read(f"{row.sentence}\n{row.label}\n{row.story__title}").sequence) for row in rows
        )
        if self._embedder:
            for start in range(0, len(rows), _AT_ONCE):
                some = rows[start : start + _AT_ONCE]
                vectors = self._embedder.vectors([f"{row.sentence} {row.label}" for row in some])
                self._vectors.put((row.pk for row in some), vectors)

    def _claims_since(self, newest):
        merged = Exists(ClaimRelation.objects.filter(kind=_MERGED, claim=OuterRef("pk")))
        claims = Claim.objects.filter(pk__gt=newest - _LATE).annotate(merged=merged).order_by()
        return list(
            claims.values_list("pk", "sentence", "label", "story", "story__title", "merged", named=True)
        )

    def look_up(self, texts: Sequence[Sequence[str]], *, opened_by: datetime | None = None) -> list[LookedUp]:
        """Return for each text the claims it likely repeats; one query for all of them, or none.

        A text is given in lines, such as a headline and a sentence: a line of several texts is read once. Claims below
        the ranker's threshold are left out, those opened after `opened_by`, and those of which a text holds nothing
        that tells them from the other claims of their story.
        """
        terms_of = cache(lambda line: read(line, used=self._index.used))
        asking = [self._asked(text, reduce(add, map(terms_of, text))) for text in texts]
        hits = self._index.best_of_each(
            [asked(each.terms) for each in asking], k=LOOKED_AT, least=self._index.scored(FLOOR)
        )
        scores = [
            self._with_near(each, {hit.key: hit.score for hit in found})
            for each, found in zip(asking, hits, strict=True)
        ]
        candidates = self._candidates({key for each in scores for key in each})
        if opened_by:
            candidates = {key: one for key, one in candidates.items() if one.claim.opened_at <= opened_by}
        found = [
            [
                (candidates[key].known, self._index.rare_terms(score))
                for key, score in each.items()
                if key in candidates and candidates[key].told_in(asks.terms)
            ]
            for asks, each in zip(asking, scores, strict=True)
        ]
        likely = matches(
            [each.terms for each in asking],
            found,
            rarities=self._index.rarities,
            ranker=self._ranker,
            meaning=self._meaning(asking, found),
        )
        return [
            LookedUp(
                terms=each.terms,
                claims=tuple(
                    Found(
                        claim=candidates[match.known.key].claim,
                        probability=match.probability,
                        reasons=match.reasons,
                    )
                    for match in matched
                ),
            )
            for each, matched in zip(asking, likely, strict=True)
        ]

    def _asked(self, text, terms):
        vectors = self._embedder.vectors(wordings("\n".join(text))) if self._embedder else None
        return _Asked(terms=terms, vectors=vectors)

    def _with_near(self, asking, scores):
        """key -> score, with the claims that mean nearly the same in other words."""
        if self._embedder and len(asking.terms):
            for key in self._vectors.nearest(asking.vectors, LOOKED_AT):
                if key not in scores:
                    scores[key] = self._index.score(asked(asking.terms), key)
        return scores

    def _meaning(self, asking, found):
        """For each text how near the claims found for it are in meaning, where meaning counts."""
        if not self._embedder:
            return None
        return [
            self._vectors.cosines(each.vectors, [known.key for known, _ in some])
            for each, some in zip(asking, found, strict=True)
        ]

    def _candidates(self, keys):
        """key -> claim with the words that tell it from its story's other claims; one merged by now is left out."""
        missing = keys - self._kept.keys()
        if missing:
            if len(self._kept) > _MOST_KEPT:
                self._kept, missing = {}, keys
            self._kept |= _fetched(missing)
        return {key: self._kept[key] for key in keys & self._kept.keys()}


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A text that is looked up: its terms, and the vectors of its wordings where meaning counts."""

    terms: Terms
    vectors: np.ndarray | None


@dataclass(frozen=True, eq=False, kw_only=True)
class _Candidate:
    claim: Claim
    known: Known
    telling: frozenset[str]

    def told_in(self, terms):
        """Whether a text with these terms holds something that tells the claim from the others of its story."""
        return not self.telling or not self.telling.isdisjoint(terms.shown)


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


def _seen(rows):
    """The greatest key of some rows, and the keys that the next look will find again."""
    newest = max((row.pk for row in rows), default=0)
    return newest, frozenset(row.pk for row in rows if row.pk > newest - _LATE)


def _fetched(keys):
    """key -> candidate of these claims and the others of their stories."""
    stories = Claim.objects.filter(pk__in=keys).values("story")
    claims = Claim.objects.filter(story__in=stories).exclude(relations__kind=_MERGED)
    known = {
        claim: Known(
            key=claim.pk,
            group=claim.story_id,
            sentence=claim.sentence,
            claim=read(claim.sentence),
            title=read(claim.label),
        )
        for claim in claims.only("story", "sentence", "label", "opened_at").order_by()
    }
    in_story = defaultdict(Counter)
    for one in known.values():
        in_story[one.group].update(_terms(one))
    return {
        claim.pk: _Candidate(
            claim=claim,
            known=one,
            telling=frozenset(term for term in _terms(one) if in_story[one.group][term] == 1),
        )
        for claim, one in known.items()
    }


def _terms(known):
    return known.claim.shown.keys() | known.title.shown.keys()
