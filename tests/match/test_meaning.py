import numpy as np
import pytest

from tracker.match.meaning import WIDTH, Embedder, NoModel, Vectors, WordPieces, installed

PIECES = ["[CLS]", "[SEP]", "[UNK]", "bridge", "##s", "of", "harlow", "!", "cafe"]


def unit(*signs):
    """A vector of length one that points where `signs` say, a few dimensions only."""
    vector = np.full(WIDTH, -0.001, dtype=np.float32)
    vector[: len(signs)] = signs
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Bridges of Harlow!", ["bridge", "##s", "of", "harlow", "!"]),
        ("Café", ["cafe"]),
        ("tunnel", ["[UNK]"]),
        ("", []),
        ("x" * 500, ["[UNK]"]),
        ("bridge\u200b \x00", ["bridge"]),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(text, pieces):
    numbers = WordPieces(PIECES).numbers(text)
    assert [PIECES[number] for number in numbers] == ["[CLS]", *pieces, "[SEP]"]


def test_a_long_text_is_read_up_to_a_length():
    assert len(WordPieces(PIECES).numbers("bridge " * 5_000)) == 128


def test_near_vectors_are_found_and_removed_ones_are_not():
    vectors = Vectors()
    vectors.put([3, 8, 5], np.array([unit(1, 0, 0), unit(0, 1, 0), unit(0.9, 0.4, 0)]))
    asked = np.array([unit(1, 0.1, 0)])
    assert vectors.nearest(asked, 2) == [3, 5]
    assert vectors.cosines(asked, [8, 3]) == [pytest.approx(0.1, abs=0.01), pytest.approx(0.995, abs=0.01)]
    vectors.remove([3, 99])
    assert vectors.nearest(asked, 2) == [5, 8]
    assert (len(vectors), 3 in vectors, 5 in vectors) == (2, False, True)


def test_the_nearest_of_many_are_those_of_all():
    chance = np.random.default_rng(1)
    rows = chance.standard_normal((900, WIDTH)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors = Vectors()
    vectors.put(range(900), rows)
    vectors.put([7], rows[7:8])
    asked = rows[41:42] + rows[7:8] / 2
    assert vectors.nearest(asked, 2) == [41, 7]
    assert len(vectors) == 900
    assert vectors.bytes > 0


def test_without_vectors_nothing_is_near():
    assert Vectors().nearest(np.array([unit(1)]), 3) == []


def test_a_file_that_is_not_the_published_one_is_refused(tmp_path):
    with pytest.raises(NoModel, match="cannot be read"):
        Embedder(tmp_path)
    (tmp_path / "vocab.txt").write_text("bridge")
    with pytest.raises(NoModel, match="not the file"):
        Embedder(tmp_path)


def test_the_model_puts_the_same_in_other_words_near_one_another():
    try:
        embedder = Embedder(installed())
    except NoModel as error:
        pytest.skip(str(error))
    cat, sat, prices = embedder.vectors(["The cat sat.", "A cat was sitting.", "Stock prices fell."])
    assert cat @ sat == pytest.approx(0.857, abs=0.001)
    assert cat @ prices == pytest.approx(0.094, abs=0.001)
