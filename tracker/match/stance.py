"""What a headline and a body do with a claim, by rules a person can read. Pure.

Read is what the words do, in this order: they correct themselves, they speak against the claim, they leave it open,
somebody else says it, they say it. A word counts only where it bears on the claim: "not" in a claim that says "not"
itself is no denial, "could set a record" no doubt about the catch, and "denies the hoax" is an assertion.

The order and the lists were written beside the training part of the Emergent set (Ferreira and Vlachos 2016); how well
they do is measured by `python -m tests.bench.quality --set stance`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from tracker.extract import sentences
from tracker.extract.words import stem, terms
from tracker.lib.text import fold

ASSERTS, ATTRIBUTES, DISPUTES = "asserts", "attributes", "disputes"
CORRECTS, OBSERVES = "corrects", "observes"


class Stance(NamedTuple):
    """What a text does with a claim, and why, as a sentence for an editor."""

    kind: str
    reason: str


class Said(NamedTuple):
    """A statement in a body: its place, and its kind as extract/statements.py has it."""

    start: int
    end: int
    kind: str


def _any(*parts, flags=re.IGNORECASE):
    return re.compile("|".join(parts), flags)


_RUMOURS = r"(?:rumou?rs?|reports?|claims?|talk|story|stories|hoax|allegations?)"
_CORRECTS = _any(
    r"\A\W{0,3}(?:corrections?|corrected|clarifications?|retraction|apology|editor'?s'? note)\b\s*[:–-]",
    r"\bwe (?:got it wrong|were wrong|apologi[sz]e|regret)\b",
    r"\b(?:corrects?|retracts?|withdraws?|clarif(?:y|ies)) (?:its|our|an?|the) (?:\w+ ){0,2}"
    r"(?:story|report|article|headline|error|claim)\b",
)
# Words that call something false wherever they stand.
_REFUTES = _any(
    r"\b(?:hoax\w*|faked?|fakes|faking|false(?:ly|hoods?)?|debunk\w*|untrue|bogus|satir\w+|parod\w+|spoof\w*|mockumentary"
    r"|pranks?|pranked|punk(?:ed)?|fabricat\w+|doctored|photoshop\w*|fooled|fools|duped?|dupes|tricked|troll(?:s|ed|ing)?"
    r"|refut\w+|rebuff\w*|rebut\w*|disprov\w+|discredit\w+|made[- ]up|misinformation|disinformation|misleading"
    r"|misreport\w*|misquot\w+|misattribut\w+|misidentified|mistook|inaccura\w+|incorrect\w*|erroneous\w*|mistaken"
    r"|mistakenly (?:report|identif)\w*|wrong(?:ly)?|myths?|nonsense|rubbish(?:es|ed)?|fiction(?:al)?|lies|a lie|lied"
    r"|lying|libel|b\.?s\.?|bullshit|phony|scam|staged|exaggerat\w+|pants on fire|retract(?:s|ed)|urban legend"
    r"|clickbait|den(?:y|ies|ied|ying|ials?)|dismiss(?:es|ed)?|rejects?|rejected|disputes|disputed|contradict\w*|doubts?"
    r"|doubtful|unfounded|baseless|groundless|impossible|never happened|non-existent|too good to|sceptic\w*|skeptic\w*"
    r"|record straight|not so fast|walks? back|backtracks?|fell for|falls? for|snopes|fact[- ]check\w*)\b",
    r"\bma(?:k|d)es? (?:(?:it|this|that|them|story) )?(?:all )?up\b",
    r"\b(?:was|is|were|it's) (?:all |just )?an? (?:honest |clerical |big )?(?:mistake|error|stunt|joke)\b",
    rf"\b(?:shoots?|shot|shuts?|bats?|knocks?) (?:down|away) (?:\w+ ){{0,4}}{_RUMOURS}\b",
    rf"\b(?:slams?|kill|quash|squash|end|silence|scotch)(?:s|ed|es)? (?:\w+ ){{0,4}}{_RUMOURS}\b",
    rf"\b{_RUMOURS} (?:\w+ ){{0,2}}(?:put to rest|quashed|squashed|scotched)\b",
    r"\bcalls (?:\w+ ){0,4}(?:crazy|ridiculous|absurd|ludicrous|preposterous)\b",
    r"\b(?:not|n't) (?:real|true|authentic|genuine)\b",
)
_NEGATES = _any(
    r"\b(?:not|never|cannot|no|nope|none|nobody|isn't|wasn't|aren't|weren't|hasn't|haven't|hadn't|didn't|doesn't|don't"
    r"|won't|can't|couldn't|wouldn't|ain't)\b"
)
_SAYS_NO = _any(r"(?:\A|[:.!?|-] ?)(?:sorry,? |um,? |actually,? )?(?:no|nope)\b ?[,.:!-]")
# A negation that goes on like this says nothing against what else the headline says.
_HARMLESS = _any(
    r" (?:only|just|sure|sorry|happy|say|yet|the only|alone|even|going away|enough|ready|surprising\w*"
    r"|to (?:be )?miss\w*)\b"
)
# A claim with one of these is denied by saying the opposite, so the plain negation of a headline tells nothing.
_NEGATIVE_CLAIM = _any(
    _NEGATES.pattern,
    r"\b(?:without|rather than|instead of|less than|refus\w+|fail(?:s|ed)?|den(?:y|ies|ied))\b",
)
_DENIES_THE_DENIAL = _any(
    r"\b(?:not|no|isn't|aren't|wasn't|weren't|never) (?:an? |the |just a )?(?:hoax\w*|fakes?|faked|false|made[- ]up"
    r"|lies?|lying|mistakes?|fabricat\w+|joke|prank|stunt|satire|staged)\b",
    r"\b(?:denies|denied|deny|rejects?) (?:[\w-]+ ){0,3}?(?:hoax\w*|fak(?:e|ed|ing)|lying|staging|fabricat\w+"
    r"|mak(?:ing|es?) (?:it )?up)\b",
)
_LEAVES_OPEN = _any(
    r"\bno (?:\w+ )?(?:evidence|signs?|proof|confirmation|word|comment)\b",
    r"\b(?:or|nor) den(?:y|ies|ied)\b",
    r"\b(?:won't|declin\w+ to|refus\w+ to) (?:say|comment|discuss|confirm)\b",
    r"\bnot (?:yet )?(?:been )?(?:confirmed|verified|clear)\b|\b(?:unclear|whether|may or may not|may not|might not)\b",
    r"\b(?:can't|cannot|unable to|could not|couldn't) (?:be )?(?:confirm|verif)\w*",
    r"\b(?:real|true|fact|genuine|authentic|legit)\W? or (?:an? )?(?:fake|hoax|false|fiction|bogus|prank)\b",
    r"\b(?:fake|hoax|false|fiction|prank) or (?:\w+ )?\w+\?",
    r"\b(?:confusion|what we know|who said what|timeline|questions (?:over|about|remain)|speculat\w+|wonders?"
    r"|theory)\b",
)
# Somebody else says it, or it is said.
_SPEAKERS = (
    r"(?:officials?|senators?|police|parents?|dad|father|lawyers?|attorneys?|spokes\w+|experts?|intel|intelligence|cnn|bbc"
    r"|wsj|nbc|cnbc|reuters|afp|papers?|media|witness(?:es)?|stud(?:y|ies)|minister|ministry|government|sources?|analysts?"
    r"|reports?|insiders?|nyt|aides?)"
)
_ATTRIBUTES = _any(
    r"\b(?:report(?:s|edly|ing)?|(?:is|was|are|been|were|be|said|also) reported|reported (?:to|in|at|near)"
    r"|claim(?:s|ed|ing)?|alleg(?:es?|edly|ations?|ing)|say|says|said|saying|told|sources?|insiders?|according to"
    r"|insists?|accus(?:es?|ing)|believes?|believed|thinks?|feared|analysts?|predicts?|forecasts?|purported(?:ly)?|suppos(?:ed|edly)"
    r"|letter says|memo|officials? (?:say|said)|tipp?ed to)\b",
    rf"\A(?:[\w.-]+ ){{0,3}}{_SPEAKERS}:",
    rf": (?:[\w.]+ ){{0,4}}{_SPEAKERS}\W*\Z| - ?{_SPEAKERS}\W*\Z",
)
_OBSERVES = _any(
    r"\b(?:rumou?r(?:s|ed)?|unconfirmed|unverified|apparent(?:ly)?|buzz|whispers?|chatter|looking into|look into"
    r"|questions|investigates? whether)\b"
)
# Doubt counts only where what follows it is what the claim says.
_DOUBTS = _any(
    r"\b(?:may|might|could|possib(?:le|ly|ility)|likely|probably|potential(?:ly)?|perhaps|maybe|expected|considers?"
    r"|considering|mulls?|weighs?|eye[ds]?|eyeing|nears|nearing|near deal|close to|in talks|discussions|hints?"
    r"|suggests?|suggested|appear(?:s|ed|ing)?(?: to)?|seems?|suspected|suspects|poised to)\b"
)
# "The alleged thief was caught": the doubt is about the man, not about what happened to him.
_ABOUT_A_PERSON = _any(r"\b(?:alleged|reported|self-proclaimed|accused|would-be|suspected)(?! to)\b")
# A claim that somebody said something is not put in doubt by "says".
_SPEECH = _any(
    r"\b(?:say|says|said|saying|tells?|told|claim(?:s|ed|ing)?|insists?|asserts?|declares?|declared|warns?|boasts?"
    r"|announc\w+|admits?|tweet\w*|letter|message|wrote|writes|report(?:s|ed)?|accus\w+|orders?|ordered|praising|note"
    r"|directive|article)\b"
)
_OPPOSITES = (
    (
        _any(
            r"\b(?:dead|dies|died|death|killed|kills|beheaded|beheads|executed|captured|kidnapped|abducted|stolen|shot"
            r"|arrested|missing)\b"
        ),
        _any(
            r"(?<!buried )(?<!burned )(?<!only )\b(?:alive|safe|unharmed|is fine|is well|still fighting|makes it to"
            r"|actually fine)\b"
        ),
    ),
)
_PARTS = re.compile(r"(?<=[?!])\s+|(?<=\.)\s+(?=[A-Z])|\s[|–—-]\s|(?<=:) ")
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{2,60})[”\"]|(?<![\w'])'([^'\n]{2,60})'(?!\w)")
_NUMBER = re.compile(r"\d[\d,.]*")
_WORD = re.compile(r"[\w'-]+")
_WORDS_AFTER, _WORDS_OF_A_PHRASE = 8, 4
# Longer lines are no headlines.
_LONGEST = 1000
# A sentence of a body that holds this share of the claim's terms speaks about it.
_TOUCHES = 0.5
_AGAINST_KINDS = frozenset({"denies", "disputes", "retracts", "walks back"})


def of_headline(headline: str, claim: str = "") -> Stance:
    """Return what a headline does with the claim it touches. Without a claim every word of it counts."""
    return _Line(headline, claim).stance("The headline")


def of_sentence(sentence: str, claim: str) -> Stance:
    """Return what one sentence of a body does with the claim it touches."""
    return _Line(sentence, claim).stance("It")


class _Line:
    """A headline or a sentence beside a claim."""

    def __init__(self, line, claim):
        self.line = fold(line[:_LONGEST])
        self.claim = fold(claim[:_LONGEST])
        self.terms = terms(claim)
        self.stems = {stem(word) for word in _WORD.findall(self.claim.lower())}
        self.parts = [part for part in _PARTS.split(self.line) if part.strip()] or [self.line]
        self.own = [len(self.terms & terms(part)) for part in self.parts]

    def stance(self, what):
        for kind, find, says in (
            (CORRECTS, self._corrects, "corrects what was published"),
            (ASSERTS, self._denies_the_denial, "denies that it is false"),
            (DISPUTES, self._disputes, "speaks against it"),
            (OBSERVES, self._leaves_open, "leaves it open"),
            (OBSERVES, self._asks, "asks"),
            (ATTRIBUTES, self._attributes, "says that somebody says it"),
            (OBSERVES, self._observes, "puts it in doubt"),
            (ATTRIBUTES, self._quotes, "puts it in quotation marks"),
        ):
            words = find()
            if words:
                return Stance(kind, f"{what} {says} (“{words.strip()}”).{self._other_numbers()}")
        return Stance(ASSERTS, f"{what} says it in its own voice.{self._other_numbers()}")

    def _bears(self, found):
        """Whether a word found is not simply the claim's own."""
        return not all(stem(word) in self.stems for word in _WORD.findall(found[0].lower()))

    def _first(self, pattern, line):
        return next((found for found in pattern.finditer(line) if self._bears(found)), None)

    def _is_of_the_claim(self, words):
        return not self.terms or bool(self.terms & terms(words))

    def _corrects(self):
        found = self._first(_CORRECTS, self.line)
        return found and found[0]

    def _denies_the_denial(self):
        found = _DENIES_THE_DENIAL.search(self.line)
        return found and not self._first(_REFUTES, self.line[found.end() :]) and found[0]

    def _disputes(self):
        is_negative = bool(_NEGATIVE_CLAIM.search(self.claim))
        for part in self.parts:
            if _LEAVES_OPEN.search(part):
                continue
            found = self._first(_REFUTES, part) or _SAYS_NO.search(part) or self._opposite(part)
            if not found and not is_negative and not part.rstrip().endswith("?"):
                found = self._negation(part)
            if found:
                return found[0]
        return None

    def _opposite(self, part):
        for said, opposite in _OPPOSITES:
            if said.search(self.claim):
                return self._first(opposite, part)
        return None

    def _negation(self, part):
        for found in _NEGATES.finditer(part):
            if self._bears(found) and not _HARMLESS.match(part, found.end()) and self._negates(part, found):
                return found
        return None

    def _negates(self, part, found):
        """Whether a negation is of what the claim says, as far as the words after it tell."""
        word, after = found[0].lower(), _WORD.findall(part[found.end() :])
        if word in {"don't", "won't", "can't", "cannot", "couldn't", "wouldn't"}:
            return False
        if word in {"no", "never", "none", "nobody"} or part[: found.start()].rstrip().endswith(","):
            return self._is_of_the_claim(" ".join(after[:_WORDS_OF_A_PHRASE]))
        return True

    def _leaves_open(self):
        found = _LEAVES_OPEN.search(self.line)
        return found and found[0]

    def _asks(self):
        """The question a headline asks, unless it says the same beside it, or the claim asks itself."""
        asked = [(own, part) for own, part in zip(self.own, self.parts, strict=True) if _is_question(part)]
        if not asked or "?" in self.claim:
            return None
        most, question = max(asked)
        stated = max(
            (own for own, part in zip(self.own, self.parts, strict=True) if not _is_question(part)), default=0
        )
        return question[-40:] if most >= stated else None

    def _attributes(self):
        line = _ABOUT_A_PERSON.sub(" ", self.line)
        is_speech = bool(_SPEECH.search(self.claim))
        for found in _ATTRIBUTES.finditer(line):
            if self._bears(found) and not (is_speech and _SPEECH.fullmatch(found[0])):
                return found[0]
        return None

    def _observes(self):
        line = _ABOUT_A_PERSON.sub(" ", self.line)
        if found := self._first(_OBSERVES, line):
            return found[0]
        for found in _DOUBTS.finditer(line):
            after = _WORD.findall(line[found.end() :])[:_WORDS_AFTER]
            if self._bears(found) and self._is_of_the_claim(" ".join(after)):
                return found[0]
        return None

    def _quotes(self):
        for found in _QUOTED.finditer(self.line.replace("“", '"').replace("”", '"')):
            words = found[1] or found[2]
            if self.terms & terms(words) and not _SPEECH.search(self.claim):
                return words
        return None

    def _other_numbers(self):
        """A remark on numbers: other ones than the claim's may be rounded, converted, or another story."""
        ours, theirs = (
            {number.strip(".,") for number in _NUMBER.findall(text)} for text in (self.claim, self.line)
        )
        if not ours or not theirs or ours & theirs:
            return ""
        return f" Its numbers are others: {', '.join(sorted(theirs))} instead of {', '.join(sorted(ours))}."


def _is_question(part):
    return part.rstrip(" '\"”’").endswith("?")


def of_body(*, claim: str, text: str, said: Iterable[Said] = (), has_notice: bool = False) -> Stance:
    """Return what a body does with a claim, apart from its headline.

    Read are the sentences that hold at least half of the claim's terms: what the page says itself counts for more than
    what it lets somebody say. `said` are the statements in the text; `has_notice` is whether the page corrects itself.
    """
    if has_notice:
        return Stance(CORRECTS, "The page carries a correction notice.")
    said, wanted = list(said), terms(claim)
    narrated, spoken = [], []
    for (start, end), held in _sentences(text) if wanted else ():
        if len(wanted & held) < _TOUCHES * len(wanted):
            continue
        within = [one for one in said if one.start < end and start < one.end]
        (spoken if within else narrated).append((of_sentence(text[start:end], claim), within))
    return _of_sentences(narrated, spoken, {one.kind for one in said})


# A body is asked about one claim after the other.
@lru_cache(maxsize=1)
def _sentences(text):
    return [(span, terms(text[span.start : span.end])) for span in sentences.split(text)]


def _of_sentences(narrated, spoken, kinds):
    against = [stance for stance, _ in narrated if stance.kind in (DISPUTES, CORRECTS)]
    for_it = [stance for stance, _ in narrated if stance.kind == ASSERTS]
    denied = [
        stance
        for stance, within in spoken
        if stance.kind == DISPUTES or any(one.kind in _AGAINST_KINDS for one in within)
    ]
    if against and not for_it:
        return Stance(DISPUTES, f"The page itself speaks against it. {against[0].reason}")
    if against or denied or kinds & _AGAINST_KINDS:
        if for_it or spoken or narrated:
            return Stance(OBSERVES, "The page reports the claim together with words against it.")
        return Stance(OBSERVES, "The page reports words against it.")
    if for_it and not spoken:
        return Stance(ASSERTS, "The page says it in its own voice.")
    if spoken:
        return Stance(ATTRIBUTES, "The claim stands in somebody’s words.")
    if narrated:
        return Stance(narrated[0][0].kind, f"Where the page speaks about it: {narrated[0][0].reason}")
    return Stance(OBSERVES, "No sentence of the page holds half of the claim’s words.")
