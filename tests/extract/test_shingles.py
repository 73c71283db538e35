from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.shingles import (
    FEWEST,
    containment,
    jaccard,
    modulus_for,
    shingle,
)

LONG = " ".join(f"word{number}" for number in range(600))


def test_a_text_is_its_runs_of_five_words():
    assert len(shingle("one two three four five six").hashes) == 2
    assert shingle("one two three four").hashes == ()
    assert shingle("").hashes == ()


def test_case_punctuation_and_line_ends_do_not_matter():
    one = shingle("“The dam,” he said, “won’t hold” – ever.")
    other = shingle("the dam he said\nWON'T HOLD, ever!")
    assert one.hashes == other.hashes


def test_the_last_words_of_a_text_hash_as_they_do_in_the_middle_of_another():
    assert shingle("a b c d e").hashes[0] == shingle("a b c d e f").hashes[0]


def test_hashes_never_change_because_they_are_kept():
    assert shingle("The dam at Rosvik is safe.").hashes == (132542666, 223199824)


def test_the_sample_of_a_part_is_in_the_sample_of_the_whole_as_far_as_it_goes():
    whole, part = shingle(LONG), shingle(LONG[:2500])
    assert 20 < len(whole.sample()) < 60
    assert len(set(whole.sample()) & set(part.sample())) > 5


def test_a_text_that_says_too_little_is_not_sampled():
    assert shingle("Subscribe to go on reading this article, please.").sample() == ()
    assert len(shingle(" ".join(f"w{number}" for number in range(FEWEST + 4))).sample()) == FEWEST


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_two_samples_always_meet_in_the_coarser_one(one, other):
    finer, coarser = sorted((modulus_for(one), modulus_for(other)))
    assert coarser % finer == 0


def test_shared_words_are_those_in_a_shared_run():
    one = shingle("a b c d e x y z")
    assert list(one.shared_words(shingle("q a b c d e").distinct)) == [1] * 5 + [0] * 3


@pytest.mark.parametrize(("measure", "share"), [(jaccard, 0.25), (containment, 0.5)])
def test_what_two_texts_share(measure, share):
    assert measure(frozenset({1, 2}), frozenset({2, 3, 4})) == share
    assert measure(frozenset(), frozenset()) == 0


@given(st.text())
def test_words_stand_in_order_where_they_are_said_to(text):
    cut = shingle(text)
    assert all(one.end <= other.start for one, other in pairwise(cut.words))
    assert len(cut.hashes) == max(0, len(cut.words) - 4)


def test_a_megabyte_is_no_trouble():
    assert len(shingle("a " * 500_000).distinct) == 1
