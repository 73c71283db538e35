import pytest

from tests.bench.figures import Counts, Figures, Row, mean_average_precision, rows_of


def test_precision_recall_and_f1_are_of_what_was_found_and_what_was_there():
    counts = Counts(right=3, wrong=1) + Counts(right=3, missed=2)
    assert (counts.precision, counts.recall) == (pytest.approx(6 / 7), 6 / 8)
    assert counts.f1 == pytest.approx(12 / 15)
    assert Counts(wrong=2).f1 == 0


def test_the_mean_average_precision_counts_the_place_of_each_answer():
    assert mean_average_precision([["b", "a"], ["c"]], [{"a"}, {"c"}], at=5) == 0.75
    assert mean_average_precision([["a", "x", "b"]], [{"a", "b"}], at=5) == pytest.approx((1 + 2 / 3) / 2)
    assert mean_average_precision([["x", "a"], []], [{"a"}, set()], at=1) == 0


def test_a_table_has_a_dash_where_there_is_nothing_to_compare_with():
    rows = (Row(name="MAP@5", ours=0.5), *rows_of("notices", Counts(right=1), Counts(wrong=1)))
    lines = Figures(measured="2 of them", rows=rows, baseline="always yes").table().splitlines()
    assert lines[0] == "2 of them"
    assert lines[2].split() == ["MAP@5", "0.500", "-", "-"]
    assert lines[3].split() == ["notices:", "precision", "1.000", "0.000", "-"]
    assert lines[-1] == "baseline: always yes"
