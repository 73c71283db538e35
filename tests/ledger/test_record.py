"""The one door into the ledger."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import make
from tracker.capture.queries import text_of
from tracker.ledger import record
from tracker.ledger.document import entry_content
from tracker.ledger.models import (
    Appearance,
    Citation,
    Claim,
    ClaimRelation,
    Document,
    Entry,
    Finding,
    Retraction,
    Statement,
    Story,
)
from tracker.ledger.queries import entries_in_full
from tracker.ledger.verify import first_fault

pytestmark = pytest.mark.django_db

ONLY_GROW = [Entry, Statement, Retraction, Appearance, Finding, Citation, ClaimRelation]
LATER = make.NOON + timedelta(days=3)


def raw(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_a_statement_its_entry_the_status_and_the_document_change_together():
    claim = make.affair()
    assert claim.status == "retracted"
    body = Document.objects.get(pk=claim.public_id).content
    assert body["status"]["value"] == "retracted"
    assert [entry["kind"] for entry in body["entries"]] == ["asserted", "confirmed", "denied", "retracted"]
    assert body["entries"][2]["subject"]["citations"][0]["exact"] == "No decision had been made."


def test_nothing_stays_when_a_part_is_refused():
    claim = make.claim()
    with pytest.raises(record.Refused, match="does not hold these words"):
        record.record_statement(
            said=record.Said(
                source=make.source(), words="Never said.", attribution="on the record", channel="briefing"
            ),
            occurred=make.at(1),
            on=(record.On(claim=claim, kind="denied"),),
            citations=(record.Quote(snapshot=make.page(), exact="words that are not there"),),
            by=make.alice(),
            now=LATER,
        )
    assert (Statement.objects.count(), Entry.objects.count(), Citation.objects.count()) == (0, 0, 0)


def test_one_statement_moves_several_claims():
    story = make.story()
    one, other = (
        make.claim(in_story=story),
        make.claim("The letter was signed.", in_story=story, label="signed"),
    )
    entries = record.record_statement(
        said=record.Said(
            source=make.source(),
            words="No decision had been made.",
            attribution="on the record",
            channel="briefing",
        ),
        occurred=make.at(1),
        on=(record.On(claim=one, kind="denied"), record.On(claim=other, kind="disputed")),
        citations=(record.Quote(snapshot=make.page(), exact="no decision had been made"),),
        by=make.alice(),
        now=LATER,
    )
    assert [entry.seq for entry in entries] == [1, 2]
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.status, other.status) == ("denied", "disputed")


def test_a_citation_keeps_the_words_as_the_page_has_them_and_where_they_stand():
    claim = make.claim()
    snapshot = make.page("Before it. He said “no   decision” was made. After it.")
    (entry,) = record.record_statement(
        said=record.Said(
            source=make.source(), words="no decision", attribution="on the record", channel="briefing"
        ),
        occurred=make.at(1),
        on=(record.On(claim=claim, kind="denied"),),
        citations=(record.Quote(snapshot=snapshot, exact='"no decision" was made'),),
        by=make.alice(),
        now=LATER,
    )
    citation = entry.statement.citations.get()
    assert citation.exact == "“no   decision” was made"
    assert text_of(snapshot)[citation.start : citation.end] == citation.exact
    assert (citation.prefix, citation.suffix) == ("Before it. He said ", ". After it.")


def test_a_described_source_is_a_citation_too():
    claim = make.claim()
    (entry,) = record.record_statement(
        said=record.Said(source=make.source(), words="x", attribution="on the record", channel="interview"),
        occurred=make.at(1),
        on=(record.On(claim=claim, kind="denied"),),
        citations=(record.Described(text="A telephone call with the spokesman."),),
        by=make.alice(),
        now=LATER,
    )
    assert entry.statement.citations.get().described == "A telephone call with the spokesman."


def test_it_refuses_a_statement_without_citation():
    with pytest.raises(record.Refused, match="without a citation"):
        record.record_statement(
            said=record.Said(
                source=make.source(), words="x", attribution="on the record", channel="briefing"
            ),
            occurred=make.at(1),
            on=(record.On(claim=make.claim(), kind="denied"),),
            citations=(),
            by=make.alice(),
            now=LATER,
        )


def test_it_refuses_to_publish_a_claim_nothing_is_recorded_about():
    with pytest.raises(record.Refused, match="Nothing is recorded"):
        make.published(make.claim())


def test_it_refuses_the_same_sentence_twice_in_a_story():
    claim = make.claim()
    with pytest.raises(record.Refused, match="exactly this sentence"):
        make.claim(in_story=claim.story)


def test_it_refuses_a_silent_notice_for_what_was_not_silent():
    claim = make.claim()
    letter = make.said(claim, "asserted")
    with pytest.raises(record.Refused, match="words of its notice"):
        record.record_retraction(
            withdrawn=record.Withdrawn(
                source=make.source(), nature="correction", reasons=("not given",), statement=letter.statement
            ),
            occurred=make.at(5),
            on=(record.On(claim=claim, kind="retracted"),),
            citations=(record.Described(text="Seen on the page."),),
            by=make.alice(),
            now=LATER,
        )


def test_publishing_shows_a_claim_only_in_a_published_story():
    story = make.story(published=False)
    claim = make.claim(in_story=story)
    make.said(claim)
    make.published(claim)
    assert not Document.objects.exists()
    assert not Claim.objects.published().exists()
    record.publish_story(story=story, by=make.alice(), now=LATER)
    assert set(Document.objects.values_list("pk", flat=True)) == {story.public_id, claim.public_id}


def test_publishing_twice_changes_nothing():
    claim = make.affair()
    before = (claim.published_at, Document.objects.get(pk=claim.public_id).body_hash)
    again = record.publish_claim(claim=claim, by=make.bob(), now=LATER)
    assert (again.published_at, Document.objects.get(pk=claim.public_id).body_hash) == before


def test_a_story_document_follows_its_claims():
    claim = make.affair()
    assert (
        Document.objects.get(pk=claim.story.public_id).content["claims"][0]["status"]["value"] == "retracted"
    )
    make.said(claim, "reaffirmed", by="Adil Abdul-Mahdi", hours=20)
    assert (
        Document.objects.get(pk=claim.story.public_id).content["claims"][0]["status"]["value"] == "disputed"
    )


def test_a_relation_to_a_hidden_claim_stays_hidden_until_that_is_published():
    claim = make.affair()
    other = make.claim("The letter was signed.", in_story=claim.story, label="signed")
    record.relate(claim=claim, kind="narrows", other=other, now=LATER)
    assert Document.objects.get(pk=claim.public_id).content["relations"] == []
    make.said(other)
    make.published(other)
    (relation,) = Document.objects.get(pk=claim.public_id).content["relations"]
    assert (relation["kind"], relation["claim"]["id"]) == ("narrows", other.public_id)


def test_superseding_keeps_the_wrong_entry_and_its_reason():
    claim = make.affair()
    wrong = claim.entries.get(kind="denied")
    make.said(
        claim,
        "clarified",
        hours=4,
        superseding=record.Superseding(entry=wrong, reason="He denied something else."),
    )
    body = Document.objects.get(pk=claim.public_id).content
    assert body["entries"][2]["superseded_by"] == body["entries"][4]["id"]
    assert body["entries"][4]["reason"] == "He denied something else."


def test_an_entry_is_superseded_once():
    claim = make.affair()
    wrong = claim.entries.get(kind="denied")
    better = record.Superseding(entry=wrong, reason="It was later.")
    make.said(claim, "denied", hours=5, superseding=better)
    with pytest.raises(record.Refused, match="superseded already"):
        make.said(claim, "denied", hours=6, superseding=better)


def test_an_entry_cannot_supersede_one_about_another_claim():
    claim = make.affair()
    other = make.claim("The letter was signed.", in_story=claim.story, label="signed")
    with pytest.raises(record.Refused, match="about the same claim"):
        make.said(other, superseding=record.Superseding(entry=claim.entries.first(), reason="Wrong."))


def carries(claim, snapshot, *, on_whose_page, source="Reuters"):
    return record.record_appearance(
        article=snapshot.article,
        body_stance="attributes",
        headline_stance="",
        rests_on=(
            record.RestsOn(
                how="cites",
                source=source,
                quote=record.Quote(snapshot=on_whose_page, exact="Reuters reported"),
            ),
        ),
        occurred=make.at(1),
        on=record.On(claim=claim, kind="repeated"),
        citations=(record.Quote(snapshot=snapshot, exact="Reuters reported"),),
        by=make.alice(),
        now=LATER,
    )


def test_what_an_article_rests_on_is_recorded_hashed_and_cited_once():
    snapshot = make.page("Troops are leaving Iraq, Reuters reported.")
    entry = carries(make.affair(), snapshot, on_whose_page=snapshot)
    content = entry_content(entries_in_full().get(pk=entry.pk))["subject"]
    assert content["rests_on"] == [
        {"how": "cites", "source": "Reuters", "is_unnamed": False, "exact": "Reuters reported"}
    ]
    assert [citation["exact"] for citation in content["citations"]] == ["Reuters reported"]


def test_what_an_article_rests_on_stands_in_that_article_and_has_a_name():
    claim, snapshot = make.affair(), make.page("Troops are leaving Iraq, Reuters reported.")
    with pytest.raises(record.Refused, match="must stand in that article"):
        carries(claim, snapshot, on_whose_page=make.page("Reuters reported rain."))
    with pytest.raises(record.Refused, match="whom or what"):
        carries(claim, snapshot, on_whose_page=snapshot, source=" ")


def test_a_finding_and_an_appearance_are_entries_too():
    claim = make.affair()
    snapshot = make.page("Troops are leaving Iraq, says a letter.")
    record.record_appearance(
        article=snapshot.article,
        body_stance="attributes",
        headline_stance="asserts",
        occurred=make.at(1),
        on=record.On(claim=claim, kind="repeated"),
        citations=(record.Quote(snapshot=snapshot, exact="Troops are leaving Iraq"),),
        by=make.alice(),
        now=LATER,
    )
    record.record_finding(
        claim=claim,
        rating="refuted",
        explanation="No order was ever shown.",
        occurred=make.at(50),
        citations=(record.Described(text="The ledger itself."),),
        by=make.alice(),
        now=LATER,
    )
    claim.refresh_from_db()
    assert claim.status == "denied"
    assert first_fault() is None


def test_numbers_have_no_gaps_and_hashes_follow_one_another():
    make.affair()
    entries = list(Entry.objects.all())
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    assert entries[0].previous_hash == "0" * 64
    assert all(later.previous_hash == earlier.hash for earlier, later in pairwise(entries))


@pytest.mark.parametrize("model", ONLY_GROW)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_every_change(model, change):
    make.affair()
    table = model._meta.db_table
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    sql = change.format(table).replace("id = id", f"{model._meta.pk.column} = {model._meta.pk.column}")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        raw(sql)


def test_the_database_refuses_an_entry_that_cites_nothing():
    claim = make.affair()
    entry = Entry.objects.last()
    statement = Statement.objects.create(
        source=make.source(),
        attribution="on the record",
        channel="briefing",
        words="x",
        **{
            f"occurred_{name}": getattr(entry, f"occurred_{name}")
            for name in ("earliest", "latest", "precision")
        },
    )
    with transaction.atomic():
        Entry.objects.create(
            seq=entry.seq + 1,
            claim=claim,
            kind="denied",
            statement=statement,
            recorded_at=LATER,
            recorded_by=make.alice(),
            previous_hash=entry.hash,
            hash="f" * 64,
            occurred_earliest=entry.occurred_earliest,
            occurred_latest=entry.occurred_latest,
            occurred_precision="minute",
        )
        with pytest.raises(IntegrityError, match="cites nothing"):
            raw("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_database_refuses_another_citation_of_what_is_recorded():
    claim = make.affair()
    statement = claim.entries.first().statement
    with pytest.raises(IntegrityError, match="citations are closed"), transaction.atomic():
        Citation.objects.create(statement=statement, described="Found later.")


def test_the_database_refuses_an_entry_that_follows_nothing():
    claim = make.affair()
    entry = Entry.objects.last()
    entry.seq, entry.public_id, entry.previous_hash, entry.hash = 99, "ent_x", "a" * 64, "b" * 64
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        entry.save(force_insert=True)
    assert claim.entries.count() == 4


def test_the_database_refuses_another_sentence_for_a_claim():
    claim = make.affair()
    with pytest.raises(DatabaseError, match="keeps its sentence"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(sentence="US troops are staying in Iraq.")


@pytest.mark.parametrize(
    ("model", "columns", "constraint"),
    [
        (Story, {"title": ""}, "story_has_a_title"),
        (Story, {"published_by": None}, "story_published_at_and_by_together"),
        (Claim, {"status": "true"}, "claim_status_known"),
        (Claim, {"published_by": None}, "claim_published_at_and_by_together"),
        (Claim, {"label": ""}, "claim_has_sentence_and_label"),
    ],
)
def test_the_database_refuses_a_head_that_makes_no_sense(model, columns, constraint):
    make.affair()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**columns)


def test_rebuilding_changes_nothing():
    make.affair()
    before = dict(Document.objects.values_list("pk", "body"))
    assert record.rebuild_status() == []
    assert record.rebuild_documents(now=LATER) == []
    assert dict(Document.objects.values_list("pk", "body")) == before


def test_rebuilding_mends_what_was_changed_behind_its_back():
    claim = make.affair()
    Claim.objects.filter(pk=claim.pk).update(status="upheld")
    Document.objects.filter(pk=claim.public_id).update(body="{}", body_hash="0" * 64)
    assert record.rebuild_status() == [claim.public_id]
    assert claim.public_id in record.rebuild_documents(now=LATER)
    assert Document.objects.get(pk=claim.public_id).content["status"]["value"] == "retracted"


def test_a_document_is_canonical_json():
    make.affair()
    for document in Document.objects.all():
        assert document.body == json.dumps(
            document.content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )


def test_recording_costs_the_same_number_of_queries_however_long_the_claim(django_assert_max_num_queries):
    claim = make.affair()
    for hours in range(6, 16):
        make.said(claim, "repeated", by=f"Outlet {hours}", hours=hours)
    make.page("Esper spoke. It is so.", name="prepared.txt")
    with django_assert_max_num_queries(60):
        make.said(claim, "repeated", by="Outlet 99", hours=16)
