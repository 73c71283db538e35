"""Telling a worker that there is something to do. Only ever a hint: the rows say what is undone, a sweep finds it."""

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError, OperationalError

log = structlog.get_logger(__name__)


def nudge(task):
    """Send the named task, without arguments, once the current transaction has committed.

    A broker that does not answer costs nothing but time: the scheduler's sweep does the work a little later.
    """
    transaction.on_commit(lambda: _send(task))


def _send(task):
    try:
        current_app.send_task(task, retry=False)
    except (KombuError, OperationalError, OSError) as trouble:
        log.warning("nudge_not_sent", task=task, trouble=str(trouble))
