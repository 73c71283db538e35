"""Starts the children in order, keeps them alive, stops them in reverse.

A child that dies is started again, after a pause that grows while it keeps dying. When the supervisor itself is
killed the kernel ends its children; what even then survives is ended at the next start (`processes.marked`).
"""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tracker.embedded.processes import describe_exit, end, in_session, last_lines, spawn, wait_for_end

PAUSES = (0.1, 0.5, 1, 2, 5)  # seconds before the next try, by deaths in a row
PAUSE_WHEN_HOPELESS = 30
LONG_ENOUGH = 20  # seconds of life after which a death is no longer one in a row


class StartFailed(Exception):
    """A child did not get ready; the message holds the last lines of its log."""


class StopRequested(BaseException):
    """Somebody asked us to stop: Ctrl-C, or a signal. Not an Exception, so that nothing on the way swallows it."""


@dataclass(kw_only=True)
class Child:
    """One process to keep running, and what is known of it.

    `before` makes way for each start; `is_ready` says whether it works. When it is to end it gets `stop_signal`, and
    SIGKILL after `patience` seconds. `death_signal` is what the kernel sends it when the supervisor is gone.
    """

    name: str
    command: list
    log: Path
    is_ready: Callable[[], bool]
    before: Callable[[], None] = lambda: None
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGKILL
    patience: float = 3.0
    process: subprocess.Popen | None = field(default=None, init=False)
    deaths: int = field(default=0, init=False)
    started_at: float = field(default=0.0, init=False)
    next_try_at: float = field(default=0.0, init=False)
    recovering: bool = field(default=False, init=False)


class Supervisor:
    """Keeps a list of children. `report` takes one sentence for the person at the terminal."""

    def __init__(self, *, environment, directory, report):
        self._environment = environment
        self._directory = directory
        self._report = report
        self._children = []

    def start(self, *children, seconds=60):
        """Start children side by side and wait until all are ready.

        StartFailed when one ends or takes longer than `seconds`.
        """
        for child in children:
            self._children.append(child)
            child.before()
            self._spawn(child)
        deadline = time.monotonic() + seconds
        for child in children:
            self._wait_until_ready(child, deadline=deadline)

    def watch(self, *, is_over, interval=0.2):
        """Heal what dies until `is_over()`, or until an exception such as StopRequested."""
        while not is_over():
            self.check(now=time.monotonic())
            time.sleep(interval)

    def check(self, *, now):
        """Look at every child once, and start again what has died and waited long enough. `now` is monotonic."""
        for child in self._children:
            self._look_after(child, now=now)

    def stop(self):
        """Stop everything in reverse order: first all that uses the servers, then the servers one by one.

        The sum of the patience of the servers and of the most patient of the others is the longest it can take.
        """
        children = self._children[::-1]
        others = [child for child in children if child.process and not _is_server(child)]
        servers = [child for child in children if child.process and _is_server(child)]
        for group in [others, *([server] for server in servers)]:
            _stop_together(group)

    def _wait_until_ready(self, child, *, deadline):
        while not child.is_ready():
            if (code := child.process.poll()) is not None:
                raise StartFailed(_with_log(f"{child.name} {describe_exit(code)}", child))
            if time.monotonic() > deadline:
                raise StartFailed(_with_log(f"{child.name} does not get ready", child))
            time.sleep(0.05)

    def _look_after(self, child, *, now):
        if child.process is None:
            if now >= child.next_try_at:
                child.before()
                self._spawn(child)
            return
        if (code := child.process.poll()) is not None:
            self._bury(child, code=code, now=now)
        elif child.recovering and child.is_ready():
            child.recovering = False
            self._report(f"{child.name} is back")

    def _bury(self, child, *, code, now):
        # Its own children may hold the port, the socket or a task: they go before the next one comes.
        end(in_session(child.process.pid), first=signal.SIGKILL)
        child.process = None
        child.recovering = True
        child.deaths = 1 if now - child.started_at > LONG_ENOUGH else child.deaths + 1
        what = f"{child.name} {describe_exit(code)}"
        if child.deaths <= len(PAUSES):
            child.next_try_at = now + PAUSES[child.deaths - 1]
            self._report(f"{what}; starting it again")
            return
        child.next_try_at = now + PAUSE_WHEN_HOPELESS
        again = f"{what}, {child.deaths} times in a row; trying again every {PAUSE_WHEN_HOPELESS} s"
        self._report(_with_log(again, child))

    def _spawn(self, child):
        child.started_at = time.monotonic()
        child.process = spawn(
            child.command,
            log=child.log,
            environment=self._environment,
            directory=self._directory,
            death_signal=child.death_signal,
        )


@dataclass(kw_only=True)
class Server(Child):
    """A child that others need until their own end."""


def stop_on_signals():
    """Turn the first SIGINT, SIGTERM or SIGHUP into StopRequested."""

    def stop(number, frame):
        ignore_signals()
        raise StopRequested

    for number in _stopping_signals():
        signal.signal(number, stop)


def ignore_signals():
    """From now on those signals change nothing: we are stopping already. Children do not inherit this."""
    for number in _stopping_signals():
        signal.signal(number, lambda *_: None)


def _stopping_signals():
    # nohup means it: a hang-up that was ignored when we came stays ignored.
    hang_up = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hang_up]


def _is_server(child):
    return isinstance(child, Server)


def _stop_together(children):
    for child in children:
        if child.process.poll() is None:
            child.process.send_signal(child.stop_signal)
    deadline = time.monotonic() + max((child.patience for child in children), default=0)
    for child in children:
        wait_for_end([child.process.pid], seconds=max(0, deadline - time.monotonic()))
        end({child.process.pid, *in_session(child.process.pid)}, first=signal.SIGKILL)
        child.process.wait()


def _with_log(sentence, child):
    return f"{sentence}. The end of its log, {child.log}:\n{last_lines(child.log)}"
