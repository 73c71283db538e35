"""How well notices are found: paragraphs somebody labelled, each a notice about its own page or none.

    python -m tests.bench.quality --set notices --data …/dev.jsonl

The data is JSON lines with document, paragraph, label and text: C correction, L clarification, R retraction or own
story called false, U update without error, H header of a notice, E other editor's note, Q report about somebody else's
correction, N none. A finding is right when the paragraph has one of the first six. The baseline is what fifteen lines
find: a word of notices at the start of a paragraph, or "this story … corrected".
"""

import argparse
import json
import re
import sys
from pathlib import Path

from tests.bench.figures import Counts, Figures, Row, rows_of
from tests.extract.notice_paragraphs import NOTICES, OTHERS
from tracker.extract import notices

OURS = {
    "correction": "C",
    "clarification": "L",
    "retraction": "R",
    "reversal": "R",
    "withdrawal": "R",
    "update": "U",
    "editor's note": "E",
}
FOUND = frozenset("CLRUHE")
_PLAIN = re.compile(
    r"\A\W*(?:corrections?|corrected|clarifications?|retractions?|retracted|updated?|editor.?s note)\b"
    r"|\b(?:this|our) (?:story|article|post|report) (?:has been|was) (?:corrected|updated|amended|retracted|removed)\b"
    r"|\b(?:earlier|previous|original) version of this\b",
    re.I,
)


def measure(path: Path) -> Figures:
    """Precision, recall and F1 of notices, and how often a notice that was found was given its own kind."""
    ours, plain, kinds = Counts(), Counts(), Counts()
    rows = read(path)
    for label, text, before in rows:
        found = notices.classify(text, before=before)
        ours += _counted(found is not None, label in FOUND)
        plain += _counted(bool(_PLAIN.search(text)), label in FOUND)
        if found and label in FOUND - {"H"}:
            kinds += Counts(right=1) if OURS[found[0]] == label else Counts(wrong=1)
    return Figures(
        measured=f"{len(rows)} paragraphs, {sum(label in FOUND for label, _, _ in rows)} of them notices",
        rows=(*rows_of("notices", ours, plain), Row(name="kind of those found", ours=kinds.precision)),
        baseline="a word of notices at the start, or “this story was corrected”",
    )


def tiny(folder: Path) -> Path:
    path = folder / "paragraphs.jsonl"
    lines = [("C", "Correction: The river is the Weser."), ("U", "Updated at 5 p.m."), ("N", "It rained.")]
    rows = [
        {"document": "a", "paragraph": place, "label": label, "text": text}
        for place, (label, text) in enumerate(lines)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def read(path: Path) -> list[tuple[str, str, str]]:
    """Return (label, text, the paragraph above it or "") of each paragraph."""
    found, above = [], {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        here = row["document"], row["paragraph"]
        found.append((row["label"], row["text"], above.get((here[0], here[1] - 1), "")))
        above[here] = row["text"]
    return found


def _counted(found, wanted):
    return Counts(right=found and wanted, wrong=found and not wanted, missed=wanted and not found)


def of_our_own() -> Figures:
    """The same of the made-up paragraphs of the tests, which the rules were written with."""
    ours, plain = Counts(), Counts()
    for text, wanted in [*((text, True) for _, text in NOTICES), *((text, False) for text in OTHERS)]:
        ours += _counted(bool(notices.find(text)), wanted)
        plain += _counted(any(_PLAIN.search(part) for part in text.split("\n\n")), wanted)
    return Figures(
        measured=f"{len(NOTICES)} made-up notices and {len(OTHERS)} paragraphs that are none",
        rows=rows_of("notices", ours, plain),
        baseline="as above",
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the labelled paragraphs; without, only those of the tests")
    asked = parser.parse_args()
    for figures in (*([measure(asked.data)] if asked.data else []), of_our_own()):
        sys.stdout.write(f"{figures.table()}\n\n")


if __name__ == "__main__":
    main()
