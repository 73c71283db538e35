"""Workers share a table: each takes rows that no other has in hand, and a row that kills workers is set aside."""

from contextlib import contextmanager
from datetime import timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from tracker.lib import attempts as counted

log = structlog.get_logger(__name__)

# A row begun this often without an end is set aside.
MOST_ATTEMPTS = 3
# Keys looked at in one go; a worker that finds them all in other hands asks for the ones behind them.
_KEYS = 50


def each_taken(rows, work, *, attempts, give_up, not_its_fault=(), seconds=40):
    """Call `work(row)` for each of `rows` that no other worker has in hand, for `seconds` at most. Returns how many.

    `work` must make the row leave the queryset (done is a row of mine). `attempts` is the manager of the table that
    counts starts, each before its work; after MOST_ATTEMPTS `give_up(row, reason)` is called instead of `work`, and
    must make the row leave as well. An exception of `work` is kept as the row's trouble and the rest goes on; one of
    `not_its_fault`, or of a database that went away, is not counted, ends the sweep, and is raised.
    """
    until, done, last = timezone.now() + timedelta(seconds=seconds), 0, 0
    while keys := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_KEYS]):
        for last in keys:
            done += _take(rows, last, work, attempts, give_up, not_its_fault)
            if timezone.now() >= until:
                return done
    return done


def _take(rows, key, work, attempts, give_up, not_its_fault):
    """Do one row, unless somebody has it in hand or has done it since its key was read; return whether it was done."""
    with _in_hand(f"{rows.model._meta.db_table} {attempts.model._meta.db_table} {key}") as ours:
        row = rows.filter(pk=key).first() if ours else None
        if row is None:
            return False
        before = counted.begin(attempts, row)
        try:
            if before.begun >= MOST_ATTEMPTS:
                give_up(row, counted.reason(before))
            else:
                work(row)
        except (OperationalError, InterfaceError):
            raise
        except not_its_fault:
            counted.take_back(attempts, row)
            raise
        except Exception as trouble:  # the next row must not wait for this one
            log.exception("row_failed", table=rows.model._meta.db_table, row=key)
            counted.failed(attempts, row, trouble)
            return False
        counted.ended(attempts, row)
        return True


@contextmanager
def _in_hand(name):
    """Hold `name` against all other workers, or say False when another has it. PostgreSQL lets go for the dead.

    A lock of the session and not of a row: the attempt has to be committed while the work is still to come.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        (ours,) = cursor.fetchone()
    try:
        yield ours
    finally:
        if ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
