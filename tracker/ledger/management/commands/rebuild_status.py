"""`manage.py rebuild_status`: fold every claim again. It must change nothing."""

from django.core.management.base import BaseCommand
from rich.progress import track

from tracker.ledger.record import rebuild_status


class Command(BaseCommand):
    """Fold every claim's status again from its entries and say which ones differed."""

    help = "Fold every claim's status again from its entries; nothing should change."

    def handle(self, **options):
        changed = rebuild_status(progress=lambda claims: track(claims, description="Folding claims"))
        for public_id in changed:
            self.stdout.write(self.style.WARNING(f"{public_id} had another status than its entries give."))
        self.stdout.write(f"{len(changed)} claims changed.")
