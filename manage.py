#!/usr/bin/env python
"""Django's command line for Walkback."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        execute_from_command_line(sys.argv)
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`). Python would complain once more at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OperationalError as error:
        # A state from the server means that a server answered: then it is a fault like any other.
        if getattr(error.__cause__, "sqlstate", None):
            raise
        first_line = str(error).strip().splitlines()[0]
        sys.exit(f"No database answers: start one with `make run`, or set DATABASE_URL. ({first_line})")


if __name__ == "__main__":
    main()
