"""One stem for the forms of a word and for a few words that say the same."""

import pytest

from tracker.lib.stems import stem, with_one_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("withdraw", "withdrawal"),
        ("Withdrew", "leaving"),
        ("troops", "forces"),
        ("ceasefire", "truce"),
        ("Karu’s", "Karu"),
        ("U.N.", "UN"),
        ("resigned", "resignation"),
    ],
)
def test_words_that_say_the_same_have_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("forced", "forces"), ("letter", "let"), ("count", "country")])
def test_other_words_have_stems_of_their_own(one, other):
    assert stem(one) != stem(other)


def test_a_country_of_several_names_has_one():
    assert with_one_name("The U.S. and the UK") == "The America and the Britain"
    assert with_one_name("They told us") == "They told us"
