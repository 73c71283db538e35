"""Hostile bytes are parsed in a child process that can be killed.

`run(function, *args)` calls a module-level function in a worker process and gives back what it returns.
Parsers written in C can spin for minutes or eat all memory on a few chosen bytes, deaf to signals and holding
the interpreter; a child with limits, killed from outside, is the only thing that stops them.

A worker is an ordinary Python started once and used for many jobs, because starting one costs more than most
jobs. It is started by `subprocess`, which works in gunicorn threads and in Celery's daemonic workers alike
(these may not have multiprocessing children). Jobs and results travel as length-prefixed pickles over its
two pipes: both ends are our own code. This stops time and memory, not code that has taken over the worker.

No worker outlives its parent: the kernel kills it with the parent (PR_SET_PDEATHSIG), an idle one reads the
end of its input, and a busy one has an alarm of its own.
"""

import atexit
import contextlib
import ctypes
import fcntl
import math
import os
import pickle
import re
import resource
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path

# What a job may have in memory, the interpreter included. A worker has 80 MB when it starts and 155 with the model that
# tells languages apart; a page of 1.5 MB adds 15, an article of a million letters 75.
MOST_MEMORY = 256 << 20
# The kernel limits addresses, not memory, and refuses them in the middle of a parser, which may then give half a page
# for a whole one. So this is far above, for what grows faster than anybody can watch.
_MOST_ADDRESSES = 1 << 30

_LENGTH = struct.Struct("!Q")
# A new worker costs 0.7 s of processor time, most of it imports. Reading pages, one held 225 MB after 300 of them and
# 236 MB after 3,000. Memory once used is seldom given back: one that grew too large for a job is replaced by a new one.
_JOBS_PER_WORKER = 2_000
# Parsing is work for processors: more workers than these would only wait for one another, each is started at the price
# of twenty pages, and each job is in memory several times while it goes over and its text comes back.
MOST_WORKERS = min(4, max(2, os.cpu_count() or 1))
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PIPE_SIZE = 1 << 20
_PIECE = 1 << 20
# Seconds from one look at a worker's memory to the next. No attack of tests/faults was more than 7 MB over by then.
_PACE = 0.01

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_ALARM_SLACK = 2.0


class Reason(StrEnum):
    """Why a job was stopped."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


_SENTENCES = {
    Reason.TIME: "it took longer than {limit} to parse",
    Reason.MEMORY: "it needs more than {limit} of memory to parse",
    Reason.CRASH: "the parser crashed on it",
}


class ChildKilled(Exception):
    """The job was stopped: `reason` says why, `sentence` says it to an editor (lower case, no full stop)."""

    def __init__(self, reason: Reason, *, limit: str = ""):
        self.reason = reason
        self.sentence = _SENTENCES[reason].format(limit=limit)
        super().__init__(self.sentence)


class ChildFailed(Exception):
    """The job ended, but neither its result nor its exception can be carried back; `sentence` as above."""

    def __init__(self, sentence: str):
        self.sentence = sentence
        super().__init__(sentence)


def run(function: Callable, *args, wall: float = 15, cpu: int = 10, memory: int = MOST_MEMORY):
    """Call `function(*args)` in a worker process and return its result.

    `function` is importable by name; arguments and result can be pickled. `wall` is seconds from call to result,
    `cpu` seconds of processor time, `memory` bytes that are resident, the interpreter's own included.
    While MOST_WORKERS are busy it waits for one of them, and its time begins then. An exception of the function is
    raised here, with the worker's traceback as a note.
    Raises `ChildKilled` for a job that was stopped and `ChildFailed` for one that cannot be carried back.
    """
    with _idle.places:
        return _run((function, args, wall, cpu, memory))


def _run(job: tuple):
    _, _, wall, _, _ = job
    deadline = time.monotonic() + wall
    worker = _take_worker()
    has_a_past = worker.jobs > 0
    try:
        return _attempt(worker, job, deadline=deadline)
    except ChildKilled as killed:
        if killed.reason is Reason.TIME or not has_a_past:
            raise
    # A worker that did other jobs before may have died of those; only a new one's death speaks of this job.
    return _attempt(_new_worker(), job, deadline=deadline)


def _attempt(worker: "_Worker", job: tuple, *, deadline: float):
    _, _, wall, cpu, memory = job
    try:
        reply = worker.ask(pickle.dumps(job, pickle.HIGHEST_PROTOCOL), deadline=deadline, memory=memory)
    except BaseException as failure:
        worker.kill()
        if isinstance(failure, TimeoutError):
            raise ChildKilled(Reason.TIME, limit=f"{wall:g} seconds") from None
        if isinstance(failure, MemoryError):
            raise ChildKilled(Reason.MEMORY, limit=_megabytes(memory)) from None
        if isinstance(failure, EOFError | BrokenPipeError):
            raise worker.verdict(wall=wall, cpu=cpu, memory=memory) from None
        raise
    outcome, carried = pickle.loads(reply)  # noqa: S301 - our own worker wrote it
    del reply
    _give_back(worker, fit_for_more=outcome != "memory")
    return _opened(outcome, carried, memory=memory)


def _opened(outcome: str, carried, *, memory: int):
    """The result, or the exception, that the worker's reply stands for."""
    if outcome == "memory":
        raise ChildKilled(Reason.MEMORY, limit=_megabytes(memory))
    if outcome == "unpicklable":
        raise ChildFailed(carried)
    try:
        value = pickle.loads(carried)  # noqa: S301 - our own worker wrote it
    except Exception as failure:
        raise ChildFailed(
            f"what the parser made of it cannot be opened ({type(failure).__name__})"
        ) from failure
    if outcome == "raised":
        raise value
    return value


# --- Parent side: the workers of this process ---------------------------------------------------------


class _Worker:
    """One worker process and its two pipes. Used by one thread at a time."""

    def __init__(self):
        command = "from tracker.lib.child import serve; serve()"
        # -P keeps the current folder out of the path: a file there called lxml.py must not be imported.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", command, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env=_environment(),
        )
        self.jobs = 0
        self._statm = Path(f"/proc/{self._process.pid}/statm")
        self._to = self._process.stdin.fileno()
        self._from = self._process.stdout.fileno()
        for pipe in (self._to, self._from):
            os.set_blocking(pipe, False)
            _widen(pipe)

    def ask(self, job: bytes, *, deadline: float, memory: int) -> bytearray:
        """Send a job and wait for its reply.

        Raises TimeoutError, MemoryError when the worker grows over `memory`, or EOFError when it died.
        """
        self.jobs += 1
        # Not put together: pages are large, and a worker of the queue has many of them in hand at once.
        self._write(_LENGTH.pack(len(job)), deadline=deadline)
        self._write(job, deadline=deadline)
        del job
        self._watch(deadline=deadline, memory=memory)
        (size,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline=deadline))
        return self._read(size, deadline=deadline)

    def alive(self) -> bool:
        return self._process.poll() is None

    def verdict(self, *, wall: float, cpu: int, memory: int) -> ChildKilled:
        """What the exit status of a worker that died by itself says."""
        status = self._process.returncode
        if status == -signal.SIGXCPU:
            return ChildKilled(Reason.TIME, limit=f"{cpu} seconds of processor time")
        if status == -signal.SIGALRM:
            return ChildKilled(Reason.TIME, limit=f"{wall:g} seconds")
        if status == -signal.SIGKILL:  # not by us: the kernel, short of memory
            return ChildKilled(Reason.MEMORY, limit=_megabytes(memory))
        return ChildKilled(Reason.CRASH)

    def kill(self):
        """End the worker now and reap it. A worker that is already dead keeps its own exit status."""
        if self._process.poll() is None and not self._ending_by_itself():
            self._process.kill()
        self._process.wait()
        self.close_pipes()

    def close_pipes(self):
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()

    def disown(self):
        """After a fork: it is the parent's worker. Let go of the pipes, or it misses the parent's end."""
        self.close_pipes()
        self._process.returncode = 0

    def _ending_by_itself(self) -> bool:
        """Whether its pipe is closed, so that its own exit status, which says why, is about to come."""
        if not _ready(self._from, select.POLLIN, seconds=0):
            return False
        with contextlib.suppress(OSError):
            if os.read(self._from, 1):
                return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
            return True
        return False

    def _watch(self, *, deadline: float, memory: int):
        """Wait until it answers or dies, with an eye on its size."""
        while not _ready(self._from, select.POLLIN, seconds=min(_PACE, deadline - time.monotonic())):
            if time.monotonic() >= deadline:
                raise TimeoutError
            if self._resident() > memory:
                raise MemoryError

    def _resident(self) -> int:
        """Bytes it has in memory now; 0 where that cannot be told, and the worker's own word at the end counts."""
        try:
            return int(self._statm.read_bytes().split()[1]) * _PAGE
        except OSError:
            return 0

    def _write(self, message: bytes, *, deadline: float):
        rest = memoryview(message)
        while rest:
            _wait(self._to, select.POLLOUT, deadline=deadline)
            with contextlib.suppress(BlockingIOError):
                rest = rest[os.write(self._to, rest[:_PIECE]) :]

    def _read(self, size: int, *, deadline: float) -> bytearray:
        reply = bytearray(size)
        rest = memoryview(reply)
        while rest:
            _wait(self._from, select.POLLIN, deadline=deadline)
            with contextlib.suppress(BlockingIOError):
                count = os.readv(self._from, [rest[:_PIECE]])
                if not count:
                    raise EOFError
                rest = rest[count:]
        return reply


class _Idle:
    """The workers of this process that wait for a job, the places for busy ones, and what starts new ones."""

    def __init__(self):
        self.lock = threading.Lock()
        self.workers: list[_Worker] = []
        self.places = threading.BoundedSemaphore(MOST_WORKERS)
        # The kernel ties a worker to the *thread* that started it. Threads of a web server come and go, so
        # one thread that lasts as long as the process starts them all.
        self.starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="walkback-child")


_idle = _Idle()


def _take_worker() -> _Worker:
    while True:
        with _idle.lock:
            worker = _idle.workers.pop() if _idle.workers else None
        if worker is None:
            return _new_worker()
        if worker.alive():
            return worker
        worker.close_pipes()


def _new_worker() -> _Worker:
    return _idle.starter.submit(_Worker).result()


def _give_back(worker: _Worker, *, fit_for_more: bool):
    if fit_for_more and worker.jobs < _JOBS_PER_WORKER:
        with _idle.lock:
            _idle.workers.append(worker)
        return
    worker.kill()


def _end_all():
    with _idle.lock:
        workers, _idle.workers = _idle.workers, []
    for worker in workers:
        worker.kill()


def _start_afresh_after_fork():
    global _idle
    inherited, _idle = _idle, _Idle()
    for worker in inherited.workers:
        worker.disown()


atexit.register(_end_all)
os.register_at_fork(after_in_child=_start_afresh_after_fork)


def _environment() -> dict[str, str]:
    """What a worker may know: where to import from, and how to keep its address space small. No secrets."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ")
        if name in os.environ
    }
    return kept | {
        "PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _megabytes(count: int) -> str:
    return f"{count >> 20} MB"


def _widen(pipe: int):
    """A page then crosses in one or two turns. Not allowed everywhere, and never needed."""
    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)


def _wait(pipe: int, event: int, *, deadline: float):
    if not _ready(pipe, event, seconds=deadline - time.monotonic()):
        raise TimeoutError


def _ready(pipe: int, event: int, *, seconds: float) -> bool:
    waiting = select.poll()
    waiting.register(pipe, event)
    return bool(waiting.poll(max(0, math.ceil(seconds * 1000))))


# --- Worker side --------------------------------------------------------------------------------------


def serve():
    """The life of a worker: read a job, do it, answer, until the input ends. Called in the child only."""
    _die_with(parent=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_AS, _MOST_ADDRESSES)
    # Keep the channel for ourselves: what a library prints must not end up in it.
    jobs = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    while length := jobs.read(_LENGTH.size):
        job = jobs.read(_LENGTH.unpack(length)[0])
        reply = pickle.dumps(_done(job), pickle.HIGHEST_PROTOCOL)
        replies.write(_LENGTH.pack(len(reply)))
        replies.write(reply)
        replies.flush()


def _done(job: bytes) -> tuple[str, object]:
    """Do one job: how it ended, and what to carry back."""
    memory = MOST_MEMORY
    try:
        function, args, wall, cpu, memory = pickle.loads(job)  # noqa: S301 - our own parent wrote it
        _begin(wall=wall, cpu=cpu)
        outcome, carried = _packed("returned", function(*args))
    except MemoryError:
        return "memory", None
    except Exception as failure:
        failure.add_note("In the worker:\n" + traceback.format_exc(limit=-8))
        outcome, carried = _packed("raised", failure)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    # It may have grown and shrunk between two looks of the parent, or been refused memory without a word.
    return ("memory", None) if _peak() > memory else (outcome, carried)


def _packed(outcome: str, value: object) -> tuple[str, object]:
    try:
        return outcome, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        raise
    except Exception:
        return "unpicklable", f"what the parser made of it cannot be carried back ({type(value).__name__})"


def _begin(*, wall: float, cpu: int):
    """Set the limits of one job: of processor time, which counts all jobs so far, and the alarm."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + cpu))
    # If the parent is gone, nobody watches the clock. The default action of the signal ends the process.
    signal.setitimer(signal.ITIMER_REAL, wall + _ALARM_SLACK)


def _limit(what: int, value: int):
    """Set a soft limit, so that the next job can have another."""
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _peak() -> int:
    """Most memory this program has ever used, bytes.

    Not ru_maxrss where it can be helped: that is inherited, so that under a parent which once was large every worker
    would seem to be so, and be thrown away after one job.
    """
    with contextlib.suppress(OSError):
        found = re.search(r"^VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
        if found:
            return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _die_with(*, parent: int):
    """Ask the kernel to kill this process when its parent ends, and check that it has not ended before."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
