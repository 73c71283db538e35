"""The one writer of feeds."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from tracker.capture import host, schedule
from tracker.capture.addresses import canonical, host_of
from tracker.capture.feeds import FeedRead
from tracker.capture.models import Feed
from tracker.lib.http import parse_url
from tracker.lib.text import clean, one_line
from tracker.sources.models import Source

_LONGEST_REASON = 500
_LONGEST_VALIDATOR = {"etag": 500, "last_modified": 100}


def address_of(url: str) -> str:
    """Return the address under which a feed is kept: one feed once. Raises lib.http.Refused for no web address."""
    return canonical(parse_url(url).url)


@transaction.atomic
def add(*, url: str, found: FeedRead, now: datetime, by=None, outlet=None) -> tuple[Feed, bool]:
    """Return the feed at `url`, added now and due at once when nobody knew it, and whether it is new.

    `found` is what was read there; without `outlet` the publisher is the outlet of this host, if there is one. A feed
    that is known stays as it is: adding it twice changes nothing. Raises lib.http.Refused for no web address.
    """
    address = address_of(url)
    return Feed.objects.get_or_create(
        address=address,
        defaults={
            "title": found.title,
            "kind": found.kind,
            "host": host.known(url=address),
            "outlet": outlet or _outlet_of(address),
            "added_at": now,
            "added_by": by,
            "hub": found.hub,
            "topic": found.topic,
            "delay": schedule.FEED_NORMAL,
            "next_look_at": now,
        },
    )


def good_look(
    *,
    feed: Feed,
    now: datetime,
    found: FeedRead | None = None,
    headers: dict[str, str] | None = None,
    body_hash: str = "",
    found_new: bool = False,
) -> None:
    """Note a look that came to something: troubles are forgotten, and the next look is fixed.

    `found` is what was read, with its `body_hash`; without it nothing had changed (304, or the same bytes).
    `headers` of the answer carry the validators for the next look.
    """
    delay = schedule.feed_delay(delay=feed.delay, found_new=found_new)
    columns = {
        "last_good_at": now,
        "failures": 0,
        "trouble": "",
        "delay": delay,
        "next_look_at": now + delay,
    }
    given = _validators(headers or {})
    if found is None:
        # A 304 need not repeat the validators: then the old ones stay.
        columns |= {name: value for name, value in given.items() if value}
    else:
        columns |= given | {
            "body_hash": body_hash,
            "kind": found.kind,
            "title": found.title or feed.title,
            "hub": found.hub,
            "topic": found.topic,
        }
    if found is not None and (found.hub, found.topic) != (feed.hub, feed.topic):
        columns |= {"hub_secret": "", "subscribed_until": None, "hub_asked_at": None}
    _let_go(feed, **columns)


def failed_look(*, feed: Feed, trouble: str, now: datetime, wait: timedelta | None = None) -> None:
    """Note a look that came to nothing: its trouble in words, and a next look that is later each time.

    `wait` is what the server asked for (Retry-After). A feed that fails for long and often is set aside for a person.
    """
    trouble = _words(trouble)
    delay = schedule.after_failure(
        delay=feed.delay, shortest=schedule.FEED_SHORTEST, longest=schedule.FEED_LONGEST
    )
    columns = {
        "failures": feed.failures + 1,
        "trouble": trouble,
        "delay": delay,
        "next_look_at": now + max(delay, wait or delay),
    }
    if _is_hopeless(feed, now=now):
        columns |= {
            "set_aside_at": now,
            "set_aside_because": _words(
                f"It failed {feed.failures + 1} times in a row since {_since(feed):%-d %B %Y}. {trouble}"
            ),
            "next_look_at": None,
        }
    _let_go(feed, **columns)


def pause(*, feed: Feed, because: str, now: datetime) -> None:
    """Set a feed aside until somebody resumes it; `because` is shown at the desk. One set aside already stays so."""
    if feed.set_aside_at is None:
        _let_go(feed, set_aside_at=now, set_aside_because=_words(because), next_look_at=None)


def resume(*, feed: Feed, now: datetime) -> None:
    """Take a feed up again: it is due at once, its failures count anew, and its hub may be asked at once."""
    _let_go(
        feed,
        set_aside_at=None,
        set_aside_because="",
        failures=0,
        trouble="",
        delay=schedule.FEED_NORMAL,
        next_look_at=now,
        hub_asked_at=None,
    )


def due_at_once(*, feed: Feed, now: datetime) -> None:
    """Look at a feed as soon as its host is free, because its hub says that there is news. Not one set aside."""
    Feed.objects.filter(pk=feed.pk, set_aside_at=None).exclude(next_look_at__lte=now).update(next_look_at=now)


def ask_hub(*, feed: Feed, now: datetime) -> str:
    """Note that the hub of a feed is being asked to tell us; returns the secret it is to sign with.

    A subscription that stands keeps its secret until a new one is confirmed: pushes go on meanwhile.
    """
    secret = feed.hub_secret or secrets.token_urlsafe(32)
    _change(feed, hub_secret=secret, hub_asked_at=now)
    return secret


def leave_hub(*, feed: Feed, now: datetime) -> None:
    """Note that the hub of a feed is being asked to stop; it has stopped when it confirms (`not_subscribed`)."""
    _change(feed, hub_asked_at=now)


def subscribed(*, feed: Feed, until: datetime) -> None:
    """Note that the hub will tell us until then."""
    _change(feed, subscribed_until=until)


def not_subscribed(*, feed: Feed) -> None:
    """Note that the hub will not tell us, because it refused or the subscription ended."""
    _change(feed, hub_secret="", subscribed_until=None)


def _outlet_of(address: str) -> Source | None:
    return Source.objects.filter(kind=Source.Kind.OUTLET, host=host_of(address)).exclude(host="").first()


def _is_hopeless(feed: Feed, *, now: datetime) -> bool:
    return (
        feed.failures + 1 >= schedule.FEED_MOST_FAILURES
        and now - _since(feed) >= schedule.FEED_SET_ASIDE_AFTER
    )


def _since(feed: Feed) -> datetime:
    return feed.last_good_at or feed.added_at


def _validators(headers: dict[str, str]) -> dict[str, str]:
    """What an answer gives for the next conditional request. A validator too long to be kept is of no use cut short."""
    given = {"etag": headers.get("etag", ""), "last_modified": headers.get("last-modified", "")}
    return {name: value if len(value) <= _LONGEST_VALIDATOR[name] else "" for name, value in given.items()}


def _let_go(feed: Feed, **columns) -> None:
    """Write, and end the lease: the work on this row has come to an end."""
    _change(feed, leased_until=None, attempts=0, **columns)


def _change(feed: Feed, **columns) -> None:
    Feed.objects.filter(pk=feed.pk).update(**columns)
    for name, value in columns.items():
        setattr(feed, name, value)


def _words(text: str) -> str:
    """A sentence as it fits its column; never empty, because the table wants a reason."""
    return one_line(clean(text))[:_LONGEST_REASON] or "No reason was given."
