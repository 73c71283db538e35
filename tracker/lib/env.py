"""Settings from the environment, with a sentence for whoever forgot one.

Under the real environment lies the file `<data>/environment`, which `manage.py up` writes: with it a second terminal
finds the servers of the running product without any variable set.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_file(path):
    """Return the KEY=value lines of `path` as a dict; an absent file is an empty one."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, value in pairs}


class Environment:
    """The real environment first, then the data directory's own file."""

    def __init__(self, *, data, variables=None):
        self._variables = os.environ if variables is None else variables
        self._file = read_file(Path(data) / "environment")

    def get(self, name, default=""):
        """Return the variable as text, `default` when it is unset or empty."""
        return self._variables.get(name) or self._file.get(name) or default

    def required(self, name, hint):
        """Return the variable; raise ImproperlyConfigured with `hint` when it is missing."""
        if value := self.get(name):
            return value
        raise ImproperlyConfigured(f"{name} is not set. {hint}")

    def flag(self, name, *, default=False):
        """Return the variable as a boolean; raise ImproperlyConfigured on any other word."""
        word = self.get(name).lower()
        if not word:
            return default
        if word in {"1", "true", "yes", "on"}:
            return True
        if word in {"0", "false", "no", "off"}:
            return False
        raise ImproperlyConfigured(f"{name}={word!r} is neither on nor off.")

    def number(self, name, default):
        """Return the variable as an int; raise ImproperlyConfigured when it is not one."""
        text = self.get(name)
        if not text:
            return default
        try:
            return int(text)
        except ValueError:
            raise ImproperlyConfigured(f"{name}={text!r} is not a whole number.") from None

    def words(self, name, default=""):
        """Return the comma-separated variable as a list without empty items."""
        return [word.strip() for word in self.get(name, default).split(",") if word.strip()]
