"""Reports the rules had not met when they were written: who said what, in which sense, and what is claimed."""

import pytest

from tests.extract.first_sight_reports import COUNCIL, READ
from tracker.extract import claims, standalone, statements

NAMES = [report[0][:30] for report, _ in READ]
MAIN_CLAIMS = [
    "The water bills would double in July.",
    "8,000 patients had aggressive lung cancer.",
    "A suspect in the marina fire was in custody.",
    "Appliance maker Lumen is recalling 90,000 space heaters.",
    None,  # what the release said of the sprinter is in no clause of the report
    "Remote teaching would end within a week.",
    "Sarovia's finance ministry would peg the national currency to gold.",
    "All schools will remain closed to most pupils until 1 March.",
]


def read(report):
    title, text = report
    said = statements.find(text, title=title)
    return said, claims.find(text, title=title, statements=said)


@pytest.mark.parametrize(("report", "expected"), READ, ids=NAMES)
def test_every_statement_is_found_and_nothing_else(report, expected):
    said, _ = read(report)
    assert len(said) == len(expected)
    for speaker, kind, quote, part in expected:
        fitting = [one for one in said if part in one.content and speaker.lower() in one.speaker.lower()]
        assert (kind, quote) in [(one.kind, one.quote) for one in fitting], (speaker, part)


@pytest.mark.parametrize(
    ("report", "sentence"), zip([report for report, _ in READ], MAIN_CLAIMS, strict=True)
)
def test_claims_are_sentences_that_stand_alone(report, sentence):
    _, found = read(report)
    assert sentence is None or found[0].sentence == sentence
    assert not [claim.sentence for claim in found if standalone.points_outside(claim.sentence)]


@pytest.mark.parametrize("report", [report for report, _ in READ], ids=NAMES)
def test_no_two_statements_have_the_same_passage(report):
    said, _ = read(report)
    assert len({(one.start, one.end) for one in said}) == len(said)


def test_nothing_said_to_the_matter_is_a_kind_of_its_own():
    for report, _ in READ[:4]:
        said, _ = read(report)
        assert [one for one in said if one.kind == "no comment"]


def test_day_and_medium_are_of_the_statement_they_stand_with():
    said, _ = read(COUNCIL)
    first = {one.kind: one.when for one in said[:3]}
    assert first == {"asserts": "Thursday", "walks back": "Thursday", "confirms": ""}
