"""Claims that stand alone: what points outside a sentence is found, resolved, or left out."""

import pytest

from tracker.extract import claims, standalone, statements


@pytest.mark.parametrize(
    ("sentence", "outside"),
    [
        ("American troops would leave their country.", ""),
        ("All of its high street branches will close.", "its"),
        ("He had been briefed on it.", "he"),
        ("The company said he was ill.", "he"),
        ("Mayor Ann Lee said she was ill.", ""),
        ("That was a lie.", "that"),
        ("That bank will close.", ""),
        ("It was clear that the bank would close.", ""),
        ("Was not credible.", "was"),
        ("Why did the release say so?", "?"),
        ("You can leave now.", "you"),
        ("Halden Bank said: “We will close.”", ""),
        ("", "nothing"),
    ],
)
def test_it_knows_what_points_outside(sentence, outside):
    assert standalone.points_outside(sentence) == outside


def first_claim(text):
    return claims.find(text, statements=statements.find(text))[0].sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "All of its high street branches will close, Halden Bank said.",
            "All of Halden Bank's high street branches will close.",
        ),
        (
            "Lawyer Tamsin Grey said her client was arrested on Monday.",
            "Tamsin Grey's client was arrested on Monday.",
        ),
        (
            "The ministry denied a report that Karu would peg its currency to gold.",
            "Karu would peg its currency to gold.",
        ),
        (
            "About 8,000 patients were wrongly told by text message that they had lung cancer.",
            "About 8,000 patients had lung cancer.",
        ),
        (
            "The chief retracted his announcement that a suspect was in custody.",
            "A suspect was in custody.",
        ),
        ("Lumen Ltd denied that it had made any mistake.", "Lumen Ltd had made a mistake."),
        (
            '"We will close," said Governor Ann Lee, who was elected in May, "and sell the land."',
            "Ann Lee said: “We will close and sell the land.”",
        ),
    ],
)
def test_what_points_outside_is_resolved(text, sentence):
    assert first_claim(text) == sentence


def test_what_cannot_be_resolved_is_left_out():
    text = "Halden Bank will shut 40 branches in May.\n\nIt was over in a minute. Her phone rang."
    assert [claim.sentence for claim in claims.find(text, statements=statements.find(text))] == [
        "Halden Bank will shut 40 branches in May."
    ]
