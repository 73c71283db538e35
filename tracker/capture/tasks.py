from celery import shared_task
from django.utils import timezone

from tracker.capture import websub
from tracker.capture.look_at_feed import look_at_due_feeds
from tracker.capture.tick import tick as note_tick
from tracker.capture.work import look_at_due_articles


@shared_task
def tick():
    """Note that the scheduler lives."""
    note_tick(now=timezone.now())


@shared_task
def look():
    """Look at the articles that are due."""
    look_at_due_articles(now=timezone.now())


@shared_task
def look_at_feeds():
    """Look at the feeds that are due."""
    look_at_due_feeds(now=timezone.now())


@shared_task
def ask_hubs():
    """Ask the hubs of feeds to tell us of news, and again before a subscription ends."""
    websub.ask_hubs(now=timezone.now())
