import json

from django.db import models
from django.db.models import Q

from tracker.ledger.models.claim import Claim
from tracker.ledger.models.story import Story
from tracker.ledger.models.subject import exactly_one


class Document(models.Model):
    """What the public may know of one published claim or story, as one canonical JSON text.

    Pages, API, webhooks and export read this row instead of a tower of joins. Written by ledger/record.py in the
    transaction that changed something; `manage.py rebuild_documents` must write the same bytes.
    """

    public_id = models.CharField(max_length=20, primary_key=True)
    claim = models.OneToOneField(Claim, null=True, on_delete=models.PROTECT, related_name="document")
    story = models.OneToOneField(Story, null=True, on_delete=models.PROTECT, related_name="document")
    # Copies of what lists filter and sort by, so that a list touches no other table.
    in_story = models.CharField(max_length=20, help_text="public id of the story it belongs to")
    status = models.CharField(max_length=16, blank=True)
    # seq of the last entry that moved it: the order of "latest moves" and of the API's pages.
    seq = models.PositiveBigIntegerField()
    body = models.TextField(help_text="canonical JSON")
    body_hash = models.CharField(max_length=64, help_text="SHA-256 of body: the entity tag")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(["claim", "story"]), name="document_of_exactly_one_thing"
            ),
        ]
        indexes = [
            # Latest moves and the API's pages: (seq, public_id) is the keyset.
            models.Index(
                fields=["-seq", "-public_id"], name="document_claims_by_seq", condition=Q(claim__isnull=False)
            ),
            models.Index(
                fields=["-seq", "-public_id"],
                name="document_stories_by_seq",
                condition=Q(story__isnull=False),
            ),
            # The same pages of one status, however rare it is, and of one story.
            models.Index(
                fields=["status", "-seq", "-public_id"],
                name="document_claims_by_status",
                condition=Q(claim__isnull=False),
            ),
            models.Index(
                fields=["in_story", "-seq", "-public_id"],
                name="document_claims_by_story",
                condition=Q(claim__isnull=False),
            ),
        ]

    def __str__(self):
        return self.public_id

    @property
    def content(self):
        """The document as Python values."""
        return json.loads(self.body)
