"""`manage.py import_feeds`: the feeds of an OPML file, each read before it is added."""

import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from operator import itemgetter
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import track

from tracker.capture import feed_store, opml
from tracker.capture.addresses import host_of
from tracker.capture.models import Feed
from tracker.capture.new_feed import Refused, find
from tracker.lib import child
from tracker.sources.models import Source
from tracker.sources.queries import named

SIDE_BY_SIDE = 8
_LARGEST = 10 * 1024 * 1024


class Command(BaseCommand):
    """Running it again adds only what is missing. Stopped half-way it keeps what it has added."""

    help = "Add the feeds of an OPML file. Each is read first; what cannot be added is named, and the rest goes on."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a list of feeds (OPML)")

    def handle(self, *, file, stdout=None, **options):
        outlines = self._outlines(file)
        console = Console(file=stdout or sys.stdout)
        known = frozenset(Feed.objects.values_list("address", flat=True))
        counts = {"added": 0, "there already": 0, "refused": 0}
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            tries = pool.map(partial(_tried, known=known, turns=defaultdict(Lock)), _hosts_in_turn(outlines))
            for outline, found, refusal in self._shown(tries, len(outlines), console):
                counts[self._taken(outline, found, refusal, console)] += 1
        self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()) + ".")

    def _outlines(self, file):
        try:
            if file.stat().st_size > _LARGEST:
                raise CommandError(f"{file} is larger than 10 MB.")
            outlines = child.run(opml.read, file.read_bytes())
        except OSError as failure:
            raise CommandError(f"{file} cannot be read: {failure.strerror}.") from None
        except (child.ChildKilled, child.ChildFailed) as trouble:
            raise CommandError(f"{file} cannot be read: {trouble.sentence}.") from None
        if isinstance(outlines, opml.NoList):
            raise CommandError(f"{file} cannot be read: {outlines.reason}.")
        if not outlines:
            raise CommandError(f"{file} names no feeds.")
        return outlines

    def _shown(self, tried, total, console):
        """A bar on a terminal; elsewhere one plain line for each feed, written as it is taken."""
        if console.is_terminal:
            return track(tried, total=total, description="Reading feeds", console=console)
        self.stdout.write(f"Reading {total} feeds")
        return tried

    def _taken(self, outline, found, refusal, console):
        if refusal:
            named = outline.title or outline.address or "a feed without a name"
            self._say(f"line {outline.line}: {named}: {refusal}", console)
            return "refused"
        if found.read is None:
            return "there already"
        feed, is_new = feed_store.add(
            url=found.address, found=found.read, now=timezone.now(), outlet=_outlet(outline)
        )
        if is_new and not console.is_terminal:
            self._say(f"added {feed}", console)
        return "added" if is_new else "there already"

    def _say(self, line, console):
        if console.is_terminal:
            console.print(line, markup=False, highlight=False)
        else:
            self.stdout.write(line)


def _outlet(outline):
    """The publisher that the group around a feed names, where we know one; a group may be anything else."""
    publisher = named(outline.groups[-1]) if outline.groups else None
    return publisher if publisher and publisher.kind == Source.Kind.OUTLET else None


def _hosts_in_turn(outlines):
    """The first feed of each host, then the second of each: those who wait for one host leave threads to others."""
    met = Counter()
    turns = []
    for outline in outlines:
        host = host_of(outline.address)
        turns.append((met[host], outline))
        met[host] += 1
    return [outline for _, outline in sorted(turns, key=itemgetter(0))]


def _tried(outline, *, known, turns):
    """In a thread, without the database: the outline, what was found, and why when there is nothing.

    A host is asked for one thing at a time, with the usual delay in between.
    """
    if outline.trouble:
        return outline, None, outline.trouble
    try:
        with turns[host_of(outline.address)]:
            found = find(outline.address, now=timezone.now(), known=known.__contains__)
            if found.read is not None:
                time.sleep(settings.HOST_DELAY.total_seconds())
    except Refused as refusal:
        return outline, None, str(refusal)
    return outline, found, ""
