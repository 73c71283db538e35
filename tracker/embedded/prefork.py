"""Loaded into the worker by `manage.py up`: its pool processes die with it, even in the middle of a task."""

import os

from celery.signals import worker_process_init

from tracker.embedded.processes import die_with_parent


@worker_process_init.connect
def die_with_the_worker(**_):
    """Runs in each new pool process. The work is not lost: it is rows, and a sweep finds them."""
    die_with_parent(parent=os.getppid())
