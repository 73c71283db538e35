"""What the public may know of a claim or a story, projected to one JSON document. Pure: rows in, dicts out.

Everything that shows a claim to somebody reads this shape: pages, API, later webhooks and export.
"""

from tracker.ledger.status import Move, fold
from tracker.lib.canonical import instant, parse_instant


def entry_content(entry):
    """Return what an entry's hash covers: its whole content, by ids, including the subject and its citations.

    Names are left out, because a source may be renamed while what was recorded may not change.
    """
    return {
        "id": entry.public_id,
        "seq": entry.seq,
        "claim": {"id": entry.claim.public_id, "sentence": entry.claim.sentence},
        "kind": entry.kind,
        "occurred": entry.occurred.as_dict(),
        "note": entry.note,
        "recorded_at": instant(entry.recorded_at),
        "recorded_by": entry.recorded_by_id,
        "supersedes": entry.supersedes.public_id if entry.supersedes else None,
        "reason": entry.reason,
        "subject": _subject(entry.subject),
        "previous_hash": entry.previous_hash,
    }


def claim_document(claim, entries, relations):
    """Return the document of a claim from its row, its entries in `seq` order and its relations to published claims."""
    shown = [_entry_shown(entry) for entry in entries]
    superseded_by = {entry["supersedes"]: entry["id"] for entry in shown if entry["supersedes"]}
    for entry in shown:
        entry["superseded_by"] = superseded_by.get(entry["id"])
    body = {
        "id": claim.public_id,
        "type": "claim",
        "url": claim_url(claim),
        "sentence": claim.sentence,
        "label": claim.label,
        "story": {"id": claim.story.public_id, "title": claim.story.title, "url": story_url(claim.story)},
        "relations": [
            {"kind": relation.kind, "claim": _claim_reference(relation.other)} for relation in relations
        ],
        "entries": shown,
        "published_at": instant(claim.published_at),
        "seq": shown[-1]["seq"] if shown else 0,
    }
    return body | {"status": reading_as_dict(fold(moves(body)))}


def story_document(story, claims):
    """Return the document of a story from its row and the documents of its published claims, in the order opened."""
    return {
        "id": story.public_id,
        "type": "story",
        "url": story_url(story),
        "title": story.title,
        "summary": story.summary,
        "claims": [
            {
                "id": claim["id"],
                "url": claim["url"],
                "sentence": claim["sentence"],
                "label": claim["label"],
                "status": claim["status"],
                "entries": len(claim["entries"]),
                "relations": claim["relations"],
                "seq": claim["seq"],
            }
            for claim in claims
        ],
        "published_at": instant(story.published_at),
        "seq": max((claim["seq"] for claim in claims), default=0),
    }


def moves(body):
    """Return the moves of a claim's document for status.fold, so that "as of" needs nothing but the document."""
    return tuple(_move(entry) for entry in body["entries"])


def reading_as_dict(reading):
    """Return a status.Reading as the document's `status`."""
    return {
        "value": reading.status,
        "since": instant(reading.since),
        "deciding": list(reading.deciding),
        "steps": [
            {"at": instant(step.at), "status": step.status, "entry": step.entry} for step in reading.steps
        ],
    }


def claim_url(claim):
    """Return the path of a claim's page."""
    return f"/claims/{claim.public_id}/{claim.slug}/"


def story_url(story):
    """Return the path of a story's page."""
    return f"/stories/{story.public_id}/{story.slug}/"


def _move(entry):
    subject = entry["subject"]
    of = subject.get("of")
    voice = subject.get("source") or subject.get("article") or {"id": "desk"}
    return Move(
        id=entry["id"],
        kind=entry["kind"],
        voice=voice["id"],
        # An article is withdrawn under its own id, whatever the appearance that carried the claim.
        subject=subject["article"]["id"] if subject["type"] == "appearance" else subject["id"],
        earliest=parse_instant(entry["occurred"]["earliest"]),
        latest=parse_instant(entry["occurred"]["latest"]),
        recorded_at=parse_instant(entry["recorded_at"]),
        withdraws=of["id"] if of else "",
        supersedes=entry["supersedes"] or "",
        rating=subject.get("rating", ""),
    )


def _claim_reference(claim):
    return {"id": claim.public_id, "sentence": claim.sentence, "label": claim.label, "url": claim_url(claim)}


def _subject(subject):
    kind = subject._meta.model_name
    common = {
        "type": kind,
        "id": subject.public_id,
        "occurred": subject.occurred.as_dict(),
        "citations": [_citation(citation) for citation in subject.citations.all()],
    }
    return common | _FIELDS[kind](subject)


def _statement(statement):
    return {
        "source": statement.source.public_id,
        "role": statement.role,
        "attribution": statement.attribution,
        "channel": statement.channel,
        "words": statement.words,
        "paraphrase": statement.paraphrase,
    }


def _retraction(retraction):
    return {
        "source": retraction.source.public_id,
        "role": retraction.role,
        "nature": retraction.nature,
        "reasons": retraction.reasons,
        "notice": retraction.notice,
        "of": {"type": "statement", "id": retraction.statement.public_id}
        if retraction.statement
        else {"type": "article", "id": retraction.article.public_id},
    }


def _appearance(appearance):
    content = {
        "article": appearance.article.public_id,
        "headline_stance": appearance.headline_stance,
        "body_stance": appearance.body_stance,
    }
    # Left out where nothing is recorded: entries from before it could be keep the hash they have.
    return content | ({"rests_on": appearance.rests_on} if appearance.rests_on else {})


def _finding(finding):
    return {"rating": finding.rating, "explanation": finding.explanation, "made_by": finding.made_by_id}


_FIELDS = {"statement": _statement, "retraction": _retraction, "appearance": _appearance, "finding": _finding}


def _citation(citation):
    if citation.snapshot is None:
        return {"described": citation.described}
    return {
        "exact": citation.exact,
        "prefix": citation.prefix,
        "suffix": citation.suffix,
        "start": citation.start,
        "end": citation.end,
        "snapshot": {"id": citation.snapshot.public_id, "content_hash": citation.snapshot.content_hash},
    }


def _entry_shown(entry):
    """An entry's content with names and links beside the ids."""
    shown = entry_content(entry)
    shown["claim"] = entry.claim.public_id
    shown["hash"] = entry.hash
    subject, row = shown["subject"], entry.subject
    if "source" in subject:
        subject["source"] = _source_shown(row.source)
    if "article" in subject:
        subject["article"] = _article_shown(row.article)
    if "of" in subject:
        subject["of"] |= _withdrawn_shown(row)
    subject["citations"] = [_citation_shown(citation) for citation in row.citations.all()]
    return shown


def _withdrawn_shown(retraction):
    if retraction.article:
        return _article_shown(retraction.article)
    return {"words": retraction.statement.words, "source": _source_shown(retraction.statement.source)}


def _source_shown(source):
    return {
        "id": source.public_id,
        "name": source.name,
        "kind": source.kind,
        "url": f"/sources/{source.public_id}/",
    }


def _article_shown(article):
    return {
        "id": article.public_id,
        "title": article.title,
        "url": article.url,
        "outlet": _source_shown(article.outlet) if article.outlet else None,
    }


def _citation_shown(citation):
    shown = _citation(citation)
    if snapshot := citation.snapshot:
        shown["snapshot"] |= {
            "taken_at": instant(snapshot.taken_at),
            "medium": snapshot.medium,
            "article": _article_shown(snapshot.article),
            "url": f"/snapshots/{snapshot.public_id}/?start={citation.start}&end={citation.end}",
        }
    return shown
