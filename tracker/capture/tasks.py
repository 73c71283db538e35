from celery import shared_task
from django.utils import timezone

from tracker.capture.work import look_at_due_articles


@shared_task
def look():
    """Look at the articles that are due."""
    look_at_due_articles(now=timezone.now())
