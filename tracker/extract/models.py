"""What a page says, as far as a program can read it."""

from django.db import models
from django.db.models import F, Q

from tracker.capture.models import Snapshot
from tracker.lib.attempts import Attempt


class Extraction(models.Model):
    """One reading of one snapshot by one version of the extractor. Never changed; a new version reads beside it.

    A page that could not be read has a `failure` sentence instead of text, and still goes to the desk.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="extractions")
    extractor = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    title = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    outlet_name = models.CharField(max_length=200, blank=True)
    # Moments as lib/moments.py writes them; null when the page gives none.
    published = models.JSONField(null=True, blank=True)
    modified = models.JSONField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    text = models.TextField(blank=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "extractor"], name="extraction_once_per_version"),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(failure=""), name="extraction_has_text_or_a_failure"
            ),
        ]

    def __str__(self):
        return self.title or f"reading of snapshot {self.snapshot_id}"


class Passage(models.Model):
    """A marked span of an extraction's text: a check-worthy sentence, a statement, or a correction notice."""

    class Kind(models.TextChoices):
        CLAIM = "claim", "Check-worthy sentence"
        STATEMENT = "statement", "Statement"
        NOTICE = "notice", "Correction notice"

    extraction = models.ForeignKey(Extraction, on_delete=models.PROTECT, related_name="passages")
    kind = models.CharField(max_length=16, choices=Kind)
    # Characters of Extraction.text, end exclusive.
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    # What the reader made of it: speaker, cue, kind of statement, label of a claim. Keys as in extract/mark.py.
    details = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["extraction", "start", "end", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["extraction", "kind", "start", "end"], name="passage_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_is_not_empty"),
            models.CheckConstraint(
                condition=Q(kind__in=["claim", "statement", "notice"]), name="passage_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.exact[:60]}"


class ReadingAttempt(Attempt):
    """A snapshot whose reading was begun and has not come to an end; gone once it is read."""

    row = models.OneToOneField(Snapshot, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"snapshot {self.row_id}, begun {self.begun} times"
