"""`manage.py export_feeds`: all feeds as OPML."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.capture import opml
from tracker.capture.queries import listed_feeds


class Command(BaseCommand):
    """Reads only."""

    help = "Write all feeds as OPML, grouped by publisher: to a file, or to standard output."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="where to; without it, standard output")

    def handle(self, *, file, **options):
        feeds = [
            (feed.outlet.name if feed.outlet else "", feed.title, feed.address) for feed in listed_feeds()
        ]
        written = opml.write(feeds, title="Walkback’s feeds", now=timezone.now())
        if file is None:
            self.stdout.write(written.decode())
            return
        try:
            file.write_bytes(written)
        except OSError as failure:
            raise CommandError(f"{file} cannot be written: {failure.strerror}.") from None
        self.stdout.write(f"{len(feeds)} feeds are in {file}.")
