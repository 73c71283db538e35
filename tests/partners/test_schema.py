import copy
import io
import json

import pytest
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode, openapi
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests import make
from tracker.ledger import record
from tracker.partners import examples
from tracker.partners.schema import document
from tracker.wsgi import application


@pytest.fixture(scope="module")
def closed():
    """The schema with no room for a field it does not name."""
    schema = copy.deepcopy(document())
    for shape in schema["components"]["schemas"].values():
        if shape.get("type") == "object":
            shape["additionalProperties"] = False
    return schema


def check(closed, name, value):
    root = closed | {"$ref": f"#/components/schemas/{name}"}
    Draft202012Validator(root, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


def test_drf_spectacular_finds_nothing_to_warn_about(tmp_path):
    file = tmp_path / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    assert yaml.safe_load(file.read_text())["openapi"].startswith("3.1")


def test_it_is_json_unless_yaml_is_asked_for(client):
    response = client.get("/api/v1/schema")
    assert response["Content-Type"] == "application/json"
    assert response.json()["openapi"].startswith("3.1")
    written = client.get("/api/v1/schema", headers={"Accept": "application/yaml"})
    assert written["Content-Type"] == "application/yaml"
    assert yaml.safe_load(io.BytesIO(written.content)) == response.json()
    assert "Accept" in response["Vary"]


def test_every_address_of_the_api_is_described():
    assert set(document()["paths"]) == {
        "/api/v1/",
        "/api/v1/stories/",
        "/api/v1/stories/{public_id}/",
        "/api/v1/claims/",
        "/api/v1/claims/{public_id}/",
        "/api/v1/sources/",
        "/api/v1/sources/{public_id}/",
    }


def test_every_operation_parameter_and_field_says_what_it_is():
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert all(parameter["description"] for parameter in operation.get("parameters", ())), path
    for name, shape in document()["components"]["schemas"].items():
        for field, schema in shape.get("properties", {}).items():
            described = schema.get("description") or schema.get("items", {}).get("description")
            assert described or name.startswith("Paginated"), f"{name}.{field}"


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("Root", examples.ROOT),
        ("Story", examples.STORY),
        ("Claim", examples.CLAIM),
        ("Source", examples.SOURCE),
    ],
)
def test_the_examples_fit(closed, name, example):
    check(closed, name, example)


def everything():
    """A published claim with an entry about each of the four recorded things, and a relation."""
    claim = make.affair()
    other = make.claim("The letter is a fake.", in_story=claim.story, label="fake")
    make.said(other, "asserted", by="A staffer")
    make.published(other)
    record.relate(claim=claim, kind="contradicts", other=other, now=make.NOON)
    page = make.page("The troops are leaving, the paper says.")
    outlet = make.source("The Paper", "outlet")
    page.article.outlet = outlet
    page.article.save()
    common = {"occurred": make.at(6), "by": make.alice(), "now": make.NOON}
    record.record_appearance(
        article=page.article,
        body_stance="asserts",
        headline_stance="",
        rests_on=(
            record.RestsOn(
                how="cites", source="The Paper", quote=record.Quote(snapshot=page, exact="the paper says")
            ),
        ),
        on=record.On(claim=claim, kind="repeated"),
        citations=(record.Quote(snapshot=page, exact="The troops are leaving"),),
        **common,
    )
    record.record_retraction(
        withdrawn=record.Withdrawn(
            source=outlet, nature="silent edit", reasons=("not given",), article=page.article
        ),
        on=(record.On(claim=claim, kind="corrected"),),
        citations=(record.Described(text="Seen by the desk on the page."),),
        **common,
    )
    record.record_finding(
        claim=claim,
        rating="refuted",
        explanation="No order has been shown.",
        citations=(record.Described(text="The desk's own search."),),
        **common,
    )
    return claim


@pytest.mark.django_db
def test_whatever_the_ledger_can_hold_fits_the_schema_and_has_no_field_beside_it(client, closed):
    claim = everything()
    got = client.get(f"/api/v1/claims/{claim.public_id}/").json()
    assert {entry["subject"]["type"] for entry in got["entries"]} == {
        "statement",
        "retraction",
        "appearance",
        "finding",
    }
    check(closed, "Claim", got)
    check(closed, "Claim", client.get(f"/api/v1/claims/{claim.public_id}/?as_of=2020-01-06").json())
    check(closed, "Story", client.get(f"/api/v1/stories/{claim.story.public_id}/").json())
    check(closed, "PaginatedClaimList", client.get("/api/v1/claims/?page_size=1").json())
    check(closed, "PaginatedStoryList", client.get("/api/v1/stories/").json())
    check(closed, "PaginatedSourceList", client.get("/api/v1/sources/").json())
    check(closed, "Root", client.get("/api/v1/").json())
    check(closed, "Problem", client.get("/api/v1/claims/?color=red").json())


@pytest.mark.django_db
def test_a_citation_may_lead_to_a_source_that_never_spoke(client):
    everything()
    for source in client.get("/api/v1/sources/").json()["results"]:
        assert client.get(f"/api/v1/sources/{source['id']}/").status_code == 200


def test_a_field_that_nobody_described_would_be_noticed(closed):
    with pytest.raises(Exception, match="Additional properties are not allowed"):
        check(closed, "Claim", json.loads(json.dumps(examples.CLAIM)) | {"surprise": 1})


# Every case is run against the whole site in this process: parameters that fit the schema and ones that do not.
FUZZING = {
    "max_examples": 40,
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture
def _kept_connection():
    """The database connection outlives a request, because the test's own transaction is in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_kept_connection")
@pytest.mark.parametrize("path", sorted(document()["paths"]))
def test_no_request_surprises_the_api_and_every_answer_fits_the_schema(path):
    claim = everything()
    published = {
        "/api/v1/stories/{public_id}/": claim.story.public_id,
        "/api/v1/claims/{public_id}/": claim.public_id,
        "/api/v1/sources/{public_id}/": make.source("The Paper", "outlet").public_id,
    }

    def of_something_published(case):
        case.path_parameters["public_id"] = published[path]
        return case

    operation = openapi.from_wsgi("/api/v1/schema", application)[path]["GET"]
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    cases = [fitting, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)]
    if path in published:
        cases.append(fitting.map(of_something_published))

    @given(case=st.one_of(cases))
    @settings(**FUZZING)
    def no_surprise(case):
        # A cursor fits the schema and is still refused unless it is one of ours.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    no_surprise()
