"""Edges on sentences the rules had not met when they were written; a change of the rules must not find fewer."""

import pytest

from tests.extract.unseen_vouching import FIRST, SECOND
from tracker.extract import vouching
from tracker.lib.text import fold


@pytest.mark.parametrize(
    ("sentences", "at_least", "at_most_wrong"), [(FIRST, 62, 0), (SECOND, 35, 1)], ids=["first", "second"]
)
def test_edges_are_those_a_reader_finds(sentences, at_least, at_most_wrong):
    right, wrong, missed = 0, [], []
    for sentence, edges in sentences:
        left = list(edges)
        for vouch in vouching.find(sentence):
            fitting = next((edge for edge in left if _is(vouch, *edge)), None)
            if fitting:
                left.remove(fitting)
                right += 1
            else:
                wrong.append((vouch.kind, vouch.source, sentence))
        missed += [(*edge, sentence) for edge in left]
    assert right >= at_least, missed
    assert len(wrong) <= at_most_wrong, wrong


def _is(vouch, kind, words):
    found, expected = _plain(vouch.source), _plain(words)
    return vouch.kind == kind and (found in expected or expected in found)


def _plain(words):
    return fold(words).lower().removeprefix("the ").removeprefix("an ").removeprefix("a ")
