"""What must be done before the product answers: tables, static files, the worked example, the demonstration editor."""

import secrets
import sys

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from tracker.embedded.data import DataDirectory

DEMO = "demo"


class Command(BaseCommand):
    """All in one process, because starting Django is what costs most. Running it again changes nothing."""

    help = "Migrate, collect static files, load the worked example and make the demonstration editor."

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", required=True, help="the data directory, which keeps the editor's password"
        )

    def handle(self, *, data, **options):
        # Standard output carries one line for each step done; what the steps say themselves goes to the log.
        self._step("tables are up to date", "migrate", interactive=False)
        self._step("static files are in place", "collectstatic", interactive=False)
        self._step("the worked example is loaded", "load_example")
        self.stdout.write(make_demo_editor(DataDirectory(data)))

    def _step(self, done, command, **options):
        call_command(command, stdout=sys.stderr, **options)
        self.stdout.write(done)
        self.stdout.flush()


def make_demo_editor(data):
    """Make the demonstration editor, or leave the one that the kept password opens; returns what was done.

    A password changed since is nobody's business but its owner's: then only the file with the old one goes.
    """
    kept = data.read_demo_login()
    user = get_user_model().objects.filter(username=DEMO).first()
    if user and kept and user.check_password(kept[1]):
        return "the demonstration editor is known"
    if user:
        data.demo_login.unlink(missing_ok=True)
        return f"the demonstration editor has a password of its own (new: manage.py add_editor {DEMO} --reset-password)"
    password = secrets.token_urlsafe(12)
    call_command("add_editor", DEMO, role="editor", password=password, stdout=sys.stderr)
    data.write_demo_login(DEMO, password)
    return "the demonstration editor is made"
