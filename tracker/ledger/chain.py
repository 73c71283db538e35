"""Each entry hashes its content, and with it the hash of the entry before: one changed row breaks all that follow."""

from tracker.ledger.document import entry_content
from tracker.lib.canonical import canonical, digest

# What the first entry follows.
GENESIS = "0" * 64


def hash_of(entry):
    """Return the SHA-256, in hexadecimal, of an entry's canonical content, `previous_hash` included."""
    return digest(canonical(entry_content(entry)))
