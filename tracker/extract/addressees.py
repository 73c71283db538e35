"""Whom, where and when: the phrases between a cue and what was said, "told reporters at the Pentagon on Monday"."""

from tracker.extract import words
from tracker.extract.cues import Cue
from tracker.extract.tokens import Token

_NO_ADJUNCTS = words.CLAUSE_WORDS | words.PRONOUNS | words.AUXILIARIES
_NO_ADDRESSEES = words.PREPOSITIONS | words.DETERMINERS | _NO_ADJUNCTS
_ADJUNCTS = words.ADJUNCT_NOUNS | words.DAYPARTS


def skip_addressee(tokens: list[Token], cue: Cue, begin: int) -> int:
    """Steps over whom was told, and where and when, between the cue and what was said."""
    that = next(
        (
            i
            for i in range(begin, min(len(tokens), begin + 16))
            if tokens[i].low == "that" and tokens[i].kind == "w"
        ),
        None,
    )
    if (
        that is not None
        and not any(tokens[i].kind == "q" or tokens[i].low in (",", ":") for i in range(begin, that))
        and (that == begin or _only_phrases(tokens, begin, that, cue))
    ):
        return that
    at = begin
    if cue.lemma in words.ADDRESSEE_CUES and at < len(tokens):
        at = _after_noun_phrase(tokens, at)
        if at < len(tokens) and at > begin and tokens[at].low == "to" and tokens[begin].kind != "c":
            return begin  # "ordered hospitals to return masks": who must do it is part of what was said
    return _after_adjuncts(tokens, at)


def _only_phrases(tokens: list[Token], begin: int, that: int, cue: Cue) -> bool:
    if cue.lemma in words.ADDRESSEE_CUES:
        return True
    if (
        cue.lemma in words.WITHDRAWING_CUES
    ):  # "retracted on Sunday his claim that": the claim is what is withdrawn
        return _after_adjuncts(tokens, begin) == that
    return (
        tokens[begin].low in words.PREPOSITIONS
        or tokens[begin].low in words.DAYS
        or tokens[begin].low in words.ADVERBS
    )


def _after_noun_phrase(tokens: list[Token], at: int) -> int:
    """After an addressee: a pronoun, a name, or "reporters at the Pentagon"."""
    if at >= len(tokens) or tokens[at].kind not in "wcn":
        return at
    if tokens[at].low in (
        "him",
        "her",
        "them",
        "me",
        "us",
        "you",
        "it",
        "reporters",
        "journalists",
        "lawmakers",
        "parliament",
        "congress",
    ):
        return at + 1
    start = at
    if tokens[at].low in words.DETERMINERS:
        at += 1
        while (
            at < len(tokens)
            and tokens[at].kind in "wc"
            and at - start < 5
            and tokens[at].low not in _NO_ADDRESSEES
        ):
            at += 1
            if (tokens[at - 1].kind == "w" and at < len(tokens) and tokens[at].kind == "c") or tokens[
                at - 1
            ].low in words.WHO_NOUNS:
                break
        return at
    while at < len(tokens) and tokens[at].kind == "c":
        at += 1
    if at > start:
        if at < len(tokens) and tokens[at].low == "'s":
            while at < len(tokens) and (
                tokens[at].kind in "c" or tokens[at].low in ("'s", "program", "show")
            ):
                at += 1
        return at
    if tokens[at].kind == "n":
        at += 1  # "told 31,000 households"
    while at < len(tokens) and tokens[at].kind == "w" and at - start < 4 and not tokens[at].low.endswith("s"):
        at += 1
    return at + 1 if at < len(tokens) and tokens[at].kind == "w" and tokens[at].low.endswith("s") else start


def _after_adjuncts(tokens: list[Token], at: int) -> int:
    """Steps over "on Monday", "in a statement to the Post", "at the Pentagon", "late Tuesday"."""
    while at < len(tokens):
        low = tokens[at].low
        if (
            low in words.DAYS
            or low in words.DAYPARTS
            or (low in words.ADVERBS and low not in ("all", "both", "only", "even", "just", "first"))
        ):
            at += 1
        elif (
            low == ","
            and at + 1 < len(tokens)
            and tokens[at + 1].low in ("in", "on", "at", "during", "via", "through")
            and adjunct_end(tokens, at + 1)
        ):
            at = adjunct_end(tokens, at + 1)
        elif low in (
            "in",
            "on",
            "at",
            "during",
            "to",
            "through",
            "via",
            "from",
            "after",
            "outside",
            "this",
            "last",
            "by",
            "following",
            "aboard",
            "with",
        ):
            end = adjunct_end(tokens, at)
            if not end:
                return at
            at = end
        elif tokens[at].kind == "n" and at and tokens[at - 1].low in words.MONTHS:
            at += 1
        else:
            return at
    return at


def adjunct_end(tokens: list[Token], at: int) -> int:
    """The token after a prepositional phrase of time, place or medium; 0 if it is none."""
    i = at + 1
    if i < len(tokens) and tokens[i].low in words.DETERMINERS:
        i += 1
    start = i
    while i < len(tokens) and i - at < 9 and tokens[i].kind in "wcn":
        token = tokens[i]
        if token.low in words.ADJUNCT_NOUNS or token.low in (
            "reporters",
            "journalists",
            "lawmakers",
            "parliament",
            "congress",
        ):
            i += 1
            while i < len(tokens) and (
                tokens[i].low in _ADJUNCTS
                or tokens[i].kind == "n"
                or tokens[i].low in ("conference", "address")
            ):
                i += 1
            return i
        if token.low in _NO_ADJUNCTS or (token.low in words.DETERMINERS and i > start):
            break
        if token.kind == "w" and i > start and tokens[i - 1].kind == "c":
            break
        i += 1
    if (
        i > start
        and i < len(tokens)
        and all(token.kind == "c" or token.low in words.DETERMINERS for token in tokens[start:i])
    ):
        return i
    return 0
