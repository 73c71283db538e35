"""What other rooms may ask of the ledger. Reads only."""

from django.db.models import Exists, OuterRef, Q

from tracker.ledger.models import Citation, ClaimRelation, Document, Entry, Statement
from tracker.sources.models import Source

_SUBJECTS = ("statement", "retraction", "appearance", "finding")

# From an entry to whoever moved the claim with it: the speaker, or the outlet of the article.
VOICES = ("statement__source", "retraction__source", "appearance__article__outlet")
# ... and to whoever else its part of the document names.
_NAMED = (
    *VOICES,
    "retraction__statement__source",
    "retraction__article__outlet",
    *(f"{subject}__citations__snapshot__article__outlet" for subject in _SUBJECTS),
)


def entries_in_full():
    """Return all entries in `seq` order with everything their content needs, in a fixed number of queries."""
    return (
        Entry.objects.select_related(
            "claim",
            "supersedes",
            "statement__source",
            "retraction__source",
            "retraction__statement__source",
            "retraction__article__outlet",
            "appearance__article__outlet",
            "finding",
        )
        .prefetch_related(*(f"{subject}__citations__snapshot__article__outlet" for subject in _SUBJECTS))
        .order_by("seq")
    )


def published_relations(claim):
    """Return a claim's relations to claims the public may see, in the order they were made."""
    return (
        ClaimRelation.objects.filter(
            claim=claim, other__published_at__isnull=False, other__story__published_at__isnull=False
        )
        .select_related("other")
        .order_by("pk")
    )


def claim_documents():
    """Return the documents of all published claims, latest move first."""
    return Document.objects.filter(claim__isnull=False).order_by("-seq", "-public_id")


def story_documents():
    """Return the documents of all published stories, latest move first."""
    return Document.objects.filter(story__isnull=False).order_by("-seq", "-public_id")


def document(public_id):
    """Return one document, or None when there is no such thing or the public may not see it."""
    return Document.objects.filter(pk=public_id).first()


def statements_on(claims):
    """Return the statements recorded on any of these claims, latest first: what a retraction can withdraw."""
    return (
        Statement.objects.filter(entries__claim__in=claims)
        .select_related("source")
        .distinct()
        .order_by("-occurred_latest", "-pk")
    )


def claims_with_statements(claims):
    """Return the keys of those of these claims on which a statement is recorded."""
    recorded = Entry.objects.filter(claim__in=claims, statement__isnull=False)
    return frozenset(recorded.order_by().values_list("claim", flat=True).distinct())


def published_sources():
    """Return the sources that the document of a published claim names; nobody outside may know of the others."""
    shown = Entry.objects.filter(claim__published_at__isnull=False, claim__story__published_at__isnull=False)
    named = Q()
    for path in _NAMED:
        named |= Q(Exists(shown.filter(**{path: OuterRef("pk")})))
    return Source.objects.filter(named)


def standing_citations(*, article, before):
    """Return the citations into snapshots of an article kept before the snapshot `before`, by snapshot and place.

    Only those that something rests on still: an entry that nobody superseded.
    """
    standing = Entry.objects.filter(superseded_by=None)
    rests = Q()
    for subject in _SUBJECTS:
        rests |= Q(Exists(standing.filter(**{subject: OuterRef(subject)})))
    return (
        Citation.objects.filter(rests, snapshot__article=article, snapshot__lt=before)
        .select_related("snapshot", *_SUBJECTS)
        .defer("snapshot__body", "snapshot__words", "snapshot__headers")
        .order_by("snapshot", "start", "end", "pk")
    )
