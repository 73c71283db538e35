"""What Celery itself costs beside the stages: a real worker reads the articles, as the scheduler would have it."""

import json
import os
import subprocess
import sys
import time

import psycopg
from celery import current_app
from django.conf import settings

from tests.bench.runner import clock_of, tree_cpu

_PATIENCE = 1200
_COMPARED = """
    SELECT count(DISTINCT article.id) FROM capture_article article
    JOIN capture_snapshot snapshot ON snapshot.article_id = article.id
    JOIN extract_extraction extraction ON extraction.snapshot_id = snapshot.id
    JOIN match_comparison comparison ON comparison.extraction_id = extraction.id
    WHERE article.address = ANY(%s)
"""


def share_of_orchestration(stage):
    """Share of the CPU of worker and broker that is not inside the stages, for all pages of a fresh database."""
    clock = stage.folder / "stages.jsonl"
    clock.touch()
    worker = _start(stage, clock)
    try:
        _wait(
            lambda: " ready." in stage.folder.joinpath("worker.log").read_text(errors="replace"), seconds=60
        )
        _read(stage, stage.addresses(range(stage.n, stage.n + 5)))  # warms it up
        clock.write_text("")
        before = tree_cpu(worker.pid), clock_of(stage.broker_pid), _bytes_in(stage)
        _read(stage, stage.addresses())
        after = tree_cpu(worker.pid), clock_of(stage.broker_pid), _bytes_in(stage)
    finally:
        worker.terminate()
        worker.wait(30)
    all_of_it, broker, sent = (late - early for late, early in zip(after, before, strict=True))
    runs = [json.loads(line) for line in clock.read_text().splitlines()]
    inside = sum(run["cpu"] for run in runs)
    share = (all_of_it + broker - inside) / (all_of_it + broker)
    return {
        "share": share,
        "worker and broker, ms a page": (all_of_it + broker) / stage.n * 1000,
        "runs of stages": len(runs),
        "bytes to the broker for a page": sent / stage.n,
        "in words": f"orchestration: {share:.2%} of {(all_of_it + broker) / stage.n * 1000:.1f} ms a page of worker "
        f"and broker; {len(runs)} runs of stages for {stage.n} pages, "
        f"{sent / stage.n:,.0f} bytes to the broker for each",
    }


def _start(stage, clock):
    environment = os.environ | {
        "DATABASE_URL": stage.url,
        "WALKBACK_HOST_DELAY_MS": "0",
        "WALKBACK_ALLOW_PRIVATE_NETWORKS": "1",
        "LOG_LEVEL": "INFO",
        "BENCH_STAGE_CLOCK": str(clock),
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tracker",
        "worker",
        "--concurrency",
        "1",
        "--without-mingle",
    ]
    with stage.folder.joinpath("worker.log").open("ab") as log:
        return subprocess.Popen(
            [*command, "--include", "tests.bench.stage_clock", "--loglevel", "INFO"],
            env=environment,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _read(stage, urls):
    """Make these addresses known, and send what the scheduler sends until all of them are compared."""
    stage.walkback.ask("know", urls=urls)
    beats = {beat["task"]: beat["schedule"] for beat in settings.CELERY_BEAT_SCHEDULE.values()}
    sent = dict.fromkeys(beats, 0.0)
    with psycopg.connect(stage.url, autocommit=True) as database:

        def done():
            for task, at in sent.items():
                if time.monotonic() - at > beats[task]:
                    current_app.send_task(task, expires=2 * beats[task])
                    sent[task] = time.monotonic()
            return database.execute(_COMPARED, [urls]).fetchone()[0] == len(urls)

        _wait(done, seconds=_PATIENCE)


def _wait(happened, *, seconds):
    until = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > until:
            raise SystemExit("The worker does not get done.")
        time.sleep(0.5)


def _bytes_in(stage):
    return stage.broker.info("stats")["total_net_input_bytes"]
