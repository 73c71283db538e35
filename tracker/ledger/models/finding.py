from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.ledger.models.claim import Claim
from tracker.ledger.models.occurred import Occurred, forwards
from tracker.lib.ids import new_id


def new_finding_id():
    return new_id("finding")


class Finding(Occurred):
    """The desk's own judgement of a claim, with its reasons. Changed only by a later finding. Only grows."""

    class Rating(models.TextChoices):
        SUPPORTED = "supported", "Supported by the evidence"
        MIXED = "mixed", "Partly supported"
        UNPROVEN = "unproven", "Not proven"
        REFUTED = "refuted", "Refuted by the evidence"

    public_id = models.CharField(max_length=20, unique=True, default=new_finding_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="findings")
    rating = models.CharField(max_length=16, choices=Rating)
    explanation = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="findings")

    class Meta:
        ordering = ["occurred_latest", "pk"]
        constraints = [
            forwards("finding"),
            models.CheckConstraint(condition=~Q(explanation=""), name="finding_explains_itself"),
            models.CheckConstraint(
                condition=Q(rating__in=["supported", "mixed", "unproven", "refuted"]),
                name="finding_rating_known",
            ),
        ]

    def __str__(self):
        return f"{self.rating}: {self.claim_id}"
