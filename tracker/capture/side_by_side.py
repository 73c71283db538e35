"""Looks side by side at rows that are due: threads look, one thread asks and tells the database."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone

from tracker.capture import host
from tracker.capture.lease import take
from tracker.capture.look_at_robots import look_at_robots

# Looks wait for servers, not for the processor; more than this and one worker's memory grows with its pages.
SIDE_BY_SIDE = 8
# Rows are taken for so many free places at once: asking for each by itself would cost more than it gains.
WORTH_TAKING = 4


def look_at_due(
    rows, *, look: Callable, write_down: Callable, known: Callable, now: datetime, seconds: float
) -> int:
    """Look at due rows of a Scheduled table until none is left or `seconds` are over; return how many looks were made.

    `known(rows)` is what the database knows about them, by key. `look(row, known)` is called in a thread, without the
    database, and never raises; `write_down(row, look)` with what it returned. Every look is written down by itself, so
    what a killed worker had finished stays finished. A look that is done makes room for the next ones: a server that
    is slow to answer keeps nobody else waiting. The robots.txt of each host is brought up to date first.
    """
    until = now + timedelta(seconds=seconds)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        looks = _Looks(pool, look=look, write_down=write_down, known=known)
        while True:
            room = SIDE_BY_SIDE - len(looks.under_way)
            if room >= WORTH_TAKING and timezone.now() < until:
                looks.start(
                    take(
                        rows,
                        now=timezone.now(),
                        delay=settings.HOST_DELAY,
                        most=room,
                        beside=bool(looks.under_way),
                    )
                )
            if not looks.under_way:
                return looks.made
            looks.finish_some()


class _Looks:
    """Looks side by side in threads; the database is asked and told in this one only."""

    def __init__(self, pool, *, look, write_down, known):
        self.pool = pool
        self.look, self.write_down, self.known = look, write_down, known
        self.made = 0
        self.under_way = {}  # what a thread works on, and what to do with its result

    def start(self, rows):
        known = self.known(rows) if rows else {}
        for host_key in dict.fromkeys(row.host_id for row in rows):
            of_host = [row for row in rows if row.host_id == host_key]
            if host.robots_are_stale(host=of_host[0].host, now=timezone.now()):
                self._ask_for_robots(of_host, known)
            else:
                self._look_at(of_host, known)

    def finish_some(self):
        """Wait until something is done, a second at most, and go on with it."""
        done, _ = wait(self.under_way, timeout=1, return_when=FIRST_COMPLETED)
        for future in done:
            self.under_way.pop(future)(future.result())

    def _ask_for_robots(self, rows, known):
        """Bring the robots.txt of a host up to date, in one request, before its rows are looked at."""
        future = self.pool.submit(look_at_robots, url=rows[0].address, now=timezone.now())
        self.under_way[future] = partial(self._told_robots, rows, known)

    def _told_robots(self, rows, known, told):
        text, outcome, at = told
        asked = host.told_robots(host=rows[0].host, text=text, outcome=outcome, now=at)
        for row in rows:
            row.host = asked
        self._look_at(rows, known)

    def _look_at(self, rows, known):
        for row in rows:
            future = self.pool.submit(self.look, row, known.get(row.pk))
            self.under_way[future] = partial(self._write_down, row)

    def _write_down(self, row, look):
        self.write_down(row, look)
        self.made += 1
