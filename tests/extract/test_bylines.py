"""Whose name a byline gives."""

import pytest

from tracker.extract import bylines


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By Jane Doe and Sam Roe | January 6, 2020", "Jane Doe and Sam Roe"),
        ("By Jane Doe on Monday, November 18th, 2019 at 11:08 a.m.", "Jane Doe"),
        ("Jane Doe, Staff Writer | January 6, 2020", "Jane Doe, Staff Writer"),
        ("The council closed the bridge.", ""),
    ],
)
def test_the_names_of_a_line(line, names):
    assert bylines.of_line(line) == names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By JANE DOE, Ledger National Writer", "JANE DOE, Ledger National Writer"),
        ("Analysis by Jane Doe, Editor-at-large", "Jane Doe, Editor-at-large"),
        ("LEDGER STAFF NOVEMBER 20, 2019 10:43", "LEDGER STAFF"),
        ("Автор: Вера Павлова", "Вера Павлова"),
        ("Jane Doe - 2019-04-10", "Jane Doe"),
        ("Byron Bay", "Byron Bay"),
    ],
)
def test_what_is_no_name_is_left_out(written, names):
    assert bylines.tidy(written) == names


@pytest.mark.parametrize(
    "account", ["jane-d", "jane@ledger.example", "WEBTEAM2", "https://ledger.example/jane"]
)
def test_an_account_is_not_a_person(account):
    assert bylines.is_login(account)


@pytest.mark.parametrize("names", ["Jane Doe", "Ludwig van Beethoven and Sam Roe", "北野 武", "Reuters"])
def test_names_look_like_names(names):
    assert bylines.looks_like_names(names)


@pytest.mark.parametrize(
    "words", ["The two defence ministries", "Follow Jane Doe", "About the author", "Updated 5 May"]
)
def test_other_words_do_not(words):
    assert not bylines.looks_like_names(words)
