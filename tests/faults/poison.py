"""Loaded into the workers of the faults run alone: three pages that kill whoever works on them, one per stage.

It stands for a fault in a C library or the kernel's own hand when memory is short; the product has no such hook.
"""

import os
import signal

from tracker.capture import work
from tracker.extract import mark
from tracker.match import propose

CAPTURE, EXTRACT, MATCH = "poison-of-capture", "poison-of-extract", "poison-of-match"


def _deadly(function, text_of, word):
    def call(*args, **options):
        if word in text_of(*args, **options):
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **options)

    return call


work.look_at_url = _deadly(work.look_at_url, lambda url, **_: url, CAPTURE)
mark.run = _deadly(mark.run, lambda function, body, *_: body.decode(errors="replace"), EXTRACT)
propose.drafts = _deadly(propose.drafts, lambda extraction, **_: extraction.text, MATCH)
