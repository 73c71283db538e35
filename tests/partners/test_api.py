import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.encoding import escape_uri_path
from django.utils.http import parse_http_date

from tests import make
from tracker.ledger import record
from tracker.ledger.models import Document
from tracker.lib.canonical import digest
from tracker.sources.models import Source

pytestmark = pytest.mark.django_db

ADDRESSES = ["/api/v1/", "/api/v1/stories/", "/api/v1/claims/", "/api/v1/sources/", "/api/v1/schema"]
LISTS = ["/api/v1/stories/", "/api/v1/claims/", "/api/v1/sources/"]


@pytest.fixture
def affair():
    return make.affair()


def addresses_of(affair):
    source = Source.objects.get(name="Mark Milley")
    return [
        f"/api/v1/stories/{affair.story.public_id}/",
        f"/api/v1/claims/{affair.public_id}/",
        f"/api/v1/sources/{source.public_id}/",
    ]


def problem(response, status):
    """The content of a problem, after checking that it is one, with this status."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    content = response.json()
    assert content["status"] == status
    assert content["instance"] == escape_uri_path(response.request["PATH_INFO"])
    assert content["title"]
    assert content["detail"]
    return content


# ------------------------------------------------------------------ what it answers
def test_the_root_names_every_list_and_all_of_them_answer(client):
    links = client.get("/api/v1/").json()
    assert set(links) == {"stories", "claims", "sources", "schema", "docs", "site"}
    for name in ("stories", "claims", "sources", "schema", "docs"):
        assert client.get(links[name].removeprefix(settings.SITE_URL)).status_code == 200


def test_a_claim_is_its_stored_document_byte_for_byte_and_its_tag_is_their_hash(client, affair):
    stored = Document.objects.get(pk=affair.public_id)
    response = client.get(f"/api/v1/claims/{affair.public_id}/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.content.decode() == stored.body
    assert response["ETag"] == f'"{digest(response.content)}"'
    assert parse_http_date(response["Last-Modified"]) == int(stored.written_at.timestamp())


def test_a_claim_has_entries_statements_retractions_and_citations(client, affair):
    claim = client.get(f"/api/v1/claims/{affair.public_id}/").json()
    assert [entry["kind"] for entry in claim["entries"]] == ["asserted", "confirmed", "denied", "retracted"]
    assert [entry["subject"]["type"] for entry in claim["entries"]] == ["statement"] * 3 + ["retraction"]
    assert all(entry["subject"]["citations"][0]["exact"] for entry in claim["entries"])
    assert claim["status"]["value"] == "retracted"


def test_a_story_holds_its_claims(client, affair):
    story = client.get(f"/api/v1/stories/{affair.story.public_id}/").json()
    assert [claim["id"] for claim in story["claims"]] == [affair.public_id]


def test_lists_hold_the_documents_themselves(client, affair):
    claims = client.get("/api/v1/claims/").json()
    assert claims["results"] == [Document.objects.get(pk=affair.public_id).content]
    assert claims["next"] is None
    assert claims["previous"] is None
    stories = client.get("/api/v1/stories/").json()
    assert stories["results"] == [Document.objects.get(pk=affair.story.public_id).content]


def test_every_source_that_a_document_links_to_is_there(client, affair):
    listed = {source["id"] for source in client.get("/api/v1/sources/").json()["results"]}
    linked = {
        entry["subject"]["source"]["id"]
        for entry in Document.objects.get(pk=affair.public_id).content["entries"]
    }
    assert linked == listed
    for public_id in linked:
        source = client.get(f"/api/v1/sources/{public_id}/").json()
        assert source["id"] == public_id
        found = client.get(source["claims"]).json()["results"]
        assert [claim["id"] for claim in found] == [affair.public_id]


def test_an_empty_ledger_gives_empty_lists(client):
    for address in LISTS:
        assert client.get(address).json() == {"next": None, "previous": None, "results": []}


# ------------------------------------------------------------------ what it does not show
def test_what_is_not_published_is_not_there(client):
    hidden = make.claim(in_story=make.story(published=False))
    make.said(hidden, by="Only Here")
    record.publish_claim(claim=hidden, by=make.alice(), now=make.NOON)
    unpublished = make.claim("Another sentence.")
    make.said(unpublished, by="Only There")
    for claim in (hidden, unpublished):
        problem(client.get(f"/api/v1/claims/{claim.public_id}/"), 404)
    problem(client.get(f"/api/v1/stories/{hidden.story.public_id}/"), 404)
    for name in ("Only Here", "Only There"):
        problem(client.get(f"/api/v1/sources/{Source.objects.get(name=name).public_id}/"), 404)
    assert client.get("/api/v1/claims/").json()["results"] == []
    assert client.get("/api/v1/sources/").json()["results"] == []
    assert client.get(f"/api/v1/stories/{unpublished.story.public_id}/").json()["claims"] == []


@pytest.mark.parametrize(
    "path",
    [
        "claims/clm_222222222222/",
        "claims/clm_22222222222a/",
        "claims/sty_222222222222/",
        "claims/x/",
        "stories/clm_222222222222/",
        "sources/src_222222222222/",
        "nothing/",
        "nothing",
        "claims/%00/",
        "claims/%0A/",
        "%0A",
        "schema/x",
    ],
)
def test_an_unknown_address_is_a_problem_and_not_a_page(client, path):
    problem(client.get(f"/api/v1/{path}"), 404)
    problem(
        client.post(f"/api/v1/{path}"),
        405 if path.startswith(("claims/clm_222222222222", "stories/s", "sources/")) else 404,
    )


def test_a_forgotten_slash_leads_to_the_address(client, affair):
    response = client.get(f"/api/v1/claims/{affair.public_id}?as_of=2020-01-06")
    assert response.status_code == 301
    assert response["Location"] == f"/api/v1/claims/{affair.public_id}/?as_of=2020-01-06"


# ------------------------------------------------------------------ how it is asked
def test_head_and_options_work_everywhere(client, affair):
    for address in [*ADDRESSES, *addresses_of(affair)]:
        got, head, options = client.get(address), client.head(address), client.options(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head["ETag"] == got["ETag"]
        assert (options.status_code, options.content) == (204, b"")
        assert options["Allow"] == "GET, HEAD, OPTIONS"
        assert options["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_refuses_to_write(client, affair, method):
    for address in [*ADDRESSES, *addresses_of(affair)]:
        response = getattr(client, method)(address)
        problem(response, 405)
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_it_says_when_it_cannot_speak_what_is_accepted(client):
    problem(client.get("/api/v1/claims/", headers={"Accept": "application/xml"}), 406)
    assert client.get("/api/v1/claims/", headers={"Accept": "text/html,*/*;q=0.8"}).status_code == 200


def test_pages_of_other_sites_may_read_everything_errors_too(client, affair):
    for address in [*ADDRESSES, *addresses_of(affair), "/api/v1/nothing/", "/api/v1/claims/?no=1"]:
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"


def test_no_answer_sets_a_cookie_or_differs_by_one(client, affair):
    for address in [*ADDRESSES, *addresses_of(affair), "/api/v1/docs/", "/api/v1/nothing/"]:
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_what_we_did_not_foresee_is_a_problem_without_a_traceback(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("tracker.partners.api.take_page", fail)
    response = client.get("/api/v1/claims/")
    problem(response, 500)
    assert "secret" not in response.content.decode()
    assert "Traceback" not in response.content.decode()


# ------------------------------------------------------------------ caches
def test_it_answers_304_to_whoever_has_it(client, affair):
    for address in [
        *ADDRESSES,
        *addresses_of(affair),
        f"/api/v1/claims/{affair.public_id}/?as_of=2020-01-06",
    ]:
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert "public" in first["Cache-Control"]
        assert not first["ETag"].startswith("W/")


def test_tags_change_with_the_content_and_only_then(client, affair):
    addresses = ["/api/v1/claims/", "/api/v1/stories/", *addresses_of(affair)[:2]]
    before = [client.get(address)["ETag"] for address in addresses]
    assert [client.get(address)["ETag"] for address in addresses] == before
    make.said(affair, "disputed", by="Somebody Else", hours=6)
    after = [client.get(address)["ETag"] for address in addresses]
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_a_version_that_is_gone_is_a_failed_precondition(client, affair):
    problem(client.get(f"/api/v1/claims/{affair.public_id}/", headers={"If-Match": '"old"'}), 412)


def test_errors_are_not_kept(client):
    assert client.get("/api/v1/claims/?no=1")["Cache-Control"] == "no-store"


# ------------------------------------------------------------------ what it costs
def test_each_answer_is_one_query(client, affair, django_assert_num_queries):
    source = Source.objects.get(name="Mark Milley").public_id
    for address in [
        *LISTS,
        *addresses_of(affair),
        f"/api/v1/claims/?source={source}&status=retracted&story={affair.story.public_id}&moved_since=2020-01-01",
        f"/api/v1/claims/{affair.public_id}/?as_of=2020-01-06",
        "/api/v1/claims/?as_of=2020-01-06",
    ]:
        with django_assert_num_queries(1):
            assert client.get(address).status_code == 200


def test_the_description_and_an_unknown_address_ask_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/api/v1/schema")
        client.get("/api/v1/docs/")
        client.get("/api/v1/")
        client.get("/api/v1/nothing/")


# ------------------------------------------------------------------ as it was then
@pytest.mark.parametrize(
    ("hours", "status", "entries"),
    [
        (-1, "unverified", 0),
        (1, "unverified", 1),
        (3, "confirmed", 2),
        (4, "disputed", 3),
        (5, "retracted", 4),
    ],
)
def test_a_claim_reads_as_it_did_then(client, affair, hours, status, entries):
    then = (make.NOON + timedelta(hours=hours)).isoformat()
    claim = client.get(f"/api/v1/claims/{affair.public_id}/", {"as_of": then}).json()
    assert claim["status"]["value"] == status
    assert len(claim["entries"]) == entries
    assert claim["as_of"] == then.replace("+00:00", "Z")
    assert claim["recorded_as_of"] is None
    (listed,) = client.get("/api/v1/claims/", {"as_of": then}).json()["results"]
    assert listed == claim


def test_a_story_shows_its_claims_as_they_stood_then(client, affair, django_assert_num_queries):
    then = (make.NOON + timedelta(hours=4)).isoformat()
    address = f"/api/v1/stories/{affair.story.public_id}/"
    with django_assert_num_queries(2):
        story = client.get(address, {"as_of": then}).json()
    (claim,) = story["claims"]
    assert (claim["status"]["value"], claim["entries"]) == ("disputed", 3)
    assert (story["as_of"], story["recorded_as_of"]) == (then.replace("+00:00", "Z"), None)
    with django_assert_num_queries(2):
        (listed,) = client.get("/api/v1/stories/", {"as_of": then}).json()["results"]
    assert listed == story
    before = client.get(address, {"recorded_as_of": "2020-01-05"}).json()
    assert before["claims"][0]["status"]["value"] == "unverified"
    assert "as_of" not in client.get(address).json()


def test_a_claim_reads_as_we_had_it_on_record_then(client, affair):
    wrong = make.said(affair, "confirmed", by="Somebody Else", hours=6, now=make.NOON + timedelta(days=3))
    make.said(
        affair,
        "disputed",
        by="Somebody Else",
        hours=6,
        now=make.NOON + timedelta(days=5),
        superseding=record.Superseding(entry=wrong, reason="The first report had it the wrong way round."),
    )
    address = f"/api/v1/claims/{affair.public_id}/"
    now = client.get(address).json()
    assert {entry["id"]: entry["superseded_by"] for entry in now["entries"]}[wrong.public_id]
    then = client.get(address, {"recorded_as_of": (make.NOON + timedelta(days=4)).isoformat()}).json()
    assert {entry["id"]: entry["superseded_by"] for entry in then["entries"]}[wrong.public_id] is None
    assert len(then["entries"]) == 5
    before = client.get(address, {"recorded_as_of": "2020-01-06"}).json()
    assert (before["entries"], before["status"]["value"]) == ([], "unverified")


@pytest.mark.parametrize("name", ["as_of", "recorded_as_of"])
@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59-21:12",
        "2020-01-06T00:00:00+24:00",
        "2020-01-06\x00",
        "2020-13-01",
        "2020-01-06T25:00Z",
        "9" * 5000,
    ],
)
def test_what_is_no_time_is_refused_by_name(client, affair, name, text):
    for address in ("/api/v1/claims/", f"/api/v1/claims/{affair.public_id}/"):
        (error,) = problem(client.get(address, {name: text}), 400)["errors"]
        assert error["parameter"] == name
        assert error["detail"]


@pytest.mark.parametrize(
    "text", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"]
)
def test_the_ends_of_the_calendar_are_times_like_any_other(client, affair, text):
    for name in ("as_of", "recorded_as_of", "moved_since", "moved_before"):
        assert client.get("/api/v1/claims/", {name: text}).status_code == 200


def test_a_list_cannot_narrow_by_a_status_of_then(client, affair):
    (error,) = problem(client.get("/api/v1/claims/?status=denied&as_of=2020-01-06"), 400)["errors"]
    assert error["parameter"] == "status"


def test_the_bytes_of_a_500_are_json(client, monkeypatch):
    monkeypatch.setattr("tracker.partners.api.claim_documents", lambda: 1 / 0)
    response = client.get("/api/v1/claims/clm_222222222222/")
    assert json.loads(response.content)["type"].endswith("/api/v1/docs/#failed")
