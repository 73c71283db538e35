"""Telling a worker that there is something to do. Only ever a hint: the rows say what is undone, a sweep finds it."""

import threading
from functools import partial

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError, OperationalError

log = structlog.get_logger(__name__)

_lock = threading.Lock()
_under_way = set()


def nudge(task):
    """Send the named task, without arguments, once the current transaction has committed.

    It is sent from a thread of its own, because a broker that is down keeps a sender for about six seconds and no
    editor should wait for a hint. A nudge while the same one is under way is left out.
    """
    transaction.on_commit(partial(_send_aside, task))


def _send_aside(task):
    with _lock:
        if task in _under_way:
            return
        _under_way.add(task)
    threading.Thread(target=_send, args=(task,), name=f"nudge {task}").start()


def _send(task):
    try:
        current_app.send_task(task, retry=False)
    except (KombuError, OperationalError, OSError) as trouble:
        log.warning("nudge_not_sent", task=task, trouble=str(trouble))
    finally:
        with _lock:
            _under_way.discard(task)
