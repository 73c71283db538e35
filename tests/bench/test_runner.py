import os
import subprocess
import sys
import time

import pytest

from tests.bench.runner import Runner, clock_of, descendants, own_cpu

BUSY = """
import time
from tests.bench.runner import serve

def work(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds * 2

serve(work=work)
"""


def test_a_runner_answers_with_the_result_and_with_what_it_used(tmp_path):
    runner = Runner("busy", [sys.executable, "-c", BUSY], environment=os.environ, log=tmp_path / "log")
    try:
        cpu, result = runner.ask("work", seconds=0.05)
    finally:
        runner.stop()
    assert result == 0.1
    assert 0.05 <= cpu < 0.5


def test_a_runner_that_dies_ends_the_bench_with_its_last_words(tmp_path):
    dying = [sys.executable, "-c", "raise ValueError('no more')"]
    runner = Runner("dying", dying, environment=os.environ, log=tmp_path / "log")
    with pytest.raises(SystemExit, match="no more"):
        runner.ask("work")
    runner.stop()


def test_what_children_use_counts_while_they_live_and_afterwards():
    before = own_cpu()
    child = subprocess.Popen([sys.executable, "-c", "while True: sum(range(10_000))"])
    try:
        while clock_of(child.pid) < 0.03:
            time.sleep(0.01)
        assert child.pid in descendants(os.getpid())
        assert own_cpu() - before > 0.02
    finally:
        child.kill()
        child.wait()
    assert own_cpu() - before > 0.02
    assert clock_of(child.pid) == 0.0
