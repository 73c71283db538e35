"""Adds a person to the desk."""

import secrets

from django.core.management.base import BaseCommand, CommandError

from tracker.accounts.enrol import Refused, change_password, enrol
from tracker.accounts.models import User


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
        chosen = password or secrets.token_urlsafe(12)
        try:
            if user:
                change_password(user=user, password=chosen)
            else:
                user = enrol(username=username, role=role, password=chosen)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        told = "" if password else f" The password is {chosen}"
        self.stdout.write(f"{username} ({user.role}) can log in.{told}")
