"""What a headline and a body do with a claim, by rules a person can read. Pure.

Read is what the words do, in this order: they correct themselves, they speak against the claim, they leave it open,
somebody else says it, they say it. A word counts only where it bears on the claim: "not" in a claim that says "not"
itself is no denial, "could set a record" no doubt about the catch, and "denies the hoax" is an assertion. The words are
in stance_cues.py.

The order and the lists were written beside the training part of the Emergent set (Ferreira and Vlachos 2016); how well
they do, also on words they have not met, is measured by `python -m tests.bench.quality --set stance`.
"""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from tracker.extract import sentences
from tracker.extract.words import terms
from tracker.lib.stems import stem
from tracker.lib.text import fold
from tracker.match import stance_cues as cues

ASSERTS, ATTRIBUTES, DISPUTES = "asserts", "attributes", "disputes"
CORRECTS, OBSERVES = "corrects", "observes"

_PARTS = re.compile(r"(?<=[?!])\s+|(?<=\.)\s+(?=[A-Z])|\s[|–—-]\s|(?<=:) ")
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{2,60})[”\"]|(?<![\w'])'([^'\n]{2,60})'(?!\w)")
_NUMBER = re.compile(r"\d[\d,.]*")
_WORDS_AFTER, _WORDS_OF_A_PHRASE = 10, 4
# Longer lines are no headlines.
_LONGEST = 1000
# A sentence of a body that holds this share of the claim's terms speaks about it.
_TOUCHES = 0.5
_AGAINST_KINDS = frozenset({"denies", "disputes", "retracts", "walks back"})
# So many claims are kept as they were read: a page is compared with few.
_CLAIMS_KEPT = 256


class Stance(NamedTuple):
    """What a text does with a claim, and why, as a sentence for an editor."""

    kind: str
    reason: str


class Said(NamedTuple):
    """A statement in a body: its place, and its kind as extract/statements.py has it."""

    start: int
    end: int
    kind: str


def of_headline(headline: str, claim: str = "") -> Stance:
    """Return what a headline does with the claim it touches. Without a claim every word of it counts."""
    return _Line(headline, _read(claim)).stance("The headline")


def of_sentence(sentence: str, claim: str) -> Stance:
    """Return what one sentence of a body does with the claim it touches."""
    return _Line(sentence, _read(claim)).stance("It")


class _Part:
    """A text with its words."""

    def __init__(self, text):
        self.text, self.words = text, cues.words(text)
        self.lows = frozenset([word.low for word in self.words])

    def find(self, some):
        """The places of these cues."""
        return some.find(self.text, self.words, self.lows)

    def holds(self, some):
        return next(self.find(some), None) is not None

    @property
    def is_question(self):
        return self.text.rstrip(" '\"”’").endswith("?")

    def words_from(self, place, most):
        """The words that follow a place, as one text."""
        found = [word for word in self.words if word.start >= place][:most]
        return self.text[found[0].start : found[-1].end] if found else ""


class _Claim(_Part):
    """A claim as lines are read beside it."""

    def __init__(self, claim):
        super().__init__(fold(claim[:_LONGEST]))
        self.terms = terms(claim)
        self.stems = frozenset(stem(word.low) for word in self.words)

    @cached_property
    def is_negative(self):
        return self.holds(cues.NEGATIVE)

    @cached_property
    def is_speech(self):
        return self.holds(cues.SPEECH)

    @cached_property
    def opposites(self):
        return [opposite for said, opposite in cues.OPPOSITES if self.holds(said)]

    def shares(self, words):
        """Whether words hold one of the claim's; all do where no claim is given."""
        return not self.terms or bool(self.terms & terms(words))

    def has_all(self, words):
        return all(stem(word.low) in self.stems for word in cues.words(words))


_read = lru_cache(maxsize=_CLAIMS_KEPT)(_Claim)


class _Line(_Part):
    """A headline or a sentence beside a claim."""

    def __init__(self, line, claim):
        super().__init__(fold(line[:_LONGEST]))
        self.claim = claim
        texts = [text for text in _PARTS.split(self.text) if text.strip()]
        self.parts = [_Part(text) for text in texts] if len(texts) > 1 else [self]

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

    def _all(self, some, part):
        """The words of these cues in a part, as (words, end), where they are not simply the claim's own."""
        for start, end in part.find(some):
            if not self.claim.has_all(part.text[start:end]):
                yield part.text[start:end], end

    def _first(self, some, part):
        return next((words for words, _ in self._all(some, part)), None)

    def _corrects(self):
        return self._first(cues.CORRECTS, self)

    def _denies_the_denial(self):
        for start, end in self.find(cues.DENIES_THE_DENIAL):
            return None if self._first(cues.REFUTES, _Part(self.text[end:])) else self.text[start:end]
        return None

    def _disputes(self):
        for part in self.parts:
            if part.holds(cues.LEAVES_OPEN):
                continue
            said_no = cues.SAYS_NO.search(part.text)
            found = self._first(cues.REFUTES, part) or (said_no and said_no[0]) or self._opposite(part)
            if not found and not self.claim.is_negative and not part.is_question:
                found = self._negation(part)
            if found:
                return found
        return None

    def _opposite(self, part):
        for opposite in self.claim.opposites:
            for words, end in self._all(opposite, part):
                if not cues.NOT_ALIVE.search(part.text[: end - len(words)]):
                    return words
        return None

    def _negation(self, part):
        for words, end in self._all(cues.NEGATES, part):
            if not cues.HARMLESS.match(part.text, end) and self._negates(part, words.lower(), end):
                return words
        return None

    def _negates(self, part, word, end):
        """Whether a negation is of what the claim says, as far as the words after it tell."""
        if word in cues.OF_THE_WILL:
            return False
        if word == cues.OF_ITS_PART:
            return self.claim.shares(part.text)
        if word.partition(" ")[0] in cues.OF_THE_NEXT_WORDS or part.text[: end - len(word)].rstrip().endswith(
            ","
        ):
            return self.claim.shares(part.words_from(end, _WORDS_OF_A_PHRASE))
        return True

    def _leaves_open(self):
        for start, end in self.find(cues.LEAVES_OPEN):
            return self.text[start:end]
        return None

    def _asks(self):
        """The question a headline asks, unless it says the same beside it, or the claim asks itself."""
        if "?" not in self.text or "?" in self.claim.text:
            return None
        own = [(len(self.claim.terms & terms(part.text)), part) for part in self.parts]
        asked = [(most, part.text) for most, part in own if part.is_question]
        if not asked:
            return None
        most, question = max(asked)
        stated = max((most for most, part in own if not part.is_question), default=0)
        return question[-40:] if most >= stated else None

    def _attributes(self):
        part = self._without_persons()
        for words, _ in self._all(cues.ATTRIBUTES, part):
            if not (self.claim.is_speech and _Part(words).holds(cues.SPEECH)):
                return words
        named = cues.speaker(self.text)
        return named if named and not self.claim.has_all(named) else None

    def _observes(self):
        part = self._without_persons()
        if words := self._first(cues.OBSERVES, part):
            return words
        for words, end in self._all(cues.DOUBTS, part):
            if self.claim.shares(part.words_from(end, _WORDS_AFTER)):
                return words
        return None

    def _without_persons(self):
        """The line without "the alleged thief" and the like."""
        text, number = cues.ABOUT_A_PERSON.subn(" ", self.text)
        return _Part(text) if number else self

    def _quotes(self):
        if self.claim.is_speech or not ("'" in self.text or '"' in self.text or "“" in self.text):
            return None
        for found in _QUOTED.finditer(self.text.replace("“", '"').replace("”", '"')):
            words = found[1] or found[2]
            if self.claim.terms & terms(words):
                return words
        return None

    def _other_numbers(self):
        """A remark on numbers: other ones than the claim's may be rounded, converted, or another story."""
        ours, theirs = (
            {number.strip(".,") for number in _NUMBER.findall(text)} for text in (self.claim.text, self.text)
        )
        if not ours or not theirs or ours & theirs:
            return ""
        return f" Its numbers are others: {', '.join(sorted(theirs))} instead of {', '.join(sorted(ours))}."


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
    if spoken and any(stance.kind != OBSERVES for stance, _ in spoken):
        return Stance(ATTRIBUTES, "The claim stands in somebody’s words.")
    if narrated or spoken:
        first = (narrated or spoken)[0][0]
        return Stance(first.kind, f"Where the page speaks about it: {first.reason}")
    return Stance(OBSERVES, "No sentence of the page holds half of the claim’s words.")
