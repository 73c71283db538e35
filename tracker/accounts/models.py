"""Who acts."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who works at the desk.

    Our own model from the first migration, because it cannot be swapped in later. What a role may do is said once,
    in access.py; Django's permission tables are not used.
    """

    class Role(models.TextChoices):
        EDITOR = "editor", "Editor"
        ADMIN = "admin", "Administrator"

    role = models.CharField(max_length=16, choices=Role, default=Role.EDITOR)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=["editor", "admin"]), name="user_role_known"),
        ]
