"""A measured process: it does what a line on its input says, and answers with a line that says what it cost.

One side is `serve`, in the process that is measured; the other is `Runner`, which starts it and asks. Standard library
alone, because the peers run in a virtual environment of their own.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

_LONGEST_WAIT = 3600


# ------------------------------------------------------------------ how much a process has used
def clock_of(pid):
    """Seconds of CPU a living process has used, its ended threads included; 0.0 when it is gone.

    The identifier of the clock of another process is made as clock_getcpuclockid(3) makes it on Linux.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def descendants(pid):
    """The ids of all living processes below `pid`. Linux only."""
    found, to_do = [], [pid]
    while to_do:
        children = []
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{to_do.pop()}/task").iterdir():
                children += map(int, (thread / "children").read_text().split())
        found += children
        to_do += children
    return found


def own_cpu():
    """Seconds used by this process, by its children that have ended, and by all below it that live."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    now = time.process_time() + ended.ru_utime + ended.ru_stime
    return now + sum(map(_with_ended, descendants(os.getpid())))


def tree_cpu(pid):
    """Seconds used by a process and all below it; of those that have ended, to a hundredth of a second."""
    return sum(map(_with_ended, (pid, *descendants(pid))))


def _with_ended(pid):
    """Seconds used by a process and by those of its children that have ended; 0.0 when it is gone itself."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return clock_of(pid) + (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    """Bytes in memory (RSS) of a process and all below it; pages that they share count for each."""
    total = 0
    for one in (pid, *descendants(pid)):
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


# ------------------------------------------------------------------ the measured side
def serve(**commands):
    """Answer lines such as {"do": "new", …} until the input ends: the command's result, and its seconds of CPU."""
    # What a library prints must not end up between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        command = commands[asked.pop("do")]
        before = own_cpu()
        result = command(**asked)
        answer = {"cpu": own_cpu() - before, "result": result}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


# ------------------------------------------------------------------ the side that asks
class Runner:
    """Starts a measured process and asks it; SystemExit with its last words when it dies."""

    def __init__(self, name, command, *, environment, log):
        self.name, self.log = name, Path(log)
        with self.log.open("ab") as said:
            self._process = subprocess.Popen(
                [os.fspath(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env=environment,
                text=True,
            )
        self.pid = self._process.pid

    def ask(self, command, **more):
        """(seconds of CPU, result) of one command."""
        try:
            self._process.stdin.write(json.dumps({"do": command, **more}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            last = self.log.read_text(errors="replace")[-3000:]
            raise SystemExit(f"{self.name} ended while it was asked to {command}:\n{last}")
        answer = json.loads(line)
        return answer["cpu"], answer["result"]

    def memory(self):
        """Bytes in memory of the process and its children."""
        return memory(self.pid)

    def stop(self):
        """Close its input, and end it when that is not enough."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
