"""Who said what as a trained sequence model marks it, where the settings name one; the rules stay the frame.

The model (a conditional random field over the words of sequence.py, made by `manage.py train_statements`) says which
words are a source, a cue or content. Who the source is, what kind of statement it is and through which channel is read
by the same rules as ever. What the model leaves out stays where the rules read more than an assertion in it.
"""

from bisect import bisect_left
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from tracker.extract import sequence, words
from tracker.extract.attribution import subject_of
from tracker.extract.cues import Cue
from tracker.extract.drafts import Draft
from tracker.extract.readings import Span, StatementFound
from tracker.extract.speakers import Cast, Source, Speaker
from tracker.extract.tokens import Token, Unit
from tracker.lib.text import one_line

try:
    import pycrfsuite
except ImportError:  # an optional extra: without it the rules read alone
    pycrfsuite = None

_MAGIC = b"lCRF"  # a file of CRFsuite begins with it
_BETWEEN = 12  # characters that may part what is one: commas, marks of quotation, "then"
SHAPE = "as the model marked it"


class NoModel(ValueError):
    """The model that the settings name cannot be used; the message says why."""


class _Said(NamedTuple):
    """A cue with the source and the pieces of content that stand nearest to it."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]


@lru_cache(maxsize=1)
def tagger(path: str):
    """The model in a file, opened once. Raises NoModel."""
    if pycrfsuite is None:
        raise NoModel("python-crfsuite is not installed.")
    opened = pycrfsuite.Tagger()
    try:
        opened.open(path)
    except (OSError, ValueError) as trouble:
        raise NoModel(f"{path} is no model: {trouble}") from trouble
    return opened


@lru_cache(maxsize=1)
def fingerprint(path: str) -> str:
    """The beginning of the hash of a model's file, which tells it from others; "" of what is no model we could use."""
    try:
        with Path(path).open("rb") as file:
            usable = pycrfsuite is not None and file.read(len(_MAGIC)) == _MAGIC
            file.seek(0)
            return file_digest(file, "sha256").hexdigest()[:8] if usable else ""
    except OSError:
        return ""


def marks(text: str, found: tuple[StatementFound, ...], path: str) -> dict[str, list[Span]]:
    """What the model marks in a text: spans of source, cue and content. Raises NoModel."""
    rows = sequence.sequences(text)
    model = tagger(path)
    told = sequence.features(text, rows, found)
    return sequence.spans_of(rows, [model.tag(row) for row in told])


def drafts(cast: Cast, units: list[Unit], by_rule: list[Draft], marked: dict[str, list[Span]]) -> list[Draft]:
    """The statements in draft as the model marks them, with those of the rules that say more than an assertion.

    `cast` is fresh: it hears the speakers in the order of the text.
    """
    said = _together(marked)
    starts = [one.cue.start for one in said]
    rules_of: dict[Span, list[Draft]] = {}
    for draft in by_rule:
        rules_of.setdefault(draft.unit.span, []).append(draft)
    found: list[Draft] = []
    for unit in units:
        rules = rules_of.get(unit.span, [])
        made: list[Draft] = []
        for one in said[bisect_left(starts, unit.span.start) : bisect_left(starts, unit.span.end)]:
            draft = _draft(cast, unit, one, rules, made)
            if draft:
                made.append(draft)
        taken = {draft.cue.at for draft in made}
        kept = [draft for draft in rules if draft.cue.at not in taken and _says_more(draft)]
        together = sorted([*made, *kept], key=lambda draft: draft.cue.at)
        for draft in together:
            if draft.source:
                cast.speaks(draft.speaker)
        if not together:
            cast.mentions(unit, None)
        found += together
    return found


def _says_more(draft: Draft) -> bool:
    return draft.cue.kind != "asserts" or draft.shape in ("quotation alone", "colon")


def _together(marked: dict[str, list[Span]]) -> list[_Said]:
    """Each source and each piece of content goes to the nearest cue."""
    cues = sorted(marked["cue"])
    starts = [cue.start for cue in cues]
    sources: dict[Span, Span] = {}
    contents: dict[Span, list[Span]] = {}
    for source in marked["source"]:
        cue = _nearest(cues, starts, source)
        if cue and (cue not in sources or _gap(cue, source) < _gap(cue, sources[cue])):
            sources[cue] = source
    for content in marked["content"]:
        cue = _nearest(cues, starts, content)
        if cue:
            contents.setdefault(cue, []).append(content)
    return [_Said(cue, sources.get(cue), tuple(contents.get(cue, ()))) for cue in cues]


def _nearest(cues: list[Span], starts: list[int], span: Span) -> Span | None:
    at = bisect_left(starts, span.start)
    near = cues[max(0, at - 1) : at + 1]
    best = min(near, key=lambda cue: _gap(cue, span), default=None)
    return best if best and _gap(best, span) < 200 else None


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _draft(cast: Cast, unit: Unit, said: _Said, rules: list[Draft], before: list[Draft]) -> Draft | None:
    tokens = unit.tokens
    first, last = _tokens_of(tokens, said.cue)
    if first is None:
        return None
    rule = next((draft for draft in rules if first <= draft.cue.at <= last), None)
    at = next((i for i in range(last, first - 1, -1) if tokens[i].low in words.CUE_LEMMAS), last)
    low = tokens[at].low
    cue = Cue(at, first, last, words.CUE_LEMMAS.get(low, low), words.CUE_KINDS.get(low, "asserts"))
    if rule:
        cue = cue._replace(lemma=rule.cue.lemma, kind=rule.cue.kind, at=rule.cue.at)
    source, spot = _source(tokens, said.source)
    speaker = cast.who(unit, source) if source else None
    if speaker is None and rule:
        source, speaker, spot = rule.source, rule.speaker, None
    if speaker is None and source:
        speaker = _whoever(cast.text[spot.start : spot.end])
    if speaker is None and before:
        source, speaker, spot = (
            before[-1].source,
            before[-1].speaker,
            before[-1].spot,
        )  # "and told them", ", saying"
    if speaker is None and (subject := subject_of(tokens, first)):
        source, speaker = subject, cast.who(unit, subject)
    if speaker is None:
        return None
    content = _content(said, unit)
    if content is None or (rule and rule.content.end > unit.span.end):
        return rule and rule._replace(cue=cue, speaker=speaker, source=source, spot=spot, shape=SHAPE)
    quotes = tuple(
        token.quotation
        for token in tokens
        if token.quotation and content.start <= token.quotation.inner.start < content.end
    )
    return Draft(unit, cue, source, speaker, content, quotes, unit.span, SHAPE, spot=spot)


def _content(said: _Said, unit: Unit) -> Span | None:
    """The piece of content nearest to the cue, in its unit, with those that only source and cue part from it."""
    pieces = [piece for piece in said.content if unit.span.start <= piece.start < unit.span.end]
    if not pieces:
        return None
    start, end = min(pieces, key=lambda piece: _gap(said.cue, piece))
    for piece in pieces:
        first, last = (Span(start, end), piece) if piece.start >= end else (piece, Span(start, end))
        between = [part for part in (said.cue, said.source) if part and first.end <= part.start < last.start]
        if last.start - first.end - sum(part.end - part.start for part in between) <= _BETWEEN:
            start, end = min(start, piece.start), max(end, piece.end)
    return Span(start, min(end, unit.span.end))


def _whoever(phrase: str) -> Speaker:
    """A source that the rules would not let speak: "most voters", "the new poll"."""
    name = one_line(phrase)
    noun = name.rpartition(" ")[2].lower()
    return Speaker(name, "description", noun=noun, reasons=(f"the model marked '{name}' as who speaks",))


def _source(tokens: list[Token], span: Span | None) -> tuple[Source | None, Span | None]:
    """ "Lee, the mayor of Karu" as the phrase that names and the role behind the comma; and the whole."""
    first, last = _tokens_of(tokens, span) if span else (None, 0)
    if first is None:
        return None, None
    comma = next((i for i in range(first + 1, last) if tokens[i].low == ","), None)
    if comma is None:
        return Source(first, last), span
    return Source(first, comma - 1, (comma + 1, last)), span


def _tokens_of(tokens: list[Token], span: Span) -> tuple[int | None, int]:
    """The first and the last token within a span; None where it holds none, as inside a quotation."""
    inside = [i for i, token in enumerate(tokens) if span.start <= token.start and token.end <= span.end]
    return (inside[0], inside[-1]) if inside else (None, 0)
