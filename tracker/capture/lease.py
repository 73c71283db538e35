"""Taking due rows in hand, so that each is worked on by one worker, and a dead worker's rows are taken again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from tracker.capture import host
from tracker.capture.models import Host
from tracker.capture.schedule import LEASE, MOST_ATTEMPTS

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


@transaction.atomic
def take(rows, *, now: datetime, delay: timedelta, most: int, beside: bool = False) -> list:
    """Lease up to `most` due rows of a Scheduled table: one per host, or any number where nobody wants a delay.

    Hosts are locked first and those in another worker's hand are skipped, so no two workers ask one host at once. The
    attempt is counted here, before the work starts: a row that kills its workers is set aside after MOST_ATTEMPTS.
    A row that was begun in vain is given alone, so that it cannot take others down with it; a worker that has other
    work under way (`beside`) then gets nothing until that is done. Rows come with their host, and know when they were
    taken (`taken_at`).
    """
    rows = rows.filter(set_aside_at=None)
    due = _due(
        rows, hosts=_free_hosts(rows, now=now, delay=delay, most=most), now=now, delay=delay, most=most
    )
    taken = _without_hopeless(rows, due, now=now)
    if suspects := [row for row in taken if row.attempts]:
        taken = [] if beside else suspects[:1]
    if taken:
        rows.filter(pk__in=[row.pk for row in taken]).update(
            leased_until=now + LEASE, attempts=F("attempts") + 1
        )
        host.asked(hosts=[row.host for row in taken], now=now, delay=delay)
    return taken


def give_back(row) -> None:
    """Let go of a row that was taken but never begun; it was not attempted either."""
    type(row).objects.filter(pk=row.pk, leased_until=row.taken_at + LEASE).update(
        leased_until=None, attempts=F("attempts") - 1
    )


def _free_hosts(rows, *, now, delay, most):
    asked = {"now": now, "most": most, "one": bool(delay)}
    hosts = Host.objects.raw(_FREE_HOSTS.format(table=rows.model._meta.db_table), asked)
    return {row.pk: row for row in hosts}


def _due(rows, *, hosts, now, delay, most):
    """Due rows of these hosts, one for each host that is not to be asked for more at once."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    due = rows.filter(free, next_look_at__lte=now, host__in=hosts)
    if delay:
        due = due.order_by("host_id", "next_look_at", "pk").distinct("host_id")
    else:
        due = due.order_by("next_look_at", "pk")
    chosen, patient = [], set()
    for row in due[:most]:
        row.host, row.taken_at = hosts[row.host_id], now
        if row.host_id not in patient:
            chosen.append(row)
        if row.host.crawl_delay:
            patient.add(row.host_id)
    return chosen


def _without_hopeless(rows, due, *, now):
    """Set aside the rows that were begun too often; return the others."""
    hopeless = [row.pk for row in due if row.attempts >= MOST_ATTEMPTS]
    if hopeless:
        rows.filter(pk__in=hopeless).update(
            set_aside_at=now, set_aside_because=TOO_OFTEN, leased_until=None, next_look_at=None
        )
    return [row for row in due if row.attempts < MOST_ATTEMPTS]
