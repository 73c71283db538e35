"""When to look again. Pure: times in, times out. All datetimes are aware."""

from datetime import datetime, timedelta

# A row begun this often without an end is set aside for a person.
MOST_ATTEMPTS = 3
# What a dead worker held is free again after it. A living one renews it for looks that take longer.
LEASE = timedelta(seconds=15)
# A row whose turn does not come within it is given back, for others.
LONGEST_WAIT = timedelta(seconds=10)
# What a look may take: 20 s on the wire, 15 s to parse. A row that is held for longer than this and its wait is no
# longer renewed: something hangs, and another worker may be luckier.
LONGEST_LOOK = timedelta(seconds=36)

# News changes most in its first hours. The delay between looks is a share of the article's age.
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=14)
SHARE_OF_AGE = 0.15
# Two looks that find a page gone count as two only when they are this far apart.
BORNE_OUT_AFTER = timedelta(minutes=30)

FEED_SHORTEST = timedelta(minutes=5)
FEED_LONGEST = timedelta(hours=12)
FEED_NORMAL = timedelta(minutes=15)
# A feed that failed for so long, and so often, waits for a person.
FEED_SET_ASIDE_AFTER = timedelta(days=7)
FEED_MOST_FAILURES = 20


def article_delay(*, first_seen_at: datetime, last_changed_at: datetime | None, now: datetime) -> timedelta:
    """Return how long to wait before the next look at an article: a share of the time since it last moved."""
    quiet = now - max(first_seen_at, last_changed_at or first_seen_at)
    return min(max(quiet * SHARE_OF_AGE, SHORTEST), LONGEST)


def after_failure(*, delay: timedelta | None, shortest: timedelta, longest: timedelta) -> timedelta:
    """Return twice the last delay, within bounds: a server in trouble is asked less and less often."""
    return min(max((delay or shortest) * 2, shortest), longest)


def feed_delay(*, delay: timedelta | None, found_new: bool) -> timedelta:
    """Return the wait before the next look at a feed that answered: shorter while it brings news, longer when not."""
    previous = delay or FEED_NORMAL
    wanted = previous * 0.7 if found_new else previous * 1.3
    return min(max(wanted, FEED_SHORTEST), FEED_LONGEST / 6)


def gone(*, gone_at: datetime | None, now: datetime) -> tuple[datetime, datetime | None, datetime | None]:
    """Return (gone_at, deleted_at, next look) after a look that found a page gone (404 or 410).

    The first look only notes it and asks for a second; a second one, far enough away in time, bears it out.
    """
    if gone_at is None:
        return now, None, now + BORNE_OUT_AFTER
    if now - gone_at < BORNE_OUT_AFTER:
        return gone_at, None, gone_at + BORNE_OUT_AFTER
    return gone_at, now, now + LONGEST
