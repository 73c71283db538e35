"""Which claim a statement on a page is about, and why we think so. Pure.

A statement that repeats a known claim is about that one, one that uses the words of the page's main claim about this.
An answer in general words ("He denied it.") is about what it answers: the sentence before it that repeats a known
claim or is about the main one. Somebody's words about something else may be what it answers as well, and then it is
about neither; what answers another answer is about the same.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.extract import sentences
from tracker.extract.models import Passage
from tracker.extract.readings import Span
from tracker.extract.words import terms
from tracker.ledger.models import Claim, Statement
from tracker.lib.text import fold
from tracker.match.known import Found, LookedUp
from tracker.match.terms import Terms, read

# What a kind of statement (extract/statements.py) does that says no claim of its own.
ANSWERS = frozenset(("confirms", "denies", "disputes", "clarifies", "walks back", "retracts", "apologises"))
# A text with this share of the terms of the page's main claim is about it.
_TOUCHES = 0.3
# An answer with more stems than this, that begins with nothing it could point back with, has a subject of its own.
_FEW_STEMS = 3
# What an answer answers is looked for in so many sentences before it.
_BEFORE = 4
_SHOWN = 100
_POINTS_BACK = re.compile(
    r"\W*(?:(?:I|we|it|this|that|they|there|nobody|no one|no such)\b"
    r"|(?:the|this|that|an?|any|these|those|its|his|her|their) "
    r"(?:[\w'-]+ ){0,2}?(?:letters?|memos?|e-?mails?|messages?|notes?|documents?|drafts?|circulars?|notices?|posts?"
    r"|tweets?|reports?|story|stories|claims?|rumou?rs?|statements?|announcements?|remarks?|allegations?|accusations?"
    r"|charges?|videos?|accounts?|news|mistake|error|authenticity|suggestions?)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class About:
    """A claim, known or proposed from this article (a draft or a Proposal), and why something is about it."""

    reasons: tuple[str, ...]
    score: float
    claim: Claim | None = None
    proposal: Any = None

    @classmethod
    def known(cls, found: Found) -> "About":
        """About a known claim that was looked up."""
        return cls(claim=found.claim, score=found.probability, reasons=found.reasons)


def in_general_words(statement: Passage) -> bool:
    """Return whether a statement answers something without saying what: "It was a mistake", "the report is false"."""
    details = statement.details
    if details["kind"] not in ANSWERS:
        return False
    return bool(_POINTS_BACK.match(fold(details["content"]))) or len(terms(details["content"])) <= _FEW_STEMS


def answered(text: str, statements: Sequence[Passage]) -> dict[int, list[Span]]:
    """Return, by the start of each answer in general words, the sentences it may answer, the nearest first."""
    answers = [statement.start for statement in statements if in_general_words(statement)]
    spans = sentences.split(text) if answers else ()
    return {start: [span for span in reversed(spans) if span.end <= start][:_BEFORE] for start in answers}


class Ties:
    """Ties the statements of one page to claims.

    `looked_up` holds each sentence of a statement, and each that may be answered, as a text of one line. `main` is the
    page's main claim with its terms.
    """

    def __init__(
        self,
        *,
        text: str,
        statements: Sequence[Passage],
        looked_up: Mapping[tuple[str, ...], LookedUp],
        main: About,
        main_terms: Terms,
    ):
        self._text, self._statements, self._looked_up = text, statements, looked_up
        self._main, self._main_terms = main, main_terms
        self._answered = answered(text, statements)
        # In the order of the text: an answer is tied before one that answers it.
        self._ties = {}
        for statement in sorted(statements, key=lambda one: one.start):
            self._ties[statement.start, statement.end] = self._tie(statement)

    def of(self, statement: Passage) -> About | None:
        """Return the claim that a statement of the page is about; None when nothing ties it to one."""
        return self._ties[statement.start, statement.end]

    def _tie(self, statement):
        details, looked_up = statement.details, self._looked_up[statement.exact,]
        if looked_up.claims:
            return About.known(looked_up.claims[0])
        if self._touches_main(looked_up):
            return self._to_main(0.9, "It uses words of the page’s main claim.")
        if details["attribution"] == Statement.Attribution.DOCUMENT:
            return self._to_main(
                0.8,
                "It stands in the document the page is about, so it is taken to be about the page’s main claim.",
            )
        if details["kind"] in ANSWERS and (shared := self._shared_with_main(details["content"])):
            return self._to_main(0.6, f"It answers, and shares {shared} with the page’s main claim.")
        if statement.start in self._answered:
            return self._answering(statement)
        return self._to_main_if_official(
            statement,
            0.3,
            "Said by an official on a page about this claim; whether it is about it is for you to say.",
        )

    def _answering(self, statement):
        """What an answer in general words is about, by the sentences before it."""
        for span in self._answered[statement.start]:
            sentence = self._text[span.start : span.end]
            looked_up, told = self._looked_up[sentence,], f"what stands before it: “{sentence[:_SHOWN]}”"
            if looked_up.claims:
                found = About.known(looked_up.claims[0])
                reason = f"It answers in general words {told}."
                return replace(found, score=0.8 * found.score, reasons=(reason, *found.reasons))
            if self._touches_main(looked_up):
                reason = f"It answers in general words {told}, which uses words of the page’s main claim."
                return self._to_main(0.7, reason)
            if others := self._said_by_others(span, statement):
                if others[-1].details["kind"] in ANSWERS:
                    return self._like(others[-1], told)
                reason = f"It answers {told}; whether that is about the page’s main claim is for you to say."
                return self._to_main_if_official(statement, 0.2, reason)
        return self._to_main(
            0.5,
            "It answers in general words, and nothing before it says what, so it is taken to be about the page’s main "
            "claim.",
        )

    def _like(self, answer, told):
        """About what the answer before it is about."""
        same = self.of(answer)
        if same is None:
            return None
        return replace(same, reasons=(*same.reasons, f"It answers the same as {told}."))

    def _said_by_others(self, span, statement):
        """The statements in a sentence before this one that can be answered: what others say, and answers."""
        return [
            one
            for one in self._statements
            if one.start < min(span.end, statement.start)
            and span.start < one.end
            and (
                one.details["kind"] in ANSWERS
                or (
                    one.details["kind"] == "asserts"
                    and one.details["speaker"] != statement.details["speaker"]
                )
            )
        ]

    def _to_main(self, share, reason):
        return replace(self._main, score=share * self._main.score, reasons=(*self._main.reasons, reason))

    def _to_main_if_official(self, statement, share, reason):
        return self._to_main(share, reason) if statement.details["official"] else None

    def _touches_main(self, looked_up):
        shared = self._main_terms.shown.keys() & looked_up.terms.shown.keys()
        return len(shared) >= _TOUCHES * len(self._main_terms)

    def _shared_with_main(self, content):
        """The words as they stand there that some words share with the main claim."""
        shown = read(content).shown
        return ", ".join(f"“{shown[term]}”" for term in shown if term in self._main_terms)
