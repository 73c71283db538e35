"""Nothing lost: articles come in while workers, broker and database are killed under them.

`python -m tests.servers -m tests.faults.capture [--articles 500] [--kills 20] [--seed 1] [--smoke]` prints a table and
ends with 0 only when nothing was lost, nothing was doubled, and every fault was made good within 60 s.
"""

import argparse
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import django
import redis

from tests.servers import SETTINGS, installation_under_test
from tracker.embedded.postgres import STOP_SIGNAL, Postgres, choose_privileges
from tracker.embedded.processes import end, in_session, spawn
from tracker.embedded.valkey import Valkey, find_binary


@dataclass
class Running:
    """A process that is started again half a second after its death, as a supervisor would."""

    command: list
    log: Path
    make_way: object = lambda: None
    process: object = None
    died_at: float = 0.0

    def look_after(self, now):
        if self.process and self.process.poll() is not None:
            end(in_session(self.process.pid), first=signal.SIGKILL)
            self.process, self.died_at = None, now
        if self.process is None and now - self.died_at > 0.5:
            self.make_way()
            self.process = spawn(
                self.command, log=self.log, environment=dict(os.environ), directory=Path.cwd()
            )

    def kill(self, number=signal.SIGKILL):
        if self.process:
            self.process.send_signal(number)

    def stop(self):
        if self.process:
            end([self.process.pid, *in_session(self.process.pid)], first=signal.SIGTERM, patience=5)
            self.process.wait()


@dataclass
class Fault:
    """One blow, and the articles that were in a worker's hand when it came."""

    name: str
    at: float
    in_hand: set
    recovered: float | None = None
    captured: int | None = None  # articles captured when it came


@dataclass
class Run:
    """The servers, the workers, and what was done to them."""

    root: Path
    processes: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)

    def start_servers(self):
        installation = installation_under_test()
        database = Postgres(
            data=self.root / "postgres",
            sockets=self.root,
            installation=installation,
            privileges=choose_privileges(binaries=installation.binaries, directory=self.root),
        )
        database.initialise()
        database.prepare()
        self.broker = Valkey(data=self.root, sockets=self.root, binary=find_binary())
        self._run("database", database.command(), database.prepare)
        self._run("broker", self.broker.command(), self.broker.prepare)
        _wait_for(lambda: database.is_ready() and self.broker.is_ready(), seconds=30)
        database.create_database()
        os.environ.update(
            SETTINGS,
            DATABASE_URL=database.url,
            REDIS_URL=self.broker.url,
            WALKBACK_DATA=str(self.root / "data"),
            WALKBACK_HOST_DELAY_MS="0",
            WALKBACK_ALLOW_PRIVATE_NETWORKS="1",
            LOG_LEVEL="ERROR",
        )
        (self.root / "data").mkdir()

    def start_workers(self):
        celery = [sys.executable, "-m", "celery", "-A", "tracker"]
        worker = [
            *celery,
            "worker",
            "--concurrency",
            "1",
            "--without-mingle",
            "--include",
            "tests.faults.poison",
        ]
        for number in (1, 2):
            self._run(f"worker {number}", [*worker, "--hostname", f"w{number}@faults"])
        schedule = ["--pidfile=", "--schedule", self.root / "beat"]
        self._run("scheduler", [*celery, "beat", *schedule])

    def _run(self, name, command, make_way=lambda: None):
        log = self.root / f"{name.replace(' ', '-')}.log"
        self.processes[name] = Running(command, log, make_way)
        self.processes[name].look_after(time.monotonic())

    def look_after(self):
        for process in self.processes.values():
            process.look_after(time.monotonic())

    def strike(self, name, in_hand):
        """Do one fault. Rows that an earlier one left and this one hits again are waited for from now on."""
        for earlier in self.faults:
            earlier.in_hand -= in_hand
        self.faults.append(Fault(name, time.monotonic(), in_hand))
        if name == "broker flushed":
            redis.Redis.from_url(self.broker.url).flushall()
        elif name == "broker killed":
            self.processes["broker"].kill()
        elif name == "database restarted":
            self.processes["database"].kill(STOP_SIGNAL)
        else:
            self._kill_worker(name[:8], whole=name.endswith("(whole)"))

    def _kill_worker(self, name, *, whole):
        """Kill the process that works, or with it the one that watches over it."""
        leader = self.processes[name].process
        if leader:
            pids = [pid for pid in in_session(leader.pid) if whole or pid != leader.pid]
            end(pids, first=signal.SIGKILL)

    def stop(self):
        for process in reversed(self.processes.values()):
            process.stop()


def _wait_for(happened, *, seconds):
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError("a server does not get ready")
        time.sleep(0.05)


def main():
    asked = _arguments()
    root = Path(tempfile.mkdtemp(prefix="walkback-faults-", dir="/tmp"))
    run = Run(root)
    try:
        run.start_servers()
        django.setup()
        # Only now: models need settings, and these need the servers.
        return importlib.import_module("tests.faults.counting").watch(run, asked)
    finally:
        run.stop()
        if asked.keep:
            print(f"Logs are in {root}")
        else:
            shutil.rmtree(root, ignore_errors=True)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--patience", type=int, default=600, help="seconds until it gives up")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="20 articles and 2 kills, without poison")
    parser.add_argument("--keep", action="store_true", help="leave the logs")
    asked = parser.parse_args()
    if asked.smoke:
        asked.articles, asked.kills = 20, 2
    return asked


if __name__ == "__main__":
    sys.exit(main())
