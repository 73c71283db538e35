"""How capture is doing: what waits at each stage, feeds in trouble, and what was set aside, to be tried again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tracker.accounts.access import Action, may, requires
from tracker.capture import feed_store, store
from tracker.capture.models import Article, Feed
from tracker.capture.queries import articles_set_aside, feeds_in_trouble
from tracker.capture.tick import last_tick
from tracker.desk import health
from tracker.extract import mark
from tracker.extract.models import Extraction
from tracker.lib.nudge import nudge
from tracker.match import propose
from tracker.match.models import Comparison

ROWS_SHOWN = 50


@require_GET
@never_cache
@requires(Action.READ_DESK)
def overview(request):
    now = timezone.now()
    context = {
        "stages": health.stages(now=now),
        "feeds": feeds_in_trouble()[:ROWS_SHOWN],
        "articles": articles_set_aside()[:ROWS_SHOWN],
        "failures": health.failures(most=ROWS_SHOWN),
        "hosts": health.hosts_waiting(now=now)[:ROWS_SHOWN],
        "last_tick": last_tick(),
        "may_administer": may(request.user, Action.ADMINISTER),
        "here": "capture",
    }
    return render(request, "desk/capture.html", context)


@require_POST
@never_cache
@requires(Action.DECIDE)
def article_again(request, public_id):
    article = get_object_or_404(Article, public_id=public_id)
    if store.try_again(article=article, now=timezone.now()):
        nudge("tracker.capture.tasks.look")
        messages.success(request, f"{article} will be looked at again.")
    else:
        messages.info(request, f"{article} is not set aside; somebody was faster.")
    return redirect("desk:capture")


@require_POST
@never_cache
@requires(Action.DECIDE)
def reading_again(request, pk):
    extraction = get_object_or_404(Extraction, pk=pk)
    asked = mark.ask_again(extraction=extraction, by=request.user, now=timezone.now())
    return _asked(request, asked, f"{extraction.snapshot.article} will be read again.")


@require_POST
@never_cache
@requires(Action.DECIDE)
def comparison_again(request, pk):
    comparison = get_object_or_404(Comparison, pk=pk)
    asked = propose.ask_again(comparison=comparison, by=request.user, now=timezone.now())
    return _asked(request, asked, f"{comparison.extraction.snapshot.article} will be compared again.")


def _asked(request, asked, done):
    if asked:
        messages.success(request, done)
    else:
        messages.info(request, "Nothing is to be tried, or another try was asked for already.")
    return redirect("desk:capture")


@require_POST
@never_cache
@requires(Action.DECIDE)
def feed_again(request, pk):
    feed = get_object_or_404(Feed, pk=pk)
    if feed.set_aside_at is None:
        messages.info(request, f"{feed} is not set aside; somebody was faster.")
        return redirect("desk:capture")
    feed_store.resume(feed=feed, now=timezone.now())
    nudge("tracker.capture.tasks.look_at_feeds")
    messages.success(request, f"{feed} will be looked at again.")
    return redirect("desk:capture")
