"""Long commands say now and then how far they are."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

SECONDS_BETWEEN_LINES = 2

Row = TypeVar("Row")


def told(rows: Iterable[Row], say: Callable[[int], None]) -> Iterator[Row]:
    """Yield the rows one by one; `say` is called with how many are done, every SECONDS_BETWEEN_LINES at most."""
    told_at = time.monotonic()
    for done, row in enumerate(rows, start=1):
        yield row
        if time.monotonic() - told_at > SECONDS_BETWEEN_LINES:
            say(done)
            told_at = time.monotonic()
