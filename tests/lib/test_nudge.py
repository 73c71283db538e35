import threading
import time

import pytest
from kombu.exceptions import OperationalError

from tracker.lib import nudge as module
from tracker.lib.nudge import nudge

pytestmark = pytest.mark.django_db
TASK = "tracker.extract.tasks.sweep"


@pytest.fixture(autouse=True)
def nothing_was_sent(monkeypatch):
    monkeypatch.setattr(module, "_sent", {})


class Broker:
    """Takes messages when it is open, and keeps the sender waiting until then."""

    def __init__(self, monkeypatch, *, fails=False):
        self.sent = []
        self.fails = fails
        self.open = threading.Event()
        monkeypatch.setattr(module.current_app, "send_task", self.send)

    def send(self, task, **more):
        self.open.wait(10)
        if self.fails:
            raise OperationalError("connection refused")
        self.sent.append(task)

    def answers(self):
        self.open.set()
        for thread in threading.enumerate():
            if thread.name.startswith("nudge "):
                thread.join(10)


def test_a_nudge_waits_for_the_commit(monkeypatch, django_capture_on_commit_callbacks):
    broker = Broker(monkeypatch)
    broker.open.set()
    with django_capture_on_commit_callbacks() as callbacks:
        nudge(TASK)
    broker.answers()
    assert broker.sent == []
    callbacks[0]()
    broker.answers()
    assert broker.sent == [TASK]


def test_nobody_waits_for_a_slow_broker_and_one_hint_is_enough(
    monkeypatch, django_capture_on_commit_callbacks
):
    broker = Broker(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(26):
            nudge(TASK)
    assert broker.sent == []
    broker.answers()
    assert broker.sent == [TASK]


def test_a_broker_that_is_down_costs_only_the_hint(monkeypatch, django_capture_on_commit_callbacks):
    broker = Broker(monkeypatch, fails=True)
    with django_capture_on_commit_callbacks(execute=True):
        nudge(TASK)
    broker.answers()
    broker.fails = False
    with django_capture_on_commit_callbacks(execute=True):
        nudge(TASK)
    broker.answers()
    assert broker.sent == [TASK]


def test_what_follows_soon_after_a_nudge_waits_a_little(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(module, "APART", 0.6)
    broker = Broker(monkeypatch)
    broker.open.set()
    began = time.monotonic()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            nudge(TASK)
        broker.answers()
    assert broker.sent == [TASK, TASK]
    assert time.monotonic() - began >= module.PAUSE + module.APART
