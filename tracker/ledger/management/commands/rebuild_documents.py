"""`manage.py rebuild_documents`: project every document again. It must write the same bytes."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.progress import track

from tracker.ledger.record import rebuild_documents


class Command(BaseCommand):
    """Project every published claim and story again and say which documents differed."""

    help = "Project every published claim and story again; no byte should change."

    def handle(self, **options):
        changed = rebuild_documents(
            now=timezone.now(), progress=lambda claims: track(claims, description="Writing documents")
        )
        for public_id in changed:
            self.stdout.write(self.style.WARNING(f"{public_id} had another document than its rows give."))
        self.stdout.write(f"{len(changed)} documents changed.")
