"""What every test stands on: servers of its own, no network, and a browser for those that ask for one."""

import ipaddress
import os
import shutil
import signal
import socket
from contextlib import ExitStack
from datetime import timedelta

import django
import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests.servers import servers
from tests.site import Site

_at_end = ExitStack()
_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


# The integration tries the same examples each time, so that a change is judged and not the luck of the draw; at a desk
# they differ. No deadline for one example: it would measure what else the machine is doing.
hypothesis.settings.register_profile("walkback", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("walkback")


def pytest_configure():
    """Start the servers, and only then Django, whose settings name them. pytest-django finds it ready and joins in."""
    os.environ.update(_at_end.enter_context(servers()))
    # Playwright's event loop runs in this thread to the end, and Django refuses the database wherever one does.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    _at_end.callback(_allow_network)
    _forbid_network()
    # A suite started in the background of a script ignores SIGINT, and everything it starts would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    django.setup()


def pytest_unconfigure():
    _at_end.close()


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.relative_to(item.config.rootpath).parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, or the one WALKBACK_CHROMIUM names, without a word to the network."""
    chromium = os.environ.get("WALKBACK_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    return browser_type_launch_args | {"executable_path": chromium, "args": CHROMIUM_FLAGS}


def _forbid_network():
    def connect(self, address):
        _refuse_strangers(self, address)
        return _connect(self, address)

    def connect_ex(self, address):
        _refuse_strangers(self, address)
        return _connect_ex(self, address)

    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex


def _allow_network():
    socket.socket.connect, socket.socket.connect_ex = _connect, _connect_ex


def _refuse_strangers(connection, address):
    if connection.family not in {socket.AF_INET, socket.AF_INET6} or address[0] == "localhost":
        return
    if not ipaddress.ip_address(address[0]).is_loopback:
        raise RuntimeError(f"A test tried to reach {address[0]}. Tests stay on this machine.")


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_emptied():
    """Between tests with real transactions Django empties all tables, which the ledger's own triggers refuse.

    Only the owner of a throw-away server may say that its triggers do not fire; the product never does.
    """
    operations = type(connection.ops)
    execute_flush = operations.execute_sql_flush

    def flush(self, sql_list):
        if sql_list:
            sql_list = [
                "SET session_replication_role = replica;",
                *sql_list,
                "SET session_replication_role = origin;",
            ]
        execute_flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_under_their_own_names():
    """Pages link the files of static/ as they are; hashed names need a collected copy, which `release` makes."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture
def site(settings):
    """A web site on loopback that may be asked at once and at any time."""
    settings.ALLOW_PRIVATE_NETWORKS = True
    settings.HOST_DELAY = timedelta(0)
    made = Site()
    yield made
    made.close()
