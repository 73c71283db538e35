"""The words by which a line corrects, refutes, leaves open, passes on or doubts a claim. Pure.

Most are single words, found by one look into a set. A phrase is a pattern with words one of which has to stand in the
line: looking for a word is quick, for a pattern it is not.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.extract.words import (
    CUE_LEMMAS,
    NEEDS_SPEECH,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    UNSURE_CUES,
    forms,
)

_WORD = re.compile(r"[^\W_]+(?:'(?!s\b)[^\W_]+)*")


class Word(NamedTuple):
    """A word of a line in small letters, without "'s", and its place."""

    low: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in order; parts of a hyphenated one are words of their own."""
    return [Word(found[0].lower(), *found.span()) for found in _WORD.finditer(text)]


def _set(text):
    return frozenset(text.split())


class Cues:
    """Words and phrases that do the same to a claim."""

    def __init__(self, single: str, *phrases: tuple[str, str]):
        """`single` are words; a phrase is the words that have to be there and the pattern."""
        self.single = _set(single)
        self.phrases = [(_set(there), re.compile(phrase, re.IGNORECASE)) for there, phrase in phrases]

    def find(self, text: str, found: list[Word], lows: frozenset[str]) -> Iterator[tuple[int, int]]:
        """The places of these cues in a text with these words; the single ones first, phrases in their order.

        `lows` are the words alone, which is what most texts are asked for in vain.
        """
        if not lows.isdisjoint(self.single):
            for word in found:
                if word.low in self.single:
                    yield word.start, word.end
        for there, pattern in self.phrases:
            if not lows.isdisjoint(there):
                for match in pattern.finditer(text):
                    yield match.span()


def _verbs(lemmas):
    """All forms of these verbs, as words of one text."""
    return " ".join(form for lemma in lemmas.split() for form in forms(lemma))


_RUMOURS = r"(?:rumou?rs?|reports?|claims?|talk|story|stories|hoax|allegations?|tales?|speculation)"
_RUMOUR_WORDS = (
    "rumor rumors rumour rumours report reports claim claims talk story stories hoax allegation allegations tale tales"
    " speculation"
)
_FALSE = (
    r"(?:hoax\w*|fakes?|faked|faking|false|made[- ]up|lies?|lying|mistakes?|fabricat\w+|joke|prank"
    r"|stunt|satire|staged|staging)"
)
_FALSE_WORDS = (
    "hoax hoaxed hoaxer hoaxing fake fakes faked faking false made lie lies lying mistake mistakes fabricated"
    " fabricating fabrication joke prank stunt satire staged staging"
)

# The page takes back what it published itself.
CORRECTS = Cues(
    "",
    (
        "correction corrections corrected clarification clarifications clarified retraction apology editor editors",
        r"\A\W{0,3}(?:corrections?|corrected|clarifications?|clarified|retraction|apology|editor'?s'? note)\b ?[:–-]",
    ),
    (
        "we",
        r"\bwe (?:got it wrong|were wrong|apologi[sz]e|regret|retract(?:ed)?|withdr[ae]w|removed|deleted|took down"
        r"|(?:have |are )?(?:retracted|retracting|taken down|taking down))\b",
    ),
    (
        "corrects retracts withdraws clarify clarifies",
        r"\b(?:corrects?|retracts?|withdraws?|clarif(?:y|ies)) (?:its|our|an?|the) (?:\w+ ){0,2}"
        r"(?:story|report|article|headline|error|claim)\b",
    ),
)

# Words that call something false wherever they stand.
REFUTES = Cues(
    "hoax hoaxes hoaxed hoaxer hoaxers hoaxing fake fakes faked faking faker false falsely falsehood falsehoods"
    " untrue bogus satire satirical satirist parody parodies spoof spoofs spoofed mockumentary prank pranks"
    " pranked punk punked doctored fooled fools tricked trolls trolled trolling misinformation"
    " disinformation misleading inaccurate inaccuracy inaccuracies incorrect incorrectly erroneous erroneously mistaken"
    " mistook wrong wrongly myth myths nonsense rubbish rubbishes rubbished fiction fictional fictitious lies lied"
    " lying libel bs bullshit baloney hogwash balderdash phony phoney scam staged unfounded baseless groundless"
    " impossible nonexistent sceptic sceptics sceptical scepticism skeptic skeptics skeptical skepticism doubtful"
    " snopes clickbait denial denials fallacy concocted discredited forgery forged sham fabrication"
    " fabrications photoshop photoshopped disputes disputed disputing"
    f" {_verbs('debunk refute rebuff rebut disprove fabricate exaggerate misreport misquote misattribute misidentify')}"
    f" {_verbs('deny dismiss reject contradict doubt retract scotch rubbish invent backtrack disown disavow')}",
    ("bs b", r"\bb\.s\."),
    ("falls fall fell", r"\bf(?:ell|alls?) for\b"),
    ("made", r"\bmade[- ]up\b"),
    ("make makes made", r"\bma(?:k|d)es? (?:(?:it|this|that|them|story) )?(?:all )?up\b"),
    ("lie", r"\ba lie\b"),
    ("pants", r"\bpants on fire\b"),
    ("legend legends", r"\burban legends?\b"),
    ("never", r"\bnever (?:happened|existed|took place)\b"),
    ("non", r"\bnon-existent\b"),
    ("too", r"\btoo good to\b"),
    ("record", r"\brecord straight\b"),
    ("not", r"\bnot so fast\b"),
    ("fact", r"\bfact[- ]check\w*"),
    ("walks walk walked", r"\bwalk(?:s|ed)? back\b"),
    ("mistakenly", r"\bmistakenly (?:report|identif)\w*"),
    (
        "mistake error stunt joke",
        r"\b(?:was|is|were|it's) (?:all |just )?an? (?:honest |clerical |big )?(?:mistake|error|stunt|joke)\b",
    ),
    (
        "down away off aside out",
        r"\b(?:shoot|shot|shut|bat|knock|brush|laugh|shrug|wave|throw|threw|toss|play)(?:s|ed|es|ted|ting|ing)? "
        rf"(?:down|away|off|aside|out) (?:\w+ ){{0,4}}{_RUMOURS}\b",
    ),
    ("rule rules ruled ruling", r"\brul(?:e|es|ed|ing) out\b"),
    ("slam slams slammed slaps kill kills quash quashes quashed squash squashes squashed end ends ended silence"
     " silences",
     rf"\b(?:slam|slap|kill|quash|squash|end|silence)(?:s|ed|es|med|ped)? (?:\w+ ){{0,4}}{_RUMOURS}\b"),
    (_RUMOUR_WORDS, rf"\b{_RUMOURS} (?:\w+ ){{0,2}}(?:put to rest|laid to rest|quashed|squashed|scotched)\b"),
    ("calls", r"\bcalls (?:\w+ ){0,4}(?:crazy|ridiculous|absurd|ludicrous|preposterous|laughable)\b"),
    (
        "real true authentic genuine accurate",
        r"(?:\bnot|n't|\bnever) (?:(?:actually|really|even|quite) )?(?:real|true|authentic|genuine|accurate)\b",
    ),
    ("no", r"\bno (?:(?:such|truth|basis|substance|factual) (?:\w+ )?|link (?:between|to)\b)"),
    ("invention fantasy", r"\b(?:pure|complete|total|sheer) (?:invention|fantasy)\b"),
    ("turns turned", r"['\"] turn(?:s|ed) out to be\b|\bturn(?:s|ed) out not\b"),
    ("cleared acquitted", r"\b(?:cleared|acquitted) (?:of|over)\b"),
    ("cold", r"\bpour(?:s|ed)? cold water\b"),
)  # fmt: skip

_NOT = (
    "not never cannot no nope none nobody nothing isn't wasn't aren't weren't hasn't haven't hadn't didn't doesn't"
    " don't won't can't couldn't wouldn't ain't"
)
NEGATES = Cues(
    _NOT,
    ("fails failed fail", r"\bfail(?:s|ed)? to\b"),
    ("yet", r"\b(?:has|have|had) yet to\b"),
)
# These deny nothing but what their next words say.
OF_THE_NEXT_WORDS = frozenset({"no", "never", "none", "nobody", "fails", "failed", "fail"})
# And this one nothing but what its own part of the headline says.
OF_ITS_PART = "nothing"
# What somebody will not or cannot do says nothing of what happened.
OF_THE_WILL = frozenset({"don't", "won't", "can't", "cannot", "couldn't", "wouldn't"})
SAYS_NO = re.compile(r"(?:\A|[:.!?|-] ?)(?:sorry,? |um,? |actually,? )?(?:no|nope)\b ?[,.:!-]", re.IGNORECASE)
# A negation that goes on like this says nothing against what else the headline says.
HARMLESS = re.compile(
    r" (?:only|just|sure|sorry|happy|say (?:whether|if|who|why|how|when|what|where)|yet|the only|alone|even|going away"
    r"|enough|ready|surprising\w*|to (?:be )?miss\w*)\b",
    re.IGNORECASE,
)
# A claim with one of these is denied by saying the opposite, so the plain negation of a headline tells nothing.
NEGATIVE = Cues(
    f"{_NOT} without {_verbs('refuse fail deny')}",
    ("rather instead less", r"\b(?:rather than|instead of|less than)\b"),
)
DENIES_THE_DENIAL = Cues(
    "",
    (
        _FALSE_WORDS,
        r"\b(?:not|no|isn't|aren't|wasn't|weren't|never) (?:an? |the |just a )?" + _FALSE + r"\b",
    ),
    (
        "denies denied deny reject rejects",
        r"\b(?:denies|denied|deny|rejects?) (?:[\w-]+ ){0,3}?(?:hoax\w*|fak(?:e|ed|ing)|lying|staging|fabricat\w+"
        r"|mak(?:ing|es?) (?:it )?up)\b",
    ),
)

LEAVES_OPEN = Cues(
    "unclear whether speculation speculations speculate speculates speculating confusion theory timeline conflicting"
    " unproven",
    ("no", r"\bno (?:\w+ )?(?:evidence|signs?|proof|confirmation|word|comment)\b"),
    ("denies deny denied", r"\b(?:or|nor) den(?:y|ies|ied)\b"),
    (
        "won't declines declined declining declin refuses refused refusing refus",
        r"\b(?:won't|declin\w+ to|refus\w+ to) (?:say|comment|discuss|confirm)\b",
    ),
    ("not", r"\bnot (?:yet )?(?:been )?(?:confirmed|verified|clear)\b"),
    ("may might", r"\b(?:may or may not|may not|might not)\b"),
    (
        "confirm confirmed verify verified",
        r"\b(?:can't|cannot|unable to|could not|couldn't) (?:be )?(?:confirm|verif)\w*",
    ),
    ("or", r"\b(?:real|true|fact|genuine|authentic|legit)\W? or (?:an? )?(?:fake|hoax|false|fiction|bogus|prank)\b"),
    ("or", r"\b(?:fake|hoax|false|fiction|prank) or (?:\w+ )?\w+\?"),
    ("what who", r"\b(?:what we know|who said what)\b"),
    ("questions doubts", r"\b(?:questions (?:over|about|remain)|doubts (?:remain|grow|linger))\b"),
    ("wonder wonders", r"\bwonders?\b"),
    (
        "faces face facing",
        r"\bfac(?:es?|ing) (?:\w+ )?(?:inquiry|enquiry|probe|investigation|questions|allegations|claims|accusations)\b",
    ),
    ("lipped", r"\btight-lipped\b"),
    ("hear hears", r"\bhears? (?:claims?|case|allegations?)\b"),
)  # fmt: skip

# Somebody else says it, or it is said.
ATTRIBUTES = Cues(
    "reportedly reporting reports report claim claims claimed claiming alleged alleges allege allegedly allegation"
    " allegations alleging say says said saying told source sources insider insiders insist insists insisted"
    " accuse accuses accused accusing believe believes believed think thinks feared analyst analysts predict predicts"
    " predicted forecast forecasts purported purportedly purport purports supposed supposedly memo swears"
    " contends concludes argues testifies reckons estimates",
    ("reported", r"\b(?:(?:is|was|are|been|were|be|said|also) reported|reported (?:to|in|at|near))\b"),
    ("according", r"\baccording to\b"),
    ("tells rules", r",[\w '.-]{2,30}? (?:tells [\w '-]{2,25}|rules)\W*\Z"),
    ("tells", r"\btells (?:court|inquest|inquiry|jury|judge|police|[A-Z][\w.]+)\W*\Z"),
    ("letter", r"\bletter says\b"),
    ("tipped tiped", r"\btipp?ed to\b"),
)  # fmt: skip
# A claim that somebody said something is not put in doubt by "says".
SPEECH = Cues(
    "say says said saying tell tells told claim claims claimed claiming insist insists assert asserts declares declared"
    " declare warn warns boast boasts announce announces announced announcing admit admits tweet tweets tweeted letter"
    " message wrote writes report reports reported accuse accuses accused accusing order orders ordered praising note"
    " directive article"
)
_SPEAKERS = (
    PERSON_NOUNS
    | ORGANISATION_NOUNS
    | _set(
        "cops cop dad intel intelligence cnn bbc wsj nbc cnbc reuters afp ap abc cbs espn nyt papers paper media"
        " study studies government panel report reports survey lawsuit prosecution defense defence charities unions"
        " spokesmen un nato fbi cia pm"
    )
) - _set("people man woman users user host person persons anchor player king queen pilot driver")
_BEFORE_COLON = re.compile(r"\A((?:[\w.'-]+ ){0,3}?[\w.'-]+): ")
_AFTER_COLON = re.compile(r"(?:: | --? ?)((?:[\w.']+ ){0,3}[\w.']+)\W*\Z")
_INITIALS = re.compile(r"[A-Z]{2,5}\Z")
_LAST_CLAUSE = re.compile(r"[,?'\"] ((?:[\w.'-]+ ){1,4})([\w'-]+)\W*\Z")
# What a record shows, it shows; and who admits or confirms it leaves no doubt.
_NO_HEARSAY = NEEDS_SPEECH | _set(
    "confirm admit acknowledge concede reveal announce disclose verify demand vow pledge promise"
)


def speaker(line: str) -> str:
    """The words of a headline that name who says it, before or behind a colon or behind a comma; "" for none."""
    if (found := _BEFORE_COLON.match(line)) and _speaks(found[1]):
        return found[0]
    if (found := _AFTER_COLON.search(line)) and (
        _speaks(found[1]) or (_INITIALS.match(found[1]) and not line.isupper())
    ):
        return found[0]
    if (found := _LAST_CLAUSE.search(line)) and _reports(found[2].lower()):
        return found[0]
    return ""


def _speaks(name):
    # "It's official:" names nobody.
    return name.rpartition(" ")[2].lower().removesuffix("'s") in _SPEAKERS and not name.lower().startswith(
        "it"
    )


def _reports(verb):
    if verb in UNSURE_CUES:
        return False
    return verb in ("finds", "find") or CUE_LEMMAS.get(verb, "confirm") not in _NO_HEARSAY


OBSERVES = Cues(
    "rumor rumors rumored rumour rumours rumoured unconfirmed unverified apparent apparently seemingly ostensibly"
    " presumably buzz whisper whispers chatter questions",
    ("looking look", r"\blook(?:ing)? into\b"),
    ("suspected", r"\bsuspected (?:in|by|over)\b"),
    ("investigate investigates", r"\binvestigates? whether\b"),
    ("fears fear", r"\bfears? (?:grow|mount|rise|that|over)\b"),
    ("probe probes probed inquiry", r"\b(?:probes?|probed|inquiry) (?:over|into)\b"),
)
# Doubt counts only where what follows it is what the claim says.
DOUBTS = Cues(
    "may might could possible possibly possibility likely probably potential potentially perhaps maybe expected"
    " considers considering consider mull mulls weigh weighs eye eyes eyed eyeing nears nearing discussions hint hints"
    " suggest suggests suggested appear appears appeared appearing seem seems suspected suspects",
    ("close", r"\b(?:clos(?:e|es|ing) (?:to|in on))\b"),
    ("closes closing", r"\bclos(?:es|ing) in on\b"),
    ("near", r"\bnear deal\b"),
    ("talks", r"\bin talks\b"),
    ("poised", r"\bpoised to\b"),
)
# "The alleged thief was caught": the doubt is about the man, not about what happened to him.
ABOUT_A_PERSON = re.compile(
    r"\b(?:alleged|reported|self-proclaimed|accused|would-be|suspected)(?! (?:to|of|in|by|over)\b)\b",
    re.IGNORECASE,
)

# What a claim says, and what a headline says instead.
OPPOSITES = (
    (
        Cues(
            "dead dies died death killed kills beheaded beheads executed captured kidnapped abducted stolen shot"
            " arrested missing"
        ),
        Cues(
            "alive safe unharmed",
            ("fine", r"\bis fine\b|\bactually fine\b"),
            ("well", r"\bis well\b"),
            ("still", r"\bstill fighting\b"),
            ("makes", r"\bmakes it to\b"),
        ),
    ),
    (
        Cues(f"{_verbs('leave quit resign depart withdraw abdicate')} fled flees flee move moves"),
        Cues("stay stays staying stayed"),
    ),
    (Cues(f"{_verbs('ban prohibit outlaw')} illegal"), Cues("allowed permitted legal")),
    (Cues("guilty convicted"), Cues("innocent acquitted cleared")),
    (Cues("unsafe dangerous harmful toxic poisonous"), Cues("safe harmless")),
)
# "Buried alive", "burned alive": no news of a survivor.
NOT_ALIVE = re.compile(r"(?:buried|burned|burnt|only) \Z", re.IGNORECASE)
