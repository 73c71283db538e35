"""`manage.py add_feed`: one feed, or a page that names feeds."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.capture import feed_store
from tracker.capture.models import Feed
from tracker.capture.new_feed import Refused, find
from tracker.sources.models import Source
from tracker.sources.register import Refused as SourceRefused
from tracker.sources.register import register


class Command(BaseCommand):
    """Running it again changes nothing."""

    help = "Add a feed (RSS, Atom, JSON Feed or news sitemap). A page is searched for the feeds it names."

    def add_arguments(self, parser):
        parser.add_argument("url", help="the address of a feed, or of a page that names its feeds")
        parser.add_argument("--outlet", default="", help="who publishes it; registered when it is new")

    def handle(self, *, url, outlet, **options):
        now = timezone.now()
        try:
            found = find(url, now=now)
            publisher = register(kind=Source.Kind.OUTLET, name=outlet) if outlet else None
        except (Refused, SourceRefused) as refusal:
            raise CommandError(str(refusal)) from None
        if found.read is None:
            feed = Feed.objects.get(address=found.address)
            self.stdout.write(f"{feed} is there already; nothing was changed.")
        else:
            feed, _ = feed_store.add(url=found.address, found=found.read, now=now, outlet=publisher)
            self._say_what_it_is(feed, found.read)
        self._say_what_else(found.others)

    def _say_what_it_is(self, feed, read):
        count = len(read.entries)
        self.stdout.write(f"Added {feed} ({feed.get_kind_display()}, {count} entries). It is looked at next.")
        self.stdout.write(f"  {feed.address}")
        if feed.hub:
            self.stdout.write(f"  Its hub tells us of news: {feed.hub}")

    def _say_what_else(self, others):
        if others:
            self.stdout.write("The page names these as well; add them by their addresses:")
        for offer in others:
            self.stdout.write(f"  {offer.address}  {offer.title}".rstrip())
