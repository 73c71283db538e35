"""Who speaks: noun phrases that can be a source, the people a text has named, and who its documents are from."""

import re
from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

from tracker.extract import words
from tracker.extract.offices import OfficedName, belongs_to_another, officed_name
from tracker.extract.patterns import some
from tracker.extract.readings import Span
from tracker.extract.tokens import Token, Unit

_ROLE_PREFIX = re.compile(r"\A(?:the|a|an|its|his|her|their|our|who is|who was|then the|then)\s+", re.I)
_FORM_OF_ADDRESS = re.compile(r"(?:\A|\s)(?:Mr|Mrs|Ms|Dr|Prof|Cllr)\.?\Z")
_ARTICLE = re.compile(r"^(?:[Tt]he|[Aa]n?)\s+")
_ENDING = re.compile(r"'s\Z|[,.]\Z")
_LOOK_BACK = 24
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
_NEAR_DAYS = frozenset(["last", "this", "next", "late", "early"])
# "Did Lund fail a test?" names Lund; Will and May are names.
_NO_FIRST_NAMES = words.STOPWORDS - {"will", "may"}
_NO_PHRASE = words.STOPWORDS - words.PRONOUNS
_BEHIND_PHRASE = words.COMMON_VERBS | words.PERSONAL | words.DAYS
_OPENS_NO_ROLE = words.LINKS | words.PRONOUNS
_BEHIND_ROLE = words.PREPOSITIONS | words.COMMON_VERBS
_BEFORE_ROLES = words.DETERMINERS | words.PREPOSITIONS | {",", "'s"}
_NO_ROLE_WORDS = words.STOPWORDS | words.COMMON_VERBS
_NO_TITLES = words.STOPWORDS | words.CALENDAR
_BEFORE_BODIES = words.TITLE_MODIFIERS | words.DETERMINERS
_OFFICES = words.TITLES - words.FORMS_OF_ADDRESS
_RANKS = words.RANKS | words.SERVICES | words.TITLES
_LETTERS = words.PAPERS - words.POST_NOUNS
_NO_OWNERS = words.NEVER_SPEAKERS | words.PAPERS
_NOT_IN_NAMES = (
    words.ORGANISATION_WORDS
    | words.KNOWN_ORGANISATIONS
    | words.CALENDAR
    | words.PREPOSITIONS
    | words.CUE_KINDS.keys()  # a headline in capitals: "Critics Say Mayor Against Bridge"
)


class Source(NamedTuple):
    """A phrase that speaks, as found beside a cue: tokens `first`..`last` of its unit, both inclusive."""

    first: int
    last: int
    role_tokens: tuple[int, int] | None = None


class Person(NamedTuple):
    """Somebody a text names in full."""

    name: str
    mention: str
    role: str
    organisation: str
    position: int
    paragraph: int
    female: bool | None


class Author(NamedTuple):
    """Who a document called `noun` is from, and where the text says so."""

    position: int
    noun: str
    person: Person | None
    name: str


class Speaker(NamedTuple):
    """Who a phrase stands for. `sort`: person, description, organisation, document, pronoun."""

    name: str
    sort: str
    role: str = ""
    organisation: str = ""
    official: bool = False
    anonymous: bool = False
    person: Person | None = None
    noun: str = ""
    owner: str = ""  # of a document: whose it is
    reasons: tuple[str, ...] = ()


# Noun phrases ---------------------------------------------------------------------------------------------


def phrase_before(tokens: list[Token], last: int, floor: int) -> Source | None:
    """The noun phrase that ends at token `last`, not reaching left of token `floor`."""
    if last < floor:
        return None
    token = tokens[last]
    if token.low in words.PRONOUNS:
        return Source(last, last)
    if token.low == ")":
        opening = next(
            (i for i in range(last - 1, max(floor, last - 8) - 1, -1) if tokens[i].low == "("), None
        )
        return phrase_before(tokens, opening - 1, floor) if opening else None
    if token.kind not in "cwn" or token.low in words.CLAUSE_WORDS or token.low == "'s":
        return None
    first = _phrase_start(tokens, last, floor)
    return None if opens_with_participle(tokens, first) else _trimmed(tokens, first, last)


def opens_with_participle(tokens: list[Token], at: int) -> bool:
    """True at "Asked about it" and "Speaking in parliament", not at "United Airlines"."""
    if tokens[at].kind != "c" or not tokens[at].low.endswith(("ed", "ing")) or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1].low
    return following in words.LINKS_AND_ADVERBS or following in words.DETERMINERS


def _phrase_start(tokens: list[Token], last: int, floor: int) -> int:
    first = last
    lowest = max(floor, last - _LOOK_BACK)
    while first > lowest:
        before = tokens[first - 1]
        if before.kind in "pq" and before.low != "&":
            break
        if before.low == "and":
            if not _joins_names(tokens, first - 1, lowest):
                break
        elif _bounds_phrase(before, following=tokens[first]):
            break
        first -= 1
    return first


def _bounds_phrase(token: Token, *, following: Token) -> bool:
    """True for a word no noun phrase reaches over to its left: a conjunction, a finite verb, an adverb."""
    if token.kind == "c":
        return False
    low = token.low
    if low in words.CLAUSE_WORDS or low in words.COMMON_VERBS or low in words.PERSONAL:
        return True
    if low in words.CUE_KINDS and low not in words.UNSURE_CUES and low not in words.PARTICIPLES:
        return True
    return low.endswith("ly") and following.low in words.DETERMINERS


def _joins_names(tokens: list[Token], at: int, lowest: int) -> bool:
    return (
        at - 1 >= lowest
        and at + 1 < len(tokens)
        and tokens[at - 1].kind == "c"
        and tokens[at + 1].kind == "c"
    )


def _trimmed(tokens: list[Token], first: int, last: int) -> Source | None:
    """Cuts what stands before the phrase itself: a fronted "in a letter on Monday", an adverb, a stray verb."""
    start = first
    while start < last and tokens[start].low in _NEAR_DAYS and tokens[start + 1].low in words.DAY_WORDS:
        start += 2  # "Last Monday a spokeswoman"
    while start <= last:
        low = tokens[start].low
        opens = tokens[start].kind == "c" and low not in words.STOPWORDS
        if low in words.PREPOSITIONS and low != "about":
            start = _after_prepositional(tokens, start, last)
            if start is None:
                return None
        elif low in words.DETERMINERS or opens or low in words.PERSON_NOUNS or tokens[start].kind == "n":
            break
        elif (
            low in words.ADVERBS
            or low.endswith("ly")
            or low in words.CLAUSE_WORDS
            or low == "'s"
            or low in words.AUXILIARIES
        ):
            start += 1
        else:
            break
    while start <= last and tokens[start].low in words.DAY_WORDS and start < last:
        start += 1
    if start > last or (
        last == start
        and tokens[last].low in _NO_PHRASE
        and tokens[last].low not in ("one", "some", "many", "both", "two", "several", "others", "another")
    ):
        return None
    return Source(start, last)


def _after_prepositional(tokens: list[Token], start: int, last: int) -> int | None:
    """Where the subject begins after a fronted prepositional phrase without a comma: the last run of names, if any."""
    run = last
    if tokens[last].kind != "c":
        for i in range(last, start, -1):
            if (
                tokens[i].low in ("a", "the", "an", "one", "two", "several", "some")
                and tokens[i - 1].low not in words.PREPOSITIONS
            ):
                return i
        return None
    while run > start and (tokens[run - 1].kind == "c" and tokens[run - 1].low not in words.CALENDAR):
        run -= 1
    before = tokens[run - 1].low
    if run - 1 <= start or before in words.PREPOSITIONS or before in ("the", "a", "an"):
        return None
    return run


def phrase_after(tokens: list[Token], first: int) -> Source | None:
    """The noun phrase that begins at token `first` (after "said" or "according to")."""
    if first >= len(tokens):
        return None
    token = tokens[first]
    if token.low in words.PRONOUNS:
        return Source(first, first)
    if token.kind not in "cwn" or token.low in words.CLAUSE_WORDS or token.low in words.AUXILIARIES:
        return None
    last = first
    attached = ("of", "for", "at", "from", "with", "in", "to", "familiar", "close", "on", "&", "'s")
    while last + 1 < len(tokens) and last - first < _LOOK_BACK:
        following = tokens[last + 1]
        if following.kind in "pq" and following.low not in ("&",):
            break
        if following.low == "and" and _joins_more_people(tokens, last + 1):
            last += 2
            continue
        if following.low == "and" and not (
            last + 2 < len(tokens) and tokens[last + 2].kind == "c" and tokens[last].kind == "c"
        ):
            break
        if following.low in words.CLAUSE_WORDS and following.low != "and":
            break
        if following.low in _BEHIND_PHRASE:
            break
        if following.kind == "w" and following.low.endswith("ing"):
            break
        if following.low in words.PREPOSITIONS and (
            following.low not in attached or _starts_adjunct(tokens, last + 1)
        ):
            break
        if following.kind == "w" and tokens[last].kind == "c" and following.low not in attached:
            goes_on = _goes_on_after_name(tokens, last + 1)
            if not goes_on:
                break
        if following.kind == "w" and following.low in words.ADVERBS:
            break
        last += 1
    if all(tokens[i].low in words.STOPWORDS for i in range(first, last + 1)):
        return None
    return Source(first, last)


def _joins_more_people(tokens: list[Token], at: int) -> bool:
    """True at the "and" of "two US officials and one Iraqi official"."""
    return (
        tokens[at - 1].low in words.PERSON_NOUNS
        and at + 1 < len(tokens)
        and tokens[at + 1].low in words.NUMERALS
        and any(token.low in words.PERSON_NOUNS for token in tokens[at + 2 : at + 5])
    )


def _goes_on_after_name(tokens: list[Token], at: int) -> bool:
    """True where small letters after a name belong to it: "Pentagon press secretary", "Marlow police department"."""
    low = tokens[at].low
    if low in words.DETERMINERS or low in words.ADVERBS or low in words.CUE_KINDS:
        return False
    return any(token.low in words.WHO_NOUNS for token in tokens[at : at + 4])


def _starts_adjunct(tokens: list[Token], at: int) -> bool:
    """ "in a statement", "on Monday", "at a news conference", "to reporters": when and where, not who."""
    for token in tokens[at + 1 : at + 6]:
        if token.kind == "p":
            return False
        if token.low in words.ADJUNCT_NOUNS or token.low in ("reporters", "journalists"):
            return True
    return (
        tokens[at].low in ("in", "on", "at")
        and at + 1 < len(tokens)
        and (
            tokens[at + 1].kind == "n"
            or tokens[at + 1].text in ("Baghdad", "Washington")
            or tokens[at + 1].low in words.PLACES
        )
    )


def with_apposition(tokens: list[Token], source: Source) -> Source:
    """Adds the role in ", the chairman of the board," after a name."""
    at = source.last + 1
    if at + 1 >= len(tokens) or tokens[at].low not in (",", "("):
        return source
    if tokens[at].low == "(":
        return source
    stop = at + 1
    while (
        stop < len(tokens) and stop - at < 22 and tokens[stop].low not in (",", ".", ";", ":", '"', "-", ")")
    ):
        if tokens[stop].low in ("said", "told", "who", "which") or tokens[stop].kind == "q":
            break
        stop += 1
    if stop <= at + 1 or not is_role(tokens[at + 1 : stop]):
        return source
    return source._replace(role_tokens=(at + 1, stop - 1))


def is_role(tokens: list[Token]) -> bool:
    """True for "the chairman of the Joint Chiefs of Staff", "a company spokeswoman", "Iraq's prime minister"."""
    if not tokens or tokens[0].low in _OPENS_NO_ROLE:
        return False
    for position, token in enumerate(tokens[:9]):
        if token.low in words.ROLE_NOUNS or token.low in words.TITLES:
            return True
        if token.low in _BEHIND_ROLE or (position and token.low in words.DETERMINERS):
            return False
    return False


# People -----------------------------------------------------------------------------------------------------


class Cast:
    """The people, offices and documents a text names, so that a last name or pronoun finds its person."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.by_last_name: dict[str, list[Person]] = {}
        self.authors: list[Author] = []
        self.recent: list[Speaker] = []
        self.heard: list[str] = []
        self.named_in: dict[int, list[Person]] = {}  # by where their unit begins
        self.thing: Speaker | None = None
        self.last_paper = ""
        self.papers: dict[str, None] = {}  # in the order in which they are named
        self.surnames: set[str] = set()
        self.bodies: set[str] = set()  # "the heater maker Lumen": a firm, whatever its name looks like

    def notice(self, unit: Unit) -> None:
        """Takes note of the people named in full in a unit. Call it for every unit, after `notice_surnames`."""
        tokens = unit.tokens
        at = 0
        while at < len(tokens):
            opens = at == 0 or tokens[at - 1].kind in "pq"
            if tokens[at].kind != "c" or (opens and tokens[at].low in _NO_FIRST_NAMES):
                at += 1
                continue
            last = _name_end(tokens, at)
            person = self._person(unit, at, last)
            if at and tokens[at - 1].low in words.TRADING_BODIES and _title_end(tokens, at, last) < at:
                self.bodies.add(" ".join(token.low for token in tokens[at : last + 1]))
            elif person:
                self._keep(person)
                self.named_in.setdefault(unit.span.start, []).append(person)
            at = last + 1

    def notice_surnames(self, unit: Unit) -> None:
        """Takes note of capitalised words that stand alone. Call it for every unit before anything else."""
        tokens = unit.tokens
        for at, token in enumerate(tokens):
            if (
                token.kind == "c"
                and (at == 0 or tokens[at - 1].kind != "c" or tokens[at - 1].low in words.FORMS_OF_ADDRESS)
                and (at + 1 == len(tokens) or tokens[at + 1].kind != "c")
                and token.low not in words.STOPWORDS
            ):
                self.surnames.add(token.low)

    def _officed(self, tokens: list[Token], first: int, last: int, floor: int) -> OfficedName | None:
        """The person at the end of a phrase behind an office with "of", if that is how the phrase ends."""
        run = last
        while run > floor and tokens[run - 1].kind == "c":
            run -= 1
        if tokens[run].kind != "c" or run <= first:
            return None
        found = officed_name(tokens, run, last, floor=floor, surnames=self.surnames)
        return None if found and belongs_to_another(tokens, found.office, floor=floor) else found

    def _keep(self, person: Person) -> None:
        key = last_name(person.name)
        known = self.by_last_name.setdefault(key, [])
        for position, earlier in enumerate(known):
            if earlier.name == person.name or _same_person(earlier.name, person.name):
                longer = max(earlier.name, person.name, key=len)
                role = (
                    earlier.role
                    if earlier.role and not _only_rank(earlier.role)
                    else person.role or earlier.role
                )
                known[position] = earlier._replace(
                    name=longer,
                    role=role,
                    organisation=earlier.organisation or person.organisation,
                    female=person.female if earlier.female is None else earlier.female,
                )
                return
        known.append(person)

    def _person(self, unit: Unit, first: int, last: int) -> Person | None:
        tokens = unit.tokens
        officed = officed_name(tokens, first, last, floor=0, surnames=self.surnames) if first else None
        if officed:
            return self._person_in_office(unit, officed)
        title_end = _title_end(tokens, first, last)
        if not _may_be_named(tokens, first, title_end, last):
            return None
        name = tokens[title_end + 1 : last + 1]
        title = [token.text for token in tokens[first : title_end + 1]]
        role_first = first
        while (
            role_first > 0
            and tokens[role_first - 1].kind in "wc"
            and _belongs_to_title(tokens, role_first - 1, role_first)
        ):
            role_first -= 1
        role_first = _before_role_words(tokens, role_first, first)
        led = (
            " ".join(_source_text(self.text, tokens, role_first, first - 1).split())
            if role_first < first
            else ""
        )
        source = with_apposition(tokens, Source(first, last))
        role, organisation = "", ""
        if source.role_tokens:
            role = tidy_role(_source_text(self.text, tokens, *source.role_tokens))
            organisation = organisation_of(role)
        if not role and not led and role_first > 1 and tokens[role_first - 1].low == ",":
            before = phrase_before(tokens, role_first - 2, max(0, role_first - 10))
            titled = before and (tokens[before.last].kind == "w" or tokens[before.first].low == "the")
            if titled and is_role(tokens[before.first : before.last + 1]):
                role = tidy_role(_source_text(self.text, tokens, before.first, before.last))
                organisation = organisation_of(role)
        if not role and (title or led):
            role = tidy_role(" ".join(part for part in (led, " ".join(title)) if part))
            organisation = organisation_of(role)
        lows = {token.low for token in tokens[max(0, role_first) : title_end + 1]} | {
            word.lower() for word in role.split()
        }
        if len(name) == 1 and title[-1].lower() in ("mr.", "mrs.", "ms.", "mr", "mrs", "ms"):
            role = role if source.role_tokens else ""
        if not (title or led or source.role_tokens) and self._place_like(tokens, first, last):
            return None
        mention = self.text[tokens[first].start : tokens[last].end]
        name = _complete_name(tokens, title_end + 1, last)
        female = _female(lows, given=tokens[title_end + 1].low)
        return Person(name, mention, role, organisation, tokens[first].start, unit.paragraph, female)

    def _person_in_office(self, unit: Unit, found: OfficedName) -> Person:
        tokens = unit.tokens
        role = tidy_role(_source_text(self.text, tokens, found.office, found.rank - 1))
        name = _complete_name(tokens, found.name, found.last)
        mention = self.text[tokens[found.rank].start : tokens[found.last].end]
        return Person(
            name,
            mention,
            role,
            organisation_of(role),
            tokens[found.rank].start,
            unit.paragraph,
            _female(
                {token.low for token in tokens[found.office : found.last + 1]}, given=tokens[found.name].low
            ),
        )

    @staticmethod
    def _place_like(tokens: list[Token], first: int, last: int) -> bool:
        before = tokens[first - 1].low if first else ""
        return (
            before in ("in", "at", "near", "from", "the", "to", "across") or tokens[last].low in words.PLACES
        )

    def notice_documents(self, unit: Unit) -> None:
        """Takes note of who a letter or memo is from: "a letter from", "signed by", "over the name of"."""
        lows, span = unit.lows, unit.span
        names_document = not lows.isdisjoint(_DOCUMENTS)
        if names_document:
            for match in _FROM_DOCUMENT.finditer(self.text, span.start, span.end):
                self._author_near(unit, match.end(), match["noun"])
        if not lows.isdisjoint(words.PAPERS):
            self._notice_papers(unit)
        if self.last_paper and not lows.isdisjoint(_SIGNS_OF_AUTHORS):
            for match in _IT_IS_FROM.finditer(self.text, span.start, span.end):
                self._author_near(unit, match.end(), self.last_paper)
        if names_document and not lows.isdisjoint(_WROTE):
            for match in _WROTE_DOCUMENT.finditer(self.text, span.start, span.end):
                self._author_before(unit, match.start(), match["noun"])

    def _notice_papers(self, unit: Unit) -> None:
        papers = [token.low for token in unit.tokens if token.low in words.PAPERS]
        for paper in papers:
            noun = _DOCUMENT_KEY.get(paper, paper)
            if noun not in words.POST_NOUNS:
                self.papers[noun] = None
        self.last_paper = papers[0]

    def _author_before(self, unit: Unit, position: int, noun: str) -> None:
        at = bisect_left(unit.tokens, position, key=attrgetter("start"))
        source = phrase_before(unit.tokens, at - 1, 0) if 0 < at < len(unit.tokens) else None
        if source:
            self._author(unit, source, noun)

    def _author_near(self, unit: Unit, position: int, noun: str) -> None:
        source = phrase_after(unit.tokens, bisect_left(unit.tokens, position, key=attrgetter("start")))
        if source:
            self._author(unit, source, noun)

    def _author(self, unit: Unit, source: Source, noun: str) -> None:
        speaker = self.who(unit, source)
        if speaker and speaker.sort in ("person", "organisation"):
            noun = _DOCUMENT_KEY.get(noun.lower(), noun.lower())
            self.authors.append(Author(unit.tokens[source.first].start, noun, speaker.person, speaker.name))

    def author_of(self, noun: str) -> tuple[str, Person | None] | None:
        """Who the document called `noun` is from, if the text says so anywhere."""
        noun = _DOCUMENT_KEY.get(noun.lower(), noun.lower())
        named = [(author.name, author.person) for author in self.authors if author.noun == noun]
        if not named and noun in _ONE_PAPER:
            named = self._author_of_the_paper()
        return next(((name, person) for name, person in named if person), named[0] if named else None)

    def _author_of_the_paper(self) -> list[tuple[str, Person | None]]:
        """What is called a letter here and a memo there is one paper if only one person is the author of any."""
        found = {
            author.name: author.person
            for author in self.authors
            if author.noun in _ONE_PAPER and author.person
        }
        return list(found.items()) if len(found) == 1 else []

    def paper_by(self, name: str) -> str:
        """The letter, memo or email a person is the author of; "" if there is none."""
        nouns = [author.noun for author in self.authors if author.name == name]
        return next((noun for noun in nouns if noun in _LETTERS), "")

    # Resolving ----------------------------------------------------------------------------------------------

    def who(self, unit: Unit, source: Source) -> Speaker | None:
        """Who a source phrase stands for; None if it cannot speak (a day, a place, a thing)."""
        tokens = unit.tokens
        first, last = source.first, source.last
        if tokens[last].low in words.PRONOUNS:
            return self._pronoun(unit, tokens[last])
        role = tidy_role(_source_text(self.text, tokens, *source.role_tokens)) if source.role_tokens else ""
        officed = self._officed(tokens, first, last, first)
        if officed:
            role = role or tidy_role(_source_text(self.text, tokens, officed.office, officed.rank - 1))
            return self._named(unit, officed.rank, last, role, officed.rank)
        titled = _titled_name_first(tokens, first, last)
        if titled:
            return self._named(unit, first, titled, role, first)
        head = _head(tokens, first, last)
        if tokens[head].low in words.NEVER_SPEAKERS:
            return None
        name_first, name_last = _name_within(tokens, first, last, head)
        if tokens[head].low in _PARTS:
            return self._unnamed(unit, source, head, role)
        if name_first is not None and _title_end(tokens, name_first, name_last) < name_last:
            return self._named(unit, name_first, name_last, role, first)
        return self._unnamed(unit, source, head, role)

    def _unnamed(self, unit: Unit, source: Source, head: int, role: str) -> Speaker | None:
        """A phrase that is no name: a document, a description of somebody, or a body."""
        tokens = unit.tokens
        first, last = source.first, source.last
        noun = tokens[head].low
        plain = " ".join(self.text[tokens[first].start : tokens[last].end].split())
        headed = " ".join(self.text[tokens[first].start : tokens[head].end].split())
        if noun in words.DOCUMENT_NOUNS and noun not in words.PERSON_NOUNS:
            paper = Speaker(headed, "document", noun=noun, reasons=(f"'{headed}' is a document",))
            owner = self._owner(unit, first, head)
            return paper._replace(owner=owner.name, person=owner.person) if owner else paper
        if noun in words.PERSON_NOUNS or noun in _OFFICES:
            return self._named_after(unit, first, last, plain) or _described(
                tokens, source, noun, plain, role
            )
        if noun in _PARTS and last > head and tokens[head + 1].low == "of":
            return _described(tokens, source, noun, plain, role)
        return _organisation(tokens, source, noun, plain)

    def everybody(self, unit: Unit, source: Source) -> list[tuple[Source, Speaker]]:
        """The people in "Wolff and Technology Chief Bram Kok", each with his part of the phrase; [] if it is one."""
        tokens = unit.tokens
        at = next((i for i in range(source.first + 1, source.last) if tokens[i].low == "and"), None)
        if at is None or tokens[at - 1].kind != "c" or tokens[at + 1].kind != "c":
            return []
        parts = [Source(source.first, at - 1), source._replace(first=at + 1)]
        speakers = [self.who(unit, part) for part in parts]
        if not all(speaker and speaker.person and speaker.sort == "person" for speaker in speakers):
            return []
        return list(zip(parts, speakers, strict=True))

    def _owner(self, unit: Unit, first: int, head: int) -> Speaker | None:
        """Whose a document is: "Seely III's letter", "the senate's angry letter", "her memo"."""
        tokens = unit.tokens
        pronoun = _OWNERS.get(tokens[first].low) if first < head else None
        if pronoun:
            owner = self._pronoun(unit, tokens[first]._replace(low=pronoun))
            return owner if owner and owner.sort in ("person", "organisation") else None
        mark = next((i for i in range(head - 1, first, -1) if tokens[i].low == "'s"), None)
        if mark is None or tokens[mark - 1].low in _NO_OWNERS:
            return None
        owner = self.who(unit, Source(first, mark - 1))
        return owner if owner and owner.sort in ("person", "organisation") else None

    def _named_after(self, unit: Unit, first: int, last: int, plain: str) -> Speaker | None:
        """ "Its spokesman, Col. Tomas Adan, said": the name behind the role."""
        tokens = unit.tokens
        if last + 2 >= len(tokens) or tokens[last + 1].low != "," or tokens[last + 2].kind != "c":
            return None
        if tokens[last].low in words.PERSON_NOUNS and any(t.low in ("for", "to") for t in tokens[first:last]):
            return None  # "a spokeswoman for the mayor, David Miller,": he is the mayor
        end = _name_end(tokens, last + 2)
        if end + 1 < len(tokens) and tokens[end + 1].low not in (",", ".", "(", ";"):
            return None
        name_first, name_last = _name_within(tokens, last + 2, end, end)
        if name_first is None or end - last < 3:
            return None
        return self._named(unit, name_first, name_last, tidy_role(plain), name_first)

    def _named(self, unit: Unit, first: int, last: int, role: str, phrase_first: int) -> Speaker | None:
        tokens = unit.tokens
        title_end = _title_end(tokens, first, last)
        names = tokens[title_end + 1 : last + 1]
        name = " ".join(self.text[names[0].start : names[-1].end].split())
        lows = [token.low for token in names]
        full = _complete_name(tokens, title_end + 1, last)
        known = self._find(
            full, tokens[first].start, _female({token.low for token in tokens[first : last + 1]})
        )
        titled = title_end >= first or (
            phrase_first < first and any(t.low in words.ROLE_NOUNS for t in tokens[phrase_first:first])
        )
        if known:
            role = (
                role
                or known.role
                or tidy_role(
                    self.text[tokens[phrase_first].start : tokens[title_end].end]
                    if titled and title_end >= first
                    else ""
                )
            )
            organisation = organisation_of(role) or known.organisation
            reasons = ()
            if known.name not in (name, full):
                reasons = (f"'{name}' is '{known.mention}', {_distance(known, unit)}",)
            return Speaker(
                known.name,
                "person",
                role=role,
                organisation=organisation,
                official=is_official(role, organisation),
                person=known,
                reasons=reasons,
            )
        body = " ".join(lows) in self.bodies or (
            any(low in words.ORGANISATION_WORDS or low in words.KNOWN_ORGANISATIONS for low in lows)
            and not titled
        )
        acronym = len(names) == 1 and name.isupper() and 2 <= len(name.replace(".", "")) <= 6 and not titled
        article = tokens[phrase_first].low == "the" and phrase_first == first - 1 and not titled
        if body or acronym or article or any(low in ("of", "for") for low in lows):
            if len(names) == 1 and not body and lows[0] in words.PLACES:
                return None
            official = any(low.replace(".", "") in words.OFFICIAL_BODIES for low in lows)
            return Speaker(
                name,
                "organisation",
                organisation=name,
                official=official,
                reasons=(f"'{name}' is an organisation",),
            )
        if not titled and (lows[-1] in words.PLACES or lows[0] in words.NEVER_SPEAKERS):
            return None
        if not titled and len(names) == 1 and names[0] is tokens[0] and lows[0].endswith("s") and not role:
            return Speaker(
                name,
                "description",
                noun=lows[0],
                reasons=(f"'{name}' describes a speaker without naming one",),
            )
        if not role and titled:
            role = tidy_role(self.text[tokens[phrase_first].start : names[0].start])
        organisation = organisation_of(role)
        return Speaker(
            full, "person", role=role, organisation=organisation, official=is_official(role, organisation)
        )

    def _find(self, name: str, position: int, female: bool | None = None) -> Person | None:
        """The person a name means: of several with that last name the one who spoke last, or was named last."""
        name = _without_suffix(name)
        known = self._by_first_name(name)
        if known:
            name = known[-1].name
        else:
            known = self.by_last_name.get(last_name(name), [])
        same = [
            person
            for person in known
            if (person.name == name or " " not in name or _same_person(_without_suffix(person.name), name))
            and (female is None or person.female is None or person.female == female)
        ]
        before = [person for person in same if person.position <= position]
        if len(before) > 1:
            names = {person.name: person for person in before}
            heard = next((names[name] for name in reversed(self.heard) if name in names), None)
            if heard:
                return heard
        return before[-1] if before else same[0] if same else None

    def _by_first_name(self, name: str) -> list[Person]:
        """ "Sheikh Nasir" and "Sir Keir" go by their first name."""
        title, _, first = name.rpartition(" ")
        if title.lower() not in ("sir", "dame", "sheikh"):
            return []
        everybody = [person for people in self.by_last_name.values() for person in people]
        return [person for person in everybody if person.name.startswith(f"{first} ")]

    def _pronoun(self, unit: Unit, token: Token) -> Speaker | None:
        if token.low == "it" and self.thing:
            reason = f"'{token.text}' stands for '{self.thing.name}', spoken of before"
            return self.thing._replace(reasons=(reason,))
        if token.low == "they":
            return Speaker("they", "description", reasons=("'they' was not resolved to a name",))
        if token.low not in ("he", "she"):
            return None
        for speaker in reversed(self.recent):
            female = _sex_of(speaker)
            if female is None or female == (token.low == "she"):
                where = f", {_distance(speaker.person, unit)}" if speaker.person else ""
                mention = speaker.person.mention if speaker.person else speaker.name
                return speaker._replace(reasons=(f"'{token.text}' stands for '{mention}'{where}",))
        return Speaker(token.text, "pronoun", reasons=(f"'{token.text}' was not resolved to a name",))

    def speaks(self, speaker: Speaker) -> None:
        """Remembers the latest speaker, whom the next pronoun means."""
        self.heard = [*self.heard[-40:], speaker.name]
        self._remember(speaker)

    def _remember(self, speaker: Speaker) -> None:
        if speaker.sort in ("organisation", "document"):
            self.thing = speaker
        if speaker.sort == "person" or (speaker.sort == "description" and _is_one_person(speaker)):
            self.recent = [said for said in self.recent[-40:] if said.name != speaker.name] + [speaker]

    def mentions(self, unit: Unit, subject: Source | None) -> None:
        """Who a sentence is about can be what the next pronoun means, and after them whoever else it names."""
        for person in self.named_in.get(unit.span.start, ())[:10]:
            self._remember(_as_speaker(self._find(person.name, person.position) or person))
        named = self._remember_named(unit)
        speaker = self.who(unit, subject) if subject else None
        if speaker and speaker.sort != "person" and not (named and speaker.sort == "description"):
            self._remember(
                speaker
            )  # "the governor flew over" is about him; "the letter" and "the army" are an "it"

    def _remember_named(self, unit: Unit) -> bool:
        tokens = unit.tokens
        for at, token in enumerate(tokens[:16]):
            before = tokens[at - 1] if at else None
            if token.kind != "c" or token.low in words.STOPWORDS or not _opens_subject(before):
                continue
            last = _name_end(tokens, at)
            name = " ".join(t.text for t in tokens[at : last + 1] if t.low not in words.TITLES)
            person = self._find(name, token.start)
            after = tokens[min(last + 1, len(tokens) - 1)].low
            if person and after != "'s":
                self._remember(_as_speaker(person))
                return True
        return False


def _opens_subject(before: Token | None) -> bool:
    """True at the start, behind a comma and behind a role: there a name is who the sentence is about."""
    return before is None or before.low in (",", "the", "when", "but") or before.low in words.PERSON_NOUNS


_OWNERS = {"his": "he", "her": "she", "its": "it"}
_PARTS = frozenset(["one", "another", "both", "some", "many", "most", "several", "two", "three"])


def _described(tokens: list[Token], source: Source, noun: str, plain: str, role: str) -> Speaker:
    lows = {token.low for token in tokens[source.first : source.last + 1]}
    # "The official" and "the source" stay unnamed; "the commander" is somebody the reader can know.
    definite = tokens[source.first].low == "the" and noun not in (
        "official",
        "officials",
        "source",
        "sources",
    )
    return Speaker(
        plain,
        "description",
        role=role or tidy_role(plain),
        organisation=organisation_of(plain),
        official=bool(lows & (words.OFFICIAL_WORDS)),
        anonymous=noun in _PARTS or (noun in words.ANONYMOUS_NOUNS and not definite),
        noun=noun,
        reasons=(f"'{plain}' describes a speaker without naming one",),
    )


def _organisation(tokens: list[Token], source: Source, noun: str, plain: str) -> Speaker | None:
    phrase = tokens[source.first : source.last + 1]
    capital = any(token.kind == "c" and token.low not in words.STOPWORDS for token in phrase)
    named = capital and phrase[-1].kind == "c"
    if not named and noun not in words.BODY_NOUNS:
        return None
    name = _ARTICLE.sub("", plain) if capital else plain
    return Speaker(
        name,
        "organisation",
        organisation=name,
        official=any(token.low in words.OFFICIAL_BODIES for token in phrase)
        and not any(token.text in words.PRIVATE_BODIES for token in phrase),
        noun=noun,
        reasons=(f"'{plain}' is an organisation",),
    )


def _as_speaker(person: Person) -> Speaker:
    return Speaker(
        person.name,
        "person",
        role=person.role,
        organisation=person.organisation,
        official=is_official(person.role, person.organisation),
        person=person,
    )


def _is_one_person(speaker: Speaker) -> bool:
    """True for "a US official" and "the defense secretary", not for "two aides"."""
    if speaker.noun in _PARTS:
        return speaker.noun in ("one", "another")
    if speaker.name.split()[0].lower() not in words.DETERMINERS:
        return False
    return speaker.noun in words.PERSON_NOUNS and not (speaker.noun.endswith("s") and speaker.noun != "boss")


def _sex_of(speaker: Speaker) -> bool | None:
    if speaker.person:
        return speaker.person.female
    return _female({word.lower() for word in f"{speaker.name} {speaker.role}".split()})


def _female(lows: set[str], given: str = "") -> bool | None:
    """True for words as "spokeswoman" and "Mrs", False for "spokesman" and "Mr", then as the given name is mostly
    borne; None where nothing tells."""
    if lows & words.FEMALE or lows & words.MALE:
        return bool(lows & words.FEMALE)
    return True if given in words.WOMENS_NAMES else False if given in words.MENS_NAMES else None


def _complete_name(tokens: list[Token], first: int, last: int) -> str:
    """The name; of a peer or a king, who go by one name, with the title that belongs to it."""
    noble = first == last and first > 0 and tokens[first - 1].low in words.NOBLE
    return " ".join(token.text for token in tokens[first - noble : last + 1])


_DOCUMENT_KEY = {
    "memorandum": "memo",
    "e-mail": "email",
    "tweets": "tweet",
    "emails": "email",
    "communiqué": "communique",
}
_DOCUMENTS = some(
    "letter memo memorandum email e-mail order notice advisory document draft circular communique directive bulletin"
    " cable dispatch note message statement post tweet leaflet decree fax alert announcement release"
)
_DOCUMENT = f"(?P<noun>{'|'.join(sorted(_DOCUMENTS, key=len, reverse=True))})"
_ONE_PAPER = frozenset(
    ["letter", "memo", "document", "draft", "note", "circular", "message", "directive", "order"]
)
_SIGNS_OF_AUTHORS = some("name names signature letterhead signed written penned authored it paper text page")
_WROTE = some("wrote signed sent issued penned addressed drafted circulated")
_SIGNED_WITH = r"(?:name|names|signature|letterhead|signature block) of"
_FROM_DOCUMENT = re.compile(
    rf"\b{_DOCUMENT}(?: by|\b[^;\n]{{0,140}}?\b(?:from|(?:signed|sent|released|published|circulated|distributed"
    rf"|written|authored|penned|issued|posted|drafted)(?:,[^,;\n]{{1,40}},)? by|attributed to|purportedly by"
    rf"|(?:over|under|bearing|bears|bore|carrying|carried|carries|with|in) (?:the|a) (?:\w+ ){{0,3}}{_SIGNED_WITH}))\s",
    re.I,
)
_IT_IS_FROM = re.compile(
    rf"\b{_SIGNED_WITH}\s|\b(?:signed|written|penned|authored)(?:,[^,;\n]{{1,40}},)? by\s"
    r"|\b(?:It|The (?:paper|text|page)) (?:\w+ ){0,2}?(?:(?:was|is) (?:\w+ ){0,2}?(?:signed|written|sent"
    r"|issued) by|came from)\s"
)
_WROTE_DOCUMENT = re.compile(
    rf"\b(?:wrote|signed|sent|issued|penned|addressed|drafted|circulated)\s(?:an?|the|that"
    rf"|this)\s(?:\w+\s){{0,3}}?{_DOCUMENT}\b",
    re.I,
)


def last_name(name: str) -> str:
    """The key a later mention is found by: the last word, suffixes left out, lower case."""
    return _without_suffix(name).rpartition(" ")[2].lower()


def _without_suffix(name: str) -> str:
    """The name without "Jr." or "III" behind it."""
    parts = name.split()
    while len(parts) > 1 and parts[-1].lower().strip(".,") in _SUFFIXES:
        parts.pop()
    return " ".join(parts)


def tidy_role(role: str) -> str:
    """A role without article or commas at its ends, first letter as in a list of titles."""
    role = _ROLE_PREFIX.sub("", " ".join(role.split()).strip(" ,;"), count=1)
    role = _without_rank(_FORM_OF_ADDRESS.sub("", role))
    return role[:1].upper() + role[1:]


def _without_rank(role: str) -> str:
    """ "Joint Chiefs Chairman Gen." without the rank; a rank that is all there is stays."""
    parts = role.split()
    rest = len(parts)
    while rest and parts[rest - 1].lower() in words.RANKS:
        rest -= 1
    office = any(part.lower() in words.HEADS for part in parts[:rest])
    return " ".join(parts[:rest]) if office else role


_OF = re.compile(r"\b(?:of|for|at|with|from)\s+(?:the\s+|a\s+|an\s+)?(?P<name>[^,;]{2,80})")


def organisation_of(role: str) -> str:
    """The organisation named inside a role: "spokesman for the coalition", "a Pentagon spokesman"; "" if none."""
    of = _OF.search(role)
    if of:
        name = of["name"].strip()
        if all(word.lower() in words.PORTFOLIOS for word in name.split()):
            return ""  # "Secretary of Defense": what the office is about is no body
        if name.split()[-1].lower() in words.HEADS:  # "Joint Chiefs of Staff Chairman"
            return role[: role.rindex(" ")]
        body = any(word[:1].isupper() or word.lower() in words.ORGANISATION_NOUNS for word in name.split())
        return name if body else ""
    parts = role.split()
    for i, part in enumerate(parts):
        low = part.lower().strip(".,'").replace("'s", "")
        if low not in words.BODY_WORDS:
            continue
        if any(later.lower() in words.ROLE_NOUNS for later in parts[i + 1 :]):
            led = [word for word in parts[:i] if word.lower() not in _BEFORE_BODIES]
            return " ".join([*led, part]).replace("'s", "")
    return ""


def _is_body_after(tokens: list[Token], at: int) -> bool:
    """True at "Hospital" in "St. Anne's Hospital": the possessive is part of the body's name."""
    if at >= len(tokens) or tokens[at].kind != "c":
        return False
    following = tokens[at + 1].kind if at + 1 < len(tokens) else "p"
    return tokens[at].low in words.ORGANISATION_WORDS and following != "c"


def _name_end(tokens: list[Token], first: int) -> int:
    last = first
    while last + 1 < len(tokens):
        following = tokens[last + 1]
        if following.kind == "c" and following.low not in words.NO_PART_OF_A_NAME:
            last += 1
        elif (following.low == "'s" and _is_body_after(tokens, last + 2)) or (
            following.low in ("al", "bin", "de", "del", "der", "van", "von", "la", "el", "ibn")
            and last + 2 < len(tokens)
            and tokens[last + 2].kind == "c"
        ):
            last += 2
        else:
            break
    return last


# "Stallholder Maureen Tuttle", "Farmer Ann Lee": what somebody does, before the name at the start of a sentence.
_OCCUPATION = re.compile(
    r"\w*(?:holder|keeper|worker|owner|grower|monger|dealer|driver|teacher|trader|farmer|student)"
)


def _title_end(tokens: list[Token], first: int, last: int) -> int:
    """The last token of the title a run of capitals begins with; `first` - 1 if it has none."""
    for i in range(last, first - 1, -1):
        if (
            i == last > first
            and tokens[i].low in words.TITLES_AS_SURNAMES
            and tokens[i - 1].low not in words.TITLES
        ):
            continue  # "Sarah King" is no queen
        if tokens[i].low in words.TITLES or (i == first < last and _OCCUPATION.fullmatch(tokens[i].low)):
            return i
        if i < last and tokens[i].low in words.ROLE_NOUNS and not _names_a_body(tokens, i + 1, last):
            return i  # "City Manager Alan Prewitt"
        if tokens[i].low in words.SERVICES and i < last and tokens[i + 1].low in words.RANKS:
            return i
    return first - 1


def _may_be_named(tokens: list[Token], first: int, title_end: int, last: int) -> bool:
    """Whether the capitals behind a title, or alone, can be a person named in full."""
    name = tokens[title_end + 1 : last + 1]
    title = tokens[title_end].low if title_end >= first else ""
    if not 1 <= len(name) <= 5 or any(token.low in _NOT_IN_NAMES for token in name):
        return False
    if len(name) == 1 and len(name[0].text) < 3:
        return False
    complete = sum(token.low.rstrip(".") not in _SUFFIXES for token in name) > 1
    return complete or (title != "" and title not in words.SERVICES)


def _names_a_body(tokens: list[Token], first: int, last: int) -> bool:
    return any(token.low in words.BODY_WORDS for token in tokens[first : last + 1])


def _titled_name_first(tokens: list[Token], first: int, last: int) -> int:
    """The last token of "Sen. Jack Reed" in "Sen. Jack Reed of Rhode Island"; 0 if a phrase does not begin so."""
    if tokens[first].low not in words.BEFORE_NAMES:
        return 0
    end = _name_end(tokens, first)
    behind = tokens[end + 1].low if end < last else ""
    return end if behind in ("of", "from", "for") and _title_end(tokens, first, end) < end else 0


def _name_within(tokens: list[Token], first: int, last: int, head: int) -> tuple[int | None, int]:
    """The run of capitals that is the name in a phrase, if the phrase is a name and not a description."""
    if tokens[head].kind != "c":
        return None, last
    start = head
    while start > first and (
        tokens[start - 1].kind == "c"
        or (tokens[start - 1].low == "'s" and start - 2 >= first and _is_body_after(tokens, start))
        or (
            tokens[start - 1].low in ("al", "bin", "de", "van", "von", "of", "and", "for", "la")
            and tokens[start - 2].kind == "c"
            and start - 2 >= first
        )
        or (tokens[start - 1].low == "the" and start - 3 >= first and tokens[start - 2].low == "of")
    ):
        start -= 1
    if start == first and tokens[start].low in words.STOPWORDS and start < head:
        start += 1
    return start, head


_NOUNS_BEFORE_PARTICIPLE = words.DOCUMENT_NOUNS | words.WHO_NOUNS


def _head(tokens: list[Token], first: int, last: int) -> int:
    """The head noun: the last word before what describes it, "a spokesman | for the ministry"."""
    for i in range(first + 1, last + 1):
        low, before = tokens[i].low, tokens[i - 1]
        if low in (
            "who",
            "which",
            "familiar",
            "close",
            "speaking",
            "including",
            "involved",
            "briefed",
            "described",
        ):
            return i - 1
        if (
            tokens[i].kind == "w"
            and low.endswith(("ed", "ing", "sent", "seen", "written"))
            and before.low in _NOUNS_BEFORE_PARTICIPLE
        ):
            return i - 1
        if low not in words.PREPOSITIONS:
            continue
        if before.kind != "c" or before.low in words.PERSON_NOUNS or before.low in _PARTS:
            return i - 1
        if i - 1 > first and low not in ("of", "for"):
            return i - 1
    return last


def _belongs_to_title(tokens: list[Token], at: int, following: int) -> bool:
    """True if the word before a name or title is part of its title: "deputy health minister", "company spokeswoman"."""
    low = tokens[at].low
    if low in words.ROLE_NOUNS or low in words.TITLE_MODIFIERS:
        return True
    if low in words.ORGANISATION_NOUNS:
        return tokens[following].low in words.ROLE_NOUNS
    return tokens[at].kind == "c" and low not in _NO_TITLES


def _before_role_words(tokens: list[Token], role_first: int, first: int) -> int:
    """Takes in "infection control" before "director": at most two plain nouns after an article or a preposition."""
    if role_first == first or tokens[role_first].low not in words.ROLE_NOUNS:
        return role_first
    for start in range(role_first - 1, max(0, role_first - 3), -1):
        if tokens[start].kind != "w" or tokens[start].low in _NO_ROLE_WORDS:
            return role_first
        if tokens[start].low in words.CUE_KINDS or tokens[start].low.endswith(("ed", "ly", "'s")):
            return role_first
        if tokens[start - 1].low in _BEFORE_ROLES:
            return start
    return role_first


def _same_person(one: str, other: str) -> bool:
    first, second = one.lower().split(), other.lower().split()
    if first[-1] != second[-1]:
        return False
    return (
        len(first) == 1
        or len(second) == 1
        or (
            first[0][0] == second[0][0]
            and (first[0].startswith(second[0].strip(".")) or second[0].startswith(first[0].strip(".")))
        )
    )


def _only_rank(role: str) -> bool:
    return all(word.lower() in _RANKS for word in role.split())


def is_official(role: str, organisation: str) -> bool:
    """True if a role or an organisation is one of public office."""
    lows = {_ENDING.sub("", word.lower()) for word in f"{role} {organisation}".split()}
    if lows & words.PRIVATE_ROLES and not lows & words.PUBLIC_WORDS:
        return False
    return not lows.isdisjoint(words.OFFICIAL_WORDS)


def _source_text(text: str, tokens: list[Token], first: int, last: int) -> str:
    return text[tokens[first].start : tokens[last].end] if 0 <= first <= last < len(tokens) else ""


def _distance(person: Person, unit: Unit) -> str:
    apart = unit.paragraph - person.paragraph
    if apart == 0:
        return "named in the same paragraph"
    if apart < 0:
        return "named in full further down"
    return "named one paragraph earlier" if apart == 1 else f"named {apart} paragraphs earlier"


def span_of(tokens: list[Token], source: Source) -> Span:
    """Where a source phrase stands in the text."""
    return Span(tokens[source.first].start, tokens[source.last].end)
