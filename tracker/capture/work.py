"""Looking at what is due: leases, looks side by side, and one transaction for what each look found."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tracker.capture import host, robots, schedule
from tracker.capture.fetch import Look, look_at_url
from tracker.capture.lease import take
from tracker.capture.look_at_robots import look_at_robots
from tracker.capture.models import Article, Snapshot
from tracker.capture.outcomes import Outcome, Presence, presence, sentence
from tracker.capture.queries import latest_snapshots
from tracker.capture.store import record_look, reschedule, settle_address

# Looks wait for servers, not for the processor; more than this and one worker's memory grows with its pages.
SIDE_BY_SIDE = 8
# Rows are taken for so many free places at once: asking for each by itself would cost more than it gains.
WORTH_TAKING = 4


def look_at_due_articles(*, now: datetime, seconds: float = 40) -> int:
    """Look at due articles until none is left or `seconds` are over; return how many looks were made.

    Every look is written down by itself, so what a killed worker had finished stays finished. A look that is done
    makes room for the next ones: a server that is slow to answer keeps nobody else waiting.
    """
    until = now + timedelta(seconds=seconds)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        looks = _Looks(pool)
        while True:
            room = SIDE_BY_SIDE - len(looks.under_way)
            if room >= WORTH_TAKING and timezone.now() < until:
                looks.start(_take(most=room, beside=bool(looks.under_way)))
            if not looks.under_way:
                return looks.made
            looks.finish_some()


def _take(*, most, beside):
    return take(
        Article.objects.all(), now=timezone.now(), delay=settings.HOST_DELAY, most=most, beside=beside
    )


class _Looks:
    """Looks side by side in threads; the database is asked and told in this one only."""

    def __init__(self, pool):
        self.pool = pool
        self.made = 0
        self.under_way = {}  # what a thread works on, and what to do with its result

    def start(self, articles):
        known = latest_snapshots(articles) if articles else {}
        for host_key in dict.fromkeys(article.host_id for article in articles):
            of_host = [article for article in articles if article.host_id == host_key]
            if host.robots_are_stale(host=of_host[0].host, now=timezone.now()):
                self._ask_for_robots(of_host, known)
            else:
                self._look_at(of_host, known)

    def finish_some(self):
        """Wait until something is done, a second at most, and go on with it."""
        done, _ = wait(self.under_way, timeout=1, return_when=FIRST_COMPLETED)
        for future in done:
            self.under_way.pop(future)(future.result())

    def _ask_for_robots(self, articles, known):
        """Bring the robots.txt of a host up to date, in one request, before its articles are looked at."""
        future = self.pool.submit(look_at_robots, url=articles[0].address, now=timezone.now())
        self.under_way[future] = partial(self._told_robots, articles, known)

    def _told_robots(self, articles, known, told):
        text, outcome, at = told
        row = host.told_robots(host=articles[0].host, text=text, outcome=outcome, now=at)
        for article in articles:
            article.host = row
        self._look_at(articles, known)

    def _look_at(self, articles, known):
        for article in articles:
            future = self.pool.submit(_look, article, known.get(article.pk))
            self.under_way[future] = partial(self._write_down, article)

    def _write_down(self, article, look):
        _write_down(article, look)
        self.made += 1


def _look(article, snapshot):
    """One look, in a thread: no database here, and no exception out of it (capture/fetch.py ends every look)."""
    now = timezone.now()
    if refusal := robots.refusal(article.host, article.address):
        return Look(
            target=article.address,
            url=article.address,
            at=now,
            outcome=refusal,
            sentence=sentence(refusal, host=article.host.name),
            name=article.title or article.address,
        )
    return look_at_url(
        article.address,
        now=now,
        allow_private=settings.ALLOW_PRIVATE_NETWORKS,
        user_agent=settings.USER_AGENT,
        headers=_validators(article) if snapshot else None,
        known_hash=snapshot.content_hash if snapshot else "",
    )


def _validators(article):
    pairs = {"If-None-Match": article.etag, "If-Modified-Since": article.last_modified}
    return {name: value for name, value in pairs.items() if value}


@transaction.atomic
def _write_down(article, look):
    if look.retry_after:
        host.asks_to_wait(host=article.host, until=look.at + look.retry_after)
    article = settle_address(article=article, look=look)
    visit = record_look(look=look, medium=Snapshot.Medium.FETCHED, address=article.address)
    reschedule(article=article, **_what_next(article, visit, look))


def _what_next(article, visit, look):
    """The columns of an article after a look: when to look again, and whether the page is gone."""
    now, found = look.at, presence(visit.outcome)
    if found == Presence.GONE:
        gone_at, deleted_at, next_look_at = schedule.gone(gone_at=article.gone_at, now=now)
        return {"gone_at": gone_at, "deleted_at": deleted_at, "next_look_at": next_look_at}
    if found == Presence.UNKNOWN:
        # A server in trouble says nothing about the page: neither that it is there nor that it is gone.
        delay = schedule.after_failure(
            delay=article.delay, shortest=schedule.SHORTEST, longest=schedule.LONGEST
        )
        return {"delay": delay, "next_look_at": now + delay}
    changed = visit.outcome in {Outcome.NEW, Outcome.CHANGED, Outcome.REVERTED}
    changed_at = now if changed else article.last_changed_at
    delay = schedule.article_delay(first_seen_at=article.first_seen_at, last_changed_at=changed_at, now=now)
    return {
        "gone_at": None,
        "deleted_at": None,
        "last_changed_at": changed_at,
        "delay": delay,
        "next_look_at": now + delay,
        "etag": look.headers.get("etag", article.etag)[:500],
        "last_modified": look.headers.get("last-modified", article.last_modified)[:100],
    }
