"""What sort of statement it is, through which channel and when, read from its cue and its words."""

import re

from tracker.extract import words
from tracker.extract.readings import Span
from tracker.lib.text import fold

# Each pattern with the reason it gives. The first that fits decides, the strongest first.
_RETRACTS = re.compile(
    r"\b(?:I|we|it|she|he|they) (?:hereby )?(?:retract|withdraw|take (?:it|that|this) back"
    r"|rescind)\b|\b(?:is|was|been|are|were) (?:hereby )?(?:retracted|withdrawn|rescinded)\b"
    r"|\bwe have (?:retracted|withdrawn|rescinded|taken down|removed|deleted)\b",
    re.I,
)
_APOLOGISES = re.compile(
    r"\b(?:I|we) (?:am |are |'m |'re )?(?:\w+ )?(?:apologi[sz]e|sorry|regret)\b"
    r"|\bapologi[sz]ed? (?:for|to)\b|\b(?:I am|I'm|we are|we're|was|were) (?:\w+ )?sorry\b"
    r"|\b(?:my|our) (?:\w+ ){0,2}apolog(?:ies|y)\b|\boffer(?:s|ed)? (?:an?|\w+) (?:\w+ )?apolog(?:ies|y)\b",
    re.I,
)
_MISTAKE = re.compile(
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
    re.I,
)
_FALSE = re.compile(
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
    re.I,
)
_NONE_OF_IT = re.compile(
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
    re.I,
)
_DISPUTES = re.compile(
    r"\b(?:inconsistent|at odds|not consistent) with\b|\b(?:cannot|can't|could not|couldn't"
    r"|unable to) (?:\w+ )?(?:verify|confirm|vouch|tell you the veracity)\b|\b(?:in doubt"
    r"|questionable|doubtful|doubts? (?:about|over|on))\b|\bout of context\b|\bdisagree\b"
    r"|\bmischaracteri[sz]\w+|\bnot (?:credible|plausible|believable)\b",
    re.I,
)
_CONFIRMS = re.compile(
    r"\b(?:is|was|are|were|appears|appeared)(?: \w+ly| indeed| in fact)? (?:authentic|genuine"
    r"|real|true|accurate|correct|legitimate)\b|\b(?:authenticity|veracity) (?:has been |was "
    r"|is )?(?:confirmed|verified)\b|\bI can confirm\b|\bwe can confirm\b|\bwe confirm\b"
    r"|\bI confirm\b|\bhas been confirmed\b",
    re.I,
)
_CLARIFIES = re.compile(
    r"\b(?:to be clear|let me be clear|to clarify|what (?:he|she|I|we|it|they) meant"
    r"|meant to say|was meant to|were meant to|intended to|should have (?:said|read)"
    r"|misunderst\w+|misinterpret\w+|misread)\b",
    re.I,
)

_NO_COMMENT = re.compile(
    r"\b(?:I|we|it|they|he|she) (?:do|does|did|will|would|can|could)(?: not|n't|not) (?:be )?comment(?:ing)?\b"
    r"|\b(?:cannot|can't|unable to|not able to|not be|premature to|inappropriate to) comment\w*\b|\A\W*no comment\b",
    re.I,
)
_NOT_DONE = re.compile(
    r"\b(?:never (?:been |be )?|(?:was|were|is|are|been|being)(?: not|n't) (?:been )?)(?P<what>\w+(?:ed|en))\b",
    re.I,
)
_NAMED_FALSE = re.compile(
    r"\b(?:an?|total|complete|pure|utter) (?:\w+ ){0,2}"
    r"(?:fake|forgery|hoax|lie|fabrication|fiction|nonsense|disinformation)\b"
    r"|\b(?:false|fake|untrue|bogus|fabricated|forged|baseless|fictitious|disinformation|misinformation)\W*\Z",
    re.I,
)
_THERE_IS_NO = re.compile(
    r"\b(?:is|are|was|were|be|been) no (?!exceptions?\b|doubt\b|need\b)(?P<what>(?:[\w-]+ ){0,2}[\w-]+)", re.I
)
# "what was true", "whether it is genuine", "nobody knew if it was real"
_LEFT_OPEN = re.compile(r"\b(?:what|whether|if|nobody|no one|not|n't|never)(?: [\w']+){0,3} \Z", re.I)
_MARKS = re.compile(r"""["“”]|(?<!\w)'|'(?!\w)""")

_POST = re.compile(
    r"\b(?:tweet\w*|retweet\w*|Twitter|Facebook|Instagram|Telegram|TikTok|YouTube|Truth Social|LinkedIn"
    r"|WhatsApp|Weibo|Bluesky|Mastodon|Reddit|Snapchat|social media|since-deleted|(?:on|to) X\b"
    r"|(?:blog )?posts?\b|posted|(?:wrote|said) on (?:his|her|its|their) page)",
    re.I,
)
_LETTER = re.compile(r"\b(?:letter|memo|memorandum|e-?mail\w*|circular|communiqu[eé])\b", re.I)
_INTERVIEW = re.compile(
    r"\binterview(?:ed|s)?\b|\btold (?:the )?(?:[A-Z]{2,5}\b|Reuters|Fox News|Axios|Politico|Newsweek|Bloomberg"
    r"|[A-Z]\w+(?: \w+)? (?:Times|Post|News|Radio|Journal|TV|Today|Magazine)|Agence"
    r"|[Tt]he Associated Press|The [A-Z]\w+)"
)
_BRIEFING = re.compile(
    r"\b(?:briefing|news conference|press conference|conference call|told (?:\w+ )?(?:reporters|journalists)"
    r"|to (?:reporters|journalists)|gaggle|reporters at)\b",
    re.I,
)
_RELEASE = re.compile(
    r"\b(?:in|issued|released|put out|said in) (?:a|an|the|its|his|her|their) (?:\w+ ){0,4}"
    r"(?:statement|release|notice|announcement|advisory)\b|\b(?:press|news) release\b|\bstatement\b",
    re.I,
)
_BROADCAST = re.compile(
    r"\b(?:televised|television|TV|radio|on air|live broadcast|broadcast|podcast"
    r"|on (?:CNN|Fox News|MSNBC|NBC|CBS|ABC|BBC|Sky News))\b"
)
_VOTE = re.compile(r"\bvot(?:e|es|ed|ing) (?:\w+ )?(?:to|for|against|in favou?r|on)\b", re.I)
_CHANNELS = (
    ("post", _POST),
    ("letter", _LETTER),
    ("interview", _INTERVIEW),
    ("briefing", _BRIEFING),
    ("release", _RELEASE),
    ("broadcast", _BROADCAST),
    ("vote", _VOTE),
)
_LETTER_NOUNS = words.PAPERS - words.POST_NOUNS - {"notice", "advisory", "bulletin", "announcement"}
_RELEASE_NOUNS = frozenset(
    ["statement", "notice", "advisory", "release", "announcement", "bulletin", "alert"]
)

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_WHEN = re.compile(
    rf"\b(?:on |late on |early on |late |early |earlier |last )?{_DAY}(?: (?:morning|afternoon"
    rf"|evening|night))?(?: at (?:about |around )?\d{{1,2}}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?)?"
    rf"|\b(?:on )?{_MONTH} \d{{1,2}}(?:, \d{{4}})?\b|\b(?:on )?\d{{1,2}} {_MONTH}(?: \d{{4}})?"
    r"|\b(?:at|around|about|shortly (?:before|after)|just (?:before"
    r"|after)) \d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b\.?(?: [A-Z]{2,4}\b)?"
    r"|\b(?:at|around) \d{1,2}[:.]\d\d(?: [A-Z]{2,4}\b)?"
    r"|\b(?:(?:an|two|three|four|five|six|several|a few|\d{1,2}) (?:hours?|minutes|days"
    r"|weeks) (?:later|earlier|before|after(?:wards?)?))\b"
    r"|\b(?:earlier|later) (?:today|that day|in the day|this week|on the same day)\b"
    r"|\b(?:today|yesterday|this (?:morning|afternoon|evening|week)|tonight|overnight"
    r"|last (?:week|month|night))\b",
    re.I,
)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of which one must be there for a pattern to fit: looking for them first saves most of the searching.
_NEEDS: dict[re.Pattern, frozenset[str]] = {
    _RETRACTS: _set("retract withdraw back rescind retracted withdrawn rescinded taken removed deleted"),
    _APOLOGISES: _set("apologise apologize apologised apologized sorry regret apologies apology"),
    _MISTAKE: _set(
        "mistake error blunder oversight typo misstatement miscommunication mix accident should shouldn"
        " inadvertently accidentally prematurely mistakenly erroneously wrongly poorly badly clumsily wrong"
        " misspoke draft"
    ),
    _FALSE: _set(
        "false untrue fake fakes hoax fabricated fabrication forged forgery bogus true incorrect inaccurate"
        " misleading disinformation misinformation wrong nonsense rubbish lie lies baseless unfounded groundless"
        " foundation truth accurate correct case authentic genuine real nothing happening happen happened"
    ),
    _NONE_OF_IT: _set("no not never nothing t"),
    _DISPUTES: _set(
        "inconsistent odds consistent cannot can could couldn unable doubt questionable doubtful doubts context"
        " disagree credible plausible believable"
    )
    | {
        f"mischaracteri{end}" for end in _set("se sed ses sing ze zed zes zing sation zation sations zations")
    },
    _CONFIRMS: _set(
        "authentic genuine real true accurate correct legitimate authenticity veracity confirm confirmed"
    ),
    _CLARIFIES: _set(
        "clear clarify meant intended should misunderstood misunderstand misunderstands misunderstanding"
        " misunderstandings misinterpret misinterpreted misinterprets misinterpreting misinterpretation misread"
    ),
    _NO_COMMENT: _set("comment comments commenting commented"),
    _NOT_DONE: _set("never not t"),
    _THERE_IS_NO: frozenset(["no"]),
    _POST: words.PLATFORMS
    | _set(
        "tweet tweets tweeted tweeting retweet retweets retweeted retweeting truth linkedin social deleted x post"
        " posts posted page"
    ),
    _LETTER: _set("letter memo memorandum mail email emails emailed emailing circular communique communiqu"),
    _INTERVIEW: _set("interview interviews interviewed told"),
    _BRIEFING: _set("briefing conference told reporters journalists gaggle"),
    _RELEASE: _set("statement release notice announcement advisory"),
    _BROADCAST: _set("televised television tv radio air broadcast podcast cnn fox msnbc nbc cbs abc bbc sky"),
    _VOTE: _set("vote votes voted voting"),
    _WHEN: words.DAYS
    | frozenset(month.rstrip(".") for month in words.MONTHS)
    | _set("hour hours minutes days weeks earlier later today yesterday this tonight overnight last"),
}
_WORDS = re.compile(r"[a-z0-9]+")


def _search(pattern: re.Pattern, content: str, there: frozenset[str]) -> re.Match | None:
    """pattern.search(content), given the words that are there in small letters."""
    needs = _NEEDS.get(pattern)
    return pattern.search(content) if needs is None or needs & there else None


def _words_in(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.lower()))


_IN_LETTER = re.compile(
    r"\bin (?:an?|the|his|her|its|their|that|another|this) (?:[\w.'-]+ ){0,5}?(letter|memo"
    r"|memorandum|e-?mail|circular|dispatch|cable|note)\b",
    re.I,
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
    there = _words_in(content)
    if _search(_NO_COMMENT, content, there):
        return "no comment", ("the words say only that nothing will be said",)
    rules = (
        ("retracts", _RETRACTS, "withdraws something said"),
        ("apologises", _APOLOGISES, "apologises"),
        *_by_place(content, about, there),
        ("disputes", _DISPUTES, "casts doubt"),
        ("clarifies", _CLARIFIES, "explains what was meant"),
    )
    for kind, pattern, meaning in rules:
        match = _search(pattern, content, there)
        if match and not (kind == "denies" and _negated(content, match)):
            return kind, (f"'{match.group()}' {meaning}",)
    if _no_such_thing(content, about, there):
        return "denies", ("says that there is none of what the report is about",)
    genuine = _search(_CONFIRMS, content, there)
    if genuine and _LEFT_OPEN.search(content, 0, genuine.start()):
        genuine = None
    if cue_kind == "confirms" or genuine:
        reason = f"cue '{cue}' confirms" if cue_kind == "confirms" else f"'{genuine.group()}' vouches for it"
        return "confirms", (reason,)
    return "asserts", ()


def _no_such_thing(content: str, about: frozenset[str], there: frozenset[str]) -> bool:
    """ "There is no merger", in a report about a merger."""
    match = _search(_THERE_IS_NO, content, there) or _search(_NOT_DONE, content, there)
    return bool(match and about & words.terms(match["what"]))


def _by_place(
    content: str, about: frozenset[str], there: frozenset[str]
) -> list[tuple[str, re.Pattern, str]]:
    """Calling it a mistake, calling it false, saying that it is not so: what is said first leads."""
    rules = [
        ("walks back", _MISTAKE, "calls something said or sent a mistake"),
        ("denies", _FALSE, "calls something untrue"),
        ("denies", _NONE_OF_IT, "says that it is not so"),
    ]
    places = {
        pattern: match.start() for _, pattern, _ in rules if (match := _search(pattern, content, there))
    }
    if places.get(_NONE_OF_IT, 0) >= 60 and not about & words.terms(content):
        del places[_NONE_OF_IT]
    return sorted((rule for rule in rules if rule[1] in places), key=lambda rule: places[rule[1]])


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


def channel(passage: str, document: str, speaker: str) -> str:
    """The channel a statement came through, from the passage without its quoted words; "" if none is named."""
    if document in _LETTER_NOUNS:
        return "letter"
    if document in words.POST_NOUNS:
        return "post"
    if document in _RELEASE_NOUNS:
        return "release"
    passage = fold(passage)
    there = _words_in(passage)
    found = [
        (match.start(), name) for name, pattern in _CHANNELS if (match := _search(pattern, passage, there))
    ]
    if not found:
        return ""
    framed = [name for start, name in found if name != "letter"]
    if (
        ("letter" in {name for _, name in found})
        and not _IN_LETTER.search(passage)
        and not re.search(r"\b(?:wrote|writes|e-?mailed)\b", passage)
    ):
        return framed[0] if framed else ""
    return found[0][1]


def is_posted(passage: str) -> bool:
    """True if a passage names a platform or a post."""
    return bool(_search(_POST, fold(passage), _words_in(passage)))


def letter_frame(passage: str, cue: str) -> str:
    """ "letter" for "in a letter to the minister, she wrote"; "" where the words were not written in one."""
    match = _IN_LETTER.search(fold(passage))
    return (
        match[1].lower()
        if match
        and cue
        in (
            "write",
            "say",
            "tell",
            "add",
            "inform",
            "state",
            "warn",
            "note",
            "urge",
            "announce",
            "notify",
            "promise",
            "ask",
        )
        else ""
    )


def when(passage: str) -> str:
    """The words that say when, or ""."""
    there = _words_in(passage)
    clock = any(word[0].isdigit() for word in there)  # "at 7.14"
    match = _WHEN.search(fold(passage)) if clock or there & _NEEDS[_WHEN] else None
    return passage[match.start() : match.end()].strip() if match else ""


def subject(text: str, *, title: str, paragraphs: tuple[Span, ...]) -> frozenset[str]:
    """Stems of what a report is about: those of its title and its first two paragraphs that come twice."""
    opening = (
        text[paragraphs[0].start : paragraphs[min(1, len(paragraphs) - 1)].end][:1_500] if paragraphs else ""
    )
    return words.terms(title) | words.terms(opening)
