"""Asking a real small server for its robots.txt."""

import pytest

from tests import hostile, make
from tracker.capture import robots
from tracker.capture.look_at_robots import look_at_robots
from tracker.capture.models import Host
from tracker.capture.outcomes import Outcome


@pytest.fixture(autouse=True)
def _open_to_loopback(settings):
    settings.ALLOW_PRIVATE_NETWORKS = True


def asked(respond):
    with hostile.Server(respond) as server:
        text, outcome, _ = look_at_robots(url=f"{server.url}/a/b", now=make.NOON)
        assert server.requests[0].startswith(b"GET /robots.txt ")
    return Host(name="127.0.0.1", robots=text, robots_outcome=outcome)


@pytest.mark.parametrize("announced", [True, False])
def test_of_a_file_that_is_too_long_the_beginning_counts(announced):
    rules = b"User-agent: *\nDisallow: /secret/\n" + b"Disallow: /x/y\n" * 100_000
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
    length = b"Content-Length: %d\r\n" % len(rules) if announced else b""
    host = asked(hostile.raw(head + length + b"\r\n" + rules))
    assert robots.LARGEST - 20 < len(host.robots) <= robots.LARGEST
    assert robots.refusal(host, "https://news.example/secret/a") is Outcome.ROBOTS_DISALLOWED
    assert robots.may(host, "https://news.example/open")


@pytest.mark.parametrize("status", ["401 No", "403 No", "404 No", "410 No", "418 No"])
def test_a_server_without_rules_lets_everybody_in(status):
    assert robots.may(asked(hostile.page(status=status)), "https://news.example/a")


@pytest.mark.parametrize(
    ("status", "refusal"), [("500 No", Outcome.SERVER_ERROR), ("503 No", Outcome.UNAVAILABLE_503)]
)
def test_a_server_in_trouble_is_left_alone_for_now(status, refusal):
    host = asked(hostile.page(b"User-agent: *\nAllow: /", status=status))
    assert robots.refusal(host, "https://news.example/a") is refusal
    assert not robots.is_settled(host)
