from django.db import models
from django.db.models import Q

from tracker.capture.models import Article
from tracker.ledger.models.claim import Claim
from tracker.ledger.models.occurred import Occurred, forwards
from tracker.lib.ids import new_id


def new_appearance_id():
    return new_id("appearance")


class Appearance(Occurred):
    """An article carries a claim. What its headline does and what its body does are kept apart. Only grows."""

    class Stance(models.TextChoices):
        ASSERTS = "asserts", "Asserts it"
        ATTRIBUTES = "attributes", "Attributes it"
        DISPUTES = "disputes", "Disputes it"
        CORRECTS = "corrects", "Corrects it"
        OBSERVES = "observes", "Observes it"

    class Basis(models.TextChoices):
        """How an article rests on somebody or something."""

        PRINTS = "prints", "Prints its text"
        CITES = "cites", "Cites it"
        RELAYS = "relays", "Passes on what it carried or was told"
        SAW = "saw", "It has seen the document"
        CONFIRMED = "confirmed", "It is said to confirm it"
        DOCUMENT = "document", "Rests on this document"

    public_id = models.CharField(max_length=20, unique=True, default=new_appearance_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="appearances")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="appearances")
    headline_stance = models.CharField(max_length=16, choices=Stance, blank=True)
    body_stance = models.CharField(max_length=16, choices=Stance)
    # What it rests on for this claim: [{"how", "source", "is_unnamed", "exact"}]; `exact` is one of its citations.
    rests_on = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["occurred_latest", "pk"]
        constraints = [
            forwards("appearance"),
            models.CheckConstraint(
                condition=Q(body_stance__in=["asserts", "attributes", "disputes", "corrects", "observes"])
                & Q(headline_stance__in=["", "asserts", "attributes", "disputes", "corrects", "observes"]),
                name="appearance_stance_known",
            ),
        ]

    def __str__(self):
        return f"{self.article_id} {self.body_stance} {self.claim_id}"
