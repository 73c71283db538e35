"""manage.py train_ranker: the weights by which known claims are ranked, from public data."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tracker.match.training import Shelf, cases, fit, read_folder


class Command(BaseCommand):
    help = "Make the weights of the ranker from texts of which it is known which claims they repeat."

    def add_arguments(self, parser):
        parser.add_argument(
            "data", type=Path, help="a folder in the form of the CheckThat! claim retrieval task"
        )
        parser.add_argument("--split", default="train", help="the part to fit on (default: train)")
        parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")

    def handle(self, *args, data, split, out, **options):
        try:
            labelled = read_folder(data, split)
        except FileNotFoundError as error:
            raise CommandError(f"There is no {error.filename}.") from error
        self.stdout.write(f"{len(labelled.texts)} texts, {len(labelled.claims)} known claims")
        shelf = Shelf(labelled.claims)
        made = cases(labelled, shelf, progress=self.stdout.write)
        ranker = fit(made)
        out.write_text(json.dumps({"plain": ranker.as_dict()}, indent=1) + "\n", encoding="utf-8")
        for name, weight in zip(ranker.features, ranker.weights, strict=True):
            self.stdout.write(f"{name:<24} {weight:8.3f}")
        self.stdout.write(f"Written to {out}; proposed from a probability of {ranker.threshold:.2f}.")
