from celery import shared_task

from tracker.capture.bodies import StoreFailed
from tracker.extract import compare, group, mark
from tracker.extract.models import ChangeAttempt, ComparingAttempt, ReadingAttempt, ReturnAttempt
from tracker.extract.queries import (
    returns_to_compare,
    snapshots_to_read,
    snapshots_to_read_again,
    texts_to_compare,
    versions_to_compare,
)
from tracker.lib.take_rows import Tail, each_taken

_unread = Tail(at="taken_at")
_ungrouped = Tail(at="made_at")
_unchanged = Tail(at="made_at")
_unreturned = Tail(at="at")


@shared_task
def sweep():
    """Read the snapshots nobody has read yet, and those that an editor wants to be tried again."""
    each_taken(
        snapshots_to_read_again(),
        mark.mark_again,
        give_up=mark.give_up,
        attempts=ReadingAttempt.objects,
        not_its_fault=(StoreFailed,),
    )
    each_taken(
        snapshots_to_read(),
        mark.mark,
        together=mark.mark_all,
        give_up=mark.give_up,
        attempts=ReadingAttempt.objects,
        not_its_fault=(StoreFailed,),
        tail=_unread,
    )


@shared_task
def group_copies():
    """Compare the texts nobody has compared yet with all others: which of them are the same text."""
    each_taken(
        texts_to_compare(),
        group.group,
        together=group.group_all,
        give_up=group.give_up,
        attempts=ComparingAttempt.objects,
        tail=_ungrouped,
    )


@shared_task
def compare_versions():
    """Compare the versions nobody has compared with the ones before them."""
    each_taken(
        versions_to_compare(),
        compare.compare,
        give_up=compare.give_up,
        attempts=ChangeAttempt.objects,
        tail=_unchanged,
    )
    each_taken(
        returns_to_compare(),
        compare.compare_return,
        give_up=compare.give_up_return,
        attempts=ReturnAttempt.objects,
        tail=_unreturned,
    )
