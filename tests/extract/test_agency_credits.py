import pytest

from tracker.extract import agency_credits
from tracker.extract.agency_credits import PART, WHOLE

BODY = "The dam at Rosvik holds, the county said on Monday.\n\nNobody had to leave the valley."


def found(text="", byline=""):
    return [(credit.source, credit.part) for credit in agency_credits.find(byline=byline, text=text)]


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("By JANE DOE, Associated Press", "Associated Press"),
        ("Reuters Staff", "Reuters"),
        ("AFP", "Agence France-Presse"),
        ("Jane Doe | The Conversation", "The Conversation"),
        ("Jane Doe and Reuters", "Reuters"),
        ("Jane Doe, for The Associated Press", "Associated Press"),
    ],
)
def test_a_byline_names_the_agency(byline, source):
    assert found(byline=byline) == [(source, WHOLE)]


@pytest.mark.parametrize("byline", ["", "By Jane Doe", "Pa Kettle", "Ani DiFranco", "Ap Rhys"])
def test_a_person_is_no_agency(byline):
    assert found(byline=byline) == []


@pytest.mark.parametrize(
    ("start", "source"),
    [
        ("ROSVIK, Norland (AP) — ", "Associated Press"),
        ("LONDON, Jan. 6 (Reuters) - ", "Reuters"),
        ("(CNN) — ", "CNN"),
        ("PARIS, AFP — ", "Agence France-Presse"),
        ("By JANE DOE, Associated Press\n\n", "Associated Press"),
        ("The Associated Press\n\n", "Associated Press"),
    ],
)
def test_the_first_lines_name_the_agency(start, source):
    assert found(start + BODY) == [(source, WHOLE)]


@pytest.mark.parametrize(
    ("end", "credit"),
    [
        ("The Associated Press contributed to this report.", ("Associated Press", PART)),
        ("Associated Press writers Jane Doe and John Roe contributed.", ("Associated Press", PART)),
        ("With files from The Canadian Press", ("The Canadian Press", PART)),
        ("— Reuters", ("Reuters", WHOLE)),
        ("(AFP)", ("Agence France-Presse", WHOLE)),
        ("Copyright 2020 The Associated Press. All rights reserved.", ("Associated Press", WHOLE)),
        ("(Reporting by Jane Doe; Editing by John Roe)", ("Reuters", WHOLE)),
        ("This story was first published by the Norland Herald.", ("the Norland Herald", WHOLE)),
        ("This article is republished from The Conversation.", ("The Conversation", WHOLE)),
        ("Originally published by the Norland Herald", ("the Norland Herald", WHOLE)),
    ],
)
def test_the_last_lines_name_whose_text_it_is(end, credit):
    text = f"{BODY}\n\n{end}"
    assert found(text) == [credit]
    (only,) = agency_credits.find(byline="", text=text)
    assert only.start >= len(BODY)
    assert only.end <= len(text)
    assert only.reason.endswith(".")


@pytest.mark.parametrize(
    "end",
    [
        "The report was based on claims by Reuters that the dam broke.",
        "This story was first published on Thursday.",
        "The mayor told Reuters the dam was safe.",
        "The dam was first reported broken by the Norland Herald.",
    ],
)
def test_what_somebody_told_an_agency_is_no_credit(end):
    assert found(f"{BODY}\n\n{end}") == []


def test_an_agency_named_twice_is_credited_once_with_the_whole():
    assert found(f"ROSVIK (AP) — {BODY}\n\nAP writer Jane Doe contributed.") == [("Associated Press", WHOLE)]


def test_a_megabyte_of_junk_is_no_trouble():
    for junk in ("(" * 1_000_000, "By " * 300_000, "Associated Press " * 60_000, "A\n\n" * 300_000):
        agency_credits.find(byline=junk, text=junk)
