"""What it costs to find the known claims that one article's sentences repeat, and how that grows with the claims.

    python -m tests.bench.matching [--claims 10000 100000 1000000] [--rounds 7] [--smoke]

The claims are made up: words from a vocabulary as long-tailed as that of news (Zipf), about thirteen to a claim, with
a name that few others have. An article has 40 sentences of about ten search terms among as many words that say nothing;
in one of five a claim is told in other words: three of five words kept, five foreign ones added.

Measured is all that is done for an article: its sentences are read, the best claims of each looked up that reach a
score below which nothing is ever proposed, and what was found ranked, with reasons for what is proposed. The words of a
claim are read when it is found for the first time and kept from then on; what that costs is said apart, for an article
none of whose claims was met before. Before anything is timed, what is looked up for each sentence of the first article
is compared with scoring every claim. The baseline is that scoring, done in numpy as fast as we can: a dense vector of
weights for the sentence, gathered over the terms of all claims.

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
from tracker.match.rank import FLOOR, LOOKED_AT, Known, asked, matches, shipped
from tracker.match.terms import read

SEED = 20261122
SENTENCES = 40
_SAYING_NOTHING = ("the", "of", "and", "in", "to", "was")


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
                yield self._prose([f"w{word}" for word in self._words(10)])
            else:
                claim = self.claims[self._chance.integers(len(self.claims))]
                kept = [word for word in claim if self._chance.random() < 0.6]
                yield self._prose(kept + [f"w{word}" for word in self._words(5)])

    def _prose(self, words):
        between = self._chance.choice(_SAYING_NOTHING, len(words))
        return " ".join(f"{nothing} {word}" for nothing, word in zip(between, words, strict=True)) + "."


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
        order = rows[np.lexsort((rows, -sums[rows]))][:LOOKED_AT]
        return [(int(row), int(sums[row])) for row in order]


def _impacts(claim):
    counts = Counter(claim)
    return np.array([impact(counts[term], len(claim)) for term in counts], dtype=np.int32)


class Matcher:
    """Does for an article what a worker does (match/known.py), without the ledger; keeps the CPU time of each part."""

    def __init__(self, index, claims):
        self.index, self._claims = index, claims
        self._kept = {}
        self.proposed = 0

    def article(self, sentences):
        """ms of CPU for reading, looking up, the words of the claims found, and ranking."""
        took, texts = _timed(lambda: [read(sentence, used=self.index.used) for sentence in sentences])
        costs = [took]
        took, hits = _timed(lambda: self.looked_up(texts))
        costs.append(took)
        took, found = _timed(lambda: self._found(hits))
        costs.append(took)
        took, proposed = _timed(lambda: matches(texts, found, rarities=self.index.rarities, ranker=shipped()))
        self.proposed += sum(map(len, proposed))
        return [*costs, took]

    def looked_up(self, texts):
        least = self.index.scored(FLOOR)
        return self.index.best_of_each([asked(text) for text in texts], k=LOOKED_AT, least=least)

    def _found(self, hits):
        return [[(self._known(hit.key), self.index.rare_terms(hit.score)) for hit in each] for each in hits]

    def _known(self, key):
        if key not in self._kept:
            sentence = " ".join(self._claims[key])
            self._kept[key] = Known(
                key=key, group=key, sentence=sentence, claim=read(sentence), title=read("")
            )
        return self._kept[key]


def measured(number, rounds):
    """(CPU of each part of an article, of the baseline, the matcher, seconds to build, ms to add one claim)."""
    made = Made(number)
    took, index = _timed(lambda: Index(enumerate(made.claims)))
    every, matcher = Exhaustive(index, made.claims), Matcher(index, made.claims)
    article = list(made.article())
    texts = [read(sentence) for sentence in article]
    found = [[(hit.key, hit.score) for hit in hits] for hits in matcher.looked_up(texts)]
    if found != [every.best(text.sequence) for text in texts]:
        raise SystemExit("The index does not find what scoring every claim finds.")
    first, costs, baseline = [], [], []
    for _ in range(rounds):
        article = list(made.article())
        first.append(matcher.article(article)[2])
        costs.append(matcher.article(article))
        some = [read(sentence).sequence for sentence in article[:4]]
        # A few sentences stand for the forty: the baseline's cost is the same for each.
        baseline.append(_timed(lambda: [every.best(sentence) for sentence in some])[0] * SENTENCES / 4)  # noqa: B023
    for cost, met in zip(costs, first, strict=True):
        cost[2] = met
    added = [_timed(lambda: index.put([(number + n, made.claims[n])]))[0] for n in range(5)]  # noqa: B023
    return costs, baseline, matcher, took / 1000, added


def _timed(work):
    start = time.process_time()
    done = work()
    return (time.process_time() - start) * 1000, done


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
    say(f"{SENTENCES} sentences, at most {LOOKED_AT} claims looked at for each; "
        f"numpy {np.__version__}, Python {platform.python_version()}")  # fmt: skip
    medians = []
    for number in numbers:
        costs, baseline, matcher, built, added = measured(number, rounds)
        reading, looking_up, met, ranking = map(statistics.median, zip(*costs, strict=True))
        wholes = [sum(cost) - cost[2] for cost in costs]
        medians.append(statistics.median(wholes))
        ratio = statistics.median(theirs / mine[1] for theirs, mine in zip(baseline, costs, strict=True))
        say(f"{number:>9,} claims: {medians[-1]:6.2f} ms an article ({min(wholes):.2f} to {max(wholes):.2f}): "
            f"reading {reading:.2f}, looking up {looking_up:.2f}, ranking {ranking:.2f} "
            f"({matcher.proposed / 2 / rounds:.1f} proposed); "
            f"were none of the claims found met before, {met:.1f} more")  # fmt: skip
        say(f"{'':>18}every claim scored {statistics.median(baseline):,.0f} ms ({ratio:.0f} times the look-up), "
            f"{matcher.index.bytes / 1e6:.1f} MB, built in {built:.1f} s, "
            f"one more claim {statistics.median(added):.1f} ms")  # fmt: skip
    if len(numbers) > 1:
        slope = np.polyfit(np.log(numbers), np.log(medians), 1)[0]
        say(f"identical to scoring every claim; grows with the number of claims to the power {slope:.2f}")


if __name__ == "__main__":
    main()
