"""What a page says, as far as a program can read it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.capture.models import Snapshot, Visit
from tracker.lib.attempts import Attempt
from tracker.lib.fields import DocumentField


class Extraction(models.Model):
    """One reading of one snapshot by one version of the extractor. Never changed; a new version reads beside it.

    A page that could not be read has a `failure` sentence instead of text, and still goes to the desk, where an editor
    may ask for one more reading (ReadingAgain).
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="extractions")
    extractor = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    title = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    outlet_name = models.CharField(max_length=200, blank=True)
    # Moments as lib/moments.py writes them; null when the page gives none.
    published = DocumentField(null=True, blank=True)
    modified = DocumentField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    text = models.TextField(blank=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "extractor"],
                condition=Q(failure=""),
                name="extraction_good_once_per_version",
            ),
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
    details = DocumentField(default=dict)
    reasons = DocumentField(default=list)

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


class ReadingAgain(models.Model):
    """An editor asked for one more reading where one failed; answered once a later reading of the snapshot is there."""

    failed = models.OneToOneField(
        Extraction, primary_key=True, on_delete=models.PROTECT, related_name="asked_again"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"one more reading after {self.failed_id}"


class TextSample(models.Model):
    """A reading that was compared with all others for the same text; done is this row.

    `credits` is who the page says the text is by (extract/agency_credits.py), `vouches` whom it rests on
    (extract/vouching.py).
    """

    extraction = models.OneToOneField(
        Extraction, primary_key=True, on_delete=models.PROTECT, related_name="sample"
    )
    made_at = models.DateTimeField()
    # How many different shingles the text has.
    size = models.PositiveIntegerField()
    credits = models.JSONField(default=list)
    vouches = models.JSONField(default=list)
    # Why it was not compared, when the attempts were given up; empty when it was.
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size=0) | Q(failure=""), name="sample_has_a_size_or_a_failure")
        ]

    def __str__(self):
        return f"sample of extraction {self.extraction_id}"


class Shingle(models.Model):
    """One sampled hash of a text: what texts that share much are found by. The key is the index that is searched."""

    pk = models.CompositePrimaryKey("value", "extraction")
    value = models.IntegerField()
    # Its extraction is a foreign key of the sample written with it; checking it thirty times more costs as much as
    # all the rest of the writing.
    extraction = models.ForeignKey(
        Extraction, db_constraint=False, db_index=False, on_delete=models.PROTECT, related_name="shingles"
    )

    def __str__(self):
        return f"{self.value} in extraction {self.extraction_id}"


class SameText(models.Model):
    """Two readings of two articles hold the same text. One row ties a new article to a group of copies."""

    extraction = models.ForeignKey(Extraction, on_delete=models.PROTECT, related_name="same_as_earlier")
    of = models.ForeignKey(Extraction, on_delete=models.PROTECT, related_name="same_as_later")
    # Shares of the shingles: of both together, and of the shorter text.
    resemblance = models.FloatField()
    containment = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["extraction", "of"], name="same_text_once"),
            models.CheckConstraint(condition=~Q(extraction=F("of")), name="same_text_is_another"),
            models.CheckConstraint(condition=~Q(reasons=[]), name="same_text_has_reasons"),
            models.CheckConstraint(
                condition=Q(resemblance__gt=0, resemblance__lte=1, containment__gt=0, containment__lte=1),
                name="same_text_shares_in_range",
            ),
        ]

    def __str__(self):
        return f"extraction {self.extraction_id} has the text of {self.of_id}"


class ComparingAttempt(Attempt):
    """A reading whose text was begun to be compared with others, and has not come to an end; gone once it is."""

    row = models.OneToOneField(Extraction, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"extraction {self.row_id}, begun {self.begun} times"


class Change(models.Model):
    """What differs between a version of an article and the one before it, and what became of its marked sentences.

    The later version is a new one, or one from before that a later look found again: then `returned` is that look.
    Never changed. The offsets are characters of the texts of the two readings, ends excluded; keys as in compare.py.
    """

    class Weight(models.TextChoices):
        NONE = "", "No difference"
        COSMETIC = "cosmetic", "Cosmetic"
        MATERIAL = "material", "Material"

    class Told(models.TextChoices):
        NOTHING = "", "Nothing to own up to"
        BY_NOTICE = "notice", "With a notice"
        AS_UPDATE = "update", "Only called an update"
        SILENT = "silent", "Silent"

    before = models.ForeignKey(Extraction, on_delete=models.PROTECT, related_name="changes_from")
    after = models.ForeignKey(Extraction, on_delete=models.PROTECT, related_name="changes_to")
    returned = models.OneToOneField(
        Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="change_back"
    )
    made_at = models.DateTimeField()
    weight = models.CharField(max_length=16, choices=Weight, blank=True)
    # How the later version owns up to what it altered or removed among the marked sentences: of several the worst.
    told = models.CharField(max_length=16, choices=Told, blank=True)
    reasons = models.JSONField(default=list)
    # Where the texts differ: [old start, old end, new start, new end]; between these they are the same.
    runs = models.JSONField(default=list)
    headline = models.JSONField(null=True, blank=True)
    edits = models.JSONField(default=list)
    sentences = models.JSONField(default=list)
    notice = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="changes_admitted"
    )
    # Why the two were not compared, when the attempts were given up; empty when they were.
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["after"], condition=Q(returned=None), name="change_once_per_new_version"
            ),
            models.CheckConstraint(condition=~Q(before=F("after")), name="change_between_two_readings"),
            models.CheckConstraint(
                condition=Q(weight__in=["", "cosmetic", "material"]), name="change_weight_known"
            ),
            models.CheckConstraint(
                condition=Q(told__in=["", "notice", "update", "silent"]), name="change_told_known"
            ),
            models.CheckConstraint(condition=Q(weight="") | ~Q(reasons=[]), name="change_has_reasons"),
        ]

    def __str__(self):
        return f"{self.weight or 'no'} change from reading {self.before_id} to {self.after_id}"

    @property
    def seen_at(self):
        """When the later version was found."""
        return self.returned.at if self.returned else self.after.snapshot.taken_at


class ChangeAttempt(Attempt):
    """A reading whose comparison with the version before was begun and has not come to an end; gone once it is."""

    row = models.OneToOneField(Extraction, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"extraction {self.row_id}, begun {self.begun} times"


class ReturnAttempt(Attempt):
    """A look that found an earlier version again, begun to be compared and not at its end; gone once it is."""

    row = models.OneToOneField(Visit, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"return at visit {self.row_id}, begun {self.begun} times"
