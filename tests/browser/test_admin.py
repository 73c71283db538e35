"""The administration pages in a real browser, under the same policy as every other page."""

import pytest
from django.test import Client

from tests import make
from tracker.capture import feed_store
from tracker.capture.feeds import FeedRead, Kind
from tracker.capture.models import Feed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator(page, live_server):
    """A browser in which bob is logged in; `page.complaints` are the errors that its console showed."""
    client = Client()
    client.force_login(make.bob())
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    page.complaints = []
    page.on(
        "console", lambda message: page.complaints.append(message.text) if message.type == "error" else None
    )
    return page


def test_feeds_are_paused_by_hand_and_the_policy_has_nothing_to_complain_about(administrator, live_server):
    found = FeedRead(kind=Kind.RSS, title="The News")
    feed = feed_store.add(url="https://news.example/rss", found=found, now=make.NOON)[0]
    page = administrator
    page.goto(f"{live_server.url}/desk/admin/")
    page.get_by_role("link", name="Feeds", exact=True).click()
    page.get_by_role("checkbox").last.check()
    page.get_by_role("combobox").select_option("pause")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    page.get_by_text("1 feed is paused.").wait_for()
    assert Feed.objects.get(pk=feed.pk).set_aside_because == "Paused by bob."
    page.get_by_role("link", name="The News").click()
    page.get_by_text("Paused by bob.").wait_for()
    page.goto(f"{live_server.url}/desk/admin/capture/feed/add/")
    page.get_by_label("Address").fill("ftp://news.example/")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("must begin with http:// or https://").wait_for()
    assert page.complaints == []
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(f"{live_server.url}/")
