"""How well and how cheaply the main text of a page is found: ours beside trafilatura's default, in one run.

    python -m tests.bench.main_text --data FOLDER [--half even] [--rounds 3]

FOLDER is a copy of scrapinghub/article-extraction-benchmark: `ground-truth.json` and `html/<id>.html.gz`. Its pages
belong to others and are not here. Scored as its own `evaluate.py` scores: shingles of four words, precision and recall
averaged over pages, F1 of the two averages. `--half even`, as here by default, takes the pages whose SHA-256 of the id
starts with an even hex digit, so that the odd ones stay unseen while rules are written. A notice counts as kept when
the true text of a page holds one and the text found holds one of the same kind; where no true text holds one, that line
is left out. Time is CPU time per page, in turns, median of the rounds after one that warms up; our time is for title,
byline, dates and language, too. Both have what tracker/extract/asked_once.py saves, because they run in one process.
"""

import argparse
import gzip
import hashlib
import json
import re
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from tests.bench.figures import Figures, Row
from tracker.extract import notices, readable
from tracker.extract.readings import NothingToRead

# F1 of the best in the table of the benchmark's own README, on all 181 pages.
PUBLISHED = 0.970
ROUNDS = 3

_WORD = re.compile(r"\w+")
_SHINGLE = 4


@dataclass(frozen=True)
class Example:
    """A page and the text that a reader of it marked as its article."""

    body: bytes
    url: str
    true: str


@dataclass(frozen=True)
class Score:
    """Figures of one way to find the main text: means over pages, and CPU milliseconds per page."""

    precision: float
    recall: float
    notices_kept: float | None
    milliseconds: float

    @property
    def f1(self):
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def ours(example):
    """The main text as Walkback reads it, "" when there is none."""
    try:
        return readable.read(body=example.body, content_type="text/html; charset=utf-8", url=example.url).text
    except NothingToRead:
        return ""


def theirs(example):
    """The main text as trafilatura finds it when nothing else is asked of it."""
    return (trafilatura.extract(example.body, include_comments=False) or "").replace("\n", "\n\n")


def examples(folder, half="even"):
    """The pages of the benchmark in `folder`, in the order of its ground truth."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for name, entry in truth.items():
        if half == "all" or (hashlib.sha256(name.encode()).hexdigest()[0] in "02468ace") == (half == "even"):
            body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
            yield Example(body, entry["url"], entry.get("articleBody", ""))


def measure(path: Path, half="even", rounds=ROUNDS) -> Figures:
    """Precision, recall, F1, notices kept and CPU time, ours beside trafilatura's default."""
    pages = list(examples(path, half))
    mine, simple = scores(pages, (ours, theirs), rounds)
    size = sum(len(page.body) for page in pages) / len(pages) / 1000
    names = ("precision", "recall", "f1", "notices_kept", "milliseconds")
    labels = ("precision", "recall", "F1", "notices kept", "ms CPU a page")
    return Figures(
        measured=f"{len(pages)} pages of {size:.0f} kB, shingles of {_SHINGLE} words",
        rows=tuple(
            Row(
                name=label,
                ours=getattr(mine, name),
                baseline=getattr(simple, name),
                published=PUBLISHED if name == "f1" else None,
            )
            for label, name in zip(labels, names, strict=True)
            if getattr(mine, name) is not None
        ),
        baseline=f"trafilatura {trafilatura.__version__}, default mode",
        published="F1 in the table of the benchmark's README, on all of its 181 pages",
    )


def scores(pages, ways, rounds):
    """The score of each way on `pages`."""
    found = [[way(page) for page in pages] for way in ways]
    spent = [[] for _ in ways]
    for _ in range(rounds):
        for way, times in zip(ways, spent, strict=True):
            started = time.process_time()
            for page in pages:
                way(page)
            times.append(1000 * (time.process_time() - started) / len(pages))
    return [_score(pages, texts, statistics.median(times)) for texts, times in zip(found, spent, strict=True)]


def _score(pages, texts, milliseconds):
    matches = [_matched(page.true, text) for page, text in zip(pages, texts, strict=True)]
    # As the benchmark does it: a page without a shingle on one side says nothing about that side.
    precision = [both / found for both, _, found in matches if found]
    recall = [both / true for both, true, _ in matches if true]
    held = sum((_kinds(page.true) for page in pages), Counter())
    kept = sum(
        (_kinds(page.true) & _kinds(text)).total() for page, text in zip(pages, texts, strict=True) if text
    )
    share_kept = kept / held.total() if held else None
    return Score(statistics.mean(precision), statistics.mean(recall), share_kept, milliseconds)


def _matched(true, found):
    true, found = _shingles(true), _shingles(found)
    return (true & found).total(), true.total(), found.total()


def _shingles(text):
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)) if words)


def _kinds(text):
    return Counter(notice.kind for notice in notices.find(text))


def tiny(folder: Path) -> Path:
    """A benchmark of one page, with a menu, an article and a notice."""
    sentence = "The council said on day {} that the bridge over the river would stay closed until the spring."
    paragraphs = [sentence.format(number) for number in range(1, 12)]
    paragraphs.append("Correction: An earlier version of this article misstated the length of the bridge.")
    menu = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(20))
    page = f"<!doctype html><title>The bridge stays closed</title><nav><ul>{menu}</ul></nav>"
    page += "<article><h1>The bridge stays closed</h1>" + "".join(f"<p>{words}</p>" for words in paragraphs)
    name = "dam"  # an id of the even half
    (folder / "html").mkdir()
    (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(page.encode()))
    truth = {name: {"url": "https://news.example/bridge", "articleBody": "\n\n".join(paragraphs)}}
    (folder / "ground-truth.json").write_text(json.dumps(truth))
    return folder


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the benchmark")
    parser.add_argument("--half", choices=("even", "odd", "all"), default="even")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    sys.stdout.write(f"{measure(asked.data, asked.half, asked.rounds).table()}\n")


if __name__ == "__main__":
    main()
