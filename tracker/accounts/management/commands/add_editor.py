"""Adds a person to the desk."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

User = get_user_model()


class Command(BaseCommand):
    """Running it again changes nothing; only --reset-password gives an existing person a new password."""

    help = "Add an editor or administrator. Without --password a password is made and printed once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--role", choices=User.Role.values, default=User.Role.EDITOR)
        parser.add_argument("--password", help="others on this machine can see it while the command runs")
        parser.add_argument(
            "--reset-password", action="store_true", help="give an existing person a new password"
        )

    def handle(self, *, username, role, password, reset_password, **options):
        user = User.objects.filter(username=username).first()
        if user and not reset_password:
            self.stdout.write(f"{username} exists already ({user.role}); nothing was changed.")
            return
        user = user or User(username=username, role=role)
        chosen = password or secrets.token_urlsafe(12)
        user.set_password(_checked(chosen, user=user))
        _check_fields(user)
        user.save()
        told = "" if password else f" The password is {chosen}"
        self.stdout.write(f"{username} ({user.role}) can log in.{told}")


def _checked(password, *, user):
    try:
        validate_password(password, user=user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password


def _check_fields(user):
    try:
        user.full_clean()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
