"""One look at one feed: what changed since the last one, and which articles it names that nobody knew."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tracker.capture import feed_store, feeds, host, robots, websub
from tracker.capture.addresses import host_of
from tracker.capture.discover import Offer, discover
from tracker.capture.feeds import FeedRead, NoFeed
from tracker.capture.fetch import Look, look_at_url
from tracker.capture.models import Article, Feed, Snapshot, Visit
from tracker.capture.outcomes import SAME_BYTES, Outcome, sentence
from tracker.capture.side_by_side import look_at_due
from tracker.capture.store import know_article, record_look
from tracker.lib import child, http
from tracker.lib.canonical import digest
from tracker.lib.nudge import nudge

LIMITS = http.Limits(wire=5 * http.MEGABYTE, decoded=5 * http.MEGABYTE)
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)


@dataclass(frozen=True, kw_only=True)
class FeedLook:
    """A look at a feed, and what was read there: None when nothing had changed, or nothing could be read.

    `offers` are the feeds that a page names, where there was a page and somebody wanted it searched.
    """

    look: Look
    found: FeedRead | None = None
    offers: tuple[Offer, ...] = ()


def look_at_due_feeds(*, now: datetime, seconds: float = 20) -> int:
    """Look at due feeds until none is left or `seconds` are over; return how many looks were made."""
    return look_at_due(
        Feed,
        look=lambda feed, _: look_at(feed, now=timezone.now()),
        write_down=_write_down_each,
        known=lambda _: {},
        now=now,
        seconds=seconds,
    )


def look_at(feed: Feed, *, now: datetime) -> FeedLook:
    """Look at a feed without the database, so that threads may. Never raises for what is there or is not."""
    refusal = robots.refusal(feed.host, feed.address)
    if refusal:
        return FeedLook(look=_not_asked(feed, refusal, now=now))
    seen = _look_at_address(feed.address, now=now, headers=_validators(feed), known_hash=feed.body_hash)
    return _with_news(seen, now=now, may=partial(robots.may, feed.host))


def look_at_address(url: str, *, now: datetime) -> FeedLook:
    """Look at an address that somebody says is a feed, or a page with feeds: then its `offers` say which."""
    seen = _look_at_address(url, now=now, search=True)
    return _with_news(seen, now=now, may=lambda _: True)


def _look_at_address(url: str, *, now: datetime, headers=None, known_hash="", search=False) -> FeedLook:
    read: list[FeedRead] = []
    offers: list[Offer] = []

    def make_of(look: Look, body: bytes) -> Look:
        found = _in_child(feeds.read, body, look)
        if isinstance(found, FeedRead):
            read.append(found)
            return replace(_ended(look, Outcome.READ), body=body)
        if search:
            offered = _in_child(discover, body, look)
            offers.extend(offered if isinstance(offered, tuple) else ())
        return _ended(look, Outcome.UNREADABLE_PAGE, detail=found.reason)

    look = look_at_url(
        url,
        now=now,
        allow_private=settings.ALLOW_PRIVATE_NETWORKS,
        user_agent=settings.USER_AGENT,
        headers={"Accept": _ACCEPT} | (headers or {}),
        known_hash=known_hash,
        read=make_of,
        limits=LIMITS,
    )
    found = _with_hub_of_headers(read[0], look) if read else None
    return FeedLook(look=look, found=found, offers=tuple(offers))


def _in_child(function, body: bytes, look: Look):
    try:
        return child.run(function, body, look.content_type, look.final_url)
    except (child.ChildKilled, child.ChildFailed) as trouble:
        return NoFeed(trouble.sentence)


def _ended(look: Look, outcome: Outcome, **facts) -> Look:
    return replace(look, outcome=outcome, sentence=sentence(outcome, name=look.name, **facts))


def _with_hub_of_headers(found: FeedRead, look: Look) -> FeedRead:
    """WebSub, 4: what the headers of the answer say about hub and topic goes before what the feed says."""
    hub, topic = websub.offered(look.headers.get("link", ""), base=look.final_url)
    hub = hub or found.hub
    return replace(found, hub=hub, topic=(topic or found.topic or look.final_url) if hub else "")


def _with_news(seen: FeedLook, *, now: datetime, may: Callable[[str], bool]) -> FeedLook:
    """The look itself; for an index of sitemaps, the news of the newest one. One more request, to the same host only.

    An index changes without a change in itself, so neither its hash nor its validators are kept.
    """
    if seen.found is None or not seen.found.sitemaps:
        return seen
    newest = seen.found.sitemaps[0]
    if host_of(newest) != host_of(seen.look.final_url) or not may(newest):
        return _no_news(seen.look, "it is an index of sitemaps, and the newest may not be read")
    inner = _look_at_address(newest, now=now)
    if inner.found is None:
        return FeedLook(look=replace(inner.look, target=seen.look.target))
    if inner.found.sitemaps:
        return _no_news(seen.look, "it is an index of indexes of sitemaps")
    return FeedLook(look=replace(seen.look, headers={}, body=b""), found=inner.found)


def _no_news(look: Look, detail: str) -> FeedLook:
    return FeedLook(look=_ended(replace(look, body=b""), Outcome.UNREADABLE_PAGE, detail=detail))


def _not_asked(feed: Feed, refusal: Outcome, *, now: datetime) -> Look:
    return Look(
        target=feed.address,
        url=feed.address,
        at=now,
        outcome=refusal,
        sentence=sentence(refusal, host=feed.host.name),
        name=feed.title or feed.address,
    )


def _validators(feed: Feed) -> dict[str, str]:
    pairs = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    return {name: value for name, value in pairs.items() if value}


def _write_down_each(looks):
    for feed, _, seen in looks:
        write_down(feed, seen)


@transaction.atomic
def write_down(feed: Feed, seen: FeedLook) -> Visit:
    """Write down what a look at a feed found: a Visit, its new articles (due at once), and when to look again."""
    look = seen.look
    visit = record_look(look=look, medium=Snapshot.Medium.FETCHED, feed=feed)
    if look.retry_after:
        host.asks_to_wait(host=feed.host, until=look.at + look.retry_after)
    if seen.found is None and look.outcome not in SAME_BYTES:
        feed_store.failed_look(feed=feed, trouble=look.sentence, now=look.at, wait=look.retry_after)
        return visit
    feed_store.good_look(
        feed=feed,
        now=look.at,
        found=seen.found,
        headers=look.headers,
        body_hash=digest(look.body) if look.body else "",
        found_new=_know_new_articles(feed, seen) > 0,
    )
    return visit


def _know_new_articles(feed: Feed, seen: FeedLook) -> int:
    """Make articles of the entries that nobody knew; return how many there were."""
    entries = seen.found.entries if seen.found else ()
    addresses = [entry.address for entry in entries]
    known = set(Article.objects.filter(address__in=addresses).values_list("address", flat=True))
    new = [entry for entry in entries if entry.address not in known]
    # Oldest first, so that of two looked at in order the newer one counts as the newer one.
    for entry in reversed(new):
        know_article(address=entry.address, feed=feed, title=entry.title, now=seen.look.at)
    if new:
        nudge("tracker.capture.tasks.look")
    return len(new)
