"""Two workers at one table, with real connections; and rows that end badly."""

import threading
from datetime import timedelta

import pytest
from celery import shared_task
from django.db import OperationalError, connection, transaction

from tests import make
from tracker.capture.models import Snapshot
from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction, ReadingAttempt
from tracker.extract.queries import snapshots_to_read
from tracker.lib.take_rows import Tail, each_taken

pytestmark = pytest.mark.django_db(transaction=True)


class Away(Exception):
    """Something every row needs does not answer."""


def read(snapshot, failure="read"):
    Extraction.objects.create(snapshot=snapshot, extractor=EXTRACTOR, made_at=make.NOON, failure=failure)


def sweep(work=read, *, together=None, **options):
    return each_taken(
        snapshots_to_read(),
        lambda row, now: work(row),
        together=together and (lambda rows, now: together(rows)),
        give_up=lambda snapshot, reason, now: read(snapshot, reason),
        attempts=ReadingAttempt.objects,
        not_its_fault=(Away,),
        **options,
    )


def three_pages():
    return [make.page(name, name=f"{name}.txt") for name in ("a", "b", "c")]


def begun():
    return dict(ReadingAttempt.objects.values_list("row", "begun"))


def test_rows_are_taken_one_by_one_until_none_is_left():
    pages, taken = three_pages(), []

    def work(row):
        taken.append(row)
        read(row)

    assert sweep(work) == 3
    assert taken == pages
    assert begun() == {}


def test_many_rows_are_taken_some_at_a_time_and_left_alone_when_time_is_over():
    pages = [make.page(str(number), name=f"{number}.txt") for number in range(9)]

    def work(row):
        read(row)
        assert len(begun()) == 3

    assert sweep(work, seconds=0) == 1
    assert begun() == {}
    assert list(snapshots_to_read()) == pages[1:]


def test_the_rest_has_its_turn_behind_what_waits(monkeypatch):
    asked, pages = [], [make.page(str(number), name=f"{number}.txt") for number in range(9)]
    monkeypatch.setattr("tracker.lib.take_rows.nudge", asked.append)

    @shared_task(name="tests.stage")
    def stage(seconds):
        sweep(read, seconds=seconds)

    stage(0)
    assert (asked, list(snapshots_to_read())) == (["tests.stage"], pages[1:])
    stage(9)
    assert (asked, list(snapshots_to_read())) == (["tests.stage"], [])


def test_ten_rows_cost_as_many_queries_as_one(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("tracker.lib.take_rows._SHARE", 1)
    for number in range(20):
        make.page(str(number), name=f"{number}.txt")
    # Nine for ten rows: which wait, are ours, are suspect; counted, forgotten, let go of. Then none waits.
    with django_assert_num_queries(2 * 9 + 1 + 20):
        assert sweep() == 20


def test_rows_are_worked_on_together_where_that_is_possible(monkeypatch):
    monkeypatch.setattr("tracker.lib.take_rows._SHARE", 1)
    seen = []

    def together(rows):
        seen.append((rows, begun()))
        for row in rows:
            read(row)

    pages = three_pages()
    assert sweep(None, together=together) == 3
    assert seen == [(pages, {page.pk: 1 for page in pages})]
    assert begun() == {}


def test_rows_that_fail_together_are_worked_on_alone(monkeypatch):
    monkeypatch.setattr("tracker.lib.take_rows._SHARE", 1)
    poison, *others = three_pages()

    def work(row):
        if row == poison:
            raise RuntimeError("poison")
        read(row)

    def together(rows):
        with transaction.atomic():
            for row in reversed(rows):
                work(row)

    assert sweep(work, together=together) == 2
    assert list(snapshots_to_read()) == [poison]
    assert begun() == {poison.pk: 1}
    assert {reading.snapshot for reading in Extraction.objects.all()} == set(others)


def test_a_row_that_was_begun_in_vain_is_worked_on_last_and_alone(monkeypatch):
    monkeypatch.setattr("tracker.lib.take_rows._SHARE", 1)
    suspect, *others = three_pages()
    ReadingAttempt.objects.create(row=suspect, begun=1)
    seen = []

    def work(row):
        seen.append((row, begun()))
        read(row)

    assert sweep(work) == 3
    assert [row for row, _ in seen] == [*others, suspect]
    assert seen[-1] == (suspect, {suspect.pk: 2})


def test_it_stops_when_its_time_is_over():
    three_pages()
    assert sweep(seconds=0) == 1


def test_a_row_in_another_hand_is_skipped_and_not_waited_for(monkeypatch):
    monkeypatch.setattr("tracker.lib.take_rows._LEAST", 1)
    held, *free = three_pages()
    holding, release = threading.Event(), threading.Event()

    def hold(row):
        holding.set()
        release.wait(10)
        read(row)

    def other_worker():
        sweep(hold, seconds=0)
        connection.close()

    other = threading.Thread(target=other_worker)
    other.start()
    holding.wait(10)
    taken = []

    def work(row):
        taken.append(row)
        read(row)

    try:
        assert sweep(work) == 2
    finally:
        release.set()
        other.join()
    assert taken == free
    assert set(Extraction.objects.values_list("snapshot", flat=True)) == {held.pk, *(row.pk for row in free)}


def test_a_start_is_counted_before_the_work():
    page = make.page("a")
    seen = []

    def work(row):
        seen.append(begun())
        read(row)

    sweep(work)
    assert seen == [{page.pk: 1}]


def test_a_row_that_was_begun_three_times_in_vain_is_given_up_with_its_reason():
    page, other = make.page("a", name="a.txt"), make.page("b", name="b.txt")
    ReadingAttempt.objects.create(row=page, begun=3)
    assert sweep() == 2
    assert "the workers that tried it died" in Extraction.objects.get(snapshot=page).failure
    assert Extraction.objects.get(snapshot=other).failure == "read"


def test_a_row_that_fails_does_not_stop_the_rest_and_is_given_up_in_the_end():
    bad, *_ = three_pages()

    def work(row):
        if row == bad:
            raise KeyError("cue")
        read(row)

    assert [sweep(work) for _ in range(4)] == [2, 0, 0, 1]
    assert "KeyError: 'cue'" in Extraction.objects.get(snapshot=bad).failure


@pytest.mark.parametrize(
    "trouble", [Away("the store does not answer"), OperationalError("the server went away")]
)
def test_what_is_not_the_rows_fault_ends_the_sweep(trouble):
    three_pages()

    def work(row):
        raise trouble

    with pytest.raises(type(trouble)):
        sweep(work)
    assert Snapshot.objects.count() == snapshots_to_read().count() == 3


def test_a_store_that_does_not_answer_is_not_counted_against_the_row():
    page = make.page("a")

    def work(row):
        raise Away

    for _ in range(5):
        with pytest.raises(Away):
            sweep(work)
    assert begun() == {page.pk: 0}


def long_after():
    return make.NOON + timedelta(days=1)


def test_the_tail_begins_at_the_first_row_that_is_not_done():
    first, second, third = three_pages()
    tail = Tail(at="taken_at")
    read(first)
    read(third)
    tail.shorten(snapshots_to_read(), now=long_after())
    assert list(tail.of(snapshots_to_read())) == [second]
    assert list(tail.of(Snapshot.objects.order_by("pk"))) == [second, third]


def test_the_tail_of_a_table_that_is_done_is_empty_until_a_row_comes():
    for page in three_pages():
        read(page)
    tail = Tail(at="taken_at")
    tail.shorten(snapshots_to_read(), now=long_after())
    assert not tail.of(Snapshot.objects).exists()
    tail.shorten(snapshots_to_read(), now=long_after())
    new = make.page("d", name="d.txt")
    assert list(tail.of(snapshots_to_read())) == [new]


def test_young_rows_stay_in_the_tail_because_a_lower_key_may_still_be_committed():
    for page in three_pages():
        read(page)
    tail = Tail(at="taken_at")
    tail.shorten(snapshots_to_read(), now=make.NOON + timedelta(minutes=1))
    assert tail.of(Snapshot.objects).count() == 3
