"""Loaded into the worker of tests/bench/ingest.py alone: notes how much CPU the stages themselves took.

One line of JSON for each run of a stage goes to the file that BENCH_STAGE_CLOCK names. What a nudge costs, the thread
that sends a message, is taken off: that is orchestration.
"""

import json
import os
import time
from pathlib import Path

import tracker.capture.tasks
import tracker.extract.tasks
import tracker.lib.nudge
import tracker.match.tasks
from tests.bench.runner import own_cpu

_nudges = []


def _clocked(name, function):
    def call(*args, **options):
        before, nudged = own_cpu(), sum(_nudges)
        try:
            return function(*args, **options)
        finally:
            spent = own_cpu() - before - (sum(_nudges) - nudged)
            with Path(os.environ["BENCH_STAGE_CLOCK"]).open("a") as file:
                file.write(json.dumps({"stage": name, "cpu": spent}) + "\n")

    return call


def _timed_nudge(send):
    def call(task):
        before = time.thread_time()
        try:
            send(task)
        finally:
            _nudges.append(time.thread_time() - before)

    return call


tracker.capture.tasks.look_at_due_articles = _clocked("capture", tracker.capture.tasks.look_at_due_articles)
tracker.extract.tasks.each_taken = _clocked("extract", tracker.extract.tasks.each_taken)
tracker.match.tasks.each_taken = _clocked("match", tracker.match.tasks.each_taken)
tracker.lib.nudge._send = _timed_nudge(tracker.lib.nudge._send)
