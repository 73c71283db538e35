"""The product as a person starts it: the real command, servers, web, worker and scheduler, in a path with a space."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.embedded.test_processes import until
from tests.servers import SETTINGS
from tracker.embedded.processes import in_session, is_alive, marked, working_in

pytestmark = pytest.mark.whole_product

ROOT = Path(__file__).parents[2]


def bare_environment(data):
    """The environment without what this test run put into it."""
    ours = {*SETTINGS, "DATABASE_URL", "REDIS_URL", "WALKBACK_DATA", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "WALKBACK_DATA": str(data)
    }


class Started:
    """A running `manage.py up` and what it has said so far."""

    def __init__(self, data, *arguments):
        self.data = data
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", *arguments],
            cwd=ROOT,
            env=bare_environment(data),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.said += line

    def wait_until_ready(self):
        until(lambda: "To stop" in self.said or self.process.poll() is not None, seconds=90)
        assert "To stop" in self.said, self.said
        return re.search(r"Address +(\S+)", self.said)[1]

    def children(self):
        """Everything that belongs to this product, servers and grandchildren included."""
        servers = working_in(self.data / "postgres", program="postgres")
        return {*marked(self.data), *servers, *working_in(self.data / "valkey", program=("valkey", "redis"))}

    def end(self, number):
        """Send a signal to the supervisor alone and return its exit status."""
        self.process.send_signal(number)
        status = self.process.wait(timeout=30)
        self._reader.join()
        self.process.stdout.close()
        return status


@pytest.fixture(scope="module")
def data():
    with tempfile.TemporaryDirectory(prefix="walkback tests ", dir="/tmp") as path:
        yield Path(path).resolve() / "var"


@pytest.fixture
def start(data):
    started = []

    def start(*arguments):
        started.append(Started(data, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.end(signal.SIGTERM)


def manage(data, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=bare_environment(data),
        capture_output=True,
        text=True,
    )


def status_of(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_it_starts_is_found_by_other_commands_refuses_a_second_start_and_stops_without_a_trace(start, data):
    up = start()
    address = up.wait_until_ready()
    assert status_of(address) == 200
    assert f"Data directory  {data}" in up.said
    assert re.search(r"Editor login +demo, password \S{16}\n", up.said)

    found = manage(data, "add_editor", "demo")
    assert found.stdout == "demo exists already (editor); nothing was changed.\n", found.stderr

    second = manage(data, "up")
    assert second.returncode == 1
    assert f"already running on {data}, at {address.rstrip('/')}." in second.stderr
    assert "Traceback" not in second.stderr

    children = up.children()
    assert len(children) >= 10
    began = time.monotonic()
    assert up.end(signal.SIGINT) == 0
    assert time.monotonic() - began < 10
    assert not any(is_alive(pid) for pid in children)
    assert up.children() == set()


def test_every_child_that_is_killed_comes_back_and_the_page_with_it(start):
    up = start()
    address = up.wait_until_ready()
    leaders = {pid for pid in up.children() if in_session(pid) and _is_child_of(pid, up.process.pid)}
    assert len(leaders) == 5
    for pid in leaders:
        os.kill(pid, signal.SIGKILL)
    until(lambda: up.said.count(" is back\n") == 5, seconds=30)
    assert status_of(address) == 200
    assert not any(is_alive(pid) for pid in leaders)


def test_when_the_supervisor_is_killed_everything_ends_and_the_next_start_works(start):
    first = start()
    first.wait_until_ready()
    children = first.children()
    first.end(signal.SIGKILL)
    until(lambda: not any(is_alive(pid) for pid in children), seconds=10)
    assert status_of(start().wait_until_ready()) == 200


def test_told_to_stop_in_the_middle_of_the_start_it_leaves_nothing(start):
    up = start()
    until(lambda: "Valkey is ready" in up.said, seconds=30)
    assert up.end(signal.SIGTERM) == 0
    assert up.children() == set()


def test_it_stops_when_its_terminal_is_closed_even_if_nobody_tells_it(data):
    # Started by a session leader that keeps the hang-up to itself, as make does.
    ours, theirs = os.openpty()
    up = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=bare_environment(data),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    while b"To stop" not in said:
        said += os.read(ours, 4096)
    os.close(ours)
    assert up.wait(timeout=15) == 0


def test_a_port_that_cannot_be_used_is_named(start):
    up = start("--port", "70000")
    up.process.wait(timeout=30)
    until(lambda: "cannot be used" in up.said)
    assert up.process.returncode == 1


def _is_child_of(pid, parent):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]) == parent
