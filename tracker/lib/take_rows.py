"""Workers share a table: each takes rows that no other has in hand."""

from django.db import transaction


def each_taken(rows, work, *, most=50):
    """Call `work(row)` for up to `most` rows, each in a transaction that holds its row. Returns how many.

    A row that another worker holds is skipped, not waited for. `work` must make the row leave the queryset (done is a
    row of mine); a worker that dies lets go of its row, and the next sweep takes it.
    """
    done = 0
    while done < most and _take_one(rows, work):
        done += 1
    return done


@transaction.atomic
def _take_one(rows, work):
    # NO KEY: others may still refer to the row. With a full lock a worker that holds a snapshot and a command that
    # reads the same one would wait for each other: one for the other's unique key, the other for the foreign key.
    row = rows.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if row is None:
        return False
    work(row)
    return True
