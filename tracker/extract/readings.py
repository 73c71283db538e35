"""What reading a page yields: plain values, no models. Offsets count characters of the text, end exclusive."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.lib.moments import Moment


class Span(NamedTuple):
    """A stretch of a text: from `start` up to, not including, `end`."""

    start: int
    end: int


class NothingToRead(ValueError):
    """There is no readable text in what was given. The message is one sentence an editor can read."""


@dataclass(frozen=True)
class Readable:
    """What a page says about itself, and its main text: paragraphs joined by blank lines.

    The zone of `published` and `modified` is a name or an offset ("+01:00") as far as the page gives one; where it
    is "" their bounds were counted in UTC because nothing else is known. `corrections` are those its linked data
    announces, in its words; they need not stand in the text.
    """

    title: str
    byline: str
    outlet: str
    published: Moment | None
    modified: Moment | None
    language: str
    canonical_url: str
    text: str
    paragraphs: tuple[Span, ...]
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatementFound:
    """Somebody said something. The vocabulary of each field is listed in `statements.find`."""

    start: int
    end: int
    content_start: int
    content_end: int
    content: str
    quote: bool
    quoted: tuple[Span, ...]
    speaker: str
    speaker_start: int
    speaker_end: int
    role: str
    organisation: str
    attribution: str
    channel: str
    cue: str
    cue_start: int
    cue_end: int
    kind: str
    official: bool
    when: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class NoticeFound:
    """The page speaks about its own text: a correction or another notice.

    `said` is what it said before and `right` what is right, "" where the notice does not tell; `sentence` is the one
    of the page that the notice is about, where that is plain.
    """

    start: int
    end: int
    kind: str
    reasons: tuple[str, ...]
    said: str = ""
    right: str = ""
    sentence: Span | None = None


@dataclass(frozen=True)
class ClaimFound:
    """A sentence worth checking. `terms` are the stems it is compared by."""

    start: int
    end: int
    score: float
    sentence: str
    label: str
    reasons: tuple[str, ...]
    terms: frozenset[str] = field(default=frozenset(), repr=False)
