import pytest

from tracker.extract import vouching


def edges(text, **more):
    return [(vouch.kind, vouch.source) for vouch in vouching.find(text, **more)]


@pytest.mark.parametrize(
    ("sentence", "edge"),
    [
        ("The letter was confirmed by a US official on Monday.", ("confirms", "a US official")),
        ("It is unsigned, but the military has confirmed its authenticity.", ("confirms", "the military")),
        ("Two senior officials confirmed the letter to the Norland Herald.", ("confirms", "Two senior officials")),
        ("Lars Bakken confirmed that the letter was a draft.", ("confirms", "Lars Bakken")),
        ("The office of the mayor later confirmed it.", ("confirms", "The office of the mayor")),
        ("Troops will leave, a paper said, citing Reuters.", ("cites", "Reuters")),
        ("According to the New York Times, it was a draft.", ("cites", "The New York Times")),
        ("The Norland Herald reported that the dam holds.", ("cites", "The Norland Herald")),
        ("“It is real,” an aide told CNN.", ("relays", "CNN")),
        ("The plan was first reported by the Washington Post.", ("relays", "The Washington Post")),
        ("The Norland Herald first reported the plan.", ("relays", "The Norland Herald")),
        ("In an interview with the BBC, she said so.", ("relays", "BBC")),
        ("The memo, seen by Reuters, says so.", ("saw the document", "Reuters")),
        ("A copy obtained by The Associated Press says so.", ("saw the document", "Associated Press")),
    ],
)  # fmt: skip
def test_an_edge_leads_to_whom_the_text_rests_on(sentence, edge):
    (found,) = vouching.find(f"Rain fell. {sentence} Nobody spoke.")
    assert (found.kind, found.source) == edge
    assert found.exact in sentence
    assert found.reason.endswith(".")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Pentagon has not confirmed the letter.",
        "A spokesman declined to confirm it.",
        "Officials could not confirm the report.",
        "There were 300 confirmed cases.",
        "He confirmed it.",
        "The mayor told reporters the dam was safe.",
        "She told the Herald’s readers nothing.",
        "",
    ],
)
def test_what_is_not_confirmed_or_carried_is_no_edge(sentence):
    assert [edge for edge in edges(sentence) if edge[0] != "relays" or "Herald" not in edge[1]] == []


def test_unnamed_sources_are_told_from_named_ones():
    found = vouching.find(
        "A US official confirmed it. Lars Bakken, an official, agreed. The mayor confirmed it."
    )
    assert [vouch.is_unnamed for vouch in found] == [True, False]


def test_a_confirmation_that_another_outlet_carried_is_its_own():
    confirms, cites = vouching.find("A Pentagon official confirmed the letter, AFP reported.")
    assert (confirms.kind, confirms.in_others_words) == ("confirms", True)
    assert (cites.kind, cites.source) == ("cites", "Agence France-Presse")


def test_a_papers_own_interview_is_no_edge():
    assert edges("“It is real,” an aide told CNN.", own_names=frozenset({"CNN"})) == []
    assert edges("“It is real,” he told The Norland Herald.", own_names=frozenset({"Norland Herald"})) == []


def test_places_are_those_of_the_text():
    text = "Rain – again.\n\n“It’s real,” an aide told CNN. It was confirmed by Lars Bakken."
    assert [text[vouch.start : vouch.end] for vouch in vouching.find(text)] == [
        "told CNN",
        "confirmed by Lars Bakken",
    ]


@pytest.mark.parametrize("junk", ["confirmed by ", "told ", "The Times ", "A", "according to the report in "])
def test_junk_is_no_trouble(junk):
    vouching.find(junk * 20_000)
