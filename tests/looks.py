"""Articles on a site of ours (tests/site.py), and looks at them."""

from datetime import timedelta

from django.utils import timezone

from tracker.capture.models import Host
from tracker.capture.store import know_article, reschedule


def known(site, path, body="<p>Troops are leaving.</p>"):
    site.pages[path] = body
    return know_article(address=site.url + path, now=timezone.now())


def due_now(article, **columns):
    reschedule(article=article, next_look_at=timezone.now() - timedelta(seconds=1), **columns)
    Host.objects.update(free_at=None)


def outcomes(article):
    return list(article.visits.order_by("pk").values_list("outcome", flat=True))
