"""A real worker beside a real broker: a nudge is followed by work, and lost nudges are made good by the sweep."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from tests import make
from tracker.embedded.processes import end, in_session
from tracker.extract.models import Extraction
from tracker.extract.tasks import sweep
from tracker.match.models import Comparison

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 45


@contextmanager
def worker():
    """A Celery worker on this test's own database and broker, stopped with all it started.

    Asked to stop, it first ends what it has in hand. One that does not is killed, as any host would do it: what that
    leaves undone is for `tests/faults` to judge, not for these tests.
    """
    database = connection.settings_dict
    place = f"host={database['HOST']}&user={database['USER']}&port={database['PORT'] or 5432}"
    environment = os.environ | {
        "DATABASE_URL": f"postgresql:///{database['NAME']}?{place}",
        "REDIS_URL": settings.REDIS_URL,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "tracker", "worker", "--concurrency", "1", "--without-mingle"],
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end([process.pid], patience=20)
        end(in_session(process.pid))
        process.wait()


def soon(happened):
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "the worker did not do it"
        time.sleep(0.1)


def test_a_captured_page_is_read_and_compared_by_the_worker_alone():
    with worker():
        make.page("Minister Lars Bakken said the report was false. Exports will go on, Bakken said.")
        soon(lambda: Comparison.objects.exists())
    assert Extraction.objects.get().text.startswith("Minister")


def test_what_a_lost_nudge_left_is_found_by_the_next_one():
    make.page("Minister Lars Bakken said the report was false.")
    connection_to_broker = sweep.app.connection_for_write()
    with connection_to_broker:
        connection_to_broker.default_channel.queue_purge("celery")
    with worker():
        sweep.delay()
        soon(lambda: Comparison.objects.exists())
