"""A label for a claim: two to four words of its own, "troop withdrawal", "branch closure"."""

import re
from itertools import pairwise

from tracker.extract import words
from tracker.lib.stems import stem
from tracker.lib.text import fold

# What happens, with the verbs that say it and other words for it.
_SAID_BY = (
    (
        "withdrawal",
        "withdraw leave depart exit pull evacuate",
        "withdrawal departure evacuation pullout pull-out",
    ),
    ("repositioning", "reposition", ""),
    ("resignation", "resign", "resignation"),
    ("recall", "recall", ""),
    ("death", "die kill", "dying dead death"),
    ("ceasefire", "", "ceasefire cease-fire truce"),
    ("ban", "ban prohibit", "prohibition"),
    ("closure", "close cease", "closure shut"),
    ("count", "count", "recount tally"),
    ("arrest", "arrest detain", "detention"),
    ("signing", "sign", "signature"),
    ("dismissal", "fire dismiss sack", "dismissal"),
    ("attack", "attack", ""),
    ("merger", "merge combine", ""),
    ("election", "elect", ""),
    ("win", "win", ""),
    ("increase", "increase raise", ""),
    ("cut", "cut", ""),
    ("approval", "approve", "approval"),
    ("release", "release", ""),
    ("launch", "launch", ""),
    ("deployment", "deploy", "deployment"),
    ("eviction", "evict", ""),
    ("expulsion", "expel", ""),
    ("suspension", "suspend", ""),
    ("cancellation", "cancel scrap", "cancelled cancelling cancellation"),
    ("contamination", "contaminate", "contamination"),
    ("surrender", "surrender", ""),
    ("explosion", "explode", ""),
    ("crash", "crash", ""),
    ("invasion", "invade", ""),
    ("bombing", "bomb", ""),
    ("strike", "strike", ""),
    ("nationalisation", "nationalise", "nationalisation"),
    ("nationalization", "nationalize", "nationalization"),
    ("abolition", "abolish", ""),
    ("postponement", "postpone", "postponement"),
    ("delay", "delay", ""),
    ("layoffs", "lay", "layoffs"),
    ("acquisition", "acquire", ""),
    ("purchase", "buy", ""),
    ("sale", "sell", ""),
    ("outbreak", "", "outbreak outbreaks"),
)
_EVENTS = {
    form: event
    for event, verbs, others in _SAID_BY
    for form in (*others.split(), *(form for verb in verbs.split() for form in words.forms(verb)))
}
NAMES_OF_EVENTS = frozenset(event for event, _, _ in _SAID_BY) | {
    "pullout",
    "pull-out",
    "exit",
    "departure",
    "end",
    "takeover",
}
# Who leaves or dies is the label's noun, whatever the verb's object is.
_OF_THE_SUBJECT = frozenset(["death", "resignation", "win"])
_NOUNS = re.compile(r"[A-Za-z][\w'-]*|\d[\d,.]*|[,;:]")
_LONGEST = 4
_BOUNDS = words.CLAUSE_WORDS | {",", ";", ":"}


def label(sentence: str, *, opening: str) -> str:
    """What happens to whom, from the claim's own words.

    `opening` is the title and opening of the report in lower case, to count pairs of words in.
    """
    tokens = _NOUNS.findall(fold(sentence).replace("U.S.", "US").replace("U.K.", "UK"))
    for position, token in enumerate(tokens):
        low = token.lower()
        named = low in ("fire", "fires") or (position and token[0].isupper())  # a fire is no dismissal
        event = "" if named else _EVENTS.get(low.removesuffix("'s"), "")
        noun = event and position and _concerned(tokens, position, event)
        if not noun or stem(noun) == stem(event):
            continue
        if token.endswith("ed") and tokens[position - 1].lower() in words.DETERMINERS:
            return f"{token} {_singular(noun)}"  # "a signed copy"
        return f"{_singular(noun)} {event}"
    return _frequent_pair(tokens, opening) or _content_words(tokens, opening)


def _concerned(tokens: list[str], position: int, event: str) -> str:
    """The noun an event is about: what stands behind "withdraw its", or else the nearest noun before."""
    of = position + 1 < len(tokens) and tokens[position + 1].lower() == "of"
    after = "" if event in _OF_THE_SUBJECT else _object(tokens, position + 1 + of)
    return after or _noun_before(tokens, position)


def _object(tokens: list[str], start: int) -> str:
    """The last word of the noun phrase right behind a verb, "its |troops"; "" if none stands there or a place does."""
    end = start
    while end < len(tokens) and end - start < 5 and _in_object(tokens[end], first=end == start):
        end += 1
    phrase = [token for token in tokens[start:end] if token.lower() not in words.DETERMINERS]
    if not phrase or phrase[-1][0].isupper() or phrase[-1][0].isdigit() or phrase[-1].lower() in _WHERE:
        return ""
    return phrase[-1]


_WHERE = frozenset(
    ["country", "region", "capital", "city", "territory", "area", "operations", "trading", "power"]
)


def _in_object(token: str, *, first: bool) -> bool:
    low = token.lower()
    if low in words.DETERMINERS and low != "at":
        return True
    if low in words.STOPWORDS or low in words.COMMON_VERBS or not token[0].isalnum():
        return False
    return not (low.endswith("ly") or low in words.DAY_WORDS or (first and low in ("home", "today")))


def _noun_before(tokens: list[str], position: int) -> str:
    """The head of the phrase before an event, "water" of "tap water in the eastern districts"."""
    start = max(
        (i + 1 for i in range(position) if tokens[i].lower() in _BOUNDS),
        default=0,
    )
    nouns = []
    for token in tokens[start:position]:
        if token.lower() in words.PREPOSITIONS and nouns:
            break
        if _may_be_noun(token):
            nouns.append(token)
    return nouns[-1] if nouns else ""


def _may_be_noun(token: str) -> bool:
    low = token.lower()
    if token.isupper() and len(token) > 1 and token[0].isalpha():
        return True
    return not (
        low in words.STOPWORDS
        or not token[0].isalpha()
        or low.endswith(("ly", "ing", "ed"))
        or low in words.CUE_LEMMAS
        or low in words.COMMON_VERBS
    )


_TROOPS = frozenset(["troop", "troops", "soldier", "soldiers", "force", "forces"])


def _singular(noun: str) -> str:
    """The singular; forces and soldiers are troops, as every headline calls them."""
    noun = noun.removesuffix("'s").removesuffix("'")
    low = noun.lower()
    if low in _TROOPS:
        return "troop"
    if noun.isupper() or low.endswith(("ss", "us", "is", "ics")) or len(noun) < 4:
        return noun
    if low.endswith("ies"):
        return noun[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    return noun[:-1] if low.endswith("s") else noun


_TELLING_NOTHING = (
    words.STOPWORDS
    | words.COMMON_VERBS
    | words.DAYS
    | words.MONTHS
    | words.DAYPARTS
    | words.CUE_LEMMAS.keys()
)


def _tells(token: str) -> bool:
    low = token.lower()
    return len(low) > 2 and low[0].isalpha() and low not in _TELLING_NOTHING and not low.endswith("ly")


def _frequent_pair(tokens: list[str], opening: str) -> str:
    """The commonest pair of neighbouring content words of the claim in the report's opening."""
    best, count = "", 1
    for (one, tells), (other, tells_too) in pairwise((token, _tells(token)) for token in tokens):
        if tells and tells_too:
            seen = opening.count(f"{one} {other}".lower())
            if seen > count:
                best, count = f"{one} {other}", seen
    return best


def _content_words(tokens: list[str], opening: str) -> str:
    """The first three words that tell something, those of the opening before others, in their order."""
    telling = list(dict.fromkeys(token for token in tokens if _tells(token)))
    known = [token for token in telling if token.lower() in opening]
    chosen = known[:3] if len(known) >= 2 else telling[:3]
    return " ".join((chosen or tokens)[:_LONGEST])
