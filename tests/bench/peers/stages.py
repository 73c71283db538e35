"""The measured process of the usual way to build it: five Celery tasks for each article, chained, each given its id.

Fetch, extract (trafilatura as it comes), sign, compare, finish; every task reads what it needs from PostgreSQL and
writes its result there. A real worker with one process beneath this one, the broker and database of the bench.
"""

import hashlib
import os
import subprocess
import sys
import time

import psycopg
import trafilatura
import urllib3
from celery import Celery, chain

from tests.bench.runner import serve

_PATIENCE = 600
_TABLE = """
    CREATE TABLE IF NOT EXISTS stage_page (
        id bigserial PRIMARY KEY, url text UNIQUE, html bytea, title text, author text, published text, text text,
        signature text, state text NOT NULL DEFAULT 'waits');
    CREATE TABLE IF NOT EXISTS stage_version (
        id bigserial PRIMARY KEY, page bigint, signature text, html bytea, text text, UNIQUE (page, signature));
"""

app = Celery("stages", broker=os.environ["STAGES_BROKER"])
app.conf.update(
    task_ignore_result=True, task_default_queue="stages", worker_prefetch_multiplier=1, task_acks_late=True
)
_pool = urllib3.PoolManager()
_connections = {}


def _database():
    """One connection for each process: a worker's processes are forks."""
    if os.getpid() not in _connections:
        _connections[os.getpid()] = psycopg.connect(os.environ["STAGES_DATABASE"], autocommit=True)
    return _connections[os.getpid()]


def _one(query, *values):
    return _database().execute(query, values).fetchone()


@app.task(name="fetch")
def fetch(key):
    (url,) = _one("SELECT url FROM stage_page WHERE id = %s", key)
    _database().execute(
        "UPDATE stage_page SET html = %s WHERE id = %s", [_pool.request("GET", url).data, key]
    )


@app.task(name="extract")
def extract(key):
    (body,) = _one("SELECT html FROM stage_page WHERE id = %s", key)
    found = trafilatura.bare_extraction(bytes(body), with_metadata=True)
    row = (found.title, found.author, found.date, found.text) if found else ("", "", "", "")
    _database().execute(
        "UPDATE stage_page SET title = %s, author = %s, published = %s, text = %s WHERE id = %s", [*row, key]
    )


@app.task(name="sign")
def sign(key):
    (text,) = _one("SELECT text FROM stage_page WHERE id = %s", key)
    signature = hashlib.sha256((text or "").encode()).hexdigest()
    _database().execute("UPDATE stage_page SET signature = %s WHERE id = %s", [signature, key])


@app.task(name="compare")
def compare(key):
    _database().execute(
        "INSERT INTO stage_version (page, signature, html, text) SELECT id, signature, html, text FROM stage_page "
        "WHERE id = %s ON CONFLICT DO NOTHING",
        [key],
    )


@app.task(name="finish")
def finish(key):
    _database().execute("UPDATE stage_page SET state = 'done' WHERE id = %s", [key])


# ------------------------------------------------------------------ the process that is asked
def new(urls):
    """Look at addresses for the first time; returns how many texts there are then."""
    for url in urls:
        _database().execute("INSERT INTO stage_page (url) VALUES (%s)", [url])
    return look_again()


def look_again():
    """Look at every address (again); returns how many texts there are then."""
    _database().execute("UPDATE stage_page SET state = 'waits'")
    keys = [key for (key,) in _database().execute("SELECT id FROM stage_page ORDER BY id").fetchall()]
    for key in keys:
        chain(*(task.si(key) for task in (fetch, extract, sign, compare, finish))).apply_async()
    until = time.monotonic() + _PATIENCE
    while _one("SELECT count(*) FROM stage_page WHERE state <> 'done'")[0]:
        if time.monotonic() > until:
            raise TimeoutError("the worker does not get done")
        time.sleep(0.1)
    return _one("SELECT count(*) FROM stage_page WHERE text <> ''")[0]


def forget():
    """Begin anew, with nothing known."""
    _database().execute("TRUNCATE stage_page, stage_version")


def _worker():
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tests.bench.peers.stages",
        "worker",
        "--concurrency",
        "1",
    ]
    return subprocess.Popen(
        [*command, "--without-mingle", "--without-gossip"], stdin=subprocess.DEVNULL, stdout=2
    )


if __name__ == "__main__":
    _database().execute(_TABLE)
    worker = _worker()
    try:
        serve(new=new, look_again=look_again, forget=forget)
    finally:
        worker.terminate()
        worker.wait()
