"""What it costs to keep a changed version: our frames, the same without a dictionary, and a git repository.

    python -m tests.servers -m tests.bench.bodies [--versions 40] [--rounds 5] [--smoke]

A page of 170 kB, made up but with the markup of a news page, changes by one sentence from version to version. Counted
is CPU time of this process and its children, in turns, median of the rounds; and the bytes each version adds. The git
side does what an archive of pages in git does for each version: write the file, `git add`, `git commit`; its bytes are
those of its loose objects, and, apart, of the pack that `git gc` makes of them in the end. Before anything is timed,
all versions are read back from our frames.
"""

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import django

django.setup()

# ruff: noqa: E402  (settings are read when Django is ready)
from tracker.capture.bodies import LONGEST_LINE, pack, unpack

SIZE = 170_000
SEED = 20261122


def versions(count):
    """`count` versions of one page, each with a sentence replaced in the one before."""
    chance = random.Random(SEED)
    words = ["".join(chance.choices("aeioulnrstdkm", k=chance.randint(2, 10))) for _ in range(4000)]

    def paragraph():
        text = " ".join(chance.choices(words, k=45))
        block, noise = chance.randint(1, 40), chance.getrandbits(64)
        return f'<div class="block block-{block}" data-id="{noise:x}"><p>{text}.</p></div>'

    blocks = []
    while sum(map(len, blocks)) < SIZE:
        blocks.append(paragraph())
    for number in range(count):
        yield "\n".join(["<!doctype html><html><body>", *blocks, "</body></html>"]).encode()
        place = chance.randrange(len(blocks))
        sentence = " ".join(chance.choices(words, k=15))
        blocks[place] = blocks[place].replace("<p>", f"<p>Update {number}: {sentence}. ")


def framed(pages, *, with_previous=True):
    """The frames of all versions, as capture keeps them."""
    frames, previous, line = [], None, 0
    for page in pages:
        packed = pack(page, previous if with_previous and line < LONGEST_LINE else None)
        line = line + 1 if packed.uses_previous else 1
        frames.append(packed)
        previous = page
    return frames


def read_back(frames):
    """All versions again, each from the one before."""
    body, bodies = None, []
    for packed in frames:
        body = unpack(packed.frame, body if packed.uses_previous else None)
        bodies.append(body)
    return bodies


def in_git(pages, folder):
    """Commit every version; return the bytes of the loose objects that each added."""

    def git(*words):
        subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)

    git("init", "--quiet")
    git("config", "user.email", "bench@walkback.example")
    git("config", "user.name", "bench")
    git("config", "gc.auto", "0")
    sizes, before = [], _size(folder)
    for page in pages:
        (Path(folder) / "page.html").write_bytes(page)
        git("add", "page.html")
        git("commit", "--quiet", "-m", "a version")
        now = _size(folder)
        sizes.append(now - before)
        before = now
    return sizes


def gathered(folder):
    """Bytes of the pack that `git gc` makes of everything."""
    subprocess.run(["git", "-C", folder, "gc", "--quiet"], check=True, capture_output=True)
    return sum(path.stat().st_size for path in (Path(folder) / ".git/objects/pack").glob("*.pack"))


def _size(folder):
    return sum(path.stat().st_size for path in (Path(folder) / ".git/objects").rglob("*") if path.is_file())


def say(line):
    sys.stdout.write(f"{line}\n")


def cpu(work, *args, **more):
    """(seconds of CPU, result), children included."""
    before = _used()
    result = work(*args, **more)
    return _used() - before, result


def _used():
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--versions", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="a few versions, once: only whether it runs")
    asked = parser.parse_args()
    count, rounds = (4, 1) if asked.smoke else (asked.versions, asked.rounds)
    pages = list(versions(count))
    if read_back(framed(pages)) != pages:
        raise SystemExit("What came back is not what was kept.")
    costs = {"ours": [], "without a dictionary": [], "reading all back": [], "git": []}
    for _ in range(rounds):
        seconds, frames = cpu(framed, pages)
        costs["ours"].append(seconds)
        seconds, alone = cpu(framed, pages, with_previous=False)
        costs["without a dictionary"].append(seconds)
        costs["reading all back"].append(cpu(read_back, frames)[0])
        with tempfile.TemporaryDirectory() as folder:
            seconds, loose = cpu(in_git, pages, folder)
            costs["git"].append(seconds)
            packed = gathered(folder)
    say(f"{count} versions of a page of {len(pages[0]):,} bytes, {rounds} rounds")
    small = [len(frame.frame) for frame in frames if frame.uses_previous]
    say(f"bytes of a small edit: median {statistics.median(small):,.0f}, most {max(small):,}")
    say(f"bytes of a version that stands alone: {len(frames[0].frame):,}")
    say(f"bytes of {count} versions: ours {sum(len(frame.frame) for frame in frames):,}, "
        f"without a dictionary {sum(len(frame.frame) for frame in alone):,}, "
        f"git {sum(loose):,}, git after gc {packed:,}")  # fmt: skip
    for name, seconds in costs.items():
        say(f"CPU a version, {name}: {statistics.median(seconds) / count * 1000:.3f} ms")
    ratios = [git / ours for git, ours in zip(costs["git"], costs["ours"], strict=True)]
    say(f"git to ours: {statistics.median(ratios):.0f} times the CPU")


if __name__ == "__main__":
    main()
