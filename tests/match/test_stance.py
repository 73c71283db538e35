import pytest

from tracker.match import stance


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("US troops to leave Iraq", "asserts"),
        ("Letter says US troops will leave Iraq", "attributes"),
        ("Pentagon denies troops are leaving Iraq", "disputes"),
        ("‘It was a mistake’: the letter that said troops would leave", "disputes"),
        ("Are US troops leaving Iraq?", "observes"),
        ("Correction: letter on Iraq", "corrects"),
        ("Troops aren’t leaving", "disputes"),
    ],
)
def test_a_headline_has_a_stance_and_a_reason(headline, expected):
    found, reason = stance.of_headline(headline)
    assert found == expected
    assert reason.endswith(".")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"has_notice": True, "is_said_by_somebody": True, "kinds_of_statements": {"denies"}}, "corrects"),
        ({"has_notice": False, "is_said_by_somebody": True, "kinds_of_statements": {"denies"}}, "observes"),
        (
            {"has_notice": False, "is_said_by_somebody": True, "kinds_of_statements": {"asserts"}},
            "attributes",
        ),
        ({"has_notice": False, "is_said_by_somebody": False, "kinds_of_statements": set()}, "asserts"),
    ],
)
def test_a_body_has_a_stance(facts, expected):
    assert stance.of_body(**facts)[0] == expected
