# ruff: noqa: E501 - a pattern is one line
"""The signs by which a paragraph shows that it is about the page's own text, and how much each counts. Pure.

A notice names a text of the outlet's own and says what was wrong with it or what was done to it. To find that in any
wording, each word of the paragraph is replaced by the letter of its class ("article", "caption" and "tweet" are texts,
"misstated" and "typo" errors), and signs are patterns of classes: `this gap{0,3} text`. Words are listed once, in
_WORDS; phrases that do the work of one word in _PHRASES.
"""

import re
from dataclasses import dataclass
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
        "paragraph sentence quote quotation passage lede caption headline subheadline subheading subhead standfirst byline"
        " dateline wording"
    ),
    # Texts of an outlet that are things of the world as well; and those that are more often another's.
    "thing": (
        "table map chart graph figure photograph picture image illustration video clip film documentary programme"
        " program segment review analysis timeline guide quiz calculator tracker listing animation cartoon footnote"
        " visualisation visualization alert thread notification list series calendar section results check directory photo"
    ),
    "work": (
        "study paper letter interview reporting coverage material content book rating verdict database dataset footage"
        " package email notice research memoir survey poll entry account document interpretation appendix reference link"
        " address url"
    ),
    "house": "newspaper website site outlet station channel broadcaster agency newsroom network journal publisher magazine editor editor-in-chief",
    "firm": "weekly daily desk organisation organization company staff author",
    "this": "this our these above my following",
    "the": "the a an some several two three one another both all",
    "of": "of to for",
    "in": "in on at from with about by under over during within throughout after before since",
    "earlier": (
        "earlier previous previously original originally prior initial initially first former formerly older print"
        " online web printed preceding preliminary"
    ),
    "day": (
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august"
        " september october november december jan feb mar apr jun jul aug sept sep oct nov dec yesterday today tonight"
        " yesterday's today's tonight's monday's tuesday's wednesday's thursday's friday's saturday's sunday's last copies"
        " headlined accompanying"
    ),
    "we": "we we've we're",
    "i": "i i've",
    "they": "he she they it who",
    "their": "his her their its whose",
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
        " muddled erred duplicated inverted unattributed uncredited misspelt corrupted falsely should-have false goofed breached breach mislabelled"
    ),
    # Not only texts can be wrongly done by; but only they are misspelt.
    "error": (
        "error mistake typo typographical slip mixup oversight inaccuracy inaccuracies misprint lapse omission"
        " misunderstanding"
    ),
    "fix": (
        "corrected amended rectified fixed revised changed altered modified adjusted replaced reissued rerated re-rated"
        " restored reworded rewritten rephrased recalculated relabelled relabeled republished redrawn edited trimmed"
        " reclassified retitled refiled substituted adapted cropped struck renamed tweaked re-uploaded re-edited re-captioned"
        " dropped cut"
    ),
    "fixes": "corrects correcting fixes amends rectifies refiles correction",
    "remove": "removed deleted pulled erased disabled killed",
    "take": "retracted withdrawn unpublished spiked cancelled canceled annulled rescinded depublished",
    "takes": "retracts retracting retract withdraws withdrawing withdraw",
    "clarify": "clarify clarifies clarified clarifying clarification",
    "regret": "regret regrets apologise apologize apologises apologizes apologising apologizing apologies apology sorry",
    "regretted": "apologised apologized regretted",
    "untrue": (
        "fake faked hoax staged satire satirical spoof untrue debunked prank bogus fabricated fabrication doctored"
        " parody invented unfounded baseless fictional fiction forgery forged nonsense bunk fooled concocted impostor"
        " imposter photoshopped ai-generated deepfake discredited disproved disproven refuted fictitious phoney phony"
        " stunt apocryphal joke"
    ),
    "deny": "denied denies confessed",
    "happen": "happened happen exist existed exists",
    "true": "true real genuine authentic accurate happening",
    "updated": "updated updating recasts adds refreshed update",
    "said": (
        "said stated reported gave named identified called described listed claimed referred quoted suggested implied"
        " attributed put included indicated noted contained used carried showed alleged asserted wrote mentioned read"
        " told presented cited credited placed characterised characterized portrayed depicted says states"
    ),
    "like": "seems seem appears appear turns-out proved proves looks may might could",
    "published": "published aired posted issued sent distributed ran",
    "that": "that which and or but as",
    "if": "if when whenever your anyone",
}  # fmt: skip
_LETTERS = dict(zip(_WORDS, ascii_letters, strict=False)) | {
    "number": "0",
    "capital": "1",
    "quoted": "2",
    "stop": "3",
    "other": "4",
}
_CLASS_OF = {word: name for name, words in _WORDS.items() for word in words.split()}
# Known by more than their letters.
_MISDONE = re.compile(
    r"mis-?(?:stat|identif|spel|attribut|quot|charact|nam|represent|report|label|dat|gender|translat|calculat|plac|descri"
    r"|caption|count|read|render|print|titl|pronounc|locat|interpret|constr|credit|rank|underst|judg|led|transcri|number"
    r"|class|convert|portray|refer|heard|cit|behav|edited|align|filed|copied|typed|timed|stat)"
)

# A phrase that does the work of one word, and the word it is read as; before them, for speed, parts of words of which it
# has one.
_PHRASES = tuple(
    (tuple(parts.split()), re.compile(phrase, re.I), word)
    for parts, phrase, word in (
        ("down offline off from", r"\b(?:taken?|took|taking) (?P<what>(?:it|them|(?:the|this|our|that) \w+) )?(?:down|offline|(?:off|from) (?:the|our) (?:web\w*|site|net|internet|archive|page|air|platform))\b", r"unpublished \g<what>"),
        ("correct fix rectify amend right", r"\bto (?:correct|fix|rectify|amend|put right)\b", "corrects"),
        ("clear explicit plain", r"\b(?:mak(?:e|es|ing)|made) (?:it )?(?:\w+ )?(?:clear|clearer|explicit|plain)\b", "clarify"),
        ("like wish happy glad", r"\b(?:like|wish|happy|glad) to (?:point out|stress|emphasi[sz]e|state)\b", "clarify"),
        ("better more", r"\bto (?:better|more \w+ly) (?:reflect|describe|explain|represent)\b", "clarify"),
        ("intend mean", r"\b(?:was|were) not (?:intended|meant) to\b|\bdid not (?:intend|mean) to\b", "clarify"),
        ("have", r"\b(?:may|might|could) have (?:given|left|created|suggested|implied|misled|led|caused|been (?:read|understood|taken|misleading))\b", "clarify"),
        ("edited", r"\bedited (?:and \w+ )?for (?:length|clarity|space|style|brevity|grammar)\b", ""),
        ("error mistake contrary", r"\bin error\b|\bby mistake\b|\bcontrary to (?:what|our|the)\b", "erroneously"),
        ("up blew wrong", r"\b(?:messed|screwed|slipped) up\b|\bblew it\b|\bgot (?:it|this|that|the \w+|\w+ \w+) wrong\b", "goofed"),
        ("bad culpa", r"\b(?:our|my) bad\b|\bmea culpa\b", "sorry"),
        ("as ", r"\bas (?:was |we )?(?:reported|stated|published|listed|printed|indicated|given) (?:(?:here|on|in) )?(?=(?:yesterday|last|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)", "earlier version"),
        ("should", r"\bshould (?:not|never) have (?:been )?(?:published|posted|broadcast|aired|run|appeared|issued|sent|printed|gone)\b", "retracts"),
        ("short not n't", r"\b(?:fell|falls|fall) short of\b|\b(?:does|did|do|doesn't|didn't)(?: not)? (?:meet|live up to|comply with|satisfy|measure up to) (?:our|the|its)\b", "retracts"),
        ("longer", r"\bno longer (?:stand|support|vouch|ha(?:s|ve) confidence|consider)\w*\b", "retracts"),
        ("can't cannot not unable couldn't don't", r"\b(?:cannot|can't|unable to|not able to|could not|couldn't|do not|don't) (?:now |any longer |longer |independently )?(?:stand (?:by|behind|over)|verify|vouch for|have confidence|authenticate|substantiate)\b", "retracts"),
        ("please not don't", r"\bplease (?:kill|disregard|withhold|hold|delete|discard|do not (?:use|publish))\b|\b(?:do not|don't) (?:use|publish)\b", "retracts"),
        ("should ought", r"\b(?:should|ought to) (?:not |instead |also |in fact )?(?:have|be|read|say|state)\b", "should-have"),
        ("left fail did neglect", r"\b(?:left out|fail(?:ed|s|ing)? to|did not|didn't|neglected to) (?:mention|say|note|include|disclose|credit|acknowledge|state|attribute|give|reflect|specify|seek|adequately|identify|declare|distinguish)\b", "omitted"),
        ("mix", r"\bmi(?:x|xed)[ -]up\b", "mixup"),
        ("up", r"\bma(?:de|ke|kes|king)[ -](?:(?:it|(?:the|this|that) (?:\w+ ){1,2}|everything) ?)?up\b", "invented"),
        ("taken had fell dup hoax trick conned punk troll", r"\b(?:taken in|(?:got|been|were) (?:taken|had)|fell for|duped|hoaxed|tricked|conned|punked|trolled)\b", "fooled"),
        ("alarm such bad not n't after", r"\bfalse alarm\b|\bno such\b|\bbad info(?:rmation)?\b|(?:not|n't),? (?:actually|really|in fact|after all)\b|\bafter all\b", "untrue"),
        ("place", r"\bt(?:ook|akes?|aking) place\b", "happened"),
        ("out", r"\bturn(?:s|ed)? out\b", "turns-out"),
        ("check", r"\bfact[ -]checks?\b", "factcheck"),
        ("live blog", r"\blive blog\b", "liveblog"),
        ("card", r"\breport cards?\b", "card"),
        ("out of", r"\bout of date\b", "outdated"),
        ("page", r"\bpages? [A-Z]{0,2}-?\d+", "yesterday"),
        ("this is a", r"\bthis is a (?:developing|breaking)(?: news)? story\b", "this story updated"),
        ("straight right", r"\b(?:set|put) (?:the record|that|this|it|things) (?:straight|right)\b", "corrects"),
        ("as ", r"\bas (?:was |we |it |had been )?(?:originally|previously|initially|first|earlier|wrongly|incorrectly|mistakenly|erroneously) (?:\w+ed|said|given|written|shown)\b(?! (?:by|in|on)\b)", "earlier version"),
    )
)  # fmt: skip
_MASTHEADS = frozenset(
    """
    herald times post ledger tribune gazette chronicle journal courier observer guardian telegraph mirror standard star sun
    mail express independent examiner inquirer globe record register sentinel dispatch press bulletin beacon bee citizen
    enquirer republic monitor reporter echo argus advertiser review week spectator economist atlantic
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_OWNERS = frozenset(
    form
    for name in ("text", "part", "thing", "work", "house", "we")
    for word in _WORDS[name].split()
    for form in (word, word + "s", word[:-1] + "ies", word + "'s")
) | {"our", "us", "regrets"}
# The words of signs, and those that phrases are known by.
_DEEDS = frozenset(
    word
    for name in "erring error fix fixes remove take takes clarify regret untrue true updated".split()  # noqa: SIM905
    for word in _WORDS[name].split()
) | frozenset(
    """
    errors mistakes typos inaccuracies corrections down offline clear clearer explicit plain meant intended stand stands
    stood verify vouch kill disregard withhold up duped hoaxed out straight short meet meets should fail failed fails left
    include did didn't happy wish given created misled impression wording taken took
    earlier originally original previous previously week's month's monday's tuesday's wednesday's thursday's friday's
    saturday's sunday's yesterday's
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_QUOTE_MARKS = re.compile('["“‘]')
_QUOTED = re.compile(r"[\"“][^\"“”\n]{0,400}[\"”]|‘[^‘’\n]{2,300}’(?!\w)")
_TOKEN = re.compile(r"\"\"|[.!?;](?=[\s\"')\]]|\Z)|[^\W_][\w'&-]*(?:\.\w+)*")


@dataclass(frozen=True)
class Sign:
    """One sign: its name, its weight, the pattern of classes it is known by, and what to tell the editor."""

    name: str
    weight: float
    pattern: re.Pattern
    says: str


def _one_of(*names: str) -> str:
    return f"[{''.join(_LETTERS[name] for name in names)}]"


# What patterns call several classes at once; `gap` is what can stand between an article and its noun.
_GROUPS = {
    "gap": _one_of(
        "other", "capital", "number", "quoted", "thing", "work", "earlier", "day", "house", "firm", "text", "part", "published",
        "erring", "updated", "untrue",
    ),
    "any": f"[^{_LETTERS['stop']}]",
    "texts": _one_of("text", "part"),
    "prints": _one_of("text", "part", "thing"),
    "wrong": _one_of("erring", "error"),
    "helper": _one_of("be", "have", "adverb", "now", "not"),
    "active": _one_of("have", "adverb", "now"),
    "ourselves": _one_of("we", "i"),
    "others": _one_of("capital", "house", "firm", "they"),
}  # fmt: skip


def _pattern(of_classes: str) -> re.Pattern:
    """A pattern of class names and groups as one of letters: spaces only part them."""
    letters = _LETTERS | _GROUPS
    return re.compile(re.sub(r"[a-z]+", lambda name: letters[name[0]], of_classes).replace(" ", ""))


# Whose text is spoken of: of several the weightiest counts.
OWN = (
    Sign("version of this", 2.5, _pattern("earlier gap{0,2} texts of this gap{0,3} (texts|thing|work)"), "speaks of “{}”"),
    Sign("this text", 2.0, _pattern("this gap{0,3} texts"), "speaks of “{}”"),
    Sign(
        "earlier version",
        2.0,
        _pattern(r"(\A|stop) (any{0,5} error)? in? the? earlier gap{0,2} texts(?!of(?!any{0,4}(texts|this|thing)))"),
        "speaks of an earlier version of its text",
    ),
    Sign(
        "printed",
        1.5,
        _pattern(
            r"(\A|stop) (any{0,5} error)? in? (the|this)? gap{0,4} prints ((in|of) any{0,5})?? any{0,3}? in? the? (day|published)"
            r"|(\A|stop) (any{0,5} error)? in? the? day gap{0,3} prints"
        ),
        "speaks of a text it printed",
    ),
    Sign(
        "wrong in print",
        2.0,
        _pattern("be any{0,3} erring any{0,4}? in the? (gap{0,4} prints any{0,2} day|day gap{0,2} prints)"),
        "tells what was wrong in print",
    ),
    Sign("this thing", 1.5, _pattern("this gap{0,2} thing"), "speaks of “{}”"),
    Sign("this work", 1.0, _pattern("this gap{0,2} work"), "speaks of “{}”"),
    Sign(
        "part",
        1.5,
        _pattern(
            r"\A the? gap{0,3} texts any{0,15} have be helper{0,3} (fix|remove)"
            r"|\A any{0,10} in the? gap{0,2} texts any{0,10} be helper{0,3} (fix|remove)"
        ),
        "speaks of a part of a text",
    ),
    Sign("house acts", 1.5, _pattern(r"\A (the|this) house (active|be){0,3} (takes|regret|fixes|clarify|fix|take|remove)"), "the outlet speaks of itself"),
    Sign("we own up", 1.5, _pattern("we helper{0,4} regret any{0,4} error|ourselves helper{0,4} (fix|take|remove|takes) (this|the) gap{0,3} texts"), "the outlet speaks of itself"),
    Sign("regrets", 1.5, _pattern(r"\A (the|capital|this|house){1,6} regret the error stop? \Z"), "an outlet regrets"),
    Sign("mentioned version", 1.0, _pattern("earlier gap{0,2} (texts|thing) (?!of)"), "speaks of “{}”"),
    Sign("this house", 1.5, _pattern("this gap{0,2} house"), "speaks of “{}”"),
)  # fmt: skip
# What is said of it: each counts.
ACTS = (
    Sign("erring", 1.5, _pattern("erring"), "names an error"),
    Sign("error", 1.0, _pattern("error"), "names an error"),
    Sign("owing to an error", 1.0, _pattern(r"\A (other|capital)? of the? any{0,3} error"), "names the cause of an error"),
    Sign(
        "corrected",
        1.5,
        _pattern(r"be helper{0,3} (fix|remove) | ourselves helper{0,4} (fix|remove) | \A helper{0,2} fix | fixes"),
        "says that it was corrected",
    ),
    Sign(
        "taken back",
        1.5,
        _pattern(
            r"be helper{0,3} take | have helper{0,2} (take|remove) (the|this) gap{0,3} text | text any{0,5} be helper{0,3} remove | ourselves helper{0,4} take"
            r"| ourselves helper{0,4} remove (the|this) gap{0,3} text | house helper{0,2} (take|takes|remove) | takes"
        ),
        "takes a text back",
    ),
    Sign("clarified", 1.5, _pattern("clarify"), "makes something clear"),
    Sign("regret", 1.5, _pattern("regret"), "regrets"),
    Sign(
        "own story untrue",
        1.5,
        _pattern(
            r"this gap{0,2} text any{0,3} (be|like) any{0,5} (untrue|erring)"
            r"| this gap{0,2} text any{0,4} not any{0,2} true"
        ),
        "calls its own story untrue",
    ),
    Sign("updated", 1.0, _pattern(r"be helper{0,3} updated | updated (in|of) | text updated"), "says that it was updated"),
    Sign(
        "said before",
        1.0,
        _pattern(
            "earlier gap{0,2} texts (of this gap{0,3} (texts|thing))? any{0,6} said | texts any{0,2} earlier any{0,2} said"
            "| in the? (earlier|day) gap{0,3} texts any{0,12} ourselves helper{0,3} said"
            r"| \A in? the? gap{0,4} prints any{0,10} day any{0,12} said | \A in? the? day gap{0,3} prints any{0,15} said"
        ),
        "tells what it said before",
    ),
    Sign("we", 1.0, _pattern("ourselves helper{0,4} (fix|remove|take|takes|fixes|clarify|regret|wrong|said|published)|this error"), "the outlet speaks of itself"),
    Sign("so instead", 0.5, _pattern(r"stop they any{1,16} (stop|\Z)"), "says what is so"),
    Sign("not so", 0.5, _pattern("not"), "says what is not so"),
    # Counts for the kind alone.
    Sign(
        "untrue",
        0.0,
        _pattern(
            "untrue | not any{0,2} true | not any{0,6} happen | like any{0,4} wrong | deny (the|this|they|that)"
            "| have helper{0,2} deny | now any{0,10} not"
        ),
        "calls something untrue",
    ),
)  # fmt: skip
# What speaks against a notice where no label says that it is one.
AGAINST = (
    Sign("others did", -2.5, _pattern("others active{0,3} (fix|remove|take|clarify|updated|regretted)"), "somebody else did it"),
    Sign("others' text", -2.0, _pattern("their gap{0,2} texts"), "somebody else's text"),
    Sign("others say", -2.0, _pattern(r"\A any{0,3} others active{0,2} said"), "somebody else says it"),
    Sign("if", -2.0, _pattern(r"\A any{0,6} if"), "speaks in general"),
)  # fmt: skip


@dataclass(frozen=True)
class Signs:
    """The signs of one paragraph: name and the words it was known by."""

    own: dict[str, str]
    acts: dict[str, str]
    against: dict[str, str]


def of_paragraph(plain: str) -> Signs:
    """The signs in a paragraph made plain (`plainly`)."""
    words = _TOKEN.findall(_as_words(plain[:OPENING]))
    letters = "".join(map(_letter, words))
    return Signs(*(_those_in(signs, words, letters) for signs in (OWN, ACTS, AGAINST)))


def of_own_text(plain: str) -> Signs | None:
    """The signs in a paragraph made plain, or None when it speaks of no text of the outlet's own."""
    words = _TOKEN.findall(_as_words(plain[:OPENING]))
    letters = "".join(map(_letter, words))
    own = _those_in(OWN, words, letters)
    return Signs(own, *(_those_in(signs, words, letters) for signs in (ACTS, AGAINST))) if own else None


def _those_in(signs, words, letters):
    matches = ((sign.name, sign.pattern.search(letters)) for sign in signs)
    return {name: " ".join(words[match.start() : match.end()]) for name, match in matches if match}


def plainly(paragraph: str, *, house: re.Pattern | None = None) -> str:
    """The start of a paragraph with plain apostrophes and empty quotations, the outlet's name as "this newspaper"."""
    start = paragraph[: 2 * OPENING]
    plain = fold(_QUOTED.sub('""', start) if _QUOTE_MARKS.search(start) else start)
    return house.sub(_as_ourselves, plain) if house else plain


def house_of(outlet: str) -> re.Pattern | None:
    """What an outlet calls itself, from the name its page gives: with and without place, "News" and domain."""
    name = re.sub(
        r"\A(?:the|www\.)\s*|\.(?:com?|org|net|co\.uk|news)\b.*\Z", "", fold(outlet).strip(), flags=re.I
    ).strip()
    if len(name) < 2:
        return None
    words = name.split()
    short = {name}
    if len(words) > 1 and words[-1].lower() in _MASTHEADS:
        short.add(words[-1])
    if len(words) > 1 and words[0].isupper():
        short.add(words[0])
    if len(words) > 1 and words[-1].lower() in ("news", "online", "magazine", "digital"):
        short.add(" ".join(words[:-1]))
    names = "|".join(re.escape(one) for one in sorted(short, key=len, reverse=True))
    return re.compile(rf"\b(?P<article>(?:[Tt]he|[Aa]n?) )?(?:{names})\b(?P<possessive>'s)?")


def _as_ourselves(match):
    article = (match["article"] or "").strip().lower()
    return "our" if match["possessive"] or article in ("a", "an") else "this newspaper"


def may_be_one(paragraph: str) -> bool:
    """Whether a paragraph has a word for a text and one for what is done to texts; most have not."""
    words = {word.lower() for word in _TOKEN.findall(fold(paragraph[:OPENING]))}
    return not words.isdisjoint(_OWNERS) and (
        not words.isdisjoint(_DEEDS) or any(word.startswith("mis") for word in words)
    )


def _as_words(text):
    low = text.lower()
    for parts, phrase, word in _PHRASES:
        if any(part in low for part in parts):
            text = phrase.sub(word, text)
    return text


@lru_cache(maxsize=20_000)
def _letter(word: str) -> str:
    low = word.lower()
    name = _CLASS_OF.get(low)
    if name is None:
        singular = low[:-3] + "y" if low.endswith("ies") else low[:-1] if low.endswith("s") else low
        name = _CLASS_OF.get(singular)
        if name not in ("text", "part", "thing", "work", "error", "house"):
            name = None
    if name is None:
        name = _by_its_looks(word, low)
    return _LETTERS[name]


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
