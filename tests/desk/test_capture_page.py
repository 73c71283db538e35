"""Capture's health: the page, its buttons, the two addresses for machines, and the command."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests import make
from tests.desk.browsing import desk
from tracker.capture.models import Article, Tick
from tracker.capture.store import know_article, reschedule
from tracker.capture.tick import last_tick, tick
from tracker.desk import health

pytestmark = pytest.mark.django_db


def set_aside(path="a"):
    article = know_article(address=f"http://news.example/{path}", now=timezone.now())
    reschedule(
        article=article, set_aside_at=timezone.now(), set_aside_because="Its workers died.", next_look_at=None
    )
    return article


def again(article):
    return f"/desk/capture/articles/{article.public_id}/again/"


def test_the_page_shows_what_is_set_aside_and_why_in_a_fixed_number_of_queries(django_assert_num_queries):
    browser = desk()
    set_aside()
    with django_assert_num_queries(26):
        page = browser.get("/desk/capture/").content.decode()
    assert "Its workers died." in page
    for path in "bcdef":
        set_aside(path)
    with django_assert_num_queries(26):
        browser.get("/desk/capture/")


def test_try_again_makes_it_due_and_a_second_time_changes_nothing():
    article, browser = set_aside(), desk()
    assert "will be looked at again" in browser.post(again(article), follow=True).content.decode()
    first = Article.objects.get()
    assert first.set_aside_at is None
    assert first.next_look_at is not None
    assert "somebody was faster" in browser.post(again(article), follow=True).content.decode()
    assert Article.objects.get().next_look_at == first.next_look_at


def test_try_again_is_a_post_of_somebody_who_may():
    article = set_aside()
    assert desk().get(again(article)).status_code == 405
    assert Client().post(again(article)).status_code == 302
    assert Article.objects.get().set_aside_at is not None


def test_alive_asks_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/livez")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def ready():
    answer = Client().get("/readyz")
    return answer.status_code, json.loads(answer.content)["troubles"]


def test_it_is_ready_when_the_scheduler_was_heard_of():
    assert ready() == (503, {"scheduler": "The scheduler was never heard of."})
    tick(now=timezone.now())
    assert ready() == (200, {})


def test_it_is_not_ready_while_old_work_waits():
    tick(now=timezone.now())
    know_article(address="http://news.example/a", now=timezone.now() - timedelta(hours=1))
    status, troubles = ready()
    assert status == 503
    assert "articles since" in troubles["work"]


def test_it_is_not_ready_without_a_broker(settings):
    tick(now=timezone.now())
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/valkey.sock?virtual_host=0"
    started = timezone.now()
    assert set(ready()[1]) == {"broker"}
    assert timezone.now() - started < timedelta(seconds=3)


def test_two_schedulers_write_one_pulse():
    now = timezone.now()
    assert tick(now=now)
    assert not tick(now=now + timedelta(milliseconds=100))
    assert tick(now=now + timedelta(seconds=5))
    assert Tick.objects.count() == 1
    assert last_tick() == now + timedelta(seconds=5)


def test_the_command_says_it_in_plain_lines_and_ends_with_its_status():
    set_aside()
    said = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("capture_status", stdout=said)
    assert end.value.code == 1
    assert "Articles\t0\t0\t1\t-" in said.getvalue()
    tick(now=timezone.now())
    call_command("capture_status", stdout=StringIO())


def test_a_stage_knows_its_oldest_row():
    make.page("A text.")
    assert {stage.name: stage.waiting for stage in health.stages(now=timezone.now())}["Extraction"] == 1
