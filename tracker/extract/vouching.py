"""Whom a report rests on: who is named as confirming, as carrying it first, or as having seen the document. Pure.

Each edge leads from the text to a source as it is written there ("a US official", "Reuters"). Which of several reports
stand on their own feet is counted from them and from the copies (ledger/roots.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.extract import sentences
from tracker.extract.agency_credits import AGENCY, full_name
from tracker.extract.words import AUXILIARIES, CALENDAR, CLAUSE_WORDS, DAY_WORDS, PRONOUNS
from tracker.lib.text import fold

# The text passes on what another one carried, or was told; somebody bears it out; somebody had the document.
CITES, RELAYS, CONFIRMS, SAW = "cites", "relays", "confirms", "saw the document"

_MOST_WORDS = 9
_LONGEST_SENTENCE = 1500
_WORD = re.compile(r"[\w][\w'.-]*\w|\w|[^\s\w]")
# Papers that are no agency, by the words their names end in.
_PAPER = (
    r"(?:[Tt]he )?(?!(?:As|But|And|In|On|When|While)\b)(?:[A-Z][\w&'.-]* ){0,4}(?:News|Times|Post|Herald|Journal"
    r"|Tribune|Guardian|Telegraph|Mail|Mirror|Sun|Independent|Observer|Star|Globe|Gazette|Chronicle|Examiner|Monitor|Daily"
    r"|Weekly|Magazine|Radio|Television|TV|Today|News Agency|news agency|Broadcasting|Network|Newsweek|Politico|Axios"
    r"|BBC|ITV|PBS|NPR|MSNBC|CNBC|Fox|Jazeera|Arabiya|Spiegel|Monde|Bild|Zeitung|Haaretz|Tass|RIA)(?![\w-])"
)
_OUTLET = rf"(?P<outlet>(?:{AGENCY})(?!\w)|{_PAPER})"
_BEFORE = (
    r"(?:(?:US|U\.S\.|British|French|German|Israeli|Iraqi|Iranian|Russian|Chinese|state|local|public) )?"
)
# Each with words one of which has to stand in the sentence: looking for a word is quick, for all these names it is not.
_FROM_OUTLET = tuple(
    (kind, says, words, re.compile(pattern))
    for kind, says, words, pattern in (
        (
            SAW,
            "has seen the document",
            (" by ",),
            rf"\b(?i:seen|reviewed|obtained|viewed|examined|verified|authenticated) by (?:the )?{_OUTLET}",
        ),
        (
            SAW,
            "has seen the document",
            (" obtained ", " reviewed ", " seen "),
            rf"{_OUTLET} (?:has |had |have )?(?i:obtained|reviewed|seen) (?:a|an|the|its|copies)\b",
        ),
        (
            RELAYS,
            "carried it first",
            ("first ", "earlier ", "originally ", "initially ", "previously "),
            rf"(?i:\b(?:first|earlier|originally|initially|previously) (?:been )?(?:reported|published|broadcast"
            rf"|revealed)\b[^.;]{{0,30}}? (?:by|in|on) )(?:the )?{_OUTLET}",
        ),
        (
            RELAYS,
            "carried it first",
            (" first ",),
            rf"{_OUTLET}(?:,? which)? (?i:first|was the first to|were the first to) "
            rf"(?i:report|publish|broadcast|reveal)(?i:s|ed|es)?\b",
        ),
        (
            RELAYS,
            "was told it",
            ("told ", "tells ", "telling "),
            rf"(?i:\b(?:tells|told|telling) )(?:the )?{_BEFORE}{_OUTLET}",
        ),
        (
            RELAYS,
            "was told it",
            ("interview ", "statement ", "mail ", "speaking "),
            rf"(?i:\b(?:in an? (?:\w+ )?(?:interview|statement|e-?mail) (?:with|to)|speaking to) )(?:the )?{_OUTLET}",
        ),
        (
            CITES,
            "is cited",
            ("cit", "quot", "accord", "report"),
            rf"(?i:\b(?:citing|cited|cites|quoting|according to|as reported by|reported by|reports? (?:by|in|from)) "
            rf"(?:(?:an? )?(?:\w+ )?reports? (?:by|in|from) )?)(?:the )?{_BEFORE}{_OUTLET}",
        ),
        (
            CITES,
            "is cited",
            (" report", " quoted", " cited"),
            rf"{_OUTLET} (?:has |had )?(?i:reported|reports|quoted|cited)\b",
        ),
    )
)

_CONFIRMED_BY = re.compile(
    r"\b(?:confirmed|verified|corroborated|authenticated|borne out)(?: (?:to|for) [\w ]{2,25}?)? by ",
    re.IGNORECASE,
)
_HAS_CONFIRMED = re.compile(
    r"\b(?:(?:has|have|had) )?(?:(?:since|also|now|already|later|previously|subsequently|independently) )?"
    r"(?P<verb>confirms?|confirmed|verified|verifies|vouche[sd]|corroborates?d?|authenticated)\b",
    re.IGNORECASE,
)
_NO_CONFIRMATION = re.compile(
    r"\b(?:not|never|n't|cannot|nor|neither|unable|declin\w+|refus\w+|yet|without|if|whether|until|could|would|asked) "
    r"(?:[\w]+ ){0,4}?\Z",
    re.IGNORECASE,
)
# "Confirmed cases": an adjective, and no sentence about who confirms.
_NO_VERB = re.compile(r" (?:cases?|deaths?|infections?|dead|sightings?|bachelor|kills?)\b", re.IGNORECASE)
_ENDS = (
    CLAUSE_WORDS
    | AUXILIARIES
    | PRONOUNS
    | CALENDAR
    | DAY_WORDS
    | frozenset(
        {
            "on",
            "in",
            "at",
            "to",
            "saying",
            "said",
            "says",
            "say",
            "speaking",
            "during",
            "with",
            "by",
            "from",
            "under",
            "over",
        }
        | {
            "about",
            "these",
            "this",
            "those",
            "there",
            "late",
            "early",
            "earlier",
            "later",
            "also",
            "reportedly",
            "apparently",
        }
    )
)
_STARTS = frozenset(
    {
        "a",
        "an",
        "the",
        "two",
        "three",
        "four",
        "five",
        "several",
        "some",
        "many",
        "multiple",
        "both",
        "unnamed",
        "senior",
    }
    | {"anonymous", "former", "another", "one"}
)
_UNNAMED = re.compile(
    r"\b(?:officials?|sources?|persons?|people|aides?|diplomats?|insiders?|staffers?|witnesse?s?|officers?|lawmakers?)\b",
    re.IGNORECASE,
)
_NAMED_PERSON = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+\Z")


@dataclass(frozen=True)
class Vouch:
    """An edge from a text to a source. `exact` is the text from `start` to `end`: the words that say so.

    `source` is the source's full name where it is an agency, else as it is written. `in_others_words` is set where the
    same sentence passes on what another outlet carried: then the confirmation is that outlet's.
    """

    kind: str
    source: str
    is_unnamed: bool
    start: int
    end: int
    exact: str
    in_others_words: bool
    reason: str


def find(text: str, *, own_names: frozenset[str] = frozenset()) -> tuple[Vouch, ...]:
    """Return whom a text rests on, in order. What it says of its own outlet (`own_names`) is no edge."""
    own = {_plain(name) for name in own_names}
    found = []
    for start, end in sentences.split(text):
        sentence = fold(text[start : min(end, start + _LONGEST_SENTENCE)])
        from_outlets = [vouch for vouch in _from_outlets(sentence) if _plain(vouch.source) not in own]
        carried = any(vouch.kind in (CITES, RELAYS) for vouch in from_outlets)
        confirming = [replace(vouch, in_others_words=carried) for vouch in _confirming(sentence)]
        found += [
            replace(vouch, start=start + vouch.start, end=start + vouch.end)
            for vouch in sorted([*from_outlets, *confirming], key=lambda vouch: vouch.start)
            if _plain(vouch.source) not in own
        ]
    return tuple(replace(vouch, exact=text[vouch.start : vouch.end]) for vouch in found)


def _from_outlets(sentence) -> Iterator[Vouch]:
    seen, low = set(), sentence.lower()
    for kind, says, words, pattern in _FROM_OUTLET:
        if not any(word in low for word in words):
            continue
        for match in pattern.finditer(sentence):
            name = match["outlet"].strip().rstrip(",")
            source = full_name(name)
            if source in seen:
                continue
            seen.add(source)
            yield _vouch(kind, source, match.start(), match.end(), f"{source} {says} (“{match[0].strip()}”).")


def _confirming(sentence) -> Iterator[Vouch]:
    taken = 0
    for match in _CONFIRMED_BY.finditer(sentence):
        end = _phrase_after(sentence, match.end())
        source = sentence[match.end() : end].strip()
        if _is_source(source) and not _NO_CONFIRMATION.search(sentence[: match.start()]):
            taken = end
            yield _confirms(source, sentence, match.start(), end)
    for match in _HAS_CONFIRMED.finditer(sentence):
        start = _phrase_before(sentence, match.start())
        source = sentence[start : match.start()].strip()
        if match.start() < taken or _NO_VERB.match(sentence, match.end()) or not _is_source(source):
            continue
        if not _NO_CONFIRMATION.search(sentence[start : match.start("verb")]):
            yield _confirms(source, sentence, start, match.end())


def _confirms(source, sentence, start, end):
    name = full_name(source)
    return _vouch(
        CONFIRMS, name, start, end, f"{name} is said to confirm it (“{sentence[start:end].strip()}”)."
    )


def _vouch(kind, source, start, end, reason):
    return Vouch(
        kind=kind,
        source=source,
        is_unnamed=_is_unnamed(source),
        start=start,
        end=end,
        exact="",
        in_others_words=False,
        reason=reason[:1].upper() + reason[1:],
    )


def _is_unnamed(source):
    return bool(_UNNAMED.search(source)) and not _NAMED_PERSON.search(source)


def _is_source(words):
    first, _, _ = words.partition(" ")
    return len(words) > 2 and (first.lower() in _STARTS or first[:1].isupper()) and first.lower() not in _ENDS


def _phrase_after(sentence, start):
    """Where the words for a source end that begin at `start`."""
    end = start
    for number, word in enumerate(_WORD.finditer(sentence, start)):
        low = word[0].lower()
        if number == _MOST_WORDS or (low in _ENDS) or not (word[0][0].isalnum()):
            break
        end = word.end()
    return end


def _phrase_before(sentence, end):
    """Where the words for a source begin that end at `end`."""
    start = end
    for number, word in enumerate(reversed(list(_WORD.finditer(sentence, max(0, end - 120), end)))):
        if number == _MOST_WORDS or word[0].lower() in _ENDS or not word[0][0].isalnum():
            break
        start = word.start()
    return start


def _plain(name):
    return " ".join(name.casefold().split()).removeprefix("the ")
