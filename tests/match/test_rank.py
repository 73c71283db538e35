from dataclasses import replace

import numpy as np
import pytest

from tracker.match.rank import FEATURES, Known, Ranker, asked, features, matches, reason, shipped
from tracker.match.terms import read


def claim(key, sentence, label="", group=None):
    return Known(key=key, group=group or key, sentence=sentence, claim=read(sentence), title=read(label))


BRIDGE = claim(1, "The mayor of Harlow sold 12 bridges in May 2019.", "bridges sold")
WATER = claim(2, "Sea water cures a cold.", "sea water")


def rare(hashes):
    return np.ones(len(hashes))


def test_the_claim_that_shares_more_is_likelier():
    text = read("In May 2019 twelve bridges were sold by the mayor of Harlow, who drinks sea water.")
    lenient = replace(shipped(), threshold=0.0)
    [[first, second]] = matches([text], [[(WATER, 2.0), (BRIDGE, 8.0)]], rarities=rare, ranker=lenient)
    assert (first.known, second.known) == (BRIDGE, WATER)
    assert first.probability > shipped().threshold > second.probability


def test_what_is_not_likely_enough_is_no_match():
    text = read("In May 2019 twelve bridges were sold by the mayor of Harlow, who drinks sea water.")
    [found] = matches([text], [[(WATER, 2.0), (BRIDGE, 8.0)]], rarities=rare, ranker=shipped())
    assert [match.known for match in found] == [BRIDGE]


def test_texts_looked_at_together_have_the_features_of_each_alone():
    texts = [
        read("Harlow sold 12 bridges."),
        read("Nothing."),
        read("It cures colds — Ann (@harlow) May 3, 2019"),
    ]
    found = [[(BRIDGE, 7.0), (WATER, 1.0)], [], [(BRIDGE, 2.0), (WATER, 3.0)]]
    meaning = [[0.9, 0.2], [], [0.3, 0.6]]
    alone = [
        features([text], [some], rarities=rare, meaning=[cosines])
        for text, some, cosines in zip(texts, found, meaning, strict=True)
    ]
    assert np.allclose(features(texts, found, rarities=rare, meaning=meaning), np.vstack(alone))


def test_features_say_what_text_and_claim_share():
    row = features([read("Harlow sold 12 bridges in June.")], [[(BRIDGE, 7.0)]], rarities=rare)[0]
    told = dict(zip(FEATURES, row.tolist(), strict=True))
    # Harlow, sold, 12 and bridges, but not mayor, May and 2019; June is in the text alone.
    assert told["share of claim"] == pytest.approx(4 / 7)
    assert told["share of label"] == 1
    assert told["share of text"] == pytest.approx(4 / 5)
    assert told["in both claim and label"] == 2
    assert (told["names shared"], told["numbers shared"], told["numbers missing"], told["dates shared"]) == (
        1,
        1,
        0,
        0,
    )


def test_the_reason_names_what_is_shared_by_kind():
    text = read("Harlow: 12 bridges sold in May 2019")
    said = reason(text, BRIDGE, 0.83, rarities=rare)
    assert "the name “Harlow”" in said
    assert "the number “12”" in said
    assert "the dates “2019”, “May”" in said
    assert "the words “bridges”, “sold”" in said
    assert "known claim “The mayor of Harlow" in said
    assert "83%" in said


def test_a_match_of_meaning_alone_has_a_reason_too():
    assert "means nearly the same" in reason(read("Rain"), BRIDGE, 0.7, rarities=rare)


def test_there_is_one_row_of_features_for_each_claim_and_embeddings_add_two():
    text, found = read("Harlow sold bridges."), [(BRIDGE, 3.0), (WATER, 2.0)]
    assert features([text], [found], rarities=rare).shape == (2, len(FEATURES))
    with_meaning = features([text], [found], rarities=rare, meaning=[[0.9, 0.2]])
    assert with_meaning[:, -2:].tolist() == [[0.9, pytest.approx(0.4)], [0.2, pytest.approx(-0.7)]]


def test_a_claim_is_ahead_of_those_of_other_stories_only():
    def ahead(*found):
        rows = features([read("Harlow sold bridges.")], [found], rarities=rare)
        return rows[0, FEATURES.index("ahead of next")]

    sibling = claim(3, "Harlow sold 2 bridges.", group=1)
    assert ahead((BRIDGE, 6.0), (sibling, 6.0)) == ahead((BRIDGE, 6.0))
    assert ahead((BRIDGE, 6.0), (WATER, 6.0)) == 0


def test_terms_of_a_signature_are_asked_at_a_discount():
    query = asked(read("The bridge is gone! — Ann Weller (@annweller) March 3, 2021"))
    assert query["bridg"] == 100 > query["weller"]


def test_the_shipped_ranker_fits_the_features_and_its_probability_rises():
    ranker = shipped()
    assert ranker.features == FEATURES
    assert len(ranker.weights) == len(FEATURES)
    chances = [ranker.probability(total) for total in range(-9, 9)]
    assert chances == sorted(chances)
    assert 0 < chances[0] < ranker.threshold < chances[-1] < 1


def test_a_ranker_is_read_as_it_was_written():
    assert Ranker.read(shipped().as_dict()) == shipped()


def test_nothing_found_is_no_match():
    assert matches([read("x")], [[]], rarities=rare, ranker=shipped()) == [[]]
    assert matches([], [], rarities=rare, ranker=shipped()) == []
