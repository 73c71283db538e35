"""Sentences and paragraphs as spans."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract import sentences


def split(text):
    return [text[start:end] for start, end in sentences.split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Mark Milley spoke. He left.", ["Gen. Mark Milley spoke.", "He left."]),
        (
            "Lt. Gen. Pat White of the U.S. Army left at 4 p.m. Monday.",
            ["Lt. Gen. Pat White of the U.S. Army left at 4 p.m. Monday."],
        ),
        ("He left the U.S. The army stayed.", ["He left the U.S.", "The army stayed."]),
        ("On Jan. 6 Mr. Esper came. No. 5 fell.", ["On Jan. 6 Mr. Esper came.", "No. 5 fell."]),
        ("“We left.” He nodded.", ["“We left.”", "He nodded."]),
        ('"Why?" he asked. "Because."', ['"Why?" he asked.', '"Because."']),
        ("It cost $3.5 million. Nobody paid.", ["It cost $3.5 million.", "Nobody paid."]),
        ("One paragraph\n\nanother one", ["One paragraph", "another one"]),
        ("J. R. Smith won! Did he?", ["J. R. Smith won!", "Did he?"]),
        ("", []),
    ],
)
def test_it_splits(text, expected):
    assert split(text) == expected


@given(st.text())
def test_sentences_are_in_order_inside_paragraphs_and_hold_all_words(text):
    spans = sentences.split(text)
    paragraphs = sentences.paragraphs(text)
    assert all(start < end for start, end in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(any(p.start <= s.start and s.end <= p.end for p in paragraphs) for s in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_a_megabyte_takes_bounded_time():
    started = time.process_time()
    sentences.split("." * 500_000 + "a. " * 170_000)
    assert time.process_time() - started < 6
