"""The measured process of the product: capture, extract and match, called as the worker's tasks call them.

Started by tests/bench/ingest.py on a database of its own. Looks are made by `look_at_due_articles` and stages follow by
their sweeps, so that all that a worker does is in it but Celery itself.
"""

import django

django.setup()

# ruff: noqa: E402  (models can only be imported once Django is ready)
import re

from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone

from tests.bench import main_text
from tests.bench.pages import pages
from tests.bench.runner import own_cpu, serve
from tracker.capture.addresses import canonical
from tracker.capture.models import Article, Snapshot, Visit
from tracker.capture.store import know_article
from tracker.capture.work import look_at_due_articles
from tracker.extract.models import Change, Extraction, Passage
from tracker.extract.queries import snapshots_to_read, texts_to_compare, versions_to_compare
from tracker.extract.tasks import compare_versions, group_copies
from tracker.extract.tasks import sweep as extract
from tracker.match.models import Comparison, Proposal
from tracker.match.queries import changes_to_weigh, extractions_to_compare
from tracker.match.tasks import sweep as match
from tracker.match.tasks import sweep_edits

_LONG = 3600
_MOST_SWEEPS = 50
# What follows a look, in the order in which a page goes through it: the sweep, and what is left for it to do.
STAGES = {
    "extract": (extract, snapshots_to_read),
    "copies": (group_copies, texts_to_compare),
    "versions": (compare_versions, versions_to_compare),
    "match": (match, extractions_to_compare),
    "edits": (sweep_edits, changes_to_weigh),
}
_SOME_ADDRESS = "http://site.example/article-1.html"


def new(urls):
    """All stages for articles nobody knew; returns the seconds of CPU of each stage."""
    clock = [own_cpu()]
    know(urls)
    clock.append(own_cpu())
    _look()
    clock.append(own_cpu())
    for sweep, rows in STAGES.values():
        until_none_is_left(sweep, rows)
        clock.append(own_cpu())
    names = ("know", "capture", *STAGES)
    return {name: clock[place + 1] - clock[place] for place, name in enumerate(names)}


def know(urls):
    """Make addresses known, each due at once."""
    for url in urls:
        know_article(address=url, now=timezone.now())


def due():
    """Make every article due now; not part of what is measured."""
    Article.objects.update(next_look_at=timezone.now())


def look_again():
    """Look at all that is due, and read and compare what changed: a look without a new version nudges no stage."""
    _look()
    if snapshots_to_read().exists():
        for sweep, rows in STAGES.values():
            until_none_is_left(sweep, rows)


def _look():
    look_at_due_articles(now=timezone.now(), seconds=_LONG)


def until_none_is_left(sweep, rows):
    """Sweep until a stage has nothing left to do; on a busy machine one sweep may run out of time."""
    for _ in range(_MOST_SWEEPS):
        sweep()
        if not rows().exists():
            return
    raise RuntimeError(f"{sweep.name} does not get done with its rows: {rows()[:3]}")


# ------------------------------------------------------------------ what came of it
def state():
    """Rows of each kind, and how far the visits have come."""
    counted = {
        model.__name__: model.objects.count()
        for model in (Article, Snapshot, Extraction, Passage, Comparison, Proposal)
    }
    return counted | {
        "pages of the site": Article.objects.filter(address__startswith="http").count(),
        "last visit": Visit.objects.aggregate(last=Max("pk"))["last"] or 0,
        "failed": Extraction.objects.exclude(failure="").count()
        + Comparison.objects.exclude(failure="").count(),
    }


def outcomes(after):
    """How the visits behind number `after` ended, by outcome."""
    ended = Visit.objects.filter(pk__gt=after, article__isnull=False).order_by()
    return dict(ended.values_list("outcome").annotate(many=Count("pk")))


def found(words, after):
    """Of {address: words}, the addresses where a visit behind `after` found a new version and its words are in it."""
    texts = {}
    changed = Visit.objects.filter(pk__gt=after, outcome="changed").select_related("article")
    for visit in changed:
        reading = Extraction.objects.filter(snapshot=visit.snapshot_id).order_by("pk").last()
        texts[visit.article.address] = reading.text if reading else ""
    return [url for url, some in words.items() if _plain(some) in _plain(texts.get(canonical(url), ""))]


def alarms():
    """Changes between versions that a person would be told of: those that are more than the same article again."""
    return Change.objects.exclude(weight=Change.Weight.NONE).count()


def small_versions():
    """Bytes of each version that is kept as a difference: of its frame, and of its whole row as it is stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT length(body), pg_column_size(words), pg_column_size(snapshot.*) FROM capture_snapshot AS snapshot "
            "WHERE based_on_id IS NOT NULL ORDER BY 1"
        )
        return cursor.fetchall()


# ------------------------------------------------------------------ what a full extraction sees
def quality(n, folder, half):
    """F1 of the main text, ours and that of trafilatura as it comes, on the same pages."""
    known = [
        main_text.Example(page.load(address=_SOME_ADDRESS), _SOME_ADDRESS, page.main_text)
        for page in pages(n, folder=folder, half=half)
    ]
    mine, simple = main_text.scores(known, (main_text.ours, main_text.theirs), 1)
    return {"ours": mine.f1, "trafilatura": simple.f1}


def seen_in_full(n, folder, half, edits):
    """Of the edits {page number: edit}, those whose words a full extraction finds after it and not before."""
    seen = []
    for page in pages(n, folder=folder, half=half):
        if edit := edits.get(str(page.number)):
            words = _plain(page.new_words(edit))
            before, after = (
                _plain(_read(page.load(address=_SOME_ADDRESS, edit=one))) for one in (None, edit)
            )
            if words in after and words not in before:
                seen.append(page.number)
    return seen


def _read(body):
    return main_text.ours(main_text.Example(body, _SOME_ADDRESS, ""))


def _plain(text):
    return " ".join(re.findall(r"\w+", text))


def close():
    """Let go of the database, so that it can be dropped."""
    connection.close()


if __name__ == "__main__":
    serve(
        new=new,
        know=know,
        due=due,
        look_again=look_again,
        state=state,
        outcomes=outcomes,
        alarms=alarms,
        found=found,
        small_versions=small_versions,
        quality=quality,
        seen_in_full=seen_in_full,
        close=close,
    )
