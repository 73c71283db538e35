from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tracker.capture.models import Article
from tracker.ledger.models.occurred import Occurred, forwards
from tracker.ledger.models.statement import Statement
from tracker.lib.ids import new_id
from tracker.sources.models import Source


def new_retraction_id():
    return new_id("retraction")


class Retraction(Occurred):
    """Something said or published was withdrawn, by whom, in what manner. Only grows.

    Reasons are many and neutral: they never say what somebody intended.
    """

    class Nature(models.TextChoices):
        RETRACTION = "retraction", "Retraction"
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"
        DELETION = "deletion", "Deletion"
        WITHDRAWAL = "withdrawal", "Withdrawal"
        EDITORS_NOTE = "editor's note", "Editor's note"
        SILENT_EDIT = "silent edit", "Silent edit"

    class Reason(models.TextChoices):
        ISSUED_BY_MISTAKE = "issued by mistake", "Issued by mistake"
        UNSIGNED_DRAFT = "unsigned draft", "Unsigned draft"
        POORLY_WORDED = "poorly worded", "Poorly worded"
        FACTUAL_ERROR = "factual error", "Factual error"
        WRONG_ATTRIBUTION = "wrong attribution", "Wrong attribution"
        SUPERSEDED_BY_EVENTS = "superseded by events", "Superseded by events"
        SOURCE_WITHDREW = "source withdrew", "Source withdrew"
        NOT_GIVEN = "not given", "No reason given"

    public_id = models.CharField(max_length=20, unique=True, default=new_retraction_id, editable=False)
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="retractions"
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="retractions"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="retractions")
    role = models.CharField(max_length=200, blank=True)
    nature = models.CharField(max_length=16, choices=Nature)
    reasons = ArrayField(models.CharField(max_length=32, choices=Reason), default=list)
    notice = models.TextField(blank=True, help_text="the words of the notice, when there was one")

    class Meta:
        ordering = ["occurred_latest", "pk"]
        constraints = [
            forwards("retraction"),
            models.CheckConstraint(
                condition=Q(statement__isnull=False, article__isnull=True)
                | Q(statement__isnull=True, article__isnull=False),
                name="retraction_of_exactly_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reasons=[]), name="retraction_has_reasons"),
            models.CheckConstraint(
                condition=Q(nature__in=["deletion", "silent edit"]) | ~Q(notice=""),
                name="retraction_without_notice_is_silent",
            ),
            models.CheckConstraint(
                condition=Q(
                    nature__in=[
                        "retraction",
                        "correction",
                        "clarification",
                        "deletion",
                        "withdrawal",
                        "editor's note",
                        "silent edit",
                    ]
                ),
                name="retraction_nature_known",
            ),
        ]

    def __str__(self):
        return f"{self.nature} by {self.source}"
