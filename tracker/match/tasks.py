from celery import shared_task

from tracker.lib.take_rows import Tail, each_taken
from tracker.match import edits, propose
from tracker.match.models import ComparisonAttempt, EditAttempt
from tracker.match.queries import changes_to_weigh, extractions_to_compare, extractions_to_compare_again

_uncompared = Tail(at="made_at")
_unweighed = Tail(at="made_at")


@shared_task
def sweep():
    """Compare the readings nobody has compared yet, and those that an editor wants to be tried again."""
    each_taken(
        extractions_to_compare_again(),
        propose.propose_again,
        give_up=propose.give_up,
        attempts=ComparisonAttempt.objects,
    )
    each_taken(
        extractions_to_compare(),
        propose.propose,
        together=propose.propose_all,
        give_up=propose.give_up,
        attempts=ComparisonAttempt.objects,
        tail=_uncompared,
    )


@shared_task
def sweep_edits():
    """Look for the cited sentences of changed articles in their new versions."""
    each_taken(
        changes_to_weigh(),
        edits.weigh_edits,
        give_up=edits.give_up,
        attempts=EditAttempt.objects,
        tail=_unweighed,
    )
