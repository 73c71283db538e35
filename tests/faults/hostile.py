"""Hostile servers, looked at by a real worker process: how each look ends, how soon, and with how much memory.

`python -m tests.servers -m tests.faults.hostile [--smoke] [--seconds 3]` prints a table and ends with 0 only when every
outcome was right, every deadline was kept, and the worker and each child that parses stayed under 300 MB. `--seconds`
is the deadline of the network half of a look (20 in the product); parsing has its own 15 s. The smoke run leaves out
what takes long.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests import hostile
from tests.faults.attacks import attacks

MOST_MEMORY = 300 << 20
PARSING = 15.0
# For a processor that is shared with the attack itself, and with whatever else runs.
SLACK = 2.0
SIDE_BY_SIDE = 8


@dataclass
class Ended:
    """One look at one attack, as its row of the table."""

    name: str
    outcome: str
    seconds: float
    deadline: float
    worker: int
    child: int
    right: bool

    @property
    def is_well(self):
        in_time = self.seconds <= self.deadline
        return self.right and in_time and max(self.worker, self.child) < MOST_MEMORY


class Worker:
    """A process that imports what a worker of the product imports, and looks where it is told."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.looking"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.told()

    def told(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the worker died")
        return json.loads(line)

    def look(self, jobs):
        """Do these jobs side by side; return what came of them, and the peaks of the worker and of its children."""
        peaks = _Peaks(self._process.pid)
        with peaks:
            self._process.stdin.write(json.dumps(jobs) + "\n")
            self._process.stdin.flush()
            answers = self.told()
        return answers, peaks.worker, peaks.child

    def end(self):
        self._process.stdin.close()
        self._process.wait(timeout=60)


class _Peaks:
    """The most memory a process and its children had resident, by the kernel's own high-water marks."""

    def __init__(self, pid):
        self._worker = psutil.Process(pid)
        self._over = threading.Event()
        self.worker = self.child = 0

    def __enter__(self):
        for process in [self._worker, *self._worker.children()]:
            Path(f"/proc/{process.pid}/clear_refs").write_text("5")  # forget the mark of earlier looks
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()
        self._note()

    def _watch(self):
        while not self._over.wait(0.02):
            self._note()

    def _note(self):
        self.worker = max(self.worker, _high_water(self._worker.pid))
        for process in self._worker.children():
            self.child = max(self.child, _high_water(process.pid))


def _high_water(pid):
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    marks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(marks[0]) * 1024 if marks else 0


def _one_by_one(worker, chosen, seconds):
    for attack in chosen:
        with hostile.Server(attack.respond) as server:
            began = time.monotonic()
            (outcome,), own, child = worker.look([_job(attack, server, seconds, read=True)])
            took = time.monotonic() - began
        yield Ended(
            name=attack.name,
            outcome=outcome,
            seconds=took,
            deadline=_deadline(attack, seconds),
            worker=own,
            child=child,
            right=outcome.split(",")[0] in attack.outcomes,
        )


def _all_at_once(worker, chosen, seconds):
    """As many side by side as a worker of the product looks at, until all are done: the memory of one worker."""
    servers = [hostile.Server(attack.respond) for attack in chosen]
    for server in servers:
        server.__enter__()
    began = time.monotonic()
    jobs = [_job(attack, server, seconds) for attack, server in zip(chosen, servers, strict=True)]
    outcomes, own, child = worker.look(jobs)
    took = time.monotonic() - began
    for server in servers:
        server.__exit__()
    wrong = [
        f"{attack.name}: {outcome}"
        for attack, outcome in zip(chosen, outcomes, strict=True)
        if outcome.split(",")[0] not in attack.outcomes
    ]
    print("\n".join(wrong), end="\n" if wrong else "")
    deadline = sum(_deadline(attack, seconds) for attack in chosen) / SIDE_BY_SIDE + PARSING
    return Ended(
        name=f"all of them, {SIDE_BY_SIDE} at a time",
        outcome=f"{len(wrong)} wrong",
        seconds=took,
        deadline=deadline,
        worker=own,
        child=child,
        right=not wrong,
    )


def _job(attack, server, seconds, *, read=False):
    return {"of": attack.of, "url": f"{server.url}/page", "seconds": seconds, "read": read}


def _deadline(attack, seconds):
    # Bytes that arrive are parsed twice at most: for their visible text, and by the extractor.
    return seconds + SLACK + (2 * PARSING if attack.parses or "read" in attack.outcomes else 0)


def main():
    asked = _arguments()
    chosen = [attack for attack in attacks() if attack.quick or not asked.smoke]
    worker = Worker()
    ended = []
    print(f"{'attack':<44}{'outcome':<36}{'seconds':>8}{'deadline':>9}{'worker MB':>10}{'child MB':>9}")
    try:
        for row in _one_by_one(worker, chosen, asked.seconds):
            ended.append(row)
            _show(row)
        ended.append(_all_at_once(worker, chosen, asked.seconds))
        _show(ended[-1])
    finally:
        worker.end()
    bad = [row for row in ended if not row.is_well]
    print(
        f"{len(chosen)} attacks: {len(bad)} not well; most memory of the worker "
        f"{max(row.worker for row in ended) >> 20} MB, of a child {max(row.child for row in ended) >> 20} MB"
    )
    return 1 if bad else 0


def _show(row):
    print(
        f"{row.name:<44}{row.outcome:<36}{row.seconds:>8.1f}{row.deadline:>9.0f}"
        f"{row.worker >> 20:>10}{row.child >> 20:>9}"
        f"{'' if row.is_well else '  <<<'}",
        flush=True,
    )


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--smoke", action="store_true")
    asked = parser.parse_args()
    if asked.smoke:
        asked.seconds = min(asked.seconds, 1.0)
    return asked


if __name__ == "__main__":
    sys.exit(main())
