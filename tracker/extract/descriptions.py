"""Which named speaker a description means: "the nation's top general", "the Pentagon chief", "the minister"."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tracker.extract import words
from tracker.extract.speakers import Person, Speaker, is_official

_RANKS = {
    "general": frozenset(["general", "gen.", "gen"]),
    "admiral": frozenset(["admiral", "adm.", "adm"]),
    "colonel": frozenset(["colonel", "col.", "col"]),
    "captain": frozenset(["captain", "capt.", "capt"]),
    "major": frozenset(["major", "maj.", "maj"]),
    "lieutenant": frozenset(["lieutenant", "lt.", "lt"]),
    "sergeant": frozenset(["sergeant", "sgt.", "sgt"]),
}
_SOLDIERS = frozenset(["officer", "soldier", "commander"])
_CHIEFS = frozenset(["chief", "boss", "head", "leader"])
# What a body is called after, and what its head is secretary or minister of.
_ALSO = {
    "pentagon": frozenset(["defense", "defence"]),
    "defense": frozenset(["defence", "pentagon"]),
    "defence": frozenset(["defense", "pentagon"]),
    "treasury": frozenset(["finance"]),
    "finance": frozenset(["treasury"]),
    "police": frozenset(["commissioner", "constable", "sheriff", "chief"]),
}
_MILITARY = frozenset(
    ["military", "army", "armed", "uniformed", "navy", "marine", "air", "force", "coalition"]
)
_WORD = re.compile(r"'s|[^\W_]+(?:[-./&][^\W_]+|'(?!s\b)[^\W_]+)*\.?")


class Heard(NamedTuple):
    """A speaker in the order of the text: `free` is False for who speaks only through a document."""

    speaker: Speaker
    paragraph: int
    free: bool


def resolve(heard: Sequence[Heard]) -> list[Speaker]:
    """The same speakers, descriptions exchanged for the person meant where the report makes it plain.

    Plain means: one matching person has spoken so far; of several, the one who spoke just before; or, where
    none has spoken yet, as in a lead, the next to speak. A description that fits nobody stays.
    """
    found: list[Speaker] = []
    for place, (speaker, _, _) in enumerate(heard):
        person = _meant(heard, place) if _is_definite(speaker) else None
        found.append(_named(speaker, person) if person else speaker)
    return found


def _is_definite(speaker: Speaker) -> bool:
    if speaker.sort != "description" or speaker.noun.endswith("s"):
        return False
    lows = _lows(speaker.name)
    return bool(lows) and (lows[0] == "the" or "'s" in lows[:4]) and not speaker.anonymous


def _meant(heard: Sequence[Heard], place: int) -> Person | None:
    description = heard[place].speaker
    before = [one for one in heard[:place] if _fits(description, one)]
    names = {one.speaker.name for one in before}
    if len(names) == 1:
        return before[-1].speaker.person
    if names:
        last = before[-1]
        near = last is heard[place - 1] and heard[place].paragraph - last.paragraph <= 1
        return last.speaker.person if near else None
    following = next((one for one in heard[place + 1 :] if _fits(description, one)), None)
    return following.speaker.person if following else None


def _fits(description: Speaker, other: Heard) -> bool:
    person = other.speaker.person
    if person is None or other.speaker.sort != "person" or not other.free:
        return False
    noun = description.noun
    office = set(_lows(f"{person.mention} {person.role}"))
    before, _, behind = description.name.partition(noun)
    qualifiers = [low for low in _lows(before) if low not in words.PLACING]
    if not qualifiers and behind.startswith(" of "):  # "the chief of the Port Salen police"
        qualifiers = [low for low in _lows(behind) if low not in words.STOPWORDS]
    if noun in _RANKS:
        return bool(office & _RANKS[noun])
    if (
        noun in _SOLDIERS
        and set(_lows(description.name)) & words.SUPERLATIVES
        and set(qualifiers) & _MILITARY
    ):
        return bool(office & words.RANKS)
    if noun in _CHIEFS:
        return bool(qualifiers and office & words.HEADS) and _all_known(
            description, qualifiers, person, office
        )
    return noun in office and _all_known(description, qualifiers, person, office)


def _all_known(description: Speaker, qualifiers: list[str], person: Person, office: set[str]) -> bool:
    """True if the person's office has every word of the description; the name of a country may be left out."""
    if _lows(person.role) == (description.noun,) and not person.organisation:
        return True  # nothing more is known of his office than its name: "Governor Petrov"
    known = office | set(_lows(person.organisation))
    return all(
        low in known
        or _ALSO.get(low, frozenset()) & known
        or (
            _is_country(description.name, low)
            and low not in words.KNOWN_ORGANISATIONS
            and not _country_in(person)
        )
        for low in qualifiers
    )


def _is_country(name: str, low: str) -> bool:
    return any(word[0].isupper() and word.lower() == low for word in _WORD.findall(name))


def _country_in(person: Person) -> bool:
    return bool(re.search(r"\b[A-Z]\w+(?:i|ian|ish|ese|ean|can|'s)\b", person.role))


def _named(description: Speaker, person: Person) -> Speaker:
    reason = f"'{description.name}' is '{person.mention}', named in paragraph {person.paragraph + 1}"
    return description._replace(
        name=person.name,
        sort="person",
        role=person.role,
        organisation=person.organisation,
        person=person,
        official=is_official(person.role, person.organisation),
        reasons=(reason, *(why for why in description.reasons if "stands for" in why)),
    )


@lru_cache(maxsize=2_000)  # names and offices come again and again
def _lows(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))
