"""What the public pages ask beyond stored documents. Reads only, and only what is published."""

from django.db.models import Exists, OuterRef, Q

from tracker.capture.models import Snapshot
from tracker.ledger.models import Citation, Entry
from tracker.ledger.queries import claim_documents
from tracker.sources.models import Source

_PUBLISHED = Q(claim__published_at__isnull=False, claim__story__published_at__isnull=False)


def source_with_documents(public_id):
    """Return (source, documents of the published claims it speaks or publishes on, latest move first).

    None for a source that no published claim names: the public does not know it.
    """
    documents = list(claim_documents().filter(claim__in=_entries_of_source(public_id).values("claim")))
    source = Source.objects.filter(public_id=public_id).first() if documents else None
    return (source, documents) if source else None


def cited_passages(snapshot_id):
    """Return the citations into a snapshot that published claims rest on, in order of the text.

    With the snapshot and its article; without the snapshot's body and text, which the public pages do not show.
    """
    return (
        Citation.objects.filter(_cited_in_public(), snapshot__public_id=snapshot_id)
        .select_related("snapshot__article__outlet", "retraction")
        .defer("snapshot__body", "snapshot__words", "snapshot__headers")
        .order_by("start", "end", "pk")
    )


def versions_in_public(article_id):
    """Return the snapshots of an article that published claims cite, oldest first, without what they hold."""
    cited = Exists(Citation.objects.filter(_cited_in_public(), snapshot=OuterRef("pk")))
    return (
        Snapshot.objects.filter(cited, article=article_id)
        .defer("body", "words", "headers")
        .order_by("taken_at", "pk")
    )


def same_edits(citations, *, snapshot):
    """Return the citations into other versions of an article that the same published retractions rest on.

    A silent edit cites what stood there before and what stands there now.
    """
    retractions = {one.retraction_id for one in citations if one.retraction_id}
    return (
        Citation.objects.filter(
            _cited_in_public(), retraction__in=retractions, snapshot__article=snapshot.article_id
        )
        .exclude(snapshot=snapshot)
        .select_related("snapshot", "retraction")
        .defer("snapshot__body", "snapshot__words", "snapshot__headers")
        .order_by("snapshot__taken_at", "start", "pk")
    )


def entries_resting_on(citations):
    """Return the published claims' entries that cite any of these citations, with their claims, in `seq` order."""
    condition = Q()
    for citation in citations:
        condition |= Q(**{f"{name}_id": pk for name, pk in subject_of(citation).items()})
    return Entry.objects.filter(_PUBLISHED, condition).select_related("claim").order_by("seq")


def subject_of(citation):
    """Return {name: primary key} of the one thing a citation or an entry is about."""
    for name in ("statement", "retraction", "appearance", "finding"):
        if pk := getattr(citation, f"{name}_id"):
            return {name: pk}
    raise LookupError(f"{citation!r} is about nothing")


def _entries_of_source(public_id):
    return Entry.objects.filter(_PUBLISHED).filter(
        Q(statement__source__public_id=public_id)
        | Q(retraction__source__public_id=public_id)
        | Q(appearance__article__outlet__public_id=public_id)
    )


def _cited_in_public():
    condition = Q()
    for name in ("statement", "retraction", "appearance", "finding"):
        condition |= Q(Exists(Entry.objects.filter(_PUBLISHED, **{name: OuterRef(name)})))
    return condition
