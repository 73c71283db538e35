"""Which articles are the same text: copies made by seeded rules, and debunks that hold a hoax in full.

The data is a folder of texts (`*.txt`, paragraphs parted by blank lines), or the articles of a public set: a CSV file
or a JSON object of objects, with `articleBody`.
Every tenth text gets eight copies (cut, shortened, re-ordered, with paragraphs of other texts put in, words replaced,
credits and footers added, all of it at once) and every copy another headline; and eight debunks that hold the whole
text and say that it is false. What shares enough is decided over all pairs of the collection, without the index.
"""

import csv
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from tests.bench.figures import Figures, Row
from tracker.extract.copies import REFUSED, SAME, Text, compare, may_be_same
from tracker.extract.shingles import jaccard

SEED = 20261122
COPIED = 10
_SHORTEST = 120
_FRAMES = (
    "A message that many have shared is a hoax. It says:\n\n{}\n\nNothing of this happened.",
    "{}\n\nThis story is not true: the people it names do not exist.",
    "Fact check: did this happen?\n\n{}\n\nOur ruling: false.",
    "The following was sent to us by readers.\n\n{}\n\nWe asked those it names. The report is wrong, they say.",
    "“{}”\n\nThat is the text of a page made to look like that of a newspaper. The newspaper never published it.",
    "A site that prints satire is behind a report going round this week.\n\n{}\n\nThe site says so on its first page.",
    "{}\n\nUPDATE: this was fabricated, as its author has admitted.",
    "An old rumour is back.\n\n{}\n\nIt was debunked ten years ago, and there is still no evidence for it.",
)
_FOOTERS = (
    "The Associated Press contributed to this report.",
    "Copyright 2026 The Associated Press. All rights reserved. This material may not be published or broadcast.",
    "(Reporting by Jane Doe; Editing by John Roe)",
    "Follow us for more news from the valley.",
)


@dataclass(frozen=True)
class Item:
    """One article of the collection: the text it was made from, and how."""

    base: int
    made: str
    text: Text


def measure(path: Path) -> Figures:
    items = collection(read(path))
    sharing = all_pairs(items)
    verdicts = {pair: compare(items[pair[0]].text, items[pair[1]].text) for pair in sharing}
    same = {pair for pair, verdict in verdicts.items() if verdict.kind == SAME}
    refused = {pair for pair, verdict in verdicts.items() if verdict.kind == REFUSED}
    found = candidates(items)
    by_jaccard = {
        (one, other)
        for one, other in sharing
        if jaccard(items[one].text.shingles.distinct, items[other].text.shingles.distinct) >= 0.5
    }
    hoaxes = {pair for pair in sharing if _is_hoax_and_debunk(items, pair)}
    copies = {pair for pair in sharing if _are_copies(items, pair)}
    groups, plain = grouped(items, same & found), grouped(items, by_jaccard)
    rows = (
        Row(name="recall of the index, of all same texts", ours=_share(same & found, same), published=0.89),
        Row(name="pairs of copies that share enough, taken for copies", ours=_share(copies & same & found, copies),
            baseline=_share(copies & by_jaccard, copies)),
        Row(name="copies in the group of their original", ours=_with_original(items, groups),
            baseline=_with_original(items, plain)),
        Row(name="debunks in the group of the hoax", ours=_with_hoax(items, groups), baseline=_with_hoax(items, plain)),
        Row(name="pairs of hoax and debunk taken for copies", ours=_share(hoaxes & same, hoaxes),
            baseline=_share(hoaxes & by_jaccard, hoaxes)),
        Row(name="texts of two stories taken for copies", ours=_share(_of_two_stories(items, same), same),
            baseline=_share(_of_two_stories(items, by_jaccard), by_jaccard)),
        Row(name="pairs compared word for word, an article", ours=len(found) / len(items)),
    )  # fmt: skip
    return Figures(
        measured=f"{len(items)} articles; {len(sharing)} pairs share enough: {len(copies)} of copies,"
        f" {len(hoaxes)} of a hoax and its debunk; {len(refused)} pairs refused",
        rows=rows,
        baseline="every pair compared, the same where Jaccard is at least 0.5",
        published="MinHash with 128 permutations, 0.57 to 0.89 by kind of copy (measured by ourselves on another set)",
    )


def tiny(folder: Path) -> Path:
    for number in range(COPIED + 2):
        (folder / f"{number:02}.txt").write_text(made_up(random.Random(number)))
    return folder


def made_up(chance: random.Random) -> str:
    """A text of eight paragraphs of made-up words."""
    words = ["".join(chance.choices("aeioulnrstdkm", k=chance.randint(3, 9))) for _ in range(900)]
    return "\n\n".join(
        " ".join(" ".join(chance.choices(words, k=18)).capitalize() + "." for _ in range(3)) for _ in range(8)
    )


def read(path: Path) -> list[str]:
    """Return the texts that are long enough to be copied, in a fixed order."""
    if path.is_dir():
        texts = [file.read_text(encoding="utf-8", errors="replace") for file in sorted(path.glob("*.txt"))]
    elif path.suffix == ".json":
        pages = json.loads(path.read_text(encoding="utf-8"))
        # Of article-extraction-benchmark, the half that is not kept for checking.
        texts = [page["articleBody"] for key, page in sorted(pages.items()) if _is_ours(key)]
    else:
        with path.open(encoding="utf-8", errors="replace", newline="") as lines:
            texts = [row["articleBody"] for row in csv.DictReader(lines)]
    return [
        "\n\n".join(text.split("\n")) if "\n\n" not in text else text
        for text in texts
        if len(text.split()) >= _SHORTEST
    ]


def _is_ours(key):
    return int(hashlib.sha256(key.encode()).hexdigest()[0], 16) % 2 == 0


def collection(texts: list[str]) -> list[Item]:
    """The texts, with copies and debunks of every tenth of them."""
    chance = random.Random(SEED)
    items = [
        Item(number, "base", Text.of(title=f"Report {number}", text=text))
        for number, text in enumerate(texts)
    ]
    strangers = [
        paragraph for text in texts for paragraph in text.split("\n\n") if 15 < len(paragraph.split()) < 70
    ]
    for number in range(0, len(texts), COPIED):
        for changes in COPYING:
            text = texts[number]
            for change in changes:
                text = change(text, chance, strangers)
            title = f"Another headline {number}"
            items.append(Item(number, "copy", Text.of(title=title, text=text)))
        for frame in _FRAMES:
            items.append(
                Item(number, "debunk", Text.of(title=f"Headline {number}", text=frame.format(texts[number])))
            )
    return items


def shorten(text, chance, _):
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[: max(1, round(len(paragraphs) * chance.uniform(0.55, 0.9)))])


def cut(text, chance, _):
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraph for paragraph in paragraphs if chance.random() > 0.2) or text


def reorder(text, chance, _):
    first, *rest = text.split("\n\n")
    chance.shuffle(rest)
    return "\n\n".join([first, *rest])


def localise(text, chance, strangers):
    paragraphs = text.split("\n\n")
    for _ in range(chance.randint(1, 2)):
        paragraphs.insert(chance.randint(1, len(paragraphs)), chance.choice(strangers))
    return "\n\n".join(paragraphs)


def edit(text, chance, _):
    """One word in fifty is another one."""
    return re.sub(r"[a-z]{4,}", lambda word: "another" if chance.random() < 0.02 else word[0], text)


def credit(text, chance, _):
    return f"ROSVIK, Norland (AP) — {text}\n\n{chance.choice(_FOOTERS)}"


COPYING = (
    (),
    (shorten,),
    (cut,),
    (reorder,),
    (localise,),
    (edit,),
    (credit,),
    (cut, reorder, localise, edit, credit),
)


def all_pairs(items):
    """The pairs that share enough to be the same text, by comparing the whole of every pair that shares anything."""
    holders = defaultdict(list)
    for number, item in enumerate(items):
        for value in item.text.shingles.distinct:
            holders[value].append(number)
    together = {pair for numbers in holders.values() for pair in combinations(numbers, 2)}
    return {
        (one, other)
        for one, other in together
        if compare(items[one].text, items[other].text).kind in (SAME, REFUSED)
    }


def candidates(items):
    """The pairs the index finds: those that share enough of their samples."""
    holders = defaultdict(list)
    for number, item in enumerate(items):
        for value in item.text.shingles.sample():
            holders[value].append(number)
    shared = Counter(pair for numbers in holders.values() for pair in combinations(numbers, 2))
    return {(one, other) for (one, other), count in shared.items() if _is_candidate(items, one, other, count)}


def _is_candidate(items, earlier, later, shared):
    """Whether an item finds an earlier one."""
    known, new = items[earlier].text.shingles, items[later].text.shingles
    return may_be_same(shared, sample=new.sample(), size=len(new.distinct), other=len(known.distinct))


def grouped(items, ties):
    """The number of the group of each item, when tied pairs are one group."""
    group = list(range(len(items)))

    def head(number):
        while group[number] != number:
            number = group[number]
        return number

    for one, other in ties:
        group[max(head(one), head(other))] = min(head(one), head(other))
    return [head(number) for number in range(len(items))]


def _with_original(items, groups):
    """The share of the copies that sit with the text they were made from; of those cut too short to count, none."""
    tied = [groups[number] == groups[item.base] for number, item in enumerate(items) if item.made == "copy"]
    return sum(tied) / (len(tied) or 1)


def _with_hoax(items, groups):
    tied = [groups[number] == groups[item.base] for number, item in enumerate(items) if item.made == "debunk"]
    return sum(tied) / (len(tied) or 1)


def _of_two_stories(items, pairs):
    """Pairs of different originals; in a public set some of these are real copies."""
    return {pair for pair in pairs if items[pair[0]].base != items[pair[1]].base}


def _are_copies(items, pair):
    one, other = (items[number] for number in pair)
    return one.base == other.base and "debunk" not in (one.made, other.made)


def _is_hoax_and_debunk(items, pair):
    one, other = (items[number] for number in pair)
    return one.base == other.base and (one.made == "debunk") != (other.made == "debunk")


def _share(some, of):
    return len(some) / (len(of) or 1)
