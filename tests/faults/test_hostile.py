import subprocess
import sys


def test_every_look_at_a_hostile_server_ends_in_time_as_it_should_and_in_little_memory():
    run = [sys.executable, "-m", "tests.faults.hostile", "--smoke"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
