"""Documents are written many at a time, and a migration sees a JSONField."""

import pytest
from django.db import connection, models
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from tests import make
from tracker.extract.models import Passage
from tracker.lib.fields import DocumentField

DOCUMENTS = [{}, {"said": "“It’s \"safe\"”, \\ she said: 'yes' {1,2}"}, {"parts": [1, None, "%s"]}]


@pytest.mark.django_db
def test_many_documents_are_written_in_one_query_and_come_back_as_they_were():
    extraction = make.compared().extraction
    rows = [
        Passage(extraction=extraction, kind="claim", start=place, end=place + 1, exact="x", details=document)
        for place, document in enumerate(DOCUMENTS)
    ]
    with CaptureQueriesContext(connection) as queries:
        Passage.objects.bulk_create(rows)
    (query,) = [query["sql"] for query in queries if "INSERT" in query["sql"]]
    assert "UNNEST" not in query
    assert list(Passage.objects.order_by("pk").values_list("details", flat=True)) == DOCUMENTS


@pytest.mark.django_db
def test_an_expression_is_a_value_too():
    row = Passage.objects.create(
        extraction=make.compared().extraction,
        kind="claim",
        start=0,
        end=1,
        exact="x",
        details=Value({"said": "yes"}, models.JSONField()),
    )
    assert Passage.objects.get(pk=row.pk).details == {"said": "yes"}


def test_a_migration_sees_a_field_of_django():
    assert DocumentField(default=dict).deconstruct()[1:] == (
        "django.db.models.JSONField",
        [],
        {"default": dict},
    )
