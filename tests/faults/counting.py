"""Strikes at seeded points of the work, waits until all is done, and counts what was lost or doubled."""

import random
import resource
import time

from django.core.management import call_command
from django.db import Error, connection
from django.db.models import Count, Q
from django.utils import timezone

from tests.faults.site import Site
from tracker.capture.models import Article, Visit
from tracker.capture.store import know_article
from tracker.extract.models import Extraction
from tracker.match.models import Comparison, Proposal

WITHIN = 60
SLOW_PAGES, SLOW_SECONDS = 3, 5
POISON = ("poison-of-capture", "poison-of-extract", "poison-of-match")


def watch(run, asked):
    """Return the exit status of the run: 0 when nothing was lost or doubled and all faults were made good in time."""
    call_command("migrate", verbosity=0)
    site, slow = Site(), Site(address="127.0.0.2", wait=SLOW_SECONDS)
    good = [site.url + f"page-{number}" for number in range(asked.articles)]
    slow_ones = [] if asked.smoke else [slow.url + f"slow-{number}" for number in range(SLOW_PAGES)]
    poison = [] if asked.smoke else [site.url + name for name in POISON]
    for url in [*poison, *slow_ones, *good]:
        know_article(address=url, now=timezone.now())
    started, cpu = time.monotonic(), _cpu()
    run.start_workers()
    complete = _until_done(run, asked, [*good, *slow_ones], poison, time.monotonic() + asked.patience)
    seconds = time.monotonic() - started
    run.look_after()
    lost = _missing([*good, *slow_ones])
    doubled = _doubled()
    _report(run, asked, seconds, lost, doubled)
    for process in run.processes:
        if process.startswith(("worker", "scheduler")):
            run.processes[process].stop()
    print(f"CPU of processes that could be counted (not of orphans): {_cpu() - cpu:.1f} s")
    late = [fault for fault in run.faults if fault.recovered is None or fault.recovered > WITHIN]
    set_aside = complete and _set_aside_as_they_should(poison)
    return 0 if complete and not lost and not any(doubled.values()) and not late and set_aside else 1


def _until_done(run, asked, good, poison, deadline):
    dice = random.Random(asked.seed)
    points = sorted(dice.uniform(0.02, 0.95) for _ in range(asked.kills))
    blows = [
        (at, dice.choice(["worker 1", "worker 2"]) + dice.choice([" (child)", " (whole)"])) for at in points
    ]
    blows += [(0.25, "broker flushed"), (0.45, "broker killed"), (0.65, "database restarted")]
    blows.sort()
    while time.monotonic() < deadline:
        run.look_after()
        try:
            in_hand, captured, compared = _state()
            _note_recoveries(run, in_hand, captured)
            done = (len(captured & set(good)) + len(compared & set(good))) / (2 * len(good))
            while blows and blows[0][0] <= done:
                run.strike(blows.pop(0)[1], in_hand)
                in_hand = set()
            recovered = all(fault.recovered is not None for fault in run.faults)
            if done == 1 and not blows and recovered and _set_aside_as_they_should(poison):
                return True
        except Error:
            connection.close()  # the database is being restarted
        time.sleep(0.25)
    return False


def _state():
    """(addresses in a worker's hand and not captured, addresses captured, addresses compared)."""
    captured = set(Article.objects.filter(snapshots__isnull=False).values_list("address", flat=True))
    in_hand = Article.objects.filter(leased_until__gt=timezone.now()).values_list("address", flat=True)
    compared = Comparison.objects.values_list("extraction__snapshot__article__address", flat=True)
    return {url for url in in_hand if not url.endswith(POISON)} - captured, captured, set(compared)


def _note_recoveries(run, in_hand, captured):
    """A fault is made good when all that was in hand is captured, and work was seen again after it."""
    for fault in run.faults:
        work_again = len(captured) > fault.captured if fault.captured is not None else False
        if fault.captured is None:
            fault.captured = len(captured)
        elif fault.recovered is None and fault.in_hand <= captured and (work_again or not in_hand):
            fault.recovered = time.monotonic() - fault.at


def _missing(urls):
    compared = set(
        Comparison.objects.filter(failure="").values_list("extraction__snapshot__article__address", flat=True)
    )
    return sorted(set(urls) - compared)


def _doubled():
    """How many articles have more than one of what there must be one of."""

    def twice(rows, key):
        return rows.order_by().values(key).annotate(many=Count("pk")).filter(many__gt=1).count()

    key = "comparison__extraction__snapshot__article"
    same = Proposal.objects.order_by().values(key, "kind", "passage__start", "passage__end", "claim")
    return {
        "visits that found it new": twice(Visit.objects.filter(outcome="new"), "article"),
        "snapshots": Article.objects.annotate(many=Count("snapshots")).filter(many__gt=1).count(),
        "extractions": twice(Extraction.objects.all(), "snapshot__article"),
        "comparisons": twice(Comparison.objects.all(), "extraction__snapshot__article"),
        "proposals": same.annotate(many=Count("pk")).filter(many__gt=1).count(),
    }


def _set_aside_as_they_should(poison):
    if not poison:
        return not Article.objects.filter(set_aside_at__isnull=False).exists()
    died = "the workers that tried it died"
    at_capture = Article.objects.filter(set_aside_because__contains=died)
    at_extract = Extraction.objects.filter(failure__contains=died)
    at_match = Comparison.objects.filter(failure__contains=died)
    return (
        [row.address for row in at_capture] == [poison[0]]
        and [row.snapshot.article.address for row in at_extract] == [poison[1]]
        and [row.extraction.snapshot.article.address for row in at_match] == [poison[2]]
    )


def _report(run, asked, seconds, lost, doubled):
    print(f"{asked.articles} articles, {asked.kills} kills, seed {asked.seed}: {seconds:.0f} s")
    for fault in run.faults:
        took = "never" if fault.recovered is None else f"{fault.recovered:.1f} s"
        print(f"  {fault.name:<22}{len(fault.in_hand):>3} in hand   recovered after {took}")
    print(f"lost{len(lost):>34}  {' '.join(lost[:5])}")
    for name, count in doubled.items():
        print(f"doubled: {name:<28}{count}")
    times = [fault.recovered for fault in run.faults if fault.recovered is not None]
    print(f"longest recovery{max(times, default=0):>22.1f} s")
    aside = Article.objects.filter(set_aside_at__isnull=False)
    for row in aside:
        print(f"set aside: {row.address}: {row.set_aside_because}")
    for row in Extraction.objects.filter(~Q(failure="")):
        print(f"set aside: extraction: {row.failure}")
    for row in Comparison.objects.filter(~Q(failure="")):
        print(f"set aside: comparison: {row.failure}")


def _cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
