"""Taking due rows in hand, so that each is worked on by one worker, and a dead worker's rows are taken again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from tracker.capture import host
from tracker.capture.models import Host
from tracker.capture.schedule import LEASE, MOST_ATTEMPTS

TOO_OFTEN = f"It was begun {MOST_ATTEMPTS} times and never came to an end; the workers that tried it died."


@transaction.atomic
def take(rows, *, now: datetime, delay: timedelta, most: int, beside: bool = False) -> list:
    """Lease up to `most` due rows of a Scheduled table, at most one per host (any number where `delay` is zero
    and the host asks for none).

    Hosts are locked first and those in another worker's hand are skipped, so no two workers ask one host at once. The
    attempt is counted here, before the work starts: a row that kills its workers is set aside after MOST_ATTEMPTS.
    A row that was begun in vain is given alone, so that it cannot take others down with it; a worker that has other
    work under way (`beside`) then gets nothing until that is done. Rows come with their host, and know when they were
    taken (`taken_at`).
    """
    rows = rows.filter(set_aside_at=None)
    hosts = list(
        Host.objects.filter(Q(free_at=None) | Q(free_at__lte=now))
        .filter(Exists(rows.filter(_due(now), host=OuterRef("pk"))))
        .exclude(Exists(_in_hand(rows, now=now, delay=delay)))
        .order_by(F("free_at").asc(nulls_first=True), "pk")
        .select_for_update(skip_locked=True, no_key=True)[:most]
    )
    by_key = {row.pk: row for row in hosts}
    due = rows.filter(_due(now), host__in=by_key)
    if delay:
        due = due.order_by("host_id", "next_look_at", "pk").distinct("host_id")
    else:
        due = due.order_by("next_look_at", "pk")
    taken = []
    for row in due[:most]:
        row.host = by_key[row.host_id]
        row.taken_at = now
        if not (row.host.crawl_delay and row.host in [other.host for other in taken]):
            taken.append(row)
    if hopeless := [row.pk for row in taken if row.attempts >= MOST_ATTEMPTS]:
        rows.filter(pk__in=hopeless).update(
            set_aside_at=now, set_aside_because=TOO_OFTEN, leased_until=None, next_look_at=None
        )
        taken = [row for row in taken if row.attempts < MOST_ATTEMPTS]
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


def _in_hand(rows, *, now, delay):
    """Rows of the same host that somebody is busy with: a host is asked for one thing at a time, unless it is ours."""
    busy = rows.filter(host=OuterRef("pk"), leased_until__gt=now)
    return busy if delay else busy.none()


def _due(now):
    return Q(next_look_at__lte=now) & (Q(leased_until=None) | Q(leased_until__lte=now))
