"""What a person decided about a proposal."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.ledger.models import Claim, Entry
from tracker.match.models import Proposal


class Decision(models.Model):
    """The one decision about one proposal, written in the same transaction as the entry it made.

    One-to-one, so deciding twice (a double click, two tabs, two editors) finds the first decision instead of making
    a second.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        EDITED = "edited", "Accepted with changes"
        REJECTED = "rejected", "Rejected"

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=16, choices=Verdict)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    note = models.CharField(max_length=500, blank=True)
    # What it made: an entry, or a claim when a new claim was accepted.
    entry = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="rejected", entry__isnull=True, claim__isnull=True)
                | Q(verdict__in=["accepted", "edited"], entry__isnull=False, claim__isnull=True)
                | Q(verdict__in=["accepted", "edited"], entry__isnull=True, claim__isnull=False),
                name="decision_makes_one_thing_or_rejects",
            ),
        ]

    def __str__(self):
        return f"{self.verdict}: {self.proposal}"
