"""What the lists of the desk's forms offer, and what its text fields suggest. Reads only."""

from django.db.models import Q
from django.utils.formats import date_format

from tracker.capture.models import Article, Snapshot
from tracker.ledger.models import Claim, Story
from tracker.ledger.queries import statements_on
from tracker.sources.models import Source

MOST_CLAIMS = 300
MOST_STORIES = 300
MOST_STATEMENTS = 200
MOST_SNAPSHOTS = 60
MOST_SOURCES = 500


def for_proposal(proposal, *, about_claim=None) -> dict:
    """Return the choices of a proposal's sheet: every recent claim, and a new one in any story."""
    first = [claim for claim in (proposal.claim, about_claim) if claim]
    claims = _claims(first=first)
    snapshot = proposal.comparison.extraction.snapshot
    return {
        "claims": claims,
        "stories": stories(),
        "snapshots": _labelled(_unique([snapshot, *_snapshots().filter(article=snapshot.article)])),
        "withdrawable": _withdrawable(claims, articles=[snapshot.article])
        if proposal.kind == proposal.Kind.RETRACTION
        else (),
    }


def for_story(story, *, what) -> dict:
    """Return the choices of a sheet filled in by hand: the claims of this story, its snapshots and recent ones."""
    claims = list(story.claims.select_related("story"))
    cited = Q()
    for subject in ("statement", "retraction", "appearance", "finding"):
        cited |= Q(**{f"citations__{subject}__entries__claim__story": story})
    snapshots = [
        *_snapshots().filter(pk__in=Snapshot.objects.filter(cited).values("pk"))[:MOST_SNAPSHOTS],
        *_snapshots()[:MOST_SNAPSHOTS],
    ]
    articles = Article.objects.filter(appearances__claim__story=story).select_related("outlet").distinct()
    return {
        "claims": claims,
        "snapshots": _labelled(_unique(snapshots)),
        "withdrawable": _withdrawable(claims, articles=articles) if what == "retraction" else (),
    }


def stories():
    """Return the stories opened last."""
    return list(Story.objects.order_by("-opened_at", "-pk")[:MOST_STORIES])


def source_names():
    """Return names for a text field to suggest."""
    return list(Source.objects.order_by("name").values_list("name", flat=True)[:MOST_SOURCES])


def shown(article) -> str:
    """Return an article in one line: outlet and title, or its address."""
    title = article.title or article.address
    return f"{article.outlet.name}: {title}" if article.outlet else title


def _claims(*, first):
    recent = Claim.objects.select_related("story").order_by("-moved_seq", "-pk")[:MOST_CLAIMS]
    return _unique([*first, *recent])


def _snapshots():
    # Text and bytes can be megabytes each, and a list needs neither.
    return (
        Snapshot.objects.defer("body", "words").select_related("article__outlet").order_by("-taken_at", "-pk")
    )


def _withdrawable(claims, *, articles):
    statements = list(statements_on(claims)[:MOST_STATEMENTS])
    said = [(one.public_id, _short(f"{one.source.name}: {one.words}")) for one in statements]
    written = [(one.public_id, _short(shown(one))) for one in articles]
    return [(name, pairs) for name, pairs in (("Statements", said), ("Articles", written)) if pairs]


def _labelled(snapshots):
    return [(one.public_id, f"{_short(shown(one.article))} ({_taken(one)})") for one in snapshots]


def _taken(snapshot):
    # Two snapshots of one article on one day differ by the minute.
    return f"{snapshot.get_medium_display().lower()}, {date_format(snapshot.taken_at, 'j M Y H:i')} UTC"


def _short(text):
    return text if len(text) <= 110 else text[:109] + "…"


def _unique(rows):
    return list({row.pk: row for row in rows}.values())
