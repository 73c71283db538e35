"""What is proposed and what would be are compared by words and by claim."""

from dataclasses import replace

from tracker.match.recomparison import Both, Difference, Line, difference

DENIAL = Line(kind="statement", words="No decision has been made.", about="The bridge closes.", score=0.5)
CARRIED = Line(kind="appearance", words="The bridge closes.", about="The bridge closes.", score=0.3)


def test_the_same_proposals_are_no_difference():
    found = difference(old=[DENIAL, CARRIED], new=[replace(CARRIED, score=0.301), DENIAL])
    assert found == Difference()
    assert not found


def test_proposals_are_gained_and_lost():
    found = difference(old=[DENIAL], new=[CARRIED])
    assert (found.gained, found.lost) == ((CARRIED,), (DENIAL,))
    assert found.signed() == [
        ("+ appearance", "The bridge closes."),
        ("- statement", "No decision has been made."),
    ]


def test_the_same_words_about_another_claim_are_tied_otherwise():
    other = replace(DENIAL, about="The tunnel closes.")
    found = difference(old=[DENIAL], new=[other])
    assert found == Difference(tied=(Both(DENIAL, other),))
    assert found.signed() == [
        (
            "~ statement, about another claim",
            "“The bridge closes.” → “The tunnel closes.”: No decision has been made.",
        )
    ]


def test_words_proposed_for_several_claims_are_paired_claim_by_claim():
    tunnel, quay = (replace(CARRIED, about=about) for about in ("The tunnel closes.", "The quay closes."))
    assert difference(old=[CARRIED, tunnel], new=[tunnel, CARRIED]) == Difference()
    assert difference(old=[CARRIED, tunnel], new=[tunnel, quay]).tied == (Both(CARRIED, quay),)


def test_another_score_is_another_rank_until_it_is_decided():
    higher = replace(DENIAL, score=0.7)
    assert difference(old=[DENIAL], new=[higher]).signed() == [
        ("~ statement, ranked anew", "0.50 → 0.70: No decision has been made.")
    ]
    assert not difference(old=[replace(DENIAL, decided=True)], new=[higher])


def test_what_was_decided_is_named_so():
    assert difference(old=[replace(DENIAL, decided=True)], new=[]).signed() == [
        ("- statement, decided", "No decision has been made.")
    ]
