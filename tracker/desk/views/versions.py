"""The versions of an article: what differs from one to the next, and what became of the sentences that are cited."""

from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tracker.accounts.access import Action, requires
from tracker.capture.models import Article
from tracker.desk.versions import of_article
from tracker.lib.htmx import render_page


@require_GET
@never_cache
@requires(Action.READ_DESK)
def versions(request, public_id):
    article = get_object_or_404(Article.objects.select_related("outlet"), public_id=public_id)
    context = {"article": article, "here": "articles"} | of_article(article)
    return render_page(request, "desk/versions.html", "steps", context)
