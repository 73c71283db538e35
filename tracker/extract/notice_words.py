"""The words in which outlets speak of their own texts, by class, and a paragraph as a string of classes. Pure.

Rules about notices are patterns of classes and not of words (notice_signs.py), so that "the caption misnamed" is read
like "the headline misstated". Each word has one class, and each class a letter: a paragraph becomes a short string, in
which one regular expression finds a figure of speech in any wording.
"""

import re
from functools import lru_cache
from string import ascii_letters

from tracker.lib.text import fold

# Characters of a paragraph that are read: a notice says at once what it is.
OPENING = 700

_WORDS = {
    # What an outlet publishes, and the parts of it.
    "text": (
        "article story post piece item column page version edition editorial obituary feature explainer factcheck"
        " transcript newsletter blog liveblog infographic podcast episode dispatch manuscript abstract tweet gallery"
        " slideshow broadcast bulletin summary text recipe crossword webpage publication preprint digest graphic essay"
        " roundup briefing report copy profile contribution"
    ),
    "part": (
        "subtitle paragraph para graf sentence quote quotation passage lede caption headline subheadline subheading"
        " subhead standfirst byline dateline wording legend"
    ),
    # Texts of an outlet that are things of the world as well; and those that are more often another's.
    "thing": (
        "table map chart graph figure photograph picture image illustration video clip film documentary programme"
        " program segment review analysis timeline guide quiz calculator tracker listing animation cartoon footnote"
        " visualisation visualization alert thread notification list series calendar section check directory photo"
        " letters interactive puzzle slide snap"
    ),
    "work": (
        "study paper letter interview reporting coverage material content book rating verdict database dataset footage"
        " package email notice research memoir survey poll entry account document interpretation appendix"
        " reference link"
        " address url news message information"
    ),
    # Who publishes, who else does things, and who reads.
    "house": (
        "newspaper website site outlet station channel broadcaster agency newsroom network journal publisher magazine"
        " editor editor-in-chief author redaction"
    ),
    "firm": "weekly daily desk organisation organization company staff",
    "audience": "reader listener viewer commenter subscriber client caller follower",
    "this": "this our above following",
    "the": "the a an some several two three one another both all",
    "of": "of to for",
    "in": "in on at from with about by under over during within throughout after before since",
    "earlier": (
        "earlier previous previously original originally prior initial initially former formerly older print online web"
        " audio preceding first"
    ),
    "day": (
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august"
        " september october november december jan feb mar apr jun jul aug sept sep oct nov dec yesterday today tonight"
        " yesterday's today's tonight's monday's tuesday's wednesday's thursday's friday's saturday's sunday's copies"
        " headlined accompanying"
    ),
    "we": "we we've we're",
    "i": "i i've",
    "they": "he she they it who",
    "their": "his her their its whose my",
    "ask": "advised asked requested reminded urged notified alerted informed",
    "be": "is was are were be been being",
    "have": "has have had having",
    "not": (
        "not never wasn't weren't isn't didn't doesn't aren't hasn't haven't don't cannot can't no neither nor without"
        " nobody nothing"
    ),
    "now": "now",
    "adverb": (
        "also then later subsequently therefore accordingly hereby permanently temporarily just already again"
        " promptly slightly further partly fully immediately duly retrospectively substantially extensively"
        " significantly once thus editorially afterwards meanwhile deeply sincerely unreservedly truly very happily"
        " apparently completely entirely quickly eventually soon silently quietly currently still only actually so"
    ),
    # What is wrong with a text: as it was written, and as it is called.
    "erring": (
        "incorrect incorrectly wrong wrongly wrongful erroneous erroneously mistaken mistakenly inaccurate inaccurately"
        " imprecise imprecisely inadvertently inexact improperly unclear outdated unintentionally unfair unfairly"
        " misleading omitted omits transposed reversed conflated confused overstated understated exaggerated garbled"
        " muddled erred duplicated inverted unattributed uncredited corrupted falsely should-have false goofed swapped"
        " breached breach"
    ),
    "error": (
        "error mistake typo typographical slip mixup oversight inaccuracy inaccuracies misprint lapse omission"
        " misunderstanding"
    ),
    # What is done about it.
    "fix": (
        "corrected amended rectified fixed revised changed altered modified adjusted replaced reissued rerated re-rated"
        " restored reworded rewritten rephrased recalculated relabelled relabeled redrawn edited trimmed"
        " reclassified retitled refiled substituted cropped struck renamed re-uploaded re-edited re-captioned"
        " dropped cut tweaked"
    ),
    "fixes": (
        "corrects correcting fixes amends rectifies rectify refiles correction substitutes subs"
    ),
    "remove": "removed deleted pulled erased killed",
    "take": "retracted withdrawn unpublished spiked cancelled canceled annulled rescinded depublished",
    "takes": "retracts retracting withdraws withdrawing",
    "retract": "retract withdraw",
    "cleared": "clarified",
    "clarify": "clarify clarifies clarifying clarification specify specifies",
    "regret": "regret regrets apologise apologize apologises apologizes apologising apologizing apologies"
    " apology sorry",
    "regretted": "apologised apologized regretted",
    "untrue": (
        "fake faked hoax staged satire satirical spoof untrue debunked prank bogus fabricated fabrication doctored"
        " parody invented unfounded baseless fictional fiction forgery forged nonsense bunk fooled concocted impostor"
        " imposter photoshopped ai-generated deepfake discredited disproved disproven refuted fictitious phoney phony"
        " stunt apocryphal joke"
    ),
    "deny": "denied denies confessed",
    "admit": "admitted admits",
    "happen": "happened happen exist existed exists",
    "true": "true real genuine authentic accurate happening",
    "updated": "updated recasts adds refreshed update",
    "said": (
        "gave named identified called described listed referred quoted suggested implied"
        " attributed put included indicated noted contained used carried showed alleged asserted mentioned read"
        " presented cited credited placed characterised characterized portrayed depicted say written"
        " labelled labeled rated"
    ),
    # What people do as well as texts.
    "spoke": "said stated reported claimed wrote told says states writes",
    "like": "seems seem appears appear turns-out proved proves looks may might could",
    "published": "published printed aired posted issued sent distributed ran appeared",
    "that": "that which and or but as",
    "if": "if when whenever your anyone",
}  # fmt: skip
LETTERS = dict(zip(_WORDS, ascii_letters, strict=False)) | {
    "number": "0",
    "capital": "1",
    "quoted": "2",
    "stop": "3",
    "other": "4",
}
_CLASS_OF = {word: name for name, words in _WORDS.items() for word in words.split()}
# Classes of nouns, whose words stand in the plural too.
_NOUNS = frozenset(["text", "part", "thing", "work", "house", "firm", "audience", "error"])
# What can be done wrongly with words: misstated, misspelt, mislabelled.
_MISDONE = re.compile(
    r"mis-?(?:stat|identif|spel|attribut|quot|charact|nam|represent|report|label|dat|gender|translat|calculat"
    r"|plac|descri"
    r"|caption|count|read|render|print|titl|pronounc|locat|interpret|constr|credit|rank|underst|judg|led"
    r"|transcri|number"
    r"|class|convert|portray|refer|heard|cit|edited|align|filed|copied|typed|timed)"
)

_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w*"
# A phrase that does the work of one word, and the word it is read as, in this order. Before it, for speed alone, the
# words of which one must stand in the paragraph.
_PHRASES = tuple(
    (frozenset(some.split()), re.compile(phrase, re.I), word)
    for some, phrase, word in (
        # Taken back.
        (
            "down offline off from",
            r"\b(?:taken?|took|taking) (?P<what>(?:it|them|(?:the|this|our|that) \w+) )?(?:down|offline|(?:off|from)"
            r" (?:the|our) (?:web\w*|site|net|internet|archive|page|air|platform))\b",
            r"unpublished \g<what>",
        ),
        (
            "should",
            r"\bshould (?:not|never) have (?:been )?(?:published|posted|broadcast|aired|run|appeared|issued|sent"
            r"|printed|gone)\b",
            "retracts",
        ),
        (
            "short not n't",
            r"\b(?:fell|falls|fall) short of\b|\b(?:does|did|do|doesn't|didn't)(?: not)? (?:meet|live up to|comply with"
            r"|satisfy|measure up to) (?:our|the|its)\b",
            "retracts",
        ),
        (
            "longer",
            r"\bno longer (?:believed|thought|considered|held)(?: to be)? (?:true|accurate|real|genuine|authentic)\b",
            "is untrue",
        ),
        ("longer", r"\bno longer (?:stand|support|vouch|ha(?:s|ve) confidence|consider)\w*\b", "retracts"),
        (
            "n't cannot not unable",
            r"\b(?:cannot|can't|unable to|not able to|could not|couldn't|do not|don't) (?:now |any longer |longer"
            r" |independently )?(?:stand (?:by|behind|over)|verify|vouch for|have confidence|authenticate"
            r"|substantiate)\b",
            "retracts",
        ),
        (
            "please not n't to kill",
            r"\bplease (?:kill|disregard|withhold|hold|delete|discard|ignore|do not (?:use|publish))\b"
            r"|\b(?:do not|don't) (?:use|publish)\b"
            r"|\bkill (?:the|this|all|our) (?:\w+ )?(?:story|stories|photos?|item|alert|video)\b"
            r"|\b(?:asked|requested|advised|urged) to (?:ignore|disregard|withhold|delete|discard|kill|remove)\b",
            "retracts",
        ),
        # Corrected.
        (
            "please",
            r"\bplease (?:read|correct|amend|replace|substitute|use)\b",
            "corrects",
        ),
        ("correct fix rectify amend right", r"\bto (?:correct|fix|rectify|amend|put right)\b", "corrects"),
        ("straight right", r"\b(?:set|put) (?:the record|that|this|it|things) (?:straight|right)\b", "corrects"),
        # Clarified.
        (
            "clear clearer explicit plain",
            r"\b(?:mak(?:e|es|ing)|made) (?:it )?(?:\w+ )?(?:clear|clearer|explicit|plain)\b"
            r"|\bclear up (?:any |the )?(?:confusion|misunderstanding)\b",
            "clarify",
        ),
        ("like wish happy glad", r"\b(?:like|wish|happy|glad) to (?:point out|stress|emphasi[sz]e|state)\b", "clarify"),
        ("better more", r"\bto (?:better|more \w+ly) (?:reflect|describe|explain|represent)\b", "clarify"),
        (
            "intend intended mean meant",
            r"\b(?:was|were) not (?:intended|meant) to\b|\bdid not (?:intend|mean) to\b",
            "clarify",
        ),
        (
            "have",
            r"\b(?:may|might|could) have (?:given|left|created|suggested|implied|misled|led|caused|been (?:read"
            r"|understood|taken|misleading))\b",
            "clarify",
        ),
        (
            "avoid avoidance",
            r"\b(?:for the avoidance of|to avoid(?: any)?) (?:doubt|confusion|misunderstanding)\b",
            "clarify",
        ),
        # Wrong.
        (
            "error mistake contrary unlike",
            r"\bin error\b|\bby (?:mistake|error)\b|\b(?:contrary to|unlike) (?:what|our|the)\b",
            "erroneously",
        ),
        (
            "up blew wrong backward backwards",
            r"\b(?:messed|screwed|slipped) up\b|\bblew it\b"
            r"|\b(?:got|had|get) (?:it|this|that|the (?:\w+ ){1,3}|\w+ \w+ ?) ?(?:wrong|backwards?)\b",
            "goofed",
        ),
        (
            "not n't never",
            r"(?:\bnot|n't|\bnever)(?: quite| in fact| at all)? (?:correct|right|accurate|the case)\b",
            "not incorrect",
        ),
        (
            "should ought",
            r"\b(?:should|ought to) (?:not |instead |also |in fact )?(?:read|say|state|have (?:been|read|said"
            r"|stated|had"
            r"|listed|named|identified|included|made|referred|noted|given|called|used|shown|reported|appeared"
            r"|attributed))\b",
            "should-have",
        ),
        (
            "left fail failed fails failing did didn't neglected",
            r"\b(?:left (?:out|off)|fail(?:ed|s|ing)? to|did not|didn't|neglected to) (?:mention|say|note"
            r"|include|disclose|credit"
            r"|acknowledge|state|attribute|give|reflect|specify|seek|adequately|identify|declare|distinguish|the)\b",
            "omitted",
        ),
        ("mix mixed", r"\bmi(?:x|xed)[ -]up\b", "mixup"),
        ("date", r"\bout of date\b", "outdated"),
        ("bad culpa", r"\b(?:our|my) bad\b|\bmea culpa\b", "sorry"),
        # Untrue.
        (
            "up",
            r"\bma(?:de|ke|kes|king)[ -](?:(?:it|(?:the|this|that) (?:\w+ ){1,2}|everything) ?)?up\b",
            "invented",
        ),
        ("taken", r"\btaken in(?= by\b|[.,;!]|\Z)", "fooled"),
        ("taken had", r"\b(?:got|been|were) (?:taken|had)(?= by\b|[.,;!]|\Z| on this)", "fooled"),
        (
            "fell duped hoaxed tricked conned punked trolled",
            r"\b(?:fell for|duped|hoaxed|tricked|conned|punked|trolled)\b",
            "fooled",
        ),
        (
            "alarm such bad not n't after",
            r"\bfalse alarm\b|\bno such\b|\bbad info(?:rmation)?\b|(?:not|n't),? (?:actually|really|in fact"
            r"|after all)\b"
            r"|\bafter all\b",
            "untrue",
        ),
        ("place", r"\bt(?:ook|akes?|aking) place\b", "happened"),
        ("turn turns turned", r"\bturn(?:s|ed)? out\b", "turns-out"),
        # Where and when.
        (
            "last",
            rf"\blast (?:week|month|year|night|autumn|spring|summer|winter|{_WEEKDAY}|{_MONTH})(?:'s)?\b",
            "yesterday",
        ),
        ("may", r"(?-i:\bMay)(?= \d)|(?<=\d )(?-i:May)\b", "April"),
        ("page pages", r"\bpages? [A-Z]{0,2}-?\d+", "yesterday"),
        (
            "issue",
            rf"(?:(?<=\d )|(?<='s ))issue\b|\b(?:spring|summer|autumn|winter|{_MONTH}|may) issue\b",
            "April edition",
        ),
        (
            "correction clarification",
            r"\A\W*an? (?:correction|clarification) (?=(?:on|in|last|yesterday|published)\b)",
            "an article ",
        ),
        (
            "as",
            rf"\bas (?:was |we )?(?:reported|stated|published|listed|printed|indicated|given) (?:(?:here|on"
            rf"|in) )?(?=(?:yesterday"
            rf"|last|{_WEEKDAY})\b)|\bas we had it\b",
            "we said ",
        ),
        (
            "as",
            r"\bas (?:was |we |it |had been )?(?:originally|previously|initially|first|earlier|wrongly"
            r"|incorrectly|mistakenly"
            r"|erroneously) (?:\w+ed|said|given|written|shown)\b(?! (?:by|in|on)\b)",
            "earlier version",
        ),
        (
            "here this",
            r"\b(?:that )?(?:was|were|stood|appeared|ran) here\b|\bat this (?:address|url|link)\b",
            "of this page",
        ),
        # Texts.
        ("check checks", r"\bfact[ -]checks?\b", "factcheck"),
        ("live", r"\blive blog\b", "liveblog"),
        ("developing breaking", r"\bthis is a (?:developing|breaking)(?: news)? story\b", "this story updated"),
        # What only looks like something else.
        ("post", r"(?-i:\b(?!This|Our|The)[A-Z]\w+ Post\b|\b[Tt]he Post\b)", "Herald"),
        ("card cards", r"\breport cards?\b", "card"),
        ("edition editions", r"\bfirst editions?\b", "book"),
        (
            "edited",
            r"\bedited (?:and \w+ )?for (?:length|clarity|space|style|brevity|grammar)\b|\bnot been edited\b"
            r"|\bedited by\b",
            "made by",
        ),
        (
            "name names",
            r"\bnames? (?:[\w'-]+ ){0,8}?(?:have|has) been (?:changed|altered|withheld)\b",
            "names",
        ),
        ("fact truth", r"\bin (?:fact|truth)\b", "not"),
        ("confused", r"\bto be confused with\b", "unlike"),
        ("sorry", r"\bsorry,? ?(?:but )?(?:this|that|your|the \w+ you)\b", "this"),
    )
)  # fmt: skip
_MASTHEADS = frozenset(
    """
    herald times post ledger tribune gazette chronicle journal courier observer guardian telegraph mirror standard star
    sun mail express independent examiner inquirer globe record register sentinel dispatch press bulletin beacon bee
    citizen enquirer republic monitor reporter echo argus advertiser review week spectator economist mercury heron
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_OWNERS = frozenset(
    form
    for name in ("text", "part", "thing", "work", "house", "audience", "we")
    for word in _WORDS[name].split()
    for form in (word, word + "s", word[:-1] + "ies", word + "'s")
) | frozenset("our us i regrets correction clarification information results".split())  # noqa: SIM905
# The words of signs, and those that phrases are known by.
_DEEDS = frozenset(
    word
    for name in (
        "erring",
        "error",
        "fix",
        "fixes",
        "remove",
        "take",
        "takes",
        "retract",
        "cleared",
        "clarify",
        "regret",
        "untrue",
        "true",
        "updated",
    )
    for word in _WORDS[name].split()
) | frozenset(
    """
    errors mistakes typos inaccuracies corrections down offline clear clearer explicit plain meant intended stand stands
    stood verify vouch kill disregard ignore withhold up duped hoaxed out straight short meet meets should fail failed
    fails left include did didn't happy wish given created misled impression wording taken took correct right backwards
    please page contrary avoidance wrote writes notes earlier originally original previous previously
    week's month's monday's tuesday's wednesday's thursday's friday's saturday's sunday's yesterday's
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
# A short paragraph may also be one that only says what was said and what is so.
_SHORT, _SAID = 250, frozenset(f"{_WORDS['said']} {_WORDS['spoke']}".split())
_SHORT_FORMS = frozenset(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec mr mrs ms dr st no cllr col gen sen rep gov lt sgt prof eq eqs fig
    figs vs ed vol pp
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_QUOTE_MARKS = re.compile('["“‘]')
_QUOTED = re.compile(r"[\"“][^\"“”\n]{0,400}[\"”]|‘[^‘’\n]{2,300}’(?!\w)")
_WORD = re.compile(r"[a-z][a-z']+")
_TOKEN = re.compile(r"\"\"|[.!?;](?=[\s\"')\]]|\Z)|[^\W_][\w'&-]*(?:\.\w+)*")


def may_be_one(plain: str) -> bool:
    """Whether a paragraph made plain has a word for a text and one for what is done to texts: most have not."""
    words = set(_WORD.findall(plain.lower()))
    if words.isdisjoint(_OWNERS):
        return False
    return (
        not words.isdisjoint(_DEEDS)
        or any(word.startswith("mis") for word in words)
        or (len(plain) < _SHORT and not words.isdisjoint(_SAID))
    )


def plainly(paragraph: str, *, house: re.Pattern | None = None) -> str:
    """The start of a paragraph with plain apostrophes and empty quotations.

    `house` is what the outlet calls itself (`house_of`): its name is read as "this newspaper".
    """
    start = paragraph[: 2 * OPENING]
    plain = fold(_QUOTED.sub('""', start) if _QUOTE_MARKS.search(start) else start)
    return house.sub(_as_ourselves, plain) if house else plain


def _as_ourselves(match):
    article = (match["article"] or "").strip().lower()
    return "our" if match["possessive"] or article in ("a", "an") else "this newspaper"


@lru_cache(maxsize=256)
def house_of(outlet: str) -> re.Pattern | None:
    """What an outlet calls itself, from the name its page gives: with and without place, "News" and domain."""
    name = re.sub(r"\A(?:the\s+|www\.)|(?:\.[a-z]{2,}){1,2}\Z", "", fold(outlet).strip(), flags=re.I)
    words = name.split() if not name.islower() else [name.capitalize()]
    if len(name) < 2:
        return None
    names = {" ".join(words)}
    if len(words) > 1:
        names |= {words[-1]} if words[-1].lower() in _MASTHEADS else set()
        names |= {words[0]} if words[0].isupper() else set()
        if words[-1].lower() in ("news", "online", "magazine", "digital"):
            names.add(" ".join(words[:-1]))
    either = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?P<article>(?:[Tt]he|[Aa]n?) )?(?:{either})\b(?P<possessive>'s)?")


def classes_of(plain: str) -> tuple[list[str], str]:
    """The words of a paragraph made plain, phrases as one, and the string of their classes, a letter each."""
    words = _TOKEN.findall(_with_phrases_as_words(plain[:OPENING]))
    words = [word for before, word in zip(("", *words), words, strict=False) if word != "." or _ends(before)]
    return words, "".join(map(_letter, words))


def _ends(word):
    """Whether a dot after this word ends a sentence."""
    return len(word) > 1 and word.lower() not in _SHORT_FORMS


def _with_phrases_as_words(text):
    words = set(_WORD.findall(text.lower()))
    if any(word.endswith("n't") for word in words):
        words.add("n't")
    for some, phrase, word in _PHRASES:
        if not some.isdisjoint(words):
            text = phrase.sub(word, text)
    return text


@lru_cache(maxsize=20_000)
def _letter(word: str) -> str:
    low = word.lower()
    return LETTERS[_CLASS_OF.get(low) or _of_a_plural(low) or _by_its_looks(word, low)]


def _of_a_plural(low):
    singular = low[:-3] + "y" if low.endswith("ies") else low[:-1] if low.endswith("s") else low
    name = _CLASS_OF.get(singular)
    return name if name in _NOUNS else None


def _by_its_looks(word, low):
    if word == '""':
        return "quoted"
    if word in ".!?;":
        return "stop"
    if low[0].isdigit():
        return "number"
    if _MISDONE.match(low):
        return "erring"
    if low.endswith("'s") and (word[0].isupper() or _CLASS_OF.get(low[:-2]) == "house"):
        return "their"
    return "capital" if word[0].isupper() else "other"
