"""What the passages of a page seem to mean for what we know, as proposals nobody has written down yet. Pure.

Everything known is handed in (Known), so that a page costs a fixed number of queries however much it says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from tracker.extract.models import Extraction, Passage
from tracker.extract.words import terms
from tracker.ledger.models import Claim, Entry, Retraction
from tracker.lib.moments import Moment, Precision
from tracker.match import stance
from tracker.match.about import About, Ties, answered
from tracker.match.known import LookedUp
from tracker.match.models import Proposal
from tracker.match.terms import read
from tracker.sources.models import Source

# What a kind of statement (extract/statements.py) would do to the claim, as a first guess for the editor.
_ENTRY_KIND = {
    "asserts": Entry.Kind.ASSERTED,
    "confirms": Entry.Kind.CONFIRMED,
    "denies": Entry.Kind.DENIED,
    "disputes": Entry.Kind.DISPUTED,
    "clarifies": Entry.Kind.CLARIFIED,
    "walks back": Entry.Kind.DENIED,
    "retracts": Entry.Kind.DENIED,
    "apologises": Entry.Kind.CLARIFIED,
}
# Words are the same said again when so many of a hundred characters agree; they wait behind what is new.
_THE_SAME = 88
_IF_RECORDED = 0.5
_TAKES_BACK = frozenset({"walks back", "retracts"})
_CLOCKED = frozenset({Precision.SECOND, Precision.MINUTE, Precision.HOUR})
# How far the clocks of the world are ahead of and behind UTC.
_MOST_AHEAD, _MOST_BEHIND = timedelta(hours=14), timedelta(hours=12)
_NATURE = {
    "correction": Retraction.Nature.CORRECTION,
    "clarification": Retraction.Nature.CLARIFICATION,
    "retraction": Retraction.Nature.RETRACTION,
    "editor's note": Retraction.Nature.EDITORS_NOTE,
    "withdrawal": Retraction.Nature.WITHDRAWAL,
    "reversal": Retraction.Nature.RETRACTION,
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known before a page is compared.

    `looked_up` is what was found for each of its texts_of; `with_statements` the keys of those claims on which a
    statement is recorded; `sources` the sources by the names the page gives, and `said` by their keys what is recorded
    of them. These may be of several pages. Of earlier versions of the same article: `brought` are the passages, each a
    (kind, exact words) pair, that were brought before the desk already, and `main` the claim proposed from it.
    """

    looked_up: Mapping[tuple[str, ...], LookedUp]
    with_statements: frozenset[int] = frozenset()
    sources: Mapping[str, Source] = field(default_factory=dict)
    said: Mapping[int, Sequence[str]] = field(default_factory=dict)
    brought: frozenset[tuple[str, str]] = frozenset()
    main: Proposal | None = None


@dataclass(eq=False, kw_only=True)
class Draft:
    """A proposal to be: the fields of one, but `about` may be a draft as well as a proposal."""

    passage: Passage
    kind: str
    content: dict
    score: float
    reasons: list[str]
    claim: Claim | None = None
    about: "Draft | Proposal | None" = None
    source: Source | None = None


def names_in(passages) -> set[str]:
    """Return the names of everybody whose Source a page may need."""
    return {name for passage in passages if (name := passage.details.get("speaker"))}


def take_back(passages) -> bool:
    """Return whether anybody takes something back on a page: only then does it matter what is recorded."""
    return any(passage.details.get("kind") in _TAKES_BACK for passage in passages)


def texts_of(extraction: Extraction, passages) -> list[tuple[str, ...]]:
    """Return what to look up among the known claims, in lines: a page's sentences under its headline, and alone.

    Alone also those before an answer that does not say what it answers.
    """
    found = [passage for passage in passages if passage.kind in (Passage.Kind.CLAIM, Passage.Kind.STATEMENT)]
    before = answered(
        extraction.text, [passage for passage in found if passage.kind == Passage.Kind.STATEMENT]
    )
    texts = [
        *(_under_headline(extraction, passage) for passage in found),
        *((passage.exact,) for passage in found),
        *((extraction.text[span.start : span.end],) for spans in before.values() for span in spans),
    ]
    return list(dict.fromkeys(texts))


def drafts(*, extraction: Extraction, passages, known: Known) -> list[Draft]:
    """Return what the passages of a reading seem to mean; a draft comes behind the one it is about.

    What an earlier version of the article said already, in the same words, is not proposed again.
    """
    page = _Page(extraction, passages, known)
    page.draft()
    return page.drafts


class _Page:
    """The drafts of one page."""

    def __init__(self, extraction, passages, known):
        self.extraction, self.known, self.drafts = extraction, known, []
        self.statements = [passage for passage in passages if passage.kind == Passage.Kind.STATEMENT]
        self.notices = [passage for passage in passages if passage.kind == Passage.Kind.NOTICE]
        # The likeliest claim first, as the reader ranked them.
        self.claims = sorted(
            (passage for passage in passages if passage.kind == Passage.Kind.CLAIM),
            key=lambda passage: (-passage.details["score"], passage.start),
        )

    def draft(self):
        self.main = self._known_main() or self._proposed_main() or self._new_main()
        if self.main is None:
            return
        for passage in self.statements:
            if self._is_news(passage):
                self._draft_statement(passage)
        for passage in self.notices:
            if self._is_news(passage):
                self._draft_retraction(passage)
        self._draft_appearances()

    def _is_news(self, passage):
        return (passage.kind, passage.exact) not in self.known.brought

    def _known_main(self):
        """The known claim this page is mostly about: what its likeliest sentence touches, read under its headline."""
        for passage in [*self.claims, *self.statements]:
            for found in self.known.looked_up[_under_headline(self.extraction, passage)].claims:
                return About.known(found)
        return None

    def _proposed_main(self):
        """The claim that was proposed from an earlier version of the article."""
        main = self.known.main
        if main is None:
            return None
        reason = f"The main claim proposed from an earlier version: “{main.content['sentence'][:120]}”."
        return About(proposal=main, score=main.score, reasons=(reason,))

    def _new_main(self):
        if not self.claims:
            return None
        passage = self.claims[0]
        proposal = self._add(
            passage,
            Proposal.Kind.CLAIM,
            content={"sentence": passage.details["sentence"][:400], "label": passage.details["label"][:60]},
            score=passage.details["score"],
            reasons=(*passage.reasons, "It likely repeats no known claim."),
        )
        reason = f"The page’s main claim, proposed with it: “{passage.details['sentence'][:120]}”."
        return About(proposal=proposal, score=passage.details["score"], reasons=(reason,))

    @cached_property
    def _ties(self):
        main = self.main.claim or Claim(**self.main.proposal.content)
        return Ties(
            text=self.extraction.text,
            statements=self.statements,
            looked_up=self.known.looked_up,
            main=self.main,
            main_terms=read(f"{main.sentence}\n{main.label}"),
        )

    def _draft_statement(self, passage):
        details = passage.details
        kind = _ENTRY_KIND.get(details["kind"])
        about = self._ties.of(passage)
        if kind is None or about is None or not details["speaker"]:
            return
        source = self.known.sources.get(details["speaker"])
        reasons = [*passage.reasons, *about.reasons]
        if source:
            reasons.append(f"“{details['speaker']}” is a known source: {source}.")
        recorded = _nearly_the_same(_words(passage), self.known.said.get(source.pk, ()) if source else ())
        if recorded:
            reasons.append(
                f"Already recorded of {source}, in nearly the same words: “{recorded[:200]}”. "
                "This page may be one more place where it stands."
            )
        if details["kind"] in _TAKES_BACK and about.claim and about.claim.pk in self.known.with_statements:
            self._draft_taking_back(passage, about=about, source=source, reasons=reasons)
        self._add(
            passage,
            Proposal.Kind.STATEMENT,
            about=about,
            source=source,
            content={
                "speaker": details["speaker"][:200],
                "role": details["role"][:200],
                "organisation": details["organisation"][:200],
                "attribution": details["attribution"],
                "channel": details["channel"] or "report",
                "words": _words(passage),
                "paraphrase": not details["quote"],
                "kind": str(kind),
                "occurred": _said_by(self.extraction.published or self.extraction.modified),
                "when": details["when"],
            },
            score=min(1.0, 0.5 * about.score + (0.4 if details["official"] else 0.2))
            * (_IF_RECORDED if recorded else 1),
            reasons=reasons,
        )

    def _draft_taking_back(self, passage, *, about, source, reasons):
        """Somebody takes back what the ledger knows: which of the statements it is, the editor says."""
        details = passage.details
        self._add(
            passage,
            Proposal.Kind.RETRACTION,
            about=about,
            source=source,
            content={
                "nature": str(Retraction.Nature.RETRACTION),
                "reasons": [str(Retraction.Reason.NOT_GIVEN)],
                "notice": _words(passage),
                "speaker": details["speaker"][:200],
                "role": details["role"][:200],
                "occurred": _said_by(self.extraction.published or self.extraction.modified),
            },
            score=min(1.0, 0.5 * about.score + 0.4),
            reasons=[
                *reasons,
                "Something said about this claim is recorded, and these words take something back.",
            ],
        )

    def _draft_retraction(self, passage):
        nature = _NATURE.get(passage.details["kind"])
        if nature is None:
            return
        self._add(
            passage,
            Proposal.Kind.RETRACTION,
            about=self.main,
            source=self.extraction.snapshot.article.outlet,
            content={
                "nature": str(nature),
                "reasons": [str(Retraction.Reason.NOT_GIVEN)],
                "notice": passage.exact,
                "speaker": self.extraction.outlet_name,
                "occurred": _as_known(self.extraction.modified or self.extraction.published),
            },
            score=0.9,
            reasons=[*passage.reasons, *self.main.reasons],
        )

    def _draft_appearances(self):
        """The article carries the page's main claim, and each known claim that another of its sentences repeats."""
        first = (self.claims or self.statements or [None])[0]
        if first is None:
            return
        self._draft_appearance(first, self.main)
        carried = {self.main.claim}
        for passage in self.claims:
            for found in self.known.looked_up[passage.exact,].claims[:1]:
                if found.claim not in carried:
                    carried.add(found.claim)
                    self._draft_appearance(passage, About.known(found))

    def _draft_appearance(self, passage, about):
        if not self._is_news(passage):
            return
        claim = about.claim.sentence if about.claim else about.proposal.content["sentence"]
        headline_stance, headline_reason = stance.of_headline(self.extraction.title, claim)
        body_stance, body_reason = stance.of_body(
            claim=claim,
            text=self.extraction.text,
            said=[stance.Said(said.start, said.end, said.details["kind"]) for said in self.statements],
            has_notice=bool(self.notices),
        )
        self._add(
            passage,
            Proposal.Kind.APPEARANCE,
            about=about,
            content={
                "headline_stance": headline_stance,
                "body_stance": body_stance,
                "occurred": _as_known(self.extraction.published or self.extraction.modified),
            },
            score=0.3,
            reasons=[*about.reasons, headline_reason, body_reason],
        )

    def _add(self, passage, kind, *, content, score, reasons, about=None, source=None):
        draft = Draft(
            passage=passage,
            kind=str(kind),
            claim=about.claim if about else None,
            about=about.proposal if about else None,
            source=source,
            content=content,
            score=score,
            reasons=list(dict.fromkeys(reasons)),
        )
        self.drafts.append(draft)
        return draft


def _nearly_the_same(words, recorded):
    """The one of the recorded words that these repeat, or none."""
    found = process.extractOne(
        words, recorded, scorer=fuzz.ratio, processor=default_process, score_cutoff=_THE_SAME
    )
    return found[0] if found else ""


def _under_headline(extraction, passage):
    return (extraction.title, passage.exact)


def _as_known(dated):
    """A page's date as a dict, no more exact than it is: a clock whose zone nobody gives is off by up to half a day."""
    if dated is None:
        return None
    page = Moment.from_dict(dated)
    if page.zone or page.precision not in _CLOCKED:
        return dated
    return replace(
        page,
        earliest=page.earliest - _MOST_AHEAD,
        latest=page.latest + _MOST_BEHIND,
        precision=Precision.RANGE,
    ).as_dict()


def _said_by(dated):
    """When a statement on a page was made, as far as the page tells: no later than its date, most likely that day."""
    known = _as_known(dated)
    if known is None:
        return None
    page = Moment.from_dict(known)
    if Moment.from_dict(dated).precision not in _CLOCKED:
        return known
    day = page.earliest.replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(page, earliest=day, precision=Precision.RANGE).as_dict()


def _words(passage):
    """What was said: of a quotation in parts the parts, of a paraphrase the reporter's words.

    "She denied it" says nothing without its sentence, so then that is what was said.
    """
    details = passage.details
    if not terms(details["content"]):
        return passage.exact
    if not details["quote"]:
        return details["content"]
    *parts, last = details["quoted"] or [details["content"]]
    # A comma before “he said” is the newspaper's.
    return " ".join(
        [
            *(part.removesuffix(",") + "." if part.endswith(",") else part for part in parts),
            last.removesuffix(","),
        ]
    )
