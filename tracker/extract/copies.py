"""Whether two texts are the same text, printed twice, and which of many is the original. Pure, rules only.

How much they share decides first. Then what they do not share may take it back: a debunk that quotes a hoax in full
shares all of the hoax, and must never be taken for a copy of it. So a text whose own part refutes, or which quotes
what it shares, is refused, and says why; a doubtful pair is two texts, because a false copy hides a root for good.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt

from tracker.extract import agency_credits, sentences
from tracker.extract.agency_credits import WHOLE, Credit
from tracker.extract.readings import Span
from tracker.extract.shingles import FEWEST, Shingles, containment, jaccard, modulus_for, shingle
from tracker.lib.text import fold

SAME, REFUSED, APART = "same text", "refused", "another text"

LEAST_RESEMBLANCE = 0.5
LEAST_CONTAINMENT = 0.8
# "Similar length": the shorter text has at least half of the words of the longer one.
LEAST_OF_LENGTH = 0.5
# Of a text that two pages credit to one agency, a part is enough: the beginning of a report is that report.
LEAST_OF_CREDITED_LENGTH = 0.15
# Of pairs that share no more than they must, one in seven hundred shares so much less of a sample.
_DEVIATIONS = 3

# Words that only a text about a false report is full of: in the part that is not shared, they refuse it.
_REFUTES = re.compile(
    r"\b(?:hoax\w*|fake[ds]?|faking|false(?:ly|hoods?)?|debunk\w*|untrue|bogus|satir\w+|parod\w+|spoof\w*"
    r"|prank\w*|fabricat\w+|doctored|photoshopped|(?:digitally )?altered|manipulated|misleading|misinformation"
    r"|disinformation|fact[- ]?check\w*|pants on fire|urban legend|conspiracy theor\w+|baseless|unfounded"
    r"|unsubstantiated|unproven|(?:no|without|lack of) (?:evidence|proof|truth|record|basis)|made[- ]up"
    r"|never (?:happened|said|existed|took place)|discredited|disprov\w+|refut\w+|rebut\w*"
    r"|viral (?:claim|post|story|image|photo|video)|clickbait|scams?|mis(?:attributed|quoted|captioned|represented)"
    r"|impersonat\w+|(?:not|n't) (?:true|real|authentic|genuine|legitimate|accurate)|retract(?:s|ed|ion)"
    r"|our (?:verdict|ruling|rating)|made to look like|(?:do|does|did)(?:n't| not) exist"
    r"|(?:never|not) (?:published|printed|issued|released) (?:it|this|that|such|any))\b",
    re.IGNORECASE,
)
# Words that many reports hold; they refuse only where they are said of the report itself, or of what it tells.
_NEGATION = r"(?:not|never|cannot|can't|\w+n't)"
_TEXTS = (
    r"(?:story|stories|reports?|articles?|posts?|claims?|messages?|tweets?|photos?|photographs?|pictures?|images?"
    r"|videos?|clips?|quot(?:e|ation)s?|headlines?|accounts?|allegations?|assertions?|letters?|memos?|e-?mails?)"
)
_DENIES = r"(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*|disput\w+|contradict\w*)"
_WRONG = r"(?:wrong(?:ly)?|incorrect(?:ly)?|inaccura\w+|mistaken(?:ly)?|in error)"
# "It did not say when", "it was not clear how" and "this is not the first time" are no words against anything; that it
# is not clear whether is.
_NO_VERB_AGAINST = (
    r"(?! (?:immediately )?(?:elaborate|give|say|specify|comment|respond|reply|name|identify|provide|mention|refer"
    r"|offer|want|return|include|disclose|release|answer|know|have"
    r"|(?:yet |immediately |at all )?(?:clear|known|certain) (?:when|where|who|how|why)|the (?:first|last|only))\b)"
)
_SPEAKS_AGAINST = re.compile(
    rf"\b{_DENIES} (?:[\w'-]+ ){{0,4}}?{_TEXTS}\b"
    rf"|\b{_TEXTS}\b(?: (?!and\b|but\b)[\w'-]+){{0,6}}?"
    rf" (?:{_WRONG}|(?:is|was|are|were|has|have|had|did|does|do|could|can) not|never|cannot|\w+n't)\b{_NO_VERB_AGAINST}"
    rf"|\b{_WRONG}\b[^.;]{{0,60}}?\b{_TEXTS}\b"
    rf"|\A\W{{0,3}}(?:but |and |in fact,? |actually,? |however,? )?(?:it|this|that|none of (?:it|this|that)|nothing of"
    rf"|no such)\b(?: [\w'-]+){{0,2}}? (?:{_NEGATION}|{_WRONG}|happened|exists?)\b{_NO_VERB_AGAINST}",
    re.IGNORECASE,
)
_OF_THE_TEXT = re.compile(
    rf"\b{_TEXTS}\b|\A\W{{0,3}}(?:update\w*:? |correction:? )?(?:it|this|that|these|they|none|nothing)\b",
    re.IGNORECASE,
)
_NEGATES = re.compile(rf"\b(?:{_NEGATION}|no|none|nothing|den(?:y|ies|ied))\b", re.IGNORECASE)
# What pages print under everything they publish says "not" and means nothing by it.
_BOILERPLATE = re.compile(
    r"\b(?:may not be (?:published|reproduced|copied|broadcast|used)|all rights reserved|without"
    r" (?:our|the|prior|express)[^.]{0,30}(?:consent|permission)"
    r"|follow us|subscribe|sign up|newsletter|cookies?)\b",
    re.IGNORECASE,
)
# What stands before words of another: "It reads:", "The post says in full:".
_INTRODUCES = re.compile(r":\W{0,3}\Z")
_OPEN, _CLOSE = "“«", "”»"
_MARK = re.compile(f"[{_OPEN}{_CLOSE}]")
# A paragraph or a sentence of which this share of the words is shared counts as shared.
_MOSTLY = 0.5
# A sentence that both have, but for so few words, one of which is a negation, says the opposite.
_TURNED_ROUND = 3
# A debunk frames what it quotes: so many sentences before it and after it are looked at more closely.
_FRAME = 3


@dataclass(frozen=True)
class Text:
    """What is compared: a title, a text, who is credited with it, and its shingles."""

    title: str
    text: str
    credits: tuple[Credit, ...] = ()
    shingles: Shingles = field(repr=False, default=None)

    @classmethod
    def of(cls, *, title: str, text: str, byline: str = "") -> "Text":
        return cls(title, text, agency_credits.find(byline=byline, text=text), shingle(text))

    @property
    def agencies(self) -> frozenset[str]:
        """Who the whole text is credited to."""
        return frozenset(credit.source for credit in self.credits if credit.part == WHOLE)


@dataclass(frozen=True)
class Verdict:
    """What came of comparing two texts; `reasons` are sentences for an editor."""

    kind: str
    resemblance: float
    containment: float
    reasons: tuple[str, ...]


def may_be_same(shared: int, *, sample: Sequence[int], size: int, other: int) -> bool:
    """Whether a text of `size` shingles with this `sample`, and one of `other` shingles, are worth comparing exactly.

    `shared` is how many of the sampled hashes they share: never fewer than two. The same text shares a part of all, and
    so of the sample, but for chance: it may fall short by three standard deviations of drawing without replacement.
    """
    fewest = min(
        (size + other) * LEAST_RESEMBLANCE / (1 + LEAST_RESEMBLANCE), LEAST_CONTAINMENT * min(size, other)
    )
    modulus = modulus_for(other)
    drawn = len(sample) if modulus <= modulus_for(size) else sum(not value % modulus for value in sample)
    part = fewest / size
    return shared >= max(2, drawn * part - _DEVIATIONS * sqrt(drawn * part * (1 - part)))


def compare(one: Text, other: Text) -> Verdict:
    """Say whether two texts are the same: SAME, REFUSED (they share enough, but something speaks against it), APART.

    Neither order nor who was first matters.
    """
    first, second = one.shingles.distinct, other.shingles.distinct
    resemblance, contained = jaccard(first, second), containment(first, second)
    agencies = one.agencies & other.agencies
    shares = _shares(first, second, resemblance, contained, agencies)
    if not shares:
        return Verdict(APART, resemblance, contained, ())
    against = _against(one, other, agencies)
    if against:
        return Verdict(REFUSED, resemblance, contained, (shares, *against))
    credited = tuple(f"Both are credited to {agency}." for agency in sorted(agencies))
    return Verdict(SAME, resemblance, contained, (shares, *credited))


def _shares(first, second, resemblance, contained, agencies):
    """Why two sets of shingles are enough for the same text, as a sentence; "" when they are not."""
    shorter, longer = sorted((len(first), len(second)))
    if shorter < FEWEST:
        return ""
    if resemblance >= LEAST_RESEMBLANCE:
        return f"{resemblance:.0%} of what both say is word for word the same."
    if contained >= LEAST_CONTAINMENT and shorter >= LEAST_OF_LENGTH * longer:
        return f"{contained:.0%} of the shorter text stands in the other, which is of similar length."
    if agencies and contained >= LEAST_CONTAINMENT and shorter >= LEAST_OF_CREDITED_LENGTH * longer:
        return f"{contained:.0%} of the shorter text stands in the other, and both name whose text it is."
    return ""


def _against(one, other, agencies):
    """What speaks against the same text, as sentences."""
    found = [*_title_refutes(one.title, other.title), *_title_refutes(other.title, one.title)]
    quoting, turned = [], []
    for text, beside in ((one, other), (other, one)):
        shared = text.shingles.shared_words(beside.shingles.distinct)
        own = list(_own_sentences(text, shared))
        both = " ".join(_words_of(text, run) for run in _runs(shared))
        found += _own_part_refutes(own, shared=both, is_credited=bool(agencies))
        turned.append(sum(sentence.is_turned_round for sentence in own))
        quoting.append(_quotes(text, shared))
    # "Did not" and "didn't" are the same; so one that is turned round on each side is none.
    if turned[0] != turned[1]:
        found.append("A sentence that both have is negated in one of them only.")
    # Two reports may well quote the same letter; one that quotes the other is no copy of it.
    if not agencies and any(quoting) and not all(quoting):
        found.append("One of them holds what they share as a quotation.")
    return tuple(dict.fromkeys(found))


def _title_refutes(title, beside):
    """A headline that refutes or denies where the other one does not."""
    for pattern in (_REFUTES, _NEGATES):
        said = pattern.search(fold(title))
        if said and not pattern.search(fold(beside)) and beside:
            yield f"One headline says “{said[0]}”, the other says nothing of the kind."
            return


def _own_part_refutes(own, *, shared, is_credited):
    """What speaks against the report in what only one text says.

    A debunk says so at its start or its end, or of the report itself. Elsewhere such words are a reason only where the
    texts have nothing else that tells: they are not credited to one agency, and what they share refutes nothing.
    """
    is_known = is_credited or bool(_REFUTES.search(shared))
    for sentence in own:
        if _BOILERPLATE.search(sentence.words):
            continue
        said = _REFUTES.search(sentence.words)
        is_frame = sentence.is_first or (sentence.is_last and _OF_THE_TEXT.search(sentence.words))
        if said and (is_frame or not is_known):
            yield f"What only one of them says has “{said[0]}” in it: a text about a false report is no copy of it."
            return
        against = _SPEAKS_AGAINST.search(sentence.words)
        if against and (sentence.is_first or sentence.is_last or not is_known):
            yield f"What only one of them says speaks against the report: “{against[0].strip()}”."
            return


def _quotes(text, shared):
    """Whether a text holds what it shares as a quotation: within quotation marks, or after a colon."""
    longest = max(_runs(shared), key=lambda run: run.end - run.start, default=Span(0, 0))
    is_most = longest.end - longest.start > _MOSTLY * sum(shared)
    return is_most and _is_quoted(text.text, text.shingles.words, longest)


def _is_quoted(text, words, run):
    start, end = words[run.start].start, words[run.end - 1].end
    before = text[max(0, start - 300) : start]
    if _INTRODUCES.search(before.rstrip(" \n\"'“‘")):
        return True
    if before.endswith('"') and '"' in text[end : end + 3]:
        return '"' not in text[start:end]
    # A quotation that goes on to the end of what is shared may hold others; one that ends first was a short one.
    first = _MARK.search(text, start, end)
    opened = max(map(before.rfind, _OPEN))
    return opened > max(map(before.rfind, _CLOSE)) and not (first and first[0] in _CLOSE)


def _runs(shared, wanted=b"\x01+"):
    """Stretches of shared words, or of those that are not, as spans of word numbers."""
    return [Span(*match.span()) for match in re.finditer(wanted, bytes(shared))]


@dataclass(frozen=True)
class _Own:
    """What only one text says in a sentence.

    `is_first` and `is_last` among the first and the last sentences of the text; `is_turned_round` when it is a
    negation, and the other text has the rest.
    """

    words: str
    is_first: bool
    is_last: bool
    is_turned_round: bool


def _own_sentences(text, shared):
    """What the sentences of a text say that stand not, or not quite, in the other one, in order."""
    words, place = text.shingles.words, 0
    spans = sentences.split(text.text)
    for number, (start, end) in enumerate(spans):
        first, where = place, (number < _FRAME, number >= len(spans) - _FRAME)
        while place < len(words) and words[place].start < end:
            place += 1
        own = shared[first:place].count(0)
        if not own:
            continue
        if own > _MOSTLY * (place - first):
            yield _Own(fold(text.text[start:end]), *where, is_turned_round=False)
        else:
            runs = (Span(first + run.start, first + run.end) for run in _runs(shared[first:place], b"\x00+"))
            said = fold(" ".join(_words_of(text, run) for run in runs))
            turned = own <= _TURNED_ROUND and bool(_NEGATES.search(said))
            yield _Own(said, *where, is_turned_round=turned)


def _words_of(text, run):
    """The stretch of a text that a run of its words covers."""
    return text.text[text.shingles.words[run.start].start : text.shingles.words[run.end - 1].end]


@dataclass(frozen=True)
class Member:
    """One of several articles with the same text, as far as it matters for which of them is the original."""

    key: object
    outlet: str = ""
    names: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    published: datetime | None = None
    seen: datetime | None = None


@dataclass(frozen=True)
class Root:
    """The original of a group: the `member` it is, or None when only its source is known; and why, as a sentence."""

    member: Member | None
    source: str
    reason: str


def root_of(members: Iterable[Member]) -> Root:
    """Return the original of a group of articles with the same text (at least one).

    The agency that most of them credit; its own article where there is one. Without a credit, the one published first,
    and where nobody gives a time, the one seen first.
    """
    members = list(members)
    credited = Counter(
        agency for member in members for agency in member.agencies if not _is_named(member, agency)
    )
    if credited:
        agency = max(sorted(credited), key=credited.get)
        theirs = [member for member in members if _is_named(member, agency)]
        others = f"{credited[agency]} of {len(members)} articles" if len(members) > 1 else "The article"
        if theirs:
            return Root(_earliest(theirs), agency, f"{others} credit it to {agency}, and this is its own.")
        verb = "credit" if len(members) > 1 else "credits"
        return Root(None, agency, f"{others} {verb} it to {agency}, whose own article was not captured.")
    first = _earliest(members)
    return Root(first, first.outlet, "It is the earliest of them that we know of.")


def _is_named(member, agency):
    return _plain(agency) in {_plain(name) for name in member.names}


def _plain(name):
    return " ".join(name.casefold().split()).removeprefix("the ")


def _earliest(members):
    dated = [member for member in members if member.published]
    return min(dated, key=lambda member: member.published) if dated else min(members, key=_first_seen)


def _first_seen(member):
    return member.seen
