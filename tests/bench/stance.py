"""What headlines do with a claim, on pairs in the form of the Emergent set (Ferreira and Vlachos 2016).

The data is a CSV file with the columns `claimHeadline`, `articleHeadline` and `articleHeadlineStance` (for, against,
observing); training and test part have the same form. Our five stances are mapped to its three: asserts is for,
disputes and corrects are against, attributes and observes are observing, because there a report of what others say is
an observation.

The rules were written beside the training part, so their figure on it says little about new pairs: of its 240 claims
the rules first saw two thirds, then the rest. Never look at the test part.
"""

import csv
import re
from collections import Counter
from pathlib import Path

from tests.bench.figures import Figures, Row
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


def measure(path: Path) -> Figures:
    pairs = read(path)
    ours = Counter(
        (gold, MAPPED[stance.of_headline(headline, claim).kind]) for claim, headline, gold in pairs
    )
    plain = Counter((gold, by_fifteen_lines(headline)) for _, headline, gold in pairs)
    rows = [
        Row(name="accuracy", ours=_accuracy(ours), baseline=_accuracy(plain), published=0.733),
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
        measured=f"{len(pairs)} headlines beside their claims",
        rows=tuple(rows),
        baseline="two lists of words: refuting ones are against, hedges and question marks observing",
        published="Ferreira and Vlachos 2016, on the test part; two such lists had 0.756 there",
    )


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
