"""The scheduler's pulse, as a row: it outlives a cache that is flushed, and costs one small update every few seconds.

Beat sends it, a worker writes it down: a fresh one means that scheduler, broker, worker and database all work.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from tracker.capture.models import Tick

# Two schedulers at once write it no more often than one.
SHORTEST = timedelta(seconds=2)
_LOCK = 5_771_233_018


@transaction.atomic
def tick(*, now: datetime) -> bool:
    """Note that the scheduler lives; return False when another worker is noting it, or has just done so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        (ours,) = cursor.fetchone()
    last = last_tick()
    if not ours or (last and last > now - SHORTEST):
        return False
    Tick.objects.update_or_create(pk=1, defaults={"at": now})
    return True


def last_tick() -> datetime | None:
    """Return when the scheduler was last heard of, or None."""
    return Tick.objects.filter(pk=1).values_list("at", flat=True).first()
