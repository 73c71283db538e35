"""`manage.py load_example`: the letter of January 2020, as an editor would have written it down."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import track

from tracker.desk.example.load import load
from tracker.desk.example.read import Inconsistent, read
from tracker.ledger.document import claim_url, story_url
from tracker.ledger.models import Entry
from tracker.ledger.models.subject import SUBJECTS
from tracker.ledger.record import Refused
from tracker.sources.register import Refused as SourceRefused


class Command(BaseCommand):
    """Running it again changes nothing. Stopped half-way it leaves nothing, and the next run does all of it."""

    help = "Load the worked example: the letter of January 2020, with its sources, pages, claims and entries."

    def handle(self, *, stdout=None, **options):
        console = Console(file=stdout or sys.stdout)
        try:
            loaded = load(example=read(), now=timezone.now(), progress=self._progress(console))
        except (Inconsistent, Refused, SourceRefused) as refusal:
            raise CommandError(f"The example cannot be loaded: {refusal}") from refusal
        if loaded.already:
            self.stdout.write("The example is there already; nothing was changed.")
        self._counts(loaded.story)
        self._addresses(loaded.story)

    def _progress(self, console):
        """A bar on a terminal; elsewhere one plain line for each step."""

        def shown(what, items):
            if console.is_terminal:
                return track(items, description=f"Loading {what}", console=console)
            self.stdout.write(f"Loading {len(items)} {what}")
            return items

        return shown

    def _counts(self, story):
        entries = Entry.objects.filter(claim__story=story)
        counted = [
            (story.claims.count(), "claims"),
            (entries.count(), "entries"),
            *(
                (entries.values(subject).exclude(**{subject: None}).distinct().count(), f"{subject}s")
                for subject in SUBJECTS
            ),
        ]
        self.stdout.write(f"“{story.title}”: {', '.join(f'{count} {what}' for count, what in counted)}.")

    def _addresses(self, story):
        self.stdout.write(f"  {settings.SITE_URL}{story_url(story)}")
        for claim in story.claims.all():
            self.stdout.write(f"  {settings.SITE_URL}{claim_url(claim)}  {claim.label}: {claim.status}")
