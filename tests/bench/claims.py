"""Which known claims a text repeats, on the claim retrieval task of the CheckThat! labs (CLEF).

The data is a folder with `verified_claims.docs.tsv` (id, claim, title of the check), `tweets.queries.tsv` (id, text)
and `tweet-vclaim-pairs.qrels` (query, 0, claim, 1); the last two may lie in a folder `dev` of it.
"""

import csv
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

from tests.bench.figures import Figures, Row, mean_average_precision
from tracker.extract.words import terms
from tracker.match.candidates import Candidate, Candidates

_WORD = re.compile(r"\w+")


def measure(path: Path) -> Figures:
    claims, texts, relevant = read(path)
    known = Candidates(
        Candidate.of(key=key, group=key, sentence=claim, label=title)
        for key, (claim, title) in claims.items()
    )
    ours = [
        [touch.candidate.key for touch in known.touched_by(terms(text), least=0.05)]
        for text in texts.values()
    ]
    plain = Okapi({key: claim for key, (claim, _) in claims.items()})
    baseline = [plain.ranked(text) for text in texts.values()]
    rows = tuple(
        Row(name=f"MAP@{at}", ours=_map(ours, texts, relevant, at), baseline=_map(baseline, texts, relevant, at),
            published=published)
        for at, published in ((1, None), (5, 0.929))
    )  # fmt: skip
    return Figures(
        measured=f"{len(texts)} texts against {len(claims)} known claims",
        rows=rows,
        baseline="Okapi BM25 (k1 1.5, b 0.75) over the words of the claim alone",
        published="CheckThat! 2020, English, on its test part",
    )


def tiny(folder: Path) -> Path:
    (folder / "verified_claims.docs.tsv").write_text(
        "\tvclaim\ttitle\n"
        "0\tThe old bridge of Harlow was sold to a circus.\tWas Harlow bridge sold to a circus?\n"
        "1\tDrinking sea water cures a cold.\tDoes sea water cure a cold?\n"
        "2\tA mayor banned the colour blue.\tDid a mayor ban blue?\n"
    )
    (folder / "tweets.queries.tsv").write_text(
        "\ttweet_content\n7\tThey say the circus bought the bridge in Harlow!\n8\tsea water: cured my cold\n"
    )
    (folder / "tweet-vclaim-pairs.qrels").write_text("7\t0\t0\t1\n8\t0\t1\t1\n")
    return folder


def read(path: Path) -> tuple[dict, dict, dict]:
    """Return ({id: (claim, title)}, {id: text}, {id of a text: ids of the claims it repeats})."""
    split = path if (path / "tweets.queries.tsv").exists() else path / "dev"
    documents = next(
        folder / "verified_claims.docs.tsv"
        for folder in (path, path.parent)
        if (folder / "verified_claims.docs.tsv").exists()
    )
    claims = {key: (claim, title) for key, claim, title in list(_rows(documents))[1:]}
    texts = dict(list(_rows(split / "tweets.queries.tsv"))[1:])
    relevant = defaultdict(set)
    for text, _, claim, _ in _rows(split / "tweet-vclaim-pairs.qrels"):
        relevant[text].add(claim)
    return claims, texts, relevant


class Okapi:
    """BM25 as in the text books, over lower-case words: the baseline."""

    def __init__(self, texts: dict[str, str], *, k1: float = 1.5, b: float = 0.75):
        words = {key: Counter(_WORD.findall(text.lower())) for key, text in texts.items()}
        mean = sum(counts.total() for counts in words.values()) / len(words)
        found_in = Counter(word for counts in words.values() for word in counts)
        self._postings = defaultdict(list)
        for key, counts in words.items():
            for word, count in counts.items():
                rarity = math.log(1 + (len(words) - found_in[word] + 0.5) / (found_in[word] + 0.5))
                length = k1 * (1 - b + b * counts.total() / mean)
                self._postings[word].append((key, rarity * count * (k1 + 1) / (count + length)))

    def ranked(self, text: str) -> list[str]:
        """The keys of the texts that share a word with this one, best first."""
        scores = defaultdict(float)
        for word in _WORD.findall(text.lower()):
            for key, weight in self._postings.get(word, ()):
                scores[key] += weight
        return sorted(scores, key=lambda key: -scores[key])


def _map(rankings, texts, relevant, at):
    return mean_average_precision(rankings, [relevant.get(key, set()) for key in texts], at=at)


def _rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t")
