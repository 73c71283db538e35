"""Which feeds a page offers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capture import feed_bodies
from tracker.capture.discover import discover

URL = "https://news.example/"


def test_declared_feeds_come_first_and_links_that_look_like_feeds_after_them():
    found = discover(feed_bodies.HOME_PAGE, "text/html", URL)
    assert [(offer.address, offer.declared) for offer in found] == [
        ("https://news.example/front/all.rss", True),
        ("https://news.example/feed.json", True),
        ("https://news.example/politics/feed/", False),
        ("https://feeds.news.example/world", False),
    ]
    assert found[0].title == "All news"
    assert found[2].title == "Politics"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/rss", "https://news.example/rss"),
        ("/news/rss.xml", "https://news.example/news/rss.xml"),
        ("feed://news.example/a/feed", "http://news.example/a/feed"),
        ("/news-sitemap.xml", "https://news.example/news-sitemap.xml"),
        ("https://rss.other.example/x", "https://rss.other.example/x"),
    ],
)
def test_a_link_that_looks_like_a_feed_is_offered(href, address):
    assert [offer.address for offer in discover(f'<a href="{href}">x</a>'.encode(), "", URL)] == [address]


@pytest.mark.parametrize(
    "href", ["/feedback", "/trss", "/atomic", "mailto:rss@news.example", "/a?feed=x", ""]
)
def test_other_links_are_not(href):
    assert discover(f'<a href="{href}">x</a>'.encode(), "", URL) == ()


def test_a_page_of_links_costs_little_and_offers_a_handful():
    started = time.process_time()
    page = b"".join(b'<a href="/%d/rss">x</a>' % number for number in range(50_000))
    assert len(discover(page, "", URL)) == 20
    assert time.process_time() - started < 3


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_with_some_feeds_or_none(body):
    for offer in discover(b'<base href="' + body + b'"><a href="/rss">' + body, "", URL):
        assert offer.address.startswith("http")
