"""Every table is either one that only grows or one that may change: a new one has to be placed."""

import pytest
from django.apps import apps
from django.db import connection

ONLY_GROW = {
    "capture_snapshot",
    "capture_visit",
    "extract_extraction",
    "extract_passage",
    "extract_readingagain",
    "extract_textsample",
    "extract_shingle",
    "extract_sametext",
    "extract_change",
    "match_comparison",
    "match_comparisonagain",
    "match_proposal",
    "match_reanchoring",
    "desk_decision",
    "ledger_entry",
    "ledger_statement",
    "ledger_retraction",
    "ledger_appearance",
    "ledger_finding",
    "ledger_citation",
    "ledger_claimrelation",
}
MAY_CHANGE = {
    "accounts_user",
    "sources_source",
    "capture_article",
    "capture_feed",
    "capture_host",
    "capture_tick",
    "capture_watch",
    "extract_readingattempt",
    "extract_comparingattempt",
    "extract_changeattempt",
    "extract_returnattempt",
    "match_editattempt",
    "match_comparisonattempt",
    "ledger_story",
    "ledger_claim",
    "ledger_document",
}


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("tracker.")]


def test_every_table_is_placed():
    assert {model._meta.db_table for model in our_models()} == ONLY_GROW | MAY_CHANGE


@pytest.mark.django_db
def test_those_that_only_grow_are_guarded_by_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE proname = 'walkback_refuse_change' AND tgenabled = 'O'"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert guarded == ONLY_GROW


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_when_and_by_whom_go_together_or_are_plainly_apart(model):
    """An `x_by` without an `x_at` would be a fact without a time."""
    names = {field.name for field in model._meta.fields}
    # A finding is made when it is recorded and dated by `occurred`.
    stems = {name.removesuffix("_by") for name in names if name.endswith("_by")} - {"made"}
    assert {f"{stem}_at" for stem in stems} <= names


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_table_says_why_it_exists(model):
    assert (model.__doc__ or "").strip()
    assert not model.__doc__.startswith(f"{model.__name__}(")
