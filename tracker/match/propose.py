"""The one writer of comparisons and proposals: what the passages of a page seem to mean for what we know."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from tracker.extract.models import Passage
from tracker.extract.words import terms
from tracker.ledger.models import Claim, Entry, Retraction, Statement
from tracker.ledger.queries import statements_on
from tracker.lib.moments import Moment, Precision
from tracker.match import stance
from tracker.match.candidates import Candidate, Candidates
from tracker.match.models import Comparison, Proposal
from tracker.sources.queries import named

# Raise it when matching changes: pages are then compared anew, beside what the old version proposed.
MATCHER = "1"

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
_TAKES_BACK = frozenset({"walks back", "retracts"})
_CLOCKED = frozenset({Precision.SECOND, Precision.MINUTE, Precision.HOUR})
# How far the clocks of the world are ahead of and behind UTC.
_MOST_AHEAD, _MOST_BEHIND = timedelta(hours=14), timedelta(hours=12)
_ANSWERS = frozenset(_ENTRY_KIND) - {"asserts"}
_NATURE = {
    "correction": Retraction.Nature.CORRECTION,
    "clarification": Retraction.Nature.CLARIFICATION,
    "retraction": Retraction.Nature.RETRACTION,
    "editor's note": Retraction.Nature.EDITORS_NOTE,
    "withdrawal": Retraction.Nature.WITHDRAWAL,
    "reversal": Retraction.Nature.RETRACTION,
}


@dataclass(frozen=True, kw_only=True)
class _About:
    """The claim a passage is about, known or proposed from this page, and why we think so."""

    reasons: tuple[str, ...]
    score: float
    claim: Claim | None = None
    proposal: Proposal | None = None


def propose(*, extraction, now: datetime) -> Comparison:
    """Compare an extraction with the known claims and write down what it seems to mean; return the Comparison.

    A comparison made before is returned as it is. A page without passages gets a comparison without proposals.
    """
    known = Comparison.objects.filter(extraction=extraction, matcher=MATCHER).first()
    if known:
        return known
    try:
        with transaction.atomic():
            comparison = Comparison.objects.create(extraction=extraction, matcher=MATCHER, made_at=now)
            _Page(comparison).propose()
            return comparison
    except IntegrityError:
        # Another worker compared the same extraction while we did.
        return Comparison.objects.get(extraction=extraction, matcher=MATCHER)


def give_up(*, extraction, reason, now: datetime) -> Comparison:
    """Write down that an extraction cannot be compared, with the reason; workers leave it alone from then on."""
    failure = f"This page could not be compared with the known claims. {reason}"[:500]
    return Comparison.objects.get_or_create(
        extraction=extraction, matcher=MATCHER, defaults={"made_at": now, "failure": failure}
    )[0]


def put(*, comparison, kind, content, score, reasons, claim=None, source=None) -> Proposal:
    """Write down a proposal that is of no passage: match/edits.py proposes what a new version did to cited words."""
    return Proposal.objects.create(
        comparison=comparison,
        kind=kind,
        claim=claim,
        source=source,
        content=content,
        score=score,
        reasons=reasons,
    )


class _Page:
    """The proposals of one page."""

    def __init__(self, comparison):
        self.comparison = comparison
        self.extraction = comparison.extraction
        passages = list(self.extraction.passages.all())
        self.statements = [passage for passage in passages if passage.kind == Passage.Kind.STATEMENT]
        self.notices = [passage for passage in passages if passage.kind == Passage.Kind.NOTICE]
        # The likeliest claim first, as the reader ranked them.
        self.claims = sorted(
            (passage for passage in passages if passage.kind == Passage.Kind.CLAIM),
            key=lambda passage: (-passage.details["score"], passage.start),
        )
        # A claim merged into another is matched through the other.
        claims = Claim.objects.exclude(relations__kind="merged into")
        self.known = Candidates(
            Candidate.of(key=claim, group=claim.story_id, sentence=claim.sentence, label=claim.label)
            for claim in claims
        )

    def propose(self):
        self.main = self._known_main() or self._new_main()
        if self.main is None:
            return
        for passage in self.statements:
            self._propose_statement(passage)
        for passage in self.notices:
            self._propose_retraction(passage)
        self._propose_appearance()

    def _known_main(self):
        """The known claim this page is mostly about: what its likeliest sentence touches, read under its headline."""
        title_terms = terms(self.extraction.title)
        for passage in [*self.claims, *self.statements]:
            touches = self.known.touched_by(title_terms | terms(passage.exact))
            if touches:
                best = touches[0]
                return _About(claim=best.candidate.key, score=best.score, reasons=(_shared(best),))
        return None

    def _new_main(self):
        if not self.claims:
            return None
        passage = self.claims[0]
        reasons = (*passage.reasons, "No known claim shares enough of its words.")
        proposal = self._create(
            passage,
            Proposal.Kind.CLAIM,
            content={"sentence": passage.details["sentence"][:400], "label": passage.details["label"][:60]},
            score=passage.details["score"],
            reasons=reasons,
        )
        reason = f"The page’s main claim, proposed with it: “{passage.details['sentence'][:120]}”."
        return _About(proposal=proposal, score=passage.details["score"], reasons=(reason,))

    def _about(self, passage):
        """The claim a statement is about; None when nothing ties it to one."""
        touches = self.known.touched_by(terms(passage.exact))
        if touches:
            best = touches[0]
            return _About(claim=best.candidate.key, score=best.score, reasons=(_shared(best),))
        for ties, share, reason in (
            (self._touches_main(passage), 0.9, "It uses words of the page’s main claim."),
            (
                passage.details["attribution"] == Statement.Attribution.DOCUMENT,
                0.8,
                "It stands in the document the page is about, so it is taken to be about the page’s main claim.",
            ),
            (
                passage.details["kind"] in _ANSWERS,
                0.6,
                "It answers in general words, so it is taken to be about the page’s main claim.",
            ),
            (
                passage.details["official"],
                0.3,
                "Said by an official on a page about this claim; whether it is about it is for you to say.",
            ),
        ):
            if ties:
                return self._about_main(share, reason)
        return None

    def _about_main(self, share, reason):
        return _About(
            claim=self.main.claim,
            proposal=self.main.proposal,
            score=share * self.main.score,
            reasons=(*self.main.reasons, reason),
        )

    def _touches_main(self, passage):
        main = self.main.claim or Claim(**self.main.proposal.content)
        alone = Candidates([Candidate.of(key=None, sentence=main.sentence, label=main.label)])
        return bool(alone.touched_by(terms(passage.exact), least=0.3))

    def _propose_statement(self, passage):
        details = passage.details
        kind = _ENTRY_KIND.get(details["kind"])
        about = self._about(passage)
        if kind is None or about is None or not details["speaker"]:
            return
        source = named(details["speaker"])
        reasons = [*passage.reasons, *about.reasons]
        if source:
            reasons.append(f"“{details['speaker']}” is a known source: {source}.")
        if details["kind"] in _TAKES_BACK and about.claim and statements_on([about.claim]).exists():
            self._propose_taking_back(passage, about=about, source=source, reasons=reasons)
        self._create(
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
            score=min(1.0, 0.5 * about.score + (0.4 if details["official"] else 0.2)),
            reasons=reasons,
        )

    def _propose_taking_back(self, passage, *, about, source, reasons):
        """Somebody takes back what the ledger knows: which of the statements it is, the editor says."""
        details = passage.details
        self._create(
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

    def _propose_retraction(self, passage):
        nature = _NATURE.get(passage.details["kind"])
        if nature is None:
            return
        self._create(
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

    def _propose_appearance(self):
        passage = (self.claims or self.statements or [None])[0]
        if passage is None:
            return
        claim = self.main.claim.sentence if self.main.claim else self.main.proposal.content["sentence"]
        headline_stance, headline_reason = stance.of_headline(self.extraction.title, claim)
        body_stance, body_reason = stance.of_body(
            claim=claim,
            text=self.extraction.text,
            said=[stance.Said(said.start, said.end, said.details["kind"]) for said in self.statements],
            has_notice=bool(self.notices),
        )
        self._create(
            passage,
            Proposal.Kind.APPEARANCE,
            about=self.main,
            content={
                "headline_stance": headline_stance,
                "body_stance": body_stance,
                "occurred": _as_known(self.extraction.published or self.extraction.modified),
            },
            score=0.3,
            reasons=[*self.main.reasons, headline_reason, body_reason],
        )

    def _create(self, passage, kind, *, content, score, reasons, about=None, source=None):
        proposal, _ = Proposal.objects.get_or_create(
            comparison=self.comparison,
            passage=passage,
            kind=kind,
            claim=about.claim if about else None,
            defaults={
                "about": about.proposal if about else None,
                "source": source,
                "content": content,
                "score": score,
                "reasons": list(dict.fromkeys(reasons)),
            },
        )
        return proposal


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


def _shared(touch):
    words = ", ".join(f"“{term}”" for term in touch.shared)
    return f"It shares {words} with the known claim “{touch.candidate.sentence}” ({touch.score:.0%} of its weight)."
