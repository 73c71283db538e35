"""Statements in draft: the units of a text read one by one, each cue with its speaker and its words.

Also those without a verb: "according to", a colon, and a quotation that stands alone.
"""

from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

from tracker.extract import words
from tracker.extract.attribution import source_of, subject_of
from tracker.extract.contents import content_of, content_span, is_speech, trim_end
from tracker.extract.cues import MAY_BE_CUES, PLAIN_SPEECH, Cue, cue_at, in_question
from tracker.extract.quotations import Quotation
from tracker.extract.readings import Span
from tracker.extract.speakers import Cast, Source, Speaker, phrase_after, phrase_before, with_apposition
from tracker.extract.tokens import Token, Unit


class Draft(NamedTuple):
    """A statement before its kind, channel and reasons are read."""

    unit: Unit
    cue: Cue
    source: Source | None
    speaker: Speaker
    content: Span
    quotes: tuple[Quotation, ...]
    passage: Span
    shape: str
    spot: Span | None = None  # where its source stands, if that is not its tokens
    near: Span | None = None  # the part of the passage that is about this statement, where others share it


def read_unit(cast: Cast, unit: Unit, drafts: list[Draft]) -> None:
    tokens = unit.tokens
    if not tokens:
        return
    if '"' in unit.lows and _only_quotation(tokens):
        _continue_quotation(unit, drafts)
        return
    if tokens[-1].low == "?" and not any(token.kind == "q" for token in tokens):
        return  # "Then why did the release say so?": nobody says anything in a question
    before = len(drafts)
    for read in (_according_to, _cues, _colon_quotation):
        read(cast, unit, drafts)
        if len(drafts) > before:
            return
    cast.mentions(unit, subject_of(tokens, len(tokens)))


def _cues(cast: Cast, unit: Unit, drafts: list[Draft]) -> None:
    tokens = unit.tokens
    if unit.lows.isdisjoint(MAY_BE_CUES):
        return
    taken_to = 0
    previous: tuple[Source, Speaker] | None = None
    at = 0
    while at < len(tokens):
        cue = cue_at(tokens, at) if tokens[at].low in MAY_BE_CUES else None
        if cue is None or in_question(tokens, at):
            at += 1
            continue
        at = cue.last + 1
        draft = _draft(cast, unit, cue, taken_to, previous)
        if draft is None:
            continue
        several = _each_speaker(cast, draft)
        drafts += several
        if draft.source:
            previous = (draft.source, draft.speaker)
            for one in several:
                cast.speaks(one.speaker)
        taken_to = max(at, _token_at(tokens, draft.content.end))
        if draft.content.start >= tokens[cue.at].start:
            at = taken_to


def _each_speaker(cast: Cast, draft: Draft) -> list[Draft]:
    """One draft for each who spoke: "Wolff and Kok both said" is a statement of each."""
    if draft.source is None or draft.speaker.sort != "person":
        return [draft]
    together = cast.everybody(draft.unit, draft.source)
    return [draft._replace(source=part, speaker=speaker) for part, speaker in together] or [draft]


def _only_quotation(tokens: list[Token]) -> bool:
    kinds = {token.kind for token in tokens}
    return "q" in kinds and kinds <= {"q", "p"}


def _continue_quotation(unit: Unit, drafts: list[Draft]) -> None:
    """A unit that is nothing but a quotation goes on with the speaker of the direct quotation just before it."""
    if not drafts:
        return
    last = drafts[-1]
    near = unit.paragraph - last.unit.paragraph
    runs = last.quotes and last.quotes[-1].open
    inner = tuple(token.quotation for token in unit.tokens if token.quotation)
    if (near == 0 and last.quotes) or (runs and near >= 1):
        content = Span(
            min(last.content.start, inner[0].inner.start), max(last.content.end, inner[-1].inner.end)
        )
        drafts[-1] = last._replace(
            content=content,
            quotes=last.quotes + inner,
            passage=Span(last.passage.start, unit.span.end),
            unit=last.unit._replace(paragraph=unit.paragraph),
        )
    elif near <= 1 and (last.quotes or last.unit.tokens[-1].low == ":"):
        content = Span(inner[0].inner.start, inner[-1].inner.end)
        drafts.append(
            last._replace(
                unit=unit,
                content=content,
                quotes=inner,
                passage=unit.span,
                shape="quotation alone",
                source=None,
            )
        )


def _token_at(tokens: list[Token], offset: int) -> int:
    """The first token that starts at or after an offset."""
    return bisect_left(tokens, offset, key=attrgetter("start"))


def _draft(
    cast: Cast, unit: Unit, cue: Cue, floor: int, previous: tuple[Source, Speaker] | None
) -> Draft | None:
    tokens = unit.tokens
    if _passive(tokens, cue):
        return _passive_draft(cast, unit, cue)
    source, speaker, shape = source_of(cast, unit, cue, floor, previous)
    if speaker is None:
        return None
    content = content_of(tokens, cue, source, shape, floor)
    if content is None:
        return None
    first, last, cue_last = content
    if cue.lemma in ("delete", "remove", "retract", "withdraw") and not any(
        t.low in words.SPOKEN_OBJECTS for t in tokens[first : last + 1]
    ):
        return None
    if (
        cue.lemma == "post"
        and not (
            any(t.kind == "q" for t in tokens[first : last + 1])
            or any(t.low == "that" for t in tokens[cue.at : cue.at + 3])
        )
        and not any(t.low in words.PLATFORMS for t in tokens)
    ):
        return None
    if cue.lemma in words.NEEDS_SPEECH and not is_speech(tokens, cue, first, last):
        return None
    span, quotes = content_span(tokens, first, last)
    return Draft(
        unit, cue._replace(last=max(cue.last, cue_last)), source, speaker, span, quotes, unit.span, shape
    )


def _passive(tokens: list[Token], cue: Cue) -> bool:
    if tokens[cue.at].low not in words.PARTICIPLES:
        return False
    helped = any(tokens[i].low in words.BE_FORMS for i in range(cue.first, cue.at))
    return helped and any(token.low == "by" for token in tokens[cue.at + 1 : cue.at + 5])


def _passive_draft(cast: Cast, unit: Unit, cue: Cue) -> Draft | None:
    """ "The letter's authenticity was confirmed by two officials": the agent speaks, the subject is what was said."""
    tokens = unit.tokens
    by = next(i for i in range(cue.at + 1, min(len(tokens), cue.at + 5)) if tokens[i].low == "by")
    source = phrase_after(tokens, by + 1)
    subject = subject_of(tokens, cue.first)
    if subject is None or tokens[subject.last + 1].low not in words.GERUNDS:
        subject = phrase_before(tokens, cue.first - 1, 0)
    if not source or not subject:
        return None
    speaker = cast.who(unit, with_apposition(tokens, source))
    if speaker is None or speaker.sort == "document":
        return None
    span, quotes = content_span(tokens, _with_owner(tokens, subject.first), subject.last)
    return Draft(unit, cue, source, speaker, span, quotes, unit.span, "passive with its agent")


def _with_owner(tokens: list[Token], at: int) -> int:
    """Where "a letter whose authenticity" begins, given the place of "authenticity"; else `at` itself."""
    if at < 2 or tokens[at - 1].low != "whose":
        return at
    owner = phrase_before(tokens, at - 2, 0)
    return owner.first if owner else at


def _according_to(cast: Cast, unit: Unit, drafts: list[Draft]) -> None:
    tokens = unit.tokens
    if "according" not in unit.lows:
        return
    for i in range(len(tokens) - 2):
        if tokens[i].low == "according" and tokens[i + 1].low == "to":
            break
    else:
        return
    if _is_said_by_somebody(tokens, i):
        return
    source = phrase_after(tokens, i + 2)
    if source is None:
        return
    source = with_apposition(tokens, source)
    speaker = cast.who(unit, source)
    if speaker is None:
        return
    cue = Cue(i, i, i + 1, "according to", "asserts")
    end = source.last + 1
    if i == 0:
        comma = next((j for j in range(end, len(tokens)) if tokens[j].low == ","), None)
        if comma is None or comma + 2 >= len(tokens):
            return
        first, last = comma + 1, trim_end(tokens, comma + 1, len(tokens) - 1)
    else:
        first, last = 0, i - 1
        while last > 0 and tokens[last].low in (",", "-"):
            last -= 1
    if first > last:
        return
    span, quotes = content_span(tokens, first, last)
    drafts.append(Draft(unit, cue, source, speaker, span, quotes, unit.span, "according to"))
    cast.speaks(speaker)


def _is_said_by_somebody(tokens: list[Token], stop: int) -> bool:
    """True for '"No," he told ministers, according to his office': the office passes it on, he said it."""
    quoted = any(token.kind == "q" for token in tokens[:stop])
    return quoted and any(words.CUE_LEMMAS.get(token.low) in PLAIN_SPEECH for token in tokens[:stop])


def _colon_quotation(cast: Cast, unit: Unit, drafts: list[Draft]) -> None:
    """'Esper: "No decision."' as in a headline or a transcript."""
    tokens = unit.tokens
    if ":" not in unit.lows:
        return
    colon = next((i for i, token in enumerate(tokens[:10]) if token.low == ":"), None)
    if (
        not colon
        or colon + 1 >= len(tokens)
        or tokens[colon + 1].kind != "q"
        or tokens[colon - 1].kind != "c"
    ):
        return
    source = phrase_before(tokens, colon - 1, 0)
    speaker = source and cast.who(unit, source)
    if not speaker or speaker.sort not in ("person", "organisation"):
        return
    span, quotes = content_span(tokens, colon + 1, trim_end(tokens, colon + 1, len(tokens) - 1))
    cue = Cue(colon, colon, colon, ":", "asserts")
    drafts.append(Draft(unit, cue, source, speaker, span, quotes, unit.span, "colon"))
    cast.speaks(speaker)
