"""The one writer of feeds."""

from datetime import timedelta

import pytest

from tests import make
from tracker.capture import feed_store, schedule
from tracker.capture.feeds import FeedRead, Kind
from tracker.capture.models import Feed
from tracker.capture.queries import feeds_in_trouble, listed_feeds
from tracker.lib import http
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db
URL = "https://www.news.example/rss"
READ = FeedRead(kind=Kind.RSS, title="News", hub="https://hub.example/", topic=URL)


def added(url=URL, **more):
    return feed_store.add(url=url, found=READ, now=make.NOON, **more)[0]


def stored(feed):
    return Feed.objects.get(pk=feed.pk)


def failed(feed, *, times, every=timedelta(hours=12), start=make.NOON):
    for number in range(1, times + 1):
        feed_store.failed_look(feed=feed, trouble="The server refused.", now=start + number * every)


def test_a_feed_is_added_once_and_due_at_once():
    feed, is_new = feed_store.add(url=f"{URL}?utm_source=x#a", found=READ, now=make.NOON, by=make.bob())
    assert is_new
    assert (feed.address, feed.title, feed.kind, feed.next_look_at) == (URL, "News", "rss", make.NOON)
    assert (feed.host.name, feed.added_by, feed.hub, feed.topic) == (
        "news.example",
        make.bob(),
        "https://hub.example/",
        URL,
    )
    again = feed_store.add(url=URL, found=FeedRead(kind=Kind.ATOM, title="Other"), now=make.NOON)
    assert again == (feed, False)
    assert stored(feed).title == "News"


def test_its_publisher_is_the_outlet_of_its_host_unless_one_is_named():
    outlet = Source.objects.create(kind="outlet", name="News", host="news.example")
    other = Source.objects.create(kind="outlet", name="Other")
    assert added().outlet == outlet
    assert added("https://news.example/2", outlet=other).outlet == other
    assert added("https://elsewhere.example/").outlet is None


def test_what_is_no_address_is_refused():
    with pytest.raises(http.Refused):
        added("file:///etc/passwd")


def test_a_good_look_keeps_validators_and_forgets_troubles():
    feed = added()
    failed(feed, times=2)
    Feed.objects.update(attempts=2, leased_until=make.NOON)
    feed_store.good_look(
        feed=feed,
        now=make.NOON,
        found=READ,
        headers={"etag": '"1"', "last-modified": "Mon"},
        body_hash="ab",
        found_new=True,
    )
    feed = stored(feed)
    assert (feed.etag, feed.last_modified, feed.body_hash) == ('"1"', "Mon", "ab")
    assert (feed.failures, feed.trouble, feed.attempts, feed.leased_until) == (0, "", 0, None)
    assert feed.last_good_at == make.NOON
    assert feed.next_look_at == make.NOON + feed.delay


def test_a_look_that_found_nothing_changed_keeps_what_was_known():
    feed = added()
    feed_store.good_look(feed=feed, now=make.NOON, found=READ, headers={"etag": '"1"'}, body_hash="ab")
    feed_store.good_look(feed=feed, now=make.NOON, headers={"last-modified": "Tue"})
    assert (stored(feed).etag, stored(feed).last_modified, stored(feed).body_hash) == ('"1"', "Tue", "ab")


def test_a_new_body_without_validators_ends_the_old_ones():
    feed = added()
    feed_store.good_look(feed=feed, now=make.NOON, found=READ, headers={"etag": '"1"'}, body_hash="a")
    feed_store.good_look(feed=feed, now=make.NOON, found=READ, headers={"etag": "x" * 501}, body_hash="b")
    assert stored(feed).etag == ""


def test_it_is_looked_at_sooner_while_it_brings_news():
    feed = added()
    feed_store.good_look(feed=feed, now=make.NOON, found=READ, found_new=True)
    assert stored(feed).delay < schedule.FEED_NORMAL
    for _ in range(30):
        feed_store.good_look(feed=feed, now=make.NOON)
    assert schedule.FEED_NORMAL < stored(feed).delay <= schedule.FEED_LONGEST


def test_failures_are_counted_in_words_and_the_next_look_is_later_each_time():
    feed = added()
    delays = []
    for _ in range(12):
        feed_store.failed_look(feed=feed, trouble="No\x00 answer.\n", now=make.NOON)
        delays.append(stored(feed).next_look_at - make.NOON)
    assert (stored(feed).failures, stored(feed).trouble) == (12, "No answer.")
    assert delays == sorted(delays)
    assert delays[0] > schedule.FEED_NORMAL
    assert delays[-1] == schedule.FEED_LONGEST


def test_a_server_that_asks_for_patience_gets_it():
    feed = added()
    feed_store.failed_look(feed=feed, trouble="Later.", now=make.NOON, wait=timedelta(hours=20))
    assert stored(feed).next_look_at == make.NOON + timedelta(hours=20)


def test_a_feed_that_fails_for_long_and_often_is_set_aside_with_its_trouble():
    feed = added()
    failed(feed, times=schedule.FEED_MOST_FAILURES - 1)
    assert stored(feed).set_aside_at is None
    failed(feed, times=1, start=make.NOON + timedelta(days=11))
    feed = stored(feed)
    assert feed.set_aside_at == make.NOON + timedelta(days=11, hours=12)
    assert feed.set_aside_because == ("It failed 20 times in a row since 6 January 2020. The server refused.")
    assert feed.next_look_at is None


def test_many_failures_in_a_short_time_do_not_set_it_aside():
    feed = added()
    failed(feed, times=40, every=timedelta(minutes=10))
    assert stored(feed).set_aside_at is None


def test_a_person_pauses_and_resumes_a_feed():
    feed = added()
    feed_store.pause(feed=feed, because="Paused by bob.", now=make.NOON)
    feed_store.pause(feed=feed, because="Paused twice.", now=make.NOON + timedelta(hours=1))
    assert (stored(feed).set_aside_at, stored(feed).set_aside_because) == (make.NOON, "Paused by bob.")
    later = make.NOON + timedelta(days=2)
    feed_store.resume(feed=feed, now=later)
    feed = stored(feed)
    assert (feed.set_aside_at, feed.set_aside_because, feed.next_look_at) == (None, "", later)


def test_a_nudge_makes_it_due_at_once_but_never_what_is_set_aside():
    feed = added()
    feed_store.good_look(feed=feed, now=make.NOON, found=READ)
    feed_store.due_at_once(feed=feed, now=make.NOON + timedelta(minutes=1))
    assert stored(feed).next_look_at == make.NOON + timedelta(minutes=1)
    feed_store.due_at_once(feed=feed, now=make.NOON + timedelta(minutes=2))
    assert stored(feed).next_look_at == make.NOON + timedelta(minutes=1)
    feed_store.pause(feed=feed, because="x", now=make.NOON)
    feed_store.due_at_once(feed=feed, now=make.NOON)
    assert stored(feed).next_look_at is None


def test_another_hub_is_another_subscription():
    feed = added()
    feed_store.ask_hub(feed=feed, now=make.NOON)
    feed_store.subscribed(feed=feed, until=make.NOON + timedelta(days=9))
    feed_store.good_look(feed=feed, now=make.NOON, found=READ)
    assert stored(feed).subscribed_until
    feed_store.good_look(
        feed=feed, now=make.NOON, found=FeedRead(kind=Kind.RSS, hub="https://other.example/")
    )
    feed = stored(feed)
    assert (feed.hub, feed.hub_secret, feed.subscribed_until) == ("https://other.example/", "", None)


def test_the_desk_is_told_which_feeds_are_in_trouble(django_assert_num_queries):
    good, failing, aside = (added(f"{URL}/{name}") for name in ("good", "failing", "aside"))
    feed_store.good_look(feed=good, now=make.NOON)
    failed(failing, times=1)
    feed_store.pause(feed=aside, because="x", now=make.NOON)
    with django_assert_num_queries(1):
        assert list(feeds_in_trouble()) == [aside, failing]
        assert all(feed.outlet is None for feed in feeds_in_trouble()._result_cache or ())
    assert set(listed_feeds()) == {good, failing, aside}
