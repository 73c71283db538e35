"""Taking due rows in hand, so that each is worked on by one worker, and a dead worker's rows are taken again."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from tracker.capture import host
from tracker.capture.models import Host
from tracker.capture.schedule import LEASE, MOST_ATTEMPTS

# A dead worker had up to 128 rows in hand, and began with few of them.
_FEW = 8
TOO_OFTEN = f"It was begun {MOST_ATTEMPTS} times and never came to an end; the workers that tried it died."

# Hosts that may be asked and have something due, those that waited longest first; locked, without those that another
# worker has locked. A host is asked for `one` thing at a time, unless it is ours.
_FREE_HOSTS = """
    SELECT host.* FROM capture_host AS host
    WHERE (host.free_at IS NULL OR host.free_at <= %(now)s)
      AND EXISTS (
        SELECT FROM {table} AS due
        WHERE due.host_id = host.id AND due.set_aside_at IS NULL AND due.next_look_at <= %(now)s
          AND (due.leased_until IS NULL OR due.leased_until <= %(now)s))
      AND NOT (%(one)s AND EXISTS (
        SELECT FROM {table} AS in_hand
        WHERE in_hand.host_id = host.id AND in_hand.set_aside_at IS NULL AND in_hand.leased_until > %(now)s))
    ORDER BY host.free_at NULLS FIRST, host.id
    LIMIT %(most)s
    FOR NO KEY UPDATE OF host SKIP LOCKED
"""

# Due rows of these hosts, those that are due longest first; of each host only the first when it is asked for `one`.
_DUE = """
    SELECT {one} due.* FROM {table} AS due
    WHERE due.host_id = ANY(%(hosts)s) AND due.set_aside_at IS NULL AND due.next_look_at <= %(now)s
      AND (due.leased_until IS NULL OR due.leased_until <= %(now)s)
    ORDER BY {host} due.next_look_at, due.id
    LIMIT %(most)s
"""
_LEASED = "UPDATE {table} SET leased_until = %s, attempts = attempts + 1 WHERE id = ANY(%s)"
_SET_ASIDE = """
    UPDATE {table} SET set_aside_at = %s, set_aside_because = %s, leased_until = NULL, next_look_at = NULL
    WHERE id = ANY(%s)
"""
_RENEWED = """
    UPDATE {table} SET leased_until = %s
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS held (row_id, until)
    WHERE id = held.row_id AND leased_until = held.until
"""
_GIVEN_BACK = """
    UPDATE {table} SET leased_until = NULL, attempts = attempts - 1
    WHERE id = %s AND leased_until = %s
"""


@transaction.atomic
def take(table, *, now: datetime, delay: timedelta, most: int, beside: bool = False) -> list:
    """Lease up to `most` due rows of a Scheduled model: one per host, or any number where nobody wants a delay.

    Hosts are locked first and those in another worker's hand are skipped, so no two workers ask one host at once. The
    attempt is counted here, before the work starts: a row that kills its workers is set aside after MOST_ATTEMPTS.
    A row that was begun in vain is given with a few like it, and after a second time alone, so that it cannot take
    others down with it; a worker that has other work under way (`beside`) then gets nothing until that is done. It is
    leased for longer each time: where everything dies for a while, the rows in hand then must not be set aside for it.
    Rows come with their host, and know when they were taken (`taken_at`) and until when they are leased.
    """
    hosts = _free_hosts(table, now=now, one=bool(delay), most=most)
    due = _due(table, hosts=hosts, now=now, one=bool(delay), most=most) if hosts else []
    taken = _without_hopeless(table, due, now=now)
    if suspects := [row for row in taken if row.attempts]:
        taken = [] if beside else _few(suspects)
    if taken:
        until = now + LEASE * (1 + taken[0].attempts)
        _execute(_LEASED, table, until, [row.pk for row in taken])
        for row in taken:
            row.leased_until = until
        host.asked(hosts=[row.host for row in taken], now=now, delay=delay)
    return taken


def renew(rows: list, *, now: datetime) -> None:
    """Keep rows of one model in hand that take longer, as far as no other worker has taken them meanwhile."""
    held = [row.pk for row in rows], [row.leased_until for row in rows]
    _execute(_RENEWED, type(rows[0]), now + LEASE, *held)
    for row in rows:
        row.leased_until = now + LEASE


def give_back(row) -> None:
    """Let go of a row that was taken but never begun; it was not attempted either."""
    _execute(_GIVEN_BACK, type(row), row.pk, row.leased_until)


def _free_hosts(table, *, now, one, most):
    asked = {"now": now, "most": most, "one": one}
    return {row.pk: row for row in Host.objects.raw(_FREE_HOSTS.format(table=table._meta.db_table), asked)}


def _due(table, *, hosts, now, one, most):
    """Due rows of these hosts, one for each host that is not to be asked for more at once."""
    query = _DUE.format(
        table=table._meta.db_table,
        one="DISTINCT ON (due.host_id)" if one else "",
        host="due.host_id," if one else "",
    )
    chosen, patient = [], set()
    for row in table.objects.raw(query, {"hosts": list(hosts), "now": now, "most": most}):
        row.host, row.taken_at = hosts[row.host_id], now
        if row.host_id not in patient:
            chosen.append(row)
        if row.host.crawl_delay:
            patient.add(row.host_id)
    return chosen


def _without_hopeless(table, due, *, now):
    """Set aside the rows that were begun too often; return the others."""
    if hopeless := [row.pk for row in due if row.attempts >= MOST_ATTEMPTS]:
        _execute(_SET_ASIDE, table, now, TOO_OFTEN, hopeless)
    return [row for row in due if row.attempts < MOST_ATTEMPTS]


def _few(suspects):
    """Those to begin with: one that was begun in vain twice, or as many as find out soon which it is that kills."""
    worst = max(suspects, key=lambda row: row.attempts)
    return [worst] if worst.attempts > 1 else suspects[:_FEW]


def _execute(query, table, *values):
    with connection.cursor() as cursor:
        cursor.execute(query.format(table=table._meta.db_table), values)
