"""What an editor put into a form, as values: forms make them, effect.py weighs them, decide.py writes them."""

from dataclasses import dataclass

from tracker.capture.models import Article
from tracker.ledger.models import Claim, Entry, Statement, Story
from tracker.ledger.record import Described, Quote, RestsOn
from tracker.lib.moments import Moment
from tracker.sources.models import Source


@dataclass(frozen=True, kw_only=True)
class NewStory:
    """A story to open."""

    title: str
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class NewClaim:
    """A claim to open, in a story that exists or in one to open with it."""

    sentence: str
    label: str
    story: Story | NewStory


@dataclass(frozen=True, kw_only=True)
class NewSource:
    """Somebody to register."""

    kind: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Target:
    """Which claim moves and how: `kind` is an Entry.Kind, `note` one sentence of our own."""

    claim: Claim | NewClaim
    kind: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement."""

    source: Source | NewSource
    role: str
    words: str
    paraphrase: bool
    attribution: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """A retraction, of a statement or of an article."""

    source: Source | NewSource
    role: str
    nature: str
    reasons: tuple[str, ...]
    notice: str
    of: Statement | Article


@dataclass(frozen=True, kw_only=True)
class Carried:
    """An article carries a claim, and what it rests on."""

    article: Article
    headline_stance: str
    body_stance: str
    rests_on: tuple[RestsOn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The desk's own finding."""

    rating: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Entered:
    """One thing to record, complete: what it is, which claims it moves, when it happened, where it can be checked."""

    what: Said | TakenBack | Carried | Judged
    on: tuple[Target, ...]
    occurred: Moment
    citations: tuple[Quote | Described, ...]


@dataclass(frozen=True, kw_only=True)
class Correcting:
    """Which entry was wrong, and why."""

    entry: Entry
    reason: str
