"""Who may do what, and how people come in."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests import make
from tracker.accounts.access import RIGHTS, Action, may, requires
from tracker.accounts.models import User

pytestmark = pytest.mark.django_db


@requires(Action.PUBLISH)
def view(request):
    return HttpResponse("in")


def request_by(user, path="/desk/x/?y=1"):
    request = RequestFactory().get(path)
    request.user = user
    return request


def test_every_role_has_its_line_in_the_table():
    assert set(RIGHTS) == set(User.Role)


@pytest.mark.parametrize("action", list(Action))
def test_editors_and_administrators_may_work_at_the_desk_and_only_these_administer(action):
    assert may(make.alice(), action) == (action != Action.ADMINISTER)
    assert may(make.bob(), action)


@pytest.mark.parametrize("action", list(Action))
def test_strangers_and_closed_accounts_may_nothing(action):
    assert not may(AnonymousUser(), action)
    assert not may(make.carol(), action)


def test_the_guard_lets_in_who_has_the_right():
    assert view(request_by(make.alice())).content == b"in"


def test_the_guard_sends_a_stranger_to_log_in_and_back():
    answer = view(request_by(AnonymousUser()))
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/login/?next=/desk/x/%3Fy%3D1"


def test_the_guard_refuses_a_role_without_the_right(monkeypatch):
    monkeypatch.setitem(RIGHTS, "editor", frozenset({Action.READ_DESK}))
    with pytest.raises(PermissionDenied, match="publish"):
        view(request_by(make.alice()))


def test_the_guard_leaves_its_action_on_the_view():
    assert view.requires == Action.PUBLISH


def log_in(browser, name="alice", password=make.PASSWORD, **more):
    return browser.post("/desk/login/", {"username": name, "password": password, **more})


def test_a_right_password_leads_to_the_queue():
    make.alice()
    answer = log_in(Client())
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


def test_after_logging_in_a_person_is_where_they_wanted_to_be():
    make.alice()
    assert log_in(Client(), next="/desk/stories/")["Location"] == "/desk/stories/"


def test_nobody_is_sent_to_another_site():
    make.alice()
    assert log_in(Client(), next="https://evil.example/")["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("alice", "wrong"),
        ("nobody", "wrong"),
        ("carol", make.PASSWORD),
        ("a\x00b", "x"),
        ("x" * 5000, "y" * 5000),
        ("", ""),
    ],
)
def test_a_wrong_name_or_password_comes_back_in_the_form(name, password):
    make.alice()
    make.carol()
    answer = log_in(Client(), name, password)
    assert answer.status_code == 200
    assert b"<form" in answer.content


def test_guessing_is_locked_out_with_a_page_that_says_so(settings):
    settings.AXES_FAILURE_LIMIT = 3
    make.alice()
    browser = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = log_in(browser, password="wrong")
    assert answer.status_code == 429
    assert "Locked for a while" in answer.content.decode()
    assert log_in(browser).status_code == 429
    assert AccessAttempt.objects.exists()


def test_logging_out_is_a_post_and_closes_the_desk():
    browser = Client()
    browser.force_login(make.alice())
    assert browser.get("/desk/logout/").status_code == 405
    assert browser.post("/desk/logout/").status_code == 302
    assert browser.get("/desk/").status_code == 302


def test_who_is_in_already_is_not_asked_again():
    browser = Client()
    browser.force_login(make.alice())
    assert browser.get("/desk/login/")["Location"] == "/desk/"
