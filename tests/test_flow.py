"""One page, the whole way: captured, marked, compared. The desk and the pages have tests of their own."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import make
from tracker.capture.models import Snapshot, Visit
from tracker.capture.queries import text_of
from tracker.extract.models import Change, Extraction, Passage
from tracker.extract.tasks import sweep as read_sweep
from tracker.ledger.models import Entry
from tracker.lib.moments import Moment
from tracker.match.models import Comparison, Proposal
from tracker.match.tasks import sweep as compare_sweep

pytestmark = pytest.mark.django_db

REPORT = """\
Ministry disowns letter announcing end of grain exports

By Ruth Calder
March 3, 2021 4:20 PM

OSLO — A letter circulated to shipping agents on Wednesday says the government will halt all grain exports from \
Monday, but the trade ministry said within hours that the letter should never have been sent.

The letter, which carries the name of Deputy Minister Ingrid Solheim, tells agents that "all grain exports will be \
suspended from Monday until further notice."

Trade Minister Lars Bakken told reporters in Oslo that no decision had been made to suspend exports.

"There is no such decision," Bakken said. "We are looking into where this came from."

Gen. Anna Holm, who heads the ministry's logistics corps, said the letter was a mistake. "It was a draft, it was \
unsigned and it was sent in error," Holm told a news conference.

A spokesman for the port authority had confirmed the letter to two newspapers before the minister spoke.
"""


def captured(tmp_path, text, name="report.txt"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    out = StringIO()
    call_command("capture", str(file), stdout=out)
    return out.getvalue()


def spoken():
    """Speaker and guessed kind of every proposed statement."""
    return {
        (proposal.content["speaker"], proposal.content["kind"])
        for proposal in Proposal.objects.filter(kind="statement")
    }


def test_a_report_becomes_proposals_with_speakers_and_the_claim_they_are_about(tmp_path):
    printed = captured(tmp_path, REPORT)
    assert {("Lars Bakken", "denied"), ("Anna Holm", "denied"), ("Ingrid Solheim", "asserted")} <= spoken()
    claim = Proposal.objects.get(kind="claim")
    assert "grain exports" in claim.content["sentence"]
    assert {proposal.about for proposal in Proposal.objects.filter(kind="statement")} == {claim}
    assert all(proposal.reasons for proposal in Proposal.objects.all())
    assert "Lars Bakken" in printed
    assert "Ruth Calder" in printed


def test_a_passage_is_exactly_its_stretch_of_the_text(tmp_path):
    captured(tmp_path, REPORT)
    text = Extraction.objects.get().text
    for passage in Passage.objects.all():
        assert text[passage.start : passage.end] == passage.exact


def test_a_report_about_a_known_claim_is_proposed_for_that_claim(tmp_path):
    known = make.claim("The government will halt all grain exports from Monday.", label="grain exports")
    captured(tmp_path, REPORT)
    assert not Proposal.objects.filter(kind="claim").exists()
    statements = Proposal.objects.filter(kind="statement")
    assert {proposal.claim for proposal in statements} == {known}
    assert any("known claim" in reason for reason in statements.first().reasons)


def test_a_speaker_we_know_is_recognised(tmp_path):
    minister = make.source("Lars Bakken")
    captured(tmp_path, REPORT)
    assert {proposal.source for proposal in Proposal.objects.filter(content__speaker="Lars Bakken")} == {
        minister
    }


def test_a_report_about_something_else_is_not_about_a_known_claim(tmp_path):
    make.claim("The governor has resigned over the flood.", label="resignation")
    captured(tmp_path, REPORT)
    assert not Proposal.objects.filter(claim__isnull=False).exists()


def test_the_pipeline_never_writes_the_ledger(tmp_path):
    captured(tmp_path, REPORT)
    assert not Entry.objects.exists()


def test_the_same_file_twice_is_two_visits_and_everything_else_once(tmp_path):
    captured(tmp_path, REPORT)
    counts = Proposal.objects.count()
    captured(tmp_path, REPORT)
    assert list(Visit.objects.order_by("pk").values_list("outcome", flat=True)) == ["new", "unchanged"]
    assert (Snapshot.objects.count(), Extraction.objects.count(), Comparison.objects.count()) == (1, 1, 1)
    assert Proposal.objects.count() == counts


def test_a_changed_file_is_a_new_snapshot_and_the_old_one_is_recognised_when_it_returns(tmp_path):
    captured(tmp_path, REPORT)
    captured(tmp_path, REPORT.replace("Monday", "Tuesday"))
    captured(tmp_path, REPORT)
    assert list(Visit.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "new",
        "changed",
        "reverted",
    ]
    assert Snapshot.objects.count() == 2


def test_the_workers_do_the_same_from_the_rows_alone(tmp_path):
    make.page(REPORT)
    read_sweep()
    compare_sweep()
    assert ("Lars Bakken", "denied") in spoken()
    before = Proposal.objects.count()
    read_sweep()
    compare_sweep()
    assert Proposal.objects.count() == before


def test_a_page_that_cannot_be_read_goes_on_with_its_reason(monkeypatch):
    def breaks(*args, **more):
        raise RecursionError("too deep")

    monkeypatch.setattr("tracker.extract.mark.run", breaks)
    make.page("Anything.")
    read_sweep()
    assert "too deep" in Extraction.objects.get().failure
    compare_sweep()
    assert Comparison.objects.count() == 1
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.html", b"   \n ", "no text"),
        ("scripts.html", b"<html><script>let a = 1</script></html>", "no text"),
        ("paper.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 binary \x00\x01", "PDF"),
        ("large.txt", b"word " * 10_500_000, "MB"),
    ],
)
def test_bad_input_ends_in_one_sentence_and_a_visit(tmp_path, name, content, sentence):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("capture", str(file), stdout=StringIO())
    visit = Visit.objects.get()
    assert sentence in visit.sentence
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    "target", ["/no/such/file.txt", "http://127.0.0.1:9/", "https://", "/", "ftp://a.example/b"]
)
def test_what_is_not_there_ends_in_one_sentence_and_a_visit(target):
    with pytest.raises(CommandError) as raised:
        call_command("capture", target, stdout=StringIO())
    assert str(raised.value) == Visit.objects.get().sentence
    assert not Snapshot.objects.exists()


def test_a_page_of_one_endless_paragraph_is_read_and_holds_nobody_up(tmp_path):
    captured(tmp_path, "The minister said that it was a mistake. " * 40_000, "endless.txt")
    assert len(Extraction.objects.get().text) == 1_000_000
    make.page(REPORT)
    read_sweep()
    assert Extraction.objects.count() == 2


def test_a_link_that_leads_in_a_circle_is_a_missing_file(tmp_path):
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    with pytest.raises(CommandError):
        call_command("capture", str(loop), stdout=StringIO())
    assert Visit.objects.get().snapshot is None


def test_a_clock_without_a_zone_is_not_taken_for_utc(tmp_path):
    captured(tmp_path, REPORT)
    occurred = Moment.from_dict(Proposal.objects.filter(kind="statement").first().content["occurred"])
    # 4:20 pm somewhere: at the latest where the day ends last.
    assert occurred.latest.replace(second=0) == datetime(2021, 3, 4, 4, 20, tzinfo=UTC)
    assert occurred.earliest <= datetime(2021, 3, 3, 2, 20, tzinfo=UTC)
    assert occurred.precision == "range"


def test_a_clock_with_a_zone_is_kept(tmp_path):
    captured(tmp_path, REPORT.replace("4:20 PM", "4:20 PM EST"))
    occurred = Moment.from_dict(Proposal.objects.filter(kind="statement").first().content["occurred"])
    assert occurred.latest.replace(second=0) == datetime(2021, 3, 3, 21, 20, tzinfo=UTC)


def test_words_that_take_something_back_can_take_back_what_is_recorded(tmp_path):
    known = make.claim("The government will halt all grain exports from Monday.", label="grain exports")
    captured(tmp_path, REPORT)
    assert not Proposal.objects.filter(kind="retraction").exists()
    make.said(known, "asserted", by="Ingrid Solheim")
    captured(tmp_path, REPORT + "\nThe port said nothing more.\n", name="another paper.txt")
    proposals = Proposal.objects.filter(kind="retraction")
    assert "Anna Holm" in {proposal.content["speaker"] for proposal in proposals}
    assert {proposal.claim for proposal in proposals} == {known}


def test_a_quotation_in_parts_is_the_parts_and_a_bare_it_is_its_sentence(tmp_path):
    said = REPORT.replace(
        '"There is no such decision," Bakken said.',
        '"There is no such decision," Bakken, who took office in January after a long campaign, said in Oslo.',
    )
    captured(tmp_path, said + "\nSolheim denied it.\n")
    words = set(Proposal.objects.filter(kind="statement").values_list("content__words", flat=True))
    assert "There is no such decision. We are looking into where this came from." in words
    assert "Solheim denied it." in words


@pytest.mark.parametrize("known", ["Lars T. Bakken", "Lars Bakken III", "lars bakken"])
def test_a_name_written_with_initials_is_the_same_person(tmp_path, known):
    minister = make.source(known)
    captured(tmp_path, REPORT)
    assert Proposal.objects.filter(content__speaker="Lars Bakken").first().source == minister


def test_two_people_of_one_name_are_nobody_in_particular(tmp_path):
    make.source("Lars T. Bakken")
    make.source("Lars P. Bakken")
    captured(tmp_path, REPORT)
    assert Proposal.objects.filter(content__speaker="Lars Bakken").first().source is None


def test_odd_bytes_in_a_readable_page_are_read_around(tmp_path):
    file = tmp_path / "odd name.txt"
    file.write_bytes(REPORT.encode().replace(b"Oslo that", b"Oslo\x00 \xff\xfe that"))
    call_command("capture", str(file), stdout=StringIO())
    assert "\x00" not in text_of(Snapshot.objects.get())
    assert Proposal.objects.exists()


def test_a_second_version_says_what_changed_and_names_the_sentence(tmp_path):
    captured(tmp_path, REPORT)
    printed = captured(tmp_path, REPORT.replace("There is no such decision", "There was no such decision"))
    assert "Change:    material" in printed
    assert 'altered, without a notice: "There is no such decision," Bakken said.' in printed
    assert printed.count("without a notice") == 1
    (change,) = Change.objects.all()
    assert change.told == "silent"
