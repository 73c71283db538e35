"""Who speaks and who publishes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tracker.lib.ids import new_id


def new_source_id():
    return new_id("source")


class Source(models.Model):
    """A person, office, organisation, outlet or document that statements and articles come from.

    The role somebody held when they spoke is not here: it belongs to the statement, because roles change.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        OFFICE = "office", "Office"
        ORGANISATION = "organisation", "Organisation"
        OUTLET = "outlet", "Outlet"
        ANONYMOUS = "anonymous", "Unnamed source"

    public_id = models.CharField(max_length=20, unique=True, default=new_source_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    description = models.CharField(max_length=400, blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    # Registrable host of an outlet ("reuters.com"), so that a captured URL finds its publisher.
    host = models.CharField(max_length=253, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["person", "office", "organisation", "outlet", "anonymous"]),
                name="source_kind_known",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="source_has_a_name"),
            models.UniqueConstraint("kind", Lower("name"), name="source_once"),
            models.UniqueConstraint(fields=["host"], condition=~Q(host=""), name="source_host_once"),
        ]

    def __str__(self):
        return self.name
