"""What feeds say, in every kind, and what is no feed; whatever the bytes are, there is an answer."""

import contextlib
import gzip
import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.capture import feed_bodies
from tracker.capture.feeds import FeedRead, Kind, NoFeed, link_address, moment, read
from tracker.capture.models import Feed
from tracker.lib import child
from tracker.lib.moments import Precision

URL = "https://news.example/feeds/main"


def entries(body, url=URL):
    return read(body, "", url).entries


def test_the_kinds_are_those_of_the_table():
    assert {kind.value for kind in Kind} == set(Feed.Kind.values)


def test_it_reads_rss():
    feed = read(feed_bodies.RSS, "application/rss+xml", URL)
    assert (feed.kind, feed.title, feed.site) == ("rss", "News & more", "https://news.example/")
    assert (feed.hub, feed.topic) == ("https://hub.example/", "https://news.example/rss")
    letter, denial = feed.entries
    assert (letter.address, letter.title) == ("https://news.example/letter?id=7", "A letter is sent")
    assert letter.published.earliest == datetime(2020, 1, 6, 18, 10, tzinfo=UTC)
    assert letter.published.precision is Precision.SECOND
    assert (denial.address, denial.id) == ("https://news.example/denial", "https://news.example/denial")
    assert denial.published.precision is Precision.DAY
    assert denial.published.latest == datetime(2020, 1, 6, 23, 59, 59, tzinfo=UTC)


def test_it_reads_atom_with_its_own_base():
    feed = read(feed_bodies.ATOM, "", "https://elsewhere.example/x")
    assert (feed.kind, feed.site) == ("atom", "https://atom.example/")
    assert (feed.hub, feed.topic) == ("https://hub.example/", "https://atom.example/news/feed.atom")
    (entry,) = feed.entries
    assert (entry.address, entry.title, entry.id) == (
        "https://atom.example/news/ships",
        "Ships & troops",
        "tag:atom.example,2020:1",
    )


def test_it_reads_rdf():
    feed = read(feed_bodies.RDF, "", URL)
    assert (feed.kind, feed.title, feed.entries[0].address) == ("rss", "RDF", "http://rdf.example/1")


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "2.0", ""])
def test_it_reads_every_rss(version):
    body = feed_bodies.rss("/a").replace(b'version="2.0"', f'version="{version}"'.encode())
    assert entries(body)[0].address == "https://news.example/a"


def test_it_reads_a_json_feed():
    feed = read(feed_bodies.JSON, "application/feed+json", "https://json.example/feed.json")
    assert (feed.kind, feed.title, feed.hub) == ("json", "JSON", "https://hub.example/")
    one, two = feed.entries
    assert (one.address, one.title) == ("https://json.example/one", "One")
    assert one.published.earliest == datetime(2020, 1, 6, 18, 10, tzinfo=UTC)
    assert (two.address, two.title, two.published.precision) == (
        "https://json.example/two",
        "",
        Precision.MONTH,
    )


def test_it_reads_a_news_sitemap_and_leaves_out_what_is_not_news():
    feed = read(feed_bodies.NEWS_SITEMAP, "application/xml", URL)
    assert (feed.kind, feed.title) == ("sitemap", "The Map")
    (entry,) = feed.entries
    assert (entry.address, entry.title) == ("https://map.example/one", "One")
    assert (entry.published.earliest.hour, entry.published.precision) == (18, Precision.MINUTE)


def test_a_news_sitemap_without_news_at_the_moment_is_one():
    body = b'<urlset xmlns="x" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"></urlset>'
    assert read(body).entries == ()


def test_an_index_of_sitemaps_names_the_newest_first():
    feed = read(feed_bodies.INDEX, "", "https://map.example/index.xml")
    assert feed.sitemaps == (
        "https://map.example/new.xml",
        "https://map.example/old.xml",
        "https://map.example/undated.xml",
    )
    assert feed.entries == ()


def test_a_packed_sitemap_is_unpacked():
    assert len(entries(gzip.compress(feed_bodies.NEWS_SITEMAP))) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "nothing in it"),
        (b" \n\xef\xbb\xbf".strip(b"\xef\xbb\xbf"), "nothing in it"),
        (b"<!doctype html><title>News</title><p>Words", "a web page"),
        (b"Just words.", "neither RSS nor Atom"),
        (b"/etc/passwd", "neither RSS nor Atom"),
        (b"http://127.0.0.1:1/feed", "neither RSS nor Atom"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "neither RSS nor Atom"),
        (b"%PDF-1.7 x", "not text"),
        (b"\x89PNG\r\n\x1a\n....", "not text"),
        (b"\x1f\x8b\x08 and no more", "not text"),
        (b'{"version": "https://jsonfeed.org/version/1"', "is not"),
        (b'{"version": "2"}', "not a JSON Feed"),
        (b"[" * 100_000, "is not"),
        (b'{"version": ' + b"9" * 10_000 + b"}", "is not"),
        (feed_bodies.SITEMAP, "without news"),
        (b"<urlset>\x00\x01<<<", "sitemap"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body, reason):
    found = read(body, "", URL)
    assert isinstance(found, NoFeed)
    assert reason in found.reason


def test_no_file_and_no_address_is_opened_whatever_the_bytes_look_like(tmp_path, monkeypatch):
    feed = tmp_path / "feed.xml"
    feed.write_bytes(feed_bodies.RSS)
    monkeypatch.chdir(tmp_path)
    for body in (b"feed.xml", bytes(feed), b"file://" + bytes(feed)):
        assert isinstance(read(body), NoFeed)


def test_a_broken_feed_gives_what_can_be_read():
    assert [entry.address for entry in entries(feed_bodies.RSS[:-60].replace(b"</guid>", b"&nosuch;</guid>"))]
    assert entries(b"\n\n  " + feed_bodies.rss("/a"))
    assert entries(feed_bodies.rss("/a").replace(b"News", b"caf\xe9 \x0b\x00"))


def test_external_entities_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    bomb = (
        b'<!ENTITY a "'
        + b"x" * 1000
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + depth, b"&%c;" % (97 + depth) * 20) for depth in range(8))
    )
    for template in (feed_bodies.RSS, feed_bodies.NEWS_SITEMAP, feed_bodies.ATOM):
        root = template[template.index(b"<", 3) :] if template.startswith(b"<?") else template
        body = b'<!DOCTYPE x [<!ENTITY s SYSTEM "file://%b">%b]>' % (bytes(secret), bomb) + root
        body = body.replace(b"One", b"&s;&i;").replace(b"Ships", b"&s;&i;").replace(b"News", b"&s;&i;")
        found = child.run(read, body, "", URL)
        assert "the secret" not in repr(found)
        assert len(repr(found)) < 5000


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://a.example/",
        "mailto:a@b.example",
        "http://user@a.example/",
        "http://[",
        "",
        7,
        None,
    ],
)
def test_a_link_that_is_no_web_address_makes_no_entry(link):
    assert link_address(link, base="") == ""
    body = {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": link}]}
    assert read(json.dumps(body).encode()).entries == ()


def test_an_address_is_named_once_and_500_at_most():
    assert len(entries(feed_bodies.rss(*["/a?utm_source=1", "/a", "/a#b", "/b"]))) == 2
    assert len(entries(feed_bodies.rss(*(f"/{number}" for number in range(700))))) == 500


def test_a_title_is_a_headline_and_not_the_article():
    (entry,) = entries(feed_bodies.rss("/a").replace(b"<title>/a", b"<title>" + b"word " * 900))
    assert len(entry.title) <= 120


def test_feedburner_says_where_the_article_is():
    body = feed_bodies.rss("/counter").replace(
        b"</item>",
        b'<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://news.example/real</f:origLink></item>',
    )
    assert entries(body)[0].address == "https://news.example/real"


@pytest.mark.parametrize(
    ("written", "earliest", "precision"),
    [
        ("2020", "2020-01-01T00:00:00+00:00", "year"),
        ("2020-03", "2020-03-01T00:00:00+00:00", "month"),
        ("2020-03-04", "2020-03-04T00:00:00+00:00", "day"),
        ("2020-03-04T05:06Z", "2020-03-04T05:06:00+00:00", "minute"),
        ("2020-03-04T05:06:07+0100", "2020-03-04T04:06:07+00:00", "second"),
        ("2020-03-04T05:06:07.891-01:00", "2020-03-04T06:06:07+00:00", "second"),
    ],
)
def test_a_time_is_as_precise_as_it_is_written(written, earliest, precision):
    found = moment(written)
    assert (found.earliest.isoformat(), found.precision) == (earliest, precision)


@pytest.mark.parametrize(
    "written", ["", "yesterday", "2020-13", "0000", "9999", "9999-12-31", "2020-02-30", 7, None]
)
def test_a_time_that_cannot_be_is_none(written):
    assert moment(written) is None


KINDS = [
    feed_bodies.RSS,
    feed_bodies.ATOM,
    feed_bodies.RDF,
    feed_bodies.JSON,
    feed_bodies.NEWS_SITEMAP,
    feed_bodies.INDEX,
]


def assert_it_can_be_stored(found):
    assert isinstance(found, FeedRead | NoFeed)
    if isinstance(found, NoFeed):
        assert found.reason
        return
    for text in (found.title, found.site, found.hub, found.topic, *found.sitemaps):
        text.encode()
        assert "\x00" not in text
        assert len(text) <= 2000
    for entry in found.entries:
        assert entry.address.startswith(("http://", "https://"))
        assert len(entry.address) <= 2000
        assert len(entry.title) <= 120
        assert "\x00" not in entry.title + entry.id
        (entry.title + entry.id + entry.address).encode()


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(["", "text/xml; charset=utf-16", "application/json"]))
@example(b"\xff\xfe<\x00r\x00s\x00s\x00>\x00", "")
def test_any_bytes_are_a_feed_or_a_refusal(body, content_type):
    assert_it_can_be_stored(read(body, content_type, URL))


@settings(deadline=None, max_examples=250)
@given(st.sampled_from(KINDS), st.data())
def test_any_damage_to_a_feed_leaves_a_feed_or_a_refusal(body, data):
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 80)))
    assert_it_can_be_stored(read(body[:start] + data.draw(st.binary(max_size=20)) + body[end:], "", URL))


@pytest.mark.parametrize(
    "body",
    [
        b"<rss version='2.0'><channel>" + b"<item>" * 100_000,
        b"<rss version='2.0'><channel><item><title>" + b"&" * 1_000_000,
        b"<rss version='2.0' " + b"a='1' " * 100_000 + b">",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry>" * 100_000,
        b"<urlset>" + b"<url>" * 100_000,
        b"<!DOCTYPE " + b"<!ENTITY a 'b'>" * 60_000,
        b"<!--" * 200_000,
    ],
    ids=["items", "ampersands", "attributes", "entries", "urls", "entities", "comments"],
)
def test_hostile_bytes_end_in_a_child_within_its_limits(body):
    started = time.monotonic()
    with contextlib.suppress(child.ChildKilled):
        assert_it_can_be_stored(child.run(read, body, "", URL, wall=2, cpu=1))
    assert time.monotonic() - started < 4
