"""Looking at articles that are due, and writing down what was found."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tracker.capture import host, robots, schedule
from tracker.capture.addresses import host_of
from tracker.capture.fetch import Look, look_at_url
from tracker.capture.look_at_robots import robots_elsewhere
from tracker.capture.models import Article, Host, Snapshot
from tracker.capture.outcomes import Outcome, Presence, presence, sentence
from tracker.capture.queries import known_of
from tracker.capture.side_by_side import look_at_due
from tracker.capture.store import (
    record_look,
    record_looks,
    reschedule,
    settle_address,
)


def look_at_due_articles(*, now: datetime, seconds: float = 20) -> int:
    """Look at due articles until none is left or `seconds` are over; return how many looks were made."""
    return look_at_due(
        Article,
        look=_look,
        write_down=_write_down,
        known=known_of,
        may_wait=_was_not_read,
        now=now,
        seconds=seconds,
    )


def _look(article, known):
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
        headers=_validators(article) if known else None,
        known_hash=known.content_hash if known else "",
        watched=known.watched if known else None,
        agreed=article.host.agreed,
        refusal=partial(_refusal_on_the_way, article),
    )


def _refusal_on_the_way(article, url):
    """Why the address that a redirect leads to may not be read; another server's robots.txt is asked for first."""
    server = article.host
    if host_of(url) != server.name:
        text, outcome = robots_elsewhere(url=url, now=timezone.now())
        server = Host(robots=text, robots_outcome=outcome)
    return robots.refusal(server, url)


def _validators(article):
    pairs = {"If-None-Match": article.etag, "If-Modified-Since": article.last_modified}
    return {name: value for name, value in pairs.items() if value}


def _was_not_read(look):
    """Whether a look brought no page: then it may wait to be written down with others."""
    return look.outcome != Outcome.READ


def _write_down(looks):
    """Write down looks: each page that was read in a transaction of its own, and all that brought none together."""
    for article, _, look in looks:
        if look.retry_after:
            host.asks_to_wait(host=article.host, until=look.at + look.retry_after)
    for article, known, look in looks:
        if look.outcome == Outcome.READ:
            _write_down_page(article, known, look)
    if others := [found for found in looks if _was_not_read(found[2])]:
        record_looks(
            (article, known and known.snapshot_id, look, _what_next(article, look.outcome, look))
            for article, known, look in others
        )


@transaction.atomic
def _write_down_page(article, known, look):
    if known is None:
        article = settle_address(article=article, look=look)
    visit = record_look(look=look, medium=Snapshot.Medium.FETCHED, article=article)
    reschedule(article=article, **_what_next(article, visit.outcome, look))


def _what_next(article, outcome, look):
    """The columns of an article after a look: when to look again, and whether the page is gone."""
    now, found = look.at, presence(outcome)
    if found == Presence.GONE:
        gone_at, deleted_at, next_look_at = schedule.gone(gone_at=article.gone_at, now=now)
        return {"gone_at": gone_at, "deleted_at": deleted_at, "next_look_at": next_look_at}
    if found == Presence.UNKNOWN:
        # A server in trouble says nothing about the page: neither that it is there nor that it is gone.
        delay = schedule.after_failure(
            delay=article.delay, shortest=schedule.SHORTEST, longest=schedule.LONGEST
        )
        return {"delay": delay, "next_look_at": now + delay}
    # Back to a known version is nothing new: a page that goes to and fro is not looked at every few minutes for ever.
    changed = outcome in {Outcome.NEW, Outcome.CHANGED}
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
