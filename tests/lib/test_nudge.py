import pytest
from kombu.exceptions import OperationalError

from tracker.lib import nudge as module
from tracker.lib.nudge import nudge

pytestmark = pytest.mark.django_db


def test_a_nudge_waits_for_the_commit(monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(module.current_app, "send_task", lambda task, **more: sent.append(task))
    with django_capture_on_commit_callbacks() as callbacks:
        nudge("tracker.extract.tasks.sweep")
    assert sent == []
    callbacks[0]()
    assert sent == ["tracker.extract.tasks.sweep"]


def test_a_broker_that_does_not_answer_costs_nothing(monkeypatch, django_capture_on_commit_callbacks):
    def refuses(task, **more):
        raise OperationalError("connection refused")

    monkeypatch.setattr(module.current_app, "send_task", refuses)
    with django_capture_on_commit_callbacks(execute=True):
        nudge("tracker.extract.tasks.sweep")
