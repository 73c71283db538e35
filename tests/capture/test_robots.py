"""What a robots.txt lets us read, as RFC 9309 has it."""

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capture import robots
from tracker.capture.models import Host
from tracker.capture.outcomes import Outcome

PAGE = "https://news.example/politics/letter?id=1"


def host(text="", outcome=Outcome.READ):
    return Host(name="news.example", robots=text, robots_outcome=outcome)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("user-agent:*\ndisallow:/politics", False),
        ("User-agent: *\nDisallow: /politics\nAllow: /politics/letter", True),
        ("User-agent: *\nDisallow: /*?id=", False),
        ("User-agent: *\nDisallow: /*letter$", True),
        ("User-agent: *\nDisallow: /POLITICS", True),
        ("User-agent: Otherbot\nDisallow: /", True),
        ("User-agent: walk\nDisallow: /", True),
        ("User-agent: WALKBACK\nDisallow: /", False),
        ("User-agent: Walkback/0.1 # us\nDisallow: /", False),
        ("User-agent: Otherbot\nUser-agent: Walkback\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Walkback\nAllow: /", True),
        ("User-agent: Walkback\nDisallow: /x\n\nUser-agent: *\nDisallow: /", True),
        ("Disallow: /", True),
        ("<html><body>Not found</body></html>", True),
        ("User-agent: *\r\nDisallow: /\r\n", False),
    ],
)
def test_it_reads_the_rules_that_speak_to_us(text, allowed):
    assert robots.may(host(text), PAGE) is allowed


@pytest.mark.parametrize("outcome", ["", "gone-404", "gone-410", "forbidden-403", "client-error", "empty"])
def test_where_there_is_no_robots_txt_everything_may_be_read(outcome):
    assert robots.refusal(host("User-agent: *\nDisallow: /", outcome), PAGE) is None


@pytest.mark.parametrize(
    "outcome", ["server-error", "unavailable-503", "timeout", "dns-failed", "rate-limited-429", "tls-failed"]
)
def test_a_server_that_cannot_say_is_left_alone_and_not_said_to_refuse(outcome):
    assert robots.refusal(host("", outcome), PAGE) == outcome
    assert not robots.may(host("", outcome), PAGE)


def test_a_disallowed_page_is_said_to_be_disallowed():
    assert robots.refusal(host("User-agent: *\nDisallow: /"), PAGE) is Outcome.ROBOTS_DISALLOWED


@pytest.mark.parametrize("outcome", Outcome.values)
def test_every_outcome_of_asking_has_a_meaning(outcome):
    robots.refusal(host("", outcome), PAGE)
    robots.crawl_delay(host("", outcome))


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", timedelta(seconds=2.5)),
        ("User-agent: *\nCrawl-delay: 999999999999", timedelta(hours=1)),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: nan", None),
        ("User-agent: Otherbot\nCrawl-delay: 5", None),
        ("", None),
    ],
)
def test_it_knows_how_long_to_wait(text, delay):
    assert robots.crawl_delay(host(text)) == delay


def test_no_more_is_kept_than_the_limit_and_no_line_is_cut():
    body = b"User-agent: *\n" + b"Disallow: /abcdef\n" * 100_000
    text = robots.text_of(body)
    assert robots.LARGEST - 20 < len(text) <= robots.LARGEST
    assert text.endswith("\nDisallow: /abcdef\n")


def test_a_line_without_an_end_is_not_kept():
    assert robots.text_of(b"x" * 600_000) == ""


def test_bytes_become_text_that_can_be_stored():
    assert (
        robots.text_of(b"\xef\xbb\xbfUser-agent: *\x00\xff\r\nDisallow: /")
        == "User-agent: *\ufffd\nDisallow: /"
    )


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"User-agent: a{number}" for number in range(15_000)) + "\n" + "Disallow: /x\n" * 2_000,
        "User-agent: *\n" + "Disallow: /" + "*a" * 200_000,
        "User-agent: *\n" + "Disallow: /" + "$" * 400_000,
        "User agent" * 50_000,
        "User-agent" + " " * 500_000,
        "".join(f"User-agent: *\nDisallow: /*a*{number}*b\n" for number in range(15_000)),
    ],
    ids=["agents", "stars", "dollars", "one line", "blanks", "groups"],
)
def test_a_hostile_file_costs_no_time(text):
    started = time.process_time()
    robots.may(host(text), "https://news.example/" + "a" * 1900)
    assert time.process_time() - started < 3


@given(st.binary(max_size=400), st.text(max_size=60))
def test_whatever_a_file_says_there_is_an_answer(body, path):
    asked = host(robots.text_of(b"User-agent: *\nDisallow: /" + body))
    assert robots.may(asked, f"https://news.example/{path}") in {True, False}
    robots.crawl_delay(asked)
