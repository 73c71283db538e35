"""`manage.py reextract`: what the extractor of today makes of pages that an older one has read."""

from django.core.management.base import CommandError
from django.utils import timezone

from tracker.capture.bodies import Damaged, StoreFailed
from tracker.capture.models import Article, Snapshot
from tracker.extract.mark import read, version, write
from tracker.extract.queries import readings_of
from tracker.extract.rereading import FIELDS, difference
from tracker.lib.anew import Anew


class Command(Anew):
    """Read pages anew beside what is stored, say what would change, and store it when asked to."""

    help = (
        "Read pages with the extractor of today and print what would change. Nothing is stored without --write; "
        "what older versions made, and what was decided on it, stays as it is either way."
    )
    are_done, made = "read", "readings"

    @property
    def version(self):
        return version()

    def rows(self, *, article):
        snapshots = Snapshot.objects.exclude(medium=Snapshot.Medium.STAND_IN)
        if article:
            if not Article.objects.filter(public_id=article).exists():
                raise CommandError(f"There is no article {article}.")
            snapshots = snapshots.filter(article__public_id=article)
        return readings_of(snapshots=snapshots)

    def name_of(self, extraction):
        return f"{extraction.snapshot.public_id}  {extraction}  (version {extraction.extractor})"

    def anew(self, extraction):
        try:
            return read(extraction.snapshot)
        except (Damaged, StoreFailed) as failure:
            self.stderr.write(f"{extraction.snapshot.public_id}: {failure}", self.style.ERROR)
            return None

    def difference(self, extraction, reading):
        return difference(
            old={name: getattr(extraction, name) for name in FIELDS},
            old_passages=map(vars, extraction.passages.all()),
            new=reading.columns,
            new_passages=reading.passages,
        )

    def store(self, extraction, reading):
        if extraction.extractor == self.version:
            return False
        write(extraction.snapshot, reading, now=timezone.now())
        return True
