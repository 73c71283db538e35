from datetime import timedelta

import pytest

from tests import make
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db


def found(client, address, **parameters):
    response = client.get(f"/api/v1/{address}/", parameters)
    assert response.status_code == 200, response.content
    return [one["id"] for one in response.json()["results"]]


def errors(client, address, query):
    response = client.get(f"/api/v1/{address}?{query}")
    assert response.status_code == 400, response.content
    return {error["parameter"]: error["detail"] for error in response.json()["errors"]}


@pytest.fixture
def three():
    """Three published claims of two stories: denied, confirmed, unverified; the last moved first in a list."""
    first, second = make.story("The letter"), make.story("The vote")
    claims = [
        make.claim(f"Sentence {number}.", in_story=story)
        for number, story in enumerate([first, first, second])
    ]
    for day, (claim, kind, by) in enumerate(
        zip(
            claims,
            ["denied", "confirmed", "asserted"],
            ["Mark Esper", "A US official", "Mark Esper"],
            strict=True,
        )
    ):
        make.said(claim, kind, by=by, now=make.NOON + timedelta(days=day))
        make.published(claim)
    return claims


def ids(*claims):
    return [claim.public_id for claim in claims]


def test_the_last_move_comes_first(client, three):
    assert found(client, "claims") == ids(three[2], three[1], three[0])


def test_claims_by_one_status_and_by_several(client, three):
    assert found(client, "claims", status="denied") == ids(three[0])
    assert found(client, "claims", status=["denied", "unverified"]) == ids(three[2], three[0])


def test_claims_by_story(client, three):
    assert found(client, "claims", story=three[0].story.public_id) == ids(three[1], three[0])
    assert found(client, "claims", story="sty_222222222222") == []


def test_claims_by_source(client, three):
    esper = Source.objects.get(name="Mark Esper").public_id
    assert found(client, "claims", source=esper) == ids(three[2], three[0])
    assert found(client, "claims", source="src_222222222222") == []


def test_claims_by_when_they_moved(client, three):
    second_day = (make.NOON + timedelta(days=1)).isoformat()
    assert found(client, "claims", moved_since=second_day) == ids(three[2], three[1])
    assert found(client, "claims", moved_before=second_day) == ids(three[0])
    assert found(client, "claims", moved_since="2020-01-07", moved_before="2020-01-08") == ids(three[1])


def test_claims_and_stories_that_moved_after_an_entry(client, three):
    newest = client.get("/api/v1/claims/").json()["results"][1]["seq"]
    assert found(client, "claims", after_seq=newest) == ids(three[2])
    assert found(client, "stories", after_seq=newest) == [three[2].story.public_id]


def test_stories_by_when_they_moved(client, three):
    assert found(client, "stories", moved_before="2020-01-08") == [three[0].story.public_id]


def test_sources_by_kind_and_by_part_of_a_name(client, three):
    esper = Source.objects.get(name="Mark Esper").public_id
    assert found(client, "sources", name="ESPER") == [esper]
    assert found(client, "sources", name="%") == []
    assert found(client, "sources", kind="outlet") == []
    assert len(found(client, "sources", kind=["outlet", "person"])) == 2


def test_an_unknown_parameter_is_named_and_the_known_ones_listed(client):
    sentence = errors(client, "claims/", "color=red")["color"]
    for known in (
        "as_of",
        "cursor",
        "moved_since",
        "page_size",
        "recorded_as_of",
        "source",
        "status",
        "story",
    ):
        assert known in sentence
    assert "color" not in sentence


@pytest.mark.parametrize("address", ["", "stories/", "sources/", "claims/clm_222222222222/", "schema"])
def test_every_address_refuses_what_it_does_not_know(client, address):
    assert "color" in errors(client, address, "color=red")


def test_every_fault_is_named_at_once(client):
    named = errors(client, "claims/", "status=wrong&page_size=0&color=red&story=x&moved_since=soon")
    assert set(named) == {"status", "page_size", "color", "story", "moved_since"}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=1.0", "page_size"),
        ("page_size=%D9%A5", "page_size"),
        ("page_size=5&page_size=6", "page_size"),
        ("page_size=", "page_size"),
        ("status=", "status"),
        ("status=denied&status=wrong", "status"),
        ("story=sty_1", "story"),
        ("story=clm_222222222222", "story"),
        ("story=sty_222222222222%0A", "story"),
        ("source=%00", "source"),
        ("after_seq=-1", "after_seq"),
        ("after_seq=9223372036854775808", "after_seq"),
        ("after_seq=99999999999999999999", "after_seq"),
        ("moved_since=2020", "moved_since"),
        ("moved_before=0001-01-01T00:00:00%2B23:59", "moved_before"),
        ("format=xml", "format"),
        ("%00=1", "\x00"),
    ],
)
def test_a_value_that_cannot_be_taken_is_refused_by_name(client, query, parameter):
    assert errors(client, "claims/", query)[parameter]


def test_a_name_that_no_database_can_hold_is_refused(client):
    assert errors(client, "sources/", "name=%00")["name"]
    assert errors(client, "sources/", "name=" + "x" * 201)["name"]
