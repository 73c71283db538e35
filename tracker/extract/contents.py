"""What was said: where the words that a cue carries begin and end, and whether they are speech at all."""

from tracker.extract import words
from tracker.extract.addressees import adjunct_end, skip_addressee
from tracker.extract.cues import PLAIN_SPEECH, STRONG, Cue, new_cue_follows
from tracker.extract.quotations import Quotation
from tracker.extract.readings import Span
from tracker.extract.speakers import Source
from tracker.extract.tokens import Token

_TIME_WORDS = words.DAY_WORDS | {"on", "late", "early"}
_SPELL_OPENERS = words.NUMERALS | {"a", "an", "just", "only", "barely", "shortly", "few"}
_SPELLS = frozenset(
    ["minutes", "hours", "day", "days", "week", "weeks", "month", "months", "shortly", "hour"]
)
_FRONTED = words.PREPOSITIONS | {"when", "while", "after", "as", "asked", "speaking", "if"}
_NO_PARTICIPLES = words.GERUNDS | {"including", "during"}
_OF_REQUESTS = words.AUXILIARIES | {"to", "whether", "if", "not"}
_WHEN = frozenset(["after", "when", "hours", "days", "as", "before", "once"])
_GOING_ON = frozenset(
    ["after", "as", "while", "before", "amid", "hours", "minutes", "days", "despite", "even"]
)


def content_of(
    tokens: list[Token], cue: Cue, source: Source | None, shape: str, floor: int
) -> tuple[int, int, int] | None:
    """First and last token of what was said, and the last token of the cue with its addressee."""
    if cue.kind == "no comment":
        return cue.at, trim_end(tokens, cue.at, _clause_end(tokens, cue.at)), cue.last
    after = cue.last + 1
    if shape == "cue before the speaker" and source:
        after = (source.role_tokens[1] if source.role_tokens else source.last) + 1
    begin = skip_addressee(tokens, cue, after)
    if cue.kind == "apologises" and after < len(tokens) and tokens[after].low in _WHEN:
        return cue.at, cue.last, cue.last  # "apologised after patients were told": that is when, not what
    left = _left_content(tokens, cue, source, shape, floor)
    right = _right_content(tokens, cue, begin, shape)
    if left and right and left[2] == "quotation" and _is_quotation_after(tokens, begin):
        return left[0], right[1], cue.last
    if left and (
        right is None
        or left[2] == "quotation"
        or _is_parenthesis(tokens, after)
        or _ends_unit(tokens, begin)
        or shape == "cue before the speaker"
    ):
        if right and left[2] == "clause" and _goes_on(tokens, begin):
            return left[0], right[1], cue.last
        return left[0], left[1], cue.last
    if right is None and cue.kind in ("apologises", "retracts", "walks back"):
        return cue.at, trim_end(tokens, cue.at, _clause_end(tokens, cue.at)), cue.last
    return (right[0], right[1], cue.last) if right else None


def _is_quotation_after(tokens: list[Token], begin: int) -> bool:
    return any(token.kind == "q" for token in tokens[begin : begin + 12]) and not any(
        t.kind == "w" and t.low in words.CUE_KINDS for t in tokens[begin : begin + 12]
    )


def _is_parenthesis(tokens: list[Token], after: int) -> bool:
    """True where the sentence goes on behind ", officials said,": the words before it are what was said."""
    while after < len(tokens) and tokens[after].low in _TIME_WORDS:
        after += 1
    return (
        after + 1 < len(tokens)
        and tokens[after].low == ","
        and (tokens[after + 1].low.endswith("ing") or tokens[after + 1].low in _GOING_ON)
        and not any(token.kind == "q" for token in tokens[after:])
    )


def _goes_on(tokens: list[Token], begin: int) -> bool:
    return begin < len(tokens) and begin > 0 and tokens[begin - 1].low == ","


def _ends_unit(tokens: list[Token], begin: int) -> bool:
    return all(token.kind == "p" for token in tokens[begin:])


def _left_content(
    tokens: list[Token], cue: Cue, source: Source | None, shape: str, floor: int
) -> tuple[int, int, str] | None:
    edge = (
        cue.first
        if shape == "cue before the speaker" or source is None or source.first > cue.at
        else source.first
    )
    last = edge - 1
    if last < floor or shape in (
        "second cue of the same speaker",
        "subject of the sentence",
        "document before its words",
    ):
        return None
    if tokens[last].low == "as" and last > floor:
        last -= 1
    if tokens[last].kind == "q" or (
        tokens[last].low in (",", "-") and last > floor and tokens[last - 1].kind == "q"
    ):
        at = last if tokens[last].kind == "q" else last - 1
        first = at
        while first > floor and (
            tokens[first - 1].kind in "q"
            or (
                tokens[first - 1].low in ("and", ",") and first - 2 >= floor and tokens[first - 2].kind == "q"
            )
        ):
            first -= 1
        if first > floor and tokens[first - 1].kind in "wcn":
            return floor, at, "clause"
        return first, at, "quotation"
    if tokens[last].low != "," or last - floor < 3:
        return None
    start = floor
    if tokens[start].low in _FRONTED and not any(tokens[i].low == "," for i in range(start, last)):
        return None
    while start < last and tokens[start].low in (",", ";", "and", "but", "-"):
        start += 1
    if start == floor and tokens[start].low in words.AUXILIARIES:
        start = (
            0  # "A message saying X | was sent by mistake, officials said": its subject stands before the cue
        )
    return (start, last - 1, "clause") if last - 1 - start >= 2 else None


def _right_content(tokens: list[Token], cue: Cue, begin: int, shape: str) -> tuple[int, int] | None:
    last = _clause_end(tokens, begin)
    if shape == "document before its words":
        last = min(
            last, begin + words.clause_length([_first_word(token) for token in tokens[begin : last + 1]]) - 1
        )
    begin = _announced_quotation(tokens, begin, last) or begin
    thing = cue.lemma in words.WITHDRAWING_CUES  # "withdrew that remark": here "that" is no conjunction
    while begin <= last and tokens[begin].low in (":", ",", "-", "that", "only", "how"):
        if tokens[begin].low == "that" and (thing or _stands_for_something(tokens, cue, begin, last)):
            break
        begin += 1
    last = trim_end(tokens, begin, last)
    if begin > last or all(token.kind == "p" for token in tokens[begin : last + 1]):
        return None
    if cue.lemma in words.OBJECT_CUES:
        last = _without_final_adjunct(tokens, begin, last)
    if (
        last == begin
        and tokens[begin].kind != "q"
        and cue.lemma not in words.OBJECT_CUES
        and tokens[begin].low not in ("so", "yes", "no")
    ):
        return None
    if shape == "cue before the speaker" and not any(tokens[i].kind == "q" for i in range(begin, last + 1)):
        return None
    if tokens[begin].low in words.DAYS or (last - begin < 2 and tokens[begin].low in words.PREPOSITIONS):
        return None
    return begin, last


def _stands_for_something(tokens: list[Token], cue: Cue, that: int, last: int) -> bool:
    """True for the "that" of "said that was untrue", "disputes that" and "rejected that account"."""
    behind = tokens[that + 1 : last + 1]
    if not behind or behind[0].low in words.BE_FORMS:
        return bool(behind) or cue.lemma in words.OBJECT_CUES
    plain = all(
        token.kind == "w" and token.low not in words.STOPWORDS for token in behind if token.kind != "p"
    )
    return cue.lemma in words.OBJECT_CUES and len(behind) <= 3 and plain


def _first_word(token: Token) -> str:
    """The word, of a quotation its first: 'were leaving "was a mistake"' has its verb inside the marks."""
    return token.low if token.kind != "q" else token.text.strip("\"'“”‘’ ").split(" ", 1)[0].lower()


def _announced_quotation(tokens: list[Token], begin: int, last: int) -> int:
    """The quotation behind a colon, "said before it was taken down: “…”"; 0 if none is announced so."""
    for i in range(begin, min(last, begin + 14)):
        if tokens[i].kind == "q":
            return 0
        if tokens[i].low == ":" and tokens[i + 1].kind == "q":
            return i + 1
    return 0


def trim_end(tokens: list[Token], first: int, last: int) -> int:
    while last > first and tokens[last].kind == "p" and tokens[last].low not in (")", "%"):
        last -= 1
    return last


def _without_final_adjunct(tokens: list[Token], first: int, last: int) -> int:
    """Drops "on Twitter" and "earlier on Monday" at the end: medium and day are not what was confirmed."""
    end = last
    while True:
        stop = end
        while stop > first and tokens[stop].low in words.ADVERBS:
            stop -= 1
        starts = [
            i for i in range(max(first + 1, stop - 5), stop) if tokens[i].low in ("on", "in", "via", "during")
        ]
        start = next((i for i in reversed(starts) if adjunct_end(tokens, i) == stop + 1), None)
        if start is None:
            return end
        end = start - 1


def _clause_end(tokens: list[Token], begin: int) -> int:
    """Where what was said stops: the end of the unit, or before "and added", "but X denied", "then deleted"."""
    for i in range(begin + 1, len(tokens)):
        low = tokens[i].low
        if low == ";" or (low == "," and _reporter_goes_on(tokens, i)):
            return i - 1
        if low == "according" and i + 1 < len(tokens) and tokens[i + 1].low == "to":
            return i - 1
        if low in (
            "and",
            "but",
            "then",
            "while",
            "though",
            "although",
            "before",
            "adding",
            "saying",
        ) and new_cue_follows(tokens, i):
            return i - 1 if tokens[i - 1].low != "," else i - 2
        if (
            low == ","
            and i + 1 < len(tokens)
            and tokens[i + 1].low in words.GERUNDS
            and tokens[i + 1].low in words.CUE_KINDS
            and words.CUE_LEMMAS[tokens[i + 1].low] in PLAIN_SPEECH
        ):
            return i - 1
    return len(tokens) - 1


def _reporter_goes_on(tokens: list[Token], comma: int) -> bool:
    return _adds_medium(tokens, comma) or _adds_participle(tokens, comma) or _adds_circumstance(tokens, comma)


def _adds_circumstance(tokens: list[Token], comma: int) -> bool:
    """True at the comma of "would peg the crown, a day after its governor announced it" and of ", despite a leak"."""
    if comma + 1 >= len(tokens):
        return False
    if tokens[comma + 1].low in ("despite", "amid"):
        return True
    at = comma + 1
    while at < len(tokens) and (tokens[at].kind == "n" or tokens[at].low in _SPELL_OPENERS):
        at += 1
    if (
        at + 1 >= len(tokens)
        or tokens[at].low not in _SPELLS
        or tokens[at + 1].low not in ("after", "before")
    ):
        return False
    rest = tokens[at + 2 :]
    return not any(token.low == "," for token in rest) or any(
        words.CUE_LEMMAS.get(token.low) in STRONG for token in rest
    )


def _adds_participle(tokens: list[Token], at: int) -> bool:
    """True at the comma of "was a mistake, capping an afternoon in which …": there the reporter goes on."""
    if tokens[at].low != "," or at + 1 >= len(tokens):
        return False
    token = tokens[at + 1]
    if token.kind != "w" or not token.low.endswith("ing") or token.low in _NO_PARTICIPLES:
        return False
    return any(words.CUE_LEMMAS.get(later.low) in STRONG for later in tokens[at + 2 :])


def _adds_medium(tokens: list[Token], at: int) -> bool:
    """True at the comma of "troops were leaving, in a letter whose …"."""
    if tokens[at].low != "," or at + 3 >= len(tokens) or tokens[at + 1].low not in ("in", "via", "through"):
        return False
    return any(token.low in words.PAPERS for token in tokens[at + 2 : at + 6])


def is_speech(tokens: list[Token], cue: Cue, first: int, last: int) -> bool:
    if any(token.kind == "q" for token in tokens[first : last + 1]):
        return True
    if any(token.low == "that" for token in tokens[cue.at + 1 : first + 1]):
        return True
    opening = tokens[first].low
    if cue.lemma == "call":
        return opening in ("for", "on", "it", "the", "this", "that", "him", "her", "them")
    if cue.lemma in words.JUDGING_CUES:
        return True
    if cue.lemma in ("ask", "request") and opening in ("not", "anonymity"):
        return False  # "asked not to be named"
    if cue.lemma in ("ask", "wonder") and opening in ("whether", "if", "why", "how", "what", "who", "when"):
        return any(token.kind == "q" for token in tokens[first : last + 1])
    if cue.lemma == "vote":
        return opening in ("to", "for", "against", "in", "unanimously", "overwhelmingly")
    if cue.lemma in ("read", "show", "continue", "recall", "answer"):
        return False
    if cue.lemma in words.ASKING_CUES:
        near = tokens[first : min(last + 1, first + 10)]
        return any(token.low in _OF_REQUESTS for token in near)
    return any(token.low in words.COMMON_VERBS for token in tokens[first : last + 1])


def content_span(tokens: list[Token], first: int, last: int) -> tuple[Span, tuple[Quotation, ...]]:
    quotes = tuple(token.quotation for token in tokens[first : last + 1] if token.quotation)
    start, end = tokens[first].start, tokens[last].end
    if len(quotes) and tokens[first].kind == "q" and tokens[last].kind == "q":
        start, end = quotes[0].inner.start, quotes[-1].inner.end
        final = tokens[last].text.rstrip("\"'”’» ")
        end -= len(final) - len(final.rstrip(",; ")) if final and not quotes[-1].open else 0
    return Span(start, end), quotes
