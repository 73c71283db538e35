"""The one writer of comparisons and proposals: what the passages of a page seem to mean for what we know."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tracker.ledger.models import Statement
from tracker.ledger.queries import claims_with_statements
from tracker.match.drafts import Known, drafts, names_in, take_back, texts_of
from tracker.match.known import known_claims
from tracker.match.models import Comparison, Proposal
from tracker.sources.queries import all_named

# Raise it when matching changes. What an older version proposed stays.
MATCHER = "2"
# So many statements of the people on a page are looked at for one that the page repeats.
_LATEST_STATEMENTS = 500


def propose(*, extraction, now: datetime) -> Comparison:
    """Compare an extraction with the known claims and write down what it seems to mean; return the Comparison.

    A comparison made before is returned as it is. A page without passages gets a comparison without proposals.
    """
    known = Comparison.objects.filter(extraction=extraction, matcher=MATCHER).first()
    if known:
        return known
    try:
        with transaction.atomic():
            comparison = Comparison.objects.create(extraction=extraction, matcher=MATCHER, made_at=now)
            _write(comparison, _drafts_of(extraction))
            return comparison
    except IntegrityError:
        # Another worker compared the same extraction while we did.
        return Comparison.objects.get(extraction=extraction, matcher=MATCHER)


def give_up(*, extraction, reason, now: datetime) -> Comparison:
    """Write down that an extraction cannot be compared, with the reason; workers leave it alone from then on."""
    failure = f"This page could not be compared with the known claims. {reason}"[:500]
    return Comparison.objects.get_or_create(
        extraction=extraction, matcher=MATCHER, defaults={"made_at": now, "failure": failure}
    )[0]


def put(*, comparison, kind, content, score, reasons, claim=None, source=None) -> Proposal:
    """Write down a proposal that is of no passage: match/edits.py proposes what a new version did to cited words."""
    return Proposal.objects.create(
        comparison=comparison,
        kind=kind,
        claim=claim,
        source=source,
        content=content,
        score=score,
        reasons=reasons,
    )


def _drafts_of(extraction):
    passages = list(extraction.passages.all())
    if not passages or _said_it_before(extraction):
        return []
    return drafts(extraction=extraction, passages=passages, known=_known(extraction, passages))


def _said_it_before(extraction):
    """Whether a version of the article before was read as the very same words, and compared, by the code of today."""
    return (
        Comparison.objects.filter(
            matcher=MATCHER,
            failure="",
            extraction__extractor=extraction.extractor,
            extraction__snapshot__article=extraction.snapshot.article_id,
            extraction__title=extraction.title,
            extraction__text=extraction.text,
        )
        .exclude(extraction=extraction)
        .exists()
    )


def _known(extraction, passages):
    texts = texts_of(extraction, passages)
    sources = all_named(names_in(passages))
    before = list(
        Proposal.objects.filter(comparison__extraction__snapshot__article=extraction.snapshot.article_id)
        .exclude(passage=None)
        .select_related("passage")
        .order_by("pk")
    )
    return Known(
        repeated=dict(zip(texts, known_claims().repeated_by(texts), strict=True)),
        with_statements=claims_with_statements() if take_back(passages) else frozenset(),
        sources=sources,
        said=_said(sources.values()),
        brought=frozenset((proposal.passage.kind, proposal.passage.exact) for proposal in before),
        main=next((proposal for proposal in reversed(before) if proposal.kind == Proposal.Kind.CLAIM), None),
    )


def _said(sources):
    """source key -> what is recorded of it, the latest first."""
    said = {}
    if sources:
        recorded = Statement.objects.filter(source__in=sources).order_by("-pk")
        for source, words in recorded.values_list("source", "words")[:_LATEST_STATEMENTS]:
            said.setdefault(source, []).append(words)
    return said


def _write(comparison, found):
    """Write drafts: first those that others are about, so that these can name them."""
    written, rest = {}, {}
    for draft in found:
        if draft.kind == Proposal.Kind.CLAIM:
            written[draft] = _proposal(comparison, draft, written)
            written[draft].save()
        else:
            rest.setdefault((draft.passage, draft.kind, draft.claim), draft)
    Proposal.objects.bulk_create(_proposal(comparison, draft, written) for draft in rest.values())


def _proposal(comparison, draft, written):
    return Proposal(
        comparison=comparison,
        passage=draft.passage,
        kind=draft.kind,
        claim=draft.claim,
        about=written.get(draft.about, draft.about),
        source=draft.source,
        content=draft.content,
        score=draft.score,
        reasons=draft.reasons,
    )
