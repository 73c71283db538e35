"""What stands in the way of a page is told from the page."""

import pytest

from tests import hostile, make
from tracker.capture.fetch import look_at_url
from tracker.capture.outcomes import Outcome, Presence, presence
from tracker.capture.walls import wall_in

ARTICLE = "https://news.example/2026/harbour-closes-after-storm"
STORY = "The harbour was closed on Monday after the storm, the port authority said in the evening. " * 40
CONSENT = (
    "Before you continue\n\nWe and our 842 partners use cookies to store and/or access information on a device."
    "\n\nAccept all\n\nReject all\n\nManage options"
)


def shown(text, *, body=b"", final_url=ARTICLE):
    return wall_in(body=body, text=text, asked=ARTICLE, final_url=final_url)


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        (CONSENT, "a consent dialogue"),
        ("Just a moment...\n\nEnable JavaScript and cookies to continue", "a test for robots"),
        ("news.example\n\nVerify you are human by completing the action below.", "a test for robots"),
        ("Please enable JS and disable any ad blocker", "a test for robots"),
        ("Harbour closes\n\nSubscribe to continue reading.", "an invitation to subscribe"),
    ],
)
def test_a_wall_is_recognised(text, wall):
    assert shown(text) == wall


def test_a_login_has_a_field_for_a_password_or_an_address_of_its_own():
    text = "Welcome back\n\nSign in\n\nForgot your password?"
    assert shown(text, body=b"<form><input name=p type='password'></form>") == "a login"
    assert shown(text, final_url="https://login.news.example/?next=harbour") == "a login"
    assert shown(text, final_url="https://news.example/account/signin") == "a login"
    assert shown(text) == ""


def test_two_signs_are_enough_where_a_redirect_led_to_a_consent_page():
    text = "We use cookies.\n\nI agree"
    assert shown(text, final_url="https://consent.news.example/v2?sessionId=1") == "a consent dialogue"
    assert shown(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        STORY + CONSENT,
        CONSENT + STORY,
        "Correction: the harbour was not closed. Log in to comment.",
        "We use cookies. Accept all.\n\nThe harbour was closed on Monday, the port authority said.",
        "Just a moment of silence, please, the mayor said. " * 20,
        "The minister said the letter was a draft and was sent in error.",
        "Before you continue with your day, read this: the harbour is open again.",
        "",
    ],
)
def test_an_ordinary_page_with_a_banner_or_a_login_link_is_no_wall(text):
    assert shown(text, body=b"<input type=password>" if len(text) > 1000 else b"") == ""


def test_a_look_at_a_wall_says_nothing_about_the_page():
    page = hostile.page(f"<html><body><p>{CONSENT}</p></body></html>".encode())
    with hostile.Server(page) as server:
        look = look_at_url(server.url, now=make.NOON, allow_private=True, user_agent="Walkback-test")
    assert look.outcome is Outcome.CONSENT_WALL
    assert presence(look.outcome) is Presence.UNKNOWN
    assert (look.body, look.text) == (b"", "")
    assert "showed a consent dialogue in place of the page" in look.sentence
