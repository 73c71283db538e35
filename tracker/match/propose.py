"""The one writer of comparisons and proposals: what the passages of a page seem to mean for what we know."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, prefetch_related_objects

from tracker.extract.models import Extraction, Passage
from tracker.ledger.models import Statement
from tracker.ledger.queries import claims_with_statements
from tracker.lib import attempts
from tracker.match.drafts import Draft, Known, drafts, names_in, take_back, texts_of
from tracker.match.known import known_claims
from tracker.match.models import Comparison, ComparisonAgain, Proposal
from tracker.sources.queries import all_named

# Raise it when matching changes. What an older version proposed stays; `manage.py recompare` compares anew beside it.
MATCHER = "3"
# So many statements of the people on a page are looked at for one that the page repeats.
_LATEST_STATEMENTS = 500


def propose(extraction, *, now: datetime) -> Comparison:
    """Compare an extraction with the known claims and write down what it seems to mean; return the Comparison.

    A comparison made before is returned as it is. A page without passages gets a comparison without proposals.
    """
    known = Comparison.objects.filter(extraction=extraction, matcher=MATCHER).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return _compare([extraction], now)[0]
    except IntegrityError:
        # Another worker compared the same extraction while we did.
        return Comparison.objects.get(extraction=extraction, matcher=MATCHER, failure="")


def propose_all(extractions, *, now: datetime) -> None:
    """Compare extractions that nobody has compared, in a fixed number of queries: all of them, or none when one fails.

    Of several versions of an article each is compared after the one before it, with what was proposed of that.
    """
    with transaction.atomic():
        while extractions:
            first = {}
            for extraction in extractions:
                first.setdefault(extraction.snapshot.article_id, extraction)
            _compare(list(first.values()), now)
            extractions = [extraction for extraction in extractions if extraction not in first.values()]


def propose_again(extraction, *, now: datetime) -> None:
    """Compare an extraction whose comparison failed once more, and write that down beside it."""
    propose_all([extraction], now=now)


def ask_again(*, comparison, by, now: datetime) -> bool:
    """Ask for one more comparison where one failed; False when nothing failed or it was asked already."""
    return attempts.ask_again(
        ComparisonAgain.objects, comparison, by=by, now=now, task="tracker.match.tasks.sweep"
    )


def proposed_anew(*, comparison) -> list[Draft]:
    """Return what the code of today would propose of a page that was compared before; store nothing.

    It is asked as it was then: with the claims that were open, after what was proposed of the article by then.
    """
    extraction = comparison.extraction
    passages = list(extraction.passages.order_by("start", "end", "pk"))
    known = _known({extraction: passages}, until=comparison)[extraction]
    return drafts(extraction=extraction, passages=passages, known=known)


def give_up(extraction, *, reason, now: datetime) -> Comparison:
    """Write down that an extraction cannot be compared, with the reason; workers leave it alone from then on."""
    failure = f"This page could not be compared with the known claims. {reason}"[:500]
    return Comparison.objects.create(extraction=extraction, matcher=MATCHER, made_at=now, failure=failure)


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


def _compare(extractions, now):
    """Compare extractions of different articles; return their comparisons."""
    prefetch_related_objects(
        extractions, Prefetch("passages", Passage.objects.order_by("start", "end", "pk"))
    )
    found = _drafts_of(extractions)
    comparisons = Comparison.objects.bulk_create(
        Comparison(extraction=extraction, matcher=MATCHER, made_at=now) for extraction in extractions
    )
    _write([(comparison, draft) for comparison in comparisons for draft in found[comparison.extraction]])
    return comparisons


def _drafts_of(extractions):
    """extraction -> drafts; none of a page that says nothing, or nothing that an earlier version did not say."""
    passages = {extraction: list(extraction.passages.all()) for extraction in extractions}
    said_before = _said_before([extraction for extraction in extractions if passages[extraction]])
    new = {one: found for one, found in passages.items() if found and one.pk not in said_before}
    known = _known(new) if new else {}
    found = {one: drafts(extraction=one, passages=new[one], known=known[one]) for one in new}
    return dict.fromkeys(extractions, ()) | found


def _said_before(extractions):
    """The keys of those that a version of the article before said in the very same words, compared by today's code."""
    before = Comparison.objects.filter(
        matcher=MATCHER,
        failure="",
        extraction__extractor=OuterRef("extractor"),
        extraction__snapshot__article=OuterRef("snapshot__article"),
        extraction__title=OuterRef("title"),
        extraction__text=OuterRef("text"),
    ).exclude(extraction=OuterRef("pk"))
    said = Extraction.objects.filter(Exists(before), pk__in=[extraction.pk for extraction in extractions])
    return frozenset(said.order_by().values_list("pk", flat=True))


def _known(passages, *, until=None):
    """extraction -> what is known before it is compared; `passages` are those of each extraction.

    With `until`, a comparison made before, what was known when it was made.
    """
    of_all = [passage for found in passages.values() for passage in found]
    texts = list(dict.fromkeys(text for one, found in passages.items() for text in texts_of(one, found)))
    looked_up = dict(
        zip(texts, known_claims().look_up(texts, opened_by=until and until.made_at), strict=True)
    )
    sources = all_named(names_in(of_all))
    before = Proposal.objects.filter(comparison__lt=until) if until else Proposal.objects
    before = _by_article(before, [extraction.snapshot.article_id for extraction in passages])
    everything = Known(
        looked_up=looked_up,
        with_statements=_with_statements(looked_up) if take_back(of_all) else frozenset(),
        sources=sources,
        said=_said(sources.values(), most=_LATEST_STATEMENTS * len(passages)),
    )
    return {
        extraction: replace(
            everything, **_of_earlier_versions(before.get(extraction.snapshot.article_id, ()))
        )
        for extraction in passages
    }


def _by_article(proposals, articles):
    """article key -> those of the proposals that are of its passages, in the order in which they were made."""
    article, found = "comparison__extraction__snapshot__article", {}
    proposals = proposals.filter(**{f"{article}__in": articles}, passage__isnull=False)
    for proposal in proposals.annotate(article=F(article)).select_related("passage").order_by("pk"):
        found.setdefault(proposal.article, []).append(proposal)
    return found


def _of_earlier_versions(proposals):
    main = [proposal for proposal in proposals if proposal.kind == Proposal.Kind.CLAIM]
    return {
        "brought": frozenset((proposal.passage.kind, proposal.passage.exact) for proposal in proposals),
        "main": main[-1] if main else None,
    }


def _with_statements(looked_up):
    return claims_with_statements({found.claim.pk for text in looked_up.values() for found in text.claims})


def _said(sources, *, most):
    """source key -> what is recorded of it, the latest first."""
    said = {}
    if sources:
        recorded = Statement.objects.filter(source__in=sources).order_by("-pk")
        for source, words in recorded.values_list("source", "words")[:most]:
            said.setdefault(source, []).append(words)
    return said


def _write(found):
    """Write (comparison, draft) pairs: first those that others are about, so that these can name them."""
    claims = [(comparison, draft) for comparison, draft in found if draft.kind == Proposal.Kind.CLAIM]
    written = {draft: _proposal(comparison, draft, {}) for comparison, draft in claims}
    Proposal.objects.bulk_create(written.values())
    rest = {}
    for comparison, draft in found:
        if draft not in written:
            rest.setdefault((draft.passage, draft.kind, draft.claim), _proposal(comparison, draft, written))
    Proposal.objects.bulk_create(rest.values())


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
