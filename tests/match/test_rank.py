import pytest

from tracker.match.rank import FEATURES, Known, Ranker, asked, features, matches, reason, shipped
from tracker.match.terms import read


def claim(key, sentence, label="", group=None):
    return Known(key=key, group=group or key, sentence=sentence, claim=read(sentence), title=read(label))


BRIDGE = claim(1, "The mayor of Harlow sold 12 bridges in May 2019.", "bridges sold")
WATER = claim(2, "Sea water cures a cold.", "sea water")


def rare(term):
    return 1.0


def test_the_claim_that_shares_more_is_likelier():
    text = read("In May 2019 twelve bridges were sold by the mayor of Harlow, who drinks sea water.")
    first, second = matches(text, [(WATER, 2.0), (BRIDGE, 8.0)], weight=rare, ranker=shipped())
    assert (first.known, second.known) == (BRIDGE, WATER)
    assert first.probability > shipped().threshold > second.probability


def test_the_reason_names_what_is_shared_by_kind():
    text = read("Harlow: 12 bridges sold in May 2019")
    said = reason(text, BRIDGE, 0.83, weight=rare)
    assert "the name “Harlow”" in said
    assert "the number “12”" in said
    assert "the dates “2019”, “May”" in said
    assert "the words “bridges”, “sold”" in said
    assert "known claim “The mayor of Harlow" in said
    assert "83%" in said


def test_a_match_of_meaning_alone_has_a_reason_too():
    assert "means nearly the same" in reason(read("Rain"), BRIDGE, 0.7, weight=rare)


def test_there_is_one_row_of_features_for_each_claim_and_embeddings_add_two():
    text = read("Harlow sold bridges.")
    found = [(BRIDGE, 3.0), (WATER, 2.0)]
    assert features(text, found, weight=rare).shape == (2, len(FEATURES))
    with_meaning = features(text, found, weight=rare, meaning=[0.9, 0.2])
    assert with_meaning[:, -2:].tolist() == [[0.9, pytest.approx(0.4)], [0.2, pytest.approx(-0.7)]]


def test_a_claim_is_ahead_of_those_of_other_stories_only():
    text = read("Harlow sold bridges.")
    ahead = FEATURES.index("ahead of next")
    sibling = claim(3, "Harlow sold 2 bridges.", group=1)
    alone = features(text, [(BRIDGE, 6.0)], weight=rare)[0, ahead]
    assert features(text, [(BRIDGE, 6.0), (sibling, 6.0)], weight=rare)[0, ahead] == alone
    assert features(text, [(BRIDGE, 6.0), (WATER, 6.0)], weight=rare)[0, ahead] == 0


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
    assert matches(read("x"), [], weight=rare, ranker=shipped()) == []
