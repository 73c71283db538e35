"""What telling two versions apart costs: ours, difflib and, where it is installed, htmldiff2 (diffengine's).

    python -m tests.bench.changes [--rounds 9] [--smoke]

Texts of about a thousand made-up words in twenty paragraphs, and three ways of editing them: light (four words), mixed
(four words, one paragraph gone, one come), heavy (every seventh word). Counted is CPU time, the ways in turns, median
of the rounds. Before anything is timed, the new text is rebuilt from ours and from difflib's; words marked are words
that went plus words that came. The last figures are of the whole comparison: sentences, weight and fates.
"""

import argparse
import difflib
import random
import re
import statistics
import sys
import time

from tracker.extract import sentences
from tracker.extract.changes import Version, compare
from tracker.lib.differences import differences, rebuilt

try:
    from htmldiff2 import render_html_diff
except ImportError:
    render_html_diff = None

SEED = 20261122
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class Texts:
    """A text and its three edited versions, the same for the same seed."""

    def __init__(self, paragraphs=20):
        self.chance = random.Random(SEED)
        self.words = [
            "".join(self.chance.choices("aeioulnrstdkm", k=self.chance.randint(2, 10))) for _ in range(4_000)
        ]
        old = [self._paragraph() for _ in range(paragraphs)]
        self.old = "\n\n".join(old)
        light = self._reworded(old, 4)
        mixed = [*light[:3], *light[4:12], self._paragraph(), *light[12:]]
        heavy = self._reworded(old, len(self.old.split()) // 7)
        self.edited = {"light": light, "mixed": mixed, "heavy": heavy}
        self.edited = {name: "\n\n".join(parts) for name, parts in self.edited.items()}

    def _paragraph(self):
        return " ".join(
            " ".join(self.chance.choices(self.words, k=self.chance.randint(8, 24))).capitalize() + "."
            for _ in range(3)
        )

    def _reworded(self, paragraphs, count):
        parts = [paragraph.split(" ") for paragraph in paragraphs]
        for _ in range(count):
            part = self.chance.choice(parts)
            part[self.chance.randrange(len(part))] = self.chance.choice(self.words)
        return [" ".join(part) for part in parts]


def by_difflib(old, new):
    """difflib on words as it is used by default."""
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    steps = difflib.SequenceMatcher(None, one, other).get_opcodes()
    return [(tag, one[a:b], other[c:d]) for tag, a, b, c, d in steps]


def by_htmldiff2(old, new):
    return render_html_diff(_as_html(old), _as_html(new))


def _as_html(text):
    return "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))


def words_marked(old, new):
    runs = [run for run in differences(old, new) if not run.same]
    return sum(
        len(old[run.old_start : run.old_end].split()) + len(new[run.new_start : run.new_end].split())
        for run in runs
    )


def words_marked_by_difflib(old, new):
    return sum(
        sum(bool(word.strip()) for word in (*went, *came))
        for tag, went, came in by_difflib(old, new)
        if tag != "equal"
    )


def check(old, new):
    """Stop when the new text is not rebuilt exactly."""
    if rebuilt(old, new, differences(old, new)) != new:
        raise SystemExit("What was rebuilt is not the new text.")
    if "".join("".join(came) for _, _, came in by_difflib(old, new)) != new:
        raise SystemExit("difflib did not rebuild the new text.")


def whole(old, new):
    """The whole comparison, every sentence marked."""
    return compare(Version(text=old), Version(text=new), marked=sentences.split(old))


def cpu(work, *args, times=1):
    """Seconds of CPU of one call."""
    started = time.process_time()
    for _ in range(times):
        work(*args)
    return (time.process_time() - started) / times


def say(line):
    sys.stdout.write(f"{line}\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--smoke", action="store_true", help="small texts, once: only whether it runs")
    asked = parser.parse_args()
    texts, rounds = (Texts(3), 1) if asked.smoke else (Texts(), asked.rounds)
    ways = {"ours": (differences, 20), "difflib": (by_difflib, 1), "whole comparison": (whole, 2)}
    if render_html_diff:
        ways["htmldiff2"] = (by_htmldiff2, 1)
    else:
        say("htmldiff2: peer absent")
    say(f"{len(texts.old.split()):,} words, {rounds} rounds, CPU time of one call")
    for name, new in texts.edited.items():
        check(texts.old, new)
        spent = {way: [] for way in ways}
        for _ in range(rounds):
            for way, (work, times) in ways.items():
                spent[way].append(cpu(work, texts.old, new, times=times))
        costs = {way: statistics.median(seconds) for way, seconds in spent.items()}
        told = ", ".join(f"{way} {seconds * 1000:.3f} ms" for way, seconds in costs.items())
        say(f"{name}: {told}")
        say(
            f"  words marked: ours {words_marked(texts.old, new)},"
            f" difflib {words_marked_by_difflib(texts.old, new)}; rebuilt exactly"
        )
        for way in ways.keys() - {"ours", "whole comparison"}:
            ratios = [peer / ours for peer, ours in zip(spent[way], spent["ours"], strict=True)]
            say(
                f"  {way} to ours: {statistics.median(ratios):.1f} times the CPU"
                f" ({min(ratios):.1f} to {max(ratios):.1f})"
            )


if __name__ == "__main__":
    main()
