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
        # Whoever read our output has seen enough (`| head`).
        sys.exit(1)
    except OperationalError as error:
        # A state from the server means that a server answered: then it is a fault like any other.
        if getattr(error.__cause__, "sqlstate", None):
            raise
        first_line = str(error).strip().splitlines()[0]
        sys.exit(f"No database answers: start one with `make run`, or set DATABASE_URL. ({first_line})")
    finally:
        _let_go_of_output()


def _let_go_of_output():
    """What cannot be written any more (a reader left, a terminal was closed) is no failure of the command.

    Python would flush once more at its end, and make an exit code of what it then finds.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    main()
