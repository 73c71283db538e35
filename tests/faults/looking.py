"""The worker of the hostile run: reads lists of jobs from its input, does each side by side, and says how they ended.

As in the product, pages are looked at side by side, and read for their statements one after the other. It imports
what a worker of the product has in memory; nothing is stored, so that looking alone is measured.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import django
from django.conf import settings
from django.utils import timezone

django.setup()

from tests.faults.attacks import FEED, ROBOTS  # noqa: E402 - what follows has models, which need settings
from tracker import celery  # noqa: E402, F401 - in the memory of every worker
from tracker.capture import look_at_feed, look_at_robots, robots  # noqa: E402
from tracker.capture.fetch import look_at_url  # noqa: E402
from tracker.capture.models import Host  # noqa: E402
from tracker.capture.outcomes import Outcome  # noqa: E402
from tracker.capture.side_by_side import SIDE_BY_SIDE  # noqa: E402
from tracker.extract.page import read_page  # noqa: E402
from tracker.extract.readings import NothingToRead  # noqa: E402
from tracker.extract.tasks import sweep as _sweep_extract  # noqa: E402, F401
from tracker.lib import child, http  # noqa: E402
from tracker.match.tasks import sweep as _sweep_match  # noqa: E402, F401


def _look(job):
    """How a look ended; of a page that was read, also what became of reading it for its statements."""
    limits = http.Limits(seconds=job["seconds"])
    if job["of"] == ROBOTS:
        return _at_robots(job["url"], limits)
    if job["of"] == FEED:
        return look_at_feed.look_at_address(job["url"], now=timezone.now()).look.outcome
    look = look_at_url(
        job["url"],
        now=timezone.now(),
        allow_private=settings.ALLOW_PRIVATE_NETWORKS,
        user_agent=settings.USER_AGENT,
        limits=limits,
    )
    if look.outcome != Outcome.READ or not job["read"] or look.content_type.startswith("application/pdf"):
        return look.outcome
    return f"{look.outcome}, then {_read(look)}"


def _read(look):
    try:
        page = child.run(read_page, look.body, look.content_type, look.final_url, look.at)
    except child.ChildKilled as killed:
        return f"stopped: {killed.reason}"
    except (child.ChildFailed, NothingToRead):
        return "nothing to read"
    return f"{len(page.readable.text):,} letters"


def _at_robots(url, limits):
    look_at_robots.LIMITS = replace(look_at_robots.LIMITS, seconds=limits.seconds)
    text, outcome, _ = look_at_robots.look_at_robots(url=url, now=timezone.now())
    host = Host(name="127.0.0.1", robots=text, robots_outcome=outcome)
    return f"{outcome}, {'may' if robots.may(host, url + 'a' * 1500) else 'may not'}"


def main():
    settings.ALLOW_PRIVATE_NETWORKS = True
    print("0", flush=True)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for line in sys.stdin:
            print(json.dumps([str(ended) for ended in pool.map(_look, json.loads(line))]), flush=True)


if __name__ == "__main__":
    main()
