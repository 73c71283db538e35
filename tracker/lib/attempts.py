"""How often work on a row was begun in vain: counted before the start, because a dead worker counts nothing."""

from django.db import models
from django.db.models import F


class Attempt(models.Model):
    """A row that was begun and has not come to an end; `row`, the key, is what a concrete table works on."""

    begun = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(
        max_length=300, blank=True, help_text="the last failure, when the worker survived"
    )

    class Meta:
        abstract = True


def begin(attempts, row) -> Attempt:
    """Count one more start of `row` in the table `attempts` (a manager); return the attempt before this one."""
    before, _ = attempts.get_or_create(row=row)
    attempts.filter(row=row).update(begun=F("begun") + 1)
    return before


def failed(attempts, row, trouble: Exception) -> None:
    """Keep what went wrong, for the reason it may be set aside with."""
    attempts.filter(row=row).update(trouble=f"{type(trouble).__name__}: {trouble}"[:300])


def take_back(attempts, row) -> None:
    """Uncount a start that ended for a reason that is not the row's."""
    attempts.filter(row=row, begun__gt=0).update(begun=F("begun") - 1)


def ended(attempts, row) -> None:
    """Forget the attempts at a row that is done."""
    attempts.filter(row=row).delete()


def reason(attempt: Attempt) -> str:
    """Return why a row was set aside, as a sentence for an editor."""
    if attempt.trouble:
        return (
            f"It was tried {attempt.begun} times and failed each time; the last time with {attempt.trouble}."
        )
    return f"It was begun {attempt.begun} times and never came to an end; the workers that tried it died."
