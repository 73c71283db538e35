"""`manage.py verify_ledger`: whether the ledger still says what was written into it."""

from django.core.management.base import BaseCommand, CommandError

from tracker.ledger.models import Entry
from tracker.ledger.verify import first_fault


class Command(BaseCommand):
    """Recompute the chain of hashes and name the first entry that does not hold."""

    help = "Check the ledger's chain of hashes; name the first entry that no longer says what was recorded."

    def handle(self, **options):
        count = Entry.objects.count()
        fault = first_fault(progress=lambda read: self.stdout.write(f"{read:,} of {count:,} entries read"))
        if fault:
            raise CommandError(fault.sentence)
        self.stdout.write(self.style.SUCCESS(f"All {count:,} entries hold."))
