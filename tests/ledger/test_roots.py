import pytest

from tracker.ledger.roots import DOCUMENT, OUTLET, SOURCE, UNNAMED, Carrier, Edge, Root, origins


def carrier(key, by, *edges):
    return Carrier(
        key=str(key), by=by, edges=tuple(Edge(name=name, kind=kind, exact="…") for name, kind in edges)
    )


def roots(*carriers):
    return [(root.words, len(root.carriers)) for root in origins(carriers).roots]


def test_copies_of_one_agency_report_and_a_report_with_a_source_of_its_own_are_two_roots():
    copies = [carrier(number, f"Paper {number}", ("Associated Press", OUTLET)) for number in range(10)]
    own = carrier("own", "Norland Herald", ("a county official", UNNAMED))
    assert roots(*copies, own) == [("Associated Press", 10), ("one unnamed county official", 1)]


def test_it_is_told_in_one_sentence():
    papers = [carrier(number, f"Paper {number}", ("a US official", UNNAMED)) for number in range(4)]
    more = [carrier(number, f"Paper {number}", ("the letter", DOCUMENT)) for number in (4, 5)]
    assert origins([*papers, *more]).sentence == (
        "6 outlets repeat this; all rest on 2 roots: one unnamed US official, one letter."
    )


@pytest.mark.parametrize(
    ("carriers", "sentence"),
    [
        ([carrier(1, "A")], "1 outlet repeats this; what it rests on is not recorded."),
        ([carrier(1, "A"), carrier(2, "B")], "2 outlets repeat this; what they rest on is not recorded."),
        ([carrier(1, "A", ("Reuters", OUTLET))], "1 outlet repeats this; it rests on 1 root: Reuters."),
        (
            [carrier(1, "A", ("Reuters", OUTLET)), carrier(2, "B")],
            "2 outlets repeat this; 1 rests on 1 root: Reuters. What the other rests on is not recorded.",
        ),
        (
            [carrier(1, "A", *((f"Paper {number}", OUTLET) for number in range(6)))],
            "1 outlet repeats this; it rests on 6 roots: Paper 0, Paper 1, Paper 2, Paper 3 and 2 more.",
        ),
    ],
)
def test_what_is_not_recorded_is_no_root(carriers, sentence):
    assert origins(carriers).sentence == sentence


def test_whoever_is_cited_is_followed_to_the_end():
    cites = carrier(1, "A", ("Reuters", OUTLET))
    reuters = carrier(2, "Reuters", ("an Iraqi officer", UNNAMED))
    assert roots(cites, reuters) == [("one unnamed Iraqi officer", 2)]
    (root,) = origins([cites, reuters]).roots
    assert [[edge.name for edge in one.edges] for one in root.carriers] == [["Reuters"], ["an Iraqi officer"]]


def test_what_copies_rest_on_is_what_the_original_rests_on():
    printed = Edge(name="Associated Press", kind=OUTLET, prints=True)
    official = Edge(name="a county official", kind=UNNAMED)
    copies = [
        Carrier(key=str(number), by=f"Paper {number}", edges=(printed, official)) for number in range(3)
    ]
    cites = carrier("cites", "Norland Herald", ("the Associated Press", OUTLET))
    assert roots(*copies, cites) == [("one unnamed county official", 4)]


def test_a_cited_outlet_whose_own_sources_are_not_recorded_is_the_root():
    found = origins([carrier(1, "A", ("The B", OUTLET)), carrier(2, "B")])
    assert [(root.words, len(root.carriers)) for root in found.roots] == [("B", 2)]
    assert found.unknown == 0


def test_outlets_that_cite_each_other_are_one_root():
    assert roots(carrier(1, "A", ("B", OUTLET)), carrier(2, "B", ("A", OUTLET))) == [("A", 2)]


def test_an_outlet_that_cites_itself_rests_on_nothing_recorded():
    assert origins([carrier(1, "A", ("A", OUTLET))]).unknown == 1


def test_unnamed_sources_described_alike_are_counted_once_and_a_person_of_that_name_is_another():
    one = carrier(1, "A", ("a U.S. official", UNNAMED))
    two = carrier(2, "B", ("A US official", UNNAMED), ("Lars Bakken", SOURCE))
    assert roots(one, two) == [("one unnamed U.S. official", 2), ("Lars Bakken", 1)]


def test_articles_of_unknown_outlets_are_counted_each():
    assert origins([carrier(1, ""), carrier(2, "")]).outlets == 2


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("two senior officials", UNNAMED, "two unnamed senior officials"),
        ("Officials in Baghdad", UNNAMED, "unnamed officials in Baghdad"),
        ("an unnamed aide", UNNAMED, "one unnamed aide"),
        ("a leaked letter", DOCUMENT, "one leaked letter"),
        ("court records", DOCUMENT, "court records"),
        ("The Pentagon", SOURCE, "The Pentagon"),
    ],
)
def test_a_root_is_counted_in_words(name, kind, words):
    assert Root(name=name, kind=kind, carriers=()).words == words


def test_no_articles_have_no_roots():
    assert origins([]).roots == ()
