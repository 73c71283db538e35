"""manage.py train_statements: a model that marks who said what, from articles annotated by hand."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tracker.extract import training
from tracker.extract.trained import NoModel


class Command(BaseCommand):
    help = "Train a model of who said what; name its file in WALKBACK_STATEMENT_MODEL to read with it."

    def add_arguments(self, parser):
        parser.add_argument(
            "data", type=Path, help="a folder of PolNeAR or in its form: text/, attributions/"
        )
        parser.add_argument("--out", type=Path, required=True, help="the model file to write")
        parser.add_argument("--rounds", type=int, default=training.ITERATIONS)

    def handle(self, *args, data, out, rounds, **options):
        try:
            training.train(data, out, iterations=rounds, tell=self.stdout.write)
        except (FileNotFoundError, NoModel) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"Written to {out}.")
