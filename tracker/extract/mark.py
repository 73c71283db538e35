"""The one writer of extractions and passages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from tracker.capture.bodies import StoreFailed
from tracker.capture.queries import body_of, text_of
from tracker.capture.store import watch
from tracker.capture.watching import Watched
from tracker.extract.models import Extraction, Passage
from tracker.extract.page import read_page
from tracker.extract.readings import NothingToRead
from tracker.lib.child import ChildFailed, ChildKilled, run
from tracker.lib.nudge import nudge

# Raise it when reading changes. What an older version made stays; `manage.py reextract` reads anew beside it.
EXTRACTOR = "2"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What reading a snapshot gave: the columns of its Extraction, its passages, and what to watch of the page."""

    columns: dict
    passages: Sequence[dict] = ()
    watched: Watched | None = None


def mark(*, snapshot, now):
    """Read a snapshot and write down what it says; return the Extraction, the first one when there is one already.

    Nothing a page contains makes this fail: what cannot be read becomes an extraction with a `failure` sentence.
    Only a snapshot store that does not answer does (bodies.StoreFailed), because it will again.
    """
    known = Extraction.objects.filter(snapshot=snapshot, extractor=EXTRACTOR).first()
    return known or write(snapshot, read(snapshot), now=now)


def read(snapshot) -> Reading:
    """Read a snapshot with the code of today; store nothing. Raises bodies.StoreFailed."""
    try:
        page = run(
            read_page,
            *_as_published(snapshot),
            snapshot.article.url,
            snapshot.taken_at,
            settings.STATEMENT_MODEL,
        )
    except StoreFailed:
        raise
    except (NothingToRead, ChildKilled, ChildFailed) as trouble:
        return _unreadable(str(trouble))
    except Exception as trouble:  # whatever a parser throws at hostile bytes ends here, in words
        return _unreadable(f"({type(trouble).__name__}: {trouble})")
    return Reading(columns=_columns(page.readable), passages=tuple(_passages(page)), watched=page.watched)


def write(snapshot, reading: Reading, *, now):
    """Write down what reading a snapshot gave, as the current extractor's; return the Extraction."""
    try:
        with transaction.atomic():
            extraction = Extraction.objects.create(
                snapshot=snapshot, extractor=EXTRACTOR, made_at=now, **reading.columns
            )
            Passage.objects.bulk_create(
                Passage(extraction=extraction, **passage) for passage in reading.passages
            )
            if not extraction.failure:
                watch(snapshot=snapshot, found=reading.watched, same_article=_says_what_was_said(extraction))
    except IntegrityError:
        # Another worker read the same snapshot while we did; its reading is as good. Without one it was no race.
        theirs = Extraction.objects.filter(snapshot=snapshot, extractor=EXTRACTOR).first()
        if theirs is None:
            raise
        return theirs
    nudge("tracker.match.tasks.sweep")
    nudge("tracker.extract.tasks.group_copies")
    nudge("tracker.extract.tasks.compare_versions")
    return extraction


def give_up(*, snapshot, reason, now):
    """Write down that a snapshot cannot be read: it goes to the desk with `reason`, and workers leave it alone."""
    return write(snapshot, _unreadable(reason), now=now)


def _unreadable(reason):
    return Reading(columns={"failure": f"This page could not be read: {reason}"[:500]})


def _says_what_was_said(extraction):
    """Whether the version before, read by the same code, gave the same article."""
    before = (
        Extraction.objects.filter(
            extractor=extraction.extractor,
            snapshot__article=extraction.snapshot.article_id,
            snapshot__lt=extraction.snapshot_id,
        )
        .order_by("-snapshot_id")
        .first()
    )
    return before is not None and _article_of(before) == _article_of(extraction)


def _article_of(extraction):
    return (extraction.title, extraction.byline, extraction.text)


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
