from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.ledger.models.story import Story
from tracker.lib.ids import new_id


def new_claim_id():
    return new_id("claim")


class ClaimQuerySet(models.QuerySet):
    def published(self):
        """Claims the public may see: published themselves, in a published story."""
        return self.filter(published_at__isnull=False, story__published_at__isnull=False)


class Claim(models.Model):
    """One checkable statement in one sentence.

    The sentence cannot be changed once written (the database refuses): entries were recorded about that sentence and no
    other. A better wording is another claim, and this one is merged into it.
    """

    class Status(models.TextChoices):
        UNVERIFIED = "unverified", "Unverified"
        CONFIRMED = "confirmed", "Confirmed"
        DISPUTED = "disputed", "Disputed"
        DENIED = "denied", "Denied"
        RETRACTED = "retracted", "Retracted"
        UPHELD = "upheld", "Upheld"

    public_id = models.CharField(max_length=20, unique=True, default=new_claim_id, editable=False)
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="claims")
    sentence = models.CharField(max_length=400)
    label = models.CharField(max_length=60)
    slug = models.SlugField(max_length=80)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Folded from the entries by ledger/record.py alone; `manage.py rebuild_status` must change nothing.
    status = models.CharField(max_length=16, choices=Status, default=Status.UNVERIFIED, editable=False)
    status_since = models.DateTimeField(null=True, blank=True, editable=False)
    moved_seq = models.PositiveBigIntegerField(default=0, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sentence="") & ~Q(label=""), name="claim_has_sentence_and_label"
            ),
            models.UniqueConstraint(fields=["story", "sentence"], name="claim_sentence_once_per_story"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["unverified", "confirmed", "disputed", "denied", "retracted", "upheld"]
                ),
                name="claim_status_known",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="claim_published_at_and_by_together",
            ),
        ]
        indexes = [
            # Lists by status, newest move first.
            models.Index(fields=["status", "-moved_seq"], name="claim_moved_by_status"),
        ]

    def __str__(self):
        return self.sentence


class ClaimRelation(models.Model):
    """How one claim stands to another."""

    class Kind(models.TextChoices):
        CONTRADICTS = "contradicts", "contradicts"
        NARROWS = "narrows", "narrows"
        REPEATS = "repeats", "repeats"
        MERGED_INTO = "merged into", "merged into"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=16, choices=Kind)
    other = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="relations_to")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind", "other"], name="claim_relation_once"),
            models.CheckConstraint(condition=~Q(claim=F("other")), name="claim_relation_to_another"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(kind="merged into"), name="claim_merged_into_one"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["contradicts", "narrows", "repeats", "merged into"]),
                name="claim_relation_kind_known",
            ),
        ]

    def __str__(self):
        return f"{self.claim_id} {self.kind} {self.other_id}"
