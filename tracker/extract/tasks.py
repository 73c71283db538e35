from celery import shared_task
from django.utils import timezone

from tracker.extract.mark import mark
from tracker.extract.queries import snapshots_to_read
from tracker.lib.take_rows import each_taken


@shared_task
def sweep():
    """Read the snapshots nobody has read yet."""
    each_taken(snapshots_to_read(), lambda snapshot: mark(snapshot=snapshot, now=timezone.now()))
