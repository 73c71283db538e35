"""Bytes of snapshots: small where a page changes little, and the same bytes again."""

import random
from dataclasses import replace

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tracker.capture import bodies
from tracker.capture.bodies import LONGEST_LINE, Damaged, StoreFailed, pack, unpack
from tracker.capture.fetch import Look
from tracker.capture.models import Snapshot
from tracker.capture.outcomes import Outcome
from tracker.capture.queries import body_of, text_of
from tracker.capture.store import record_look

SEED = 20261122


def words(count, seed=SEED):
    """Text that compresses like prose, the same each time."""
    chance = random.Random(seed)
    known = [
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(3000)
    ]
    return " ".join(chance.choices(known, k=count))


PAGE = f"<html><title>A letter</title><p>{words(28_000)}</p></html>".encode()[:170_000]


def look(body):
    return Look(
        target="https://news.example/a",
        url="https://news.example/a",
        final_url="https://news.example/a",
        at=make.NOON,
        outcome=Outcome.READ,
        sentence="",
        name="a",
        content_type="text/html",
        body=body,
        text="Words.",
    )


def captured(body):
    return record_look(look=look(body), medium="fetched").snapshot


@given(body=st.binary(max_size=2000), previous=st.none() | st.binary(max_size=2000))
def test_any_bytes_come_back_as_they_were(body, previous):
    packed = pack(body, previous)
    assert unpack(packed.frame, previous if packed.uses_previous else None) == body


def test_a_small_edit_of_a_large_page_takes_less_than_a_kilobyte():
    edited = PAGE[:80_000] + b" It was a mistake, the ministry said on Tuesday. " + PAGE[80_030:]
    packed = pack(edited, PAGE)
    assert packed.uses_previous
    assert len(packed.frame) < 1024 < len(pack(edited).frame)


def test_an_edit_at_the_end_of_a_page_longer_than_a_usual_window_is_small_too():
    long = PAGE * 20
    assert len(pack(long + b"One more line.", long).frame) < 2048


def test_a_version_that_has_nothing_of_the_one_before_stands_alone():
    assert not pack(random.Random(1).randbytes(5000), random.Random(2).randbytes(5000)).uses_previous


def test_a_frame_with_the_wrong_dictionary_is_damaged_and_not_misread():
    packed = pack(PAGE[:50_000] + b"x" + PAGE[50_000:], PAGE)
    with pytest.raises(Damaged):
        unpack(packed.frame, PAGE.replace(b"e", b"a"))
    with pytest.raises(Damaged):
        unpack(packed.frame)
    with pytest.raises(Damaged):
        unpack(b"not a frame")


@pytest.mark.django_db
def test_every_version_of_a_page_that_changes_often_comes_back(django_assert_num_queries):
    versions = [PAGE + f"<p>Update {number}.</p>".encode() for number in range(2 * LONGEST_LINE + 5)]
    snapshots = [captured(version) for version in versions]
    kept = list(Snapshot.objects.order_by("pk"))
    assert [body_of(snapshot) for snapshot in kept] == versions
    alone = [number for number, snapshot in enumerate(kept) if snapshot.based_on_id is None]
    assert alone == [0, LONGEST_LINE, 2 * LONGEST_LINE]
    assert max(len(snapshot.body) for snapshot in kept if snapshot.based_on_id) < 1024
    with django_assert_num_queries(1):
        body_of(snapshots[LONGEST_LINE - 1])


@pytest.mark.django_db
def test_a_version_is_based_on_the_one_seen_last_after_a_page_went_back():
    first, _, back, third = (captured(body) for body in (PAGE, PAGE + b"b", PAGE, PAGE + b"c"))
    assert back == first
    assert third.based_on == first
    assert body_of(third) == PAGE + b"c"


@pytest.mark.django_db
def test_bytes_that_do_not_give_their_hash_are_not_given_out():
    snapshot = captured(PAGE)
    snapshot.content_hash = "0" * 64
    with pytest.raises(Damaged, match=snapshot.public_id):
        body_of(snapshot)


@pytest.mark.django_db
def test_what_the_store_does_not_take_is_a_look_with_its_reason_and_no_snapshot(monkeypatch):
    def refuse(frame):
        raise StoreFailed("the snapshot store did not take it (EndpointConnectionError)")

    monkeypatch.setattr(bodies, "_put", refuse)
    with override_settings(SNAPSHOT_STORAGE="s3"):
        visit = record_look(look=look(PAGE), medium="fetched")
    assert (visit.outcome, visit.snapshot) == ("not-kept", None)
    assert "did not take it" in visit.sentence
    assert not Snapshot.objects.exists()
    again = record_look(look=replace(look(PAGE)), medium="fetched")
    assert again.outcome == "new"


@pytest.mark.django_db
def test_the_words_of_versions_are_kept_as_differences_and_come_back(django_assert_num_queries):
    texts = [words(600), words(600).replace(" a", " the a", 1), words(600) + " Corrected."]
    kept = [
        record_look(look=replace(look(text.encode()), text=text), medium=Snapshot.Medium.FETCHED).snapshot
        for text in texts
    ]
    assert [text_of(snapshot) for snapshot in kept] == texts
    assert all(len(snapshot.words) < 100 for snapshot in kept[1:])
    with django_assert_num_queries(1):
        text_of(kept[-1])
