import pytest

from tracker.match.stance import Said, of_body, of_headline, of_sentence

CLAIM = "The dam above Rosvik will break."


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("US troops to leave Iraq", "asserts"),
        ("Letter says US troops will leave Iraq", "attributes"),
        ("Pentagon denies troops are leaving Iraq", "disputes"),
        ("‘It was a mistake’: the letter that said troops would leave", "disputes"),
        ("Are US troops leaving Iraq?", "observes"),
        ("Correction: letter on Iraq", "corrects"),
        ("Troops aren’t leaving", "disputes"),
        ("We got it wrong: no troops leave Iraq", "corrects"),
    ],
)
def test_a_headline_has_a_stance_and_a_reason(headline, expected):
    found, reason = of_headline(headline)
    assert found == expected
    assert reason.endswith(".")


@pytest.mark.parametrize(
    ("claim", "headline", "expected"),
    [
        # The claim denies something, so a denial agrees with it; and one who denies the denial does too.
        ("The new phone does not fit any pocket.", "New phone doesn't fit any pocket", "asserts"),
        ("A singer lost her voice.", "Singer denies faking lost voice", "asserts"),
        ("A fisherman caught a two-headed trout.", "Two-headed trout is no hoax, photos show", "asserts"),
        # Words that refute, also beside a question.
        ("A mayor banned the colour blue.", "No, the mayor has not banned blue", "disputes"),
        ("A mayor banned the colour blue.", "How a fake mayor story fooled a whole town", "disputes"),
        ("The singer is dead.", "Singer alive and well, says her sister", "disputes"),
        ("A bridge was sold to a circus.", "Council shoots down rumours of bridge sale", "disputes"),
        # A negation of something else.
        ("A chef sold his car for a truffle.", "Chef who sold car for truffle is not sorry", "asserts"),
        ("A chef sold his car for a truffle.", "Chef sells car for truffle, and not only the car", "asserts"),
        ("Smokers will be fined.", "Smokers get a fine, not jail", "asserts"),
        # Left open.
        ("A mayor banned the colour blue.", "Mayor won’t say whether blue is banned", "observes"),
        ("A mayor banned the colour blue.", "Blue banned by mayor: real or hoax?", "observes"),
        ("A mayor banned the colour blue.", "No evidence that mayor banned blue", "observes"),
        ("A fisherman caught a giant carp.", "Has a fisherman caught a giant carp?", "observes"),
        ("A fisherman caught a giant carp.", "Is this a record? Fisherman catches giant carp", "asserts"),
        # Doubt that is about the claim, and doubt that is about something else.
        ("A bank will buy the shop.", "Bank may buy the shop", "observes"),
        ("A fisherman caught a giant carp.", "Fisherman catches giant carp that could set a record", "asserts"),
        ("A thief was caught in a chimney.", "Alleged thief caught in chimney", "asserts"),
        ("A minister appears in a film.", "Minister appears in film", "asserts"),
        # Somebody says it; unless the claim is that somebody said it.
        ("A bank will buy the shop.", "Bank to buy the shop: sources", "attributes"),
        ("A bank will buy the shop.", "Official: bank buying shop", "attributes"),
        ("A bank will buy the shop.", "Bank reportedly buys shop", "attributes"),
        ("A pastor said cats go to heaven.", "Pastor says cats go to heaven", "asserts"),
        # The claim's words in quotation marks are somebody's.
        ("A dead man walked into a bank.", "‘Dead’ man walks into bank", "attributes"),
    ],
)  # fmt: skip
def test_what_a_headline_does_depends_on_the_claim(claim, headline, expected):
    assert of_headline(headline, claim).kind == expected


def test_other_numbers_are_pointed_out():
    reason = of_headline("Shop sells 300 chairs", "The shop sold 500 chairs.").reason
    assert reason.endswith("Its numbers are others: 300 instead of 500.")
    assert "numbers" not in of_headline("Shop sells 500 chairs", "The shop sold 500 chairs.").reason


def body(text, *, said=(), **more):
    spans = [Said(text.index(words), text.index(words) + len(words), kind) for words, kind in said]
    return of_body(claim=CLAIM, text=text, said=spans, **more)


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("The dam above Rosvik will break by Friday. Buses are waiting.", (), "asserts"),
        (
            "“The dam above Rosvik will break,” said Lars Bakken.",
            [("“The dam above Rosvik will break,”", "asserts")],
            "attributes",
        ),
        ("It is false that the dam above Rosvik will break. Here is what happened.", (), "disputes"),
        (
            "The dam above Rosvik will break, people wrote. The county denied that the Rosvik dam will break.",
            [("The county denied that the Rosvik dam will break.", "denies")],
            "observes",
        ),
        ("The dam above Rosvik may break this week.", (), "observes"),
        ("Nothing here is about it.", (), "observes"),
        ("", (), "observes"),
    ],
)  # fmt: skip
def test_a_body_has_a_stance_of_its_own(text, said, expected):
    found = body(text, said=said)
    assert found.kind == expected
    assert found.reason.endswith(".")


def test_a_notice_makes_a_body_a_correction():
    assert body("The dam above Rosvik will break.", has_notice=True).kind == "corrects"


def test_headline_and_body_are_kept_apart():
    text = "The county said nothing. Nobody knows whether the dam above Rosvik will break."
    assert of_headline("Dam above Rosvik will break", CLAIM).kind == "asserts"
    assert body(text).kind == "observes"


def test_a_sentence_is_read_by_the_same_rules():
    assert of_sentence("The dam above Rosvik won't break, that is a hoax.", CLAIM).kind == "disputes"


@pytest.mark.parametrize("junk", ["", "?", ":" * 100_000, "not " * 50_000, "“" * 100_000, "report " * 30_000])
def test_junk_is_no_trouble(junk):
    of_headline(junk, junk[:1000])
    of_headline(junk, CLAIM)
