"""What a page says about itself, where it says it, and what is believed first."""

import lxml.html
import pytest

from tracker.extract import about

URL = "https://www.ledger.example/news/bridge"


def read(head="", body="", url=URL):
    page = (
        f"<!doctype html><html lang='EN-gb'><head>{head}</head><body><h1>Bridge shut</h1>{body}</body></html>"
    )
    return about.read(lxml.html.document_fromstring(page), url=url)


def linked(json):
    return f'<script type="application/ld+json">{json}</script>'


def told(moment):
    return moment and f"{moment.earliest:%Y-%m-%d %H:%M} {moment.precision} {moment.zone}".strip()


def test_linked_data_is_believed_before_meta_tags():
    found = read(
        linked(
            '{"@type": "NewsArticle", "headline": "Old bridge shut", "datePublished": "2020-01-06T21:45Z"}'
        )
        + '<meta property="og:title" content="Shut!"><meta name="date" content="2020-01-09">'
    )
    assert (found.title, told(found.published)) == ("Old bridge shut", "2020-01-06 21:45 minute UTC")


def test_an_author_is_found_by_reference():
    found = read(
        linked(
            '{"@graph": [{"@type": "Article", "author": {"@id": "#jane"}},'
            ' {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}]}'
        )
    )
    assert found.byline == "Jane Doe"


def test_references_of_html_in_linked_data_are_characters():
    assert read(linked('{"@type": "Article", "headline": "It&#8217;s shut"}')).title == "It’s shut"


def test_broken_linked_data_is_passed_over():
    assert read(linked('{"@type": "Article", ')).title == "Bridge shut"


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        ('<meta name="author" content="By Jane Doe"><meta name="byl" content="Sam Roe">', "", "Jane Doe, Sam Roe"),
        ('<meta name="author" content="webteam"><p>', "<p class='byline'>By Jane Doe</p>", "Jane Doe"),
        (linked('{"@type": "Article", "author": "Ledger", "publisher": {"name": "Ledger"}}'),
         "<a rel='author' href='/jane'>Jane Doe</a>", "Jane Doe"),
        (linked('{"@type": "Article", "author": "Ledger", "publisher": {"name": "Ledger"}}'), "", "Ledger"),
        ("", "<p>By <a href='/jane'>Jane Doe</a>, <a href='/sam'>Sam Roe</a> <i>on Monday, May 4th, 2020</i></p>",
         "Jane Doe, Sam Roe"),
        ("", "<div class='comments'><span class='author'>Angry Reader</span></div>", ""),
        ("", "<h4 class='author'>The two defence ministries</h4>", ""),
    ],
)  # fmt: skip
def test_the_byline_names_who_wrote(head, body, byline):
    assert read(head, body).byline == byline


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta property="og:site_name" content="U.S."><meta name="twitter:site" content="@ledger">', "ledger"),
        ('<meta property="og:site_name" content="https://ledger.example"><meta name="dc.publisher" content="Ledger">',
         "Ledger"),
        ('<meta property="og:site_name" content="The Daily Ledger">' + linked(
            '{"@type": "Article", "publisher": {"name": "Associated Press"}}'), "The Daily Ledger"),
        ('<meta property="og:site_name" content="ledger.org"><meta name="application-name" content="The Ledger Post">',
         "The Ledger Post"),
        ("", "ledger.example"),
    ],
)  # fmt: skip
def test_the_outlet_is_the_name_that_fits_the_address(head, outlet):
    assert read(head).outlet == outlet


def test_the_name_of_the_outlet_is_no_part_of_the_title():
    head = '<meta property="og:site_name" content="Ledger - News">'
    assert read(head + '<meta property="og:title" content="Dam open - Ledger - News">').title == "Dam open"


def test_a_heading_that_is_the_name_of_the_site_is_no_title():
    assert read('<meta property="og:title" content="Council votes on dam">').title == "Council votes on dam"


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ("<p>Jane Doe</p><p>Published 2:16 AM EST Jan 6, 2020</p>", "2020-01-06 02:16 minute -05:00"),
        ("<p>Updated Jan 6, 2020 9:00 AM</p>", "2020-01-06 00:00 day"),
        ("<p>Jan 9, 2020 9:00 AM</p>", "2020-01-06 00:00 day"),
    ],
)
def test_the_day_of_the_address_is_taken_as_precisely_as_the_page_prints_it(body, published):
    assert told(read(body=body, url="https://ledger.example/2020/jan/6/bridge").published) == published


def test_a_time_without_a_zone_gets_that_of_the_same_instant_in_print():
    head = '<meta name="date" content="2020-01-07 02:24:00">'
    assert told(read(head, "<p>Jan 6, 2020 at 9:24 pm EST</p>").published) == "2020-01-06 21:24 minute -05:00"
    assert told(read(head, "<p>Jan 6, 2020 at 9:25 pm EST</p>").published) == "2020-01-07 02:24 minute"


@pytest.mark.parametrize(
    ("body", "modified"),
    [
        ("<p>Last updated: January 7, 2020 at 4:45 pm EST</p>", "2020-01-07 16:45 minute -05:00"),
        ("<p><b>Updated</b> <span>Jan. 7, 2020</span></p>", "2020-01-07 00:00 day"),
        ("<p>Jan. 6, 2020 / Updated Jan. 7, 2020</p>", "2020-01-07 00:00 day"),
        ("<p>We have updated our privacy policy on Jan. 7, 2020</p>", None),
        ("<p>Updated 14 hours ago</p>", None),
    ],
)
def test_an_update_that_is_only_printed_is_read(body, modified):
    assert told(read(body=body).modified) == modified


def test_language_and_address_are_as_declared():
    found = read('<link rel="canonical" href="/bridge">')
    assert (found.language, found.canonical_url) == ("en-gb", "https://www.ledger.example/bridge")
