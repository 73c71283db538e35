"""The signs by which a paragraph shows that it is about the page's own text, and how much each counts. Pure.

A notice names a text of the outlet's own and says what was wrong with it or what was done to it. Signs are patterns of
word classes (notice_words.py): `this gap{0,3} texts` is "this article" and "our front-page photo caption".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.extract.notice_words import LETTERS, classes_of


@dataclass(frozen=True)
class Sign:
    """One sign: its name, its weight, the pattern of classes it is known by, and what to tell the editor."""

    name: str
    weight: float
    pattern: re.Pattern
    says: str


@dataclass(frozen=True)
class Signs:
    """The signs of one paragraph: names, and the words each was known by."""

    own: dict[str, str]
    acts: dict[str, str]
    against: dict[str, str]

    @property
    def own_weight(self) -> float:
        """The weight of the weightiest sign that the text spoken of is the outlet's own."""
        return max((sign.weight for sign in OWN if sign.name in self.own), default=0.0)

    @property
    def acts_weight(self) -> float:
        """The weight of all that is said of it."""
        return sum(sign.weight for sign in ACTS if sign.name in self.acts)


def _one_of(*names: str) -> str:
    return f"[{''.join(LETTERS[name] for name in names)}]"


# What patterns call several classes at once; `gap` is what can stand between an article and its noun.
_GROUPS = {
    "gap": _one_of(
        "other", "capital", "number", "quoted", "thing", "work", "earlier", "day", "house", "firm", "text", "part",
        "published", "erring", "updated", "untrue",
    ),
    "any": f"[^{LETTERS['stop']}]",
    "texts": _one_of("text", "part"),
    "prints": _one_of("text", "part", "thing"),
    "wrong": _one_of("erring", "error"),
    "said": _one_of("said", "spoke"),
    "helper": _one_of("be", "have", "adverb", "now", "not"),
    "active": _one_of("have", "adverb", "now"),
    "ourselves": _one_of("we", "i"),
    "others": _one_of("capital", "house", "firm", "they"),
}  # fmt: skip


def _sign(name: str, weight: float, says: str, *patterns: str) -> Sign:
    """A sign known by any of these patterns of class names and groups; spaces only part them."""
    letters = LETTERS | _GROUPS
    written = "|".join(patterns)
    pattern = re.sub(r"[a-z]+", lambda name: letters[name[0]], written).replace(" ", "")
    return Sign(name, weight, re.compile(pattern), says)


# "Because of an editing error, …" before a text, or a short sentence: "We goofed. …".
_FIRST = r"\A (any{0,12} stop | (other|capital) of any{0,8})?"

# Whose text is spoken of: of several the weightiest counts.
OWN = (
    _sign("version of this", 2.5, "speaks of “{}”", "earlier gap{0,2} texts of this gap{0,3} (texts|thing|work)"),
    _sign("this text", 2.0, "speaks of “{}”", "this gap{0,3} texts"),
    _sign(
        "earlier version", 2.0, "speaks of an earlier version of its text",
        r"(\A|stop) (any{0,5} wrong)? in? the? earlier gap{0,2} texts (?!of(?!any{0,4}(texts|this)))"
        r"(?!in the? (other|capital|house|firm))",
        "texts in the? earlier gap? (texts|thing)",
    ),
    _sign("part of one", 2.0, "speaks of a part of a text", r"\A the? gap{0,2} part in the? gap{0,2} texts"),
    _sign("said at first", 2.0, "tells what it said at first", "in? the? texts (they|have){0,2} earlier said"),
    _sign("we published", 2.0, "speaks of a text it published", "prints that? we helper{0,3} (published|said)"),
    _sign(
        "wrong in print", 2.0, "tells what was wrong in print",
        "be any{0,3} erring any{0,4}? in the? (gap{0,4} prints any{0,2} day | day gap{0,2} prints | earlier"
        " gap{0,2} texts)",
        "be any{0,2} erring in any{0,2} published in? day",
        r"erring any{0,3} published in? the? day",
    ),
    _sign(
        "printed", 1.5, "speaks of a text it printed",
        _FIRST + "in? (the|this)? gap{0,4} prints ((in|of) any{0,5})?? any{0,3}? in? the? (day|published in? the? day)",
        _FIRST + "in? the? day gap{0,3} prints",
    ),
    _sign(
        "we said", 1.5, "tells what it said",
        "we helper{0,3} (earlier? said | earlier published) | we (helper|erring){0,3} published",
        "we helper{0,3} wrong any{0,8} in the? gap{0,2} texts",
    ),
    _sign("named text", 1.5, "names a text", "text quoted have helper{0,2} (take|remove|fix)"),
    _sign("this thing", 1.5, "speaks of “{}”", "this gap{0,2} thing"),
    _sign("this house", 1.5, "speaks of “{}”", "this gap{0,2} house"),
    _sign(
        "part", 1.5, "speaks of a part of a text",
        r"\A the? gap{0,3} texts any{0,15} have be helper{0,3} (fix|remove)",
        r"\A any{0,10} in the? gap{0,2} texts any{0,10} be helper{0,3} (fix|remove)",
        r"\A any{0,3} fixes in the? texts",
    ),
    _sign(
        "house acts", 1.5, "the outlet speaks of itself",
        r"\A we? (the|this) house adverb? (other of)? (takes|retract|regret|fixes|clarify)",
        r"\A this house (active|be){0,3} (fix|take|remove|cleared)",
    ),
    _sign(
        "we own up", 1.5, "the outlet speaks of itself",
        "we helper{0,4} regret any{0,4} error",
        "ourselves helper{0,4} (fix|take|remove|takes|retract) (this|the) gap{0,3} texts",
        "ourselves helper{0,4} fix the gap{0,2} prints this",
        "we helper{0,4} (fix|remove|cleared) any{0,4} in the? gap? texts",
    ),
    _sign("to clients", 1.5, "tells those who use its texts", r"\A any? (audience|house) be? (ask|takes)"),
    _sign("thanks to readers", 1.5, "was told so by readers", r"\A (capital|other) of the? audience"),
    _sign("regrets", 1.5, "an outlet regrets", r"\A (the|capital|this|house){1,6} regret the error stop? \Z"),
    _sign("part fixed", 1.0, "speaks of a part of a text", r"\A the? gap{0,2} part any{0,8} be helper{0,3} fix"),
    _sign("this work", 1.0, "speaks of “{}”", "this gap{0,2} work"),
    _sign("named in print", 1.0, "speaks of an edition", "in the? gap? day gap{0,3} prints", "in this any{0,2} prints"),
    _sign("mentioned version", 0.5, "speaks of “{}”", "earlier gap{0,2} (texts|thing) (?!of)"),
)  # fmt: skip
# What is said of it: each counts.
ACTS = (
    _sign("erring", 1.5, "names an error", "erring"),
    _sign("error", 1.0, "names an error", "error"),
    _sign("owing to an error", 1.0, "names the cause of an error", r"\A (other|capital)? of the? any{0,3} error"),
    _sign(
        "corrected", 1.5, "says that it was corrected",
        "be helper{0,3} (fix|remove)",
        "ourselves helper{0,4} (fix|remove)",
        "have helper{0,2} fix (the|this) gap{0,3} texts",
        r"(\A|stop) helper{0,2} fix",
        "fix texts of",
        "fixes",
    ),
    _sign(
        "taken back", 1.5, "takes a text back",
        "be helper{0,3} take",
        "have helper{0,2} (take|remove) (the|this) gap{0,3} text",
        "text any{0,5} be helper{0,3} remove",
        "ourselves helper{0,4} take",
        "ourselves helper{0,4} remove ((the|this) gap{0,3} text | they)",
        "house helper{0,2} (take|takes|retract|remove)",
        "ourselves helper{0,3} retract",
        "takes",
    ),
    _sign("told by readers", 1.5, "was told so by readers", "audience any{0,4} said"),
    _sign("clarified", 1.5, "makes something clear", "(clarify|cleared)"),
    _sign("regret", 1.5, "regrets", "regret"),
    _sign(
        "own story untrue", 1.5, "calls its own story untrue",
        "this gap{0,2} text any{0,3} (be|like) any{0,5} (untrue|erring)",
        "this gap{0,2} text any{0,4} not any{0,2} true",
    ),
    _sign(
        "updated", 1.0, "says that it was updated", "be helper{0,3} updated", "updated (in|of)", "text updated",
        "ourselves helper{0,3} updated",
    ),
    _sign(
        "said before", 1.0, "tells what it said before",
        "earlier gap{0,2} texts (of this gap{0,3} (texts|thing))? any{0,6} said",
        "we helper{0,2} earlier said",
        "texts any{0,2} earlier any{0,2} said",
        "in the? (earlier|day) gap{0,3} texts any{0,12} ourselves helper{0,3} said",
    ),
    _sign(
        "said in print", 0.5, "tells what it said in print",
        r"\A the? gap{0,2} part in the? gap{0,2} texts any{0,10} said",
        _FIRST + "in? the? gap{0,4} prints any{0,10} day any{0,12} said",
        _FIRST + "in? the? day gap{0,3} prints any{0,15} said",
    ),
    _sign(
        "we", 1.0, "the outlet speaks of itself",
        "ourselves (helper|earlier){0,4} (fix|remove|take|takes|retract|fixes|clarify|cleared|regret|wrong"
        "|said|published)",
        "this error",
    ),
    _sign(
        "so instead", 1.0, "says what is so",
        r"stop they any{1,12} stop? \Z", r"stop the gap{0,3} (be|have) any{1,8} stop? \Z",
    ),
    _sign("not so", 0.5, "says what is not so", "not"),
    # Counts for the kind alone.
    _sign(
        "untrue", 0.0, "calls something untrue",
        "untrue", "not any{0,2} true", "not any{0,6} happen", "like any{0,4} wrong", "deny (the|this|they|that)",
        "have helper{0,2} deny", "now any{0,10} not", "admit any{0,6} not",
    ),
)  # fmt: skip
# What speaks against a notice where no label says that it is one.
AGAINST = (
    _sign(
        "others did", -2.5, "somebody else did it",
        "(capital | (?<!this) house | firm | they) active{0,3} (fix|remove|take|cleared|updated|regretted)",
    ),
    _sign("others' text", -2.0, "somebody else's text", "their gap{0,2} texts"),
    _sign(
        "others say", -2.0, "somebody else says it",
        r"\A any{0,3} others active{0,2} spoke",
        r"\A any{0,12} capital active{0,2} spoke",
        r"\A any{0,8} that they said",
    ),
    _sign("if", -2.0, "speaks in general", r"\A any{0,6} if"),
)  # fmt: skip


def of_paragraph(plain: str) -> Signs:
    """The signs in a paragraph made plain (notice_words.plainly)."""
    read = classes_of(plain)
    return Signs(_those_in(OWN, *read), _those_in(ACTS, *read), _those_in(AGAINST, *read))


def of_own_text(plain: str) -> Signs | None:
    """The signs in a paragraph made plain, or None when it speaks of no text of the outlet's own."""
    read = classes_of(plain)
    own = _those_in(OWN, *read)
    return Signs(own, _those_in(ACTS, *read), _those_in(AGAINST, *read)) if own else None


def _those_in(signs: Iterable[Sign], words: list[str], letters: str) -> dict[str, str]:
    matches = ((sign.name, sign.pattern.search(letters)) for sign in signs)
    return {name: " ".join(words[match.start() : match.end()]) for name, match in matches if match}


def reasons(signs: Signs) -> tuple[str, ...]:
    """What to tell the editor of these signs, each once."""
    known = signs.own | signs.acts
    told = (sign.says.format(known[sign.name]) for sign in (*OWN, *ACTS) if sign.name in known)
    return tuple(dict.fromkeys(told))
