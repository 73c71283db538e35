"""A new version of the matcher compares beside the old, and says what would change."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import make
from tracker.desk.models import Decision
from tracker.extract.mark import mark
from tracker.match import propose as proposing
from tracker.match.management.commands import recompare
from tracker.match.models import Comparison, Proposal
from tracker.match.propose import MATCHER, propose

pytestmark = pytest.mark.django_db

REPORT = (
    "The old bridge over the Vell will close on Monday, the city said.\n\n"
    "“The bridge over the Vell is not safe,” said Ann Lee, the city’s engineer."
)


@pytest.fixture
def comparison():
    return propose(
        extraction=mark(snapshot=make.page(REPORT, name="bridge.txt"), now=make.NOON), now=make.NOON
    )


@pytest.fixture
def newer(comparison, monkeypatch):
    """The matcher has become another since, and finds no statements."""
    for module in (proposing, recompare):
        monkeypatch.setattr(module, "MATCHER", "newer")
    drafts = proposing.drafts
    monkeypatch.setattr(
        proposing, "drafts", lambda **known: [one for one in drafts(**known) if one.kind != "statement"]
    )


def run(*options):
    out = StringIO()
    call_command("recompare", *options, stdout=out, stderr=out)
    return out.getvalue()


def test_the_same_code_changes_nothing(comparison):
    said = run("--write")
    assert "Pages compared by version" in said
    assert "1 the same" in said
    assert f"version {MATCHER} has compared them before" in said
    assert Comparison.objects.count() == 1


def test_claims_opened_since_change_nothing(comparison):
    sentence = "The old bridge over the Vell will close on Monday."
    story = make.story("Bridge")
    make.record.open_claim(
        story=story, sentence=sentence, label="bridge", by=make.alice(), now=make.NOON + timedelta(hours=1)
    )
    assert "1 the same" in run()


def test_a_later_version_of_the_article_is_compared_after_the_one_before(comparison):
    text = f"{REPORT}\n\n“The bridge stays open,” said Bo Dahl, the mayor."
    later = make.page(text, name="bridge.txt", at=make.NOON + timedelta(hours=2))
    second = propose(extraction=mark(snapshot=later, now=make.NOON), now=make.NOON + timedelta(hours=2))
    assert second.proposals.count() == 1
    assert "2 the same" in run()


def test_what_would_change_is_printed_and_nothing_stored(comparison, newer):
    before = list(Proposal.objects.order_by("pk").values())
    said = run("--show")
    assert "1 different" in said
    assert "- statement: “The bridge over the Vell is not safe,”" in said
    assert "Nothing was stored; --write does that." in said
    assert list(Proposal.objects.order_by("pk").values()) == before


def test_a_new_comparison_is_stored_beside_the_old_and_decisions_stay(comparison, newer):
    statement = comparison.proposals.filter(kind="statement").first()
    decision = Decision.objects.create(
        proposal=statement, verdict="rejected", decided_at=make.NOON, decided_by=make.alice()
    )
    said = run("--write")
    assert "- statement, decided" in said
    assert "1 comparisons stored" in said
    assert set(comparison.extraction.comparisons.values_list("matcher", flat=True)) == {MATCHER, "newer"}
    assert not Comparison.objects.get(matcher="newer").proposals.exists()
    assert list(Decision.objects.all()) == [decision]
    assert statement in comparison.proposals.all()
    assert "has compared them before" in run("--write")


def test_an_article_nobody_knows_is_named(comparison):
    with pytest.raises(CommandError, match="There is no article art_none"):
        run("--article", "art_none")


def test_a_limit_below_one_is_refused(comparison):
    with pytest.raises(CommandError, match="at least 1"):
        run("--limit", "0")


def test_without_a_page_there_is_nothing_to_compare():
    with pytest.raises(CommandError, match="No page has been compared yet"):
        run()
