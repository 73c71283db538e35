"""A new version of the extractor reads beside the old, and says what would change."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import make
from tracker.extract import mark as marking
from tracker.extract.mark import EXTRACTOR, mark
from tracker.extract.models import Extraction
from tracker.extract.queries import snapshots_to_read

pytestmark = pytest.mark.django_db

REPORT = (
    "The bridge will close on Monday, the city said. “It is not safe,” said Ann Lee, the city’s engineer."
)


@pytest.fixture
def snapshot():
    found = make.page(REPORT)
    mark(snapshot=found, now=make.NOON)
    return found


@pytest.fixture
def older(snapshot, monkeypatch):
    """The extractor has become another since."""
    monkeypatch.setattr(marking, "EXTRACTOR", "newer")


def run(*options):
    out = StringIO()
    call_command("reextract", *options, stdout=out, stderr=out)
    return out.getvalue()


def test_the_same_code_changes_nothing(snapshot):
    said = run("--write")
    assert "Pages read by version" in said
    assert "1 the same" in said
    assert "has read them before" in said
    assert Extraction.objects.count() == 1


def test_what_would_change_is_printed_and_nothing_stored(snapshot, older, monkeypatch):
    monkeypatch.setattr("tracker.extract.mark._passages", lambda page: [])
    said = run("--show")
    assert "1 different" in said
    assert "- statement" in said
    assert "Nothing was stored; --write does that." in said
    assert Extraction.objects.count() == 1


def test_a_new_reading_is_stored_beside_the_old_when_asked_to(snapshot, older):
    assert "1 readings stored" in run("--write")
    assert list(snapshot.extractions.order_by("pk").values_list("extractor", flat=True)) == [
        EXTRACTOR,
        "newer",
    ]
    assert "has read them before" in run("--write")


def test_what_an_older_version_has_read_does_not_wait_to_be_read(snapshot, older):
    assert not snapshots_to_read().exists()


def test_an_article_nobody_knows_is_named(snapshot):
    with pytest.raises(CommandError, match="There is no article art_none"):
        run("--article", "art_none")


def test_a_limit_below_one_is_refused(snapshot):
    with pytest.raises(CommandError, match="at least 1"):
        run("--limit", "0")


def test_without_a_page_there_is_nothing_to_read():
    with pytest.raises(CommandError, match="No page has been read yet"):
        run()
