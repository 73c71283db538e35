from celery import shared_task
from django.utils import timezone

from tracker.lib.take_rows import Tail, each_taken
from tracker.match import edits
from tracker.match.models import ComparisonAttempt, EditAttempt
from tracker.match.propose import give_up, propose, propose_all
from tracker.match.queries import changes_to_weigh, extractions_to_compare

_uncompared = Tail(at="made_at")
_unweighed = Tail(at="made_at")


@shared_task
def sweep():
    """Compare the readings nobody has compared yet."""
    each_taken(
        extractions_to_compare(),
        lambda extraction: propose(extraction=extraction, now=timezone.now()),
        together=lambda extractions: propose_all(extractions=extractions, now=timezone.now()),
        attempts=ComparisonAttempt.objects,
        give_up=lambda extraction, reason: give_up(extraction=extraction, reason=reason, now=timezone.now()),
        tail=_uncompared,
    )


@shared_task
def sweep_edits():
    """Look for the cited sentences of changed articles in their new versions."""
    each_taken(
        changes_to_weigh(),
        lambda change: edits.weigh_edits(change=change, now=timezone.now()),
        attempts=EditAttempt.objects,
        give_up=lambda change, reason: edits.give_up(change=change, reason=reason, now=timezone.now()),
        tail=_unweighed,
    )
