import pytest

from tracker.extract.words import terms
from tracker.match.candidates import Candidate, Candidates

CLAIMS = [
    ("US troops are leaving Iraq.", "troop withdrawal"),
    ("The letter about leaving Iraq was signed.", "letter signed"),
    ("The governor has resigned over the flood.", "resignation"),
    ("All lettuce sold in May is recalled.", "lettuce recall"),
]


def candidates():
    return Candidates(Candidate.of(key=number, sentence=s, label=l) for number, (s, l) in enumerate(CLAIMS))  # noqa: E741


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("American troops will withdraw from Iraq, officials said.", 0),
        ("The prime minister holds a signed letter about the Iraq exit.", 1),
        ("Flood-hit state: governor resigns", 2),
        ("Shops recalled the lettuce they had sold in May.", 3),
    ],
)
def test_a_sentence_touches_the_claim_it_is_about_best(sentence, claim):
    assert candidates().touched_by(terms(sentence))[0].candidate.key == claim


@pytest.mark.parametrize("sentence", ["", "The weather was fine.", "Iraq played Iran to a draw."])
def test_another_sentence_touches_none(sentence):
    assert candidates().touched_by(terms(sentence)) == ()


def test_a_touch_names_the_words_it_rests_on():
    touch = candidates().touched_by(terms("The governor resigned."))[0]
    assert set(touch.shared) <= touch.candidate.terms
    assert touch.shared
    assert 0 < touch.score <= 1


def test_no_claims_are_touched_by_nothing():
    assert Candidates(()).touched_by(terms("Anything at all.")) == ()
