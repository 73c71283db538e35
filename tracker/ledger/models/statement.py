from django.db import models
from django.db.models import Q

from tracker.ledger.models.occurred import Occurred, forwards
from tracker.lib.ids import new_id
from tracker.sources.models import Source


def new_statement_id():
    return new_id("statement")


class Statement(Occurred):
    """Somebody said something: who, in which role, in which words, how, and when. Only grows."""

    class Attribution(models.TextChoices):
        ON_THE_RECORD = "on the record", "On the record"
        ANONYMOUS_OFFICIAL = "anonymous official", "Anonymous official"
        DOCUMENT = "document", "Document"
        SOCIAL_POST = "social post", "Social post"

    class Channel(models.TextChoices):
        LETTER = "letter", "Letter"
        BRIEFING = "briefing", "Briefing"
        INTERVIEW = "interview", "Interview"
        POST = "post", "Post"
        RELEASE = "release", "Release"
        BROADCAST = "broadcast", "Broadcast"
        REPORT = "report", "News report"
        VOTE = "vote", "Vote"

    public_id = models.CharField(max_length=20, unique=True, default=new_statement_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements")
    role = models.CharField(max_length=200, blank=True, help_text="the role held when it was said")
    attribution = models.CharField(max_length=20, choices=Attribution)
    channel = models.CharField(max_length=16, choices=Channel)
    words = models.TextField()
    paraphrase = models.BooleanField(
        default=False, help_text="the words are a reporter's or ours, not the speaker's own"
    )

    class Meta:
        ordering = ["occurred_latest", "pk"]
        constraints = [
            forwards("statement"),
            models.CheckConstraint(condition=~Q(words=""), name="statement_has_words"),
            models.CheckConstraint(
                condition=Q(
                    attribution__in=["on the record", "anonymous official", "document", "social post"]
                ),
                name="statement_attribution_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    channel__in=[
                        "letter",
                        "briefing",
                        "interview",
                        "post",
                        "release",
                        "broadcast",
                        "report",
                        "vote",
                    ]
                ),
                name="statement_channel_known",
            ),
        ]

    def __str__(self):
        return f"{self.source}: {self.words[:60]}"
