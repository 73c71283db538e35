"""Whom a cue belongs to: the noun phrase before it, after it, shared with another cue, or the clause's subject."""

from tracker.extract import words
from tracker.extract.cues import Cue
from tracker.extract.speakers import (
    Cast,
    Source,
    Speaker,
    opens_with_participle,
    phrase_after,
    phrase_before,
    with_apposition,
)
from tracker.extract.tokens import Token, Unit

_SUBJECT_WORDS = (
    words.DETERMINERS
    | words.PERSON_NOUNS
    | words.ORGANISATION_NOUNS
    | words.PAPERS
    | {"senior", "top", "former", "of", "for", "'s"}
)
_SENT_OUT = frozenset(words.forms(lemma)[3] for lemma in words.SENDING) | {
    "circulating",
    "purportedly",
    "apparently",
}
_OPENS_DESCRIPTION = words.PREPOSITIONS | _SENT_OUT | {","}
_LETTERS = words.PAPERS | {"statement"}
_DOCUMENTS = _LETTERS | {"report", "study", "poll", "ruling", "release"}
_WHO = words.PERSONAL | words.PERSON_NOUNS
_NO_SPEAKERS = words.NEVER_SPEAKERS | words.PLACES


def source_of(
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
    if left > floor and tokens[left].low in ("that", "which"):
        document = _related_document(unit, left, floor)
        return document, document and cast.who(unit, document), "document before its words"
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
    if source is None or not (tokens[source.first].kind == "c" or tokens[source.last].low in _WHO):
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
    if left >= 0 and tokens[left].kind in "wc" and tokens[left].low not in words.LINKS:
        source = phrase_before(tokens, left, floor)
        document = source and _document_of(unit, source)
        if document:
            return document, cast.who(unit, document), "document before its words"
    if previous:
        return previous[0], previous[1], "second cue of the same speaker"
    subject = subject_of(tokens, cue.first)
    if subject is None:
        return None, None, ""
    speaker = cast.who(unit, subject)
    if speaker and speaker.sort == "document" and left >= 0 and tokens[left].low == ",":
        return subject, speaker, "document before its words"
    return subject, speaker, "subject of the sentence"


def _related_document(unit: Unit, relative: int, floor: int) -> Source | None:
    """The document of "a leaked plan, which suggests": only a document, for of people there is a "who"."""
    at = relative - 2 if unit.tokens[relative - 1].low == "," else relative - 1
    if at < floor or unit.tokens[at].low not in words.PAPERS:
        return None
    phrase = phrase_before(unit.tokens, at, floor)
    return phrase and _document_of(unit, phrase)


def _document_of(unit: Unit, source: Source) -> Source | None:
    """The part of a phrase that is a document: "sent a letter saying", "a letter to Iraqi officials saying"."""
    tokens = unit.tokens
    for i in range(source.last, source.first - 1, -1):
        if tokens[i].low in _DOCUMENTS and tokens[i].kind == "w":
            phrase = phrase_before(tokens, i, source.first)
            return phrase and Source(max(phrase.first, _determiner(tokens, i, phrase.first)), i)
    return None


def _determiner(tokens: list[Token], at: int, floor: int) -> int:
    for i in range(at, floor - 1, -1):
        if tokens[i].low in words.DETERMINERS:
            return i
    return at if tokens[at - 1].kind == "p" else floor


def subject_of(tokens: list[Token], stop: int) -> Source | None:
    """The first noun phrase of the unit before its first finite verb, fronted phrases with a comma left out."""
    start = 0
    if tokens[0].low in words.LINKS:
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
    subject = subject_of(tokens, comma) if floor == 0 else None
    if subject is None or tokens[subject.last].low not in _LETTERS:
        return None
    between = tokens[subject.last + 1 : comma]
    reduced = between and (between[0].low in _OPENS_DESCRIPTION)
    acts = any(token.low in words.AUXILIARIES or token.kind == "q" for token in between)
    return subject if reduced and not acts else None


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
            or all(tokens[i].low in words.LINKS_AND_ADVERBS for i in range(start, source.first))
        )
        named = tokens[source.last].kind == "c" or any(
            t.low in words.SPEAKING_NOUNS for t in tokens[source.first : source.last + 1]
        )
        opening = (
            tokens[source.first].low in words.PREPOSITIONS
            or tokens[start].low in words.PREPOSITIONS
            or opens_with_participle(tokens, start)
        )
        if named and clean_start and not opening and tokens[source.last].low not in _NO_SPEAKERS:
            best = with_apposition(tokens, source)
            break
    return best
