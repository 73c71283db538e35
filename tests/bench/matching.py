"""What it costs to look up the sentences of one article among many known claims, and how that grows.

    python -m tests.bench.matching [--claims 10000 100000 1000000] [--rounds 7] [--smoke]

The claims are made up: words from a vocabulary as long-tailed as that of news (Zipf), about thirteen to a claim, with
a name that few others have. An article has 40 sentences of about ten search terms; in one of five a claim is told in
other words: three of five words kept, five foreign ones added. Asked is for the best ten claims of each sentence that
reach a score below which nothing is ever proposed. Before anything is timed, the answers are compared with those of
scoring every claim, for each sentence of the first article. The baseline is that scoring, done in numpy as fast as we
can: a dense vector of weights for the sentence, gathered over the terms of all claims.

Counted is CPU time of this process, median of the rounds, each another article, in turns with the baseline.
"""

import argparse
import platform
import statistics
import sys
import time
from collections import Counter

import numpy as np

from tracker.match.index import Index, impact
from tracker.match.rank import FLOOR

SEED = 20261122
SENTENCES = 40
BEST = 10


class Made:
    """Claims and articles from a seeded generator."""

    def __init__(self, number):
        self._chance = np.random.default_rng(SEED)
        self._vocabulary = 30_000 + number // 5
        chances = 1 / np.arange(10, self._vocabulary + 10) ** 1.05
        self._edges = np.cumsum(chances / chances.sum())
        self.claims = [self._claim() for _ in range(number)]

    def _words(self, number):
        return np.searchsorted(self._edges, self._chance.random(number)).tolist()

    def _claim(self):
        words = self._words(int(self._chance.integers(9, 17)))
        return [f"w{word}" for word in words] + [f"name{self._chance.integers(len(self._edges))}"]

    def article(self):
        """40 sentences; every fifth tells a claim in other words."""
        for number in range(SENTENCES):
            if number % 5:
                yield [f"w{word}" for word in self._words(10)]
            else:
                claim = self.claims[self._chance.integers(len(self.claims))]
                kept = [word for word in claim if self._chance.random() < 0.6]
                yield kept + [f"w{word}" for word in self._words(5)]


class Exhaustive:
    """Every claim scored for each sentence: no index, no bound."""

    def __init__(self, index, claims):
        self._index = index
        self._numbers = {}
        terms = [[self._number(term) for term in dict.fromkeys(claim)] for claim in claims]
        self._lengths = np.array([len(row) for row in terms])
        self._terms = np.concatenate([np.array(row, dtype=np.int32) for row in terms])
        self._ends = np.cumsum(self._lengths)
        self._impacts = np.concatenate([_impacts(claim) for claim in claims])

    def _number(self, term):
        return self._numbers.setdefault(term, len(self._numbers))

    def best(self, sentence):
        weights = np.zeros(len(self._numbers) + 1, dtype=np.int32)
        for term in dict.fromkeys(sentence):
            if term in self._numbers:
                weights[self._numbers[term]] = self._index.weight(term)
        sums = np.add.reduceat(weights[self._terms] * self._impacts, self._ends - self._lengths)
        rows = np.flatnonzero(sums >= self._index.scored(FLOOR))
        order = rows[np.lexsort((rows, -sums[rows]))][:BEST]
        return [(int(row), int(sums[row])) for row in order]


def _impacts(claim):
    counts = Counter(claim)
    return np.array([impact(counts[term], len(claim)) for term in counts], dtype=np.int32)


def ours(index, article):
    return [
        [(hit.key, hit.score) for hit in index.best(sentence, k=BEST, least=index.scored(FLOOR))]
        for sentence in article
    ]


def measured(number, rounds):
    """(CPU of ours, CPU of the baseline, memory, seconds to build, of seconds to add one claim) in ms and bytes."""
    made = Made(number)
    start = time.process_time()
    index = Index(enumerate(made.claims))
    built = time.process_time() - start
    every = Exhaustive(index, made.claims)
    article = list(made.article())
    if ours(index, article) != [every.best(sentence) for sentence in article]:
        raise SystemExit("The index does not find what scoring every claim finds.")
    costs, baseline = [], []
    for _ in range(rounds):
        article = list(made.article())
        costs.append(_cpu(lambda: ours(index, article)))  # noqa: B023
        # A few sentences stand for the forty: the baseline's cost is the same for each.
        baseline.append(_cpu(lambda: [every.best(sentence) for sentence in article[:4]]) * SENTENCES / 4)  # noqa: B023
    added = [_cpu(lambda: index.put([(number + n, made.claims[n])])) for n in range(5)]  # noqa: B023
    return costs, baseline, index.bytes, built, added


def _cpu(work):
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--smoke", action="store_true", help="a few claims, once: only whether it runs")
    asked = parser.parse_args()
    numbers, rounds = ([300, 600], 1) if asked.smoke else (asked.claims, asked.rounds)
    say(
        f"{SENTENCES} sentences, best {BEST} of each; numpy {np.__version__}, Python {platform.python_version()}"
    )
    medians = []
    for number in numbers:
        costs, baseline, memory, built, added = measured(number, rounds)
        medians.append(statistics.median(costs))
        ratio = statistics.median(theirs / mine for theirs, mine in zip(baseline, costs, strict=True))
        say(f"{number:>9,} claims: {medians[-1]:7.2f} ms an article ({min(costs):.2f} to {max(costs):.2f}), "
            f"every claim scored {statistics.median(baseline):,.0f} ms ({ratio:.0f} times), "
            f"{memory / 1e6:.1f} MB, built in {built:.1f} s, one more {statistics.median(added):.1f} ms")  # fmt: skip
    if len(numbers) > 1:
        slope = np.polyfit(np.log(numbers), np.log(medians), 1)[0]
        say(f"identical to scoring every claim; grows with the number of claims to the power {slope:.2f}")


if __name__ == "__main__":
    main()
