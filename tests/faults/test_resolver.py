import subprocess
import sys

import pytest

from tests.faults.resolver import NOT_HERE


def test_no_name_of_a_lying_name_server_leads_inside():
    run = [sys.executable, "-m", "tests.faults.resolver"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120)
    if done.returncode == NOT_HERE:
        pytest.skip(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "to a forbidden address: 0" in done.stdout
