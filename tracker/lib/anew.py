"""Commands that run the code of today beside what an older version stored, and say what would change."""

from collections import Counter
from typing import Protocol

from django.core.management.base import BaseCommand, CommandError

from tracker.lib.progress import told

_AT_A_TIME = 50
_SHOWN = 100  # characters of a text


class Difference(Protocol):
    """What differs between old and new; false when nothing does."""

    def __bool__(self) -> bool: ...

    def signed(self) -> list[tuple[str, str]]:
        """What differs, each as its name, such as "title" or "+ statement", and the words it is about, or ""."""


class Anew(BaseCommand):
    """A subclass says which rows there are, what the code of today makes of one, how that differs, and stores it."""

    # What the rows are called, what is done to them, and what comes of it.
    rows_are, are_done, made = "pages", "", ""

    @property
    def version(self) -> str:
        """The version that runs today."""
        raise NotImplementedError

    def rows(self, *, article: str):
        """Return a queryset of what was done before, newest first; of one article if its id is given."""
        raise NotImplementedError

    def anew(self, row):
        """Return what the code of today makes of a row, or None when it cannot be had; store nothing."""
        raise NotImplementedError

    def difference(self, row, made) -> Difference:
        """Return how what was made anew differs from what is stored."""
        raise NotImplementedError

    def store(self, row, made) -> bool:
        """Store what was made anew beside the old; return whether this version had not done so before."""
        raise NotImplementedError

    def add_arguments(self, parser):
        parser.add_argument("--article", metavar="ID", help="the versions of one article only, such as art_…")
        parser.add_argument("--limit", type=int, metavar="N", help="only the newest N versions")
        parser.add_argument("--show", action="store_true", help="print each difference")
        parser.add_argument("--write", action="store_true", help=f"store the new {self.made} beside the old")

    def handle(self, *, article, limit, show, write, **options):
        if limit is not None and limit < 1:
            raise CommandError("--limit is at least 1.")
        rows = self.rows(article=article)[:limit]
        count = rows.count()
        if not count:
            raise CommandError(f"No page has been {self.are_done} yet.")
        self.outcomes, self.differences, self.stored = Counter(), Counter(), 0

        def say(done):
            self.stderr.write(f"{done:,} of {count:,} {self.rows_are} {self.are_done}", self.style.NOTICE)

        for row in told(rows.iterator(chunk_size=_AT_A_TIME), say):
            self._run(row, show=show, store=write)
        self._sum_up(store=write)

    def _run(self, row, *, show, store):
        made = self.anew(row)
        if made is None:
            self.outcomes["not to be had"] += 1
            return
        found = self.difference(row, made)
        self.outcomes["different" if found else "the same"] += 1
        self.differences.update(name for name, _ in found.signed())
        if found and show:
            self.stdout.write(f"\n{self.name_of(row)}")
            for name, words in found.signed():
                self.stdout.write(f"  {name}: {' '.join(words.split())[:_SHOWN]}" if words else f"  {name}")
        if store:
            self.stored += self.store(row, made)

    def name_of(self, row) -> str:
        """Return the line that names a row."""
        return str(row)

    def _sum_up(self, *, store):
        of = ", ".join(f"{number:,} {outcome}" for outcome, number in self.outcomes.items())
        self.stdout.write(
            f"\n{self.rows_are.capitalize()} {self.are_done} by version {self.version} beside what is stored: {of}."
        )
        width = max(map(len, self.differences), default=0)
        for name, number in sorted(self.differences.items()):
            self.stdout.write(f"  {name:<{width}} {number:>6,}")
        if not store:
            self.stdout.write("Nothing was stored; --write does that.")
        elif self.stored:
            self.stdout.write(f"{self.stored:,} {self.made} stored; what is new in them goes to the desk.")
        else:
            self.stdout.write(f"Nothing was stored: version {self.version} has {self.are_done} them before.")
