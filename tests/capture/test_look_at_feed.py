"""One look at one feed, over real small servers: what it costs, what it finds, and how it fails."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import hostile, make
from tests.capture import feed_bodies
from tracker.capture import feed_store, look_at_feed
from tracker.capture.feeds import FeedRead, Kind
from tracker.capture.models import Article, Feed, Host, Visit
from tracker.capture.store import know_article
from tracker.lib import child, http

pytestmark = pytest.mark.django_db
XML = "application/rss+xml"


@pytest.fixture(autouse=True)
def _open_to_loopback(settings):
    settings.ALLOW_PRIVATE_NETWORKS = True
    settings.HOST_DELAY = timedelta(0)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(look_at_feed, "LIMITS", http.Limits(seconds=0.5, wire=200_000, decoded=200_000))


def feed_at(url, path="/rss"):
    return feed_store.add(url=url + path, found=FeedRead(kind=Kind.RSS), now=make.NOON)[0]


def look(feed, *, now=make.NOON):
    feed = Feed.objects.select_related("host").get(pk=feed.pk)
    visit = look_at_feed.write_down(feed, look_at_feed.look_at(feed, now=now))
    return visit, Feed.objects.get(pk=feed.pk)


def by_path(**answers):
    """A responder that answers each path in its own way; the names of the paths, without what is no letter."""

    def respond(connection, request):
        path = request.split(b" ", 2)[1].decode().strip("/").replace(".", "_").replace("/", "_") or "home"
        answers.get(path, hostile.page(status="404 Not Found"))(connection, request)

    return respond


def test_a_look_makes_articles_of_what_is_new():
    body = feed_bodies.rss("/b", "/a", title="The News")
    with hostile.Server(hostile.page(body, content_type=XML, etag='"1"')) as server:
        feed = feed_at(server.url)
        know_article(address="https://news.example/a", now=make.NOON)
        visit, feed = look(feed, now=make.NOON + timedelta(hours=1))
    assert (visit.outcome, visit.feed, visit.article, visit.sentence) == ("read", feed, None, "rss was read.")
    article = Article.objects.get(address="https://news.example/b")
    assert (article.feed, article.title, article.next_look_at) == (feed, "/b", make.NOON + timedelta(hours=1))
    assert Article.objects.count() == 2
    assert (feed.title, feed.etag, feed.failures) == ("The News", '"1"', 0)
    assert b"application/rss+xml" in server.requests[0]


@pytest.mark.parametrize("count", [1, 60])
def test_entries_that_are_known_cost_one_query_however_many(django_assert_num_queries, count):
    body = feed_bodies.rss(*(f"/{number}" for number in range(count)))
    with hostile.Server(hostile.page(body, content_type=XML)) as server:
        feed = feed_at(server.url)
        look(feed)
        Feed.objects.update(body_hash="")
        with django_assert_num_queries(7):  # two of them read the feed before and after, in this test
            look(feed)
    assert Article.objects.count() == count
    assert Visit.objects.filter(feed=feed).count() == 2


def test_what_has_not_changed_is_not_parsed(monkeypatch):
    answers = [
        hostile.page(
            feed_bodies.rss("/a"), content_type=XML, etag='"1"', last_modified="Mon, 06 Jan 2020 21:10:00 GMT"
        ),
        hostile.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
        hostile.page(feed_bodies.rss("/a"), content_type=XML),
    ]
    with hostile.Server(lambda *asked: answers.pop(0)(*asked)) as server:
        feed = feed_at(server.url)
        look(feed)
        monkeypatch.setattr(child, "run", None)
        visit, feed = look(feed)
        assert (visit.outcome, feed.failures) == ("not-modified", 0)
        assert b'If-None-Match: "1"' in server.requests[1]
        assert b"If-Modified-Since: Mon, 06 Jan 2020 21:10:00 GMT" in server.requests[1]
        visit, feed = look(feed)
    assert (visit.outcome, feed.failures, feed.etag) == ("unchanged", 0, '"1"')


@pytest.mark.parametrize(
    ("respond", "outcome", "says"),
    [
        (hostile.page(status="404 Not Found"), "gone-404", "404"),
        (hostile.page(status="410 Gone"), "gone-410", "410"),
        (hostile.page(status="500 Oops"), "server-error", "500"),
        (hostile.page(status="403 No"), "forbidden-403", "refused"),
        (hostile.page(b"<html><p>Now a page."), "unreadable-page", "it is a web page, not a feed"),
        (hostile.page(b"", content_type=XML), "unreadable-page", "there is nothing in it"),
        (hostile.page(b"%PDF-1.7", content_type=XML), "unreadable-page", "it is not text"),
        (hostile.page(status="302 F", location="/again"), "too-many-redirects", "5 redirects"),
        (hostile.page(status="302 F", location="http://169.254.169.254/"), "forbidden-address", "private"),
        (hostile.endless(b"HTTP/1.1 200 OK\r\n\r\n", b"<", pause=0.05), "timeout", "0.5 seconds"),
        (hostile.endless(b"HTTP/1.1 200 OK\r\n\r\n", b"<item>" * 9000), "too-large", "larger"),
        (
            hostile.page(gzip.compress(b"a" * 5_000_000, mtime=0), content_encoding="gzip"),
            "too-large",
            "larger",
        ),
        (hostile.raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000), "headers-too-large", "headers"),
        (hostile.raw(b""), "connection-reset", "ended the connection"),
        (hostile.raw(b"hello"), "bad-response", "not HTTP"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_feed_that_fails_says_how_in_words_and_is_looked_at_later(quick, respond, outcome, says):
    with hostile.Server(respond) as server:
        visit, feed = look(feed_at(server.url))
    assert visit.outcome == outcome
    assert says in visit.sentence
    assert (feed.failures, feed.trouble) == (1, visit.sentence)
    assert feed.next_look_at > make.NOON
    assert not Article.objects.exists()


def test_a_parser_that_is_killed_is_a_failure_and_nothing_worse(monkeypatch):
    def killed(*_):
        raise child.ChildKilled(child.Reason.TIME, limit="15 seconds")

    with hostile.Server(hostile.page(feed_bodies.RSS, content_type=XML)) as server:
        feed = feed_at(server.url)
        monkeypatch.setattr(child, "run", killed)
        visit, feed = look(feed)
    assert (visit.outcome, visit.sentence) == (
        "unreadable-page",
        "rss could not be read: it took longer than 15 seconds to parse.",
    )


def test_a_server_that_asks_for_patience_gets_it_from_all():
    with hostile.Server(hostile.page(status="503 Later", retry_after="7200")) as server:
        _, feed = look(feed_at(server.url))
    assert feed.next_look_at == make.NOON + timedelta(hours=2)
    assert feed.host.free_at == make.NOON + timedelta(hours=2)


def test_a_feed_that_recovers_is_well():
    answers = [hostile.page(status="500 Oops"), hostile.page(feed_bodies.rss("/a"), content_type=XML)]
    with hostile.Server(lambda *asked: answers.pop(0)(*asked)) as server:
        feed = feed_at(server.url)
        look(feed)
        _, feed = look(feed)
    assert (feed.failures, feed.trouble, feed.last_good_at) == (0, "", make.NOON)


def test_what_robots_may_not_read_is_not_asked_for():
    with hostile.Server(hostile.page(feed_bodies.RSS)) as server:
        feed = feed_at(server.url)
        Host.objects.update(robots="User-agent: *\nDisallow: /rss", robots_outcome="read")
        visit, feed = look(feed)
        assert (visit.outcome, feed.failures, server.connections) == ("robots-disallowed", 1, 0)
        Host.objects.update(robots_outcome="server-error")
        visit, feed = look(feed)
        assert (visit.outcome, server.connections) == ("server-error", 0)


def test_a_hub_is_noted_from_the_feed_and_from_the_headers_before_it():
    link = '<https://hub.example/2>; rel="hub", <https://news.example/canonical>; rel=self'
    with hostile.Server(
        by_path(
            rss=hostile.page(feed_bodies.RSS, content_type=XML),
            rss2=hostile.page(feed_bodies.RSS, content_type=XML, link=link),
        )
    ) as server:
        _, feed = look(feed_at(server.url))
        assert (feed.hub, feed.topic) == ("https://hub.example/", "https://news.example/rss")
        _, feed = look(feed_at(server.url, "/rss2"))
        assert (feed.hub, feed.topic) == ("https://hub.example/2", "https://news.example/canonical")


def test_the_newest_sitemap_of_an_index_is_read_each_time():
    index = feed_bodies.INDEX
    with hostile.Server(
        by_path(
            index_xml=hostile.page(index, content_type="text/xml", etag='"1"'),
            new_xml=hostile.page(feed_bodies.NEWS_SITEMAP, content_type="text/xml"),
        )
    ) as server:
        feed = feed_at(server.url, "/index.xml")
        visit, feed = look(feed)
        assert (visit.outcome, feed.kind, feed.etag, feed.body_hash) == ("read", "sitemap", "", "")
        assert Article.objects.get().address == "https://map.example/one"
        look(feed)
        assert server.connections == 4


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        (hostile.page(feed_bodies.INDEX, content_type="text/xml"), "index of indexes"),
        (hostile.page(feed_bodies.SITEMAP, content_type="text/xml"), "without news"),
        (hostile.page(status="404 No"), "404"),
    ],
)
def test_an_index_without_news_fails_with_the_reason(inner, says):
    answers = {"index_xml": hostile.page(feed_bodies.INDEX, content_type="text/xml"), "new_xml": inner}
    with hostile.Server(by_path(**answers)) as server:
        visit, feed = look(feed_at(server.url, "/index.xml"))
    assert feed.failures == 1
    assert says in visit.sentence


def test_an_index_does_not_lead_to_another_server():
    index = feed_bodies.INDEX.replace(b"/new.xml", b"https://elsewhere.example/new.xml")
    with hostile.Server(hostile.page(index, content_type="text/xml")) as server:
        _, feed = look(feed_at(server.url, "/index.xml"))
        assert server.connections == 1
    assert "may not be read" in feed.trouble


def test_all_that_is_due_is_looked_at_and_let_go_of():
    answers = {
        f"rss{number}": hostile.page(feed_bodies.rss(f"/{number}"), content_type=XML) for number in range(3)
    }
    answers["robots_txt"] = hostile.page(b"User-agent: *\nDisallow: /closed", content_type="text/plain")
    with hostile.Server(by_path(**answers)) as server:
        for path in ("rss0", "rss1", "rss2", "gone", "closed"):
            feed_at(server.url, f"/{path}")
        assert look_at_feed.look_at_due_feeds(now=timezone.now()) == 5
        assert look_at_feed.look_at_due_feeds(now=timezone.now()) == 0
        assert server.connections == 5  # robots.txt once, and not the one that is closed
    assert Article.objects.count() == 3
    assert not Feed.objects.filter(leased_until__isnull=False).exists()
    assert set(Feed.objects.filter(failures=1).values_list("trouble", flat=True)) == {
        "127.0.0.1 says that there is no page at this address (404).",
        "127.0.0.1 asks robots not to read this page, and Walkback keeps to it.",
    }
