"""The administration pages: closed to all but administrators, without scripts, and through the one writers only."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests import hostile, make
from tests.capture import feed_bodies
from tests.test_urls import ADMINISTRATION, patterns
from tracker.accounts.access import Action
from tracker.capture import feed_store
from tracker.capture.feeds import FeedRead, Kind
from tracker.capture.models import Article, Feed, Visit
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open_to_loopback(settings):
    settings.ALLOW_PRIVATE_NETWORKS = True
    settings.HOST_DELAY = timedelta(0)


def all_patterns():
    return [pattern for path, pattern in patterns(get_resolver()) if path.startswith(ADMINISTRATION)]


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def feed(path="rss", **more):
    found = FeedRead(kind=Kind.RSS, title=f"The {path}", **more)
    return feed_store.add(url=f"https://news.example/{path}", found=found, now=make.NOON)[0]


def pages():
    """The address of every kind of page there is."""
    one = feed(hub="https://hub.example/", topic="https://news.example/rss")
    snapshot = make.page()
    rows = [one, snapshot.article, snapshot.visits.get(), make.source()]
    found = [reverse("admin:index"), reverse("admin:app_list", args=["capture"])]
    for row in rows:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        found += [reverse(f"{name}_{what}", args=[row.pk]) for what in ("change", "history")]
    return [*found, reverse("admin:capture_feed_add"), reverse("admin:sources_source_add")]


def test_the_walk_finds_the_pages():
    assert len(all_patterns()) >= 20


def test_every_page_says_what_it_requires():
    assert {getattr(pattern.callback, "requires", None) for pattern in all_patterns()} == {Action.ADMINISTER}


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_log_in_first_and_editors_are_refused(method):
    stranger, editor = Client(), browser(make.alice())
    for page in pages():
        answer = getattr(stranger, method)(page)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("login"))
        assert "no-store" in answer["Cache-Control"]
        assert getattr(editor, method)(page).status_code == 403


def test_a_page_for_administrators_has_no_script_and_no_style_of_its_own():
    administrator = browser(make.bob())
    for page in pages():
        answer = administrator.get(page)
        assert answer.status_code == 200, page
        assert not re.search(rb"<script|<style|\sstyle=|\son[a-z]+=", answer.content), page
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert b"To the desk" in answer.content


def test_passwords_and_logging_in_are_not_there():
    administrator = browser(make.bob())
    for path in (
        "login/",
        "logout/",
        "password_change/",
        "jsi18n/",
        "autocomplete/",
        "auth/group/",
        "accounts/user/",
    ):
        assert administrator.get(f"/desk/admin/{path}").status_code == 404


def test_what_is_only_shown_can_neither_be_changed_nor_deleted_nor_added():
    administrator = browser(make.bob())
    snapshot = make.page()
    for row in (snapshot.article, snapshot.visits.get(), make.source(), feed()):
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        assert administrator.post(reverse(f"{name}_change", args=[row.pk]), {"title": "x"}).status_code == 403
        assert (
            administrator.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        )
        assert b"delete_selected" not in administrator.get(reverse(f"{name}_changelist")).content
    for name in ("article", "visit"):
        assert administrator.post(reverse(f"admin:capture_{name}_add"), {}).status_code == 403
    assert (Article.objects.count(), Visit.objects.count(), Feed.objects.count()) == (1, 1, 1)


def test_the_secret_of_a_subscription_is_not_shown():
    one = feed(hub="https://hub.example/", topic="https://news.example/rss")
    secret = feed_store.ask_hub(feed=one, now=make.NOON)
    for page in pages():
        assert secret.encode() not in browser(make.bob()).get(page).content


def test_a_list_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    for number in range(30):
        feed(f"feed{number}")
    administrator = browser(make.bob())
    with django_assert_max_num_queries(6):
        administrator.get(reverse("admin:capture_feed_changelist"))


# --- Adding a feed ------------------------------------------------------------------------------------


def add(client, address, **more):
    return client.post(reverse("admin:capture_feed_add"), {"address": address, "outlet": ""} | more)


def test_a_feed_is_read_and_added():
    outlet = Source.objects.create(kind="outlet", name="News")
    with hostile.Server(hostile.page(feed_bodies.ATOM, content_type="text/xml")) as server:
        answer = add(browser(make.bob()), f" {server.url}/atom#x ", outlet=outlet.pk)
        assert answer.status_code == 302, answer.context["adminform"].errors
        added = Feed.objects.get()
        assert (added.address, added.title, added.kind) == (f"{server.url}/atom", "Desk", "atom")
    assert (added.outlet, added.added_by, added.hub) == (outlet, make.bob(), "https://hub.example/")
    assert added.next_look_at is not None


def test_of_a_page_its_feed_is_added():
    page = b'<link rel="alternate" type="application/rss+xml" href="/rss">'

    def respond(connection, request):
        good = hostile.page(feed_bodies.RSS, content_type="text/xml")
        (good if b"/rss" in request.split(b"\r\n")[0] else hostile.page(page))(connection, request)

    with hostile.Server(respond) as server:
        assert add(browser(make.bob()), server.url).status_code == 302
        assert Feed.objects.get().address == f"{server.url}/rss"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "required"),
        ("ftp://news.example/", "must begin with http:// or https://"),
        ("http://169.254.169.254/rss", "private or reserved network"),
        ("{url}/rss", "404"),
    ],
)
def test_what_cannot_be_added_is_refused_with_the_reason(address, says):
    with hostile.Server(hostile.page(status="404 Not Found")) as server:
        answer = add(browser(make.bob()), address.format(url=server.url))
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Feed.objects.exists()


def test_adding_twice_is_refused_without_a_look():
    one = feed()
    answer = add(browser(make.bob()), one.address)
    assert "is there already" in answer.content.decode()
    assert Feed.objects.count() == 1


def test_an_editor_adds_no_feed():
    with hostile.Server(hostile.page(feed_bodies.RSS)) as server:
        assert add(browser(make.alice()), server.url).status_code == 403
        assert server.connections == 0


# --- Pausing, resuming and publishers -----------------------------------------------------------------


def act(client, action, *feeds):
    chosen = {"action": action, "_selected_action": [one.pk for one in feeds]}
    return client.post(reverse("admin:capture_feed_changelist"), chosen, follow=True)


def test_feeds_are_paused_and_resumed():
    one, other = feed("one"), feed("other")
    administrator = browser(make.bob())
    assert "1 feed is paused." in act(administrator, "pause", one).content.decode()
    one.refresh_from_db()
    assert (one.set_aside_because, one.next_look_at) == ("Paused by bob.", None)
    assert Feed.objects.get(pk=other.pk).set_aside_at is None
    act(administrator, "resume", one)
    one.refresh_from_db()
    assert (one.set_aside_at, one.set_aside_because) == (None, "")


def test_an_editor_pauses_nothing():
    one = feed()
    assert act(browser(make.alice()), "pause", one).status_code == 403
    assert Feed.objects.get().set_aside_at is None


def test_a_publisher_is_registered_and_a_host_belongs_to_one():
    administrator = browser(make.bob())
    new = {
        "kind": "outlet",
        "name": "News",
        "aliases": "",
        "host": "www.News.example",
        "homepage": "",
        "description": "",
    }
    assert administrator.post(reverse("admin:sources_source_add"), new).status_code == 302
    assert Source.objects.get().host == "news.example"
    again = administrator.post(reverse("admin:sources_source_add"), new | {"name": "Other"})
    assert "news.example belongs to News already." in again.content.decode()
    assert Source.objects.count() == 1
