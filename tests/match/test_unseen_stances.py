"""Stances on texts the rules had not met when they were written; a change of the rules must not read fewer of them."""

import pytest

from tests.match.unseen_bodies import BODIES
from tests.match.unseen_headlines import FIRST, SECOND
from tracker.extract import notices, statements
from tracker.match.stance import Said, of_body, of_headline


@pytest.mark.parametrize(("pairs", "at_least"), [(FIRST, 95), (SECOND, 57)])
def test_headlines_are_read_as_a_reader_does(pairs, at_least):
    wrong = [
        (claim, headline, kind)
        for claim, headline, kind in pairs
        if of_headline(headline, claim).kind != kind
    ]
    assert len(pairs) - len(wrong) >= at_least, wrong


def test_bodies_are_read_as_a_reader_does():
    wrong = [(text, kind) for claim, text, kind in BODIES if _of_body(claim, text) != kind]
    assert len(BODIES) - len(wrong) >= 42, wrong


def _of_body(claim, text):
    said = [Said(one.start, one.end, one.kind) for one in statements.find(text)]
    return of_body(claim=claim, text=text, said=said, has_notice=bool(notices.find(text))).kind
