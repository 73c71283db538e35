"""`verify_ledger` finds what was changed behind the ledger's back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests import make
from tracker.ledger.verify import first_fault

pytestmark = pytest.mark.django_db


def behind_its_back(sql, *parameters):
    """What only the owner of the database server can do."""
    with connection.cursor() as cursor:
        # What is due at commit is checked now, while everything is still as it was recorded.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, parameters)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_empty_ledger_holds():
    assert first_fault() is None


def test_an_untouched_ledger_holds():
    make.affair()
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert "All 4 entries hold." in out.getvalue()


@pytest.mark.parametrize(
    ("sql", "seq", "sentence"),
    [
        ("UPDATE ledger_entry SET kind = 'disputed' WHERE seq = 3", 3, "no longer says what was recorded"),
        ("UPDATE ledger_entry SET note = 'Added.' WHERE seq = 2", 2, "no longer says what was recorded"),
        (
            "UPDATE ledger_entry SET hash = repeat('a', 64) WHERE seq = 2",
            2,
            "no longer says what was recorded",
        ),
        (
            "UPDATE ledger_entry SET occurred_latest = now() WHERE seq = 1",
            1,
            "no longer says what was recorded",
        ),
        ("UPDATE ledger_statement SET words = 'Yes.'", 1, "no longer says what was recorded"),
        ("UPDATE ledger_retraction SET nature = 'deletion'", 4, "no longer says what was recorded"),
        ("UPDATE ledger_citation SET exact = 'Yes.' WHERE retraction_id IS NOT NULL", 4, "no longer says"),
        ("UPDATE ledger_claim SET sentence = 'No.'", 1, "no longer says what was recorded"),
        ("DELETE FROM ledger_citation WHERE retraction_id IS NOT NULL", 4, "lost its citations"),
        ("DELETE FROM ledger_entry WHERE seq = 2", 2, "Entry 2 is missing"),
    ],
)
def test_it_names_the_first_bad_entry(sql, seq, sentence):
    make.affair()
    behind_its_back(sql)
    fault = first_fault()
    assert fault.seq == seq
    assert sentence in fault.sentence
    with pytest.raises(CommandError, match=sentence):
        call_command("verify_ledger", stdout=StringIO())


def test_a_renamed_source_breaks_nothing():
    claim = make.affair()
    source = claim.entries.first().statement.source
    source.name = "William H. Seely III"
    source.save()
    assert first_fault() is None
