"""Looks side by side at rows that are due: threads look, one thread asks and tells the database."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue

from django.conf import settings
from django.utils import timezone

from tracker.capture import host, lease, schedule
from tracker.capture.look_at_robots import look_at_robots

# Looks wait for servers, not for the processor; more than this and one worker's memory grows with its pages.
SIDE_BY_SIDE = 8
# Rows are taken when so many threads are about to have nothing to do: asking for each would cost more than it gains.
WORTH_TAKING = 4
# Where looks are quick, more rows are taken at once, up to this: what AHEAD times LATELY will do at the pace of LATELY
# (seconds).
MOST_TAKEN = 128
LATELY = 0.5
AHEAD = 4
# While looks are under way, a database without more rows for us is asked again after so long (seconds).
ASKED_AGAIN_AFTER = 0.25
# What is not worth writing down by itself waits for others, so many and so long (seconds) at most.
MOST_WRITTEN_TOGETHER = 128
LONGEST_UNWRITTEN = 0.5
# A look that begins so soon after its row was taken counts as one that began then.
PROMPTLY = timedelta(milliseconds=100)


def look_at_due(
    table,
    *,
    look: Callable,
    write_down: Callable,
    known: Callable,
    now: datetime,
    seconds: float,
    may_wait: Callable = lambda _: False,
) -> int:
    """Look at due rows of a Scheduled model until none is left or `seconds` are over; return how many looks were made.

    `known(rows)` is what the database knows about them, by key. `look(row, known)` is called in a thread, without the
    database, and never raises; `write_down(looks)` with triples of a row, what was known and what it returned: one, or
    many of those of which `may_wait(look)` says that they may wait for others, half a second at most. So what a killed
    worker had finished stays finished. A look that is done makes room for the next ones: a server that is slow to
    answer keeps nobody else waiting. The robots.txt of each host is brought up to date first.
    """
    until = now + timedelta(seconds=seconds)
    with _Looks(look=look, write_down=write_down, known=known, may_wait=may_wait) as looks:
        while True:
            room = looks.room()
            if room and timezone.now() < until:
                looks.take(table, most=room)
            if not looks.under_way:
                return looks.made
            looks.finish_some()


class _Looks:
    """Looks side by side in threads; the database is asked and told in the thread that made this one only."""

    def __init__(self, *, look, write_down, known, may_wait):
        self.look, self.write_down, self.known, self.may_wait = look, write_down, known, may_wait
        self.made = 0
        self.under_way = 0  # jobs, in a thread or waiting for one
        self.in_hand = {}  # rows that are leased to us, by key
        self.stalled = False  # nothing was done for a while
        self.ending = False
        self.none_left_at = -math.inf  # when the database had last no more rows for us
        self.lately = deque(maxlen=MOST_TAKEN)  # when the last looks were done
        self.threads = []
        self.jobs = SimpleQueue()  # pairs of what to do in a thread, and what to do here with its result
        self.done = SimpleQueue()  # pairs of what to do here, and with what
        self.looked = deque()  # what threads found: triples of a row, what was known and the look
        self.unwritten = []  # those that wait to be written down with others, and since when
        self.unwritten_since = 0.0
        # Pages are written down one by one; a thread keeps the next one until this many are left.
        self.pages = threading.Semaphore(SIDE_BY_SIDE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ending = True
        while not self.jobs.empty():
            self.jobs.get()
        for _ in self.threads:
            self.pages.release()
            self.jobs.put(None)
        for thread in self.threads:
            thread.join()

    def room(self) -> int:
        """How many more rows to take: none while every thread has enough to do, or when there were none just now."""
        if self.under_way > SIDE_BY_SIDE - (1 if self.stalled else WORTH_TAKING):
            return 0
        if self.under_way and time.monotonic() - self.none_left_at < ASKED_AGAIN_AFTER:
            return 0
        since = time.monotonic() - LATELY
        at_this_pace = AHEAD * sum(at > since for at in self.lately)
        return min(max(SIDE_BY_SIDE, at_this_pace), MOST_TAKEN) - self.under_way

    def take(self, table, *, most: int):
        """Take due rows in hand and begin with them."""
        taken = lease.take(
            table, now=timezone.now(), delay=settings.HOST_DELAY, most=most, beside=bool(self.under_way)
        )
        if len(taken) < most:
            self.none_left_at = time.monotonic()
        self.in_hand |= {row.pk: row for row in taken}
        known = self.known(taken) if taken else {}
        by_host = {}
        for row in taken:
            by_host.setdefault(row.host_id, []).append(row)
        for rows in by_host.values():
            if host.robots_are_stale(host=rows[0].host, now=timezone.now()):
                self._ask_for_robots(rows, known)
            else:
                self._look_at(rows, known)

    def finish_some(self):
        """Wait until something is done, half a second at most, and go on with it."""
        try:
            then, result = self.done.get(timeout=LONGEST_UNWRITTEN)
        except Empty:
            self.stalled = True
        else:
            self.stalled = False
            then(result)
        self._go_on_with_what_was_found()
        self._renew_leases()

    def _begin(self, work, then):
        self.under_way += 1
        self.jobs.put((work, then))
        if len(self.threads) < min(SIDE_BY_SIDE, self.under_way):
            thread = threading.Thread(target=self._work, name="walkback-look", daemon=True)
            self.threads.append(thread)
            thread.start()

    def _work(self):
        """The life of a thread."""
        for work, then in iter(self.jobs.get, None):
            try:
                self.done.put((then, work()))
            except BaseException as failure:  # a mistake of ours: it is raised where the looks were asked for
                self.done.put((_raise, failure))

    def _ask_for_robots(self, rows, known):
        """Bring the robots.txt of a host up to date, in one request, before its rows are looked at."""
        ask = partial(look_at_robots, url=rows[0].address, now=timezone.now())
        self._begin(ask, partial(self._told_robots, rows, known))

    def _told_robots(self, rows, known, told):
        self.under_way -= 1
        text, outcome, at = told
        asked = host.told_robots(host=rows[0].host, text=text, outcome=outcome, now=at)
        for row in rows:
            row.host = asked
        self._look_at(rows, known)

    def _look_at(self, rows, known):
        """Let each thread look at a share of the rows of one host, one after the other: many hosts bring a row each."""
        share = math.ceil(len(rows) / SIDE_BY_SIDE)
        for start in range(0, len(rows), share):
            self._begin(partial(self._look_at_each, rows[start : start + share], known), self._looked_at_each)

    def _look_at_each(self, rows, known):
        """In a thread. Only a page, and the end, is worth waking the one for that writes down."""
        for row in rows:
            if self.ending:
                return
            before = known.get(row.pk)
            look = self._look_in_time(row, before)
            is_page = look is not None and not self.may_wait(look)
            if is_page:
                self.pages.acquire()
            self.looked.append((row, before, look))
            if is_page:
                self.done.put((_nothing, None))

    def _looked_at_each(self, _):
        self.under_way -= 1

    def _look_in_time(self, row, known):
        """The look, or None when its turn came so late that others may be sooner. In a thread."""
        waited = timezone.now() - row.taken_at
        if waited > schedule.LONGEST_WAIT:
            return None
        row.begun_late = waited > PROMPTLY
        return self.look(row, known)

    def _go_on_with_what_was_found(self):
        while self.looked:
            row, known, look = self.looked.popleft()
            if look is None:
                del self.in_hand[row.pk]
                lease.give_back(row)
                continue
            self.made += 1
            self.lately.append(time.monotonic())
            if self.may_wait(look):
                self.unwritten_since = self.unwritten_since if self.unwritten else time.monotonic()
                self.unwritten.append((row, known, look))
            else:
                self.pages.release()
                self._write_down([(row, known, look)])
        due = time.monotonic() - self.unwritten_since >= LONGEST_UNWRITTEN
        full = len(self.unwritten) >= MOST_WRITTEN_TOGETHER
        if self.unwritten and (due or full or not self.under_way):
            looks, self.unwritten = self.unwritten, []
            self._write_down(looks)

    def _write_down(self, looks):
        # Before the rows are let go: a host is asked when a look begins, and its patience counts from there.
        late = [row.host for row, _, _ in looks if row.begun_late]
        host.asked(hosts=late, now=timezone.now(), delay=settings.HOST_DELAY)
        self.write_down(looks)
        for row, _, _ in looks:
            del self.in_hand[row.pk]

    def _renew_leases(self):
        """Most looks are over long before; for the others it is a query every few seconds."""
        now = timezone.now()
        soon, hanging = now + schedule.LEASE / 2, now - schedule.LONGEST_WAIT - schedule.LONGEST_LOOK
        held = self.in_hand.values()
        if ending := [row for row in held if row.leased_until < soon and row.taken_at > hanging]:
            lease.renew(ending, now=now)


def _raise(failure):
    raise failure


def _nothing(_):
    """A thread only said that it has found something."""
