"""Names behind an office in several words: "Chairman of the Joint Chiefs of Staff Gen. Mark Milley"."""

from typing import NamedTuple

from tracker.extract import words
from tracker.extract.tokens import Token

_LINKS = frozenset(["of", "for", "to", "at", "in", "on", "the", "and", "&", "'s"])
_OPENING_LINKS = frozenset(["of", "for", "to", "at", "in"])
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
_OFFICES = words.ROLE_NOUNS | (words.TITLES - words.RANKS - words.FORMS_OF_ADDRESS)
_BODIES = words.ORGANISATION_WORDS | words.KNOWN_ORGANISATIONS | words.PORTFOLIOS | words.PLACES
_MAY_NAME_A_BODY = words.ORGANISATION_NOUNS | _OFFICES | words.TITLE_MODIFIERS | words.PORTFOLIOS
_LONGEST = 18
_BEFORE_OFFICED = _LINKS | words.ORGANISATION_NOUNS
_RANKS = words.BEFORE_NAMES | words.SERVICES
_QUALIFIERS = words.TITLE_MODIFIERS | words.ROLE_NOUNS


class OfficedName(NamedTuple):
    """Places of tokens: the office begins at `office`, a rank or form of address at `rank`, the name at `name`."""

    office: int
    rank: int
    name: int
    last: int


def officed_name(
    tokens: list[Token], first: int, last: int, *, floor: int, surnames: frozenset[str]
) -> OfficedName | None:
    """The person named at the end of a run of capitals `first`..`last` that an office with "of" leads up to.

    `surnames` are the capitalised words that stand alone somewhere in the text: where nothing else shows
    where the body's name ends and the person's begins, a last word that returns alone is a surname.
    """
    if first == floor or tokens[first - 1].low not in _BEFORE_OFFICED:
        return None
    office = office_before(tokens, first, floor=floor)
    if office is None or _has_own_title(tokens, office, first, last):
        return None
    name = _name_start(tokens, first, last, surnames)
    if name is None:
        return None
    rank = name
    while rank > first and tokens[rank - 1].low in _RANKS:
        rank -= 1
    if tokens[rank - 1].low in _LINKS:
        return None  # "a spokesman for Gen. Lee" speaks for the general, he is not the general
    return OfficedName(office, rank, name, last)


def belongs_to_another(tokens: list[Token], office: int, *, floor: int) -> bool:
    """True for the office in "an aide to the secretary of state": who is spoken of is the aide."""
    before = office - 1
    if before > floor and tokens[before].low == "the":
        before -= 1
    return (
        before > floor
        and tokens[before].low in _OPENING_LINKS
        and tokens[before - 1].low in words.PERSON_NOUNS
    )


def office_before(tokens: list[Token], at: int, *, floor: int) -> int | None:
    """Where an office with "of" begins that runs up to token `at`; None if none does."""
    found = None
    for i in range(at - 1, max(floor, at - _LONGEST) - 1, -1):
        token = tokens[i]
        if found is not None and (token.low == "and" or tokens[found].low in words.HEADS):
            break  # the office nearest to the name: "the wife of |Secretary of State"
        if not (token.low in _LINKS or _may_name_a_body(token)):
            break
        if token.low in _OFFICES and tokens[i + 1].low in _OPENING_LINKS:
            found = i
    if found is None:
        return None
    while found > floor and _qualifies(tokens[found - 1]):
        found -= 1
    return found


def _has_own_title(tokens: list[Token], office: int, first: int, last: int) -> bool:
    """True for "a spokesman for |Defense Secretary Ann Lee", not for "Joint Chiefs of |Staff Chairman Ann Lee"."""
    of_many = any(tokens[i].low == "chiefs" for i in range(office, first))
    return not of_many and any(tokens[i].low in _OFFICES for i in range(first, last))


def _may_name_a_body(token: Token) -> bool:
    if token.kind == "c":
        return token.low not in words.NO_PART_OF_A_NAME
    return token.low in _MAY_NAME_A_BODY


def _qualifies(token: Token) -> bool:
    """ "Assistant" or "Iraqi" before "Secretary of Defense"."""
    if token.kind == "c":
        return token.low not in words.STOPWORDS and token.low not in words.CUE_KINDS
    return token.low in _QUALIFIERS


def _name_start(tokens: list[Token], first: int, last: int, surnames: frozenset[str]) -> int | None:
    marks = [i for i in range(first, last) if tokens[i].low in words.BEFORE_NAMES]
    if marks:
        return marks[-1] + 1
    bodies = [i for i in range(first, last + 1) if tokens[i].low in _BODIES]
    start = bodies[-1] + 1 if bodies else first
    count = last - start + 1
    if bodies and 2 <= count <= 4:
        return start
    end = last - 1 if tokens[last].low in _SUFFIXES else last
    if count >= 3 and tokens[end].low in surnames:
        return end - 1
    return None
