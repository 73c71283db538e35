import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tracker.match.rank import FEATURES, Ranker
from tracker.match.training import Labelled, Shelf, cases, fit, of_articles, read_articles, read_folder

THINGS = ("bridge", "circus", "harbour", "mayor", "statue", "museum", "tunnel", "garden", "castle", "airport")
DEEDS = ("sold", "flooded", "painted", "closed", "burned")


def labelled():
    """Claims like “The bridge of Harlow was sold.”, and texts that repeat every third in other words."""
    claims = {
        f"c{thing}{deed}": (f"The {thing} of Harlow was {deed}.", f"Was a {thing} {deed}?")
        for thing in THINGS
        for deed in DEEDS
    }
    texts = {key: f"People say that {deed} is what the {thing} was" for thing, deed, key in repeated()}
    return Labelled(claims=claims, texts=texts, repeats={key: {f"c{key[1:]}"} for key in texts})


def repeated():
    pairs = [(thing, deed) for thing in THINGS for deed in DEEDS]
    return [(thing, deed, f"t{thing}{deed}") for thing, deed in pairs[::3]]


def write(folder):
    data = labelled()
    (folder / "train").mkdir()
    lines = [f"{key}\t{claim}\t{title}" for key, (claim, title) in data.claims.items()]
    (folder / "verified_claims.docs.tsv").write_text("\n".join(["\tvclaim\ttitle", *lines]))
    lines = [f"{key}\t{text}" for key, text in data.texts.items()]
    (folder / "train/tweets.queries.tsv").write_text("\n".join(["\ttext", *lines]))
    lines = [f"{key}\t0\t{claim}\t1" for key, claims in data.repeats.items() for claim in claims]
    (folder / "train/tweet-vclaim-pairs.qrels").write_text("\n".join(lines))
    return data


def test_a_ranker_is_fitted_that_tells_right_claims_from_wrong_ones():
    data = labelled()
    made = cases(data, Shelf(data.claims))
    ranker = fit(made)
    assert ranker.features == FEATURES
    for weighed in (ranker.ranks, ranker.sums):
        right = [case for case in made[::2] if case.keys[int(weighed(case.rows).argmax())] in case.right]
        assert len(right) == len(data.texts)


def test_half_of_the_cases_repeat_no_known_claim():
    data = labelled()
    made = cases(data, Shelf(data.claims))
    assert [bool(case.right) for case in made[:4]] == [True, False, True, False]
    assert not made[1].is_right.any()


def test_sentences_of_articles_teach_when_nothing_is_repeated_and_not_what_comes_first():
    data = labelled()
    shelf = Shelf(data.claims)
    made = cases(data, shelf)
    # Each shares the words of a claim, as the texts do that repeat one, but among many others.
    sentences = [
        f"Not far from Harlow an aunt {deed} her picture of some {thing} that a sailor had left her in his last will"
        for thing in THINGS
        for deed in DEEDS
    ]
    articles = of_articles(sentences, shelf)
    assert not any(case.right for case in articles)
    taught = fit(made, articles)
    assert taught.order == fit(made).order
    asked = [case for case in articles if case.keys]
    assert asked
    assert all(taught.probability(float(taught.sums(case.rows).max())) < taught.threshold for case in asked)


def test_every_fifth_sentence_of_an_article_is_read_alone_and_under_its_headline(tmp_path):
    (tmp_path / "paper").mkdir()
    sold = [
        f"{word} bridges were sold to a circus." for word in ("One", "Two", "Three", "Four", "Five", "Six")
    ]
    (tmp_path / "paper/article.txt").write_text("\n\n".join(["Bridges sold", *sold]))
    (tmp_path / "notes.md").write_text("Not this.")
    first, last = sold[0], sold[-1]
    assert read_articles(tmp_path) == [first, f"Bridges sold\n{first}", last, f"Bridges sold\n{last}"]


def test_a_claim_entered_twice_in_the_same_words_is_one():
    shelf = Shelf({"a": ('The "old" bridge.', ""), "b": ("The 'old' bridge.", ""), "c": ("A circus.", "")})
    assert shelf.number == {"a": 0, "b": 0, "c": 1}
    assert shelf.first == ["a", "c"]


def test_a_folder_is_read_as_it_is_published(tmp_path):
    assert read_folder(write(tmp_path) and tmp_path, "train") == labelled()


def test_the_command_writes_weights_and_says_how_far_it_is(tmp_path):
    write(tmp_path)
    out = StringIO()
    (tmp_path / "article.txt").write_text("Bridges\n\nThe bridge of Harlow is long.")
    call_command("train_ranker", str(tmp_path), articles=tmp_path, out=tmp_path / "weights.json", stdout=out)
    ranker = Ranker.read(json.loads((tmp_path / "weights.json").read_text())["plain"])
    assert len(ranker.weights) == len(FEATURES)
    assert "17 texts, 50 known claims, 2 texts of articles" in out.getvalue()


def test_the_command_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match=r"verified_claims|tweet"):
        call_command("train_ranker", str(tmp_path), out=tmp_path / "weights.json")
