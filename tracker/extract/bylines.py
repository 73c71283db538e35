"""Who wrote a page, as bylines say it. Pure: a line in, the names as written out."""

import re

from tracker.lib.text import fold, one_line

_NAME = r"[A-Z][\w.'-]*(?: (?:[A-Z][\w.'-]*|de|del|der|van|von|al|bin|la|le)){1,4}"
_BY = re.compile(
    rf"(?:[Bb]y|BY|Reported by|Written by|Story by)[:\s]\s*({_NAME}(?:(?:, | and "
    rf"| & ){_NAME}){{0,4}}[^\n]{{0,80}})\s*\Z"
)
_OUTLET_WORD = (
    r"(?:Writer|Reporter|Correspondent|Editor|Staff|Press|Reuters|Times|Post|News|AP|AFP|Contributor"
    r"|Columnist|Journalist|Bureau(?: Chief)?)"
)
_STAFF = re.compile(
    rf"({_NAME})\s*(?:,|\||-|/)\s*((?:[A-Z][\w&.'-]*,? ){{0,4}}{_OUTLET_WORD}\b[\w ]{{0,30}})"
    r"(?:\s*(?:\||,|-|\u2022|\u00b7).*)?\s*\Z"
)
_AFTER_THE_NAMES = re.compile(
    r"\s[|\u2022\u00b7]\s|\s-\s|\s(?=[Uu]pdated\b|[Pp]ublished\b)"
    r"|[\s,](?=(?:on )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d)"
    r"|\s(?=(?:on )?\d{1,4}[./-]\d)|\s(?=on (?:mon|tues|wednes|thurs|fri|satur|sun)day\b)",
    re.I,
)
_LEAD = re.compile(
    r"(?:(?:analysis|reported|written|posted|opinion|review|story|text|words|commentary|report)\s+)?by\b[:\s]*"
    r"|(?:authors?|byline|reporter|autore?s?|von|par|por|di|text|текст|автор)\s*:\s*|(?:текст|автор)\s+",
    re.I,
)
_PARTICLES = frozenset(
    ["and", "de", "del", "der", "van", "von", "al", "bin", "la", "le", "da", "dos", "di", "du", "y", "e", "&"]
)
_NO_NAME = re.compile(
    r"(?:about|more|follow|share|view|see|read|all|posts?|authors?|written|contact|e-?mail|twitter|facebook"
    r"|comments?|by|sign|log ?in|subscribe|photos?|published|updated|advertisement|admin|administrator)\b",
    re.I,
)
_LONGEST_NAMES = 80


def of_line(line: str) -> str:
    """The names in a line that is a byline ("By Jane Doe", "Jane Doe, Staff Writer"), as written; "" in any other."""
    folded = fold(line)
    if len(folded) > 200:
        return ""
    by = _BY.match(folded)
    if by:
        return tidy(line[by.start(1) : by.end(1)])
    staff = _STAFF.match(folded)
    return f"{staff[1].strip()}, {staff[2].strip()}" if staff else ""


def tidy(value: str) -> str:
    """A byline without "By", and without the date or anything else that follows the names."""
    line = one_line(value)
    line = line[lead.end() :] if (lead := _LEAD.match(line)) else line
    return _AFTER_THE_NAMES.split(line)[0].strip(" ,|-:;")


def is_login(value: str) -> bool:
    """Whether a name of a page's author is that of an account ("kevin-r", "KWCHCIK2", an address), not of a person."""
    return (
        bool(re.search(r"@|https?:|\d", value))
        or not value[:1].isalpha()
        or value == value.lower().strip() != value.upper()
    )


def looks_like_names(value: str) -> bool:
    """Whether a short text can be the names of people or of a desk: words that could begin with a capital, no more."""
    words = value.replace(",", " ").split()
    if not 1 <= len(words) <= 10 or len(value) > _LONGEST_NAMES or is_login(value) or _NO_NAME.match(value):
        return False
    return all(word.lower() in _PARTICLES or not word[0].islower() for word in words)
