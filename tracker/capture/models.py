"""What was published, byte for byte, and every look we took at it."""

from django.db import models
from django.db.models import Q

from tracker.capture.outcomes import Outcome
from tracker.lib.ids import new_id
from tracker.sources.models import Source


def new_article_id():
    return new_id("article")


def new_snapshot_id():
    return new_id("snapshot")


class Article(models.Model):
    """Something published at one address, or handed in as a file.

    `address` is the canonical URL, or `file:<name>` for what came from a path: one article once.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_article_id, editable=False)
    address = models.CharField(max_length=2000, unique=True)
    outlet = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    # Found in the first snapshot that names one; shown in lists before any extraction is opened.
    title = models.CharField(max_length=500, blank=True)
    first_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-first_seen_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(address=""), name="article_has_an_address")]

    def __str__(self):
        return self.title or self.address

    @property
    def url(self):
        """The public URL, or an empty string for a file."""
        return self.address if self.address.startswith(("http://", "https://")) else ""


class Snapshot(models.Model):
    """The bytes of one article at one time. Kept only when bytes or text are new; never changed afterwards."""

    class Medium(models.TextChoices):
        FETCHED = "fetched", "Fetched from its address"
        HANDED_IN = "handed in", "Handed in as a file"
        STAND_IN = "stand-in", "Our own note of a page we may not republish"

    public_id = models.CharField(max_length=20, unique=True, default=new_snapshot_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField()
    medium = models.CharField(max_length=16, choices=Medium)
    content_type = models.CharField(max_length=100)
    # SHA-256 of the bytes as published, before compression.
    content_hash = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="bytes as published")
    body = models.BinaryField(help_text="zstd frame of the bytes as published")
    # Every word a reader could see. Citations are checked against it and count their positions in it.
    text = models.TextField()
    headers = models.JSONField(default=dict)
    final_url = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["article", "taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "content_hash"], name="snapshot_bytes_once_per_article"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="snapshot_has_text"),
            models.CheckConstraint(
                condition=Q(medium__in=["fetched", "handed in", "stand-in"]), name="snapshot_medium_known"
            ),
        ]

    def __str__(self):
        return f"{self.public_id} of {self.article_id}"


class Visit(models.Model):
    """One look at an address or a file: what came of it, in a code and in a sentence. Never changed afterwards."""

    # Null when nothing was ever had from this target: then there is no article to speak of.
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    target = models.CharField(max_length=2000)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=32, choices=Outcome)
    sentence = models.CharField(max_length=500)
    status = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="HTTP status, when there was one"
    )
    snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["article", "-at"], name="visit_latest_of_article")]
        constraints = [
            models.CheckConstraint(
                condition=Q(snapshot__isnull=True) | Q(article__isnull=False),
                name="visit_snapshot_has_article",
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="visit_says_what_happened"),
        ]

    def __str__(self):
        return self.sentence
