"""How often work on rows was begun in vain: counted before the start, because a dead worker counts nothing."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, models
from django.db.models import F

from tracker.lib.nudge import nudge


class Attempt(models.Model):
    """A row that was begun and has not come to an end; `row`, the key, is what a concrete table works on."""

    begun = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(
        max_length=300, blank=True, help_text="the last failure, when the worker survived"
    )

    class Meta:
        abstract = True


def begin(attempts, keys: Collection[int]) -> dict[int, tuple[int, str]]:
    """Count one more start of each row in the table `attempts` (a manager).

    Returns, by key, how often it was begun before and the last failure, empty when there is none.
    """
    table = connection.ops.quote_name(attempts.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS known (row_id, begun, trouble) "  # noqa: S608 - a table of ours
            "SELECT key, 1, '' FROM unnest(%s::bigint[]) AS key ORDER BY key "
            "ON CONFLICT (row_id) DO UPDATE SET begun = known.begun + 1 RETURNING row_id, begun - 1, trouble",
            [list(keys)],
        )
        return {key: (begun, trouble) for key, begun, trouble in cursor.fetchall()}


def ask_again(asks, failed, *, by, now: datetime, task: str) -> bool:
    """Ask for one more try of what came to a failure, and nudge the task that does it.

    `asks` is the manager of the table of such wishes, `failed` the row that says so in `failure`. False when nothing
    failed or it was asked for already.
    """
    if not failed.failure:
        return False
    _, is_new = asks.get_or_create(failed=failed, defaults={"asked_at": now, "asked_by": by})
    if is_new:
        nudge(task)
    return is_new


def failed(attempts, key: int, trouble: Exception) -> None:
    """Keep what went wrong, for the reason it may be set aside with."""
    attempts.filter(row=key).update(trouble=f"{type(trouble).__name__}: {trouble}"[:300])


def take_back(attempts, keys: Collection[int]) -> None:
    """Uncount a start that ended for a reason that is not the rows'."""
    attempts.filter(row__in=keys, begun__gt=0).update(begun=F("begun") - 1)


def ended(attempts, keys: Collection[int]) -> None:
    """Forget the attempts at rows that are done."""
    attempts.filter(row__in=keys).delete()


def reason(begun: int, trouble: str) -> str:
    """Return why a row was set aside, as a sentence for an editor."""
    if trouble:
        return f"It was tried {begun} times and failed each time; the last time with {trouble}."
    return f"It was begun {begun} times and never came to an end; the workers that tried it died."
