import os
import signal
import time

import pytest

from tests.embedded.test_processes import until
from tracker.embedded import supervisor as module
from tracker.embedded.processes import in_session, is_alive
from tracker.embedded.supervisor import Child, Server, StartFailed, StopRequested, Supervisor, stop_on_signals


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    made = Supervisor(environment=dict(os.environ), directory=tmp_path, report=said.append)
    yield made
    made.stop()


@pytest.fixture
def make(tmp_path):
    def make(script, *, name="web", kind=Child, is_ready=lambda: True, **options):
        return kind(
            name=name,
            command=["sh", "-c", script],
            log=tmp_path / f"{name}.log",
            is_ready=is_ready,
            **options,
        )

    return make


def test_a_start_waits_until_the_child_is_ready(supervisor, make, tmp_path):
    child = make("sleep 0.3; touch ready; sleep 60", is_ready=(tmp_path / "ready").exists)
    supervisor.start(child)
    assert (tmp_path / "ready").exists()


def test_a_child_that_ends_at_the_start_is_reported_with_its_log(supervisor, make):
    with pytest.raises(StartFailed, match=r"(?s)web ended with status 3\..*no such database"):
        supervisor.start(make("echo no such database; exit 3", is_ready=lambda: False))


def test_a_child_that_never_gets_ready_is_reported(supervisor, make):
    with pytest.raises(StartFailed, match="web does not get ready"):
        supervisor.start(make("sleep 60", is_ready=lambda: False), seconds=0.2)


def test_a_killed_child_is_started_again_and_its_own_children_are_ended(supervisor, make, said):
    child = make("sleep 60 & wait")
    supervisor.start(child)
    until(lambda: len(in_session(child.process.pid)) == 2)
    first = in_session(child.process.pid)
    os.kill(child.process.pid, signal.SIGKILL)
    until(lambda: checked(supervisor) and "web is back" in said)
    assert not any(is_alive(pid) for pid in first)
    assert child.process.pid not in first
    assert said[0] == "web was killed by SIGKILL; starting it again"


def test_it_makes_way_before_each_start(supervisor, make):
    ways = []
    child = make("sleep 60", before=lambda: ways.append("made"))
    supervisor.start(child)
    os.kill(child.process.pid, signal.SIGKILL)
    until(lambda: checked(supervisor) and len(ways) == 2)


def test_one_that_keeps_dying_is_reported_with_its_log_and_tried_more_rarely(
    supervisor, make, said, monkeypatch
):
    monkeypatch.setattr(module, "PAUSES", (0, 0, 0))
    child = make("echo disk full; exit 1")
    supervisor.start(child)
    until(lambda: checked(supervisor) and len(said) == 4)
    assert said[:3] == ["web ended with status 1; starting it again"] * 3
    assert said[3].startswith("web ended with status 1, 4 times in a row; trying again every 30 s.")
    assert said[3].endswith("disk full")
    supervisor.check(now=time.monotonic() + 29)
    assert child.process is None
    supervisor.check(now=time.monotonic() + 31)
    assert child.process is not None


def test_a_long_life_is_forgiven(supervisor, make, monkeypatch):
    child = make("sleep 60")
    supervisor.start(child)
    child.deaths = 5
    os.kill(child.process.pid, signal.SIGKILL)
    until(lambda: not is_alive(child.process.pid))
    supervisor.check(now=child.started_at + module.LONG_ENOUGH + 1)
    assert child.deaths == 1


def test_it_stops_in_reverse_order_and_servers_last(supervisor, make, tmp_path):
    script = "trap 'echo {0} >> order; exit 0' {1}; echo up; while :; do sleep 0.05; done"
    database = make(script.format("database", "INT"), name="database", kind=Server, stop_signal=signal.SIGINT)
    broker = make(script.format("broker", "TERM"), name="broker", kind=Server)
    web = make(script.format("web", "TERM"), name="web")
    supervisor.start(database)
    supervisor.start(broker)
    supervisor.start(web)
    for child in (database, broker, web):
        until(child.log.read_text)
    supervisor.stop()
    assert (tmp_path / "order").read_text().split() == ["web", "broker", "database"]


def test_one_that_does_not_listen_is_killed_with_its_children(supervisor, make):
    child = make("trap '' TERM; sleep 60 & echo up; while :; do sleep 0.1; done", patience=0.3)
    supervisor.start(child)
    until(child.log.read_text)
    members = in_session(child.process.pid)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 2
    assert not any(is_alive(pid) for pid in members)


def test_the_first_signal_stops_and_later_ones_change_nothing():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        stop_on_signals()
        with pytest.raises(StopRequested):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def checked(supervisor):
    """One round of the supervisor, for use in `until`."""
    supervisor.check(now=time.monotonic())
    return True
