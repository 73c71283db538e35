"""Public ids: short, random, typed, chosen once, the same on pages and in the API."""

import re
import secrets

# No vowels, so no words; no 0/o, 1/l. 12 letters of 28 are 57 bits.
ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 12
PREFIXES = {
    "story": "sty",
    "claim": "clm",
    "statement": "stm",
    "retraction": "rtr",
    "appearance": "app",
    "finding": "fnd",
    "entry": "ent",
    "source": "src",
    "article": "art",
    "snapshot": "snp",
}


def new_id(kind):
    """Return a new public id such as `clm_7hq2...` for one of PREFIXES; KeyError for another kind."""
    return f"{PREFIXES[kind]}_{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"


def pattern(kind):
    """Return the regular expression, without anchors, that ids of this kind match."""
    return rf"{PREFIXES[kind]}_[{ALPHABET}]{{{LENGTH}}}"


class IdConverter:
    """Base of the URL converters below; a malformed id is a 404 before any query."""

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


CONVERTERS = {
    kind: type(f"{kind.title()}IdConverter", (IdConverter,), {"regex": pattern(kind)}) for kind in PREFIXES
}


def is_id(kind, text):
    """Whether `text` is a well-formed id of this kind."""
    return re.fullmatch(pattern(kind), text) is not None
