"""Passages marked in a text: nothing lost, nothing doubled, the current one on top."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.desk.highlight import Span, paragraphs

TEXT = "One sentence. Two sentences.\n\nA third one."


def spans():
    pair = (
        st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).filter(lambda ends: ends[0] < ends[1])
    )
    return st.lists(pair, max_size=6)


def joined(found):
    return ["".join(piece.text for piece in paragraph) for paragraph in found]


@given(st.text(alphabet="ab \n", max_size=60), spans())
def test_the_pieces_are_the_text(text, ends):
    marked = [Span(start=start, end=end, current=number == 0) for number, (start, end) in enumerate(ends)]
    assert joined(paragraphs(text, marked)) == [line for line in text.split("\n") if line.strip()]


def test_the_current_passage_is_marked_over_the_others_and_begins_once():
    current = Span(start=4, end=33, current=True)
    other = Span(start=0, end=12, url="/other/")
    first, second = paragraphs(TEXT, [other, current])
    assert [(piece.text, piece.current, piece.first, piece.url) for piece in first] == [
        ("One ", False, False, "/other/"),
        ("sentence", True, True, ""),
        (". Two sentences.", True, False, ""),
    ]
    assert [(piece.text, piece.current, piece.first) for piece in second] == [
        ("A t", True, False),
        ("hird one.", False, False),
    ]


def test_a_passage_beyond_the_end_is_cut_off():
    assert joined(paragraphs("short", [Span(start=2, end=900)])) == ["short"]
