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
    except OperationalError as error:
        # A state from the server means that a server answered: then it is a fault like any other.
        if getattr(error.__cause__, "sqlstate", None):
            raise
        first_line = str(error).strip().splitlines()[0]
        sys.exit(f"No database answers: start one with `make run`, or set DATABASE_URL. ({first_line})")


if __name__ == "__main__":
    main()
