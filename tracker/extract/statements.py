"""Who said what: statements with speaker, cue, content and kind, each with the reasons for its reading.

Rules over units of tokens (see tokens.py): a cue verb, the noun phrase beside it, and what stands on the
other side. No trained model, no names of any story; every pass is linear in the text.
"""

import re
from typing import NamedTuple

from tracker.extract import descriptions, kinds, quotations, sentences, words
from tracker.extract.quotations import Quotation
from tracker.extract.readings import Span, StatementFound
from tracker.extract.speakers import (
    Author,
    Cast,
    Source,
    Speaker,
    is_official,
    opens_with_participle,
    phrase_after,
    phrase_before,
    span_of,
    with_apposition,
)
from tracker.extract.tokens import Token, Unit, units
from tracker.lib.text import fold

MOST_TEXT = 200_000


class Cue(NamedTuple):
    """A cue verb at token `at`; `first`..`last` with its helpers ("has since confirmed")."""

    at: int
    first: int
    last: int
    lemma: str
    kind: str


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
    for position, unit in enumerate(all_units):
        _read_unit(cast, unit, drafts, all_units, position)
    drafts = _with_names(drafts)
    cast.authors += _authors_who_wrote(cast, drafts)
    about = kinds.subject(text, title=title, paragraphs=paragraphs)
    found = [_finished(text, cast, draft, about) for draft in drafts]
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
        and not kinds.is_posted(_outside(cast.text, draft))
    }
    if len(writers) != 1:
        return []
    (draft,) = writers.values()
    at = draft.unit.span.start
    return [Author(at, noun, draft.speaker.person, draft.speaker.name) for noun in cast.papers]


# Reading a unit -------------------------------------------------------------------------------------------


def _read_unit(cast: Cast, unit: Unit, drafts: list[Draft], all_units: list[Unit], position: int) -> None:
    tokens = unit.tokens
    if not tokens:
        return
    if _only_quotation(tokens):
        _continue_quotation(unit, drafts)
        return
    before = len(drafts)
    _according_to(cast, unit, drafts)
    taken_to = max((_token_at(tokens, draft.content.end) for draft in drafts[before:]), default=0)
    previous: tuple[Source, Speaker] | None = None
    at = 0
    while at < len(tokens):
        cue = _cue_at(tokens, at)
        if (
            cue is None
            or _in_question(tokens, at)
            or (len(drafts) > before and drafts[before].cue.lemma == "according to")
        ):
            at += 1
            continue
        draft = _draft(cast, unit, cue, taken_to, previous)
        if draft is None:
            at = cue.last + 1
            continue
        drafts.append(draft)
        if draft.source:
            previous = (draft.source, draft.speaker)
            cast.speaks(draft.speaker)
        taken_to = max(cue.last + 1, _token_at(tokens, draft.content.end))
        at = max(cue.last + 1, taken_to if draft.content.start >= tokens[cue.at].start else cue.last + 1)
    if len(drafts) == before:
        _colon_quotation(cast, unit, drafts)
    if len(drafts) == before:
        cast.mentions(unit)
        subject = _subject(tokens, len(tokens))
        if subject:
            cast.mentions_thing(unit, subject)


def _in_question(tokens: list[Token], at: int) -> bool:
    """True inside ", asked whether she believed it,": what was asked is nobody's statement."""
    for i in range(at - 1, max(0, at - 10) - 1, -1):
        if tokens[i].kind in "pq":
            return False
        if tokens[i].low == "asked" and tokens[i + 1].low in (
            "whether",
            "if",
            "about",
            "why",
            "how",
            "what",
            "who",
        ):
            return i == 0 or tokens[i - 1].low in (",", "when")
    return False


def _only_quotation(tokens: list[Token]) -> bool:
    return any(token.kind == "q" for token in tokens) and all(token.kind in "qp" for token in tokens)


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
    for i, token in enumerate(tokens):
        if token.start >= offset:
            return i
    return len(tokens)


# Cues -------------------------------------------------------------------------------------------------------

_NO_COMMENT = re.compile(
    r"(?:declin|refus)(?:ed|es|ing) (?:\w+ ){0,3}?(?:to )?(?:comment|discuss|elaborate|answer"
    r"|respond|provide|say|confirm|be (?:interviewed|drawn))\w*"
    r"|(?:did|does|do|has|have|had|would|could)(?: not|n't) (?:\w+ ){0,2}?(?:comment(?:ed)?\b"
    r"|respond(?:ed)?\b|repl(?:y|ied)\b|return(?:ed)? (?:\w+ ){0,4}(?:call|request|email"
    r"|message)\w*|answer(?:ed)?\b(?: (?:\w+ ){0,3}(?:question|request|call|email)\w*)?)"
    r"|could not (?:\w+ )?be (?:\w+ )?(?:reached|contacted)|had no (?:\w+ )?comment"
    r"|offered no (?:\w+ )?comment|would not comment",
    re.I,
)
_WALK_BACK = {
    ("walk", "back"): "walks back",
    ("take", "back"): "retracts",
    ("pull", "back"): "walks back",
    ("row", "back"): "walks back",
    ("back", "away"): "walks back",
    ("back", "off"): "walks back",
    ("take", "down"): "retracts",
}
_PHRASAL = {form: lemma for lemma in ("walk", "take", "pull", "row", "back") for form in words.forms(lemma)}


def _cue_at(tokens: list[Token], at: int) -> Cue | None:
    token = tokens[at]
    if token.kind not in "wc" or (token.kind == "c" and at > 0 and tokens[at - 1].kind != "q"):
        return None
    no_comment = _no_comment_at(tokens, at)
    if no_comment:
        return no_comment
    if token.low in _PHRASAL:
        return _phrasal_at(tokens, at)
    lemma = words.CUE_LEMMAS.get(token.low)
    if lemma is None or _is_noun(tokens, at):
        return None
    first = at
    while first > 0 and _helps(tokens[first - 1]):
        first -= 1
    while (
        first < at
        and tokens[first].low in words.ADVERBS | {"all", "both"}
        and first > 0
        and tokens[first - 1].low in words.DETERMINERS
    ):
        first += 1
    return Cue(at, first, at, lemma, words.CUE_KINDS[token.low])


def _no_comment_at(tokens: list[Token], at: int) -> Cue | None:
    if tokens[at].low not in _NO_COMMENT_STARTS:
        return None
    window = " ".join(token.low for token in tokens[at : at + 12])
    match = _NO_COMMENT.match(window)
    if not match:
        return None
    last = at + match.group().count(" ")
    first = at
    while first > 0 and _helps(tokens[first - 1]):
        first -= 1
    return Cue(at, first, last, "no comment", "no comment")


_NO_COMMENT_STARTS = frozenset(
    [
        "declined",
        "declines",
        "declining",
        "refused",
        "refuses",
        "refusing",
        "did",
        "does",
        "do",
        "has",
        "have",
        "had",
        "would",
        "could",
        "didn't",
        "doesn't",
        "don't",
        "hasn't",
        "haven't",
        "hadn't",
        "wouldn't",
        "couldn't",
        "offered",
    ]
)


def _phrasal_at(tokens: list[Token], at: int) -> Cue | None:
    lemma = _PHRASAL[tokens[at].low]
    for last in range(at + 1, min(len(tokens), at + 6)):
        if tokens[last].kind in "pq":
            return None
        kind = _WALK_BACK.get((lemma, tokens[last].low))
        if kind:
            first = at
            while first > 0 and _helps(tokens[first - 1]):
                first -= 1
            last = at if last > at + 1 else last
            return Cue(at, first, last, f"{lemma} {tokens[last].low}", kind)
    return None


def _helps(token: Token) -> bool:
    return token.kind == "w" and (
        token.low in words.AUXILIARIES
        or token.low in words.ADVERBS
        or (token.low.endswith("ly") and token.low not in ("family", "ally", "july"))
    )


_BEFORE_NOUNS = words.DETERMINERS - {
    "both",
    "all",
    "two",
    "three",
    "others",
    "other",
    "some",
    "many",
    "several",
    "that",
    "one",
}


def _is_noun(tokens: list[Token], at: int) -> bool:
    """True where the word is a noun, a passive without its agent, or otherwise no act of speech by a subject."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after and after.low == "-" and token.end == after.start:
        return True
    if before is None:
        return token.low not in words.GERUNDS and not (token.low in ("said", "says") and after)
    if before.low == "to" and token.low not in words.GERUNDS:
        return True
    if before.low in _BEFORE_NOUNS or before.low == "'s":
        return token.low not in ("said",)
    if before.low in words.BE_FORMS or (
        before.low in words.ADVERBS and at > 1 and tokens[at - 2].low in words.BE_FORMS
    ):
        if token.low in words.GERUNDS:
            return False
        return not any(follow.low == "by" for follow in tokens[at + 1 : at + 5])
    if token.low in ("read", "reads") and _follows_quotation(tokens, at):
        return False
    if token.low in words.UNSURE_CUES:
        base = token.low == words.CUE_LEMMAS[token.low] and token.low != "read"
        if base and before.low not in words.PRONOUNS | words.AUXILIARIES and not before.low.endswith("s"):
            return True
        if before.low in words.PREPOSITIONS or before.kind == "n":
            return True
        if after is None or after.low in (
            "of",
            "in",
            "on",
            "from",
            "for",
            "about",
            "by",
            "was",
            "were",
            "is",
            "are",
            "has",
            "have",
            "had",
            "and",
            "or",
            ".",
            "to",
            "as",
            "over",
        ):
            return not (after and after.low in ("in", "on", "to") and token.low in ("posts", "tweets"))
        if (
            before.kind == "w"
            and before.low not in words.PRONOUNS
            and not (after.low in ("that", ",", ":", '"') or after.low in words.DETERMINERS)
        ):
            return True
    if before.low in words.PREPOSITIONS and token.low not in words.GERUNDS:
        return True
    return (
        token.low in words.PARTICIPLES
        and token.low in ("written", "sworn", "withdrawn", "seen", "known", "shown", "understood")
        and before.low not in words.AUXILIARIES
    )


def _follows_quotation(tokens: list[Token], at: int) -> bool:
    """True for the cue of '“…,” the letter read.'"""
    for i in range(at - 1, max(0, at - 7) - 1, -1):
        if tokens[i].kind == "q":
            return i < at - 1
        if tokens[i].kind == "p":
            return False
    return False


# Drafting -----------------------------------------------------------------------------------------------------


def _draft(
    cast: Cast, unit: Unit, cue: Cue, floor: int, previous: tuple[Source, Speaker] | None
) -> Draft | None:
    tokens = unit.tokens
    if _passive(tokens, cue):
        return _passive_draft(cast, unit, cue)
    source, speaker, shape = _source(cast, unit, cue, floor, previous)
    if speaker is None:
        return None
    content = _content(tokens, cue, source, shape, floor, unit)
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
    if cue.lemma in words.NEEDS_SPEECH and not _is_speech(tokens, cue, first, last):
        return None
    span, quotes = _content_span(tokens, first, last)
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
    subject = _subject(tokens, cue.first)
    if subject is None or tokens[subject.last + 1].low not in words.GERUNDS:
        subject = phrase_before(tokens, cue.first - 1, 0)
    if not source or not subject:
        return None
    speaker = cast.who(unit, with_apposition(tokens, source))
    if speaker is None or speaker.sort == "document":
        return None
    span, quotes = _content_span(tokens, _with_owner(tokens, subject.first), subject.last)
    return Draft(unit, cue, source, speaker, span, quotes, unit.span, "passive with its agent")


def _with_owner(tokens: list[Token], at: int) -> int:
    """Where "a letter whose authenticity" begins, given the place of "authenticity"; else `at` itself."""
    if at < 2 or tokens[at - 1].low != "whose":
        return at
    owner = phrase_before(tokens, at - 2, 0)
    return owner.first if owner else at


def _source(
    cast: Cast, unit: Unit, cue: Cue, floor: int, previous
) -> tuple[Source | None, Speaker | None, str]:
    """The speaker beside a cue: before it, shared with the cue before, after it, or the subject of the clause."""
    tokens = unit.tokens
    left = cue.first - 1
    gerund = tokens[cue.at].low in words.GERUNDS and not any(
        tokens[i].low in words.BE_FORMS for i in range(cue.first, cue.at)
    )
    if _inverted(tokens, cue):
        source = phrase_after(tokens, cue.last + 1)
        if source:
            source = with_apposition(tokens, source)
            speaker = cast.who(unit, source)
            if speaker:
                return source, speaker, "cue before the speaker"
    if (
        left >= 0
        and tokens[left].low in ("and", "but", "then", "or", ",")
        and previous
        and _shares_subject(tokens, left, cue)
    ):
        return previous[0], previous[1], "second cue of the same speaker"
    if gerund:
        return _gerund_source(cast, unit, cue, floor, previous)
    source = _left_source(tokens, left, floor)
    if source is None:
        return None, None, ""
    if tokens[source.last].low in ("who", "which", "that") and source.first > 0:
        at = source.first - 1
        if tokens[at].low == ",":
            at -= 1
        antecedent = phrase_before(tokens, at, max(0, floor - 1))
        if antecedent is None:
            return None, None, ""
        return antecedent, cast.who(unit, antecedent), "speaker of a relative clause"
    return source, cast.who(unit, source), "speaker before the cue"


def _shares_subject(tokens: list[Token], left: int, cue: Cue) -> bool:
    if tokens[left].low == ",":
        return tokens[cue.at].low in words.GERUNDS or (
            cue.first < cue.at and tokens[cue.first].low in ("then", "later", "but")
        )
    return True


def _inverted(tokens: list[Token], cue: Cue) -> bool:
    if cue.at + 1 >= len(tokens) or tokens[cue.at].low in words.GERUNDS:
        return False
    left, right = cue.first - 1, tokens[cue.last + 1] if cue.last + 1 < len(tokens) else None
    if right is None or right.kind in "pq" or (left < 0 and tokens[cue.at].low not in ("said", "says")):
        return False
    if left < 0:
        return True
    if tokens[left].kind == "q":
        return True
    if tokens[left].low != "," or right.low in ("that", "him", "her", "them"):
        return False
    if left > 0 and tokens[left - 1].kind == "q":
        return True
    # ", said Esper": but not "Esper, the secretary, said troops would stay".
    if cue.lemma not in ("say", "add", "write", "tweet", "warn", "explain", "note", "announce", "insist"):
        return False
    source = phrase_after(tokens, cue.last + 1)
    if source is None or not (
        tokens[source.first].kind == "c" or tokens[source.last].low in words.PERSONAL | words.PERSON_NOUNS
    ):
        return False
    following = tokens[source.last + 1].low if source.last + 1 < len(tokens) else "."
    return (
        following in (",", ".", "on", "in", "at", "during", "after", "who", ";", "(")
        or following in words.DAYS
    )


def _gerund_source(
    cast: Cast, unit: Unit, cue: Cue, floor: int, previous
) -> tuple[Source | None, Speaker | None, str]:
    """ ", saying that…": the subject of the clause; "a letter saying…": the letter."""
    tokens = unit.tokens
    left = cue.first - 1
    if (
        left >= 0
        and tokens[left].kind in "wc"
        and tokens[left].low not in words.CLAUSE_WORDS | words.PREPOSITIONS
    ):
        source = phrase_before(tokens, left, floor)
        document = source and _document_of(cast, unit, source)
        if document:
            return document, cast.who(unit, document), "document before its words"
    if previous:
        return previous[0], previous[1], "second cue of the same speaker"
    subject = _subject(tokens, cue.first)
    if subject is None:
        return None, None, ""
    speaker = cast.who(unit, subject)
    if speaker and speaker.sort == "document" and left >= 0 and tokens[left].low == ",":
        return subject, speaker, "document before its words"
    return subject, speaker, "subject of the sentence"


def _document_of(cast: Cast, unit: Unit, source: Source) -> Source | None:
    """The part of a phrase that is a document: "sent a letter saying", "a letter to Iraqi officials saying"."""
    tokens = unit.tokens
    for i in range(source.last, source.first - 1, -1):
        if (
            tokens[i].low in words.PAPERS | {"statement", "report", "study", "poll", "ruling", "release"}
            and tokens[i].kind == "w"
        ):
            phrase = phrase_before(tokens, i, source.first)
            return phrase and Source(max(phrase.first, _determiner(tokens, i, phrase.first)), i)
    return None


def _determiner(tokens: list[Token], at: int, floor: int) -> int:
    for i in range(at, floor - 1, -1):
        if tokens[i].low in words.DETERMINERS:
            return i
    return at if tokens[at - 1].kind == "p" else floor


def _subject(tokens: list[Token], stop: int) -> Source | None:
    """The first noun phrase of the unit before its first finite verb, fronted phrases with a comma left out."""
    start = 0
    if tokens[0].low in words.PREPOSITIONS | words.CLAUSE_WORDS:
        comma = next((i for i in range(1, min(stop, 25)) if tokens[i].low == ","), None)
        if comma is None:
            return None
        start = comma + 1
    if start < stop and tokens[start].low in words.PERSONAL:
        return Source(start, start)
    end = start
    while end < stop and end - start < 12 and _in_subject(tokens, end, stop):
        end += 1
    while end > start and (tokens[end - 1].low in words.STOPWORDS or tokens[end - 1].low == "'s"):
        end -= 1
    return Source(start, end - 1) if end > start else None


_SUBJECT_WORDS = (
    words.DETERMINERS
    | words.PERSON_NOUNS
    | words.ORGANISATION_NOUNS
    | words.PAPERS
    | {"senior", "top", "former", "of", "for", "'s"}
)


def _in_subject(tokens: list[Token], at: int, stop: int) -> bool:
    token = tokens[at]
    if token.kind not in "cw":
        return False
    if token.kind == "c" or token.low in _SUBJECT_WORDS:
        return True
    # "Ghana's interior ministry", "the one-page letter": one plain word before the noun.
    if token.low in words.STOPWORDS or token.low in words.CUE_KINDS or token.low.endswith(("s", "ed")):
        return False
    following = tokens[at + 1].low if at + 1 < stop else ""
    return following in words.SPEAKING_NOUNS


def _left_source(tokens: list[Token], left: int, floor: int) -> Source | None:
    left = _before_time(tokens, left)
    if left < 0:
        return None
    if tokens[left].low == ",":
        document = _described_document(tokens, left, floor)
        if document:
            return document
        inner = _inner_clause(tokens, left, floor)
        return (inner and _source_with_insertion(tokens, left, inner)) or _source_with_insertion(
            tokens, left, floor
        )
    if tokens[left].low == "-" or tokens[left].kind == "q":
        return None
    relative = _relative_before(tokens, left, floor)
    if relative is not None:
        at = relative - 2 if tokens[relative - 1].low == "," else relative - 1
        return phrase_before(tokens, at, max(0, floor - 1))
    return phrase_before(tokens, left, max(0, floor - 1) if floor <= left else floor)


def _described_document(tokens: list[Token], comma: int, floor: int) -> Source | None:
    """ "A letter posted online just after noon, apparently from the command, said": the letter."""
    subject = _subject(tokens, comma) if floor == 0 else None
    if subject is None or tokens[subject.last].low not in words.PAPERS | {"statement"}:
        return None
    between = tokens[subject.last + 1 : comma]
    reduced = between and (between[0].low in words.PREPOSITIONS | {","} or between[0].low in _SENT_OUT)
    acts = any(token.low in words.AUXILIARIES or token.kind == "q" for token in between)
    return subject if reduced and not acts else None


_SENT_OUT = frozenset(words.forms(lemma)[3] for lemma in words.SENDING) | {
    "circulating",
    "purportedly",
    "apparently",
}


def _relative_before(tokens: list[Token], left: int, floor: int) -> int | None:
    """The "who" of "an official who spoke on condition of anonymity said": its antecedent is the speaker."""
    for i in range(left - 1, max(floor, left - 16), -1):
        if tokens[i].kind in "pq":
            return None
        if tokens[i].low in ("who", "which"):
            verb = tokens[i + 1].low
            finite = verb in words.COMMON_VERBS or verb in words.CUE_LEMMAS or verb.endswith("ed")
            return i if finite and i > floor else None
    return None


def _before_time(tokens: list[Token], left: int) -> int:
    """Steps left over "on Monday", "late Tuesday", "Monday afternoon" between a speaker and the cue."""
    at = left
    while at > 0 and tokens[at].low in words.DAY_WORDS:
        at -= 1
    if at == left:
        return left
    while at > 0 and tokens[at].low in ("on", "late", "early", "earlier", "later", "this", "the"):
        at -= 1
    return at


def _inner_clause(tokens: list[Token], comma: int, floor: int) -> int:
    """Where the last subordinate clause before a comma begins: "..., when its editor, Jo Marsh," ; 0 if none."""
    links = (
        "when",
        "while",
        "until",
        "because",
        "although",
        "though",
        "but",
        "whereas",
        "since",
        "after",
        "before",
        "as",
    )
    return next((i + 1 for i in range(comma - 1, floor, -1) if tokens[i].low in links), 0)


def _source_with_insertion(tokens: list[Token], comma: int, floor: int) -> Source | None:
    """ "Milley, the chairman, said" and "Esper, who spoke at the Pentagon, told": the name before the insertion."""
    starts = [floor] + [
        i + 1 for i in range(floor, comma) if tokens[i].low in (",", ";", "-", ":") or tokens[i].kind == "q"
    ]
    best: Source | None = None
    for start in starts:
        end = next(
            (i for i in range(start, comma + 1) if tokens[i].low in (",", ";") or tokens[i].kind == "q"),
            comma,
        )
        if end >= comma or end == start:
            continue
        source = phrase_before(tokens, end - 1, start)
        if source is None or tokens[source.first].low in words.PREPOSITIONS:
            continue
        clean_start = (
            source.first == start
            or tokens[source.first - 1].low in words.CLAUSE_WORDS
            or all(
                tokens[i].low in words.CLAUSE_WORDS | words.ADVERBS | words.PREPOSITIONS
                for i in range(start, source.first)
            )
        )
        named = tokens[source.last].kind == "c" or any(
            t.low in words.SPEAKING_NOUNS for t in tokens[source.first : source.last + 1]
        )
        opening = (
            tokens[source.first].low in words.PREPOSITIONS
            or tokens[start].low in words.PREPOSITIONS
            or opens_with_participle(tokens, start)
        )
        if (
            named
            and clean_start
            and not opening
            and tokens[source.last].low not in words.NEVER_SPEAKERS | words.PLACES
        ):
            best = with_apposition(tokens, source)
            break
    return best


# Content ----------------------------------------------------------------------------------------------------


def _content(
    tokens: list[Token], cue: Cue, source: Source | None, shape: str, floor: int, unit: Unit
) -> tuple[int, int, int] | None:
    """First and last token of what was said, and the last token of the cue with its addressee."""
    if cue.kind == "no comment":
        return cue.at, _trim_end(tokens, cue.at, _clause_end(tokens, cue.at, cue)), cue.last
    after = cue.last + 1
    if shape == "cue before the speaker" and source:
        after = (source.role_tokens[1] if source.role_tokens else source.last) + 1
    begin = _skip_addressee(tokens, cue, after)
    left = _left_content(tokens, cue, source, shape, floor)
    right = _right_content(tokens, cue, begin, shape)
    if left and right and left[2] == "quotation" and _is_quotation_after(tokens, begin):
        return left[0], right[1], begin - 1
    if left and (
        right is None
        or left[2] == "quotation"
        or _is_parenthesis(tokens, after)
        or _ends_unit(tokens, begin)
        or shape == "cue before the speaker"
    ):
        if right and left[2] == "clause" and _goes_on(tokens, begin):
            return left[0], right[1], cue.last
        return left[0], left[1], cue.last
    if right is None and cue.kind in ("apologises", "retracts", "walks back"):
        return cue.at, _trim_end(tokens, cue.at, _clause_end(tokens, cue.at, cue)), cue.last
    return (right[0], right[1], cue.last) if right else None


def _is_quotation_after(tokens: list[Token], begin: int) -> bool:
    return any(token.kind == "q" for token in tokens[begin : begin + 12]) and not any(
        t.kind == "w" and t.low in words.CUE_KINDS for t in tokens[begin : begin + 12]
    )


def _is_parenthesis(tokens: list[Token], after: int) -> bool:
    """True where the sentence goes on behind ", officials said,": the words before it are what was said."""
    while after < len(tokens) and tokens[after].low in _TIME_WORDS:
        after += 1
    return (
        after + 1 < len(tokens)
        and tokens[after].low == ","
        and (tokens[after + 1].low.endswith("ing") or tokens[after + 1].low in _GOING_ON)
        and not any(token.kind == "q" for token in tokens[after:])
    )


_TIME_WORDS = words.DAY_WORDS | {"on", "late", "early"}
_GOING_ON = frozenset(
    ["after", "as", "while", "before", "amid", "hours", "minutes", "days", "despite", "even"]
)


def _goes_on(tokens: list[Token], begin: int) -> bool:
    return begin < len(tokens) and begin > 0 and tokens[begin - 1].low == ","


def _ends_unit(tokens: list[Token], begin: int) -> bool:
    return all(token.kind == "p" for token in tokens[begin:])


def _left_content(
    tokens: list[Token], cue: Cue, source: Source | None, shape: str, floor: int
) -> tuple[int, int, str] | None:
    edge = (
        cue.first
        if shape == "cue before the speaker" or source is None or source.first > cue.at
        else source.first
    )
    last = edge - 1
    if last < floor or shape in (
        "second cue of the same speaker",
        "subject of the sentence",
        "document before its words",
    ):
        return None
    if tokens[last].low == "as" and last > floor:
        last -= 1
    if tokens[last].kind == "q" or (
        tokens[last].low in (",", "-") and last > floor and tokens[last - 1].kind == "q"
    ):
        at = last if tokens[last].kind == "q" else last - 1
        first = at
        while first > floor and (
            tokens[first - 1].kind in "q"
            or (
                tokens[first - 1].low in ("and", ",") and first - 2 >= floor and tokens[first - 2].kind == "q"
            )
        ):
            first -= 1
        if first > floor and tokens[first - 1].kind in "wcn":
            return floor, at, "clause"
        return first, at, "quotation"
    if tokens[last].low != "," or last - floor < 3:
        return None
    start = floor
    if tokens[start].low in words.PREPOSITIONS | {
        "when",
        "while",
        "after",
        "as",
        "asked",
        "speaking",
        "if",
    } and not any(tokens[i].low == "," for i in range(start, last)):
        return None
    while start < last and tokens[start].low in (",", ";", "and", "but", "-"):
        start += 1
    if start == floor and tokens[start].low in words.AUXILIARIES:
        start = (
            0  # "A message saying X | was sent by mistake, officials said": its subject stands before the cue
        )
    return (start, last - 1, "clause") if last - 1 - start >= 2 else None


def _right_content(tokens: list[Token], cue: Cue, begin: int, shape: str) -> tuple[int, int] | None:
    last = _clause_end(tokens, begin, cue)
    if shape == "document before its words":
        last = min(
            last, begin + words.clause_length([_first_word(token) for token in tokens[begin : last + 1]]) - 1
        )
    begin = _announced_quotation(tokens, begin, last) or begin
    thing = cue.lemma in words.WITHDRAWING_CUES  # "withdrew that remark": here "that" is no conjunction
    while begin <= last and tokens[begin].low in (":", ",", "-", "that", "only", "how"):
        if thing and tokens[begin].low == "that":
            break
        begin += 1
    last = _trim_end(tokens, begin, last)
    if begin > last or all(token.kind == "p" for token in tokens[begin : last + 1]):
        return None
    if cue.lemma in words.OBJECT_CUES:
        last = _without_final_adjunct(tokens, begin, last)
    if (
        last == begin
        and tokens[begin].kind != "q"
        and cue.lemma not in words.OBJECT_CUES
        and tokens[begin].low not in ("so", "yes", "no")
    ):
        return None
    if shape == "cue before the speaker" and not any(tokens[i].kind == "q" for i in range(begin, last + 1)):
        return None
    if tokens[begin].low in words.DAYS or (last - begin < 2 and tokens[begin].low in words.PREPOSITIONS):
        return None
    return begin, last


def _first_word(token: Token) -> str:
    """The word, of a quotation its first: 'were leaving "was a mistake"' has its verb inside the marks."""
    return token.low if token.kind != "q" else token.text.strip("\"'“”‘’ ").split(" ", 1)[0].lower()


def _announced_quotation(tokens: list[Token], begin: int, last: int) -> int:
    """The quotation behind a colon, "said before it was taken down: “…”"; 0 if none is announced so."""
    for i in range(begin, min(last, begin + 14)):
        if tokens[i].kind == "q":
            return 0
        if tokens[i].low == ":" and tokens[i + 1].kind == "q":
            return i + 1
    return 0


def _trim_end(tokens: list[Token], first: int, last: int) -> int:
    while last > first and tokens[last].kind == "p" and tokens[last].low not in (")", "%"):
        last -= 1
    return last


def _without_final_adjunct(tokens: list[Token], first: int, last: int) -> int:
    """Drops "on Twitter" and "earlier on Monday" at the end: medium and day are not what was confirmed."""
    end = last
    while True:
        stop = end
        while stop > first and tokens[stop].low in words.ADVERBS:
            stop -= 1
        starts = [
            i for i in range(max(first + 1, stop - 5), stop) if tokens[i].low in ("on", "in", "via", "during")
        ]
        start = next((i for i in reversed(starts) if _adjunct_end(tokens, i) == stop + 1), None)
        if start is None:
            return end
        end = start - 1


def _clause_end(tokens: list[Token], begin: int, cue: Cue) -> int:
    """Where what was said stops: the end of the unit, or before "and added", "but X denied", "then deleted"."""
    for i in range(begin + 1, len(tokens)):
        low = tokens[i].low
        if low == ";" or _adds_medium(tokens, i) or _adds_participle(tokens, i):
            return i - 1
        if low == "according" and i + 1 < len(tokens) and tokens[i + 1].low == "to":
            return i - 1
        if low in (
            "and",
            "but",
            "then",
            "while",
            "though",
            "although",
            "before",
            "adding",
            "saying",
        ) and _new_cue_follows(tokens, i):
            return i - 1 if tokens[i - 1].low != "," else i - 2
        if (
            low == ","
            and i + 1 < len(tokens)
            and tokens[i + 1].low in words.GERUNDS
            and tokens[i + 1].low in words.CUE_KINDS
            and words.CUE_LEMMAS[tokens[i + 1].low] in _PLAIN_SPEECH
        ):
            return i - 1
    return len(tokens) - 1


def _adds_participle(tokens: list[Token], at: int) -> bool:
    """True at the comma of "was a mistake, capping an afternoon in which …": there the reporter goes on."""
    if tokens[at].low != "," or at + 1 >= len(tokens):
        return False
    token = tokens[at + 1]
    if (
        token.kind != "w"
        or not token.low.endswith("ing")
        or token.low in words.GERUNDS | {"including", "during"}
    ):
        return False
    return any(words.CUE_LEMMAS.get(later.low) in _STRONG for later in tokens[at + 2 :])


def _adds_medium(tokens: list[Token], at: int) -> bool:
    """True at the comma of "troops were leaving, in a letter whose …"."""
    if tokens[at].low != "," or at + 3 >= len(tokens) or tokens[at + 1].low not in ("in", "via", "through"):
        return False
    return any(token.low in words.PAPERS for token in tokens[at + 2 : at + 6])


_PLAIN_SPEECH = frozenset(
    [
        "say",
        "add",
        "tell",
        "call",
        "deny",
        "confirm",
        "note",
        "warn",
        "insist",
        "explain",
        "acknowledge",
        "describe",
        "argue",
        "claim",
        "stress",
        "write",
        "tweet",
        "blame",
        "accuse",
    ]
)
_STRONG = frozenset(
    [
        "say",
        "tell",
        "add",
        "write",
        "deny",
        "confirm",
        "tweet",
        "retract",
        "delete",
        "remove",
        "dispute",
        "reject",
        "insist",
        "acknowledge",
        "admit",
        "apologise",
        "apologize",
        "clarify",
        "withdraw",
        "dismiss",
        "announce",
        "warn",
        "explain",
        "deny",
        "note",
        "argue",
        "claim",
    ]
)


def _new_cue_follows(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.low in words.GERUNDS:
        return tokens[at - 1].low == "," and token.low in words.CUE_KINDS
    i = at + 1
    while i < len(tokens) and (_helps(tokens[i]) or tokens[i].low == "then"):
        i += 1
    if i < len(tokens) and words.CUE_LEMMAS.get(tokens[i].low) in _STRONG and not _is_noun(tokens, i):
        if token.low == "before":
            return tokens[i].low in words.GERUNDS
        return tokens[i].low not in words.GERUNDS
    if token.low in ("then", "before") or (
        tokens[at - 1].low != "," and token.low not in ("but", "while", "though", "although")
    ):
        return False
    for j in range(i, min(len(tokens), i + 9)):
        if tokens[j].kind in "pq":
            return False
        if words.CUE_LEMMAS.get(tokens[j].low) in _STRONG and not _is_noun(tokens, j):
            return phrase_before(tokens, j - 1, at + 1) is not None
    return False


def _skip_addressee(tokens: list[Token], cue: Cue, begin: int) -> int:
    """Steps over whom was told, and where and when, between the cue and what was said."""
    that = next(
        (
            i
            for i in range(begin, min(len(tokens), begin + 16))
            if tokens[i].low == "that" and tokens[i].kind == "w"
        ),
        None,
    )
    if (
        that is not None
        and not any(tokens[i].kind == "q" or tokens[i].low in (",", ":") for i in range(begin, that))
        and (that == begin or _only_phrases(tokens, begin, that, cue))
    ):
        return that
    at = begin
    if cue.lemma in words.ADDRESSEE_CUES and at < len(tokens):
        at = _after_noun_phrase(tokens, at)
        if at < len(tokens) and at > begin and tokens[at].low == "to" and tokens[begin].kind != "c":
            return begin  # "ordered hospitals to return masks": who must do it is part of what was said
    return _after_adjuncts(tokens, at)


def _only_phrases(tokens: list[Token], begin: int, stop: int, cue: Cue) -> bool:
    if cue.lemma in words.ADDRESSEE_CUES:
        return True
    return (
        tokens[begin].low in words.PREPOSITIONS
        or tokens[begin].low in words.DAYS
        or tokens[begin].low in words.ADVERBS
    )


def _after_noun_phrase(tokens: list[Token], at: int) -> int:
    """After an addressee: a pronoun, a name, or "reporters at the Pentagon"."""
    if at >= len(tokens) or tokens[at].kind not in "wcn":
        return at
    if tokens[at].low in (
        "him",
        "her",
        "them",
        "me",
        "us",
        "you",
        "it",
        "reporters",
        "journalists",
        "lawmakers",
        "parliament",
        "congress",
    ):
        return at + 1
    start = at
    if tokens[at].low in words.DETERMINERS:
        at += 1
        while (
            at < len(tokens)
            and tokens[at].kind in "wc"
            and at - start < 5
            and tokens[at].low
            not in words.PREPOSITIONS
            | words.CLAUSE_WORDS
            | words.DETERMINERS
            | words.PERSONAL
            | words.AUXILIARIES
        ):
            at += 1
            if (tokens[at - 1].kind == "w" and at < len(tokens) and tokens[at].kind == "c") or tokens[
                at - 1
            ].low in words.WHO_NOUNS:
                break
        return at
    while at < len(tokens) and tokens[at].kind == "c":
        at += 1
    if at > start:
        if at < len(tokens) and tokens[at].low == "'s":
            while at < len(tokens) and (
                tokens[at].kind in "c" or tokens[at].low in ("'s", "program", "show")
            ):
                at += 1
        return at
    while at < len(tokens) and tokens[at].kind == "w" and at - start < 4 and not tokens[at].low.endswith("s"):
        at += 1
    return at + 1 if at < len(tokens) and tokens[at].kind == "w" and tokens[at].low.endswith("s") else start


def _after_adjuncts(tokens: list[Token], at: int) -> int:
    """Steps over "on Monday", "in a statement to the Post", "at the Pentagon", "late Tuesday"."""
    while at < len(tokens):
        low = tokens[at].low
        if (
            low in words.DAYS
            or low in words.DAYPARTS
            or (low in words.ADVERBS and low not in ("all", "both", "only", "even", "just", "first"))
        ):
            at += 1
        elif (
            low == ","
            and at + 1 < len(tokens)
            and tokens[at + 1].low in ("in", "on", "at", "during", "via", "through")
            and _adjunct_end(tokens, at + 1)
        ):
            at = _adjunct_end(tokens, at + 1)
        elif low in (
            "in",
            "on",
            "at",
            "during",
            "to",
            "through",
            "via",
            "from",
            "after",
            "outside",
            "this",
            "last",
            "by",
            "following",
            "aboard",
            "with",
        ):
            end = _adjunct_end(tokens, at)
            if not end:
                return at
            at = end
        elif tokens[at].kind == "n" and at and tokens[at - 1].low in words.MONTHS:
            at += 1
        else:
            return at
    return at


def _adjunct_end(tokens: list[Token], at: int) -> int:
    """The token after a prepositional phrase of time, place or medium; 0 if it is none."""
    i = at + 1
    if i < len(tokens) and tokens[i].low in words.DETERMINERS:
        i += 1
    start = i
    while i < len(tokens) and i - at < 9 and tokens[i].kind in "wcn":
        token = tokens[i]
        if token.low in words.ADJUNCT_NOUNS or token.low in (
            "reporters",
            "journalists",
            "lawmakers",
            "parliament",
            "congress",
        ):
            i += 1
            while i < len(tokens) and (
                tokens[i].low in words.ADJUNCT_NOUNS | words.DAYPARTS
                or tokens[i].kind == "n"
                or tokens[i].low in ("conference", "address")
            ):
                i += 1
            return i
        if token.low in words.CLAUSE_WORDS | words.PRONOUNS | words.AUXILIARIES or (
            token.low in words.DETERMINERS and i > start
        ):
            break
        if token.kind == "w" and i > start and tokens[i - 1].kind == "c":
            break
        i += 1
    if (
        i > start
        and i < len(tokens)
        and all(token.kind == "c" or token.low in words.DETERMINERS for token in tokens[start:i])
    ):
        return i
    return 0


def _is_speech(tokens: list[Token], cue: Cue, first: int, last: int) -> bool:
    if any(token.kind == "q" for token in tokens[first : last + 1]):
        return True
    if any(token.low == "that" for token in tokens[cue.at + 1 : first + 1]):
        return True
    opening = tokens[first].low
    if cue.lemma == "call":
        return opening in ("for", "on", "it", "the", "this", "that", "him", "her", "them")
    if cue.lemma in words.JUDGING_CUES:
        return True
    if cue.lemma in ("ask", "request") and opening in ("not", "anonymity"):
        return False  # "asked not to be named"
    if cue.lemma in ("ask", "wonder") and opening in ("whether", "if", "why", "how", "what", "who", "when"):
        return any(token.kind == "q" for token in tokens[first : last + 1])
    if cue.lemma == "vote":
        return opening in ("to", "for", "against", "in", "unanimously", "overwhelmingly")
    if cue.lemma in ("read", "show", "continue", "recall", "answer"):
        return False
    if cue.lemma in words.ASKING_CUES:
        near = tokens[first : min(last + 1, first + 10)]
        return any(token.low in words.AUXILIARIES | {"to", "whether", "if", "not"} for token in near)
    return any(token.low in words.COMMON_VERBS for token in tokens[first : last + 1])


def _content_span(tokens: list[Token], first: int, last: int) -> tuple[Span, tuple[Quotation, ...]]:
    quotes = tuple(token.quotation for token in tokens[first : last + 1] if token.quotation)
    start, end = tokens[first].start, tokens[last].end
    if len(quotes) and tokens[first].kind == "q" and tokens[last].kind == "q":
        start, end = quotes[0].inner.start, quotes[-1].inner.end
        final = tokens[last].text.rstrip("\"'”’» ")
        end -= len(final) - len(final.rstrip(",; ")) if final and not quotes[-1].open else 0
    return Span(start, end), quotes


# According to, and a colon ---------------------------------------------------------------------------------


def _according_to(cast: Cast, unit: Unit, drafts: list[Draft]) -> None:
    tokens = unit.tokens
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
        first, last = comma + 1, _trim_end(tokens, comma + 1, len(tokens) - 1)
    else:
        first, last = 0, i - 1
        while last > 0 and tokens[last].low in (",", "-"):
            last -= 1
    if first > last:
        return
    span, quotes = _content_span(tokens, first, last)
    drafts.append(Draft(unit, cue, source, speaker, span, quotes, unit.span, "according to"))
    cast.speaks(speaker)


def _is_said_by_somebody(tokens: list[Token], stop: int) -> bool:
    """True for '"No," he told ministers, according to his office': the office passes it on, he said it."""
    quoted = any(token.kind == "q" for token in tokens[:stop])
    return quoted and any(words.CUE_LEMMAS.get(token.low) in _PLAIN_SPEECH for token in tokens[:stop])


def _colon_quotation(cast: Cast, unit: Unit, drafts: list[Draft]) -> None:
    """'Esper: "No decision."' as in a headline or a transcript."""
    tokens = unit.tokens
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
    span, quotes = _content_span(tokens, colon + 1, _trim_end(tokens, colon + 1, len(tokens) - 1))
    cue = Cue(colon, colon, colon, ":", "asserts")
    drafts.append(Draft(unit, cue, source, speaker, span, quotes, unit.span, "colon"))
    cast.speaks(speaker)


_UNNAMED = re.compile(
    r"\b(?:anonymity|anonymously|not to be (?:named|identified)|declined to be (?:named|identified))\b", re.I
)
_DELETED = re.compile(
    r"\b(?:since|now|later|subsequently)[- ]deleted\b|\bdeleted (?:it|the (?:post|tweet|message))\b", re.I
)


# Finishing --------------------------------------------------------------------------------------------------


def _finished(text: str, cast: Cast, draft: Draft, about: frozenset[str]) -> StatementFound:
    tokens, cue, speaker = draft.unit.tokens, draft.cue, draft.speaker
    content = text[draft.content.start : draft.content.end]
    cue_span = _cue_span(draft)
    cue_words = text[cue_span.start : cue_span.end]
    passage = text[draft.passage.start : draft.passage.end]
    kind, why_kind = kinds.of(
        cue_kind=cue.kind, cue=cue_words, content=content, about=about, judges=cue.lemma in words.NAMING_CUES
    )
    quoted = tuple(quotation.inner for quotation in draft.quotes)
    direct = bool(quoted) and sum(end - start for start, end in quoted) >= 0.6 * (
        draft.content.end - draft.content.start
    )
    name, role, organisation, official, attribution, why_source = _attributed(cast, draft, passage)
    channel = kinds.channel(_outside(text, draft), speaker.noun if speaker.sort == "document" else "", name)
    if attribution == "document" and not channel:
        channel = "letter"
    if (
        attribution == "on the record"
        and channel == "post"
        and direct | (cue.lemma in ("tweet", "post", "retweet", "write"))
    ):
        attribution = "social post"
    spot = span_of(tokens, draft.source) if draft.source else cue_span
    side = {"speaker before the cue": "speaker before it", "cue before the speaker": "speaker after it"}.get(
        draft.shape, draft.shape
    )
    reasons = [f"cue '{cue_words}' with the {'quotation' if direct else 'words'} it carries ({side})"]
    if _DELETED.search(passage):
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
        when=kinds.when(_outside(text, draft)),
        reasons=tuple(reasons),
    )


def _cue_span(draft: Draft) -> Span:
    cue = draft.cue
    tokens = draft.unit.tokens
    if draft.shape == "quotation alone" or cue.last >= len(tokens):
        return Span(draft.content.start, draft.content.start)
    return Span(tokens[cue.first].start, tokens[cue.last].end)


def _outside(text: str, draft: Draft) -> str:
    """The passage without its quoted words: where and when somebody spoke is not in what they said."""
    pieces, position = [], draft.passage.start
    for quotation in draft.quotes:
        pieces.append(text[position : quotation.start])
        position = max(position, quotation.end)
    pieces.append(text[position : draft.passage.end])
    return " ".join(pieces)


def _attributed(cast: Cast, draft: Draft, passage: str):
    speaker = draft.speaker
    if speaker.sort == "document":
        author = cast.author_of(speaker.noun)
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
    letter = kinds.letter_frame(_outside(cast.text, draft), draft.cue.lemma)
    if not letter and draft.cue.lemma == "write":
        letter = cast.paper_by(speaker.name) if not kinds.is_posted(passage) else ""
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
