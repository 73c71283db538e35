from celery import shared_task
from django.utils import timezone

from tracker.capture.bodies import StoreFailed
from tracker.extract import compare, group
from tracker.extract.mark import give_up, mark, mark_all
from tracker.extract.models import ChangeAttempt, ComparingAttempt, ReadingAttempt
from tracker.extract.queries import snapshots_to_read, texts_to_compare, versions_to_compare
from tracker.lib.take_rows import Tail, each_taken

_unread = Tail(at="taken_at")
_ungrouped = Tail(at="made_at")
_unchanged = Tail(at="made_at")


@shared_task
def sweep():
    """Read the snapshots nobody has read yet."""
    each_taken(
        snapshots_to_read(),
        lambda snapshot: mark(snapshot=snapshot, now=timezone.now()),
        together=lambda snapshots: mark_all(snapshots=snapshots, now=timezone.now()),
        attempts=ReadingAttempt.objects,
        give_up=lambda snapshot, reason: give_up(snapshot=snapshot, reason=reason, now=timezone.now()),
        not_its_fault=(StoreFailed,),
        tail=_unread,
    )


@shared_task
def group_copies():
    """Compare the texts nobody has compared yet with all others: which of them are the same text."""
    each_taken(
        texts_to_compare(),
        lambda extraction: group.group(extraction=extraction, now=timezone.now()),
        together=lambda extractions: group.group_all(extractions=extractions, now=timezone.now()),
        attempts=ComparingAttempt.objects,
        give_up=lambda extraction, reason: group.give_up(
            extraction=extraction, reason=reason, now=timezone.now()
        ),
        tail=_ungrouped,
    )


@shared_task
def compare_versions():
    """Compare the versions nobody has compared with the ones before them."""
    each_taken(
        versions_to_compare(),
        lambda extraction: compare.compare(extraction=extraction, now=timezone.now()),
        attempts=ChangeAttempt.objects,
        give_up=lambda extraction, reason: compare.give_up(
            extraction=extraction, reason=reason, now=timezone.now()
        ),
        tail=_unchanged,
    )
