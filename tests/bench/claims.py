"""Which known claims a text repeats, on the claim retrieval task of the CheckThat! labs (CLEF).

The data is a folder with `verified_claims.docs.tsv` (id, claim, title of the check), and in it or in its folder `dev`
the texts, `tweets.queries.tsv` (id, text), and which claims they repeat, `tweet-vclaim-pairs.qrels` (query, 0, claim,
1). PATH may also be such a folder of texts beside the claims.

Some claims stand in the data of 2020 twice, in double and in single quotation marks, and only one of the two is marked
as right. Ranked as given, the earlier entry goes first among equals; “entered twice counted once” takes them as one.

Precision and recall are of proposals: each text is asked twice, once as if the claims it repeats were not known, and
counted are the likeliest claims that reach the threshold. Where a folder `articles` of plain texts (.txt) lies in PATH,
every fifth sentence of each article is asked too, alone and under the first, and “articles: texts with a proposal” is
the share of them that bring one, which for articles that repeat nothing should be next to none.

Where the model of match/meaning.py is installed, all of it is measured with embeddings as well; that takes minutes.
"""

import math
import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

from tests.bench.figures import Counts, Figures, Row, mean_average_precision, rows_of
from tracker.match.meaning import Embedder, NoModel, installed
from tracker.match.rank import shipped
from tracker.match.training import Shelf, cases, of_articles, read_articles, read_folder

_WORD = re.compile(r"\w+")


def measure(path: Path) -> Figures:
    data = read_folder(path, "dev")
    articles = read_articles(path / "articles")
    plain = _measured(data, articles, Shelf(data.claims), shipped())
    try:
        embedder = Embedder(installed())
    except NoModel as error:
        return replace(plain, measured=f"{plain.measured}; without embeddings. {error}")
    by_meaning = _measured(data, articles, Shelf(data.claims, embedder=embedder), shipped(meaning=True))
    rows = (replace(row, name=f"with embeddings, {row.name}") for row in by_meaning.rows)
    return replace(plain, rows=(*plain.rows, *rows))


def _measured(data, articles, shelf, ranker):
    made = cases(data, shelf)
    ours = [_ranked(case, ranker) for case in made[::2]]
    once = [_as_entered(ranking, shelf) for ranking in ours]
    plain = Okapi({key: claim for key, (claim, _) in data.claims.items()})
    baseline = [plain.ranked(text) for text in data.texts.values()]
    baseline_once = [list(dict.fromkeys(shelf.number[key] for key in ranking)) for ranking in baseline]
    right = [data.repeats.get(key, set()) for key in data.texts]
    right_once = [{shelf.number[key] for key in keys} for keys in right]
    rows = [
        Row(
            name=f"MAP@{at}",
            ours=mean_average_precision(once, right, at=at),
            baseline=mean_average_precision(baseline, right, at=at),
            published=published,
        )
        for at, published in ((1, None), (5, 0.929))
    ]
    rows.append(
        Row(
            name="MAP@5, entered twice counted once",
            ours=mean_average_precision(ours, right_once, at=5),
            baseline=mean_average_precision(baseline_once, right_once, at=5),
        )
    )
    rows += rows_of("proposals", sum(_proposed(made, ranker), Counts()))
    if articles:
        wrong = sum(_proposed(of_articles(articles, shelf), ranker), Counts()).wrong
        rows.append(Row(name="articles: texts with a proposal", ours=wrong / len(articles)))
    return Figures(
        measured=f"{len(data.texts)} texts and {len(articles)} of articles against {len(data.claims)} known claims",
        rows=tuple(rows),
        baseline="Okapi BM25 (k1 1.5, b 0.75) over the words of the claim alone",
        published="CheckThat! 2020, English, on its test part",
    )


def _ranked(case, ranker):
    if not case.keys:
        return []
    ranks = ranker.ranks(case.rows)
    return [case.keys[place] for place in sorted(range(len(ranks)), key=lambda place: -ranks[place])]


def _as_entered(ranking, shelf):
    """The ids of a ranking as the data has them, those of one claim in the order of the file."""
    ids = defaultdict(list)
    for key, number in shelf.number.items():
        ids[number].append(key)
    return [key for number in ranking for key in ids[number]]


def _proposed(made, ranker):
    """Of each case whether its likeliest claim is proposed, and right."""
    for case in made:
        sums = ranker.sums(case.rows) if case.keys else []
        best = max(range(len(sums)), key=lambda place: sums[place]) if case.keys else None
        if best is None or ranker.probability(float(sums[best])) < ranker.threshold:
            yield Counts(missed=int(bool(case.right)))
        elif case.keys[best] in case.right:
            yield Counts(right=1)
        else:
            yield Counts(wrong=1, missed=int(bool(case.right)))


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
    (folder / "articles").mkdir()
    (folder / "articles/rain.txt").write_text("Rain at last\n\nIt rained in Harlow on Monday. Nobody minded.")
    return folder


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
