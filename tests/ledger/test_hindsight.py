import copy
from datetime import timedelta

import pytest

from tests import make
from tracker.ledger.hindsight import as_known
from tracker.ledger.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return Document.objects.get(pk=make.affair().public_id).content


def test_without_a_time_it_reads_as_now(body):
    known = as_known(body)
    assert known == body | {"as_of": None, "recorded_as_of": None}


def test_it_leaves_the_document_itself_alone(body):
    before = copy.deepcopy(body)
    as_known(body, as_of=make.NOON, recorded_as_of=make.NOON)
    assert body == before


def test_what_had_not_surely_happened_by_then_is_left_out_to_the_second(body):
    at = make.NOON + timedelta(hours=4)
    assert [entry["kind"] for entry in as_known(body, as_of=at)["entries"]] == [
        "asserted",
        "confirmed",
        "denied",
    ]
    just_before = at - timedelta(microseconds=1)
    assert [entry["kind"] for entry in as_known(body, as_of=just_before)["entries"]] == [
        "asserted",
        "confirmed",
    ]


def test_the_status_rests_on_entries_that_are_shown(body):
    for hours in range(-1, 7):
        known = as_known(body, as_of=make.NOON + timedelta(hours=hours))
        assert set(known["status"]["deciding"]) <= {entry["id"] for entry in known["entries"]}


def test_nothing_was_on_record_before_it_was_written_down(body):
    known = as_known(body, recorded_as_of=make.NOON)
    assert known["entries"] == []
    assert known["status"] == {"value": "unverified", "since": None, "deciding": [], "steps": []}
