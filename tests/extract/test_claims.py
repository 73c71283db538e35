"""Sentences worth checking."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract import reports
from tracker.extract import claims, notices, statements

NAMES = (
    "LETTER_WIRE",
    "LETTER_BRITISH",
    "RECALL",
    "CEASEFIRE",
    "MEMO",
    "HOAX",
    "ELECTION",
    "BASE",
    "BANKNOTE",
    "ARREST",
    "OUTBREAK",
)


def read(name):
    title, text = getattr(reports, name)
    said = statements.find(text, title=title)
    return text, said, claims.find(text, title=title, statements=said)


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        ("LETTER_WIRE", "American troops would leave their country."),
        ("LETTER_BRITISH", "Troops were to quit Iraq."),
        (
            "RECALL",
            "Brightwell Toys is recalling 40,000 night lights sold since October because the"
            " batteries can overheat.",
        ),
        (
            "CEASEFIRE",
            "Both sides in the Karu valley war have agreed to a ceasefire starting at midnight Friday.",
        ),
        ("MEMO", "Hospitals must hand back half of their protective masks."),
        ("OUTBREAK", "There is a measles outbreak."),
        ("HOAX", "The singer Jonny Vale had died."),
        ("BASE", "Fort Carlin would cease operations no later than 1 October."),
        ("BANKNOTE", "The notes will cease to be legal tender on 30 June."),
        ("ARREST", "A chemistry professor had been arrested by federal agents."),
    ],
)
def test_the_main_claim_is_what_was_first_asserted_not_its_denial(report, sentence):
    _, _, found = read(report)
    assert found[0].sentence == sentence
    assert found[0].score == 1
    assert found[0].reasons


def test_labels_are_short_and_from_the_words_of_the_claim():
    _, _, found = read("LETTER_WIRE")
    assert found[0].label == "troop withdrawal"
    for name in NAMES:
        assert all(1 <= len(claim.label.split()) <= 4 for claim in read(name)[2])


def test_scores_fall_and_claims_differ():
    for name in NAMES:
        text, _, found = read(name)
        scores = [claim.score for claim in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert len({claim.sentence for claim in found}) == len(found)
        assert all(0 <= claim.start < claim.end <= len(text) for claim in found)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                [
                    "a letter",
                    "saying",
                    "that",
                    "troops",
                    "would",
                    "leave",
                    ".",
                    "“",
                    "”",
                    "\n\n",
                    "Esper",
                    "said",
                    "denied",
                    "was",
                    "no",
                ]
            )
        ).map(" ".join),
    )
)
def test_any_text_is_survived_and_offsets_fit(text):
    said = statements.find(text)
    found = claims.find(text, title=text[:30], statements=said)
    for claim in found:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.sentence.strip()
        assert claim.label


@pytest.mark.parametrize(
    "junk", ["letter saying " * 70_000, "The claim that " * 65_000, "A. " * 330_000, "was " * 250_000]
)
def test_a_megabyte_of_junk_takes_bounded_time(junk):
    started = time.process_time()
    claims.find(junk)
    assert time.process_time() - started < 6


def test_an_article_of_800_words_is_read_in_a_moment():
    text = "\n\n".join(getattr(reports, name)[1] for name in NAMES)[:5_000]
    statements.find(text)
    best = 10.0
    for _ in range(5):
        started = time.process_time()
        said = statements.find(text)
        notices.find(text)
        claims.find(text, statements=said)
        best = min(best, time.process_time() - started)
    assert best < 0.1
