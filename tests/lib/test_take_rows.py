"""Two workers at one table, with real connections."""

import threading

import pytest
from django.db import connection, transaction

from tests import make
from tracker.capture.models import Article
from tracker.lib.take_rows import each_taken
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_are_taken_one_by_one_until_none_is_left():
    for name in ("a", "b", "c"):
        make.source(name)
    taken = []

    def work(row):
        taken.append(row.name)
        Source.objects.filter(pk=row.pk).update(description="done")

    assert each_taken(Source.objects.filter(description=""), work) == 3
    assert taken == ["a", "b", "c"]


def test_it_stops_after_the_most_it_may_take():
    for name in ("a", "b", "c"):
        make.source(name)
    assert each_taken(Source.objects.all(), lambda row: None, most=2) == 2


def test_a_row_in_another_hand_is_skipped_and_not_waited_for():
    held, free = make.source("a"), make.source("b")
    holding, release = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Source.objects.select_for_update().get(pk=held.pk)
            holding.set()
            release.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    holding.wait(10)
    taken = []

    def work(row):
        taken.append(row.pk)
        Source.objects.filter(pk=row.pk).update(description="done")

    try:
        each_taken(Source.objects.filter(description=""), work)
    finally:
        release.set()
        other.join()
    assert taken == [free.pk]


def test_a_row_in_hand_can_be_referred_to_by_others():
    outlet = make.source("a", kind="outlet")
    taken, release = threading.Event(), threading.Event()

    def work(row):
        taken.set()
        release.wait(10)

    def take():
        each_taken(Source.objects.all(), work, most=1)
        connection.close()

    other = threading.Thread(target=take)
    other.start()
    taken.wait(10)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            Article.objects.create(address="https://a.example/", outlet=outlet, first_seen_at=make.NOON)
    finally:
        release.set()
        other.join()
    assert Article.objects.get().outlet == outlet


def test_a_row_whose_work_fails_stays_undone():
    make.source("a")

    def breaks(row):
        Source.objects.filter(pk=row.pk).update(description="half")
        raise RuntimeError("the worker died")

    with pytest.raises(RuntimeError):
        each_taken(Source.objects.filter(description=""), breaks)
    assert Source.objects.get().description == ""
