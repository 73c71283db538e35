import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.embedded.data import (
    LONGEST_SOCKET_NAME,
    AlreadyRunning,
    DataDirectory,
    DataError,
    choose_socket_directory,
    make_private,
)
from tracker.lib.env import Environment


@pytest.fixture
def data(tmp_path):
    directory = DataDirectory(tmp_path / "var")
    directory.create()
    return directory


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_written_to_the_environment_file_is_what_settings_read(data):
    values = {
        "SECRET_KEY": "a=b#c",
        "REDIS_URL": "unix:///a/b.sock?db=0",
        "SITE_URL": "http://127.0.0.1:8000",
    }
    data.write_environment(values)
    read = Environment(data=data.path, variables={"SITE_URL": "https://real.example"})
    assert {name: read.get(name) for name in values} == values | {"SITE_URL": "https://real.example"}


def test_only_the_owner_reads_the_environment_and_the_login(data):
    data.write_environment({"SECRET_KEY": "x"})
    data.write_demo_login("demo", "secret")
    assert [mode(data.environment), mode(data.demo_login), mode(data.logs)] == [0o600, 0o600, 0o700]


@pytest.mark.parametrize("value", ["two\nlines", " space", "return\r"])
def test_it_refuses_a_value_that_would_be_read_back_differently(data, value):
    with pytest.raises(ValueError, match="SITE_URL"):
        data.write_environment({"SITE_URL": value})


def test_the_secret_key_is_made_once(data):
    first = data.secret_key()
    data.write_environment({"SECRET_KEY": first})
    assert DataDirectory(data.path).secret_key() == first
    assert len(first) >= 50


def test_the_demo_login_comes_back_as_it_was_kept(data):
    assert data.read_demo_login() is None
    data.write_demo_login("demo", "pass=word")
    assert data.read_demo_login() == ("demo", "pass=word")


def test_a_second_supervisor_is_told_where_the_first_one_answers(data):
    data.lock()
    data.announce("http://127.0.0.1:8123")
    with pytest.raises(AlreadyRunning, match=r"already running .* at http://127\.0\.0\.1:8123"):
        DataDirectory(data.path).lock()
    data.unlock()


def test_the_lock_goes_with_its_process(data):
    program = (
        "import sys, os; from tracker.embedded.data import DataDirectory;"
        "d = DataDirectory(sys.argv[1]); d.lock(); d.announce('http://127.0.0.1:1'); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", program, data.path], cwd=Path.cwd()).returncode == -9
    data.lock()
    data.unlock()


def test_a_directory_that_cannot_be_made_is_one_plain_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"file/var cannot be made: Not a directory\.$"):
        DataDirectory(tmp_path / "file" / "var").create()


def test_a_large_log_is_set_aside(data):
    data.log("web").write_bytes(b"x" * 5_000_001)
    assert not data.log("web").exists()
    assert (data.logs / "web.log.1").stat().st_size == 5_000_001


def test_sockets_lie_in_the_data_directory_when_its_path_is_short():
    assert choose_socket_directory("/srv/walkback/var", uid=0) == Path("/srv/walkback/var/sockets")


@pytest.mark.parametrize(
    "data", ["/srv/" + "long/" * 20, "/home/ann/my news/var", "/home/zoë/var", "/srv/100%/var"]
)
def test_sockets_of_a_long_or_unusual_path_lie_under_the_temporary_directory(data):
    chosen = choose_socket_directory(data, uid=1000, temporary="/var/tmp")
    assert chosen.parent == Path("/var/tmp")
    assert chosen.name.startswith("walkback-1000-")
    assert chosen == choose_socket_directory(data, uid=1000, temporary="/var/tmp")
    assert chosen != choose_socket_directory(data + "2", uid=1000, temporary="/var/tmp")


def test_a_long_temporary_directory_is_passed_over():
    chosen = choose_socket_directory("/a b", uid=0, temporary="/long" * 30)
    assert chosen.parent == Path("/tmp")


@pytest.mark.parametrize("length", range(80, 100))
def test_a_socket_path_never_reaches_the_limit_of_the_system(length):
    chosen = choose_socket_directory("/" + "d" * length, uid=0)
    assert len(os.fsencode(f"{chosen}{LONGEST_SOCKET_NAME}")) < 107


def test_a_private_directory_is_made_and_then_accepted(tmp_path):
    directory = tmp_path / "sockets"
    make_private(directory, owners={os.geteuid()})
    make_private(directory, owners={os.geteuid()})
    assert mode(directory) == 0o700


def test_it_refuses_a_directory_open_to_others(tmp_path):
    (tmp_path / "sockets").mkdir(mode=0o755)
    with pytest.raises(DataError, match="open to others"):
        make_private(tmp_path / "sockets", owners={os.geteuid()})


def test_it_refuses_the_directory_of_somebody_else(tmp_path):
    (tmp_path / "sockets").mkdir(mode=0o700)
    with pytest.raises(DataError, match="belongs to somebody else"):
        make_private(tmp_path / "sockets", owners={os.geteuid() + 1})


def test_it_refuses_a_link_put_in_its_way(tmp_path):
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "sockets").symlink_to(tmp_path / "real")
    with pytest.raises(DataError, match="belongs to somebody else"):
        make_private(tmp_path / "sockets", owners={os.geteuid()})
