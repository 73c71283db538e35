"""`manage.py reextract`: what the extractor of today makes of pages that an older one has read."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.capture.bodies import Damaged, StoreFailed
from tracker.capture.models import Article, Snapshot
from tracker.extract.mark import EXTRACTOR, read, write
from tracker.extract.queries import readings_of
from tracker.extract.rereading import FIELDS, difference
from tracker.lib.progress import told

_AT_A_TIME = 50
_SHOWN = 100  # characters of a passage


class Command(BaseCommand):
    """Read pages anew beside what is stored, say what would change, and store it when asked to."""

    help = (
        "Read pages with the extractor of today and print what would change. Nothing is stored without --write; "
        "what older versions made, and what was decided on it, stays as it is either way."
    )

    def add_arguments(self, parser):
        parser.add_argument("--article", metavar="ID", help="the versions of one article only, such as art_…")
        parser.add_argument("--limit", type=int, metavar="N", help="only the newest N versions")
        parser.add_argument("--show", action="store_true", help="print each difference")
        parser.add_argument("--write", action="store_true", help="store the new readings beside the old")

    def handle(self, *, article, limit, show, write, **options):
        readings = self._readings(article, limit)
        count = readings.count()
        if not count:
            raise CommandError("No page has been read yet.")
        self.show, self.count, self.pages = show, Counter(), Counter()

        def say(done):
            self.stderr.write(f"{done:,} of {count:,} pages read", self.style.NOTICE)

        for extraction in told(readings.iterator(chunk_size=_AT_A_TIME), say):
            self._read_anew(extraction, store=write)
        self._sum_up(count, stored=write)

    def _readings(self, article, limit):
        snapshots = Snapshot.objects.exclude(medium=Snapshot.Medium.STAND_IN)
        if article:
            if not Article.objects.filter(public_id=article).exists():
                raise CommandError(f"There is no article {article}.")
            snapshots = snapshots.filter(article__public_id=article)
        if limit is not None and limit < 1:
            raise CommandError("--limit is at least 1.")
        return readings_of(snapshots=snapshots)[:limit]

    def _read_anew(self, extraction, *, store):
        try:
            reading = read(extraction.snapshot)
        except (Damaged, StoreFailed) as failure:
            self.pages["not to be had"] += 1
            self.stderr.write(f"{extraction.snapshot.public_id}: {failure}", self.style.ERROR)
            return
        found = difference(
            old={name: getattr(extraction, name) for name in FIELDS},
            old_passages=map(vars, extraction.passages.all()),
            new=reading.columns,
            new_passages=reading.passages,
        )
        self.pages["different" if found else "the same"] += 1
        self._count(found)
        if found and self.show:
            self._print(extraction, found)
        if store and extraction.extractor != EXTRACTOR:
            write(extraction.snapshot, reading, now=timezone.now())
            self.pages["stored"] += 1

    def _count(self, found):
        self.count.update(found.fields)
        for sign, passages in (("+", found.gained), ("-", found.lost), ("~", found.changed)):
            self.count.update(f"{sign} {kind}" for kind, _ in passages)

    def _print(self, extraction, found):
        self.stdout.write(
            f"\n{extraction.snapshot.public_id}  {extraction}  (version {extraction.extractor})"
        )
        if found.fields:
            self.stdout.write(f"  {', '.join(found.fields)}")
        for sign, passages in (("+", found.gained), ("-", found.lost), ("~", found.changed)):
            for kind, exact in passages:
                self.stdout.write(f"  {sign} {kind}: {' '.join(exact.split())[:_SHOWN]}")

    def _sum_up(self, read_anew, *, stored):
        of = ", ".join(f"{count:,} {what}" for what, count in self.pages.items() if what != "stored")
        self.stdout.write(f"\n{read_anew:,} pages read by version {EXTRACTOR} beside what is stored: {of}.")
        for what, count in sorted(self.count.items()):
            self.stdout.write(f"  {what:<14} {count:>6,}")
        if not stored:
            self.stdout.write("Nothing was stored; --write does that.")
        elif self.pages["stored"]:
            self.stdout.write(
                f"{self.pages['stored']:,} readings stored; what is new in them goes to the desk."
            )
        else:
            self.stdout.write(f"Nothing was stored: version {EXTRACTOR} has read them before.")
