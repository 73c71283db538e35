"""Who said what: statements with speaker, cue, content and kind, each with the reasons for its reading.

Rules over units of tokens (tokens.py): a cue verb (cues.py), the noun phrase beside it (attribution.py) and what
stands on the other side (contents.py, behind addressees.py), drafted unit by unit (drafts.py) and then finished
(finishing.py). No trained model, no names of any story; every pass is linear in the text.
"""

from collections import Counter
from dataclasses import replace
from itertools import groupby

from tracker.extract import channels, descriptions, kinds, quotations, sentences, trained
from tracker.extract.drafts import Draft, read_unit
from tracker.extract.finishing import finished, outside
from tracker.extract.patterns import wording
from tracker.extract.readings import Span, StatementFound
from tracker.extract.speakers import Author, Cast
from tracker.extract.tokens import Unit, units
from tracker.lib.text import fold

MOST_TEXT = 200_000


def find(text: str, *, title: str = "", model: str = "") -> tuple[StatementFound, ...]:
    """The statements of a text in order of appearance; any text is accepted, also an empty one.

    `title` only helps to tell a denial of the story's main claim from a plain negative. `model` is a file made by
    `manage.py train_statements`; raises trained.NoModel if it is none. Vocabulary:
    `attribution` is on the record, anonymous official, document or social post; `channel` is letter,
    briefing, interview, post, release, broadcast, vote or ""; `kind` is asserts, confirms, denies, disputes,
    clarifies, walks back, retracts, apologises or no comment. Only the first MOST_TEXT characters are read.
    """
    text = text[:MOST_TEXT]
    folded = fold(text)
    paragraphs = sentences.paragraphs(text)
    marks = quotations.find(text, paragraphs)
    all_units = units(text=text, folded=folded, quotations=marks)
    about = kinds.subject(text, title=title, paragraphs=paragraphs)
    cast = _cast(folded, all_units)
    drafts: list[Draft] = []
    for unit in all_units:
        read_unit(cast, unit, drafts)
    found = _finished(text, cast, drafts, about)
    if model:
        marked = trained.marks(text, found, model)
        cast = _cast(folded, all_units)
        found = _finished(text, cast, trained.drafts(cast, all_units, drafts, marked), about)
    return found


def _cast(folded: str, all_units: list[Unit]) -> Cast:
    """Everybody the text names, and whose its documents are."""
    cast = Cast(folded)
    for unit in all_units:
        cast.notice_surnames(unit)
    for unit in all_units:
        cast.notice(unit)
    for unit in all_units:
        cast.notice_documents(unit)
    return cast


def _finished(
    text: str, cast: Cast, drafts: list[Draft], about: frozenset[str]
) -> tuple[StatementFound, ...]:
    drafts = _with_surroundings(_with_names(drafts))
    cast.authors += _authors_who_wrote(cast, drafts)
    found = [finished(text, cast, draft, about) for draft in drafts]
    return tuple(sorted(_apart(found), key=lambda statement: (statement.start, statement.cue_start)))


def _apart(found: list[StatementFound]) -> list[StatementFound]:
    """Statements of one sentence, each with its own part of it: a passage is marked once."""
    shared = Counter((statement.start, statement.end) for statement in found)
    return [
        _own_part(statement) if shared[statement.start, statement.end] > 1 else statement
        for statement in found
    ]


def _own_part(statement: StatementFound) -> StatementFound:
    """The statement with the stretch from its speaker, cue or words to the last of them as its passage."""
    starts = [statement.content_start, statement.cue_start, *(part.start for part in statement.quoted)]
    ends = [statement.content_end, statement.cue_end, *(part.end for part in statement.quoted)]
    if statement.start <= statement.speaker_start and statement.speaker_end <= statement.end:
        starts.append(statement.speaker_start)
        ends.append(statement.speaker_end)
    return replace(statement, start=min(starts), end=max(ends))


def _with_surroundings(drafts: list[Draft]) -> list[Draft]:
    """Where two people speak in one sentence, day and medium are those that stand with each."""
    found: list[Draft] = []
    for _, together in groupby(drafts, key=lambda draft: draft.passage):
        group = list(together)
        if len({draft.speaker.name for draft in group}) > 1:
            starts = [_start(draft) for draft in group]
            group = [
                draft._replace(near=_stretch(draft, start, starts))
                for draft, start in zip(group, starts, strict=True)
            ]
        found += group
    return found


def _start(draft: Draft) -> int:
    tokens = draft.unit.tokens
    source = tokens[draft.source.first].start if draft.source else draft.content.start
    return min(draft.content.start, tokens[min(draft.cue.first, len(tokens) - 1)].start, source)


def _stretch(draft: Draft, start: int, starts: list[int]) -> Span:
    """From where a statement begins, or its sentence if it is the first, to where the next one begins."""
    behind = [other for other in starts if other > draft.content.end]
    first = draft.passage.start if start == min(starts) else start
    return Span(first, min(behind, default=draft.passage.end))


def _with_names(drafts: list[Draft]) -> list[Draft]:
    """The drafts with descriptions of speakers exchanged for the names they stand for."""
    heard = [
        descriptions.Heard(draft.speaker, draft.unit.paragraph, draft.cue.lemma != "write")
        for draft in drafts
    ]
    return [
        draft._replace(speaker=speaker)
        for draft, speaker in zip(drafts, descriptions.resolve(heard), strict=True)
    ]


def _authors_who_wrote(cast: Cast, drafts: list[Draft]) -> list[Author]:
    """ "Seely wrote to an Iraqi general": the one person who wrote is who the letter of the report is from."""
    writers = {
        draft.speaker.name: draft
        for draft in drafts
        if draft.cue.lemma == "write"
        and draft.speaker.sort == "person"
        and not channels.is_posted(wording(outside(cast.text, draft)))
    }
    if len(writers) != 1:
        return []
    (draft,) = writers.values()
    at = draft.unit.span.start
    return [Author(at, noun, draft.speaker.person, draft.speaker.name) for noun in cast.papers]
