"""The one writer of hosts: who may be asked, from when on. Politeness is a row, so all workers share it."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Greatest

from tracker.capture import robots
from tracker.capture.addresses import host_of
from tracker.capture.models import Host

# What a robots.txt said is asked again after a day (RFC 9309: no longer than that); a server that could not tell us
# is asked again soon, because until then its pages are left alone.
ROBOTS_KEPT = timedelta(days=1)
ROBOTS_KEPT_IN_TROUBLE = timedelta(minutes=10)
# A host that asks for more (Crawl-delay) would never be read in time.
LONGEST_CRAWL_DELAY = timedelta(seconds=60)


def known(*, url: str) -> Host:
    """Return the row of the server that `url` is on, made now when it is new."""
    return Host.objects.get_or_create(name=host_of(url))[0]


def asked(*, hosts, now: datetime, delay: timedelta) -> None:
    """Note that these hosts are being asked now: nobody asks them again before `delay`, or their own, is over."""
    patient = [host.pk for host in hosts if delay or host.crawl_delay]
    if patient:
        wait = Greatest(Value(delay, DurationField()), F("crawl_delay"))
        until = ExpressionWrapper(Value(now, DateTimeField()) + wait, DateTimeField())
        Host.objects.filter(pk__in=patient).update(free_at=Greatest(F("free_at"), until))


def asks_to_wait(*, host: Host, until: datetime) -> None:
    """Note that a host asked for patience (Retry-After): everybody waits, never less than before."""
    Host.objects.filter(pk=host.pk).exclude(free_at__gt=until).update(free_at=until)


def told_robots(*, host: Host, text: str, outcome: str, now: datetime) -> Host:
    """Keep what a host says to robots: the text of its robots.txt, and how the look at it ended."""
    host.robots, host.robots_outcome, host.robots_read_at = text, outcome, now
    wanted = robots.crawl_delay(host)
    host.crawl_delay = min(wanted, LONGEST_CRAWL_DELAY) if wanted else None
    host.save(update_fields=["robots", "robots_outcome", "robots_read_at", "crawl_delay"])
    return host


def was_read_anyway(*, host: int, agreed: bool) -> None:
    """Note that a page of this host (a key) was read in full to be sure, and whether that was not necessary."""
    Host.objects.filter(pk=host).update(agreed=F("agreed") + 1 if agreed else 0)


def robots_are_stale(*, host: Host, now: datetime) -> bool:
    """Whether a host's robots.txt has to be asked for (again)."""
    if host.robots_read_at is None:
        return True
    kept = ROBOTS_KEPT if robots.is_settled(host) else ROBOTS_KEPT_IN_TROUBLE
    return now - host.robots_read_at > kept
