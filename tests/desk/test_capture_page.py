"""Capture's health: the page, its buttons, the two addresses for machines, and the command."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from redis.exceptions import RedisError

from tests import make
from tests.desk.browsing import desk
from tracker.capture.models import Article, Tick
from tracker.capture.store import know_article, reschedule
from tracker.capture.tick import last_tick, tick
from tracker.desk import health
from tracker.extract.mark import give_up, mark
from tracker.extract.models import Extraction, TextSample
from tracker.extract.tasks import sweep as sweep_readings
from tracker.match import propose
from tracker.match.models import Comparison
from tracker.match.propose import MATCHER
from tracker.match.tasks import sweep as sweep_comparisons

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
    with django_assert_num_queries(31):
        page = browser.get("/desk/capture/").content.decode()
    assert "Its workers died." in page
    for path in "bcdef":
        set_aside(path)
    with django_assert_num_queries(31):
        browser.get("/desk/capture/")


def test_another_address_of_an_article_is_no_trouble():
    alias = set_aside()
    reschedule(article=alias, set_aside_because="This is the article at https://news.example/b.")
    assert "Nothing is set aside." in desk().get("/desk/capture/").content.decode()
    assert {stage.name: stage.set_aside for stage in health.stages(now=timezone.now())}["Articles"] == 0


def test_a_page_that_could_not_be_read_is_shown_with_the_reason():
    snapshot = make.page("A text.")
    give_up(snapshot, reason="Its workers died.", now=timezone.now())
    page = desk().get("/desk/capture/").content.decode()
    assert "This page could not be read: Its workers died." in page
    assert f"/desk/articles/{snapshot.article.public_id}/" in page
    assert "not counted" in page


def test_only_who_may_administer_finds_the_way_to_the_administration_pages():
    assert "/desk/admin/" not in desk().get("/desk/capture/").content.decode()
    browser = Client()
    browser.force_login(make.bob())
    assert "/desk/admin/" in browser.get("/desk/capture/").content.decode()


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


def failed_reading():
    snapshot = make.page("A text.")
    return give_up(snapshot, reason="Its workers died.", now=timezone.now())


def failed_comparison():
    extraction = mark(make.page("A text."), now=timezone.now())
    return propose.give_up(extraction, reason="Its workers died.", now=timezone.now())


FAILED = [(failed_reading, "readings", sweep_readings), (failed_comparison, "comparisons", sweep_comparisons)]


@pytest.mark.parametrize(("failed", "kind", "sweep"), FAILED)
def test_what_could_not_be_read_or_compared_is_tried_again(failed, kind, sweep):
    row, browser = failed(), desk()
    address = f"/desk/capture/{kind}/{row.pk}/again/"
    assert address in browser.get("/desk/capture/").content.decode()
    page = browser.post(address, follow=True).content.decode()
    assert " again." in page
    assert "asked for again" in page
    assert address not in page
    sweep()
    assert "Every page was read." in browser.get("/desk/capture/").content.decode()
    assert type(row).objects.order_by("pk").values_list("failure", flat=True)[1:].get() == ""
    sweep()
    assert type(row).objects.count() == 2


@pytest.mark.parametrize(("failed", "kind", "sweep"), FAILED)
def test_to_try_again_twice_is_as_good_as_once(failed, kind, sweep):
    row, browser = failed(), desk()
    address = f"/desk/capture/{kind}/{row.pk}/again/"
    browser.post(address)
    assert "asked for already" in browser.post(address, follow=True).content.decode()
    sweep()
    assert "asked for already" in browser.post(address, follow=True).content.decode()
    sweep()
    assert type(row).objects.count() == 2


@pytest.mark.parametrize(("failed", "kind", "sweep"), FAILED)
def test_what_fails_again_can_be_tried_again(failed, kind, sweep, monkeypatch):
    row, browser = failed(), desk()
    browser.post(f"/desk/capture/{kind}/{row.pk}/again/")
    with monkeypatch.context() as broken:
        broken.setattr("tracker.extract.mark.run", None)
        broken.setattr("tracker.match.propose._compare", None)
        for _ in range(4):
            sweep()
    failure = type(row).objects.exclude(pk=row.pk).get().failure
    assert failure
    page = browser.get("/desk/capture/").content.decode()
    assert page.count("Try again") == 1
    assert f"/desk/capture/{kind}/{row.pk}/again/" not in page


@pytest.mark.parametrize(("failed", "kind", "sweep"), FAILED)
def test_to_try_a_page_again_is_a_post_of_somebody_who_may(failed, kind, sweep):
    row = failed()
    address = f"/desk/capture/{kind}/{row.pk}/again/"
    assert desk().get(address).status_code == 405
    assert Client().post(address).status_code == 302
    carol = Client()
    carol.force_login(make.carol())
    assert carol.post(address).status_code == 302
    sweep()
    assert type(row).objects.count() == 1


def test_what_was_read_is_not_read_again():
    extraction = mark(make.page("A text."), now=timezone.now())
    assert (
        "Nothing is to be tried"
        in desk().post(f"/desk/capture/readings/{extraction.pk}/again/", follow=True).content.decode()
    )
    assert desk().post("/desk/capture/readings/999/again/").status_code == 404


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


def test_what_is_read_anew_by_a_new_version_of_the_reader_keeps_nobody_waiting():
    tick(now=timezone.now())
    snapshot = make.page("A text.")
    assert "extraction since" in ready()[1]["work"]
    old, _ = (
        Extraction.objects.create(snapshot=snapshot, extractor=version, made_at=make.NOON, text="A text.")
        for version in ("an older one", "a newer one")
    )
    assert "comparison since" in ready()[1]["work"]
    Comparison.objects.create(extraction=old, matcher=MATCHER, made_at=make.NOON)
    assert "copies since" in ready()[1]["work"]
    TextSample.objects.create(extraction=old, made_at=make.NOON, size=1)
    assert ready() == (200, {})


def test_it_is_not_ready_without_a_database_and_says_so_soon(monkeypatch):
    parameters = connection.get_connection_params() | {"host": "127.0.0.1", "port": 9}
    monkeypatch.setattr(connection, "get_connection_params", lambda: parameters)
    started = timezone.now()
    assert set(ready()[1]) == {"database"}
    assert timezone.now() - started < timedelta(seconds=5)


def test_a_cache_that_does_not_answer_is_given_up_at_once():
    options = settings.CACHES["default"]["OPTIONS"]
    away = RedisCache("unix:///nowhere/valkey.sock", {"OPTIONS": options})
    started = timezone.now()
    with pytest.raises(RedisError):
        away.get("anything")
    assert timezone.now() - started < timedelta(seconds=1)


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
