import random

import pytest

from tracker.match import index as index_module
from tracker.match.index import Index, hashed

WORDS = [f"word{number}" for number in range(120)]
WEIGHTS = [1 / (number + 1) for number in range(120)]


@pytest.fixture(params=["few", "many"], autouse=True)
def size(request, monkeypatch):
    """Few texts are added up whole, many are searched; both must give the same."""
    if request.param == "many":
        monkeypatch.setattr(index_module, "_FEW", 0)
        monkeypatch.setattr(index_module, "_LONG", 10)


def texts(chance, number, *, first=0):
    return [(first + key, chance.choices(WORDS, WEIGHTS, k=chance.randint(1, 14))) for key in range(number)]


def exhaustive(index, keys, query, *, k, least=1):
    """The best texts by scoring every one of them."""
    scored = sorted((-index.score(query, key), key) for key in keys)
    return [(key, -score) for score, key in scored if -score >= least][:k]


def found(index, query, **options):
    return [(hit.key, hit.score) for hit in index.best(query, **options)]


@pytest.mark.parametrize("seed", range(2))
def test_the_best_are_those_that_scoring_every_text_gives(seed):
    chance = random.Random(seed)
    known = dict(texts(chance, 150))
    index = Index(known.items())
    for _ in range(25):
        query = chance.choices(WORDS, WEIGHTS, k=chance.randint(1, 12))
        k, least = chance.choice([1, 3, 10, 200]), chance.choice([1, 500, 150_000, 300_000])
        expected = exhaustive(index, known, query, k=k, least=least)
        assert found(index, query, k=k, least=least) == expected


@pytest.mark.parametrize("seed", range(2))
def test_changes_leave_the_index_as_one_built_anew(seed):
    chance = random.Random(seed)
    known = dict(texts(chance, 100))
    index = Index(known.items())
    for number in range(8):
        gone = chance.sample(sorted(known), 5)
        index.remove(gone)
        for key in gone:
            del known[key]
        new = dict(texts(chance, 12, first=1000 + 12 * number)) | dict(texts(chance, 3))
        index.put(new.items())
        known |= new
        anew = Index(known.items())
        assert len(index) == len(anew) == len(known)
        for word in chance.sample(WORDS, 5):
            assert index.used(word) == anew.used(word)
        query = chance.choices(WORDS, WEIGHTS, k=8)
        assert found(index, query, k=20) == found(anew, query, k=20) == exhaustive(anew, known, query, k=20)


def test_many_new_texts_are_merged_and_still_found():
    chance = random.Random(5)
    index = Index(texts(chance, 50))
    index.put(texts(chance, 2500, first=50))
    index.put([(9999, ["rare", "words"])])
    assert [hit.key for hit in index.best(["rare"], k=5)] == [9999]
    assert len(index) == 2551


def test_each_term_of_a_query_counts_once():
    index = Index([(1, ["bridge"]), (2, ["circus"])])
    assert found(index, ["bridge", "bridge", "circus"]) == found(index, ["bridge", "circus"])


def test_equal_scores_go_in_the_order_of_the_keys():
    index = Index([(7, ["bridge", "sold"]), (3, ["sold", "bridge"])])
    assert [hit.key for hit in index.best(["bridge", "sold"], k=1)] == [3]


def test_a_term_can_count_for_less():
    index = Index([(1, ["bridge"]), (2, ["circus"])])
    assert [hit.key for hit in index.best({"bridge": 50, "circus": 100})] == [2, 1]
    assert index.best({"bridge": 0}) == []


def test_rare_terms_weigh_more():
    index = Index([(number, ["often", f"once{number}"]) for number in range(40)])
    assert index.weight("often") < index.weight("once7") < index.weight("never") == index.greatest_weight
    often, once, never = index.rarities(hashed(["often", "once7", "never"]))
    assert often < once < never == 1


@pytest.mark.parametrize("query", [[], ["unknown"]])
def test_nothing_is_found_by_what_no_text_uses(query):
    assert Index([(1, ["bridge"])]).best(query) == []


def test_an_empty_index_finds_nothing_and_takes_texts():
    index = Index()
    assert index.best(["bridge"]) == []
    index.remove([4])
    index.put([(4, ["bridge"]), (5, [])])
    assert (len(index), 4 in index, 6 in index) == (2, True, False)
    assert [hit.key for hit in index.best(["bridge"])] == [4]


def test_a_removed_text_is_not_found():
    index = Index([(1, ["bridge"]), (2, ["bridge"])])
    index.remove([1, 99])
    assert [hit.key for hit in index.best(["bridge"])] == [2]
    assert index.score(["bridge"], 1) == 0
    assert index.bytes > 0
