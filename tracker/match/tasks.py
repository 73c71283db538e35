from celery import shared_task
from django.utils import timezone

from tracker.lib.take_rows import Tail, each_taken
from tracker.match.models import ComparisonAttempt
from tracker.match.propose import give_up, propose
from tracker.match.queries import extractions_to_compare

_uncompared = Tail(at="made_at")


@shared_task
def sweep():
    """Compare the readings nobody has compared yet."""
    each_taken(
        extractions_to_compare(),
        lambda extraction: propose(extraction=extraction, now=timezone.now()),
        attempts=ComparisonAttempt.objects,
        give_up=lambda extraction, reason: give_up(extraction=extraction, reason=reason, now=timezone.now()),
        tail=_uncompared,
    )
