"""Word differences: exact for any two texts, small where little changed, and quick whatever comes."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lib.differences import carried, differences, rebuilt

OLD = "The council met on Monday.\n\nTwelve people were hurt, the mayor said.\n\nThe road is open."

texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(["a", "the", "mayor", "\n\n", "\n", " ", ".", "“", "é", "12,5", "  "])).map(
        "".join
    ),
    st.lists(st.sampled_from(["the mayor said. ", "a road\n\n", "it is open.\n", "\n\n"])).map("".join),
)


def changed(old, new):
    """(what went, what came) of every run that is not the same."""
    return [
        (old[run.old_start : run.old_end], new[run.new_start : run.new_end])
        for run in differences(old, new)
        if not run.same
    ]


@settings(max_examples=400, deadline=None)
@given(texts, texts)
def test_the_new_text_is_rebuilt_exactly_and_the_runs_cover_both(old, new):
    runs = differences(old, new)
    assert rebuilt(old, new, runs) == new
    assert "".join(old[run.old_start : run.old_end] for run in runs) == old
    assert all(
        old[run.old_start : run.old_end] == new[run.new_start : run.new_end] for run in runs if run.same
    )
    assert all(one.same != other.same for one, other in pairwise(runs))
    assert all(run.old_start < run.old_end or run.new_start < run.new_end for run in runs)


@pytest.mark.parametrize(
    ("new", "edits"),
    [
        (OLD, []),
        (OLD.replace("Twelve", "Fourteen"), [("Twelve", "Fourteen")]),
        (OLD.replace("Monday.", "Monday, again."), [("", ", again")]),
        (OLD.replace("The council", "Yesterday the council"), [("The", "Yesterday the")]),
        (OLD.replace("were hurt", "were badly hurt"), [("", "badly ")]),
        (OLD.replace("Twelve people were hurt, the mayor said.\n\n", ""), None),
        (OLD + "\n\nIt closed again.", [("", "\n\nIt closed again.")]),
    ],
)
def test_only_what_changed_is_marked(new, edits):
    found = changed(OLD, new)
    if edits is None:
        assert "".join(came for _, came in found).strip() == ""
    else:
        assert [(went.strip(), came.strip()) for went, came in found] == [
            (went.strip(), came.strip()) for went, came in edits
        ]


def test_a_rewritten_paragraph_is_told_word_by_word_and_another_one_whole():
    old = "One.\n\nThe mayor said the bridge was closed on Monday for repairs.\n\nLast."
    rewritten = old.replace("on Monday for", "on Tuesday for")
    other = old.replace(
        "The mayor said the bridge was closed on Monday for repairs.", "Buy a ticket here now."
    )
    assert changed(old, rewritten) == [("Monday", "Tuesday")]
    assert len(changed(old, other)) == 1


def test_a_stretch_that_stayed_is_found_where_it_stands_now():
    new = "First of all: nothing.\n\n" + OLD
    runs = differences(OLD, new)
    start = OLD.index("Twelve")
    assert carried(runs, start, start + 6) == (new.index("Twelve"), new.index("Twelve") + 6)
    assert carried(differences(OLD, OLD.replace("Twelve", "Ten")), start, start + 6) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("word " * 200_000, "word " * 199_999 + "end"),
        ("a b " * 100_000, "b a " * 100_000),
        ("\n" * 500_000, "x\n" * 250_000),
        ("One line.\n\n" * 50_000, "Another line.\n\n" * 50_000),
        ("x" * 1_000_000, "y" * 1_000_000),
    ],
)
def test_a_megabyte_of_anything_takes_bounded_time(old, new):
    started = time.process_time()
    assert rebuilt(old, new, differences(old, new)) == new
    assert time.process_time() - started < 5
