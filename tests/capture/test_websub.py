"""Hubs: what we ask of them, what they may ask of us, and that a push is only a nudge."""

import hashlib
import hmac
import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import hostile, make
from tracker.capture import feed_store, websub
from tracker.capture.feeds import FeedRead, Kind
from tracker.capture.models import Article, Feed

pytestmark = pytest.mark.django_db
TOPIC = "https://news.example/rss"


@pytest.fixture(autouse=True)
def _a_site_that_hubs_can_reach(settings):
    settings.ALLOW_PRIVATE_NETWORKS = True
    settings.SITE_URL, settings.SITE_IS_HTTPS = "https://walkback.example", True


def feed_with(hub="https://hub.example/", url="https://news.example/rss"):
    found = FeedRead(kind=Kind.RSS, hub=hub, topic=TOPIC if hub else "")
    return feed_store.add(url=url, found=found, now=make.NOON)[0]


def subscribed_feed():
    feed = feed_with()
    feed_store.ask_hub(feed=feed, now=make.NOON)
    feed_store.subscribed(feed=feed, until=timezone.now() + timedelta(days=5))
    feed_store.good_look(feed=feed, now=timezone.now())
    return feed


def stored(feed):
    return Feed.objects.get(pk=feed.pk)


def path_of(feed):
    return urlsplit(websub.callback(feed)).path


def ask(feed, **asked):
    usual = {"mode": "subscribe", "topic": TOPIC, "challenge": "<b>7", "lease_seconds": "864000"}
    return Client().get(path_of(feed), {f"hub.{name}": value for name, value in (usual | asked).items()})


def push(feed, body=b"<rss/>", *, signature=None, method="sha256", **headers):
    if signature is None:
        secret = stored(feed).hub_secret.encode()
        signature = f"{method}={hmac.new(secret, body, getattr(hashlib, method)).hexdigest()}"
    return Client().post(
        path_of(feed),
        body,
        content_type="application/rss+xml",
        headers={"X-Hub-Signature": signature, **headers},
    )


class Hub(hostile.Server):
    """Reads the whole form before it answers with a status."""

    def __init__(self, status="202 Accepted"):
        super().__init__(self.answer)
        self.status = status
        self.forms = []
        self.told = threading.Event()

    def answer(self, connection, request):
        head, _, body = request.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(length)
        self.forms.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
        hostile.page(b"", status=self.status, location="/elsewhere")(connection, request)


# --- What we ask --------------------------------------------------------------------------------------


def test_the_hub_is_asked_by_a_form_with_a_secret_of_its_own():
    with Hub() as hub:
        feed = feed_with(f"{hub.url}/hub")
        assert websub.subscribe(feed=feed, now=make.NOON)
    (form,) = hub.forms
    feed = stored(feed)
    assert form == {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.callback": websub.callback(feed),
        "hub.lease_seconds": "864000",
        "hub.secret": feed.hub_secret,
    }
    assert form["hub.callback"].startswith("https://walkback.example/websub/")
    assert len(feed.hub_secret) >= 40
    assert (feed.hub_asked_at, feed.subscribed_until) == (make.NOON, None)


@pytest.mark.parametrize("status", ["400 No", "500 Oops", "307 Moved"])
def test_a_hub_that_does_not_take_it_is_no_trouble(status):
    with Hub(status) as hub:
        assert not websub.subscribe(feed=feed_with(hub.url), now=make.NOON)
        assert hub.connections == 1


def test_a_hub_in_a_forbidden_place_is_not_asked():
    assert not websub.subscribe(feed=feed_with("http://169.254.169.254/"), now=make.NOON)


def test_hubs_are_asked_once_and_again_before_the_subscription_ends():
    with Hub() as hub:
        feed = feed_with(hub.url)
        feed_with("", "https://news.example/without-a-hub")
        assert websub.ask_hubs(now=make.NOON) == 1
        assert websub.ask_hubs(now=make.NOON + timedelta(hours=1)) == 0
        feed_store.subscribed(feed=feed, until=make.NOON + timedelta(days=10))
        assert websub.ask_hubs(now=make.NOON + timedelta(days=5)) == 0
        secret = stored(feed).hub_secret
        assert websub.ask_hubs(now=make.NOON + timedelta(days=9, hours=1)) == 1
        assert stored(feed).hub_secret == secret
        assert stored(feed).subscribed_until


def test_a_hub_that_never_confirms_is_asked_twice_a_day_at_most():
    with Hub() as hub:
        feed_with(hub.url)
        asked = [websub.ask_hubs(now=make.NOON + timedelta(hours=hours)) for hours in range(25)]
    assert sum(asked) == 2


def test_no_hub_is_asked_where_it_could_not_reach_us_or_for_what_is_set_aside(settings):
    feed = feed_with()
    feed_store.pause(feed=feed, because="x", now=make.NOON)
    assert websub.ask_hubs(now=make.NOON) == 0
    feed_store.resume(feed=feed, now=make.NOON)
    settings.SITE_IS_HTTPS = False
    assert websub.ask_hubs(now=make.NOON) == 0


def test_a_hub_is_asked_to_stop_telling_of_a_feed_that_is_set_aside_until_it_confirms():
    with Hub() as hub:
        feed = feed_with(hub.url)
        feed_store.ask_hub(feed=feed, now=make.NOON)
        feed_store.subscribed(feed=feed, until=make.NOON + timedelta(days=10))
        feed_store.pause(feed=feed, because="x", now=make.NOON)
        later = make.NOON + timedelta(days=1)
        assert [websub.ask_hubs(now=later) for _ in range(2)] == [1, 0]
        assert stored(feed).subscribed_until
        assert ask(feed, mode="unsubscribe").status_code == 200
        assert websub.ask_hubs(now=later + timedelta(days=1)) == 0
    (form,) = hub.forms
    assert form == {
        "hub.mode": "unsubscribe",
        "hub.topic": TOPIC,
        "hub.callback": websub.callback(feed),
    }


def test_a_hub_that_does_not_stop_is_not_asked_beyond_the_end_of_the_subscription():
    feed = feed_with()
    feed_store.subscribed(feed=feed, until=make.NOON + timedelta(days=10))
    feed_store.pause(feed=feed, because="x", now=make.NOON)
    days = [websub.leaving(now=make.NOON + timedelta(days=days)).count() for days in (1, 9, 11)]
    assert days == [1, 1, 0]


def test_a_feed_that_is_taken_up_again_is_subscribed_to_at_once():
    with Hub() as hub:
        feed = feed_with(hub.url)
        feed_store.subscribed(feed=feed, until=make.NOON + timedelta(days=10))
        feed_store.pause(feed=feed, because="x", now=make.NOON)
        websub.ask_hubs(now=make.NOON)
        ask(feed, mode="unsubscribe")
        feed_store.resume(feed=feed, now=make.NOON)
        websub.ask_hubs(now=make.NOON)
    assert [form["hub.mode"] for form in hub.forms] == ["unsubscribe", "subscribe"]


# --- What a hub asks ----------------------------------------------------------------------------------


def test_a_subscription_we_asked_for_is_confirmed():
    feed = feed_with()
    feed_store.ask_hub(feed=feed, now=make.NOON)
    answer = ask(feed)
    assert (answer.status_code, answer.content) == (200, b"<b>7")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    left = stored(feed).subscribed_until - timezone.now()
    assert timedelta(days=9, hours=23) < left <= timedelta(days=10)


@pytest.mark.parametrize(
    ("lease", "kept"),
    [
        ("1", timedelta(hours=1)),
        ("", timedelta(hours=1)),
        ("-5", timedelta(hours=1)),
        ("9" * 40, timedelta(days=30)),
    ],
)
def test_a_lease_is_kept_within_reason(lease, kept):
    feed = feed_with()
    feed_store.ask_hub(feed=feed, now=make.NOON)
    assert ask(feed, lease_seconds=lease).status_code == 200
    assert kept - timedelta(minutes=1) < stored(feed).subscribed_until - timezone.now() <= kept


@pytest.mark.parametrize(
    "asked",
    [{"topic": "https://other.example/"}, {"mode": "unsubscribe"}, {"mode": ""}, {"challenge": "x" * 2001}],
)
def test_what_we_did_not_ask_for_is_not_confirmed(asked):
    feed = feed_with()
    feed_store.ask_hub(feed=feed, now=make.NOON)
    assert ask(feed, **asked).status_code == 404
    assert stored(feed).subscribed_until is None


def test_a_subscription_that_nobody_asked_for_is_not_confirmed():
    assert ask(feed_with()).status_code == 404


def test_a_hub_that_refuses_us_is_believed():
    feed = subscribed_feed()
    assert ask(feed, mode="denied").status_code == 200
    assert (stored(feed).subscribed_until, stored(feed).hub_secret) == (None, "")


def test_the_end_of_a_subscription_to_a_feed_set_aside_is_confirmed():
    feed = subscribed_feed()
    feed_store.pause(feed=feed, because="x", now=make.NOON)
    assert ask(feed).status_code == 404
    assert ask(feed, mode="unsubscribe").content == b"<b>7"
    assert stored(feed).subscribed_until is None


@pytest.mark.parametrize("token", ["1", "1.", "1.x", "x.y", "9.8.7", "%00", "1." + "a" * 500])
def test_nobody_guesses_the_address(token):
    feed_with()
    assert Client().get(f"/websub/{token}/").status_code == 404
    assert Client().post(f"/websub/{token}/").status_code == 404


def test_the_address_of_one_feed_is_not_that_of_another():
    feed, other = feed_with(), feed_with(url="https://news.example/2")
    signature = websub.callback(feed).rpartition(".")[2]
    assert websub.feed_of(f"{other.pk}.{signature.rstrip('/')}") is None


# --- What a hub tells ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signed_push_makes_the_feed_due_at_once_and_nothing_else(method):
    feed = subscribed_feed()
    assert stored(feed).next_look_at > timezone.now()
    answer = push(feed, b"<rss><item><link>https://news.example/pushed</link></item></rss>", method=method)
    assert (answer.status_code, answer.content) == (202, b"")
    assert stored(feed).next_look_at <= timezone.now()
    assert not Article.objects.exists()


def test_a_push_twice_is_as_good_as_once():
    feed = subscribed_feed()
    push(feed)
    due = stored(feed).next_look_at
    assert push(feed).status_code == 202
    assert stored(feed).next_look_at == due


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        "sha256=00",
        "sha256",
        "md5=d41d8cd98f00b204e9800998ecf8427e",
        "sha256=\u00e4",
        "=",
        "new=x",
    ],
)
def test_a_push_without_the_right_signature_does_nothing(signature):
    feed = subscribed_feed()
    due = stored(feed).next_look_at
    assert push(feed, signature=signature).status_code == 403
    assert stored(feed).next_look_at == due


def test_a_signature_is_of_these_bytes():
    feed = subscribed_feed()
    right = hmac.new(stored(feed).hub_secret.encode(), b"other", hashlib.sha256).hexdigest()
    assert push(feed, b"bytes", signature=f"sha256={right}").status_code == 403
    assert push(feed, b"other", signature=f"sha256={right}").status_code == 202


def test_a_push_for_what_has_ended_says_so():
    feed = subscribed_feed()
    feed_store.pause(feed=feed, because="x", now=make.NOON)
    assert push(feed).status_code == 410
    assert push(feed_with(url="https://news.example/2"), signature="sha256=").status_code == 410


def test_a_push_too_large_to_be_one_is_refused_before_it_is_read():
    feed = subscribed_feed()
    assert push(feed, b"x" * (5 * 1024 * 1024 + 1), signature="sha256=").status_code == 413


def test_other_methods_are_refused():
    assert Client().put(path_of(feed_with())).status_code == 405


@pytest.mark.parametrize(
    ("header", "hub", "topic"),
    [
        ("<https://hub.example/>; rel=hub", "https://hub.example/", ""),
        (
            '</feed>; title="x"; rel="self", <//hub.example/>; rel="other hub"',
            "https://hub.example/",
            "https://news.example/feed",
        ),
        ("<https://a.example/>; rel=hub, <https://b.example/>; rel=hub", "https://a.example/", ""),
        ("<javascript:x>; rel=hub", "", ""),
        ("nonsense", "", ""),
    ],
)
def test_a_link_header_names_hub_and_topic(header, hub, topic):
    assert websub.offered(header, base="https://news.example/rss") == (hub, topic)


@given(st.text(max_size=200))
def test_any_link_header_is_read(header):
    websub.offered(header, base="https://news.example/")
    websub.offered(f"<{header}>; rel={header}" * 3, base="https://news.example/")
