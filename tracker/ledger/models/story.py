from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.lib.ids import new_id


def new_story_id():
    return new_id("story")


class StoryQuerySet(models.QuerySet):
    def published(self):
        """Stories the public may see."""
        return self.filter(published_at__isnull=False)


class Story(models.Model):
    """A running affair that holds claims. It has no status of its own: its claims differ."""

    public_id = models.CharField(max_length=20, unique=True, default=new_story_id, editable=False)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80)
    summary = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="story_has_a_title"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="story_published_at_and_by_together",
            ),
        ]

    def __str__(self):
        return self.title
