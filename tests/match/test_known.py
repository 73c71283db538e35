import threading

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tracker.ledger import record
from tracker.ledger.models import ClaimRelation
from tracker.match.known import KnownClaims, known_claims
from tracker.match.meaning import WIDTH, NoModel

pytestmark = pytest.mark.django_db


def ledger():
    """Claims of four stories, the first two of one."""
    iraq = make.story("Troops and a letter")
    return [
        make.claim("US troops are leaving Iraq.", label="troop withdrawal", in_story=iraq),
        make.claim("The letter about leaving Iraq was signed.", label="letter signed", in_story=iraq),
        make.claim("The governor has resigned over the flood.", label="resignation", in_story=make.story("Flood")),
        make.claim("All lettuce sold in May is recalled.", label="lettuce recall", in_story=make.story("Lettuce")),
    ]  # fmt: skip


def following():
    known = KnownClaims()
    known.follow()
    return known


def claims_in(known, text):
    return [found.claim for found in known.look_up([(text,)])[0].claims]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("American troops will withdraw from Iraq, officials said.", 0),
        ("The prime minister holds a signed letter about the Iraq exit.", 1),
        ("Flood-hit state: governor resigns", 2),
        ("Shops recalled the lettuce they had sold in May.", 3),
    ],
)
def test_a_sentence_repeats_the_claim_it_is_about(sentence, number):
    claims = ledger()
    found = following().look_up([(sentence,)])[0].claims
    assert found[0].claim == claims[number]
    assert found[0].probability <= 1
    assert "known claim" in found[0].reasons[0]


@pytest.mark.parametrize("sentence", ["", "The weather was fine.", "Iraq played Iran to a draw."])
def test_another_sentence_repeats_none(sentence):
    ledger()
    assert claims_in(following(), sentence) == []


def test_without_claims_nothing_is_repeated():
    assert [found.claims for found in following().look_up([("Anything at all.",), ("",)])] == [(), ()]


def test_a_new_claim_is_known_without_a_restart():
    known = following()
    assert claims_in(known, "The governor resigned over the flood.") == []
    new = make.claim("The governor has resigned over the flood.", label="resignation")
    known.follow()
    assert claims_in(known, "The governor resigned over the flood.") == [new]


def test_a_merged_claim_is_known_no_more():
    old, other = ledger()[2:]
    known = following()
    record.relate(claim=old, kind=ClaimRelation.Kind.MERGED_INTO, other=other, now=make.NOON)
    # Even before it follows: what is fetched decides.
    assert claims_in(known, "The governor resigned over the flood.") == []
    known.follow()
    assert len(known) == 3
    assert len(following()) == 3


def test_another_ledger_is_taken_in_anew():
    known = following()
    known._newest = 10**9
    claim = make.claim("The governor has resigned over the flood.", label="resignation")
    known.follow()
    assert claims_in(known, "The governor resigned over the flood.") == [claim]


def test_following_takes_two_queries_and_asking_one():
    ledger()
    known = following()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        known.follow()
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        known.look_up([("The governor resigned over the flood.",), ("Lettuce sold in May is recalled.",)])
    assert len(queries) == 1
    for text in ("Nothing of the kind.", "The governor has resigned."):
        with CaptureQueriesContext(connection) as queries:
            known.look_up([(text,)])
        assert len(queries) == 0


def test_a_story_that_gets_a_claim_is_fetched_again():
    letter = ledger()[1]
    known = following()
    text = "The prime minister said that the letter about leaving Iraq was signed in haste."
    assert claims_in(known, text) == [letter]
    haste = make.claim(
        "The letter about leaving Iraq was signed in haste.", label="signed in haste", in_story=letter.story
    )
    known.follow()
    assert claims_in(known, text)[0] == haste
    record.relate(claim=haste, kind=ClaimRelation.Kind.MERGED_INTO, other=letter, now=make.NOON)
    known.follow()
    assert claims_in(known, text) == [letter]


def test_no_more_claims_are_kept_than_there_is_room_for(monkeypatch):
    ledger()
    monkeypatch.setattr("tracker.match.known._MOST_KEPT", 0)
    known = following()
    for _ in range(2):
        assert claims_in(known, "The governor resigned over the flood.")
        assert claims_in(known, "Lettuce sold in May is recalled.")
        assert len(known._kept) == 1


def test_headline_and_sentence_are_one_text():
    flood = ledger()[2]
    lines = ("Flood: governor out", "He has resigned, his office said.")
    found = following().look_up([lines, lines[1:], ("\n".join(lines),)])
    assert [[each.claim for each in text.claims] for text in found] == [[flood], [], [flood]]


def test_the_process_keeps_one_index():
    assert known_claims() is known_claims()


class Alike:
    """Stands in for the model: texts with one of these words mean the same."""

    def vectors(self, texts):
        rows = np.full((len(texts), WIDTH), -0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0 if "governor" in text or "head of the province" in text else 1] = 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_by_meaning_a_claim_is_found_that_shares_no_word():
    claims = ledger()
    known = KnownClaims(embedder=Alike())
    known.follow()
    claims_by_index = following()
    text = "After the floods the head of the province stepped down."
    assert claims_in(claims_by_index, text) == []
    assert known.bytes > claims_by_index.bytes
    near = known.look_up([("The head of the province stepped down after the flood.",)])[0].claims
    assert [found.claim for found in near] == [claims[2]]


def test_meaning_needs_its_model(settings, monkeypatch):
    monkeypatch.setattr("tracker.match.known._held", threading.local())
    monkeypatch.setattr("tracker.match.meaning.PACKAGE", "no_such_package")
    settings.MATCH_BY_MEANING = True
    with pytest.raises(NoModel, match="no_such_package"):
        known_claims()
