import pytest

from tracker.capture.outcomes import Outcome, Presence, of_status, presence, sentence
from tracker.lib import http


def test_every_outcome_has_a_sentence_even_without_facts():
    for outcome in Outcome:
        said = sentence(outcome)
        assert said[0].isupper(), outcome
        assert said.endswith("."), outcome
        assert "{" not in said, outcome


def test_every_trouble_of_the_way_out_is_an_outcome():
    assert set(http.Code) <= set(Outcome.values)


def test_codes_fit_their_column_and_differ():
    assert all(len(code) <= 32 for code in Outcome.values)
    assert 25 <= len(set(Outcome.values)) == len(Outcome.values)


def test_a_sentence_shows_its_facts_on_one_line_of_bounded_length():
    said = sentence(Outcome.MISSING_FILE, name="a\nb\x00\ud800" + "c" * 9000)
    assert said.startswith("a b")
    assert len(said) < 300
    said.encode("utf-8")


def test_only_not_found_and_gone_speak_for_a_deletion():
    assert {outcome for outcome in Outcome if presence(outcome) is Presence.GONE} == {
        Outcome.GONE_404,
        Outcome.GONE_410,
    }
    assert presence("gone-410") is Presence.GONE


@pytest.mark.parametrize(
    "outcome",
    [
        "forbidden-403",
        "server-error",
        "timeout",
        "consent-wall",
        "robots-disallowed",
        "dns-failed",
        "empty",
        "legal-451",
    ],
)
def test_a_look_without_an_answer_says_nothing_about_the_page(outcome):
    assert presence(outcome) is Presence.UNKNOWN


@pytest.mark.parametrize("outcome", ["read", "new", "changed", "unchanged", "reverted", "not-modified"])
def test_a_page_that_was_seen_is_there(outcome):
    assert presence(outcome) is Presence.THERE


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, None),
        (204, Outcome.EMPTY),
        (206, Outcome.UNEXPECTED_STATUS),
        (302, Outcome.UNEXPECTED_STATUS),
        (304, Outcome.NOT_MODIFIED),
        (404, Outcome.GONE_404),
        (410, Outcome.GONE_410),
        (418, Outcome.CLIENT_ERROR),
        (429, Outcome.RATE_LIMITED_429),
        (500, Outcome.SERVER_ERROR),
        (503, Outcome.UNAVAILABLE_503),
        (999, Outcome.UNEXPECTED_STATUS),
        (0, Outcome.UNEXPECTED_STATUS),
    ],
)
def test_a_status_has_its_outcome(status, outcome):
    assert of_status(status) == outcome
