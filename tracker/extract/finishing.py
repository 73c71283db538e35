"""A draft made a statement: its kind, channel and attribution, and the reasons for each."""

import re

from tracker.extract import channels, kinds, words
from tracker.extract.drafts import Draft
from tracker.extract.patterns import Wording, wording
from tracker.extract.readings import Span, StatementFound
from tracker.extract.speakers import Cast, is_official, span_of

_JUDGING = words.NAMING_CUES | {"dismiss", "reject"}
_UNNAMED = re.compile(
    r"\b(?:anonymity|anonymously|(?:not|declined|refused|n't|n’t)(?: want| wish)? to be (?:named|identified)"
    r"|not be(?:ing)? (?:named|identified)|not (?:been )?authori[sz]ed to (?:speak|talk|comment|discuss)|withh[eo]ld"
    r"(?:ing)? (?:his|her|their) name|on background)\b",
    re.I,
)
_DELETED = re.compile(
    r"\b(?:since|now|later|subsequently)[- ]deleted\b|\bdeleted (?:it|the (?:post|tweet|message))\b", re.I
)


def finished(text: str, cast: Cast, draft: Draft, about: frozenset[str]) -> StatementFound:
    tokens, cue, speaker = draft.unit.tokens, draft.cue, draft.speaker
    content = text[draft.content.start : draft.content.end]
    cue_span = _cue_span(draft)
    cue_words = text[cue_span.start : cue_span.end]
    passage = text[draft.passage.start : draft.passage.end]
    kind, why_kind = kinds.of(
        cue_kind=cue.kind,
        cue=cue_words,
        content=content,
        about=about,
        judges=cue.lemma in _JUDGING,
    )
    quoted = tuple(quotation.inner for quotation in draft.quotes)
    direct = _is_direct(draft.content, quoted)
    around = wording(outside(text, draft))
    name, role, organisation, official, attribution, why_source = _attributed(cast, draft, passage, around)
    channel = channels.channel(around, speaker.noun if speaker.sort == "document" else "")
    if attribution == "document" and not channel:
        channel = "letter"
    if (
        attribution == "on the record"
        and channel == "post"
        and direct | (cue.lemma in ("tweet", "post", "retweet", "write"))
    ):
        attribution = "social post"
    spot = draft.spot or (span_of(tokens, draft.source) if draft.source else cue_span)
    side = {"speaker before the cue": "speaker before it", "cue before the speaker": "speaker after it"}.get(
        draft.shape, draft.shape
    )
    reasons = [f"cue '{cue_words}' with the {'quotation' if direct else 'words'} it carries ({side})"]
    if "deleted" in passage and _DELETED.search(passage):
        reasons.append("the passage says that the post was deleted")
    reasons += [*speaker.reasons, *why_source, *why_kind]
    return StatementFound(
        start=draft.passage.start,
        end=draft.passage.end,
        content_start=draft.content.start,
        content_end=draft.content.end,
        content=content,
        quote=direct,
        quoted=quoted,
        speaker=name,
        speaker_start=spot.start,
        speaker_end=spot.end,
        role=role,
        organisation=organisation,
        attribution=attribution,
        channel=channel,
        cue=cue_words,
        cue_start=cue_span.start,
        cue_end=cue_span.end,
        kind=kind,
        official=official,
        when=channels.when(around),
        reasons=tuple(reasons),
    )


def _is_direct(content: Span, quoted: tuple[Span, ...]) -> bool:
    """Whether the content is the speaker's own words: mostly in quotation marks, or quoted from end to end in parts
    with only the attribution between them, however long that is."""
    if not quoted:
        return False
    if len(quoted) > 1 and quoted[0].start <= content.start + 1 and quoted[-1].end >= content.end - 1:
        return True
    return sum(end - start for start, end in quoted) >= 0.6 * (content.end - content.start)


def _cue_span(draft: Draft) -> Span:
    cue = draft.cue
    tokens = draft.unit.tokens
    if draft.shape == "quotation alone" or cue.last >= len(tokens):
        return Span(draft.content.start, draft.content.start)
    return Span(tokens[cue.first].start, tokens[cue.last].end)


def outside(text: str, draft: Draft) -> str:
    """The passage without its quoted words: where and when somebody spoke is not in what they said."""
    start, end = draft.near or draft.passage
    pieces, position = [], start
    for quotation in draft.quotes:
        pieces.append(text[position : quotation.start])
        position = max(position, quotation.end)
    pieces.append(text[position:end])
    return " ".join(pieces)


def _attributed(cast: Cast, draft: Draft, passage: str, around: Wording):
    speaker = draft.speaker
    if speaker.sort == "document":
        author = (speaker.owner, speaker.person) if speaker.owner else cast.author_of(speaker.noun)
        if author:
            name, person = author
            role, organisation = (person.role, person.organisation) if person else ("", name)
            official = is_official(role, organisation)
            kind = "social post" if speaker.noun in words.POST_NOUNS else "document"
            return (
                name,
                role,
                organisation,
                official,
                kind,
                (f"the {speaker.noun} is from '{person.mention if person else name}'",),
            )
        kind = "social post" if speaker.noun in words.POST_NOUNS else "document"
        return speaker.name, "", "", False, kind, ("the report does not say here who it is from",)
    if speaker.anonymous or (speaker.sort == "description" and _UNNAMED.search(passage)):
        return (
            speaker.name,
            speaker.role,
            speaker.organisation,
            speaker.official,
            "anonymous official",
            ("the speaker is not named",),
        )
    letter = channels.letter_frame(around, draft.cue.lemma)
    if not letter and draft.cue.lemma == "write":
        letter = cast.paper_by(speaker.name) if not channels.is_posted(wording(passage)) else ""
    if letter:
        return (
            speaker.name,
            speaker.role,
            speaker.organisation,
            speaker.official,
            "document",
            (f"written in a {letter}",),
        )
    return speaker.name, speaker.role, speaker.organisation, speaker.official, "on the record", ()
