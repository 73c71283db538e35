"""What a passage seems to mean for what we know. A proposal is a model's opinion until a person decides."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.extract.models import Change, Extraction, Passage
from tracker.ledger.models import Claim
from tracker.lib.attempts import Attempt
from tracker.lib.fields import DocumentField
from tracker.sources.models import Source


class Comparison(models.Model):
    """One extraction compared with the known claims by one version of the matcher; done is this row."""

    extraction = models.ForeignKey(Extraction, on_delete=models.PROTECT, related_name="comparisons")
    matcher = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    # Why nothing was compared, when the attempts were given up; empty when it was done.
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["extraction", "matcher"],
                condition=Q(failure=""),
                name="comparison_good_once_per_version",
            ),
        ]

    def __str__(self):
        return f"comparison of extraction {self.extraction_id}"


class ComparisonAttempt(Attempt):
    """An extraction whose comparison was begun and has not come to an end; gone once it is compared."""

    row = models.OneToOneField(Extraction, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"extraction {self.row_id}, begun {self.begun} times"


class ComparisonAgain(models.Model):
    """An editor asked for one more comparison where one failed; answered once a later one of the reading is there."""

    failed = models.OneToOneField(
        Comparison, primary_key=True, on_delete=models.PROTECT, related_name="asked_again"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"one more comparison after {self.failed_id}"


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        """Proposals nobody has decided yet."""
        return self.filter(decision=None)

    def of_passages(self):
        """Proposals of words of their page, in the order in which they were made, with what they are about."""
        rows = self.filter(passage__isnull=False).order_by("pk")
        return rows.select_related("passage", "claim", "about")

    def with_decisions(self):
        """The same proposals; each says in `is_decided` whether somebody decided it."""
        return self.annotate(is_decided=Q(decision__isnull=False))


class Proposal(models.Model):
    """Something an editor could accept: a new claim, a statement, a retraction, or that an article carries a claim.

    Never changed and never the ledger: accepting it copies what the editor saw and changed into the ledger.
    """

    class Kind(models.TextChoices):
        CLAIM = "claim", "New claim"
        STATEMENT = "statement", "Statement"
        RETRACTION = "retraction", "Retraction"
        APPEARANCE = "appearance", "Appearance"

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="proposals")
    # None for what a new version did to a cited sentence: that stands in `content` under "edit" (match/edits.py).
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    # The known claim it is about, or the proposal of a new claim made from the same page; at most one of them.
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    about = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="attached"
    )
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # What a form would be filled with; keys as in match/propose.py.
    content = DocumentField(default=dict)
    score = models.FloatField(help_text="0 to 1, only for the order of the queue")
    reasons = DocumentField(default=list)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "passage", "kind", "claim"],
                nulls_distinct=False,
                condition=Q(passage__isnull=False),
                name="proposal_once",
            ),
            models.CheckConstraint(
                condition=Q(passage__isnull=False) | Q(kind="retraction"),
                name="proposal_of_a_passage_or_an_edit",
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=True) | Q(about__isnull=True), name="proposal_about_one_claim"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["claim", "statement", "retraction", "appearance"]),
                name="proposal_kind_known",
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="proposal_score_in_range"),
            models.CheckConstraint(condition=~Q(reasons=[]), name="proposal_has_reasons"),
        ]

    def __str__(self):
        return f"{self.kind} proposal {self.pk}"


class Reanchoring(models.Model):
    """The sentences the ledger cites of an article, looked for in a new version of it; done is this row.

    Never changed. `anchors` holds what became of each cited sentence; keys as in match/edits.py.
    """

    change = models.OneToOneField(
        Change, primary_key=True, on_delete=models.PROTECT, related_name="reanchoring"
    )
    made_at = models.DateTimeField()
    anchors = models.JSONField(default=list)
    # Why they were not looked for, when the attempts were given up; empty when they were.
    failure = models.CharField(max_length=500, blank=True)

    def __str__(self):
        return f"citations followed over change {self.change_id}"


class EditAttempt(Attempt):
    """A change whose cited sentences are being looked for; gone once they are."""

    row = models.OneToOneField(Change, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"change {self.row_id}, begun {self.begun} times"
