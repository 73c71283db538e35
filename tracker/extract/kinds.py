"""What sort of statement it is, read from its cue and its words."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from tracker.extract import words
from tracker.extract.patterns import Pattern, Wording, pattern, some, wording
from tracker.extract.readings import Span
from tracker.lib.text import fold

_RETRACTS = pattern(
    r"\b(?:I|we|it|she|he|they) (?:hereby )?(?:retract|withdraw|take (?:it|that|this) back"
    r"|rescind)\b|\b(?:is|was|been|are|were) (?:hereby )?(?:retracted|withdrawn|rescinded)\b"
    r"|\bwe have (?:retracted|withdrawn|rescinded|taken down|removed|deleted)\b",
    "retract withdraw back rescind retracted withdrawn rescinded taken removed deleted",
)
_APOLOGISES = pattern(
    r"\b(?:I|we) (?:am |are |'m |'re )?(?:\w+ )?(?:apologi[sz]e|sorry|regret)\b"
    r"|\bapologi[sz]ed? (?:for|to)\b|\b(?:I am|I'm|we are|we're|was|were) (?:\w+ )?sorry\b"
    r"|\b(?:my|our) (?:\w+ ){0,2}apolog(?:ies|y)\b|\boffer(?:s|ed)? (?:an?|\w+) (?:\w+ )?apolog(?:ies|y)\b",
    "apologise apologize apologised apologized sorry regret apologies apology",
)
_MISTAKE = pattern(
    r"\b(?:was|is|were|been|made) (?:just |simply |only |clearly |an? |our |my |the "
    r"|\w+ly ){0,3}(?:\w+ )?(?:mistake|error|blunder|oversight|typo|misstatement"
    r"|miscommunication|mix-up|accident)\b"
    r"|\bshould(?: not|n't| never) have (?:been )?(?:\w+ )?(?:sent|released|published|issued"
    r"|gone|posted|written|signed|made|said|circulated|announced|shared|happened|left|put"
    r"|used)\b"
    r"|\b(?:sent|released|published|issued|posted|circulated|sent out|shared|labelled|labeled"
    r"|reported|announced|put out) (?:out )?(?:inadvertently|accidentally|in error|by mistake"
    r"|by accident|prematurely"
    r"|mistakenly|accidentally|erroneously)\b"
    r"|\b(?:sent|released|issued|published|posted|circulated) (?:[\w,.]+ ){1,6}by (?:mistake|accident)\b"
    r"|\b(?:mistakenly|erroneously|inadvertently|accidentally|prematurely"
    r"|wrongly) (?:\w+ )?(?:sent|released|published|issued|posted|circulated|shared|announced"
    r"|put|said|stated|reported)\b"
    r"|\b(?:poorly|badly|clumsily) (?:worded|written|phrased|drafted)\b|\b(?:honest"
    r"|unfortunate|human|clerical|administrative|regrettable) (?:mistake|error)\b"
    r"|\bI (?:was wrong|misspoke|made a mistake)\b|\bwe (?:were wrong|misspoke|got (?:it|this"
    r"|that) wrong|made (?:a|an) (?:\w+ )?(?:mistake|error))\b"
    r"|\b(?:was|is) (?:only |just |merely )?(?:a|an early|an unsigned|an old|an outdated"
    r"|an internal) (?:\w+ ){0,2}draft\b|\bmisspoke\b|\bin error\b",
    "mistake error blunder oversight typo misstatement miscommunication mix accident should shouldn"
    " inadvertently accidentally prematurely mistakenly erroneously wrongly poorly badly clumsily wrong"
    " misspoke draft",
)
_FALSE = pattern(
    r"\b(?:is|are|was|were|be|been|being|as|'s) (?:\w+ly |all |completely |just |simply |an? "
    r"|a complete |a total |fairly certain (?:it is|this is) an? ){0,2}(?:active )?(?:false"
    r"|untrue|fake|fakes|a fake|hoax|a hoax|fabricated|a fabrication|forged|a forgery|bogus"
    r"|not true|incorrect|inaccurate|misleading|disinformation|misinformation|wrong|nonsense"
    r"|rubbish|a lie|lies|baseless|unfounded|groundless|without foundation)\b"
    r"|\bno truth\b|\bnot (?:true|accurate|correct|the case|authentic|genuine|real)\b"
    r"|\bnothing (?:could be further|of the (?:sort|kind))\b|\bfake news\b|\bnot what(?:'s| is"
    r"| was) happening\b|\bisn't (?:true|accurate|correct|real|genuine)\b|\bfalse (?:report"
    r"|claim|rumou?r|story|information)\b|\b(?:never|didn't|did not) happen(?:ed)?\b"
    r"|\bis (?:\w+ )?disinformation\b",
    "false untrue fake fakes hoax fabricated fabrication forged forgery bogus true incorrect inaccurate"
    " misleading disinformation misinformation wrong nonsense rubbish lie lies baseless unfounded groundless"
    " foundation truth accurate correct case authentic genuine real nothing happening happen happened",
)
_NONE_OF_IT = pattern(
    r"\b(?:no|not any|never any) (?:\w+ ){0,2}?(?:decision|plan|plans|order|orders|intention"
    r"|agreement|deal|truth|evidence|proof|indication|change|talks|negotiations|such|basis"
    r"|record|confirmation|recall|outbreak|ceasefire|truce|signed letter|letter|discussion"
    r"|discussions|contact|announcement|resignation|reason to)\b"
    r"|\bnot (?:been )?(?:made|taken|any|planning|considering|going to|leaving|withdrawing"
    r"|pulling|resigning|stepping|closing|recalling|aware of any|agreed|signed|sent|issued"
    r"|ordered|authorised|authorized|approved|written)\b"
    r"|\b(?:have|has|had|did|was|were|are|is|do|does|will|would)(?: not|n't|n’t) (?:yet |been "
    r"|ever |currently )?(?:made|taken|plan|planning|considering|going|leaving|leave"
    r"|withdrawing|withdraw|pulling|resigning|resign|closing|recalling|agreed|agree|sign"
    r"|signed|send|sent|issue|issued|order|ordered|write|written|authori[sz]ed?|approved?"
    r"|decided?|say|said)\b|\b(?:signed|agreed to|ordered|sent|decided|knew|know) nothing\b"
    r"|\bnever (?:said|signed|sent|agreed|ordered|wrote|made|issued"
    r"|approved|authori[sz]ed|had any|saw|happened)\b|\b[Nn]o (?:\w+ ){1,4}(?:has|have|had|was"
    r"|were|will|is|are) (?:been |be )?\w+(?:ed|ing|en)\b|\bdoes not (?:constitute|mean"
    r"|represent"
    r"|reflect)\b",
    "no not never nothing t",
)
_DISPUTES = pattern(
    r"\b(?:inconsistent|at odds|not consistent) with\b|\b(?:cannot|can't|could not|couldn't"
    r"|unable to) (?:\w+ )?(?:verify|confirm|vouch|tell you the veracity)\b|\b(?:in doubt"
    r"|questionable|doubtful|doubts? (?:about|over|on))\b|\bout of context\b|\bdisagree\b"
    r"|\bmischaracteri[sz]\w+|\bnot (?:credible|plausible|believable)\b",
    some(
        "inconsistent odds consistent cannot can could couldn unable doubt questionable doubtful doubts context"
        " disagree credible plausible believable"
    )
    | {
        f"mischaracteri{end}" for end in some("se sed ses sing ze zed zes zing sation zation sations zations")
    },
)
_CONFIRMS = pattern(
    r"\b(?:is|was|are|were|appears|appeared)(?: \w+ly| indeed| in fact)? (?:authentic|genuine"
    r"|real|true|accurate|correct|legitimate)\b|\b(?:authenticity|veracity) (?:has been |was "
    r"|is )?(?:confirmed|verified)\b|\bI can confirm\b|\bwe can confirm\b|\bwe confirm\b"
    r"|\bI confirm\b|\bhas been confirmed\b",
    "authentic genuine real true accurate correct legitimate authenticity veracity confirm confirmed",
)
_CLARIFIES = pattern(
    r"\b(?:to be clear|let me be clear|to clarify|what (?:he|she|I|we|it|they) meant"
    r"|meant to say|was meant to|were meant to|intended to|should have (?:said|read)"
    r"|misunderst\w+|misinterpret\w+|misread)\b",
    "clear clarify meant intended should misunderstood misunderstand misunderstands misunderstanding"
    " misunderstandings misinterpret misinterpreted misinterprets misinterpreting misinterpretation misread",
)

_NO_COMMENT = pattern(
    r"\b(?:I|we|it|they|he|she) (?:do|does|did|will|would|can|could)(?: not|n't|not) (?:be )?comment(?:ing)?\b"
    r"|\b(?:cannot|can't|unable to|not able to|not be|premature to|inappropriate to) comment\w*\b|\A\W*no comment\b",
    "comment comments commenting commented",
)
_NOT_DONE = pattern(
    r"\b(?:never (?:been |be )?|(?:was|were|is|are|been|being)(?: not|n't) (?:been )?)(?P<what>\w+(?:ed|en))\b",
    "never not t",
)
_NAMED_FALSE = re.compile(
    r"\b(?:an?|total|complete|pure|utter) (?:\w+ ){0,2}"
    r"(?:fake|forgery|hoax|lie|fabrication|fiction|nonsense|disinformation)\b"
    r"|\b(?:false|fake|untrue|bogus|fabricated|forged|baseless|fictitious|disinformation|misinformation)\W*\Z",
    re.I,
)
_THERE_IS_NO = pattern(
    r"\b(?:is|are|was|were|be|been) no (?!exceptions?\b|doubt\b|need\b)(?P<what>(?:[\w-]+ ){0,2}[\w-]+)",
    frozenset(["no"]),
)
# "what was true", "whether it is genuine", "nobody knew if it was real"
_LEFT_OPEN = re.compile(r"\b(?:what|whether|if|nobody|no one|not|n't|never)(?: [\w']+){0,3} \Z", re.I)
_MARKS = re.compile(r"""["“”]|(?<!\w)'|'(?!\w)""")


class _Rule(NamedTuple):
    """A kind, the pattern of its words, and what they do."""

    kind: str
    pattern: Pattern
    meaning: str


class _Fit(NamedTuple):
    kind: str
    match: re.Match
    meaning: str


_STRONGEST = (
    _Rule("retracts", _RETRACTS, "withdraws something said"),
    _Rule("apologises", _APOLOGISES, "apologises"),
)
_BY_PLACE = (
    _Rule("walks back", _MISTAKE, "calls something said or sent a mistake"),
    _Rule("denies", _FALSE, "calls something untrue"),
    _Rule("denies", _NONE_OF_IT, "says that it is not so"),
)
_WEAKEST = (
    _Rule("disputes", _DISPUTES, "casts doubt"),
    _Rule("clarifies", _CLARIFIES, "explains what was meant"),
)


def of(
    *, cue_kind: str, cue: str, content: str, about: frozenset[str], judges: bool = False
) -> tuple[str, tuple[str, ...]]:
    """The kind of a statement and why.

    `about` holds the stems of the story's subject (see `subject`); `judges` says that the cue gives the
    content a name ("called the statement a forgery").
    """
    content = _MARKS.sub("", fold(content))
    named = judges and _NAMED_FALSE.search(content)
    if named:
        return "denies", (f"'{named.group()}' calls something untrue",)
    if cue_kind not in ("asserts", "confirms"):
        return _strong_cue(cue_kind, cue, content)
    said = wording(content)
    if _NO_COMMENT.search(said):
        return "no comment", ("the words say only that nothing will be said",)
    for fit in chain(_fits(_STRONGEST, said), _leading(said, about), _fits(_WEAKEST, said)):
        if not (fit.kind == "denies" and _negated(content, fit.match)):
            return fit.kind, (f"'{fit.match.group()}' {fit.meaning}",)
    if _no_such_thing(said, about):
        return "denies", ("says that there is none of what the report is about",)
    genuine = _CONFIRMS.search(said)
    if genuine and _LEFT_OPEN.search(content, 0, genuine.start()):
        genuine = None
    if cue_kind == "confirms" or genuine:
        reason = f"cue '{cue}' confirms" if cue_kind == "confirms" else f"'{genuine.group()}' vouches for it"
        return "confirms", (reason,)
    return "asserts", ()


def _fits(rules: tuple[_Rule, ...], said: Wording) -> Iterator[_Fit]:
    return (_Fit(kind, match, meaning) for kind, one, meaning in rules if (match := one.search(said)))


def _leading(said: Wording, about: frozenset[str]) -> list[_Fit]:
    """Calling it a mistake, calling it false, saying that it is not so: what is said first leads."""
    fits = [
        fit
        for fit in _fits(_BY_PLACE, said)
        if not (fit.match.re is _NONE_OF_IT.regex and _is_aside(fit.match, said, about))
    ]
    return sorted(fits, key=lambda fit: fit.match.start())


def _is_aside(match: re.Match, said: Wording, about: frozenset[str]) -> bool:
    """Whether something is far from the beginning of words that have nothing to do with the story."""
    return match.start() >= 60 and not about & words.terms(said.text)


def _no_such_thing(said: Wording, about: frozenset[str]) -> bool:
    """ "There is no merger", in a report about a merger."""
    match = _THERE_IS_NO.search(said) or _NOT_DONE.search(said)
    return bool(match and about & words.terms(match["what"]))


def _strong_cue(cue_kind: str, cue: str, content: str) -> tuple[str, tuple[str, ...]]:
    if cue_kind == "denies" and re.search(r"\b(?:not|n't|never)\b", cue):
        return "no comment", (f"'{cue}' leaves it open",)
    return cue_kind, (
        f"cue '{cue}' {'says nothing to the matter' if cue_kind == 'no comment' else cue_kind}",
    )


def _negated(content: str, match: re.Match) -> bool:
    """ "It was not a hoax" is no denial by the word hoax."""
    return bool(
        re.search(r"\b(?:not|n't|never)\s+(?:\w+\s+)?\Z", content[max(0, match.start() - 12) : match.start()])
    )


def subject(text: str, *, title: str, paragraphs: tuple[Span, ...]) -> frozenset[str]:
    """Stems of what a report is about: those of its title and its first two paragraphs that come twice."""
    opening = (
        text[paragraphs[0].start : paragraphs[min(1, len(paragraphs) - 1)].end][:1_500] if paragraphs else ""
    )
    return words.terms(title) | words.terms(opening)
