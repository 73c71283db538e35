"""What headlines do with a claim, on pairs in the form of the Emergent set (Ferreira and Vlachos 2016).

The data is a CSV file with the columns `claimHeadline`, `articleHeadline` and `articleHeadlineStance` (for, against,
observing); training and test part have the same form. Our five stances are mapped to its three: asserts is for,
disputes and corrects are against, attributes and observes are observing, because there a report of what others say is
an observation.

The rules have no weights to fit, but their lists of words were written beside the training part. So the figure that
counts is by words not met: the claims are dealt into five folds, and of a headline every word that no headline of the
other folds holds, and its claim neither, is made unreadable before the rules see it; the mean of five ways to deal.
Never look at the test part.
"""

import csv
import random
import re
import time
from collections import Counter
from pathlib import Path

from tests.bench.figures import Figures, Row
from tracker.lib.stems import stem
from tracker.match import stance

FOR, OBSERVING, AGAINST = CLASSES = ("for", "observing", "against")
MAPPED = {
    stance.ASSERTS: FOR,
    stance.ATTRIBUTES: OBSERVING,
    stance.OBSERVES: OBSERVING,
    stance.DISPUTES: AGAINST,
    stance.CORRECTS: AGAINST,
}
_BASELINE = (
    (
        AGAINST,
        re.compile(r"\b(?:hoax|fake|false|debunk\w*|den(?:y|ies|ied)|not|no|never|bogus)\b|n['’]t\b", re.I),
    ),
    (
        OBSERVING,
        re.compile(
            r"\?|\b(?:report(?:s|ed|edly)?|rumou?r\w*|claim(?:s|ed)?|alleg\w+|says?|sources?|may|might|could|possibl[ey]"
            r"|apparent(?:ly)?)\b",
            re.I,
        ),
    ),
)


_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_FOLDS, _DEALS = 5, 5


def measure(path: Path) -> Figures:
    pairs = read(path)
    started = time.process_time()
    met = Counter((gold, found_in(headline, claim)) for claim, headline, gold in pairs)
    spent = time.process_time() - started
    ours = Counter()
    for deal in range(_DEALS):
        ours += of_words_not_met(pairs, deal)
    ours = Counter({pair: count / _DEALS for pair, count in ours.items()})
    plain = Counter((gold, by_fifteen_lines(headline)) for _, headline, gold in pairs)
    rows = [
        Row(name="accuracy", ours=_accuracy(ours), baseline=_accuracy(plain), published=0.733),
        Row(name="accuracy, all words readable", ours=_accuracy(met)),
        Row(name="ms of CPU a headline", ours=1000 * spent / len(pairs)),
        Row(name="macro-F1", ours=_macro(ours), baseline=_macro(plain)),
    ]
    for name in CLASSES:
        for measured, of in (("precision", _precision), ("recall", _recall)):
            rows.append(Row(name=f"{name}: {measured}", ours=of(ours, name), baseline=of(plain, name)))
    for gold in CLASSES:
        for found in CLASSES:
            rows.append(
                Row(name=f"{gold} read as {found}", ours=ours[gold, found], baseline=plain[gold, found])
            )
    return Figures(
        measured=f"{len(pairs)} headlines beside their claims, words no other fold holds made unreadable",
        rows=tuple(rows),
        baseline="two lists of words: refuting ones are against, hedges and question marks observing",
        published="Ferreira and Vlachos 2016, on the test part; two such lists had 0.756 there",
    )


def found_in(headline: str, claim: str) -> str:
    """Return the set's class for what the rules find."""
    return MAPPED[stance.of_headline(headline, claim).kind]


def of_words_not_met(pairs: list[tuple[str, str, str]], deal: int) -> Counter:
    """Return how often each class was read as each, with words only the headlines of a fold hold made unreadable."""
    claims = sorted({claim for claim, _, _ in pairs})
    random.Random(deal).shuffle(claims)
    fold_of = {claim: number % _FOLDS for number, claim in enumerate(claims)}
    counts = Counter()
    for fold in range(_FOLDS):
        met = _stems(headline for claim, headline, _ in pairs if fold_of[claim] != fold)
        for claim, headline, gold in pairs:
            if fold_of[claim] == fold:
                counts[gold, found_in(_unreadable(headline, met | _stems([claim])), claim)] += 1
    return counts


def _stems(texts):
    return {stem(word) for text in texts for word in _WORD.findall(text)}


def _unreadable(headline, met):
    def one(found):
        return found[0] if stem(found[0]) in met else "Xx" if found[0][0].isupper() else "xx"

    return _WORD.sub(one, headline)


def tiny(folder: Path) -> Path:
    path = folder / "pairs.csv"
    path.write_text(
        "claimHeadline,articleHeadline,articleHeadlineStance\n"
        "A mayor banned blue,No: the mayor has not banned blue,against\n"
        "A mayor banned blue,Mayor reportedly bans blue,observing\n"
        "A mayor banned blue,Mayor bans blue,for\n"
    )
    return path


def read(path: Path) -> list[tuple[str, str, str]]:
    """Return (claim, headline, class) of each pair."""
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        return [
            (row["claimHeadline"], row["articleHeadline"], row["articleHeadlineStance"])
            for row in csv.DictReader(lines)
        ]


def by_fifteen_lines(headline: str) -> str:
    """What two lists of words make of a headline, whatever the claim."""
    return next((name for name, words in _BASELINE if words.search(headline)), FOR)


def _accuracy(counts):
    return sum(counts[name, name] for name in CLASSES) / counts.total()


def _precision(counts, name):
    return counts[name, name] / (sum(counts[gold, name] for gold in CLASSES) or 1)


def _recall(counts, name):
    return counts[name, name] / (sum(counts[name, found] for found in CLASSES) or 1)


def _macro(counts):
    """The mean of the F1 of the classes."""
    parts = [(_precision(counts, name), _recall(counts, name)) for name in CLASSES]
    return sum(2 * p * r / (p + r or 1) for p, r in parts) / len(parts)
