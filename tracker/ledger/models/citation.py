from django.db import models
from django.db.models import F, Q

from tracker.capture.models import Snapshot
from tracker.ledger.models.appearance import Appearance
from tracker.ledger.models.finding import Finding
from tracker.ledger.models.retraction import Retraction
from tracker.ledger.models.statement import Statement
from tracker.ledger.models.subject import SUBJECTS, exactly_one


class Citation(models.Model):
    """Where a recorded thing can be checked. Only grows.

    A W3C Web Annotation TextQuoteSelector (exact, prefix, suffix) and TextPositionSelector (start, end: characters of
    Snapshot.text, end exclusive) into a snapshot; or, for what was never on a page, a source described in words.
    """

    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="citations"
    )
    retraction = models.ForeignKey(
        Retraction, null=True, blank=True, on_delete=models.PROTECT, related_name="citations"
    )
    appearance = models.ForeignKey(
        Appearance, null=True, blank=True, on_delete=models.PROTECT, related_name="citations"
    )
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="citations"
    )

    snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="citations"
    )
    exact = models.TextField(blank=True)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    described = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one(SUBJECTS), name="citation_of_exactly_one_thing"),
            models.CheckConstraint(
                condition=(
                    Q(snapshot__isnull=False, start__isnull=False, end__gt=F("start"), described="")
                    & ~Q(exact="")
                )
                | (
                    Q(
                        snapshot__isnull=True,
                        exact="",
                        prefix="",
                        suffix="",
                        start__isnull=True,
                        end__isnull=True,
                    )
                    & ~Q(described="")
                ),
                name="citation_of_a_passage_or_a_described_source",
            ),
        ]

    def __str__(self):
        return self.exact[:60] or self.described[:60]
