from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.ledger.models.appearance import Appearance
from tracker.ledger.models.claim import Claim
from tracker.ledger.models.finding import Finding
from tracker.ledger.models.occurred import Occurred, forwards
from tracker.ledger.models.retraction import Retraction
from tracker.ledger.models.statement import Statement
from tracker.ledger.models.subject import SUBJECTS, exactly_one
from tracker.lib.ids import new_id


def new_entry_id():
    return new_id("entry")


class Entry(Occurred):
    """One line of the ledger: something moved a claim. Only grows; the database refuses anything else.

    Two clocks: `occurred` is when it happened in the world, `recorded_at` when we wrote it down. `seq` has no gaps and
    follows the order of commits (ledger/record.py holds a lock). Each entry hashes its content and the hash before it.
    An error is superseded by a new entry with a reason.
    """

    class Kind(models.TextChoices):
        ASSERTED = "asserted", "Asserted"
        REPEATED = "repeated", "Repeated"
        CONFIRMED = "confirmed", "Confirmed"
        DENIED = "denied", "Denied"
        DISPUTED = "disputed", "Disputed"
        CLARIFIED = "clarified", "Clarified"
        CORRECTED = "corrected", "Corrected"
        RETRACTED = "retracted", "Retracted"
        DELETED = "deleted", "Deleted"
        REAFFIRMED = "reaffirmed", "Reaffirmed"
        FOUND = "found", "Found"

    seq = models.PositiveBigIntegerField(primary_key=True)
    public_id = models.CharField(max_length=20, unique=True, default=new_entry_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=Kind)

    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    retraction = models.ForeignKey(
        Retraction, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    appearance = models.ForeignKey(
        Appearance, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )

    note = models.CharField(max_length=500, blank=True, help_text="one sentence of context, our own words")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entries"
    )
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.CharField(max_length=500, blank=True, help_text="why it supersedes the earlier entry")

    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        verbose_name_plural = "entries"
        constraints = [
            forwards("entry"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="entry_seq_starts_at_one"),
            models.CheckConstraint(condition=exactly_one(SUBJECTS), name="entry_about_exactly_one_thing"),
            models.CheckConstraint(
                condition=(
                    Q(supersedes__isnull=True, reason="") | (Q(supersedes__isnull=False) & ~Q(reason=""))
                ),
                name="entry_supersedes_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["retracted", "deleted", "corrected"], retraction__isnull=False)
                | (Q(kind="found") & Q(finding__isnull=False))
                | (
                    ~Q(kind__in=["retracted", "deleted", "corrected", "found"])
                    & Q(finding__isnull=True)
                    & (Q(retraction__isnull=True) | Q(kind="clarified"))
                ),
                name="entry_kind_fits_its_subject",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "asserted",
                        "repeated",
                        "confirmed",
                        "denied",
                        "disputed",
                        "clarified",
                        "corrected",
                        "retracted",
                        "deleted",
                        "reaffirmed",
                        "found",
                    ]
                ),
                name="entry_kind_known",
            ),
        ]
        indexes = [
            # The fold of one claim, and what was known about it at a time.
            models.Index(fields=["claim", "occurred_latest", "seq"], name="entry_of_claim_by_time"),
        ]

    def __str__(self):
        return f"#{self.seq} {self.kind}"

    @property
    def subject(self):
        """The statement, retraction, appearance or finding it is about."""
        return self.statement or self.retraction or self.appearance or self.finding
