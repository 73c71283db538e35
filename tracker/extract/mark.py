"""The one writer of extractions and passages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tracker.capture.bodies import StoreFailed
from tracker.capture.queries import body_of, text_of
from tracker.capture.store import Sight, watch
from tracker.capture.watching import Watched
from tracker.extract.models import Extraction, Passage, ReadingAgain
from tracker.extract.page import read_page
from tracker.extract.readings import NothingToRead
from tracker.extract.trained import fingerprint
from tracker.lib import attempts
from tracker.lib.child import ChildFailed, ChildKilled, run
from tracker.lib.nudge import nudge

# Raise it when reading changes. What an older version made stays; `manage.py reextract` reads anew beside it.
EXTRACTOR = "3"


def version() -> str:
    """What reads a page: the code of today and, where the settings name one, the model: "3" or "3+crf:0a1b2c3d"."""
    model = fingerprint(settings.STATEMENT_MODEL) if settings.STATEMENT_MODEL else ""
    return f"{EXTRACTOR}+crf:{model}" if model else EXTRACTOR


# In plain SQL, because Django would take longer to ask than all else takes that is done for a page here.
_SAYING_WHAT_WAS_SAID = """
SELECT new.id FROM extract_extraction AS new
JOIN capture_snapshot AS snapshot ON snapshot.id = new.snapshot_id
CROSS JOIN LATERAL (
    SELECT earlier.title, earlier.byline, earlier.text FROM extract_extraction AS earlier
    JOIN capture_snapshot AS version ON version.id = earlier.snapshot_id
    WHERE version.article_id = snapshot.article_id AND version.id < snapshot.id AND earlier.extractor = new.extractor
    ORDER BY version.id DESC LIMIT 1
) AS before
WHERE new.id = ANY(%s) AND (new.title, new.byline, new.text) = (before.title, before.byline, before.text)
"""
_KEEP_PASSAGES = """
INSERT INTO extract_passage (extraction_id, kind, start, "end", exact, details, reasons)
SELECT * FROM jsonb_to_recordset(%s::jsonb) AS found (
    extraction_id bigint, kind text, start integer, "end" integer, exact text, details jsonb, reasons jsonb
)
"""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What reading a snapshot gave: the columns of its Extraction, its passages, and what to watch of the page."""

    columns: dict
    passages: Sequence[dict] = ()
    watched: Watched | None = None


def mark(snapshot, *, now):
    """Read a snapshot and write down what it says; return the Extraction, the first one when there is one already.

    Nothing a page contains makes this fail: what cannot be read becomes an extraction with a `failure` sentence.
    Only a snapshot store that does not answer does (bodies.StoreFailed), because it will again.
    """
    known = Extraction.objects.filter(snapshot=snapshot, extractor=version()).first()
    return known or write(snapshot, read(snapshot), now=now)


def mark_all(snapshots, *, now) -> None:
    """Read snapshots that nobody has read, and write down what they say in a few queries: all of them, or none.

    Raises ChildKilled for a page that must not hold up the others, IntegrityError when another worker has read one.
    """
    readings = [_reading(snapshot) for snapshot in snapshots]
    _write_all(list(zip(snapshots, readings, strict=True)), now=now)


def read(snapshot) -> Reading:
    """Read a snapshot with the code of today; store nothing. Raises bodies.StoreFailed."""
    try:
        return _reading(snapshot)
    except ChildKilled as trouble:
        return _unreadable(str(trouble))


def write(snapshot, reading: Reading, *, now):
    """Write down what reading a snapshot gave, as the current extractor's; return the Extraction."""
    try:
        return _write_all([(snapshot, reading)], now=now)[0]
    except IntegrityError:
        # Another worker read the same snapshot while we did; its reading is as good. Without one it was no race.
        theirs = Extraction.objects.filter(snapshot=snapshot, extractor=version()).first()
        if theirs is None:
            raise
        return theirs


def mark_again(snapshot, *, now):
    """Read a snapshot whose reading failed once more, and write that down beside it; return the Extraction."""
    return write(snapshot, read(snapshot), now=now)


def ask_again(*, extraction, by, now) -> bool:
    """Ask for one more reading of a page that could not be read; False when nothing failed or it was asked already."""
    return attempts.ask_again(
        ReadingAgain.objects, extraction, by=by, now=now, task="tracker.extract.tasks.sweep"
    )


def give_up(snapshot, *, reason, now):
    """Write down that a snapshot cannot be read: it goes to the desk with `reason`, and workers leave it alone."""
    return write(snapshot, _unreadable(reason), now=now)


def _reading(snapshot) -> Reading:
    """Read a snapshot in a child. Raises ChildKilled and StoreFailed."""
    try:
        page = run(
            read_page,
            *_as_published(snapshot),
            snapshot.article.url,
            snapshot.taken_at,
            settings.STATEMENT_MODEL,
        )
    except (StoreFailed, ChildKilled):
        raise
    except (NothingToRead, ChildFailed) as trouble:
        return _unreadable(str(trouble))
    except Exception as trouble:  # whatever a parser throws at hostile bytes ends here, in words
        return _unreadable(f"({type(trouble).__name__}: {trouble})")
    return Reading(columns=_columns(page.readable), passages=tuple(_passages(page)), watched=page.watched)


def _unreadable(reason):
    return Reading(columns={"failure": f"This page could not be read: {reason}"[:500]})


def _write_all(read_, *, now):
    """Write down readings, given as pairs of a snapshot and what reading it gave; return the extractions."""
    with transaction.atomic():
        extractions = Extraction.objects.bulk_create(
            Extraction(snapshot=snapshot, extractor=version(), made_at=now, **reading.columns)
            for snapshot, reading in read_
        )
        readings = [reading for _, reading in read_]
        _keep_passages(extractions, readings)
        _watch(extractions, readings)
    nudge("tracker.match.tasks.sweep")
    nudge("tracker.extract.tasks.group_copies")
    nudge("tracker.extract.tasks.compare_versions")
    return extractions


def _keep_passages(extractions, readings):
    found = [
        {"extraction_id": extraction.pk, **passage}
        for extraction, reading in zip(extractions, readings, strict=True)
        for passage in reading.passages
    ]
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_PASSAGES, [json.dumps(found)])


def _watch(extractions, readings):
    """Tell capture what to watch of each page that could be read."""
    same = _that_say_what_was_said(extractions)
    watch(
        Sight(extraction.snapshot, reading.watched, same_article=extraction.pk in same)
        for extraction, reading in zip(extractions, readings, strict=True)
        if not extraction.failure
    )


def _that_say_what_was_said(extractions):
    """The keys of those that give the same article as the version before, read by the same code."""
    with connection.cursor() as cursor:
        cursor.execute(_SAYING_WHAT_WAS_SAID, [[extraction.pk for extraction in extractions]])
        return {key for (key,) in cursor.fetchall()}


def _as_published(snapshot):
    """The bytes to read and their type; of a PDF the text in it, which was read when it came."""
    if snapshot.content_type.startswith("application/pdf"):
        return text_of(snapshot).encode(), "text/plain; charset=utf-8"
    return body_of(snapshot), snapshot.content_type


def _columns(page):
    return {
        "title": page.title[:500],
        "byline": page.byline[:300],
        "outlet_name": page.outlet[:200],
        "published": page.published and page.published.as_dict(),
        "modified": page.modified and page.modified.as_dict(),
        "language": page.language[:8],
        "canonical_url": page.canonical_url[:2000],
        "text": page.text,
    }


def _passages(page):
    """One passage per kind and span; of two findings in the same span the first stands."""
    found = {}
    for kind, findings, details in (
        (Passage.Kind.STATEMENT, page.statements, _statement),
        (Passage.Kind.NOTICE, page.notices, _notice),
        (Passage.Kind.CLAIM, page.claims, _claim),
    ):
        for finding in findings:
            found.setdefault(
                (kind, finding.start, finding.end),
                {
                    "kind": kind,
                    "start": finding.start,
                    "end": finding.end,
                    "exact": page.readable.text[finding.start : finding.end],
                    "details": details(finding, page.readable.text),
                    "reasons": list(finding.reasons),
                },
            )
    return found.values()


def _statement(found, text):
    return {
        "speaker": found.speaker,
        "role": found.role,
        "organisation": found.organisation,
        "attribution": found.attribution,
        "channel": found.channel,
        "cue": found.cue,
        "kind": found.kind,
        "official": found.official,
        "quote": found.quote,
        "content": found.content,
        # The speaker's own words alone: what the reporter put between two parts of a quotation is left out.
        "quoted": [text[span.start : span.end].strip() for span in found.quoted],
        "content_start": found.content_start,
        "content_end": found.content_end,
        "when": found.when,
    }


def _notice(found, text):
    return {"kind": found.kind, "said": found.said, "right": found.right, "sentence": found.sentence}


def _claim(found, text):
    return {"sentence": found.sentence, "label": found.label, "score": found.score}
