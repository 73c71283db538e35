"""Whom a report rests on: who is named as confirming, as carrying it first, or as having seen the document. Pure.

Each edge leads from the text to a source as it is written there ("a US official", "Reuters"). Which of several reports
stand on their own feet is counted from them and from the copies (ledger/roots.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.extract import sentences
from tracker.extract.agency_credits import AGENCY, AGENCY_WORDS, full_name
from tracker.extract.words import (
    AUXILIARIES,
    CALENDAR,
    CLAUSE_WORDS,
    CUE_LEMMAS,
    DAY_WORDS,
    PAPERS,
    PRONOUNS,
    SPEAKING_NOUNS,
)
from tracker.lib.text import fold

# The text passes on what another one carried, or was told; somebody bears it out; somebody had the document; or the
# text rests on a document itself.
CITES, RELAYS, CONFIRMS, SAW, READ = (
    "cites",
    "relays",
    "confirms",
    "saw the document",
    "rests on the document",
)

_MOST_WORDS = 9
_LONGEST_SENTENCE = 1500
_WORD = re.compile(r"[\w][\w'.-]*\w|\w|[^\s\w]")
# Papers and stations that are no agency, by the words their names end in.
_NAMES_END_IN = (
    "News|Times|Post|Herald|Journal|Tribune|Guardian|Telegraph|Mail|Mirror|Sun|Independent|Observer|Star|Globe and Mail"
    "|Globe|Gazette|Chronicle|Examiner|Monitor|Daily Beast|Daily|Weekly|Magazine|Radio|Television|TV|Today|News Agency"
    "|news agency|Broadcasting|Network|Press|Standard|Courier|Dispatch|Inquirer|Enquirer|Register|Sentinel|Echo|Argus"
    "|Advertiser|Newsweek|Politico|Axios|Intercept|Oregonian|Economist|Atlantic|New Yorker|HuffPost|BuzzFeed|BBC|ITV"
    "|PBS|NPR|MSNBC|CNBC|Fox|Jazeera|Arabiya|Spiegel|Monde|Figaro|Bild|Zeitung|Haaretz|Tass|RIA"
)
_CALLED = "newspaper|daily|weekly|tabloid|broadcaster|magazine|website|channel|station"
_IN_GENERAL = "television|TV|radio|media|news agency|broadcaster"
_PAPER = (
    r"(?:(?:[Tt]he )?(?!(?:As|But|And|In|On|When|While|Per)\b)"
    rf"(?:[A-Z0-9][\w&'.-]* ){{0,4}}(?:{_NAMES_END_IN}|Channel [0-9]+)(?![\w-])"
    rf"|(?:[A-Z]\w+ )?(?:[Ss]tate(?:-run)?|[Ll]ocal|[Nn]ational|[Pp]ublic) (?:{_IN_GENERAL})\b"
    r"|[A-Z]\w+ (?:media|television|radio)\b"
    rf"|(?:{_CALLED}) [A-Z][\w'.-]*\w(?: [A-Z][\w'.-]*\w){{0,3}})"
)
# One of these stands in every sentence that names an outlet: without one the patterns need not be tried.
_SIGNS = AGENCY_WORDS | frozenset(
    re.findall(r"[a-z]+", f"{_NAMES_END_IN}|{_CALLED}|{_IN_GENERAL}".lower())
) - {"and"}
_TOKEN = re.compile(r"[a-z0-9]+")
_OUTLET = rf"(?P<outlet>(?:{AGENCY})(?!\w)|{_PAPER})"
_KIND_OF_OUTLET = re.compile(rf"\A(?:{_CALLED}) (?=[A-Z])")
_BEFORE = r"(?:(?:US|U\.S\.|French|Chinese|Israeli|Iraqi|[A-Z]\w+(?:an|ish|ese)|state|local|public) )?"
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
            (" obtained", " reviewed", " seen", " verified"),
            rf"{_OUTLET} (?:has |had |have )?(?i:(?:obtained|reviewed|seen|verified) (?:a|an|the|its|copies)\b"
            rf"|(?:has|had|have) (?:obtained|reviewed|seen|verified)\b)",
        ),
        (
            RELAYS,
            "carried it first",
            ("first ", "earlier ", "originally ", "initially ", "previously ", "broken "),
            rf"(?i:\b(?:(?:first|earlier|originally|initially|previously) (?:been )?(?:reported|published|broadcast"
            rf"|revealed)|broken)\b[^.;]{{0,30}}? (?:by|in|on) )(?:the )?{_OUTLET}",
        ),
        (
            RELAYS,
            "carried it first",
            (" first ",),
            rf"{_OUTLET}(?:,? which)? (?i:first|was (?:the )?first to|were (?:the )?first to) "
            rf"(?i:report|publish|broadcast|reveal)(?i:s|ed|es)?\b",
        ),
        (
            RELAYS,
            "carried it first",
            (" broke ",),
            rf"{_OUTLET}(?:,? which)? broke the (?:story|news)\b",
        ),
        (
            RELAYS,
            "was told it",
            ("told ", "tells ", "telling ", " to "),
            rf"(?i:\b(?:tells|told|telling|said to|interview to) )(?:the )?{_BEFORE}{_OUTLET}",
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
            (" report", " quote", " cite", " said", " says", " writes", " wrote", " claim", " reveal"),
            rf"{_OUTLET} (?:has |had |have |is |are )?(?i:report(?:ed|s|ing)?|quote[ds]|cite[ds]|says|said|writes|wrote"
            rf"|claim(?:s|ed)|reveal(?:s|ed))\b(?! (?:it|he|she|they|its|his) (?:would|will|had|has|was|is)\b)",
        ),
        (
            CITES,
            "is cited",
            ("per ", "said ", "reported "),
            rf"(?:(?:\A|, )(?i:per) |(?i:, (?:said|reported) ))(?:the )?{_BEFORE}{_OUTLET}",
        ),
    )
)

# One of these stands in every sentence in which somebody confirms something.
_SIGNS_OF_CONFIRMING = ("confirm", "verif", "vouche", "corroborat", "authenticat", "borne out")
_CONFIRMED_BY = re.compile(
    r"\b(?:confirmed|verified|corroborated|authenticated|borne out)(?: (?:to|for|on|late|early) [\w ]{2,25}?)? by ",
    re.IGNORECASE,
)
_CONFIRMING = re.compile(
    r"\b(?:confirming|corroborating|verifying) [^,.]{2,80}, "
    r"(?P<source>[^,.]{2,60}?) (?:said|says|told|wrote|announced)\b",
    re.IGNORECASE,
)
_HAS_CONFIRMED = re.compile(
    r"\b(?:(?:has|have|had) )?(?:(?:since|also|now|already|later|previously|subsequently|independently) )?"
    r"(?P<verb>confirms?|confirmed|verified|verifies|vouche[sd]|corroborates?d?|authenticated)\b(?! by\b)",
    re.IGNORECASE,
)
_NO_CONFIRMATION = re.compile(
    r"\b(?:not|never|n't|cannot|nor|neither|unable|declin\w+|refus\w+|yet|without|if|whether|until|could|would|asked) "
    r"(?:[\w]+ ){0,4}?\Z",
    re.IGNORECASE,
)
# "Confirmed cases": an adjective, and no sentence about who confirms.
_NO_VERB = re.compile(
    r" (?:cases?|deaths?|infections?|dead|sightings?|bachelor|kills?"
    # Lawmakers confirm people in office.
    r"|(?:[\w'-]+ ){0,3}?(?:judge|nominee|nomination|nominations|appointment|ambassador|justice))\b",
    re.IGNORECASE,
)
# What experiments bear out nobody vouches for; and these are no sources at all.
_NO_SOURCE = re.compile(
    r"(?:nobody|no|none|neither|nothing|please)\b|(?:[\w-]+ )*(?:trials?|tests?|stud(?:y|ies)|results?|scans?|research"
    r"|experiments?)\Z",
    re.IGNORECASE,
)
# "Police in Halden", "an aide to the senator": the words before belong to the source.
_JOINS = frozenset(["in", "at", "of", "for", "to", "from", "with", "near"])
_NAME = re.compile(r"[A-Z][\w'-]+(?: [A-Z][\w'.-]+)+\Z")
# "according to a leaked letter", "the memo says".
_PAPER_NOUNS = PAPERS | {"documents", "emails", "records", "indictment", "lawsuit", "transcript"}
_OF_PAPERS = {"documents", "records", "emails", "filings", "papers", "memos"}
_SIGNS_OF_PAPERS = _PAPER_NOUNS | _OF_PAPERS
_A_PAPER = "|".join(sorted(_PAPER_NOUNS))
_DOCUMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\baccording to )(?P<document>(?:an?|the|one|two|three|several) (?:[\w-]+ ){{0,3}}?(?:{_A_PAPER}))\b",
        rf"(?P<document>\b(?:[Aa]n?|[Tt]he) (?:[\w-]+ ){{0,2}}?(?:{_A_PAPER}))(?:,? [^,.;]{{2,40}},)? "
        rf"(?:said|says|states|stated|shows?|showed|reads|read|announced)\b",
        r"(?P<document>\b(?:Court|Internal|Leaked|Official|Government|Bank|Police|Company) "
        rf"(?:{'|'.join(sorted(_OF_PAPERS))})) (?:say|state|show|suggest|reveal)(?:ed)?\b",
        rf"\b(?:[Ii]n|[Cc]iting) (?P<document>an? (?:[\w-]+ ){{0,3}}?(?:{_A_PAPER}))\b(?! to {_PAPER})",
    )
)
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
        others = [
            replace(vouch, in_others_words=carried)
            for vouch in (*_confirming(sentence), *_documents(sentence))
            if not any(one.start < vouch.end and vouch.start < one.end for one in from_outlets)
        ]
        found += [
            replace(vouch, start=start + vouch.start, end=start + vouch.end)
            for vouch in sorted([*from_outlets, *others], key=lambda vouch: vouch.start)
            if _plain(vouch.source) not in own
        ]
    return tuple(replace(vouch, exact=text[vouch.start : vouch.end]) for vouch in found)


def _from_outlets(sentence) -> Iterator[Vouch]:
    seen, low = set(), sentence.lower()
    if _SIGNS.isdisjoint(_TOKEN.findall(low)):
        return
    for kind, says, words, pattern in _FROM_OUTLET:
        if not any(word in low for word in words):
            continue
        for match in pattern.finditer(sentence):
            name = match["outlet"].strip().rstrip(",")
            source = full_name(_KIND_OF_OUTLET.sub("", name))
            if _plain(source) in seen:
                continue
            seen.add(_plain(source))
            yield _vouch(kind, source, match.start(), match.end(), f"{source} {says} (“{match[0].strip()}”).")


def _confirming(sentence) -> Iterator[Vouch]:
    low = sentence.lower()
    if not any(sign in low for sign in _SIGNS_OF_CONFIRMING):
        return
    taken = 0
    for match in _CONFIRMED_BY.finditer(sentence):
        end = _phrase_after(sentence, match.end())
        source = sentence[match.end() : end].strip()
        if _is_source(source) and not _NO_CONFIRMATION.search(sentence[: match.start()]):
            taken = end
            yield _confirms(source, sentence, match.start(), end)
    for match in _CONFIRMING.finditer(sentence):
        if _is_source(match["source"]):
            yield _confirms(match["source"], sentence, *match.span())
    for match in _HAS_CONFIRMED.finditer(sentence):
        start, end = _who_before(sentence, match.start())
        source = sentence[start:end].strip()
        if match.start() < taken or _NO_VERB.match(sentence, match.end()) or not _is_source(source):
            continue
        if not _NO_CONFIRMATION.search(sentence[start : match.start("verb")]):
            yield _confirms(source, sentence, start, match.end())


def _documents(sentence) -> Iterator[Vouch]:
    if _SIGNS_OF_PAPERS.isdisjoint(_TOKEN.findall(sentence.lower())):
        return
    seen = set()
    for pattern in _DOCUMENTS:
        for match in pattern.finditer(sentence):
            name = match["document"]
            if name.lower() not in seen:
                seen.add(name.lower())
                yield _vouch(READ, name, *match.span(), f"It rests on {name} (“{match[0].strip()}”).")


def _who_before(sentence, end):
    """The place of the words for a source before `end`, also before what stands between two commas."""
    start = _phrase_before(sentence, end)
    aside = sentence[:end].rstrip()
    if aside.endswith(", who"):
        comma = len(aside) - len(", who")
        return _phrase_before(sentence, comma), comma
    if sentence[start:end].strip() or not aside.endswith(","):
        return start, end
    first = aside.rfind(",", 0, len(aside) - 1)
    if first < 0:
        return start, end
    between = sentence[first + 1 : len(aside) - 1].strip()
    if _NAME.match(between):
        place = sentence.index(between, first)
        return place, place + len(between)
    return _phrase_before(sentence, first), first


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
    if len(words) < 3 or first.lower() in _ENDS or _NO_SOURCE.match(words):
        return False
    return first.lower() in _STARTS or first[:1].isupper()


def _phrase_after(sentence, start):
    """Where the words for a source end that begin at `start`."""
    end = start
    for number, word in enumerate(_WORD.finditer(sentence, start)):
        low = word[0].lower()
        if number == _MOST_WORDS or low in _ENDS or not word[0][0].isalnum():
            break
        if number > 1 and low in CUE_LEMMAS and low not in SPEAKING_NOUNS:
            break
        end = word.end()
    return end


def _phrase_before(sentence, end):
    """Where the words for a source begin that end at `end`."""
    start, before = end, list(_WORD.finditer(sentence, max(0, end - 120), end))
    while before and end - start < 80 and len(sentence[start:end].split()) < _MOST_WORDS:
        word = before.pop()
        joins = word[0].lower() in _JOINS and before and before[-1][0].lower() in SPEAKING_NOUNS
        if not joins and (word[0].lower() in _ENDS or not word[0][0].isalnum()):
            break
        start = word.start()
    return start


def _plain(name):
    return " ".join(name.casefold().split()).removeprefix("the ")
