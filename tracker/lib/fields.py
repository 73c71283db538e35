"""A field for documents that are written many at a time."""

from django.db import models


class DocumentField(models.JSONField):
    """A JSONField whose values go to the database one by one, also when many rows are inserted in one query.

    Django sends the rows of `bulk_create` as one array a column (UNNEST), and in an array of documents each quotation
    mark is escaped by Python: that costs more than all the rest of the insert. A field with a placeholder of its own is
    left out of that. In migrations and in the database it is a JSONField.
    """

    def get_placeholder(self, value, compiler, connection):
        """Return the placeholder of one value."""
        return compiler.compile(value)[0] if hasattr(value, "as_sql") else "%s"

    def deconstruct(self):
        """Return what a JSONField would."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
