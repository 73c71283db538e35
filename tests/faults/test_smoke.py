import subprocess
import sys


def test_nothing_is_lost_when_workers_broker_and_database_die():
    run = [sys.executable, "-m", "tests.faults.capture", "--smoke"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
