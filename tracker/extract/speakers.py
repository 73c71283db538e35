"""Who speaks: noun phrases that can be a source, the people a text has named, and who its documents are from."""

import re
from typing import NamedTuple

from tracker.extract import words
from tracker.extract.readings import Span
from tracker.extract.tokens import Token, Unit

_ROLE_PREFIX = re.compile(r"\A(?:the|a|an|its|his|her|their|our|who is|who was|then the|then)\s+", re.I)
_FORM_OF_ADDRESS = re.compile(r"(?:\A|\s)(?:Mr|Mrs|Ms|Dr|Prof)\.?\Z")
_LOOK_BACK = 24


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
    return _trimmed(tokens, first, last) if first is not None else None


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
    while start <= last and tokens[start].low in words.DAYS | words.DAYPARTS and start < last:
        start += 1
    if start > last or (
        last == start
        and tokens[last].low in words.STOPWORDS - words.PRONOUNS
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
    while run > start and (
        tokens[run - 1].kind == "c" and tokens[run - 1].low not in words.DAYS | words.MONTHS
    ):
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
        if following.low == "and" and not (
            last + 2 < len(tokens) and tokens[last + 2].kind == "c" and tokens[last].kind == "c"
        ):
            break
        if following.low in words.CLAUSE_WORDS and following.low != "and":
            break
        if following.low in words.COMMON_VERBS | words.PERSONAL or following.low in words.DAYS:
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


def _goes_on_after_name(tokens: list[Token], at: int) -> bool:
    """True where small letters after a name belong to it: "Pentagon press secretary", "Marlow police department"."""
    low = tokens[at].low
    if low in words.DETERMINERS | words.ADVERBS or low in words.CUE_KINDS:
        return False
    return any(token.low in words.PERSON_NOUNS | words.ORGANISATION_NOUNS for token in tokens[at : at + 4])


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
    if not tokens or tokens[0].low in words.PREPOSITIONS | words.PRONOUNS | words.CLAUSE_WORDS:
        return False
    for position, token in enumerate(tokens[:9]):
        if token.low in words.ROLE_NOUNS or token.low in words.TITLES:
            return True
        if token.low in words.PREPOSITIONS | words.COMMON_VERBS or (
            position and token.low in words.DETERMINERS
        ):
            return False
    return False


# People -----------------------------------------------------------------------------------------------------


class Cast:
    """The people, offices and documents a text names, so that a last name or pronoun finds its person."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.by_last_name: dict[str, list[Person]] = {}
        self.authors: list[tuple[int, str, Person | None, str]] = []
        self.recent: list[Person] = []
        self.last_organisation = ""
        self.last_paper = ""

    def notice(self, unit: Unit) -> None:
        """Takes note of the people named in full in a unit. Call it for every unit before any `who`."""
        tokens = unit.tokens
        at = 0
        while at < len(tokens):
            if tokens[at].kind != "c" or (at == 0 and tokens[at].low in words.STOPWORDS):
                at += 1
                continue
            last = _name_end(tokens, at)
            person = self._person(unit, at, last)
            if person:
                self._keep(person)
            at = last + 1

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
        title_end = first - 1
        for i in range(first, last + 1):
            if tokens[i].low in words.TITLES or (
                tokens[i].low in words.SERVICES and i < last and tokens[i + 1].low in words.RANKS
            ):
                title_end = i
        name = [token.text for token in tokens[title_end + 1 : last + 1]]
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
        if not name or any(
            word.lower() in words.ORGANISATION_WORDS or word.lower() in words.KNOWN_ORGANISATIONS
            for word in name
        ):
            return None
        if any(word.lower() in words.DAYS | words.MONTHS for word in name) or len(name) > 5:
            return None
        if len(name) < 2 and not (title and tokens[title_end].low not in words.SERVICES):
            return None
        if len(name) == 1 and (len(name[0]) < 3 or (name[0].isupper() and not title)):
            return None
        source = with_apposition(tokens, Source(first, last))
        role, organisation = "", ""
        if source.role_tokens:
            role = tidy_role(_source_text(self.text, tokens, *source.role_tokens))
            organisation = organisation_of(role)
        if not role and not led and role_first > 1 and tokens[role_first - 1].low == ",":
            before = phrase_before(tokens, role_first - 2, max(0, role_first - 10))
            if before and tokens[before.last].kind == "w" and is_role(tokens[before.first : before.last + 1]):
                role = tidy_role(_source_text(self.text, tokens, before.first, before.last))
                organisation = organisation_of(role)
        if not role and (title or led):
            role = tidy_role(" ".join(part for part in (led, " ".join(title)) if part))
            organisation = organisation_of(role)
        lows = {token.low for token in tokens[max(0, role_first) : last + 1]} | {
            word.lower() for word in role.split()
        }
        female = True if lows & words.FEMALE else False if lows & words.MALE else None
        if len(name) == 1 and title[-1].lower() in ("mr.", "mrs.", "ms.", "mr", "mrs", "ms"):
            role = role if source.role_tokens else ""
        if not (title or led or source.role_tokens) and self._place_like(tokens, first, last):
            return None
        mention = self.text[tokens[first].start : tokens[last].end]
        return Person(
            " ".join(name), mention, role, organisation, tokens[first].start, unit.paragraph, female
        )

    @staticmethod
    def _place_like(tokens: list[Token], first: int, last: int) -> bool:
        before = tokens[first - 1].low if first else ""
        return (
            before in ("in", "at", "near", "from", "the", "to", "across") or tokens[last].low in words.PLACES
        )

    def notice_documents(self, unit: Unit) -> None:
        """Takes note of who a letter or memo is from: "a letter from", "signed by", "over the name of"."""
        for match in _FROM_DOCUMENT.finditer(self.text, unit.span.start, unit.span.end):
            self._author_near(unit, match.end(), match["noun"])
        for match in _IT_IS_FROM.finditer(self.text, unit.span.start, unit.span.end):
            if self.last_paper:
                self._author_near(unit, match.end(), self.last_paper)
        papers = [token.low for token in unit.tokens if token.low in words.PAPERS]
        self.last_paper = papers[0] if papers else self.last_paper
        for match in _WROTE_DOCUMENT.finditer(self.text, unit.span.start, unit.span.end):
            for i, token in enumerate(unit.tokens):
                if token.start >= match.start():
                    source = phrase_before(unit.tokens, i - 1, 0) if i else None
                    if source:
                        self._author(unit, source, match["noun"])
                    break

    def _author_near(self, unit: Unit, position: int, noun: str) -> None:
        for i, token in enumerate(unit.tokens):
            if token.start >= position:
                source = phrase_after(unit.tokens, i)
                if source:
                    self._author(unit, source, noun)
                return

    def _author(self, unit: Unit, source: Source, noun: str) -> None:
        speaker = self.who(unit, source)
        if speaker and speaker.sort in ("person", "organisation"):
            noun = _DOCUMENT_KEY.get(noun.lower(), noun.lower())
            self.authors.append((unit.tokens[source.first].start, noun, speaker.person, speaker.name))

    def author_of(self, noun: str) -> tuple[str, Person | None] | None:
        """Who the document called `noun` is from, if the text says so anywhere."""
        noun = _DOCUMENT_KEY.get(noun.lower(), noun.lower())
        named = [(name, person) for _, kind, person, name in self.authors if kind == noun]
        return next(((name, person) for name, person in named if person), named[0] if named else None)

    # Resolving ----------------------------------------------------------------------------------------------

    def who(self, unit: Unit, source: Source) -> Speaker | None:
        """Who a source phrase stands for; None if it cannot speak (a day, a place, a thing)."""
        tokens = unit.tokens
        first, last = source.first, source.last
        if tokens[last].low in words.PRONOUNS:
            return self._pronoun(unit, tokens[last])
        role = tidy_role(_source_text(self.text, tokens, *source.role_tokens)) if source.role_tokens else ""
        head = _head(tokens, first, last)
        if tokens[head].low in words.NEVER_SPEAKERS:
            return None
        written = self.text[tokens[first].start : tokens[last].end]
        name_first, name_last = _name_within(tokens, first, last, head)
        if name_first is not None:
            return self._named(unit, name_first, name_last, role, first)
        noun = tokens[head].low
        plain = " ".join(written.split())
        headed = " ".join(self.text[tokens[first].start : tokens[head].end].split())
        if noun in words.DOCUMENT_NOUNS and noun not in words.PERSON_NOUNS:
            return Speaker(headed, "document", noun=noun, reasons=(f"'{headed}' is a document",))
        lows = [token.low for token in tokens[first : last + 1]]
        if noun in words.PERSON_NOUNS:
            official = any(low in words.OFFICIAL_ROLES for low in lows) or any(
                low in words.OFFICIAL_BODIES for low in lows
            )
            definite = tokens[first].low == "the" and noun not in (
                "official",
                "officials",
                "source",
                "sources",
            )
            anonymous = noun in words.ANONYMOUS_NOUNS and not definite
            named = self._named_after(unit, first, last, plain)
            if named:
                return named
            same = self._same_role(plain)
            if same and not anonymous:
                reason = (
                    f"'{plain}' is the role of '{same.mention}', named in paragraph {same.paragraph + 1}",
                )
                return Speaker(
                    same.name,
                    "person",
                    role=same.role,
                    organisation=same.organisation,
                    official=is_official(same.role, same.organisation),
                    person=same,
                    noun=noun,
                    reasons=reason,
                )
            return Speaker(
                plain,
                "description",
                role=role or tidy_role(plain),
                organisation=organisation_of(plain),
                official=official,
                anonymous=anonymous,
                noun=noun,
                reasons=(f"'{plain}' describes a speaker without naming one",),
            )
        capital = any(
            token.kind == "c" and token.low not in words.STOPWORDS for token in tokens[first : last + 1]
        )
        if (
            noun in words.ORGANISATION_NOUNS
            or (capital and tokens[last].kind == "c")
            or noun in words.KNOWN_ORGANISATIONS
        ):
            official = any(low in words.OFFICIAL_BODIES for low in lows)
            name = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", plain) if capital else plain
            return Speaker(
                name,
                "organisation",
                organisation=name,
                official=official,
                noun=noun,
                reasons=(f"'{plain}' is an organisation",),
            )
        return None

    def _named_after(self, unit: Unit, first: int, last: int, plain: str) -> Speaker | None:
        """ "Its spokesman, Col. Tomas Adan, said": the name behind the role."""
        tokens = unit.tokens
        if last + 2 >= len(tokens) or tokens[last + 1].low != "," or tokens[last + 2].kind != "c":
            return None
        end = _name_end(tokens, last + 2)
        if end + 1 < len(tokens) and tokens[end + 1].low not in (",", ".", "(", ";"):
            return None
        name_first, name_last = _name_within(tokens, last + 2, end, end)
        if name_first is None or end - last < 3:
            return None
        return self._named(unit, name_first, name_last, tidy_role(plain), name_first)

    def _named(self, unit: Unit, first: int, last: int, role: str, phrase_first: int) -> Speaker | None:
        tokens = unit.tokens
        title_end = first - 1
        for i in range(first, last + 1):
            if tokens[i].low in words.TITLES or (
                tokens[i].low in words.SERVICES and i < last and tokens[i + 1].low in words.RANKS
            ):
                title_end = i
        names = tokens[title_end + 1 : last + 1]
        if not names:
            plain = self.text[tokens[phrase_first].start : tokens[last].end]
            return Speaker(
                plain,
                "description",
                role=tidy_role(plain),
                organisation=organisation_of(plain),
                official=True,
                noun=tokens[last].low,
                reasons=(f"'{plain}' is a title",),
            )
        name = " ".join(self.text[names[0].start : names[-1].end].split())
        lows = [token.low for token in names]
        known = self._find(name, tokens[first].start)
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
            if known.name != name:
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
        body = (
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
            name, "person", role=role, organisation=organisation, official=is_official(role, organisation)
        )

    def _find(self, name: str, position: int) -> Person | None:
        known = self.by_last_name.get(last_name(name))
        if not known:
            return None
        same = [
            person
            for person in known
            if person.name == name or " " not in name or _same_person(person.name, name)
        ]
        before = [person for person in same if person.position <= position]
        return before[-1] if before else same[0] if same else None

    def _same_role(self, plain: str) -> Person | None:
        """ "the general" or "the defence secretary": the latest person whose role ends or begins with those words."""
        wanted = re.sub(r"^the\s+", "", plain.lower())
        if wanted == plain.lower() or len(wanted) < 4:
            return None
        for person in reversed(self.recent):
            role = person.role.lower()
            if role and (
                re.search(rf"\b{re.escape(wanted)}\b", role)
                or (wanted == "general" and re.search(r"\bgen\b", role))
            ):
                return person
        return None

    def _pronoun(self, unit: Unit, token: Token) -> Speaker | None:
        if token.low in ("i", "we", "it", "who", "they"):
            if token.low == "it" and self.last_organisation:
                name = self.last_organisation
                return Speaker(
                    name,
                    "organisation",
                    organisation=name,
                    reasons=(f"'{token.text}' stands for '{name}', the organisation spoken of before",),
                )
            if token.low == "they":
                return Speaker("they", "description", reasons=("'they' was not resolved to a name",))
            return None
        wanted = token.low == "she"
        for person in reversed(self.recent):
            if person.female is None or person.female == wanted:
                reason = f"'{token.text}' stands for '{person.mention}', {_distance(person, unit)}"
                return Speaker(
                    person.name,
                    "person",
                    role=person.role,
                    organisation=person.organisation,
                    official=is_official(person.role, person.organisation),
                    person=person,
                    reasons=(reason,),
                )
        return Speaker(token.text, "pronoun", reasons=(f"'{token.text}' was not resolved to a name",))

    def speaks(self, speaker: Speaker) -> None:
        """Remembers the latest speaker, whom the next pronoun means."""
        if speaker.sort == "organisation":
            self.last_organisation = speaker.name
        if speaker.sort != "person":
            return
        person = speaker.person or Person(
            speaker.name, speaker.name, speaker.role, speaker.organisation, 0, 0, None
        )
        self.recent = [earlier for earlier in self.recent[-40:] if earlier.name != person.name] + [person]

    def mentions(self, unit: Unit) -> None:
        """A person who is the subject of a sentence can be what the next pronoun means."""
        for at, token in enumerate(unit.tokens[:12]):
            if token.kind == "c" and token.low not in words.STOPWORDS:
                last = _name_end(unit.tokens, at)
                person = self._find(
                    " ".join(t.text for t in unit.tokens[at : last + 1] if t.low not in words.TITLES),
                    token.start,
                )
                before = unit.tokens[at - 1].low if at else ""
                if (
                    person
                    and before not in words.PREPOSITIONS
                    and unit.tokens[min(last + 1, len(unit.tokens) - 1)].low != "'s"
                ):
                    self.speaks(
                        Speaker(
                            person.name,
                            "person",
                            role=person.role,
                            organisation=person.organisation,
                            person=person,
                        )
                    )
                return


_DOCUMENT_KEY = {
    "memorandum": "memo",
    "e-mail": "email",
    "tweets": "tweet",
    "emails": "email",
    "communiqué": "communique",
}
_DOCUMENT = (
    r"(?P<noun>letter|memo|memorandum|e-?mail|order|notice|advisory|document|draft|circular"
    r"|communique|directive|bulletin|cable|dispatch|note|message|statement|post|tweet|leaflet"
    r"|decree|fax)"
)
_FROM_DOCUMENT = re.compile(
    rf"\b{_DOCUMENT}\b[^.;\n]{{0,120}}?\b(?:from|signed by|sent by|released by|published by"
    rf"|circulated by|distributed by|written by|authored by"
    rf"|penned by|issued by|posted by|attributed to|drafted by"
    r"|(?:over|under|bearing|bears|bore|carrying|carried|carries|with|in) (?:the"
    r"|a) (?:\w+ ){0,3}(?:name|names|signature|letterhead|signature block) of|purportedly by"
    r"|by)\s",
    re.I,
)
_IT_IS_FROM = re.compile(
    r"\b(?:It|The (?:paper|text|page)) (?:\w+ ){0,2}?(?:(?:carried|carries|bore|bears|has"
    r"|had) (?:the|a) (?:\w+ ){0,3}?"
    r"(?:name|names|signature|letterhead|signature block) of|(?:was"
    r"|is) (?:\w+ ){0,2}?(?:signed|written|sent|issued) by|came from)\s",
)
_WROTE_DOCUMENT = re.compile(
    rf"\b(?:wrote|signed|sent|issued|penned|addressed|drafted|circulated)\s(?:an?|the|that"
    rf"|this)\s(?:\w+\s){{0,3}}?{_DOCUMENT}\b",
    re.I,
)


def last_name(name: str) -> str:
    """The key a later mention is found by: the last word, suffixes left out, lower case."""
    parts = [part for part in name.split() if part.lower().strip(".,") not in ("jr", "sr", "ii", "iii", "iv")]
    return parts[-1].lower() if parts else name.lower()


def tidy_role(role: str) -> str:
    """A role without article or commas at its ends, first letter as in a list of titles."""
    role = _ROLE_PREFIX.sub("", " ".join(role.split()).strip(" ,;"), count=1)
    role = _FORM_OF_ADDRESS.sub("", role)
    return role[:1].upper() + role[1:]


_OF = re.compile(r"\b(?:of|for|at|with|from)\s+(?:the\s+|a\s+|an\s+)?(?P<name>[^,;]{2,80})")
_LED = re.compile(
    r"(?P<name>(?:(?:[A-Z][\w.&-]*|the|of)\s+)*?[A-Z][\w.&-]*(?:'s)?)\s+(?:[a-z]+\s+){0,3}(?P<role>[A-Za-z]+)"
)


def organisation_of(role: str) -> str:
    """The organisation named inside a role: "spokesman for the coalition", "a Pentagon spokesman"; "" if none."""
    of = _OF.search(role)
    if of:
        name = of["name"].strip()
        body = any(word[:1].isupper() or word.lower() in words.ORGANISATION_NOUNS for word in name.split())
        return name if body else ""
    parts = role.split()
    for i, part in enumerate(parts):
        low = part.lower().strip(".,'").replace("'s", "")
        if low not in words.KNOWN_ORGANISATIONS | words.ORGANISATION_WORDS | words.ORGANISATION_NOUNS:
            continue
        if any(later.lower() in words.ROLE_NOUNS for later in parts[i + 1 :]):
            led = [
                word for word in parts[:i] if word.lower() not in words.TITLE_MODIFIERS | words.DETERMINERS
            ]
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
        if following.kind == "c" and following.low not in words.PRONOUNS | words.DAYS | words.MONTHS:
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
    ):
        start -= 1
    if start == first and tokens[start].low in words.STOPWORDS and start < head:
        start += 1
    return start, head


_NOUNS_BEFORE_PARTICIPLE = words.DOCUMENT_NOUNS | words.PERSON_NOUNS | words.ORGANISATION_NOUNS


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
        if before.kind != "c" or before.low in words.PERSON_NOUNS:
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
    return tokens[at].kind == "c" and tokens[following].kind == "w" and low not in words.STOPWORDS


def _before_role_words(tokens: list[Token], role_first: int, first: int) -> int:
    """Takes in "infection control" before "director": at most two plain nouns after an article or a preposition."""
    if role_first == first or tokens[role_first].low not in words.ROLE_NOUNS:
        return role_first
    for start in range(role_first - 1, max(0, role_first - 3), -1):
        if tokens[start].kind != "w" or tokens[start].low in words.STOPWORDS | words.COMMON_VERBS:
            return role_first
        if tokens[start].low in words.CUE_KINDS or tokens[start].low.endswith(("ed", "ly", "'s")):
            return role_first
        if tokens[start - 1].low in words.DETERMINERS | words.PREPOSITIONS | {","}:
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
    return all(word.lower() in words.RANKS | words.SERVICES | words.TITLES for word in role.split())


def is_official(role: str, organisation: str) -> bool:
    """True if a role or an organisation is one of public office."""
    lows = {re.sub(r"'s\Z|[,.]\Z", "", word.lower()) for word in f"{role} {organisation}".split()}
    if lows & words.PRIVATE_ROLES:
        return False
    return bool(lows & words.OFFICIAL_ROLES or lows & words.OFFICIAL_BODIES)


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
