"""What was published, byte for byte, and every look we took at it; and when to look again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.capture.outcomes import Outcome
from tracker.lib.ids import new_id
from tracker.sources.models import Source


def new_article_id():
    return new_id("article")


def new_snapshot_id():
    return new_id("snapshot")


class Host(models.Model):
    """A server we read from, and how politely: one row that all workers on all machines share."""

    name = models.CharField(max_length=253, unique=True)
    # The next moment at which anybody may ask it for something; moved forward by whoever asks.
    free_at = models.DateTimeField(null=True, blank=True)
    robots = models.TextField(blank=True, help_text="its robots.txt, as far as it is read")
    robots_outcome = models.CharField(max_length=32, blank=True, choices=Outcome)
    robots_read_at = models.DateTimeField(null=True, blank=True)
    # Between two requests, as its robots.txt wants it; null when it does not say.
    crawl_delay = models.DurationField(null=True, blank=True)
    # How many readings in a row, made to be sure, found what the lines of its pages had said (capture/watching.py).
    agreed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="host_has_a_name")]

    def __str__(self):
        return self.name


class Tick(models.Model):
    """When the scheduler was last heard of: one row, so that a flushed cache does not look like a dead scheduler."""

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="tick_is_one_row")]

    def __str__(self):
        return f"{self.at:%H:%M:%S}"


class Scheduled(models.Model):
    """Work that is a row: when it is due, who has it in hand until when, and how often it was begun in vain.

    Nothing waits in the broker. A worker leases a row, counts the attempt before it starts, and clears both when it
    is done; a worker that dies leaves a lease that runs out. After schedule.MOST_ATTEMPTS the row is set aside.
    """

    next_look_at = models.DateTimeField(null=True, blank=True, help_text="empty: nobody looks by itself")
    delay = models.DurationField(null=True, blank=True, help_text="between the last look and the next")
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_because = models.CharField(max_length=500, blank=True)
    # Validators of the last good look, for conditional requests.
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


def set_aside_with_a_reason(name):
    """Return the constraint that what is set aside says why, named for its table."""
    return models.CheckConstraint(
        condition=Q(set_aside_at__isnull=True, set_aside_because="")
        | (Q(set_aside_at__isnull=False) & ~Q(set_aside_because="")),
        name=f"{name}_set_aside_with_a_reason",
    )


class Feed(Scheduled):
    """An address that names new articles: RSS, Atom, RDF, JSON Feed or a news sitemap.

    A feed that fails for long is set aside, with its trouble in words, until a person looks at it.
    """

    class Kind(models.TextChoices):
        RSS = "rss", "RSS"
        ATOM = "atom", "Atom"
        JSON = "json", "JSON Feed"
        SITEMAP = "sitemap", "News sitemap"

    address = models.CharField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="feeds")
    outlet = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="feeds")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body_hash = models.CharField(
        max_length=64, blank=True, help_text="of the last body: the same needs no parse"
    )
    last_good_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    trouble = models.CharField(max_length=500, blank=True, help_text="the last failure, in words")
    # WebSub, where the publisher offers a hub.
    hub = models.CharField(max_length=2000, blank=True)
    topic = models.CharField(max_length=2000, blank=True)
    hub_secret = models.CharField(max_length=64, blank=True)
    hub_asked_at = models.DateTimeField(null=True, blank=True)
    subscribed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "address"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["rss", "atom", "json", "sitemap"]), name="feed_kind_known"
            ),
            models.CheckConstraint(condition=~Q(address=""), name="feed_has_an_address"),
            models.CheckConstraint(
                condition=Q(failures=0, trouble="") | (Q(failures__gt=0) & ~Q(trouble="")),
                name="feed_failing_says_why",
            ),
            set_aside_with_a_reason("feed"),
        ]
        indexes = [
            # Which feeds are due: what nobody set aside, the longest overdue first.
            models.Index(fields=["next_look_at"], condition=Q(set_aside_at__isnull=True), name="feed_due"),
        ]

    def __str__(self):
        return self.title or self.address


class Article(Scheduled):
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
    # The feed that named it first; null for what a person handed in.
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    host = models.ForeignKey(Host, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    last_changed_at = models.DateTimeField(null=True, blank=True)
    # The first of the looks in a row that found it gone, and the later look that bore it out.
    gone_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_seen_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(address=""), name="article_has_an_address"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(gone_at__isnull=False, deleted_at__gt=F("gone_at")),
                name="article_deleted_after_a_second_look",
            ),
            set_aside_with_a_reason("article"),
        ]
        indexes = [
            # Which articles are due: what nobody set aside, the longest overdue first.
            models.Index(fields=["next_look_at"], condition=Q(set_aside_at__isnull=True), name="article_due"),
        ]

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
    # A zstd frame of the bytes as published; with `based_on` the earlier snapshot's bytes are its dictionary, which
    # makes a small edit a few hundred bytes. Empty when the frame lies in the object store under `stored_as`.
    body = models.BinaryField(blank=True)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stored_as = models.CharField(max_length=200, blank=True)
    # Every word a reader could see, as a zstd frame whose dictionary is the text of `based_on`. Citations are checked
    # against the text (queries.text_of) and count their positions in it.
    words = models.BinaryField()
    headers = models.JSONField(default=dict)
    final_url = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["article", "taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "content_hash"], name="snapshot_bytes_once_per_article"
            ),
            models.CheckConstraint(condition=~Q(words=b""), name="snapshot_has_words"),
            models.CheckConstraint(
                condition=Q(stored_as="") ^ Q(body=b""), name="snapshot_body_is_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(medium__in=["fetched", "handed in", "stand-in"]), name="snapshot_medium_known"
            ),
        ]

    def __str__(self):
        return f"{self.public_id} of {self.article_id}"


class Watch(models.Model):
    """What to watch of an article's page, so that news in its margins is told from news in the article.

    Made when a version was read in full and replaced by the next one; without one every change of the bytes is a new
    version. capture/watching.py says how it is used, and alone opens it.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="watch")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="+")
    lines = models.TextField(help_text="the visible lines of the page that stay, the title first")
    article_lines = models.TextField(help_text="the positions of the lines that are the article's, as JSON")
    gaps = models.TextField(help_text="what comes and goes between them, by the line behind it, as JSON")

    def __str__(self):
        return f"What stays of {self.article_id}"


class Visit(models.Model):
    """One look at an address or a file: what came of it, in a code and in a sentence. Never changed afterwards."""

    # Null when nothing was ever had from this target: then there is no article to speak of.
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
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
    # Who handed it in, and what they wrote beside it; null when a program looked by itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["article", "-at"], name="visit_latest_of_article")]
        constraints = [
            models.CheckConstraint(
                condition=Q(snapshot__isnull=True) | Q(article__isnull=False),
                name="visit_snapshot_has_article",
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="visit_says_what_happened"),
            models.CheckConstraint(
                condition=Q(feed__isnull=True) | Q(article__isnull=True), name="visit_of_one_thing"
            ),
        ]

    def __str__(self):
        return self.sentence
