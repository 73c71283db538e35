"""Who said what: statements with speaker, cue, content and kind, each with the reasons for its reading.

Rules over units of tokens (tokens.py): a cue verb (cues.py), the noun phrase beside it (attribution.py) and what
stands on the other side (contents.py, behind addressees.py), drafted unit by unit (drafts.py) and then finished
(finishing.py). No trained model, no names of any story; every pass is linear in the text.
"""

from tracker.extract import descriptions, kinds, quotations, sentences
from tracker.extract.drafts import Draft, read_unit
from tracker.extract.finishing import finished, outside
from tracker.extract.readings import StatementFound
from tracker.extract.speakers import Author, Cast
from tracker.extract.tokens import units
from tracker.lib.text import fold

MOST_TEXT = 200_000


def find(text: str, *, title: str = "") -> tuple[StatementFound, ...]:
    """The statements of a text in order of appearance; any text is accepted, also an empty one.

    `title` only helps to tell a denial of the story's main claim from a plain negative. Vocabulary:
    `attribution` is on the record, anonymous official, document or social post; `channel` is letter,
    briefing, interview, post, release, broadcast, vote or ""; `kind` is asserts, confirms, denies, disputes,
    clarifies, walks back, retracts, apologises or no comment. Only the first MOST_TEXT characters are read.
    """
    text = text[:MOST_TEXT]
    folded = fold(text)
    paragraphs = sentences.paragraphs(text)
    marks = quotations.find(text, paragraphs)
    all_units = units(text=text, folded=folded, paragraphs=paragraphs, quotations=marks)
    cast = Cast(folded)
    for unit in all_units:
        cast.notice_surnames(unit)
    for unit in all_units:
        cast.notice(unit)
    for unit in all_units:
        cast.notice_documents(unit)
    drafts: list[Draft] = []
    for unit in all_units:
        read_unit(cast, unit, drafts)
    drafts = _with_names(drafts)
    cast.authors += _authors_who_wrote(cast, drafts)
    about = kinds.subject(text, title=title, paragraphs=paragraphs)
    found = [finished(text, cast, draft, about) for draft in drafts]
    return tuple(sorted(found, key=lambda statement: (statement.start, statement.cue_start)))


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
        and not kinds.is_posted(outside(cast.text, draft))
    }
    if len(writers) != 1:
        return []
    (draft,) = writers.values()
    at = draft.unit.span.start
    return [Author(at, noun, draft.speaker.person, draft.speaker.name) for noun in cast.papers]
