"""What it costs to follow news articles: new ones, ones that did not change, ones whose page changes at every load.

    python -m tests.servers -m tests.bench.ingest [--n 200] [--rounds 3] [--pages FOLDER] [--peers FOLDER] [--json FILE]
                                                  [--memory [5000]] [--smoke]

Walkback, diffengine, newspaper4k and a chain of Celery tasks read the same pages from a site on this machine, in turns.
Counted is the CPU time of each system's own processes; that of PostgreSQL and the broker beside it. The site runs apart
and is not counted. Before anything is timed it is checked that all edits are found that a full extraction sees, that
noise is not taken for an edit, and how well the main text is found. tests/bench/README.md says what was reached.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import django

django.setup()

# ruff: noqa: E402  (models can only be imported once Django is ready)
import psycopg
import redis
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests import make
from tests.bench.pages import EDITS, pages
from tests.bench.runner import Runner, clock_of, tree_cpu
from tests.bench.walkback import STAGES, until_none_is_left
from tests.bench.worker import share_of_orchestration

DATABASE = "walkback_bench_ingest"
RUN = "walkback_bench_ingest_run"
CHAIN = "walkback_bench_stages"
WARM_UP = 4  # pages of the round that is not counted
QUIET_LOOKS = 5  # a look that is answered 304 is so short that several make one measurement
LEARNING_LOOKS = 3  # under noise: what comes and goes on a page is learned from these
NOISY_LOOKS = 2  # and these follow


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# ------------------------------------------------------------------ the stage
class Stage:
    """The servers, the site and the measured processes of one run."""

    def __init__(self, stack, asked, folder):
        self.asked, self.folder, self._stack = asked, Path(folder), stack
        self.base = connection.settings_dict
        place = f"host={self.base['HOST']}&user={self.base['USER']}&port={self.base['PORT'] or 5432}"
        self.url = f"postgresql:///{RUN}?{place}"
        self._admin = psycopg.connect(f"postgresql:///postgres?{place}", autocommit=True)
        backend = self._admin.execute("SELECT pg_backend_pid()").fetchone()[0]
        self.postgres = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
        self._generation = 0
        self.broker = redis.Redis.from_url(settings.REDIS_URL)
        self.broker_pid = self.broker.info("server")["process_id"]
        self.pages = pages(asked.n, folder=asked.pages, half=asked.half)
        self.n = len(self.pages)
        where = ["--n", str(self.n), "--half", asked.half, *(["--pages", asked.pages] if asked.pages else [])]
        self.site = self._start("site", "tests.bench.web", *where)
        self.port = self.site.ask("where")[1]
        self.fresh_database()
        self.walkback = self._start("walkback", "tests.bench.walkback")

    def _start(self, name, module, *words, python=sys.executable):
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "STAGES_DATABASE": self.url.replace(RUN, CHAIN),
            "STAGES_BROKER": settings.CELERY_BROKER_URL,
            "WALKBACK_HOST_DELAY_MS": "0",
            "WALKBACK_ALLOW_PRIVATE_NETWORKS": "1",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(Path.cwd()),
        }
        runner = Runner(
            name, [python, "-m", module, *words], environment=environment, log=self.folder / f"{name}.log"
        )
        self._stack.callback(runner.stop)
        return runner

    def peers(self):
        """The other systems by name, and what stands in for one that is not installed."""
        folder = self.asked.peers
        python = Path(folder) / "bin" / "python" if folder else None
        there = bool(python and python.exists())
        runners, said = {}, []
        for name, module in (("diffengine", "diffengine"), ("newspaper4k", "newspaper")):
            if there:
                runners[name] = self._start(name, f"tests.bench.peers.{module}", python=python)
            else:
                runners[name] = self._start(name, f"tests.bench.peers.like_{module}")
                said.append(
                    f"{name} is not installed: a loop of ours that does the same steps stands in for it"
                )
        if not self.asked.smoke:
            self._admin.execute(f"DROP DATABASE IF EXISTS {CHAIN} WITH (FORCE)")
            self._admin.execute(f"CREATE DATABASE {CHAIN}")
            runners["a task per stage"] = self._start("stages", "tests.bench.peers.stages")
        return runners, said

    def fresh_database(self):
        """A copy of the database as it was filled, with no article in it; Walkback must have let go of the last."""
        self._admin.execute(f"DROP DATABASE IF EXISTS {RUN} WITH (FORCE)")
        self._admin.execute(f"CREATE DATABASE {RUN} TEMPLATE {self.base['NAME']}")
        self._generation += 1
        with psycopg.connect(self.url, autocommit=True) as fresh:
            # Keys grow from one database to the next: a worker remembers up to which one it found all rows done.
            fresh.execute(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s) FROM pg_sequences",
                [self._generation * 1_000_000],
            )
        self.broker.delete("celery")

    def addresses(self, numbers=None):
        """The addresses of pages on the site."""
        numbers = range(self.n) if numbers is None else numbers
        return [f"http://127.0.0.1:{self.port}/news/story-of-the-day-{number}.html" for number in numbers]

    def cost(self, runner, command, **more):
        """(seconds of the process, seconds with database and broker, result) of one command."""
        before = tree_cpu(self.postgres) + clock_of(self.broker_pid)
        cpu, result = runner.ask(command, **more)
        beside = tree_cpu(self.postgres) + clock_of(self.broker_pid) - before
        return cpu, cpu + beside, result

    def begin_anew(self):
        """Nothing known, a quiet site without edits."""
        self.walkback.ask("close")
        self.fresh_database()
        self.site.ask("change")

    def ours_again(self):
        """What looking at every article again costs: (seconds, seconds with the rest, outcomes)."""
        self.walkback.ask("due")
        _, before = self.walkback.ask("state")
        cpu, everything, _ = self.cost(self.walkback, "look_again")
        return cpu, everything, self.walkback.ask("outcomes", after=before["last visit"])[1]


# ------------------------------------------------------------------ correct first
def check(stage):
    """Edits found, false alarms, bytes of a version, quality of the main text."""
    asked, facts = stage.asked, {}
    where = {"n": stage.n, "folder": asked.pages, "half": asked.half}
    facts["F1"] = stage.walkback.ask("quality", **where)[1]
    say(f"F1 of the main text: ours {facts['F1']['ours']:.4f}, trafilatura {facts['F1']['trafilatura']:.4f}")
    edits = _edits(stage.pages)
    seen = stage.walkback.ask("seen_in_full", edits=edits, **where)[1]
    addresses = stage.addresses()
    words = {addresses[number]: stage.pages[number].new_words(edits[number]) for number in seen}
    # Quietly: validators, and only the edit is new.
    stage.begin_anew()
    stage.walkback.ask("new", urls=addresses)
    _all_were_read(stage)
    facts["unchanged, quiet"] = _outcomes(stage, "304", expected={"not-modified": stage.n})
    facts["missed, quiet"] = _missed(stage, words, edits, noisy=False)
    sizes = stage.walkback.ask("small_versions")[1]
    facts["bytes of a small edit"] = _spread([frame for frame, _, _ in sizes])
    facts["bytes of its row"] = _spread([row for _, _, row in sizes])
    facts["bytes of its text"] = _spread([text for _, text, _ in sizes])
    # And under noise: every load differs.
    stage.begin_anew()
    stage.walkback.ask("new", urls=addresses)
    stage.site.ask("change", noisy=True)
    looks = [stage.ours_again()[2] for _ in range(LEARNING_LOOKS + NOISY_LOOKS)]
    facts["read in full"] = [look.get("changed", 0) for look in looks]
    facts["false alarms"] = stage.walkback.ask("alarms")[1]
    facts["missed, noisy"] = _missed(stage, words, edits, noisy=True)
    facts["edits seen by a full extraction"] = len(words)
    say(f"edits: {len(edits)} made, {len(words)} seen by a full extraction; missed by a look again: "
        f"{facts['missed, quiet']} quiet, {facts['missed, noisy']} under noise")  # fmt: skip
    say(f"nothing but noise on {stage.n} pages: read in full look by look {facts['read in full']}, "
        f"false alarms in all {facts['false alarms']}")  # fmt: skip
    say(f"bytes of a small edit: {_shown(facts['bytes of a small edit'])}; its whole row "
        f"{_shown(facts['bytes of its row'])}, of which text {_shown(facts['bytes of its text'])}")  # fmt: skip
    return facts


def _edits(known):
    """One edit for each page that can have it, the three kinds in turn."""
    turns = {page.number: EDITS[page.number % len(EDITS)] for page in known}
    return {page.number: turns[page.number] for page in known if page.can(turns[page.number])}


def _all_were_read(stage):
    state = stage.walkback.ask("state")[1]
    if state["pages of the site"] != stage.n or state["failed"]:
        say(f"  note: {stage.n} pages became {state}")
    if not state["Comparison"] or state["Comparison"] != state["Snapshot"]:
        raise SystemExit(f"Not every page went through all stages: {state}")


def _outcomes(stage, name, expected):
    outcomes = stage.ours_again()[2]
    if outcomes != expected:
        say(f"  note: looks answered {name} ended as {outcomes}")
    return outcomes


def _missed(stage, words, edits, *, noisy):
    _, before = stage.walkback.ask("state")
    stage.site.ask("change", noisy=noisy, edited=edits)
    stage.ours_again()
    found = stage.walkback.ask("found", words=words, after=before["last visit"])[1]
    return len(words) - len(found)


# ------------------------------------------------------------------ timing
def measure(stage, peers):
    """Costs by (system, what), as lists of (process, with the rest) seconds for one page, a round each."""
    costs = {}
    for number in range(stage.asked.rounds + 1):
        say(f"round {number} of {stage.asked.rounds}" + (" (warm-up)" if number == 0 else ""))
        for key, cost in _round(stage, peers, turn=number).items():
            if number:
                costs.setdefault(key, []).append(cost)
    return costs


def _round(stage, peers, *, turn):
    stage.begin_anew()
    everybody = ["Walkback", *peers]
    order = everybody[turn % len(everybody) :] + everybody[: turn % len(everybody)]
    urls = stage.addresses(range(stage.n if turn else min(stage.n, WARM_UP)))
    costs = {}

    def note(who, what, *looks):
        own, everything = (sum(look[place] for look in looks) / len(looks) / len(urls) for place in (0, 1))
        costs[who, what] = own, everything
        say(f"  {who}, {what}: {own * 1000:.3f} ms, with database and broker {everything * 1000:.3f}")

    for who in order:
        if who != "Walkback":
            peers[who].ask("forget")
        cost = stage.cost(peers.get(who, stage.walkback), "new", urls=urls)
        note(who, "new", cost)
        if who == "Walkback":
            say(
                f"    of which {', '.join(f'{name} {part / len(urls) * 1000:.2f}' for name, part in cost[2].items())}"
            )
        else:
            say(f"    texts or versions kept: {cost[2]} of {len(urls)}")
    for who in order:
        if who == "Walkback":
            note(who, "304", *(stage.ours_again() for _ in range(QUIET_LOOKS)))
        elif who == "diffengine":
            note(who, "304", stage.cost(peers[who], "look_again"))
    stage.site.ask("change", noisy=True)
    for who in order:
        if who == "Walkback":
            looks = [stage.ours_again() for _ in range(LEARNING_LOOKS + NOISY_LOOKS)]
            note(who, "noise, while learning", *looks[:LEARNING_LOOKS])
            note(who, "noise", *looks[LEARNING_LOOKS:])
        elif who == "diffengine":
            note(who, "noise", stage.cost(peers[who], "look_again"))
    return costs


_GOALS = (
    ("new", "diffengine", 2),
    ("new", "newspaper4k", 4),
    ("new", "a task per stage", 3),
    ("304", "diffengine", 300),
    ("noise", "diffengine", 30),
)


def report(costs):
    """Print medians and ratios, and return the ratios."""
    say()
    for (who, what), rounds in costs.items():
        own, everything = ([cost[place] * 1000 for cost in rounds] for place in (0, 1))
        say(f"{who}, {what}: {statistics.median(own):.3f} ms a page ({min(own):.3f} to {max(own):.3f}), "
            f"with database and broker {statistics.median(everything):.3f}")  # fmt: skip
    say()
    ratios = {}
    for what, peer, goal in _GOALS:
        if (peer, what) not in costs:
            continue
        for place, name in enumerate(("processes", "with database and broker")):
            each = [theirs[place] / ours[place] for theirs, ours in _both(costs, peer, what)]
            ratios[f"{what}, {peer}, {name}"] = _spread(each) | {"goal": goal}
            say(f"{what}: {peer} to ours, {name}: {_shown(_spread(each), digits=2)} (goal {goal})")
    return ratios


def _both(costs, peer, what):
    return zip(costs[peer, what], costs["Walkback", what], strict=True)


def _spread(values):
    if not values:
        return {"median": 0, "least": 0, "most": 0, "count": 0}
    return {
        "median": statistics.median(values),
        "least": min(values),
        "most": max(values),
        "count": len(values),
    }


def _shown(spread, *, digits=0):
    least, median, most = (f"{spread[name]:,.{digits}f}" for name in ("least", "median", "most"))
    return f"{median} ({least} to {most})"


# ------------------------------------------------------------------ memory
def measure_memory(stage, most):
    """Bytes in memory of the process and its children after a fifth of `most` new articles, and after all."""
    stage.begin_anew()
    made, found = 0, {}
    for size in (most // 5, most):
        while made < size:
            step = min(100, size - made)
            stage.walkback.ask("new", urls=stage.addresses(range(made, made + step)))
            made += step
            say(f"  {made} articles: {stage.walkback.memory() / 1e6:.0f} MB")
        found[size] = stage.walkback.memory()
    return found


# ------------------------------------------------------------------ all of it
def run(asked, folder):
    """Check, measure and report; returns all figures."""
    with ExitStack() as stack:
        stage = Stage(stack, asked, folder)
        size = statistics.mean(len(page.load(address="")) for page in stage.pages)
        say(f"{stage.n} pages, {size:,.0f} bytes on average, {asked.claims} known claims")
        figures = {"pages": stage.n, "bytes of a page": size, "checks": check(stage)}
        peers, said = stage.peers()
        for line in said:
            say(line)
        costs = measure(stage, peers)
        figures |= {"stand-ins": said, "ratios": report(costs)}
        figures["ms a page"] = {
            f"{who}, {what}": [[round(one * 1000, 4) for one in cost] for cost in rounds]
            for (who, what), rounds in costs.items()
        }
        if not asked.smoke:
            stage.begin_anew()
            figures["orchestration"] = share_of_orchestration(stage)
            say(figures["orchestration"]["in words"])
        if asked.memory:
            figures["memory"] = measure_memory(stage, asked.memory)
            say(f"memory: {figures['memory']}")
        stage.walkback.ask("close")
    figures["machine"] = _machine(connection.pg_version)
    say(figures["machine"])
    return figures


def _machine(postgres):
    cpu = platform.processor() or platform.machine()
    return (
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, Python {platform.python_version()}, Django "
        f"{django.__version__}, PostgreSQL {postgres // 10000}, {os.cpu_count()} CPUs ({cpu}), load "
        f"{os.getloadavg()[0]:.1f}"
    )


def fill(claims):
    """Publish claims with an entry each, so that new pages have something to be compared with."""
    story = make.story()
    for number, page in enumerate(pages(claims)):
        sentence = page.main_text.split("\n")[number % 5][:300]
        claim = make.claim(f"{sentence} ({number})", in_story=story, label=f"claim {number}")
        make.said(claim, "asserted", by=f"Speaker {number}", words=f"Words {number}.", hours=1)
        make.published(claim)
    # Their own pages are read now, so that no run has to.
    for sweep, rows in STAGES.values():
        until_none_is_left(sweep, rows)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=200, help="pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--claims", type=int, default=100, help="known claims")
    parser.add_argument(
        "--pages", help="folder of the public article-extraction-benchmark, in place of made-up pages"
    )
    parser.add_argument(
        "--half",
        choices=("all", "even", "odd"),
        default="even",
        help="of its pages; the odd ones are for a last test",
    )
    parser.add_argument("--peers", help="virtual environment made by tests/bench/peers/install.py")
    parser.add_argument("--json", help="file for all figures")
    parser.add_argument(
        "--memory", type=int, nargs="?", const=5000, help="also so many articles in one process (5,000)"
    )
    parser.add_argument(
        "--smoke", action="store_true", help="tiny, without Celery: only that it runs and is right"
    )
    asked = parser.parse_args()
    if asked.smoke:
        asked.n, asked.rounds, asked.claims = 6, 1, 3
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        fill(asked.claims)
        connection.close()
        with tempfile.TemporaryDirectory(prefix="walkback-bench-") as folder:
            figures = run(asked, folder)
        if asked.json:
            Path(asked.json).write_text(json.dumps(figures, indent=1))
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
