"""Whose text this is, where the page says so: agencies in the byline, the dateline and the footer. Pure, rules only.

Only what the page says of its own text counts: "citing Reuters" in the middle of a report is about what somebody said,
and is read elsewhere (match/vouching.py).
"""

import re
from dataclasses import dataclass

from tracker.extract import sentences
from tracker.extract.readings import Span
from tracker.extract.words import CALENDAR
from tracker.lib.text import fold

# The text is theirs, or they only added to it.
WHOLE, PART = "whole", "part"
# Where agencies are credited: in the first lines, or in the last.
_FIRST_LINES, _LAST_PARAGRAPHS = 3, 6
_LONGEST_LINE, _LONGEST_FOOTER = 120, 600
# Characters in which those lines are looked for.
_HEAD, _TAIL = 1000, 5000

# Agencies whose text others print, and papers that syndicate, by the forms they are credited in: names in any case,
# abbreviations in capitals only, because "pa" and "ani" are words.
_AGENCIES = {
    "Associated Press": (r"(?:the )?associated press", r"A\.?P\.?"),
    "Reuters": (r"(?:thomson )?reuters(?: staff)?", ""),
    "Agence France-Presse": (r"agence france[- ]presse", r"A\.?F\.?P\.?"),
    "United Press International": (r"united press international", r"UPI"),
    "Press Association": (r"press association|pa media|pa news agency", r"PA"),
    "Bloomberg": (r"bloomberg(?: news)?", ""),
    "Deutsche Presse-Agentur": (r"deutsche presse[- ]agentur", r"DPA|dpa"),
    "The Canadian Press": (r"the canadian press", ""),
    "Australian Associated Press": (r"australian associated press", r"AAP"),
    "Xinhua": (r"xinhua(?: news agency)?", ""),
    "Kyodo News": (r"kyodo(?: news)?", ""),
    "Yonhap": (r"yonhap(?: news agency)?", ""),
    "TASS": (r"itar-tass", r"TASS"),
    "Interfax": (r"interfax", ""),
    "ANSA": ("", r"ANSA"),
    "EFE": (r"agencia efe", r"EFE"),
    "Anadolu Agency": (r"anadolu(?: agency)?", ""),
    "Press Trust of India": (r"press trust of india", r"PTI"),
    "Asian News International": (r"asian news international", r"ANI"),
    "Indo-Asian News Service": (r"indo-asian news service", r"IANS"),
    "CNN": (r"", r"CNN(?: Wire| Newsource)?"),
    "NBC News": (r"nbc news", ""),
    "CBS News": (r"cbs news", ""),
    "ABC News": (r"abc news", ""),
    "Tribune News Service": (r"tribune (?:content agency|news service)", r"TNS"),
    "The Washington Post": (r"(?:the )?washington post", ""),
    "The New York Times": (r"(?:the )?new york times(?: news service)?", ""),
    "Los Angeles Times": (r"(?:the )?los angeles times", ""),
    "The Conversation": (r"the conversation", ""),
    "ProPublica": (r"propublica", ""),
    "KFF Health News": (r"kaiser health news|kff health news", ""),
    "States Newsroom": (r"states newsroom", ""),
}


def _forms(name, abbreviation):
    return "|".join(filter(None, (name and f"(?i:{name})", abbreviation)))


_NAMED = tuple((agency, re.compile(_forms(*forms))) for agency, forms in _AGENCIES.items())
# A pattern without groups for the name of any of them.
AGENCY = "|".join(_forms(*forms) for forms in _AGENCIES.values())
# Words one of which stands in every such name, in small letters.
AGENCY_WORDS = frozenset(
    word
    for forms in _AGENCIES.values()
    for form in forms
    for word in re.findall(r"[a-z]{2,}", re.sub(r"\\\.|[?:()[\]]", "", form).lower())
) - {"the", "of"}
_AGENCY = rf"(?P<agency>{AGENCY})(?!\w)"
# A paper that is not on the list: two to five words with capitals.
_NO_PAPER = "|".join(day.capitalize() for day in sorted(CALENDAR))
_PAPER = rf"(?P<paper>(?!(?:{_NO_PAPER})\b)(?:[Tt]he )?[A-Z][\w&'.-]*\w(?: (?:of |the |and )?[A-Z][\w&'.-]*\w){{0,4}})"

# "By JANE DOE, Associated Press", "Reuters Staff", "AFP", "Jane Doe | The Conversation"
_IN_BYLINE = re.compile(rf"(?:\A|[,;|/()–-]|\b(?i:by|of|from|and|for)\s)\s*{_AGENCY}")
# "WASHINGTON (AP) -", "LONDON, Jan. 6 (Reuters) -", "(CNN) -"
_IN_BRACKETS = re.compile(rf"\A(?:[A-Z][^\n()]{{0,60}})?\({_AGENCY}\)")
# "PARIS, AFP -"
_IN_CAPITALS = re.compile(r"\A[A-Z]{3,}[^\n()]{0,40}[,/] ?(?P<agency>AFP|AP|REUTERS|Reuters|UPI|DPA) ?-")
# "By JANE DOE, Associated Press" as the first line of the text.
_LINES_ALONE = (
    re.compile(rf"\A(?i:by )[^\n]{{0,80}}?[,|/(] ?{_AGENCY}[^\n]{{0,20}}\Z"),
    re.compile(rf"\A{_AGENCY}\.?\Z"),
)


_THIS = r"(?i:\bth(?:is|e above) (?:article|story|piece|post|report|column|content|version)\b)"
_PUBLISHED = r"(?i:\b(?:published|appeared|republished|reprinted|provided|produced|posted|ran))"
# Each with a word that has to stand in the line, because looking for one word is quick and for forty names is not.
_FOOTERS = (
    (
        "th",
        WHOLE,
        rf"{_THIS}[^\n.]{{0,40}}?{_PUBLISHED}[^\n.]{{0,40}}?(?i:\b(?:by|from|on|in|at|of) )(?:{_AGENCY}|{_PAPER})",
    ),
    # Without "this story", only as a line of its own.
    (
        "ly ",
        WHOLE,
        rf"\A[(*]?(?i:originally|previously) {_PUBLISHED} (?i:by|on|in|at|from) (?:{_AGENCY}|{_PAPER})",
    ),
    ("first ", WHOLE, rf"\A[(*]?(?i:first) {_PUBLISHED} (?i:by|on|in|at|from) (?:{_AGENCY}|{_PAPER})"),
    ("copyright", WHOLE, rf"(?i:copyright)[\s,]{{0,3}}(?i:\(c\)|©)?\s?(?:\d{{4}})?,? ?(?i:by )?{_AGENCY}"),
    ("©", WHOLE, rf"©\s?(?i:copyright )?(?:\d{{4}})?,? ?(?i:by )?{_AGENCY}"),
    ("ed by ", WHOLE, rf"(?i:\b(?:distributed|provided|supplied|syndicated) by ){_AGENCY}"),
    ("contributed", PART, rf"{_AGENCY}[^\n]{{0,80}}?\bcontributed\b"),
    ("contributed", PART, rf"\bcontributed\b[^\n.]{{0,40}}?\bfrom {_AGENCY}"),
    (
        "with ",
        PART,
        rf"(?i:\bwith (?:files|reporting|additional reporting|information|reports|input) (?:from|by) ){_AGENCY}",
    ),
)
_IN_FOOTER = tuple((word, part, re.compile(pattern)) for word, part, pattern in _FOOTERS)
# A paragraph of nothing else, or the end of one: "- Reuters", "(AFP)", "Source: AP".
_AT_THE_END = re.compile(rf"(?:\A(?i:source:?|via|-+|\(|\[)|[.\"'”)] ?(?:--?|\()) ?{_AGENCY} ?[)\].]?\Z")
_LONGEST_END = 50
# How Reuters signs a text, also where its name was cut off.
_REUTERS_SIGNS = re.compile(
    r"\A\(?(?:Additional )?[Rr]eporting by [^\n]{3,200}?[;.] ?(?:[Ww]riting|[Ee]diting) by "
)


@dataclass(frozen=True)
class Credit:
    """A page says whose text it is. `start` and `end` are places in the text; both 0 for one in the byline."""

    source: str
    part: str
    exact: str
    start: int
    end: int
    reason: str


def find(*, byline: str, text: str) -> tuple[Credit, ...]:
    """Return who is credited with a text, each source once, whole texts before parts.

    `byline` is the page's, "" when it gives none. An agency is named by its full name, another paper as it is written.
    """
    found = [*_of_byline(byline), *_of_text(text)]
    first = {}
    for credit in sorted(found, key=lambda credit: credit.part != WHOLE):
        first.setdefault(credit.source, credit)
    return tuple(first.values())


def full_name(words: str) -> str:
    """Return the agency's full name for any form it is credited in, and other words as they are."""
    return next((name for name, forms in _NAMED if forms.fullmatch(words)), words)


def _of_byline(byline):
    for match in _IN_BYLINE.finditer(fold(byline[:300])):
        yield _credit(match, WHOLE, "The byline names {}.", exact=byline[:300])


def _of_text(text):
    folded = fold(text)
    for paragraph in sentences.paragraphs(text[:_HEAD])[:_FIRST_LINES]:
        yield from _of_first(folded, paragraph)
    tail = max(0, len(text) - _TAIL)
    for paragraph in sentences.paragraphs(text[tail:])[-_LAST_PARAGRAPHS:]:
        yield from _of_last(folded, Span(tail + paragraph.start, tail + paragraph.end))


def _of_first(folded, paragraph):
    line = folded[paragraph.start : paragraph.start + _LONGEST_LINE]
    for pattern in (_IN_BRACKETS, _IN_CAPITALS):
        if match := pattern.match(line):
            yield _credit(match, WHOLE, "The dateline names {}.", at=paragraph.start)
    whole = folded[paragraph.start : paragraph.end]
    if len(whole) > _LONGEST_LINE:
        return
    for pattern in _LINES_ALONE:
        if match := pattern.match(whole):
            yield _credit(match, WHOLE, "The line above the text names {}.", at=paragraph.start)


def _of_last(folded, paragraph):
    start = max(paragraph.start, paragraph.end - _LONGEST_FOOTER)
    line = folded[start : paragraph.end]
    low = line.lower()
    for word, part, pattern in _IN_FOOTER:
        if word in low and (match := pattern.search(line)):
            said = "that it is by {}" if part == WHOLE else "that {} contributed"
            yield _credit(match, part, f"The text says at its end {said}.", at=start)
    end = max(start, paragraph.end - _LONGEST_END)
    if match := _AT_THE_END.search(folded[end : paragraph.end]):
        yield _credit(match, WHOLE, "The text is signed {}.", at=end)
    if match := _REUTERS_SIGNS.match(line):
        yield Credit(
            "Reuters",
            WHOLE,
            match[0],
            *Span(start, start + match.end()),
            "It ends with reporters and editors named as Reuters does.",
        )


def _credit(match, part, reason, *, at=None, exact=""):
    groups = match.groupdict()
    words = groups["agency"] or groups["paper"]
    source = full_name(words)
    place = (0, 0) if at is None else (at + match.start(), at + match.end())
    return Credit(source, part, exact or match[0].strip(), *place, reason.format(source))
