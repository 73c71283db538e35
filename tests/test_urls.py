"""Every door of the house: the desk is closed to strangers, and no address breaks."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests import make
from tracker.accounts.access import RIGHTS, Action
from tracker.lib.ids import CONVERTERS, new_id

OPEN = {"login", "logout"}
# Django's own pages, whose addresses are patterns; tests/capture/test_admin.py walks them.
ADMINISTRATION = "desk/admin/"


def patterns(resolver=None, prefix=""):
    """(path, pattern) of every view."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path, entry
        else:
            yield from patterns(entry, path)


def guarded():
    return [
        (path, pattern)
        for path, pattern in patterns()
        if path.startswith("desk/") and not path.startswith(ADMINISTRATION) and pattern.name not in OPEN
    ]


def address(path):
    """The path with something in place of each <converter:name>."""
    values = {f"{kind}_id": new_id(kind) for kind in CONVERTERS} | {"int": "1", "slug": "statement"}
    parts = []
    for part in path.split("/"):
        converter = part.strip("<>").partition(":")[0]
        parts.append(str(values[converter]) if part.startswith("<") else part)
    return "/" + "/".join(parts)


def test_the_walk_finds_the_desk():
    assert len(guarded()) >= 15


@pytest.mark.parametrize(("path", "pattern"), guarded(), ids=[path for path, _ in guarded()])
def test_every_desk_view_says_what_it_requires(path, pattern):
    assert getattr(pattern.callback, "requires", None) in set(Action)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, _ in guarded()])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_login_page(path, method):
    answer = getattr(Client(), method)(address(path))
    assert answer.status_code in {302, 405}
    if answer.status_code == 302:
        assert answer["Location"].startswith(reverse("login") + "?next=")


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, _ in guarded()])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_person_without_the_right_is_refused(path, method, monkeypatch):
    monkeypatch.setitem(RIGHTS, "editor", frozenset())
    browser = Client()
    browser.force_login(make.alice())
    assert getattr(browser, method)(address(path)).status_code in {403, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, _ in guarded()])
def test_desk_pages_are_never_kept_by_a_cache(path):
    answer = Client().get(address(path))
    if answer.status_code != 405:
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, _ in guarded() if "<" in path])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_does_not_exist_is_not_found(path, method):
    browser = Client()
    browser.force_login(make.alice())
    assert getattr(browser, method)(address(path)).status_code in {404, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, _ in guarded()])
def test_a_form_without_its_token_is_refused(path):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.alice())
    assert browser.post(address(path)).status_code in {403, 405}
