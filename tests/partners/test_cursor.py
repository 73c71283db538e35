import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tracker.ledger.models import Claim, Document
from tracker.lib.ids import new_id

pytestmark = pytest.mark.django_db


def stored(count, *, first_seq=1):
    """Put `count` bare claim documents in the table, straight: the walk is about rows, not about what is in them."""
    story, alice = make.story(), make.alice()
    claims = Claim.objects.bulk_create(
        Claim(
            story=story,
            sentence=f"Sentence {seq}.",
            label="x",
            slug="x",
            opened_at=make.NOON,
            opened_by=alice,
        )
        for seq in range(first_seq, first_seq + count)
    )
    Document.objects.bulk_create(
        Document(
            public_id=claim.public_id,
            claim=claim,
            in_story=story.public_id,
            status="denied",
            # Three to a seq, so that the second column of the keyset has to decide.
            seq=seq // 3,
            body=f'{{"id":"{claim.public_id}"}}',
            body_hash=new_id("claim"),
            written_at=make.NOON,
        )
        for seq, claim in enumerate(claims, start=first_seq)
    )
    return {claim.public_id for claim in claims}


def page(client, address):
    response = client.get(address.removeprefix(settings.SITE_URL))
    assert response.status_code == 200, response.content
    content = response.json()
    return [one["id"] for one in content["results"]], content["next"], content["previous"]


def walk(client, address, between=lambda: None):
    pages = []
    while address:
        found, address, _ = page(client, address)
        pages.append(found)
        between()
    return pages


def test_a_walk_sees_every_row_once_in_order(client):
    expected = stored(25)
    pages = walk(client, "/api/v1/claims/?page_size=10")
    assert [len(one) for one in pages] == [10, 10, 5]
    seen = [public_id for one in pages for public_id in one]
    assert set(seen) == expected
    assert len(seen) == 25
    assert seen == list(
        Document.objects.filter(claim__isnull=False)
        .order_by("-seq", "-public_id")
        .values_list("pk", flat=True)
    )


def test_rows_that_arrive_during_the_walk_move_nothing(client):
    expected = stored(25)
    arrivals = iter(range(1000, 10_000, 3))

    def arrive():
        stored(3, first_seq=next(arrivals))

    seen = [
        public_id for one in walk(client, "/api/v1/claims/?page_size=4", between=arrive) for public_id in one
    ]
    assert len(seen) == len(set(seen)) == 25
    assert set(seen) == expected


def test_previous_leads_back_over_the_same_pages(client):
    stored(23)
    forwards, address = [], "/api/v1/claims/?page_size=5"
    while address:
        last, (found, address, _) = address, page(client, address)
        forwards.append(found)
    backwards, address = [], last
    while address:
        found, _, address = page(client, address)
        backwards.append(found)
    assert backwards == forwards[::-1]


def test_there_is_no_page_before_the_first_and_none_after_the_last(client):
    stored(10)
    _, following, previous = page(client, "/api/v1/claims/?page_size=5")
    assert previous is None
    _, following, previous = page(client, following)
    assert following is None
    _, _, previous = page(client, previous)
    assert previous is None


def test_the_links_keep_the_filters(client):
    stored(12)
    _, following, _ = page(client, "/api/v1/claims/?page_size=5&status=denied&status=disputed")
    query = parse_qs(urlsplit(following).query)
    assert query["status"] == ["denied", "disputed"]
    assert query["page_size"] == ["5"]
    assert following.startswith(f"{settings.SITE_URL}/api/v1/claims/?")


def test_the_page_may_change_its_size_on_the_way(client):
    expected = stored(12)
    first, following, _ = page(client, "/api/v1/claims/?page_size=5")
    rest, _, _ = page(client, following.replace("page_size=5", "page_size=100"))
    assert set(first) | set(rest) == expected


def test_a_changed_or_foreign_cursor_is_refused_by_name(client):
    stored(12)
    _, following, _ = page(client, "/api/v1/claims/?page_size=5&status=denied")
    cursor = parse_qs(urlsplit(following).query)["cursor"][0]
    changed = [
        cursor[:-1] + ("A" if cursor[-1] != "A" else "B"),
        ("A" if cursor[0] != "A" else "B") + cursor[1:],
        cursor.split(":")[0],
        "x",
        ":",
        "\x00",
        "é" * 10,
    ]
    foreign = [("/api/v1/claims/", {"cursor": cursor}), ("/api/v1/stories/", {"cursor": cursor})]
    for address, parameters in [
        *[("/api/v1/claims/", {"status": "denied", "cursor": one}) for one in changed],
        *foreign,
    ]:
        response = client.get(address, parameters)
        assert response.status_code == 400, parameters
        assert [error["parameter"] for error in response.json()["errors"]] == ["cursor"]


def plan_of(client, address):
    """The queries of one answer, and how PostgreSQL goes about the last of them."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, address)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[-1]["sql"])
        return len(queries), queries[-1]["sql"], "\n".join(row[0] for row in cursor.fetchall())


def test_every_page_is_one_index_scan_from_its_place_without_a_sort(client):
    stored(6000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_document")
    address = "/api/v1/claims/?page_size=100"
    first = plan_of(client, address)
    for _ in range(12):
        _, address, _ = page(client, address)
    later = plan_of(client, address)
    back = plan_of(client, page(client, address)[2])
    for count, sql, plan in (first, later, back):
        assert count == 1
        assert "document_claims_by_seq" in plan
        assert "Sort" not in plan
        assert "Seq Scan" not in plan
        assert "COUNT" not in sql.upper()
        assert "OFFSET" not in sql.upper()
    for _, sql, plan in (later, back):
        assert "ROW(" in sql
        assert re.search(r"Index Cond: \(.*ROW\(seq, .*public_id", plan), plan


def test_sources_are_walked_by_their_index_too(client):
    affair = make.affair()
    for number in range(12):
        make.said(affair, "repeated", by=f"Speaker {number}", hours=6)
    pages = walk(client, "/api/v1/sources/?page_size=3")
    seen = [public_id for one in pages for public_id in one]
    assert seen == sorted(seen)
    assert len(set(seen)) == 16
