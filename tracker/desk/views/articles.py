"""What was captured: every article with its looks, its snapshots, its text, and what could not be read."""

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tracker.accounts.access import Action, requires
from tracker.capture.models import Article, Snapshot, Visit
from tracker.capture.queries import text_of
from tracker.desk import rests_on
from tracker.desk.highlight import paragraphs
from tracker.extract.models import Extraction
from tracker.lib.htmx import render_page
from tracker.match.models import Proposal

ROWS_A_PAGE = 40
VISITS_SHOWN = 50
# A page of the desk is for reading; whoever needs the rest of a book has the snapshot's own text.
LONGEST_TEXT = 200_000


@require_GET
@never_cache
@requires(Action.READ_DESK)
def articles(request):
    page = Paginator(_articles(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "fruitless": Visit.objects.filter(article=None)[:20], "here": "articles"}
    return render_page(request, "desk/articles.html", "rows", context)


@require_GET
@never_cache
@requires(Action.READ_DESK)
def article(request, public_id):
    found = get_object_or_404(Article.objects.select_related("outlet"), public_id=public_id)
    extraction = (
        Extraction.objects.filter(snapshot__article=found)
        .select_related("snapshot")
        .defer("snapshot__body", "snapshot__words")
        .first()
    )
    snapshot = (
        extraction.snapshot
        if extraction
        else found.snapshots.defer("body", "words").order_by("-taken_at", "-pk").first()
    )
    text = (extraction.text if extraction else "") or (text_of(snapshot) if snapshot else "")
    context = {
        "article": found,
        "visits": found.visits.select_related("by")[:VISITS_SHOWN],
        "snapshots": found.snapshots.defer("body", "words").order_by("-taken_at", "-pk"),
        "extraction": extraction,
        "paragraphs": paragraphs(text[:LONGEST_TEXT], ()),
        "is_cut": len(text) > LONGEST_TEXT,
        "is_stand_in": snapshot is not None and snapshot.medium == Snapshot.Medium.STAND_IN,
        "waiting": _of_article(found),
        "rests_on": rests_on.of_article(found),
        "here": "articles",
    }
    return render_page(request, "desk/article.html", "text", context)


def _articles():
    """Articles with the sentence of the latest look, the failure of the latest reading, and what waits."""
    visits = Visit.objects.filter(article=OuterRef("pk")).order_by("-at", "-pk")
    readings = Extraction.objects.filter(snapshot__article=OuterRef("pk")).order_by("-made_at", "-pk")
    proposals = Proposal.objects.waiting().filter(comparison__extraction__snapshot__article=OuterRef("pk"))
    snapshots = Snapshot.objects.filter(article=OuterRef("pk")).order_by().values("article")
    latest = Snapshot.objects.filter(article=OuterRef("pk")).order_by("-taken_at", "-pk")
    return (
        Article.objects.select_related("outlet")
        .annotate(
            said=Subquery(visits.values("sentence")[:1]),
            outcome=Subquery(visits.values("outcome")[:1]),
            looked_at=Subquery(visits.values("at")[:1]),
            failure=Subquery(readings.values("failure")[:1]),
            is_read=Exists(readings),
            medium=Subquery(latest.values("medium")[:1]),
            snapshot_count=Subquery(snapshots.annotate(count=Count("pk")).values("count")),
            has_waiting=Exists(proposals),
        )
        .order_by("-first_seen_at", "-pk")
    )


def _of_article(found):
    rows = Proposal.objects.waiting().filter(comparison__extraction__snapshot__article=found)
    return rows.select_related("passage", "claim", "about").order_by("-score", "pk")
