"""Cues: the verbs and phrases with which a report says that somebody spoke, and what only looks like one."""

import re
from typing import NamedTuple

from tracker.extract import words
from tracker.extract.speakers import phrase_before
from tracker.extract.tokens import Token


class Cue(NamedTuple):
    """A cue verb at token `at`; `first`..`last` with its helpers ("has since confirmed")."""

    at: int
    first: int
    last: int
    lemma: str
    kind: str


_NO_COMMENT = re.compile(
    r"(?:declin|refus)(?:ed|es|ing) (?:\w+ ){0,3}?(?:to )?(?:comment|discuss|elaborate|answer"
    r"|respond|provide|say|confirm|be (?:interviewed|drawn))\w*"
    r"|(?:did|does|do|has|have|had|would|could)(?: not|n't) (?:\w+ ){0,2}?(?:comment(?:ed)?\b"
    r"|respond(?:ed)?\b|repl(?:y|ied)\b|return(?:ed)? (?:\w+ ){0,4}(?:call|request|email"
    r"|message)\w*|answer(?:ed)?\b(?: (?:\w+ ){0,3}(?:question|request|call|email)\w*)?)"
    r"|could not (?:\w+ )?be (?:\w+ )?(?:reached|contacted)|had no (?:\w+ )?comment"
    r"|offered no (?:\w+ )?comment|would not comment",
    re.I,
)
_NO_COMMENT_STARTS = frozenset(
    [
        "declined",
        "declines",
        "declining",
        "refused",
        "refuses",
        "refusing",
        "did",
        "does",
        "do",
        "has",
        "have",
        "had",
        "would",
        "could",
        "didn't",
        "doesn't",
        "don't",
        "hasn't",
        "haven't",
        "hadn't",
        "wouldn't",
        "couldn't",
        "offered",
    ]
)
_WALK_BACK = {
    ("walk", "back"): "walks back",
    ("take", "back"): "retracts",
    ("pull", "back"): "walks back",
    ("row", "back"): "walks back",
    ("back", "away"): "walks back",
    ("back", "off"): "walks back",
    ("take", "down"): "retracts",
}
_PHRASAL = {form: lemma for lemma in ("walk", "take", "pull", "row", "back") for form in words.forms(lemma)}
_SUBJECTS_AND_HELPERS = words.PRONOUNS | words.AUXILIARIES
_BEFORE_NOUNS = words.DETERMINERS - {
    "both",
    "all",
    "two",
    "three",
    "others",
    "other",
    "some",
    "many",
    "several",
    "that",
    "one",
}
PLAIN_SPEECH = frozenset(
    [
        "say",
        "add",
        "tell",
        "call",
        "deny",
        "confirm",
        "note",
        "warn",
        "insist",
        "explain",
        "acknowledge",
        "describe",
        "argue",
        "claim",
        "stress",
        "write",
        "tweet",
        "blame",
        "accuse",
    ]
)
STRONG = frozenset(
    [
        "say",
        "tell",
        "add",
        "write",
        "deny",
        "confirm",
        "tweet",
        "retract",
        "delete",
        "remove",
        "dispute",
        "reject",
        "insist",
        "acknowledge",
        "admit",
        "apologise",
        "apologize",
        "clarify",
        "withdraw",
        "dismiss",
        "announce",
        "warn",
        "explain",
        "note",
        "argue",
        "claim",
    ]
)


# A token that is none of these begins no cue.
MAY_BE_CUES = frozenset(words.CUE_LEMMAS) | _NO_COMMENT_STARTS | frozenset(_PHRASAL)


def cue_at(tokens: list[Token], at: int) -> Cue | None:
    token = tokens[at]
    if token.kind not in "wc" or (token.kind == "c" and at > 0 and tokens[at - 1].kind != "q"):
        return None
    no_comment = _no_comment_at(tokens, at)
    if no_comment:
        return no_comment
    if token.low in _PHRASAL:
        return _phrasal_at(tokens, at)
    lemma = words.CUE_LEMMAS.get(token.low)
    if lemma is None or is_noun(tokens, at):
        return None
    first = at
    while first > 0 and helps(tokens[first - 1]):
        first -= 1
    while (
        first < at
        and tokens[first].low in words.ADVERBS
        and first > 0
        and tokens[first - 1].low in words.DETERMINERS
    ):
        first += 1
    return Cue(at, first, at, lemma, words.CUE_KINDS[token.low])


def in_question(tokens: list[Token], at: int) -> bool:
    """True inside ", asked whether she believed it,": what was asked is nobody's statement."""
    for i in range(at - 1, max(0, at - 10) - 1, -1):
        if tokens[i].kind in "pq":
            return False
        if tokens[i].low == "asked" and tokens[i + 1].low in (
            "whether",
            "if",
            "about",
            "why",
            "how",
            "what",
            "who",
        ):
            return i == 0 or tokens[i - 1].low in (",", "when")
    return False


def _no_comment_at(tokens: list[Token], at: int) -> Cue | None:
    if tokens[at].low not in _NO_COMMENT_STARTS:
        return None
    window = " ".join(token.low for token in tokens[at : at + 12])
    match = _NO_COMMENT.match(window)
    if not match:
        return None
    last = at + match.group().count(" ")
    first = at
    while first > 0 and helps(tokens[first - 1]):
        first -= 1
    return Cue(at, first, last, "no comment", "no comment")


def _phrasal_at(tokens: list[Token], at: int) -> Cue | None:
    lemma = _PHRASAL[tokens[at].low]
    for last in range(at + 1, min(len(tokens), at + 6)):
        if tokens[last].kind in "pq":
            return None
        kind = _WALK_BACK.get((lemma, tokens[last].low))
        if kind:
            first = at
            while first > 0 and helps(tokens[first - 1]):
                first -= 1
            last = at if last > at + 1 else last
            return Cue(at, first, last, f"{lemma} {tokens[last].low}", kind)
    return None


def helps(token: Token) -> bool:
    return token.kind == "w" and (
        token.low in words.AUXILIARIES
        or token.low in words.ADVERBS
        or (token.low.endswith("ly") and token.low not in ("family", "ally", "july"))
    )


def is_noun(tokens: list[Token], at: int) -> bool:
    """True where the word is a noun, a passive without its agent, or otherwise no act of speech by a subject."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after and after.low == "-" and token.end == after.start:
        return True
    if before is None:
        return token.low not in words.GERUNDS and not (token.low in ("said", "says") and after)
    if before.low == "to" and token.low not in words.GERUNDS:
        return True
    if before.low in _BEFORE_NOUNS or before.low == "'s":
        return token.low not in ("said",)
    if before.low in words.BE_FORMS or (
        before.low in words.ADVERBS and at > 1 and tokens[at - 2].low in words.BE_FORMS
    ):
        if token.low in words.GERUNDS:
            return False
        return not any(follow.low == "by" for follow in tokens[at + 1 : at + 5])
    if token.low in ("read", "reads") and _follows_quotation(tokens, at):
        return False
    if token.low in words.UNSURE_CUES:
        base = token.low == words.CUE_LEMMAS[token.low] and token.low != "read"
        if base and before.low not in _SUBJECTS_AND_HELPERS and not before.low.endswith("s"):
            return True
        if before.low in words.PREPOSITIONS or before.kind == "n":
            return True
        if after is None or after.low in (
            "of",
            "in",
            "on",
            "from",
            "for",
            "about",
            "by",
            "was",
            "were",
            "is",
            "are",
            "has",
            "have",
            "had",
            "and",
            "or",
            ".",
            "to",
            "as",
            "over",
        ):
            return not (after and after.low in ("in", "on", "to") and token.low in ("posts", "tweets"))
        if (
            before.kind == "w"
            and before.low not in words.PRONOUNS
            and not (after.low in ("that", ",", ":", '"') or after.low in words.DETERMINERS)
        ):
            return True
    if before.low in words.PREPOSITIONS and token.low not in words.GERUNDS:
        return True
    return (
        token.low in words.PARTICIPLES
        and token.low in ("written", "sworn", "withdrawn", "seen", "known", "shown", "understood")
        and before.low not in words.AUXILIARIES
    )


def _follows_quotation(tokens: list[Token], at: int) -> bool:
    """True for the cue of '“…,” the letter read.'"""
    for i in range(at - 1, max(0, at - 7) - 1, -1):
        if tokens[i].kind == "q":
            return i < at - 1
        if tokens[i].kind == "p":
            return False
    return False


def _no_comment_follows(tokens: list[Token], at: int) -> bool:
    """True behind the "but" of "had full confidence, but did not answer questions"."""
    while at < len(tokens) and tokens[at].low in words.ADVERBS:
        at += 1
    return at < len(tokens) and _no_comment_at(tokens, at) is not None


def _insertion_follows(tokens: list[Token], at: int) -> bool:
    """True behind the "while" of "while a council chief, who did not want to be named, said"."""
    comma = next((i for i in range(at, min(len(tokens) - 1, at + 6)) if tokens[i].low == ","), None)
    if comma is None or tokens[comma + 1].low != "who":
        return False
    end = next((i for i in range(comma + 2, min(len(tokens), comma + 16)) if tokens[i].low == ","), None)
    if end is None or end + 1 >= len(tokens) or any(token.kind == "q" for token in tokens[comma:end]):
        return False
    return words.CUE_LEMMAS.get(tokens[end + 1].low) in STRONG


def new_cue_follows(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.low in words.GERUNDS:
        return tokens[at - 1].low == "," and token.low in words.CUE_KINDS
    if token.low in ("and", "but", "then") and _no_comment_follows(tokens, at + 1):
        return True
    i = at + 1
    while i < len(tokens) and (helps(tokens[i]) or tokens[i].low == "then"):
        i += 1
    if i < len(tokens) and words.CUE_LEMMAS.get(tokens[i].low) in STRONG and not is_noun(tokens, i):
        if token.low == "before":
            return tokens[i].low in words.GERUNDS
        return tokens[i].low not in words.GERUNDS
    if token.low in ("then", "before") or (
        tokens[at - 1].low != "," and token.low not in ("but", "while", "though", "although")
    ):
        return False
    if _insertion_follows(tokens, i):
        return True
    for j in range(i, min(len(tokens), i + 9)):
        if tokens[j].kind in "pq":
            return False
        if words.CUE_LEMMAS.get(tokens[j].low) in STRONG and not is_noun(tokens, j):
            return phrase_before(tokens, j - 1, at + 1) is not None
    return False
