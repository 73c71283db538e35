import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.embedded.processes import (
    MARK,
    describe_exit,
    end,
    in_session,
    is_alive,
    last_lines,
    marked,
    spawn,
    wait_for_end,
)


def start(tmp_path, command, **options):
    return spawn(
        command,
        log=tmp_path / "log",
        environment=dict(os.environ) | options.pop("extra", {}),
        directory=tmp_path,
        **options,
    )


@pytest.fixture
def family(tmp_path):
    """A shell with a child of its own."""
    leader = start(tmp_path, ["sh", "-c", "sleep 60 & wait"], extra={MARK: str(tmp_path)})
    until(lambda: len(in_session(leader.pid)) == 2)
    yield leader
    end(in_session(leader.pid), first=signal.SIGKILL)
    leader.wait()


def until(condition, *, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_a_child_with_its_own_children_is_found_and_ended(family):
    members = in_session(family.pid)
    end(members)
    assert not any(is_alive(pid) for pid in members)


def test_what_carries_the_mark_is_found_at_any_depth_even_without_its_parent(family, tmp_path):
    (grandchild,) = set(in_session(family.pid)) - {family.pid}
    family.kill()
    family.wait()
    assert marked(tmp_path) == [grandchild]
    assert marked(tmp_path / "other") == []


def test_one_that_does_not_listen_is_killed(tmp_path):
    deaf = start(tmp_path, ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"])
    until(lambda: last_lines(tmp_path / "log") == "ready")
    end([deaf.pid], patience=0.2)
    assert deaf.wait() == -signal.SIGKILL


def test_a_child_dies_when_its_parent_is_killed(tmp_path):
    program = (
        "import os, sys; from pathlib import Path; from tracker.embedded.processes import spawn\n"
        "child = spawn(['sleep', '60'], log=Path(sys.argv[1]), environment=dict(os.environ), directory='.')\n"
        "print(child.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "log"], capture_output=True, cwd=Path.cwd(), text=True
    )
    assert told.returncode == -9
    assert wait_for_end([int(told.stdout)], seconds=2)


def test_a_zombie_has_ended(tmp_path):
    child = start(tmp_path, ["true"])
    assert wait_for_end([child.pid], seconds=2)
    assert child.wait() == 0


def test_what_a_child_says_goes_to_its_log(tmp_path):
    start(tmp_path, ["sh", "-c", "echo one; echo two >&2; echo three"]).wait()
    assert last_lines(tmp_path / "log", 2) == "two\nthree"
    assert last_lines(tmp_path / "absent") == ""


def test_an_end_is_told_in_words():
    assert describe_exit(3) == "ended with status 3"
    assert describe_exit(-9) == "was killed by SIGKILL"
