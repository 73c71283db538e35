"""What it costs to find whose copy an article is, among many: sample, look-up and storing, in CPU time of this process
and of PostgreSQL.

    python -m tests.servers -m tests.bench.copy_index [--articles 100000] [--rounds 5] [--smoke]

The index holds made-up articles of 500 words on average, drawn from 20,000 words of which few are frequent, as in a
language, and one footer in ten. Then new ones come, of which nothing is known, and copies of known ones, cut and with a
paragraph of their own; each copy has to be tied to its original. Beside it stands the comparison of a new article with
every known one by Jaccard over the sets of shingles, in memory, which is what the index saves.
"""

import argparse
import os
import random
import statistics
import sys
import time
from itertools import accumulate

import django

django.setup()

# ruff: noqa: E402  (settings are read when Django is ready)
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from tracker.capture.models import Article, Snapshot
from tracker.extract.group import group
from tracker.extract.mark import EXTRACTOR
from tracker.extract.models import Extraction, SameText, TextSample
from tracker.extract.shingles import jaccard, shingle

SEED = 20261122
NEW = 200
COPIES = 50
_BATCH = 5000
_FOOTER = "This material may not be published, broadcast, rewritten or redistributed without permission of the owner."


class Writer:
    """Made-up articles, the same for the same seed."""

    def __init__(self, chance):
        self.chance = chance
        self.words = [
            "".join(chance.choices("aeioulnrstdkmpgb", k=chance.randint(2, 11))) for _ in range(20_000)
        ]
        # Zipf's law, as for words in a text.
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def paragraph(self, length=50):
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=length)) + "."

    def article(self):
        paragraphs = [self.paragraph() for _ in range(self.chance.randint(4, 16))]
        return "\n\n".join(paragraphs + [_FOOTER] * (self.chance.random() < 0.1))

    def copy(self, text):
        paragraphs = text.split("\n\n")
        del paragraphs[self.chance.randrange(len(paragraphs))]
        paragraphs.insert(1, self.paragraph(40))
        return "\n\n".join(paragraphs)


def fill(texts, start=0):
    """Store texts as articles that were read; return their readings."""
    now = timezone.now()
    articles = Article.objects.bulk_create(
        Article(address=f"file:bench-{start + number}", first_seen_at=now) for number in range(len(texts))
    )
    snapshots = Snapshot.objects.bulk_create(
        Snapshot(article=article, taken_at=now, medium="handed in", content_type="text/plain", size=1,
                 content_hash=f"{article.pk:064}", body=b"x", words=b"x")
        for article in articles
    )  # fmt: skip
    return Extraction.objects.bulk_create(
        Extraction(
            snapshot=snapshot, extractor=EXTRACTOR, made_at=now, title=f"Report {snapshot.pk}", text=text
        )
        for snapshot, text in zip(snapshots, texts, strict=True)
    )


def index(readings):
    """Put readings into the index at once, as `group` does one by one."""
    now, rows = timezone.now(), []
    cut = [shingle(reading.text) for reading in readings]
    TextSample.objects.bulk_create(
        TextSample(extraction=reading, made_at=now, size=len(one.distinct))
        for reading, one in zip(readings, cut, strict=True)
    )
    for reading, one in zip(readings, cut, strict=True):
        rows += [(value, reading.pk) for value in one.sample()]
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY extract_shingle (value, extraction_id) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
    return len(rows)


class Clock:
    """CPU time of this process and of its PostgreSQL backend, in seconds."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (self.backend,) = cursor.fetchone()

    def now(self):
        with open(f"/proc/{self.backend}/stat", encoding="ascii") as lines:  # noqa: PTH123  (a device, not a file)
            fields = lines.read().rpartition(")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        return time.process_time(), ticks / os.sysconf("SC_CLK_TCK")


def timed(clock, work, things):
    before = clock.now()
    for thing in things:
        work(thing)
    return [(after - start) / len(things) * 1000 for start, after in zip(before, clock.now(), strict=True)]


def run(asked):
    chance = random.Random(SEED)
    writer = Writer(chance)
    known, rows, kept = 0, 0, []
    while known < asked.articles:
        texts = [writer.article() for _ in range(min(_BATCH, asked.articles - known))]
        readings = fill(texts, known)
        rows += index(readings)
        kept += [(reading.pk, text) for reading, text in zip(readings, texts, strict=True)][: asked.compared]
        known += len(texts)
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE extract_shingle, extract_textsample, extract_extraction, capture_snapshot"
        )
        cursor.execute("SELECT pg_total_relation_size('extract_shingle')")
        (size,) = cursor.fetchone()
    say(f"{known} articles, {rows / known:.1f} hashes each, {size / known:.0f} bytes each with their index")
    clock, now = Clock(), timezone.now()
    new, copied = [], []
    for number in range(asked.rounds):
        fresh = fill([writer.article() for _ in range(asked.new)], known + number * 10_000)
        new.append(timed(clock, lambda reading: group(extraction=reading, now=now), fresh))
        originals = chance.sample(kept, asked.copies)
        copies = fill([writer.copy(text) for _, text in originals], known + number * 10_000 + 5000)
        copied.append(timed(clock, lambda reading: group(extraction=reading, now=now), copies))
        pairs = {(copy.pk, pk) for copy, (pk, _) in zip(copies, originals, strict=True)}
        tied = set(SameText.objects.values_list("extraction", "of"))
        wrong = f", {len(tied - pairs)} new ones tied" if not number else ""
        say(f"round {number + 1}: {len(pairs & tied)} of {len(pairs)} copies tied to their original{wrong}")
    sets = [shingle(text).distinct for _, text in kept]
    wanted = shingle(writer.article()).distinct
    start = time.process_time()
    for one in sets:
        jaccard(wanted, one)
    every = (time.process_time() - start) / len(sets) * known * 1000
    texts = [writer.article() for _ in range(200)]
    start = time.process_time()
    for text in texts:
        shingle(text).sample()
    cutting = (time.process_time() - start) / len(texts) * 1000
    say(f"cutting and sampling alone: {cutting:.2f} ms")
    for name, rounds in (("a new article", new), ("a copy", copied)):
        python, postgres = (statistics.median(part) for part in zip(*rounds, strict=True))
        say(f"{name}: {python + postgres:.2f} ms of CPU ({python:.2f} Python, {postgres:.2f} PostgreSQL)")
    say(f"beside it, Jaccard with every known article: {every:.0f} ms")


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="few articles: only whether it runs and finds")
    asked = parser.parse_args()
    asked.new, asked.copies, asked.compared = NEW, COPIES, 200
    if asked.smoke:
        asked.articles, asked.rounds, asked.new, asked.copies = 60, 1, 5, 5
    made = setup_databases(verbosity=0, interactive=False)
    try:
        run(asked)
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
