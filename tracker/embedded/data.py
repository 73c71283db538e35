"""The one directory in which the embedded product keeps everything, and what it may hold."""

import fcntl
import hashlib
import os
import secrets
import stat
import tempfile
from pathlib import Path

from tracker.lib.env import read_file

# A unix socket's path must fit in 107 bytes, and PostgreSQL's name for it is the longest we use.
LONGEST_SOCKET_PATH = 106
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432"
PLAIN_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")


class DataError(Exception):
    """The data directory cannot be used; the message is one plain sentence."""


class AlreadyRunning(DataError):
    """Another supervisor holds the data directory. `address` is where it answers, "" while it is still starting."""

    def __init__(self, data, address):
        self.address = address
        where = f"at {address}" if address else "and still starting"
        super().__init__(
            f"Walkback is already running on {data}, {where}. Stop it first, or set WALKBACK_DATA."
        )


class DataDirectory:
    """`<data>/`: postgres, valkey, sockets, logs, static, the files environment, demo-login, lock and beat-schedule."""

    def __init__(self, path):
        self.path = Path(path).resolve()
        self.postgres = self.path / "postgres"
        self.valkey = self.path / "valkey"
        self.logs = self.path / "logs"
        self.environment = self.path / "environment"
        self.demo_login = self.path / "demo-login"
        self.beat_schedule = self.path / "beat-schedule"
        self._lock = None

    def create(self):
        """Make the directory and its folders, readable by their owner only; DataError when that is impossible."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for folder in (self.logs, self.valkey):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise DataError(f"The data directory {self.path} cannot be made: {error.strerror}.") from error

    def lock(self):
        """Hold the directory until this process ends; AlreadyRunning when another one does, DataError when not ours."""
        try:
            lock = (self.path / "lock").open("a+")
        except OSError as error:
            raise DataError(
                f"The data directory {self.path} is not ours to write in: {error.strerror}."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            address = lock.read().strip()
            lock.close()
            raise AlreadyRunning(self.path, address) from None
        self._lock = lock
        self.announce("")

    def announce(self, address):
        """Write where the product answers into the lock, for whoever finds it held."""
        self._lock.seek(0)
        self._lock.truncate()
        self._lock.write(address)
        self._lock.flush()

    def unlock(self):
        """Let go of the directory."""
        self.announce("")
        self._lock.close()

    def log(self, name):
        """Return the log file of the child `name`; a file over 5 MB is first set aside as `<name>.log.1`."""
        path = self.logs / f"{name}.log"
        if path.exists() and path.stat().st_size > 5_000_000:
            path.replace(path.with_suffix(".log.1"))
        return path

    def secret_key(self):
        """Return the SECRET_KEY made at the first start."""
        return read_file(self.environment).get("SECRET_KEY") or secrets.token_urlsafe(50)

    def write_environment(self, values):
        """Write KEY=value lines that tracker.lib.env reads; ValueError for a value that would not survive it."""
        for key, value in values.items():
            if value != value.strip() or "\n" in value or "\r" in value:
                raise ValueError(f"{key} has a line end, or white space at an end.")
        head = "# Written by `manage.py up` at each start. The real environment goes first.\n"
        write_private(self.environment, head + "".join(f"{key}={value}\n" for key, value in values.items()))

    def read_demo_login(self):
        """Return (username, password) of the demonstration editor, or None before the first start."""
        values = read_file(self.demo_login)
        return (values["username"], values["password"]) if {"username", "password"} <= values.keys() else None

    def write_demo_login(self, username, password):
        """Keep the demonstration editor's login where only the owner of the data can read it."""
        write_private(self.demo_login, f"username={username}\npassword={password}\n")


def write_private(path, text):
    """Write a file that only its owner can read, in one step: a reader sees the old or the new text, never half."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(
        os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    beside.replace(path)


def choose_socket_directory(data, *, uid, temporary=None):
    """Return where the sockets of the data directory `data` go.

    `<data>/sockets` when its path is short and plain enough for socket paths and URLs, else a directory under the
    temporary one (or /tmp) named from the user and a hash of `data`. DataError when none is short enough.
    """
    name = f"walkback-{uid}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"
    temporary = Path(temporary or tempfile.gettempdir())
    for directory in (Path(data) / "sockets", temporary / name, Path("/tmp") / name):  # noqa: S108 (see make_private)
        if _fits(directory):
            return directory
    raise DataError(
        f"No directory with a short enough path for sockets: {data}, {temporary} and /tmp are too long."
    )


def make_private(directory, *, owners):
    """Make `directory` with mode 0700, or check that it is ours: another user could have put it in our way.

    `owners` are the user ids that may own it. DataError when it is a link, someone else's, or open to others.
    """
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners or stat.S_IMODE(found.st_mode) & 0o077:
        raise DataError(
            f"{directory} belongs to somebody else or is open to others. Remove it and start again."
        )


def _fits(directory):
    path = os.fspath(directory)
    return len(
        os.fsencode(path + LONGEST_SOCKET_NAME)
    ) <= LONGEST_SOCKET_PATH and PLAIN_CHARACTERS.issuperset(path)
