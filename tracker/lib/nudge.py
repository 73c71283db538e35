"""Telling a worker that there is something to do. Only ever a hint: the rows say what is undone, a sweep finds it."""

import math
import threading
import time
from functools import partial

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError, OperationalError

log = structlog.get_logger(__name__)

# A nudge waits so long for others to join it: a batch of new rows is worth one message, not one each.
PAUSE = 0.2
# While new rows come one after the other, whoever was nudged takes them as they come; a message more finds nothing.
APART = 2.0

_lock = threading.Lock()
_waiting = set()
_sent = {}  # when each task was last sent


def nudge(task):
    """Send the named task, without arguments, once the current transaction has committed.

    It is sent from a thread of its own, because a broker that is down keeps a sender for about six seconds and no
    editor should wait for a hint. A nudge joins the same one where that is still to be sent; a process sends the same
    one APART seconds after the last at the earliest.
    """
    transaction.on_commit(partial(_send_aside, task))


def _send_aside(task):
    with _lock:
        if task in _waiting:
            return
        _waiting.add(task)
    threading.Thread(target=_send, args=(task,), name=f"nudge {task}").start()


def _send(task):
    time.sleep(max(PAUSE, _sent.get(task, -math.inf) + APART - time.monotonic()))
    with _lock:
        # Before it is sent: what is committed from now on may be too late for the worker this one wakes.
        _waiting.discard(task)
    try:
        current_app.send_task(task, retry=False)
        _sent[task] = time.monotonic()
    except (KombuError, OperationalError, OSError) as trouble:
        log.warning("nudge_not_sent", task=task, trouble=str(trouble))
