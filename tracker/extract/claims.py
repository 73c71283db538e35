"""The sentences of a report worth checking, ranked, and which of them a statement is about."""

import re
from collections import Counter
from typing import NamedTuple

from tracker.extract import labels, sentences, standalone, tokens, words
from tracker.extract.readings import ClaimFound, Span, StatementFound
from tracker.lib.text import fold


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


MOST_CLAIMS = 12
MOST_SENTENCES = 1_500
MOST_TEXT = 200_000
# What a document told stands in the upper part of a report.
MOST_PAPERS = 30
LONGEST_SENTENCE = 2_000
# Sentences whose words are counted and that may themselves be claims.
MOST_NARRATED = 200
_GENERIC = frozenset(
    ("denies", "walks back", "retracts", "disputes", "confirms", "clarifies", "apologises", "no comment")
)
_ABOUT_CLAIM = frozenset(("asserts", "confirms"))
_JUDGEMENTS = words.JUDGING_CUES | words.NAMING_CUES

# What a document or a post told the world, as reports put it: "a letter saying that ...", "a memo announcing ...".
_PAPER = (
    r"\b(?:letter|memo|memorandum|e-?mail|statement|notice|advisory|document|draft|circular"
    r"|communique|order|directive|bulletin|cable|message|alert|page|note"
    r"|release|post|tweet|report|video|rumou?rs?|claims?|reports|posts|announcement|decree|leaflet|filing)\b"
)
_NAMES_PAPER = re.compile(_PAPER, re.I)
_TOLD_BY_PAPER = re.compile(
    rf"{_PAPER}[^;\n\"“]{{0,120}}?\b"
    r"(?:saying|stating|announcing|claiming|suggesting|indicating|implying|declaring|warning|alleging"
    r"|informing|telling|notifying|that (?:said|says|told|informed|appeared to say|stated|claimed|announced"
    r"|suggested|implied|seemed to say|indicated|appeared to announce)"
    r"|(?:appeared|appearing|seemed|purporting|purported|seeming) to (?:say|tell|announce"
    r"|inform|show|suggest|indicate|notify|claim|confirm))\b\s*",
    re.I,
)
# "a leaked letter from a general told commanders that troops were on their way out"
_PAPER_TOLD = re.compile(
    r"\b(?:letter|memo|memorandum|e-?mail|notice|circular|communique|directive|bulletin|cable|message|alert|tweet)"
    r"(?: (?:from|by|to|sent|posted|dated|signed) [^;\n\"“,]{1,60}?)?"
    r" (?:told|informed|announced|ordered|suggested|warned)\b\s*",
    re.I,
)
# "an email that told 2,100 lecturers remote teaching would end"
_TELLS = re.compile(r"(?:telling|told|tells|informing|informed|notifying) \Z")
_TO_MANY = re.compile(r"\d[\d,.]* [a-z]+s ")
_TO_THAT = re.compile(r"[^.;\n\"“]{0,60}?\bthat\b\s*", re.I)
# "a circular that told head teachers to shut schools", "a memo ordering hospitals to return masks".
_DIRECTED_BY_PAPER = re.compile(
    rf"{_PAPER}[^;\n\"“]{{0,120}}?\b(?:(?:that|which) (?:told|ordered|instructed|asked|directed|required|urged)"
    r"|telling|ordering|instructing|asking|directing|requiring|urging) "
    r"(?P<who>(?:(?!that\b|to\b)[\w'’-]+ ){1,5})to (?P<what>[a-z]+ )",
    re.I,
)
_FINITE = re.compile(r" (?:was|were|is|are|had|has|have|will|would|should|must|set|sent|drew|caused)\b")
# "a letter announcing the withdrawal of American troops from Iraq"
_EVENT_OF_PAPER = re.compile(
    rf"{_PAPER}[^;\n\"“]{{0,120}}?\b(?:announcing|ordering|suggesting|implying|indicating|signalling|signaling)"
    r" (?P<what>(?:the|an?|its|their|his|her) (?:[\w'’-]+ ){0,3}?(?P<event>[\w'’-]+) of )",
    re.I,
)
# "warning staff of a measles outbreak": what is warned of is said to be there.
_WARNED_OF = re.compile(
    r"(?:[\w'’-]+ ){0,3}?of (?P<what>an? (?:[\w'’-]+ ){0,3}?[\w'’-]+?)"
    r"(?= (?:had|has|was|were|is|that|in|on|at|would)\b|[,.;])"
)
# "8,000 patients were told by text message that they had cancer": the patients had cancer, by what they were told.
_WERE_TOLD = re.compile(
    r"(?P<who>(?:[\w,'’-]+ ){1,4})(?:was|were|had been|have been) (?:\w+ly )?(?:told|informed)"
    r"(?: by (?:[\w'’-]+ ){1,5}?| in (?:[\w'’-]+ ){1,5}?| )(?:that )?(?P<they>they|he|she)\b"
)
_THAT_CLAIM = re.compile(
    r"\b(?:claims?|rumou?rs?|reports|allegations?|suggestions?|assertion|speculation|the idea"
    r"|notion) that\s+|\b(?:was|were|been) (?:wrongly |mistakenly |falsely )?told (?:that )?",
    re.I,
)
_ANSWERED = {"denies": "denied", "disputes": "disputed", "retracts": "taken back", "walks back": "taken back"}
# "denied that it had made any mistake": it is said to have made a mistake.
_ANY = re.compile(r"\bany (?=(\w+s\b)?)")
_REPORT_THAT = re.compile(
    r"(?:[\w'’-]+ ){0,4}?(?:announcements?|statements?|remarks?|assertions?|reports?|claims?|rumou?rs?"
    r"|allegations?|suggestions?|story|stories|speculation) that\s+",
    re.I,
)
_LIVELY_WORDS = _set(
    "will would has have had is are was were agreed ordered signed sent killed died won lost banned recalled left"
    " approved increased fell rose cut cuts arrested attacked contaminated cause causes caused contain contains found"
    " show shows voted declared"
)
_LIVELY = re.compile(r"\b(?:plans? to|resign\w*|withdr\w+|leav\w+|clos\w+)\b", re.I)
_INFLECTED = re.compile(r"\w(?:ed|s|ing)\b")
_OPINION = re.compile(
    r"\b(?:I think|I believe|I hope|we hope|perhaps|arguably|beautiful|terrible|great"
    r"|wonderful|should|must|ought)\b",
    re.I,
)
_DIGITS = re.compile(r"\b\d[\d,.]*\b")
_NUMBER_WORDS = _set(
    "two three four five six seven eight nine ten tens dozen dozens hundred hundreds thousand thousands"
    " million millions billion billions"
)
_NAME = re.compile(r"(?<![.!?\"“] )(?<!\A)\b[A-Z][\w&.-]+")
_FIRST_PERSON = re.compile(r"(?:I|we|our|my)\b", re.I)
_STANDS_FOR_SUBJECT = re.compile(r"(?:it|they) (?=(?:would|will|had|has|have|was|were|is|are)\b)")
_LEADING_SUBJECT = re.compile(r"(?:[Tt]he |[Aa]n? )?(?:[\w.&’'-]+ ){0,4}[\w.&’'-]+")
_SMALL_WORDS = re.compile(r"[a-z]+")
_POINTS_BACK = re.compile(
    r"\b(?:this|these|that|those|such) (?!year|month|week|morning|evening|autumn|spring|summer|winter)[a-z]+"
    r"|\A(?:in order to|as such|therefore)\b",
    re.I,
)
_OPINION_WORDS = _set(
    "think believe hope perhaps arguably beautiful terrible great wonderful should must ought"
)
_NEGATIVE_WORDS = _set("no not never n t false untrue mistake error hoax fake")
_NEGATIVE = re.compile(r"\b(?:no|not|never|n't|n’t|false|untrue|mistake|error|hoax|fake)\b", re.I)


_STOPS = re.compile(
    r",? (?:but|though|although|even as|before|prompting|sparking|setting off|which|while"
    r"|only to)\b|[;—–]|, (?:whose|who|in (?:an?|the)|according)\b"
    r"|, (?:[\w.’'-]+ ){1,5}(?:said|says|told)\b|, (?:\w+ )?(?:minutes|hours|days|weeks|months) (?:after|before)\b"
    r"|, (?:and|the|a|an|\w+ing|officials|according)\b"
)
_WORDS_AND_COMMAS = re.compile(r"[^\W_]+(?:[-.'’&][^\W_]+)*|,")


class _Candidate(NamedTuple):
    span: Span
    rendering: str  # the sentence where it is not the words of the span
    weight: float
    reasons: tuple[str, ...]
    owner: StatementFound | None
    narrated: bool = False


class _Part(NamedTuple):
    """A stretch of the text: `terms` are its stems, `lows` its words in small letters."""

    text: str
    terms: frozenset[str]
    lows: frozenset[str]


class _Parts(dict[Span, _Part]):
    """The stretches of a text that are asked for, each read once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __missing__(self, span: Span) -> _Part:
        words_of_it = self.text[span.start : span.end]
        self[span] = part = _Part(words_of_it, words.terms(words_of_it), _words_in(words_of_it))
        return part


class _Worded(NamedTuple):
    """A candidate with its sentence, and the word in it that points outside it or ""."""

    candidate: _Candidate
    sentence: str
    points_outside: str


def find(
    text: str, *, title: str = "", statements: tuple[StatementFound, ...] = ()
) -> tuple[ClaimFound, ...]:
    """The claims of a report, the main one first, at most MOST_CLAIMS; scores fall from 1 towards 0.

    `statements` are those of the same text. The main claim is what the story's document or first
    assertion says, not its denial. `sentence` stands alone as far as rules can make it so.
    """
    text = text[:MOST_TEXT]
    spans = tuple(
        span for span in sentences.split(text)[:MOST_SENTENCES] if span.end - span.start <= LONGEST_SENTENCE
    )
    if not spans:
        return ()
    parts = _Parts(text)
    subject = words.terms(title) or parts[spans[0]].terms
    common = Counter(term for span in spans[:MOST_NARRATED] for term in parts[span].terms)
    candidates = [
        *_from_papers(parts, spans),
        *_from_statements(text, statements),
        *_from_narration(spans, statements),
    ]
    scored = sorted(
        ((_score(one, parts[one.candidate.span], subject, common), one) for one in _worded(text, candidates)),
        key=lambda row: (-row[0], row[1].candidate.span.start),
    )
    found: list[ClaimFound] = []
    best = max((score for score, _ in scored), default=0) or 1
    main_from_paper = False
    lowered = fold(f"{title}\n{text[:6_000]}").lower()
    for score, (candidate, sentence, _) in scored:
        stems = words.terms(sentence)
        if len(stems) < 2 or any(_alike(stems, earlier.terms) for earlier in found):
            continue
        if found and _is_document(candidate) and main_from_paper:
            continue  # more words of the same document: they belong to the main claim
        main_from_paper = main_from_paper or (not found and (_is_document(candidate) or candidate.weight > 2))
        label = labels.label(sentence, opening=lowered)
        if not label:
            continue
        found.append(
            ClaimFound(
                candidate.span.start,
                candidate.span.end,
                round(max(0.0, min(1.0, score / best)), 3),
                sentence,
                label,
                (*candidate.reasons, *_reasons(parts[candidate.span], subject)),
                stems,
            )
        )
        if len(found) >= MOST_CLAIMS:
            break
    return tuple(found)


def _worded(text: str, candidates: list[_Candidate]) -> list[_Worded]:
    """The candidates that make a sentence nobody needs the report for; where none does, all of them."""
    worded = []
    for candidate in candidates:
        owner = candidate.owner
        passage = candidate.rendering or text[candidate.span.start : candidate.span.end]
        sentence = standalone.standing_alone(
            passage, owner, _quoted(text, candidate), told=not candidate.narrated
        )
        worded.append(_Worded(candidate, sentence, standalone.points_outside(sentence)))
    alone = [
        one
        for one in worded
        if not one.points_outside
        and (one.candidate.owner or one.candidate.rendering or standalone.is_sentence(one.sentence))
    ]
    return alone or [one for one in worded if one.sentence]


def _quoted(text: str, candidate: _Candidate) -> str:
    """The quoted words of a candidate that is quoted from end to end, its parts as one; else ""."""
    if candidate.owner is None or candidate.rendering:
        return ""
    start, end = candidate.span
    parts = [part for part in candidate.owner.quoted if start <= part.start + 1 and part.end - 1 <= end]
    if not parts or parts[0].start > start + 1 or parts[-1].end < end - 2:
        return ""
    joined = ""
    for part in parts:
        piece = text[part.start : part.end].strip()
        ended = joined.rstrip(" ,")
        joined = (
            f"{ended}{'. ' if piece[:1].isupper() and ended[-1:].isalnum() else ' '}{piece}"
            if joined
            else piece
        )
    return joined


# Candidates -------------------------------------------------------------------------------------------------


def _is_document(candidate: _Candidate) -> bool:
    return candidate.owner is not None and candidate.owner.attribution == "document"


def _from_papers(parts: _Parts, spans: tuple[Span, ...]) -> list[_Candidate]:
    found = []
    for order, span in enumerate(spans[:MOST_PAPERS]):
        sentence, _, there = parts[span]
        names_paper: bool | None = None
        for read, needs, of_paper in _READERS:
            if there.isdisjoint(needs):
                continue
            if of_paper and names_paper is None:
                names_paper = bool(_NAMES_PAPER.search(sentence))
            candidate = read(parts.text, span, sentence) if names_paper or not of_paper else None
            if candidate:
                found.append(candidate._replace(weight=candidate.weight - 0.02 * order))
                break
    return found


def _words_in(text: str) -> frozenset[str]:
    return frozenset(_SMALL_WORDS.findall(text.lower()))


_WHAT_PEOPLE_WERE_TOLD = ("what people were told, as the report says",)
_BY_PAPER = ("what the report says the document told",)


def _directed(text: str, span: Span, sentence: str) -> _Candidate | None:
    match = _DIRECTED_BY_PAPER.search(sentence)
    if not match:
        return None
    clause = Span(
        span.start + match.start("who"),
        _clause_stop(text, span.start + match.start("what") - len("to "), span.end),
    )
    what = text[span.start + match.start("what") : clause.end]
    return _Candidate(clause, f"{match['who'].strip()} must {what}", 3.0, _BY_PAPER, None)


def _told(text: str, span: Span, sentence: str) -> _Candidate | None:
    match = _TOLD_BY_PAPER.search(sentence) or _PAPER_TOLD.search(sentence)
    if not match:
        return None
    start = span.start + match.end()
    warned = _WARNED_OF.match(text, start, span.end)
    if warned:
        clause = Span(warned.start("what"), warned.end("what"))
        return _Candidate(clause, f"There is {warned['what']}", 3.0, _BY_PAPER, None)
    households = _TO_MANY.match(text, start, span.end) if _TELLS.search(match.group()) else None
    start = households.end() if households else start
    that = _TO_THAT.match(text, start, span.end)
    start = that.end() if that else start
    clause = Span(start, _clause_stop(text, start, span.end))
    words_of_it = text[clause.start : clause.end]
    rendering = _with_subject(words_of_it, sentence[: match.start()])
    return _Candidate(clause, rendering, 3.0, _BY_PAPER, None) if _is_clause(words_of_it) else None


def _with_subject(clause: str, before: str) -> str:
    """ "The army sent a letter that suggested it was leaving": the army was leaving. "" where nothing is to be said."""
    pronoun = _STANDS_FOR_SUBJECT.match(clause)
    subject = _LEADING_SUBJECT.match(tokens.without_dateline(before)) if pronoun else None
    if not subject:
        return ""
    phrase = []
    for word in subject.group().split():
        low = word.lower()
        if low in words.COMMON_VERBS or low in words.CUE_KINDS or low in ("on", "in", "at"):
            break
        if low.endswith(("ly", "ed")):
            break
        phrase.append(word)
    body = phrase and (phrase[-1].lower() in words.ORGANISATION_NOUNS or phrase[-1][0].isupper())
    return f"{' '.join(phrase)} {clause[pronoun.end() :]}" if body and pronoun else ""


def _event(text: str, span: Span, sentence: str) -> _Candidate | None:
    match = _EVENT_OF_PAPER.search(sentence)
    if not match or match["event"].lower() not in labels.NAMES_OF_EVENTS:
        return None
    start = span.start + match.start("what")
    clause = Span(start, _clause_stop(text, start, span.end))
    verb = _FINITE.search(text, span.start + match.end(), clause.end)
    clause = Span(start, verb.start() if verb else clause.end)
    named = re.sub(r"\A(?:the|its|their|his|her)\b", "a", text[clause.start : clause.end], flags=re.I)
    named = re.sub(r"\Aa (?=[aeiou])", "an ", named)
    return _Candidate(clause, f"There is to be {named}", 2.4, _BY_PAPER, None)


def _were_told(text: str, span: Span, sentence: str) -> _Candidate | None:
    match = _WERE_TOLD.search(sentence) if " told " in sentence or " informed " in sentence else None
    if not match:
        return None
    who = match["who"].split()
    cut = max((place + 1 for place, word in enumerate(who) if word.lower() in words.CLAUSE_WORDS), default=0)
    start = span.start + match.end()
    clause = Span(start, _clause_stop(text, start, span.end))
    told = f"{' '.join(who[cut:])} {text[clause.start : clause.end].strip()}"
    return _Candidate(clause, told, 1.8, _WHAT_PEOPLE_WERE_TOLD, None)


def _claimed(text: str, span: Span, sentence: str) -> _Candidate | None:
    match = _THAT_CLAIM.search(sentence)
    if not match:
        return None
    start = span.start + match.end()
    clause = Span(start, _clause_stop(text, start, span.end))
    told = "told" in match.group()
    weight, reason = (2.3, _WHAT_PEOPLE_WERE_TOLD) if told else (1.6, ("named as a claim in the report",))
    return (
        _Candidate(clause, "", weight, reason, None) if _is_clause(text[clause.start : clause.end]) else None
    )


# Each with the words of which one must be there for it to find anything, and whether it reads what a document says.
_READERS = (
    (
        _directed,
        _set(
            "told ordered instructed asked directed required urged telling ordering instructing asking directing"
            " requiring urging"
        ),
        True,
    ),
    (_event, _set("announcing ordering suggesting implying indicating signalling signaling"), True),
    (_were_told, _set("told informed"), False),
    (
        _told,
        _set(
            "saying stating announcing claiming suggesting indicating implying declaring warning alleging informing"
            " telling notifying said says told informed stated claimed announced suggested implied indicated appeared"
            " appearing seemed seeming purporting purported ordered warned"
        ),
        True,
    ),
    (_claimed, _set("that told"), False),
)


def _from_statements(text: str, statements: tuple[StatementFound, ...]) -> list[_Candidate]:
    found = []
    for order, statement in enumerate(statements[:80]):
        if statement.kind == "no comment" or statement.content_end <= statement.content_start:
            continue
        content = Span(statement.content_start, statement.content_end)
        lemma = words.CUE_LEMMAS.get(statement.cue.rpartition(" ")[2].lower(), "")
        reported = (
            _REPORT_THAT.match(text, content.start, content.end) if statement.kind in _ANSWERED else None
        )
        if reported or (statement.kind == "denies" and lemma == "deny"):
            found += _denied(
                text, statement, Span(reported.end() if reported else content.start, content.end)
            )
            continue
        if lemma in _JUDGEMENTS:
            continue  # "accused the firm of greed", "called it a disgrace": a judgement and no clause
        weight, reasons = 0.8, []
        if statement.attribution == "document":
            weight, reasons = 2.2, ["what the document says"]
        elif statement.kind in _ABOUT_CLAIM and not _NEGATIVE.search(text[content.start : content.end]):
            weight, reasons = 1.2, ["asserted in the report"]
        elif statement.kind in _GENERIC - _ABOUT_CLAIM:
            continue  # a denial or a retraction is about a claim; it is none
        weight -= 0.02 * order
        if statement.quote and (
            statement.attribution != "document" or _FIRST_PERSON.match(statement.content)
        ):
            weight -= 0.4
        for part in _parts(text, content, statement):
            if _is_clause(text[part.start : part.end]):
                found.append(_Candidate(part, "", weight, tuple(reasons), statement))
                weight -= 0.1
    return found


def _denied(text: str, statement: StatementFound, content: Span) -> list[_Candidate]:
    """What is denied, disputed or taken back has been claimed: "denied a report that |the crown would be pegged"."""
    clause = text[content.start : content.end]
    if not _is_clause(clause):
        return []
    rendering = _ANY.sub(lambda match: "" if match[1] else "a ", clause)
    reason = f"{_ANSWERED[statement.kind]} in the report, so somebody claims it"
    return [_Candidate(content, rendering if rendering != clause else "", 2.0, (reason,), statement)]


def _parts(text: str, content: Span, statement: StatementFound) -> list[Span]:
    """A quoted document sentence by sentence; anything else as it is."""
    if statement.attribution != "document" or not statement.quote:
        return [content]
    inside = sentences.split(text[content.start : content.end])[:6]
    return [Span(content.start + part.start, content.start + part.end) for part in inside]


def _from_narration(spans: tuple[Span, ...], statements: tuple[StatementFound, ...]) -> list[_Candidate]:
    taken = [(statement.start, statement.end) for statement in statements]
    found = []
    for order, span in enumerate(spans[:MOST_NARRATED]):
        if any(start < span.end and span.start < end for start, end in taken):
            continue
        reason = "told by the report itself, near its top" if order < 3 else "told by the report itself"
        found.append(_Candidate(span, "", 1.0 - min(0.6, 0.03 * order), (reason,), None, narrated=True))
    return found


def _is_clause(part: str) -> bool:
    count = len(part.split())
    return 3 <= count <= 60 and bool(
        _INFLECTED.search(part) or _LIVELY_WORDS & _words_in(part) or _LIVELY.search(part)
    )


def _clause_stop(text: str, start: int, end: int) -> int:
    """The clause ends with its sentence, or before ", but" and the like."""
    stop = _STOPS.search(text, min(start + 12, end), end)
    cut = stop.start() if stop else end
    pieces = list(_WORDS_AND_COMMAS.finditer(text, start, cut))
    length = words.clause_length([fold(piece.group()).lower() for piece in pieces])
    if length < len(pieces):
        cut = pieces[length].start()
    return max(start + 1, start + len(text[start:cut].rstrip(' .,;"”’')))


# Scoring ----------------------------------------------------------------------------------------------------


def _score(worded: _Worded, part: _Part, subject: frozenset[str], common: Counter[str]) -> float:
    score = worded.candidate.weight
    score += min(0.9, 0.3 * len(part.terms & subject))
    score += min(0.6, 0.12 * sum(1 for term in part.terms if common[term] >= 3))
    score += 0.25 * _has_number(part)
    score += 0.2 * _has_name(part)
    score += 0.2 * _is_lively(part)
    length = len(part.text.split())
    if length < 5 or length > 45:
        score -= 0.4
    if part.text.rstrip().endswith("?") or (part.lows & _OPINION_WORDS and _OPINION.search(part.text)):
        score -= 0.5
    if worded.points_outside:
        score -= 2.5  # nobody can check what "it" did
    if _POINTS_BACK.search(worded.sentence):
        score -= 0.4
    if worded.candidate.weight < 2 and part.lows & _NEGATIVE_WORDS and _NEGATIVE.search(part.text):
        score -= 0.8
    return score


def _reasons(part: _Part, subject: frozenset[str]) -> list[str]:
    reasons = []
    shared = part.terms & subject
    if shared:
        written = ", ".join(f"“{word}”" for word in words.as_written(part.text, shared)[:5])
        reasons.append(f"shares {written or 'its subject'} with the headline or opening")
    if _has_number(part):
        reasons.append("has a number")
    if _has_name(part):
        reasons.append("names somebody or some place")
    return reasons


def _has_number(part: _Part) -> bool:
    return bool(_DIGITS.search(part.text) or part.lows & _NUMBER_WORDS)


def _has_name(part: _Part) -> bool:
    return bool(_NAME.search(part.text))


def _is_lively(part: _Part) -> bool:
    return bool(part.lows & _LIVELY_WORDS or _LIVELY.search(part.text))


def _alike(stems: frozenset[str], others: frozenset[str]) -> bool:
    both = len(stems & others)
    return both >= 0.75 * min(len(stems), len(others))
