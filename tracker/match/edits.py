"""What a later version of an article did to the words the ledger cites. The one writer of re-anchorings.

Each citation is found again in the new version by its sentence (extract/changes.py). What was altered or removed, and
what cannot be told, goes to the desk as the proposal of a retraction; the ledger is never written here.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from tracker.capture.models import Snapshot
from tracker.capture.plain import locate
from tracker.capture.queries import text_of
from tracker.extract import changes
from tracker.extract.models import Change, Passage
from tracker.ledger.models import Citation, Entry, Retraction
from tracker.ledger.models.subject import SUBJECTS
from tracker.ledger.queries import standing_citations
from tracker.lib.moments import Moment, Precision
from tracker.lib.text import one_line
from tracker.match.models import Proposal, Reanchoring
from tracker.match.propose import propose, put

_NATURE = {
    "correction": Retraction.Nature.CORRECTION,
    "clarification": Retraction.Nature.CLARIFICATION,
    "retraction": Retraction.Nature.RETRACTION,
    "reversal": Retraction.Nature.RETRACTION,
    "withdrawal": Retraction.Nature.WITHDRAWAL,
    "editor's note": Retraction.Nature.EDITORS_NOTE,
}
_HOW_TOLD = {
    changes.BY_NOTICE: "The new version has a notice that owns up to it.",
    changes.AS_UPDATE: "The new version calls itself updated and admits no error.",
    changes.SILENT: "The new version says nothing about it: a silent edit.",
}
# Characters before a sentence that tell it from others of the same words.
_CONTEXT = 64
# For the order of the queue: what is hidden first, what may be nothing last.
_SCORES = {changes.SILENT: 0.95, changes.AS_UPDATE: 0.95, changes.BY_NOTICE: 0.9, "": 0.4}


@dataclass(frozen=True, kw_only=True)
class _Cited:
    """Citations of one sentence: where it stands in the version before, and what became of it."""

    citations: tuple[Citation, ...]
    said: str
    prefix: str
    fate: changes.Fate
    says: str


def weigh_edits(change: Change, *, now: datetime) -> Reanchoring:
    """Find the cited sentences of an article again in its new version, and propose what the ledger may have to say.

    Returns the Reanchoring, the first one when there is one.
    """
    if known := Reanchoring.objects.filter(change=change).first():
        return known
    # Its proposals belong to the comparison of the new version, which is made now when nobody made it before.
    comparison = propose(extraction=change.after, now=now)
    cited = _followed(change)
    with transaction.atomic():
        reanchoring, is_new = Reanchoring.objects.get_or_create(
            change=change, defaults={"made_at": now, "anchors": [_anchor(one) for one in cited]}
        )
        if is_new:
            for one in cited:
                if _is_for_the_desk(one):
                    _propose(comparison, change, one)
    return reanchoring


def give_up(change: Change, *, reason: str, now: datetime) -> Reanchoring:
    """Write down that the cited sentences could not be looked for, with the reason; workers leave it alone."""
    failure = f"The cited sentences could not be found again. {reason}"[:500]
    return Reanchoring.objects.get_or_create(change=change, defaults={"made_at": now, "failure": failure})[0]


def _is_for_the_desk(cited):
    return cited.fate.state in {changes.REMOVED, changes.LOST} or cited.fate.alerts


def _followed(change):
    """The cited sentences of the version before with what became of each; what was gone by then was told then."""
    before, after = (_snapshot(reading.snapshot_id) for reading in (change.before, change.after))
    citations = list(standing_citations(article=after.article_id, before=max(before.pk + 1, after.pk)))
    if not citations:
        return []
    old = changes.Version(text=text_of(before), notices=_notices(change.before, before))
    new = changes.Version(text=text_of(after), notices=_notices(change.after, after))
    stretches = {}
    for snapshot_id, group in groupby(citations, key=lambda citation: citation.snapshot_id):
        of_one_version = list(group)
        if snapshot_id == before.pk:
            places = {one.pk: (one.start, one.end) for one in of_one_version}
        else:
            places = _places_now(text_of(_snapshot(snapshot_id)), old.text, of_one_version)
        stretches |= {one: places[one.pk] for one in of_one_version if one.pk in places}
    found = changes.compare(old, new, marked=list(stretches.values()))
    return [cited for fate in found.fates if (cited := _cited(fate, stretches, old.text, new.text)).citations]


def _cited(fate, stretches, before, after):
    citations = [one for one, (start, end) in stretches.items() if start < fate.end and fate.start < end]
    return _Cited(
        citations=tuple(sorted(citations, key=lambda one: one.pk)),
        said=before[fate.start : fate.end],
        prefix=one_line(before[max(0, fate.start - _CONTEXT) : fate.start]),
        fate=fate,
        says=after[fate.now.start : fate.now.end] if fate.now else "",
    )


def _places_now(cited_text, text, citations):
    """Where citations into an earlier version stand in a later one, by key; those that are gone are left out."""
    found = changes.compare(
        changes.Version(text=cited_text),
        changes.Version(text=text),
        marked=[(one.start, one.end) for one in citations],
    )
    return {
        one.pk: fate.now
        for one in citations
        for fate in found.fates
        if fate.now and fate.start <= one.start < fate.end
    }


def _notices(extraction, snapshot):
    """The notices of a reading, placed in all visible text where they are found there."""
    found = []
    for passage in extraction.passages.filter(kind=Passage.Kind.NOTICE):
        start, end = locate(text_of(snapshot), passage.exact) or (-1, -1)
        found.append(changes.Notice(start, end, passage.details.get("kind", ""), passage.exact))
    return tuple(found)


def _snapshot(pk):
    return Snapshot.objects.defer("body", "words", "headers").get(pk=pk)


def _anchor(cited):
    fate = cited.fate
    return {
        "citations": [one.pk for one in cited.citations],
        "said": cited.said,
        "says": cited.says,
        "state": fate.state,
        "likeness": fate.likeness,
        "weight": fate.weight,
        "told": fate.told,
        "reasons": list(fate.reasons),
    }


def _propose(comparison, change, cited):
    """One proposal a sentence, about the first claim that rests on it; the others are named in the reasons."""
    claims = _claims(cited.citations)
    article = comparison.extraction.snapshot.article
    notice = change.notice if cited.fate.told == changes.BY_NOTICE else None
    nature = _NATURE.get(notice.details.get("kind", "")) if notice else None
    put(
        comparison=comparison,
        kind=Proposal.Kind.RETRACTION,
        claim=claims[0] if claims else None,
        source=article.outlet,
        content={
            "nature": str(nature or Retraction.Nature.SILENT_EDIT),
            "reasons": [str(Retraction.Reason.NOT_GIVEN)],
            "notice": notice.exact if nature else "",
            "speaker": comparison.extraction.outlet_name,
            "occurred": _between(change),
            "of": article.public_id,
            "words": f"{cited.fate.state}: {one_line(cited.said)}",
            "edit": _edit(cited, change),
        },
        score=_SCORES[cited.fate.told],
        reasons=_reasons(cited, claims),
    )


def _claims(citations):
    """The claims that rest on any of these citations, in the order in which they came to."""
    rests = Q()
    for citation in citations:
        for name in SUBJECTS:
            if key := getattr(citation, f"{name}_id"):
                rests |= Q(**{name: key})
    entries = Entry.objects.filter(rests, superseded_by=None).select_related("claim").order_by("seq")
    return list(dict.fromkeys(entry.claim for entry in entries))


def _edit(cited, change):
    now = locate(change.after.text, cited.says) if cited.says else None
    return {
        "state": cited.fate.state,
        "said": cited.said,
        "says": cited.says,
        "told": cited.fate.told,
        "citation": {
            "snapshot": change.before.snapshot.public_id,
            "exact": cited.said,
            "prefix": cited.prefix,
        },
        "place": list(now) if now else None,
    }


def _reasons(cited, claims):
    fate = cited.fate
    first = {
        changes.ALTERED: f"A sentence that is cited was altered: “{one_line(cited.said)}”",
        changes.REMOVED: f"A sentence that is cited was removed: “{one_line(cited.said)}”",
        changes.LOST: f"A sentence that is cited was not found again: “{one_line(cited.said)}”",
    }[fate.state]
    also = [f"It is also cited for the claim “{claim.sentence}”" for claim in claims[1:]]
    return [first, *fate.reasons, *filter(None, [_HOW_TOLD.get(fate.told)]), *also]


def _between(change):
    """When it was edited: after the last look that found the version before, and not after the new one was kept."""
    after = change.seen_at
    looks = change.before.snapshot.visits.filter(at__lte=after).order_by("-at").values_list("at", flat=True)
    earliest = min(looks.first() or change.before.snapshot.taken_at, after)
    return Moment(earliest=earliest, latest=after, precision=Precision.RANGE).as_dict()
