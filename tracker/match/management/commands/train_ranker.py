"""manage.py train_ranker: the weights by which known claims are ranked, from public data."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tracker.match.meaning import Embedder, NoModel, installed
from tracker.match.training import Shelf, cases, fit, of_articles, read_articles, read_folder


class Command(BaseCommand):
    help = "Make the weights of the ranker from texts of which it is known which claims they repeat."

    def add_arguments(self, parser):
        parser.add_argument(
            "data", type=Path, help="a folder in the form of the CheckThat! claim retrieval task"
        )
        parser.add_argument("--split", default="train", help="the part to fit on (default: train)")
        parser.add_argument(
            "--articles",
            type=Path,
            help="a folder of articles as plain text (.txt), which are taken to repeat none of the claims",
        )
        parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")

    def handle(self, *args, data, split, articles, out, **options):
        try:
            labelled = read_folder(data, split)
        except FileNotFoundError as error:
            raise CommandError(f"There is no {error.filename}.") from error
        told = read_articles(articles) if articles else []
        self.stdout.write(
            f"{len(labelled.texts)} texts, {len(labelled.claims)} known claims, {len(told)} texts of articles"
        )
        rankers = {"plain": self._fitted(labelled, told, None)}
        try:
            rankers["with embeddings"] = self._fitted(labelled, told, Embedder(installed()))
        except NoModel as error:
            self.stdout.write(f"Without embeddings only. {error}")
        content = {name: ranker.as_dict() for name, ranker in rankers.items()}
        out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"Written to {out}.")

    def _fitted(self, labelled, told, embedder):
        shelf = Shelf(labelled.claims, embedder=embedder, progress=self.stdout.write)
        ranker = fit(
            cases(labelled, shelf, progress=self.stdout.write),
            of_articles(told, shelf, progress=self.stdout.write),
        )
        for name, first, likely in zip(ranker.features, ranker.order, ranker.weights, strict=True):
            self.stdout.write(f"{name:<24} {first:8.3f} {likely:8.3f}")
        self.stdout.write(f"Proposed from a probability of {ranker.threshold:.2f}.")
        return ranker
