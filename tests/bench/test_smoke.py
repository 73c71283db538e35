import subprocess
import sys

import pytest

from tests.bench.quality import available


def test_the_api_script_runs_and_finds_that_both_ways_tell_the_same():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.api", "--smoke"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "3 claims, 4 entries each" in done.stdout
    assert "ratio: median" in done.stdout


def test_the_script_on_bodies_runs_and_reads_back_what_it_kept():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bodies", "--smoke"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "4 versions of a page" in done.stdout
    assert "git to ours" in done.stdout


@pytest.mark.parametrize("name", available())
def test_the_script_on_quality_measures_a_few_made_up_lines(name):
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.quality", "--smoke", "--set", name],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "published best" in done.stdout


def test_the_script_on_ingestion_runs_and_finds_every_edit():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.ingest", "--smoke"], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert (
        "edits: 6 made, 6 seen by a full extraction; missed by a look again: 0 quiet, 0 under noise"
        in done.stdout
    )
    assert "new: diffengine to ours" in done.stdout


def test_the_script_on_matching_finds_what_scoring_every_claim_finds():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.matching", "--smoke"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "identical to scoring every claim" in done.stdout


def test_the_script_on_changes_runs_and_rebuilds_the_new_texts():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.changes", "--smoke"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("rebuilt exactly") == 3
    assert "difflib to ours" in done.stdout
