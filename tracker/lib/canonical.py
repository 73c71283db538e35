"""One way to write a value as bytes, so that equal values have equal bytes and equal hashes."""

import hashlib
import json
from datetime import UTC, datetime


def instant(moment):
    """Return an aware datetime as RFC 3339 in UTC with microseconds dropped when zero; None stays None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_instant(text):
    """Return the aware datetime that `instant` wrote; None stays None."""
    return None if text is None else datetime.fromisoformat(text)


def canonical(value):
    """Return JSON text with sorted keys and no spaces; raises TypeError on what JSON cannot say, NaN included."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text):
    """Return the SHA-256 of text (as UTF-8) or bytes in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
