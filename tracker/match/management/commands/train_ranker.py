"""manage.py train_ranker: the weights by which known claims are ranked, from public data."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tracker.match.meaning import Embedder, NoModel, installed
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
        rankers = {"plain": self._fitted(labelled, None)}
        try:
            rankers["with embeddings"] = self._fitted(labelled, Embedder(installed()))
        except NoModel as error:
            self.stdout.write(f"Without embeddings only. {error}")
        content = {name: ranker.as_dict() for name, ranker in rankers.items()}
        out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"Written to {out}.")

    def _fitted(self, labelled, embedder):
        shelf = Shelf(labelled.claims, embedder=embedder, progress=self.stdout.write)
        ranker = fit(cases(labelled, shelf, progress=self.stdout.write))
        for name, weight in zip(ranker.features, ranker.weights, strict=True):
            self.stdout.write(f"{name:<24} {weight:8.3f}")
        self.stdout.write(f"Proposed from a probability of {ranker.threshold:.2f}.")
        return ranker
