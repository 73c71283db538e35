"""Jobs in a killable child, with real processes: what they return, how they die, and that none is left over."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import psutil
import pytest

from tracker.lib import child
from tracker.lib.child import ChildFailed, ChildKilled, Reason

ROOT = Path(__file__).parents[2]


class Picky(Exception):
    """Cannot be made again from its arguments, as many a library's exceptions cannot."""

    def __init__(self, one, two):
        super().__init__(one)


def double(data):
    return data * 2


def whoami(*_):
    return os.getpid()


def sleep_and_tell(seconds):
    time.sleep(seconds)
    return os.getpid()


def deaf(*_):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(1)


def spin():
    while True:
        pass


def eat(size):
    return len(b"x" * size)


def eat_and_grow(size):
    eaten = b"x" * size
    while eaten:
        time.sleep(1)


def eat_here(size):
    return os.getpid() if b"x" * size else 0


def keep(size, _kept=[]):  # noqa: B006 - the point of it: what a library keeps from job to job
    _kept.append(b"x" * size)
    return os.getpid()


def fail(text):
    raise ValueError(text)


def fail_oddly():
    raise Picky("a", "b")


def return_a_function():
    return lambda: None


def chatter():
    print("this must not end up in the answer", flush=True)  # noqa: T201 - the point of the test
    os.write(1, b"nor this\n")
    return "quiet"


def environment():
    return dict(os.environ)


@pytest.fixture(autouse=True)
def _no_worker_before_and_none_after():
    child._end_all()
    yield
    child._end_all()
    assert [
        one for one in psutil.Process().children() if "tracker.lib.child" in " ".join(one.cmdline())
    ] == []


def test_it_returns_what_the_function_returns():
    assert child.run(double, "ab") == "abab"


def test_it_carries_ten_megabytes_there_and_back():
    body = os.urandom(10 << 20)
    assert child.run(bytes, body) == body


def test_one_worker_does_many_jobs():
    first = child.run(whoami)
    assert first != os.getpid()
    assert {child.run(whoami) for _ in range(20)} == {first}


def test_ordinary_calls_are_fast():
    child.run(whoami)
    started = time.process_time()
    for _ in range(200):
        child.run(len, b"abc")
    # Starting an interpreter costs 20 ms or more of processor time; a call over two pipes well under 1 ms.
    assert (time.process_time() - started) / 200 < 0.005


def test_a_worker_is_replaced_after_its_share_of_jobs(monkeypatch):
    monkeypatch.setattr(child, "_JOBS_PER_WORKER", 3)
    workers = [child.run(whoami) for _ in range(6)]
    assert workers[0] == workers[2] != workers[3] == workers[5]


def test_an_exception_comes_back_with_the_place_where_it_was_raised():
    with pytest.raises(ValueError, match="no good") as caught:
        child.run(fail, "no good")
    assert "in fail" in caught.value.__notes__[0]
    assert child.run(double, 2) == 4


def test_what_cannot_be_carried_back_is_said_in_a_sentence():
    for function in (fail_oddly, return_a_function):
        with pytest.raises(ChildFailed) as caught:
            child.run(function)
        assert caught.value.sentence
    assert child.run(double, 2) == 4


def test_a_job_that_is_deaf_to_signals_is_killed_at_the_wall():
    worker = child.run(whoami)
    started = time.monotonic()
    with pytest.raises(ChildKilled) as caught:
        child.run(deaf, wall=0.5)
    assert time.monotonic() - started < 5
    assert caught.value.reason is Reason.TIME
    assert caught.value.sentence == "it took longer than 0.5 seconds to parse"
    assert not psutil.pid_exists(worker)
    assert child.run(whoami) != worker


def test_a_job_that_spins_is_stopped_by_its_processor_time():
    started = time.monotonic()
    with pytest.raises(ChildKilled) as caught:
        child.run(spin, cpu=1, wall=30)
    assert caught.value.reason is Reason.TIME
    assert time.monotonic() - started < 15


def test_a_worker_has_an_alarm_of_its_own_a_little_after_the_wall():
    """For systems that cannot tie it to its parent: nobody else would stop it there."""
    left, again = child.run(signal.getitimer, signal.ITIMER_REAL, wall=7)
    assert 7 < left <= 9
    assert again == 0


def test_processor_time_is_counted_for_each_job_alone():
    end = time.monotonic() + 20
    worker = child.run(whoami)
    used = 0.0
    while used < 1.6 and time.monotonic() < end:
        assert child.run(pow, 7, 180_000, cpu=1) > 0
        times = psutil.Process(worker).cpu_times()
        used = times.user + times.system
    assert child.run(whoami, cpu=1) == worker


def test_a_job_that_grows_too_large_is_stopped_while_it_runs():
    worker = child.run(whoami)
    started = time.monotonic()
    with pytest.raises(ChildKilled) as caught:
        child.run(eat_and_grow, 300 << 20)
    assert time.monotonic() - started < 10
    assert caught.value.reason is Reason.MEMORY
    assert caught.value.sentence == "it needs more than 256 MB of memory to parse"
    assert not psutil.pid_exists(worker)


@pytest.mark.parametrize(
    "size", [300 << 20, 2 << 30], ids=["between two looks", "more than there are addresses"]
)
def test_a_job_that_was_too_large_for_a_moment_has_no_result(size):
    with pytest.raises(ChildKilled) as caught:
        child.run(eat, size)
    assert caught.value.reason is Reason.MEMORY
    assert child.run(eat, 2 << 20) == 2 << 20
    assert child.run(eat, 300 << 20, memory=400 << 20) == 300 << 20


def test_a_large_worker_is_replaced_for_a_job_that_fits_into_a_new_one():
    worker = child.run(keep, 150 << 20)
    assert child.run(eat_here, 100 << 20) != worker


def test_a_job_that_crashes_the_interpreter_is_a_crash():
    for _ in range(2):
        with pytest.raises(ChildKilled) as caught:
            child.run(os.abort)
        assert caught.value.reason is Reason.CRASH
    assert child.run(double, 2) == 4


def test_a_worker_that_was_killed_while_idle_is_replaced_without_a_word():
    worker = child.run(whoami)
    os.kill(worker, signal.SIGKILL)
    assert child.run(double, 2) == 4


def test_what_the_job_prints_does_not_spoil_the_answer():
    assert child.run(chatter) == "quiet"


def test_a_worker_knows_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:hidden@host/base")
    assert "hidden" not in repr(child.run(environment))


def test_threads_share_a_few_workers_and_wait_for_them():
    pids, failures = [], []

    def job():
        try:
            pids.append(child.run(sleep_and_tell, 0.2, wall=5))
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=job) for _ in range(3 * child.MOST_WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(pids) == 3 * child.MOST_WORKERS
    assert len(set(pids)) <= child.MOST_WORKERS
    # The threads are gone, and their workers still live: they hang on the process, not on the thread.
    time.sleep(0.1)
    assert child.run(whoami) in pids


def run_python(script):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )


def gone_within(pids, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_its_parent(ending):
    parent = run_python(
        """
        import os, threading, time
        from tracker.lib import child
        print(child.run(os.getpid), flush=True)
        threading.Thread(target=child.run, args=(time.sleep, 60), kwargs={"wall": 90}, daemon=True).start()
        time.sleep(0.3)
        print(child.run(os.getpid), flush=True)
        time.sleep(60)
        """
    )
    with parent:
        workers = [int(parent.stdout.readline()), int(parent.stdout.readline())]
        assert workers[0] != workers[1]
        parent.send_signal(ending)
    assert gone_within(workers, 5)


def test_an_ordinary_exit_leaves_no_worker_and_no_complaint():
    parent = run_python("import os; from tracker.lib import child; print(child.run(os.getpid))")
    with parent:
        worker = int(parent.stdout.read())
    assert parent.returncode == 0
    assert gone_within([worker], 5)


def test_a_forked_process_has_workers_of_its_own():
    """As Celery forks its workers: the parent has used the pool before, the child must not share it."""
    parent = run_python(
        """
        import os
        from tracker.lib import child
        mine = child.run(os.getpid)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(writing, str(child.run(os.getpid)).encode())
            os._exit(0)
        os.waitpid(pid, 0)
        print(mine, os.read(reading, 100).decode(), child.run(os.getpid), flush=True)
        """
    )
    with parent:
        mine, of_the_fork, mine_again = parent.stdout.read().split()
    assert mine == mine_again != of_the_fork
    assert gone_within([int(mine), int(of_the_fork)], 5)


def test_a_daemonic_process_may_use_it():
    """Celery's prefork workers are daemonic: multiprocessing forbids them children of its own kind."""
    parent = run_python(
        """
        import multiprocessing, os
        from tracker.lib import child
        def work(): print(child.run(len, b"abc"), flush=True)
        process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
        process.start(); process.join()
        """
    )
    with parent:
        assert parent.stdout.read() == b"3\n"


def test_a_parent_that_once_was_large_keeps_its_workers():
    code = """
        import os
        from tracker.lib import child
        large = bytearray(600 << 20)
        large[::4096] = b"x" * len(large[::4096])
        del large
        print(len({child.run(os.getpid) for _ in range(3)}))
    """
    said = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout == "1\n"
