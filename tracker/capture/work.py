"""Looking at what is due: leases, looks side by side, and one transaction for what each look found."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime, timedelta

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


def look_at_due_articles(*, now: datetime, seconds: float = 40) -> int:
    """Look at due articles until none is left or `seconds` are over; return how many looks were made.

    Every look is written down by itself, so what a killed worker had finished stays finished.
    """
    until = now + timedelta(seconds=seconds)
    made = 0
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        while timezone.now() < until:
            articles = take(
                Article.objects.all(), now=timezone.now(), delay=settings.HOST_DELAY, most=SIDE_BY_SIDE
            )
            if not articles:
                break
            made += _look_at(articles, pool)
    return made


def _look_at(articles, pool):
    ask_for_robots(articles, pool)
    known = latest_snapshots(articles)
    looks = {pool.submit(_look, article, known.get(article.pk)): article for article in articles}
    for look in as_completed(looks):
        _write_down(looks[look], look.result())
    return len(articles)


def ask_for_robots(rows, pool):
    """Bring the robots.txt of the hosts of these rows (with `host` and `address`) up to date, one request per host."""
    stale = {
        row.host: row.address for row in rows if host.robots_are_stale(host=row.host, now=timezone.now())
    }
    asked = {pool.submit(look_at_robots, url=url, now=timezone.now()): one for one, url in stale.items()}
    for look in as_completed(asked):
        text, outcome, at = look.result()
        told = host.told_robots(host=asked[look], text=text, outcome=outcome, now=at)
        for row in rows:
            if row.host_id == told.pk:
                row.host = told


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
