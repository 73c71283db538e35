"""How well statements are found: exact spans of source, cue and content, on articles somebody annotated by hand.

    python -m tests.bench.statements --data …/PolNeAR/data/dev [--model FILE]

The data is a folder of PolNeAR (Newell et al., LREC 2018), see tracker/extract/annotated.py. Use `train` and `dev`;
`test` stays unseen.

A span is right when it holds the same words as an annotated one of the same article; marks of quotation, punctuation
at its ends and a "that" in front of content do not count as words. Content in several pieces is several spans, as in a
sequence of tags. The published figures beside ours are of the PolNeAR test part (Wang et al., COLING 2022), so they
are neighbours and not opponents. The baseline is a dozen verbs of speech, the nearest name, and the quotation or the
rest of the sentence.
"""

import argparse
import re
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.bench.figures import Counts, Figures, rows_of
from tracker.extract import annotated as articles
from tracker.extract import sentences, statements, trained
from tracker.lib.text import fold

PARTS = articles.PARTS
# F1 of exact spans on the test part: source, cue, content.
PUBLISHED = {"rules": (0.11, 0.23, 0.06), "CRF": (0.51, 0.53, 0.29), "BERT": (0.81, 0.74, 0.69)}

_WORD = re.compile(r"\w+")
_SAID = re.compile(
    r"\b(?:said|says|told|added|wrote|tweeted|announced|claimed|argued|insisted|denied|confirmed)\b"
)
_NAME = re.compile(r"(?:[A-Z][\w.'-]*)(?: [A-Z][\w.'-]*)*|\b(?:he|she|they)\b")
_QUOTED = re.compile(r'"[^"]{2,2000}"')


class Spans(NamedTuple):
    """The spans of one article, each as the offsets at which its words begin."""

    source: set[tuple[int, ...]]
    cue: set[tuple[int, ...]]
    content: set[tuple[int, ...]]


def annotated(folder):
    """(text, Spans) of every article of a PolNeAR part."""
    for article in articles.read(folder):
        spans = Spans(set(), set(), set())
        for part in PARTS:
            for start, end in getattr(article, part):
                _add(getattr(spans, part), article.text, start, end, content=part == "content")
        yield article.text, spans


def _add(found, text, start, end, *, content=False):
    words = list(_WORD.finditer(text, start, end))
    if content and words and words[0].group().lower() == "that":
        words = words[1:]
    if words:
        found.add(tuple(word.start() for word in words))


def ours(text, model=""):
    """The Spans of the statements we find, by the rules or with a model."""
    spans = Spans(set(), set(), set())
    for statement in statements.find(text, model=model):
        cue = statement.cue_start, statement.cue_end
        source = statement.speaker_start, statement.speaker_end
        if source != cue:
            _add(spans.source, text, *source)
        _add(spans.cue, text, *cue)
        for start, end in _pieces(statement, cue, source):
            _add(spans.content, text, start, end, content=True)
    return spans


def _pieces(statement, cue, source):
    """Content without who said it in its midst: "We leave," |he said|, "and stay away"."""
    if statement.quote and len(statement.quoted) > 1:
        return statement.quoted
    start, end = statement.content_start, statement.content_end
    first, last = min(cue[0], source[0]), max(cue[1], source[1])
    if start < first and last < end:
        return (start, first), (last, end)
    return ((start, end),)


def marked(text, model):
    """The Spans that a model marks, before anything is made of them."""
    found = trained.marks(text, statements.find(text), model)
    spans = Spans(set(), set(), set())
    for part in PARTS:
        for start, end in found[part]:
            _add(getattr(spans, part), text, start, end, content=part == "content")
    return spans


def nearest_name(text):
    """The Spans of the baseline."""
    spans = Spans(set(), set(), set())
    folded = fold(text)
    for sentence in sentences.split(text):
        cue = _SAID.search(folded, sentence.start, sentence.end)
        names = list(_NAME.finditer(folded, sentence.start, sentence.end)) if cue else []
        if not names:
            continue
        name = min(names, key=lambda name: min(abs(name.end() - cue.start()), abs(name.start() - cue.end())))
        _add(spans.source, text, name.start(), name.end())
        _add(spans.cue, text, cue.start(), cue.end())
        quoted = list(_QUOTED.finditer(folded, sentence.start, sentence.end))
        first, last = min(cue.start(), name.start()), max(cue.end(), name.end())
        before = first - sentence.start > sentence.end - last
        rest = (sentence.start, first) if before else (last, sentence.end)
        for start, end in [found.span() for found in quoted] or [rest]:
            _add(spans.content, text, start, end, content=True)
    return spans


def counts(folder: Path, find) -> dict[str, Counts]:
    """The counts of source, cue and content of a finder over all articles of a PolNeAR part together."""
    found = dict.fromkeys(PARTS, Counts())
    for text, gold in annotated(folder):
        spans = find(text)
        for part in PARTS:
            mine, theirs = getattr(spans, part), getattr(gold, part)
            found[part] += Counts(
                right=len(mine & theirs), wrong=len(mine - theirs), missed=len(theirs - mine)
            )
    return found


def measure(path: Path, find=ours) -> Figures:
    """Precision, recall and F1 of exact spans, ours beside the baseline and the published best."""
    mine, simple = counts(path, find), counts(path, nearest_name)
    rows = tuple(
        row
        for part, best in zip(PARTS, PUBLISHED["BERT"], strict=True)
        for row in rows_of(part, mine[part], simple[part], (None, None, best))
    )
    beside = "; ".join(
        f"{name} {' / '.join(f'{figure:.2f}' for figure in figures)}" for name, figures in PUBLISHED.items()
    )
    return Figures(
        measured=f"{sum(1 for _ in annotated(path))} annotated articles, exact spans",
        rows=rows,
        baseline="a dozen verbs of speech, the nearest name, the quotation or the rest of the sentence",
        published=f"Wang et al. 2022, F1 of source / cue / content on the test part: {beside}",
    )


def tiny(folder: Path) -> Path:
    (folder / "text").mkdir()
    (folder / "attributions").mkdir()
    text = 'Mayor Ann Lee said that the bridge is shut.\n\n"It will open," she said.'
    (folder / "text" / "one.txt").write_text(text)
    lines = [("Source", "Mayor Ann Lee"), ("Cue", "said"), ("Content", "that the bridge is shut")]
    lines += [("Source", "she"), ("Content", '"It will open,"')]
    notes = [
        f"T{number}\t{what} {text.index(words)} {text.index(words) + len(words)}\t{words}"
        for number, (what, words) in enumerate(lines)
    ]
    (folder / "attributions" / "one_0001.ann").write_text("\n".join(notes))
    return folder


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="a folder with text/ and attributions/")
    parser.add_argument("--model", default="", help="a file made by manage.py train_statements")
    asked = parser.parse_args()
    if not asked.model:
        sys.stdout.write(f"{measure(asked.data).table()}\n")
        return
    for name, find in (("statements read with the model", ours), ("its marks alone", marked)):
        sys.stdout.write(f"{name}\n{measure(asked.data, partial(find, model=asked.model)).table()}\n\n")


if __name__ == "__main__":
    main()
