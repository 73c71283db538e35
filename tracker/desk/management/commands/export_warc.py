"""`manage.py export_warc`: what was captured, as a web archive that other tools can read."""

import sys
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max, Q
from django.utils import timezone

from tracker.capture.bodies import Damaged, StoreFailed
from tracker.capture.models import Article, Snapshot, Visit
from tracker.capture.queries import body_of, failed_looks, later_looks, snapshots_to_archive
from tracker.capture.warc import Archive
from tracker.ledger.models import Story
from tracker.lib.progress import told

_SUBJECTS = ("statement", "retraction", "appearance", "finding")
_AT_A_TIME = 100


class Command(BaseCommand):
    """Write snapshots and looks as WARC/1.1, one record at a time."""

    help = "Export an article, a story's articles or everything as WARC/1.1; progress goes to standard error."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--article", metavar="ID", help="one article, such as art_…")
        which.add_argument(
            "--story", metavar="ID", help="all articles that a story's entries cite or are about"
        )
        which.add_argument("--all", action="store_true", help="everything that was captured")
        parser.add_argument(
            "file",
            nargs="?",
            default="-",
            help="where to; “-” is standard output. Compressed unless the name ends in .warc",
        )

    def handle(self, *, file, **options):
        articles = self._articles(**{name: options[name] for name in ("article", "story")})
        if file == "-" and sys.stdout.isatty():
            raise CommandError("An archive is not for reading here: name a file, or pipe it on.")
        with _opened(file) as out:
            damaged = self._export(articles, out, compressed=not file.endswith(".warc"))
        if damaged:
            raise CommandError(f"Left out, because they are damaged: {', '.join(damaged)}.")

    def _articles(self, *, article, story):
        if article:
            return self._found(Article.objects.filter(public_id=article), f"There is no article {article}.")
        if story:
            return _articles_of(
                self._found(Story.objects.filter(public_id=story), f"There is no story {story}.")
            )
        return None

    def _found(self, rows, otherwise):
        if not rows.exists():
            raise CommandError(otherwise)
        return rows

    def _export(self, articles, out, *, compressed):
        """Write everything; return the snapshots that could not be read back, by id."""
        # Looks up to this one: each of their snapshots is then among those read afterwards.
        last = Visit.objects.aggregate(last=Max("pk"))["last"] or 0
        archive = Archive(out, compressed=compressed, software="Walkback", now=timezone.now())
        snapshots, looks = snapshots_to_archive(articles), later_looks(articles).filter(pk__lte=last)
        damaged = []
        for snapshot in self._told(snapshots, "snapshots"):
            try:
                body = body_of(snapshot)
            except Damaged:
                damaged.append(snapshot.public_id)
            except StoreFailed as failure:
                raise CommandError(
                    f"The export stopped at {snapshot.public_id}: {failure.sentence}."
                ) from failure
            else:
                archive.write_snapshot(snapshot=snapshot, body=body, status=snapshot.status)
        for visit in self._told(looks, "later looks"):
            archive.write_revisit(visit=visit, snapshot=visit.snapshot)
        for visit in self._told(failed_looks(articles).filter(pk__lte=last), "looks without a page"):
            archive.write_failed_look(visit=visit)
        return damaged

    def _told(self, rows, what):
        """The rows one by one, with a line on standard error now and then, and at the end."""
        count, done = rows.count(), 0

        def say(done):
            self.stderr.write(f"{done:,} of {count:,} {what}", self.style.NOTICE)

        for row in told(rows.iterator(chunk_size=_AT_A_TIME), say):
            yield row
            done += 1
        self.stderr.write(f"{done:,} {what} written", self.style.SUCCESS)


def _articles_of(stories):
    """The articles that entries of these stories cite, are about, or take back."""
    cited = Q()
    for subject in _SUBJECTS:
        cited |= Q(**{f"citations__{subject}__entries__claim__story__in": stories})
    return Article.objects.filter(
        Q(pk__in=Snapshot.objects.filter(cited).values("article"))
        | Q(appearances__claim__story__in=stories)
        | Q(retractions__entries__claim__story__in=stories)
    ).distinct()


@contextmanager
def _opened(name):
    """A binary file that appears under its name only when it is complete; or standard output."""
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(name)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(target)
    except OSError as failure:
        raise CommandError(f"{name} cannot be written: {failure.strerror}.") from failure
    finally:
        part.unlink(missing_ok=True)
