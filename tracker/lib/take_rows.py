"""Workers share a table: each takes rows that no other has in hand, and a row that kills workers is set aside."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from celery import current_task
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Max
from django.utils import timezone

from tracker.lib import attempts as counted
from tracker.lib.nudge import nudge

log = structlog.get_logger(__name__)

# A row begun this often without an end is set aside.
MOST_ATTEMPTS = 3
# Rows taken in one go. More would cost less each; and of few rows a share only, so that other workers find some too.
_AT_A_TIME = 10
_SHARE = 4
_LEAST = 3
# After so long no transaction is still open that could bring a row with a lower key.
_SETTLED_AFTER = timedelta(minutes=15)


class Tail:
    """The end of a table, in which rows may be undone; this process has seen that all before it is done.

    Asking of every row there is whether it was done takes seconds where there are millions; of the tail, a moment.
    For rows that stay done and keys that grow. `at` names the column that says when a row was made.
    """

    def __init__(self, *, at: str):
        self.at, self.settled = at, 0

    def of(self, rows):
        """Return the rows of a queryset that lie in the tail."""
        return rows.filter(pk__gt=self.settled)

    def shorten(self, undone, *, now: datetime):
        """Let the tail begin at the first of the `undone` rows, or at the first that is too young to be sure of."""
        old = self.of(undone.model.objects).filter(**{f"{self.at}__lt": now - _SETTLED_AFTER})
        last = old.aggregate(last=Max("pk"))["last"]
        first = self.of(undone).order_by("pk").values_list("pk", flat=True).first()
        if last is not None:
            self.settled = last if first is None else min(last, first - 1)


def each_taken(rows, work, *, attempts, give_up, together=None, not_its_fault=(), tail=None, seconds=10):
    """Call `work(row, now=…)` for each of `rows` that no other worker has in hand, for `seconds`. Returns how many.

    `work` must make the row leave the queryset (done is a row of mine). `attempts` is the manager of the table that
    counts starts, each before its work; after MOST_ATTEMPTS `give_up(row, reason=…, now=…)` is called instead of
    `work`, and must make the row leave as well. `together(rows, now=…)`, for work that costs less on several rows, does
    all of them or raises; then each is worked on by itself. An exception of `work` is kept as the row's trouble and the
    rest goes on; one of `not_its_fault`, or of a database that went away, is not counted, ends the sweep, and is
    raised. With a `tail` only the rows in it are asked for, and it is shortened afterwards. When time is over, the
    Celery task at work is asked for once more, behind what waits: no stage keeps the others waiting for long.
    """
    undone = rows
    rows = tail.of(undone) if tail else undone
    until, done, last = timezone.now() + timedelta(seconds=seconds), 0, 0
    while keys := _next_keys(rows, after=last):
        last = keys[-1]
        with _in_hand(f"{rows.model._meta.db_table} {attempts.model._meta.db_table}", keys) as ours:
            taken = list(rows.filter(pk__in=ours).order_by("pk")) if ours else []
            done += _Batch(taken, work, together, attempts, give_up, not_its_fault, until).do()
        if timezone.now() >= until:
            if current_task:
                nudge(current_task.name)
            break
    if tail:
        tail.shorten(undone, now=timezone.now())
    return done


def _next_keys(rows, *, after):
    waiting = rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    keys = list(waiting[: _AT_A_TIME * _SHARE])
    return keys[: max(_LEAST, -(-len(keys) // _SHARE))]


@dataclass
class _Batch:
    """Rows in the hand of this worker."""

    rows: list
    work: Callable
    together: Callable | None
    attempts: object
    give_up: Callable
    not_its_fault: tuple
    until: datetime
    done: list = field(default_factory=list)  # keys of rows that are done and still counted as begun

    def do(self):
        """Do what there is time for; return how many rows are done.

        A row that was begun in vain before comes last and alone: it must not take others down with it.
        """
        suspects = set(
            self.attempts.filter(row__in=[row.pk for row in self.rows]).values_list("row", flat=True)
        )
        fresh = [row for row in self.rows if row.pk not in suspects]
        count = self._do_together(fresh) if fresh else 0
        for row in self.rows:
            if row.pk in suspects and (timezone.now() < self.until or not count):
                count += self._do_together([row])
        return count

    def _do_together(self, rows):
        before = counted.begin(self.attempts, [row.pk for row in rows])
        begun, count = [row.pk for row in rows], 0
        try:
            if self._done_at_once(rows):
                self.done, begun = begun, []
                return len(rows)
            for row in rows:
                if count and timezone.now() >= self.until:
                    break
                begun.remove(row.pk)
                count += self._do(row, *before[row.pk])
        finally:
            # What was not come to is not begun; a worker that dies here leaves it counted, and it is tried again alone.
            self._settle(begun)
        return count

    def _done_at_once(self, rows):
        """Whether all rows were done together; what is wrong with one of them shows when each is done alone."""
        if self.together is None or len(rows) == 1:
            return False
        try:
            self.together(rows, now=timezone.now())
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("rows_failed_together", table=rows[0]._meta.db_table, rows=[row.pk for row in rows])
            return False
        return True

    def _do(self, row, begun, trouble):
        try:
            if begun >= MOST_ATTEMPTS:
                self.give_up(row, reason=counted.reason(begun, trouble), now=timezone.now())
            else:
                self.work(row, now=timezone.now())
        except (OperationalError, InterfaceError):
            raise
        except self.not_its_fault:
            counted.take_back(self.attempts, [row.pk])
            raise
        except Exception as trouble_now:  # the next row must not wait for this one
            log.exception("row_failed", table=row._meta.db_table, row=row.pk)
            counted.failed(self.attempts, row.pk, trouble_now)
            return 0
        self.done.append(row.pk)
        return 1

    def _settle(self, not_begun):
        if not connection.is_usable():
            return
        counted.ended(self.attempts, [*self.done, *not_begun])
        self.done = []


@contextmanager
def _in_hand(name, keys):
    """Hold rows against all other workers; yields the keys no other has. PostgreSQL lets go for the dead.

    Locks of the session and not of rows: the attempts have to be committed while the work is still to come.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM unnest(%s::bigint[]) AS key "
            "WHERE pg_try_advisory_lock(hashtextextended(%s || key::text, 0))",
            [keys, f"{name} "],
        )
        ours = [key for (key,) in cursor.fetchall()]
    try:
        yield ours
    finally:
        if ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(hashtextextended(%s || key::text, 0)) "
                    "FROM unnest(%s::bigint[]) AS key",
                    [f"{name} ", ours],
                )
