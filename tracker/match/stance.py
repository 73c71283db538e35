"""What a headline and a body do with a claim, by rules a person can read. Pure.

A first version: it tells whose voice carries the claim, not every nuance; the editor sees the reason and decides.
"""

import re

ASSERTS, ATTRIBUTES, DISPUTES = "asserts", "attributes", "disputes"
CORRECTS, OBSERVES = "corrects", "observes"

_CORRECTS = re.compile(r"\b(?:correction|corrected|clarification|retract(?:s|ed|ion))\b", re.IGNORECASE)
_DISPUTES = re.compile(
    r"\b(?:den(?:y|ies|ied)|false|fake|hoax|mistake|mistaken(?:ly)?|not|no|never|refut\w+|debunk\w+|disput\w+|reject\w*"
    r"|untrue|wrong|error)\b|n['’]t\b",
    re.IGNORECASE,
)
_OBSERVES = re.compile(
    r"\?\s*$|\b(?:what we know|who said what|timeline|confusion|questions?)\b", re.IGNORECASE
)
_ATTRIBUTES = re.compile(
    r"\b(?:says?|said|tells?|told|according to|claims?|reports?|reportedly|letter|memo|sources?|officials?"
    r"|alleged(?:ly)?|appear(?:s|ing)? to)\b",
    re.IGNORECASE,
)

_RULES = (
    (_CORRECTS, CORRECTS, "speaks of a correction"),
    (_OBSERVES, OBSERVES, "asks or looks on"),
    (_DISPUTES, DISPUTES, "denies or negates"),
    (_ATTRIBUTES, ATTRIBUTES, "names who says it"),
)


def of_headline(headline):
    """Return (stance, reason) of a headline towards the claim it touches."""
    for pattern, stance, reason in _RULES:
        if found := pattern.search(headline):
            return stance, f"The headline {reason} (“{found[0].strip()}”)."
    return ASSERTS, "The headline says it in its own voice."


def of_body(*, has_notice, is_said_by_somebody, kinds_of_statements):
    """Return (stance, reason) of a body, from whether it carries a notice and whose words its claim sentence is.

    `kinds_of_statements` are the statement kinds found in it (extract/statements.py).
    """
    if has_notice:
        return CORRECTS, "The page carries a correction notice."
    if kinds_of_statements & {"denies", "disputes", "retracts", "walks back"}:
        return OBSERVES, "The page reports the claim together with words against it."
    if is_said_by_somebody:
        return ATTRIBUTES, "The claim stands in somebody’s words."
    return ASSERTS, "The page says it in its own voice."
