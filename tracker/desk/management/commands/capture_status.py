"""`manage.py capture_status`: what waits, what is in hand, what was set aside, and whether we are ready."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from tracker.capture.queries import articles_set_aside, feeds_in_trouble
from tracker.capture.tick import last_tick
from tracker.desk import health


class Command(BaseCommand):
    """Say how capture is doing; exit status 1 when it is not ready."""

    help = "Show what capture has to do and what is wrong; ends with status 1 when it is not ready."

    def handle(self, **options):
        now = timezone.now()
        troubles = health.troubles(now=now)
        if "database" not in troubles:
            self._show(now)
        for sentence in troubles.values():
            self.stdout.write(sentence)
        self.stdout.write("Not ready." if troubles else "Ready.")
        if troubles:
            sys.exit(1)

    def _show(self, now):
        rows = [
            (
                stage.name,
                str(stage.waiting),
                "-" if stage.in_hand is None else str(stage.in_hand),
                str(stage.set_aside),
                _since(stage.oldest, now),
            )
            for stage in health.stages(now=now)
        ]
        self._table(("Stage", "Waiting", "In hand", "Set aside", "Oldest"), rows)
        for feed in feeds_in_trouble()[:20]:
            self.stdout.write(f"Feed {feed.address}: {feed.set_aside_because or feed.trouble}")
        for article in articles_set_aside()[:20]:
            self.stdout.write(f"Article {article.address}: {article.set_aside_because}")
        for failed in health.failures(most=20):
            self.stdout.write(f"Page {failed.article.address}: {failed.reason}")
        for host in health.hosts_waiting(now=now)[:20]:
            self.stdout.write(f"Host {host.name} asked us to wait until {host.free_at:%Y-%m-%d %H:%M} UTC")
        last = last_tick()
        self.stdout.write(f"Last tick: {_since(last, now) + ' ago' if last else 'never'}")

    def _table(self, head, rows):
        if not self.stdout.isatty():
            for row in (head, *rows):
                self.stdout.write("\t".join(row))
            return
        table = Table(*head)
        for row in rows:
            table.add_row(*row)
        Console().print(table)


def _since(moment, now):
    return str(now - moment).split(".")[0] if moment else "-"
