"""Children that die with their parent, and how to find and end what is left of them. Linux only."""

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Children carry this variable; its value is their data directory. By it a later start knows what an earlier one left.
MARK = "WALKBACK_SUPERVISED"

_libc = ctypes.CDLL(None)


def die_with_parent(*, parent, death_signal=signal.SIGKILL):
    """Ask the kernel to send this process `death_signal` when process `parent` ends.

    Must run in the child. Ends the child at once when the parent is gone already. The request is lost on fork and
    when a program changes its user, see `Privileges.prefix` in postgres.py.
    """
    _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def spawn(command, *, log, environment, directory, death_signal=signal.SIGKILL, output=None):
    """Start `command` in a session of its own, so that a Ctrl-C in the terminal reaches only the supervisor.

    What it says is appended to the file `log`; with `output=subprocess.PIPE` its standard output comes to us instead.
    Call it from the main thread: the kernel watches the thread that forked, not the process. Returns the Popen;
    OSError when the program cannot be run.
    """
    parent = os.getpid()
    with Path(log).open("ab") as said:
        return subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output or said,
            stderr=said,
            env=environment,
            cwd=directory,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(parent=parent, death_signal=death_signal),
        )


def processes():
    """Return the ids of all processes that can be seen."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def in_session(leader):
    """Return the living processes of the session that process `leader` opened, itself included."""
    return [pid for pid in processes() if _session(pid) == leader]


def working_in(directory, *, program):
    """Return the living processes of `program` whose working directory is `directory`: a server on its own data.

    `program` is how the file name of the program begins, or a tuple of such.
    """
    here = Path(directory)
    return [
        pid for pid in processes() if _link(pid, "cwd") == here and _link(pid, "exe").name.startswith(program)
    ]


def marked(data):
    """Return the living processes that a supervisor of the data directory `data` started, at any depth."""
    mark = f"{MARK}={data}".encode()
    return [pid for pid in processes() if pid != os.getpid() and mark in _environment(pid)]


def end(pids, *, first=signal.SIGTERM, patience=0.0):
    """Send `first` to each process, wait `patience` seconds at most, then SIGKILL to those still alive."""
    send(pids, first)
    if wait_for_end(pids, seconds=patience):
        return
    send(pids, signal.SIGKILL)
    wait_for_end(pids, seconds=2)


def send(pids, number):
    """Send a signal to each process that still exists and is ours."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            continue


def wait_for_end(pids, *, seconds):
    """Return whether all processes ended within `seconds`. A zombie has ended."""
    deadline = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    return True


def is_alive(pid):
    """Whether the process exists and is not a zombie."""
    return _stat(pid)[:1] not in ([], ["Z"], ["X"])


def describe_exit(code):
    """Return how a process ended, from Popen.returncode, as words for a sentence."""
    if code >= 0:
        return f"ended with status {code}"
    return f"was killed by {signal.Signals(-code).name}"


def last_lines(path, count=15):
    """Return the last `count` lines of a log as text; an absent file is an empty one."""
    try:
        return "\n".join(Path(path).read_text(errors="replace").splitlines()[-count:])
    except FileNotFoundError:
        return ""


def _stat(pid):
    # The second field, the name, is in brackets and may hold spaces: state is the first word after the last bracket.
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _session(pid):
    fields = _stat(pid)
    return int(fields[3]) if fields and fields[0] not in "ZX" else None


def _link(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").readlink()
    except OSError:
        return Path()


def _environment(pid):
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
