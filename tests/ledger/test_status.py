"""The fold: what a claim's entries amount to."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.models import Claim, Entry, Finding
from tracker.ledger.status import Move, fold

NOON = datetime(2020, 1, 6, 12, tzinfo=UTC)
KINDS = [str(kind) for kind in Entry.Kind]
WITHDRAWING = {"retracted", "deleted", "corrected"}


def at(hours):
    return NOON + timedelta(hours=hours)


def move(kind, voice, hours, *, recorded=100, **more):
    """`voice` said something `hours` after noon; it is written down `recorded` hours after noon."""
    subject = more.pop("subject", f"{voice}@{hours}")
    more.setdefault("rating", "supported" if kind == "found" else "")
    return Move(
        id=more.pop("id", f"{kind} by {voice}@{hours}"),
        kind=kind,
        voice=voice,
        subject=subject,
        earliest=at(hours),
        latest=at(hours),
        recorded_at=at(recorded),
        **more,
    )


LETTER = move("asserted", "letter", 0)
OFFICIAL = move("confirmed", "official", 2)
SECRETARY = move("denied", "secretary", 4)
CHAIRMAN = move("retracted", "chairman", 5, withdraws=LETTER.subject)
AFFAIR = (LETTER, OFFICIAL, SECRETARY, CHAIRMAN)


def test_nothing_recorded_is_unverified_since_never():
    reading = fold(())
    assert (reading.status, reading.since, reading.deciding, reading.steps) == ("unverified", None, (), ())


@pytest.mark.parametrize(
    ("hours", "status"), [(0, "unverified"), (2, "confirmed"), (4, "disputed"), (5, "retracted")]
)
def test_a_letter_goes_from_assertion_to_retraction(hours, status):
    reading = fold(AFFAIR, as_of=at(hours))
    assert (reading.status, reading.since) == (status, at(hours))


def test_the_reading_names_the_entries_that_decide():
    assert fold(AFFAIR, as_of=at(0)).deciding == (LETTER.id,)
    assert fold(AFFAIR, as_of=at(4)).deciding == (OFFICIAL.id, SECRETARY.id)
    assert fold(AFFAIR).deciding == (CHAIRMAN.id,)


def test_the_steps_are_the_way_there():
    assert [step.status for step in fold(AFFAIR).steps] == [
        "unverified",
        "confirmed",
        "disputed",
        "retracted",
    ]


def test_repeating_a_claim_confirms_nothing():
    repeats = [move("repeated", f"outlet {number}", 1 + number) for number in range(20)]
    assert fold([LETTER, *repeats]).status == "unverified"


def test_a_denial_that_nobody_stands_against_is_denied():
    assert fold([LETTER, SECRETARY]).status == "denied"


def test_an_assertion_made_against_a_denial_is_a_dispute():
    reading = fold([move("denied", "chairman", 0), move("asserted", "minister", 5)])
    assert reading.status == "disputed"


def test_disputing_without_denying_is_disputed():
    assert fold([LETTER, move("disputed", "secretary", 4)]).status == "disputed"


def test_deleting_a_confirmation_takes_that_support_away():
    deletion = move("deleted", "official", 3, withdraws=OFFICIAL.subject)
    assert fold([LETTER, OFFICIAL, deletion]).status == "unverified"
    assert fold([LETTER, OFFICIAL, deletion, SECRETARY]).status == "denied"


def test_a_claim_whose_only_assertion_was_deleted_is_unverified_and_says_by_what():
    deletion = move("deleted", "letter", 3, withdraws=LETTER.subject)
    reading = fold([LETTER, deletion])
    assert (reading.status, reading.deciding) == ("unverified", (deletion.id,))


def test_withdrawing_one_of_two_assertions_retracts_nothing():
    other = move("asserted", "second letter", 1)
    assert fold([LETTER, other, CHAIRMAN]).status == "unverified"


def test_withdrawing_a_denial_leaves_the_support():
    withdrawal = move("retracted", "secretary", 6, withdraws=SECRETARY.subject)
    assert fold([LETTER, OFFICIAL, SECRETARY, withdrawal]).status == "confirmed"


def test_withdrawing_a_denial_retracts_nothing_even_where_no_assertion_is_recorded():
    withdrawal = move("retracted", "secretary", 6, withdraws=SECRETARY.subject)
    assert fold([OFFICIAL, SECRETARY, withdrawal]).status == "confirmed"


def test_standing_by_a_retracted_claim_is_a_dispute():
    reading = fold([*AFFAIR, move("reaffirmed", "minister", 20)])
    assert reading.status == "disputed"
    assert CHAIRMAN.id in reading.deciding


def test_a_denial_after_the_retraction_is_denied():
    assert fold([*AFFAIR, move("denied", "secretary", 24)]).status == "denied"


def test_reaffirming_a_denial_does_not_count_as_support():
    assert fold([LETTER, SECRETARY, move("reaffirmed", "secretary", 9)]).status == "denied"


def test_somebody_who_changes_sides_stands_only_on_the_new_one():
    assert fold([LETTER, OFFICIAL, move("denied", "official", 3)]).status == "denied"


@pytest.mark.parametrize(
    ("rating", "status"),
    [("supported", "upheld"), ("refuted", "denied"), ("mixed", "disputed"), ("unproven", "unverified")],
)
def test_a_finding_decides(rating, status):
    assert fold([*AFFAIR, move("found", "desk", 30, rating=rating)]).status == status


def test_a_finding_decides_until_something_else_happens():
    found = move("found", "desk", 30, rating="supported")
    assert fold([LETTER, OFFICIAL, found, move("denied", "secretary", 31)]).status == "disputed"


def test_every_rating_of_the_desk_has_a_status():
    for rating in Finding.Rating:
        assert fold([move("found", "desk", 0, rating=str(rating))]).status in Claim.Status.values


def test_a_clarification_moves_nothing():
    assert fold([*AFFAIR, move("clarified", "secretary", 9)]) == fold(AFFAIR)


def test_an_interval_counts_once_it_has_surely_happened():
    wide = Move(**{**vars(OFFICIAL), "earliest": at(1), "latest": at(3)})
    assert fold([LETTER, wide], as_of=at(2)).status == "unverified"
    assert fold([LETTER, wide], as_of=at(3)).status == "confirmed"


def test_an_event_found_late_changes_what_had_happened_but_not_what_was_known():
    known_late = move("denied", "spokesman", 1, recorded=200)
    assert fold([LETTER, OFFICIAL, known_late], as_of=at(3)).status == "disputed"
    assert fold([LETTER, OFFICIAL, known_late], as_of=at(3), recorded_as_of=at(150)).status == "confirmed"


def test_a_superseded_entry_was_never_there_but_the_earlier_record_still_shows_it():
    corrected = move("clarified", "official", 2, recorded=200, id="better", supersedes=OFFICIAL.id)
    assert fold([LETTER, OFFICIAL, corrected]).status == "unverified"
    assert fold([LETTER, OFFICIAL, corrected], recorded_as_of=at(150)).status == "confirmed"


def test_a_retraction_also_takes_back_what_was_recorded_in_place_of_its_object():
    better = move("asserted", "letter", 1, recorded=200, id="better", supersedes=LETTER.id)
    best = move("asserted", "letter", 2, recorded=300, id="best", supersedes="better")
    assert fold([LETTER, better, CHAIRMAN]).status == "retracted"
    assert fold([LETTER, better, best, CHAIRMAN]).status == "retracted"


def test_of_two_records_in_place_of_one_a_retraction_takes_the_same_in_any_order():
    wrong = move("asserted", "letter", 0)
    first = move("asserted", "letter", 1, supersedes=wrong.id)
    second = move("asserted", "letter", 2, supersedes=wrong.id)
    other = move("asserted", "paper", 3)
    back = move("corrected", "letter", 4, withdraws=wrong.subject)
    assert fold((wrong, first, second, other, back)) == fold((second, wrong, first, other, back))


@st.composite
def affairs(draw):
    """Up to a dozen moves by few voices at few times, so that ties, withdrawals and supersessions happen."""
    moves = []
    for number in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(KINDS))
        earlier = draw(st.sampled_from(moves)) if moves else None
        moves.append(
            move(
                kind,
                draw(st.sampled_from("abcd")),
                draw(st.integers(0, 5)),
                recorded=draw(st.integers(6, 9)),
                id=f"ent_{number}",
                subject=f"stm_{number}",
                withdraws=earlier.subject if earlier and kind in WITHDRAWING else "",
                supersedes=earlier.id if earlier and draw(st.integers(0, 9)) == 0 else "",
                rating=draw(st.sampled_from(Finding.Rating.values)) if kind == "found" else "",
            )
        )
    return moves


@given(affairs(), st.randoms(use_true_random=False))
def test_any_insertion_order_gives_the_same_reading(moves, random: Random):
    shuffled = random.sample(moves, len(moves))
    assert fold(shuffled) == fold(moves)
    assert fold(shuffled, as_of=at(3), recorded_as_of=at(8)) == fold(moves, as_of=at(3), recorded_as_of=at(8))


@given(affairs())
def test_every_reading_is_a_status_of_the_model_and_its_last_step(moves):
    reading = fold(moves)
    assert reading.status in Claim.Status.values
    if reading.steps:
        assert (reading.status, reading.since) == (reading.steps[-1].status, reading.steps[-1].at)
        assert {step.entry for step in reading.steps} <= {move.id for move in moves}
        assert reading.deciding


@given(affairs())
def test_later_records_never_change_what_was_known_earlier(moves):
    known = [move for move in moves if move.recorded_at <= at(7)]
    assert fold(moves, recorded_as_of=at(7)) == fold(known)


@given(affairs())
def test_later_events_never_change_what_had_happened_earlier(moves):
    # Superseding reaches back on purpose, so only what supersedes nothing is a mere later event.
    plain = [move for move in moves if not move.supersedes]
    happened = [move for move in plain if move.latest <= at(2)]
    assert fold(plain, as_of=at(2)) == fold(happened)
