"""A long command says how far it is now and then, and gives every row."""

from tracker.lib import progress


def test_rows_come_through_and_the_count_is_said_when_it_is_time(monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", -1)
    said = []
    assert list(progress.told("abc", said.append)) == ["a", "b", "c"]
    assert said == [1, 2, 3]


def test_a_short_command_says_nothing():
    said = []
    assert list(progress.told("abc", said.append)) == ["a", "b", "c"]
    assert said == []
