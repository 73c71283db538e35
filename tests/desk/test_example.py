"""The worked example: what it says at which time, where each word of it stands, and how it is loaded."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tracker.accounts.models import User
from tracker.capture.models import Article, Snapshot, Visit
from tracker.capture.plain import holds
from tracker.capture.queries import text_of
from tracker.desk.example import load as loading
from tracker.desk.example.load import ACCOUNT, load
from tracker.desk.example.read import FOLDER, Inconsistent, read
from tracker.ledger import record
from tracker.ledger.document import moves
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
from tracker.ledger.status import fold
from tracker.ledger.verify import first_fault
from tracker.sources.models import Source

TABLES = [
    *(Appearance, Article, Citation, Claim, ClaimRelation, Document, Entry, Finding),
    *(Retraction, Snapshot, Source, Statement, Story, User, Visit),
]


def utc(text):
    """A time in January 2020, as day and time of day in UTC."""
    return datetime.strptime(f"2020-01-{text}", "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


def rows():
    return {table.__name__: table.objects.count() for table in TABLES}


def told(*arguments):
    out = StringIO()
    call_command("load_example", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def example(django_db_setup, django_db_blocker):
    """The loaded example as values, asked of the database once and undone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(example=read(), now=timezone.now())
        loaded = SimpleNamespace(
            claims={
                row.content["label"]: row.content for row in Document.objects.filter(claim__isnull=False)
            },
            story=Document.objects.get(story__isnull=False).content,
            subjects=list({entry.subject for entry in entries_in_full()}),
            rows=rows(),
            snapshots={
                snapshot.public_id: snapshot for snapshot in Snapshot.objects.select_related("article")
            },
            texts={snapshot.pk: text_of(snapshot) for snapshot in Snapshot.objects.all()},
            idle_sources=list(Source.objects.filter(statements=None, retractions=None, articles=None)),
            recorders=list(User.objects.filter(entries__isnull=False).distinct()),
            fault=first_fault(),
            rebuilt=record.rebuild_status()
            + record.rebuild_documents(now=timezone.now() + timedelta(days=1)),
        )
        transaction.set_rollback(True)
    return loaded


def reading(example, label, as_of=None):
    """What a claim amounts to at a time, from its document alone."""
    return fold(moves(example.claims[label]), as_of=as_of and utc(as_of))


def entry(example, label, *, kind, source):
    """The one entry of a claim's document with this kind and this speaker."""
    (found,) = [
        entry
        for entry in example.claims[label]["entries"]
        if (entry["kind"], entry["subject"].get("source", {}).get("name")) == (kind, source)
    ]
    return found


def citations(example):
    """All citations of a snapshot, each with the snapshot."""
    return [
        (citation, example.snapshots[citation.snapshot.public_id])
        for subject in example.subjects
        for citation in subject.citations.all()
        if citation.snapshot
    ]


# ------------------------------------------------------------------ golden readings


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("05 23:59:59", "unverified"),
        ("06 17:30:00", "unverified"),
        # Nothing we know of vouched for the letter before 3 p.m. in Washington, so it is not confirmed before.
        ("06 19:59:59", "unverified"),
        ("06 20:00:00", "confirmed"),
        ("06 20:30:00", "confirmed"),
        # The staff member's answer of 3:36 or 3:46 p.m. is about the letter, and moves the claim about the letter.
        ("06 21:08:59", "confirmed"),
        ("06 21:09:00", "disputed"),
        ("06 21:10:00", "disputed"),
        ("06 21:33:59", "disputed"),
        ("06 21:34:00", "retracted"),
        ("06 21:35:00", "retracted"),
        ("07 23:59:59", "retracted"),
        ("08 05:00:00", "denied"),
    ],
)
def test_the_withdrawal_goes_from_letter_to_denial(example, as_of, status):
    assert reading(example, "troop withdrawal", as_of).status == status


def test_today_the_withdrawal_is_denied_since_the_secretary_renewed_his_denial(example):
    now = reading(example, "troop withdrawal")
    assert now.status == "denied"
    assert now.since == utc("08 04:59:59")
    assert [step.status for step in now.steps] == [
        "unverified",
        "confirmed",
        "disputed",
        "retracted",
        "denied",
    ]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("06 21:00:00", "unverified"),
        ("06 21:35:00", "denied"),
        ("07 23:59:59", "disputed"),
        (None, "disputed"),
    ],
)
def test_whether_the_letter_was_signed_is_in_dispute(example, as_of, status):
    assert reading(example, "letter signed", as_of).status == status


@pytest.mark.parametrize(
    ("as_of", "status"), [("06 18:00:00", "unverified"), ("06 21:35:00", "denied"), (None, "confirmed")]
)
def test_that_the_letter_was_sent_is_admitted_in_the_end(example, as_of, status):
    assert reading(example, "letter sent", as_of).status == status


@pytest.mark.parametrize(
    ("as_of", "status"), [("06 20:30:00", "denied"), ("06 20:50:00", "disputed"), (None, "retracted")]
)
def test_the_fake_is_asserted_against_those_who_vouch_and_falls_by_events(example, as_of, status):
    assert reading(example, "letter fake", as_of).status == status
    assert entry(example, "letter fake", kind="asserted", source="Staff member of OSD Policy")
    fallen = entry(example, "letter fake", kind="retracted", source="Mark Milley")
    assert fallen["subject"]["reasons"] == ["superseded by events"]


@pytest.mark.parametrize(
    ("label", "status"),
    [
        ("first shown on militia TV", "disputed"),
        ("top commander in Iraq", "disputed"),
        ("killed on a Sunday", "denied"),
    ],
)
def test_errors_and_quarrels_of_the_reports_are_claims_of_their_own(example, label, status):
    assert reading(example, label).status == status


def test_no_step_of_any_claim_lasts_no_time(example):
    """A status that begins and ends at one instant would come from how wide an interval is, and not from the world."""
    for label, claim in example.claims.items():
        steps = [step["at"] for step in claim["status"]["steps"]]
        assert len(steps) == len(set(steps)), label


# ------------------------------------------------------------------ facts and evidence


def test_competing_minutes_are_kept_and_the_later_one_counts(example):
    occurred = entry(example, "letter fake", kind="asserted", source="Staff member of OSD Policy")["occurred"]
    assert (occurred["earliest"], occurred["latest"]) == ("2020-01-06T20:36:00Z", "2020-01-06T20:46:00Z")
    assert [report["at"] for report in occurred["reports"]] == [occurred["earliest"], occurred["latest"]]


def test_the_deleted_confirmation_is_on_record_with_its_deletion_and_open_times(example):
    officer = "US Army public affairs officer on Twitter"
    confirmed = entry(example, "troop withdrawal", kind="confirmed", source=officer)
    deleted = entry(example, "troop withdrawal", kind="deleted", source=officer)
    assert deleted["subject"]["of"]["id"] == confirmed["subject"]["id"]
    assert deleted["subject"]["notice"] == ""
    assert {confirmed["occurred"]["precision"], deleted["occurred"]["precision"]} == {"range"}


def test_the_sunday_is_asserted_by_an_article_and_refuted_with_evidence(example):
    entries = [one for one in example.claims["killed on a Sunday"]["entries"] if one["kind"] != "clarified"]
    asserted, found = (one["subject"] for one in entries)
    assert (asserted["article"]["outlet"]["name"], asserted["body_stance"]) == (
        "Washington Examiner",
        "asserts",
    )
    assert (found["type"], found["rating"], len(found["citations"])) == ("finding", "refuted", 3)


def test_headline_and_body_of_one_page_are_kept_apart(example):
    (tri_lakes,) = [
        one["subject"]
        for one in example.claims["troop withdrawal"]["entries"]
        if one["subject"].get("headline_stance") == "asserts"
    ]
    assert tri_lakes["body_stance"] == "disputes"


def test_everything_recorded_is_cited_and_each_quotation_stands_in_its_snapshot(example):
    recorded = ("Statement", "Retraction", "Appearance", "Finding")
    assert len(example.subjects) == sum(example.rows[table] for table in recorded)
    assert all(subject.citations.all() for subject in example.subjects)
    for citation, snapshot in citations(example):
        assert example.texts[snapshot.pk][citation.start : citation.end] == citation.exact


def test_the_words_of_each_statement_and_notice_stand_on_a_page_it_cites(example):
    words = {
        subject: subject.words if isinstance(subject, Statement) else subject.notice
        for subject in example.subjects
        if (isinstance(subject, Statement) and not subject.paraphrase)
        or (isinstance(subject, Retraction) and subject.notice)
    }
    assert len(words) > 10
    for subject, said in words.items():
        texts = [
            example.texts[citation.snapshot_id] for citation in subject.citations.all() if citation.snapshot
        ]
        assert any(holds(text, said) for text in texts), said


def test_each_page_is_a_short_note_that_says_whose_text_it_is_not(example):
    assert len(example.snapshots) == len(read().pages)
    for snapshot in example.snapshots.values():
        assert snapshot.medium == Snapshot.Medium.STAND_IN
        text = example.texts[snapshot.pk]
        assert "What this page reports" in text
        assert "Walkback's own note of a report whose text belongs to its publisher" in text
        assert 80 <= len(text.split()) <= 220, snapshot.article.title


def test_every_page_is_evidence_and_every_source_speaks_or_publishes(example):
    assert {snapshot.public_id for _, snapshot in citations(example)} == set(example.snapshots)
    assert example.idle_sources == []


def test_the_acting_account_cannot_log_in(example):
    (recorder,) = example.recorders
    assert recorder.username == ACCOUNT
    assert not recorder.has_usable_password()


# ------------------------------------------------------------------ loading


def test_all_of_it_is_published_and_the_ledger_holds(example):
    labels = [facts.label for facts in read().claims]
    assert [claim["label"] for claim in example.story["claims"]] == labels
    assert set(example.claims) == set(labels)
    assert example.fault is None


def test_rebuilding_changes_nothing(example):
    assert example.rebuilt == []


@pytest.mark.django_db
def test_a_second_load_changes_nothing_and_says_so():
    facts = read()
    with CaptureQueriesContext(connection) as queries:
        load(example=facts, now=timezone.now())
    assert len(queries) < 40 * (len(facts.sources) + len(facts.pages) + len(facts.records))
    before = rows(), list(Document.objects.values_list("body_hash", "written_at"))
    assert "nothing was changed" in told()
    assert (rows(), list(Document.objects.values_list("body_hash", "written_at"))) == before


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["record_finding", "publish_story"])
def test_an_interrupted_load_leaves_nothing_and_the_next_one_completes_it(monkeypatch, door):
    before = rows()
    with monkeypatch.context() as interrupted:
        interrupted.setattr(loading.record, door, interrupt)
        with pytest.raises(KeyboardInterrupt):
            told()
    assert rows() == before
    load(example=read(), now=timezone.now())
    assert Claim.objects.published().count() == len(read().claims)


def interrupt(**anything):
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_the_command_says_what_it_loads_and_where_it_is_shown(settings):
    said = told()
    for claim in Claim.objects.all():
        assert f"{settings.SITE_URL}/claims/{claim.public_id}/{claim.slug}/" in said
    assert f"Loading {len(read().pages)} pages" in said
    assert f"{Entry.objects.count()} entries" in said
    assert "\x1b" not in said


@pytest.mark.django_db
def test_it_stops_with_one_sentence_when_the_ledger_refuses(monkeypatch):
    def refuse(**anything):
        raise record.Refused("A claim needs one sentence.")

    monkeypatch.setattr(loading.record, "open_claim", refuse)
    with pytest.raises(CommandError, match="The example cannot be loaded: A claim needs one sentence"):
        told()
    assert not Story.objects.exists()


# ------------------------------------------------------------------ the reader


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("record.toml", 'words = "early on Jan. 3"', 'words = "late on Jan. 3"', "does not hold"),
        ("record.toml", 'when = "milley-speaks"', 'when = "never"', "no moment called 'never'"),
        ("record.toml", 'source = "milley"', 'source = "nobody"', "no source called 'nobody'"),
        ("record.toml", 'statement = "letter"', 'statement = "unsaid"', "which nobody said before"),
        ("record.toml", 'claim = "signed"', 'claim = "unheard"', "no claim called 'unheard'"),
        ("pages.toml", 'key = "cnn"', 'key = "nymag"', "Two of the pages have the same key"),
        ("pages.toml", 'outlet = "cnn"', 'outlet = "bbc"', "no source called 'bbc'"),
    ],
)
def test_the_reader_refuses_facts_that_do_not_fit_together(tmp_path, file, old, new, sentence):
    for path in FOLDER.glob("*.toml"):
        text = path.read_text()
        if path.name == file:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / path.name).write_text(text)
    with pytest.raises(Inconsistent, match=sentence):
        read(tmp_path)
