"""The bookmarklet on a site whose policy forbids everything."""

import html
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import override_settings

from tests import hostile
from tests.desk.browsing import desk

STRICT = "default-src 'none'; script-src 'none'; form-action 'none'; require-trusted-types-for 'script'"
PAGE = b"<!doctype html><title>A letter &amp; its draft</title><p>It was a mistake.</p>"


@pytest.mark.django_db(transaction=True)
def test_it_opens_our_form_from_a_page_that_allows_nothing(live_server, page):
    with override_settings(SITE_URL=live_server.url):
        bookmark = desk().get("/desk/bookmarklet/").context["bookmarklet"]
    assert html.escape(bookmark) != bookmark  # the page shows it escaped
    with hostile.Server(hostile.page(PAGE, content_security_policy=STRICT)) as site:
        page.goto(f"{site.url}/letter?x=1&y=2")
        with page.context.expect_page() as opened:
            # What a browser does with a bookmark: it runs what stands behind the scheme, in the page.
            page.evaluate(bookmark.removeprefix("javascript:"))
        opened.value.wait_for_load_state()
        # Nobody has logged in: the form waits behind the login, filled in.
        behind = urlsplit(parse_qs(urlsplit(opened.value.url).query)["next"][0])
        assert behind.path == "/desk/hand-in/"
        assert parse_qs(behind.query) == {
            "url": [f"{site.url}/letter?x=1&y=2"],
            "title": ["A letter & its draft"],
        }
        assert page.url == f"{site.url}/letter?x=1&y=2"
