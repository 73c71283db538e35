"""The labels notices open with: "Correction:", "[Editor's note]", "KILL", "Updated at 5 p.m.". Pure."""

import re
from dataclasses import dataclass

ENOUGH = 3.0

# What a label says, the kind of notice it tells ("" when it tells none), and how much it counts: one that counts less
# than ENOUGH needs words below it that say what a notice says.
_LABELS = (
    (r"corrections?(?:,? (?:and|&|/) (?:clarifications?|amplifications?|apolog(?:y|ies)))?", "correction", ENOUGH),
    (r"corrected(?: version)?|corrective|corrects?|amend(?:ments?|ed)|amplifications?|refile", "correction", ENOUGH),
    (r"corrigend(?:um|a)|(?:addend(?:um|a) and )?errat(?:um|a)(?: corrige)?|fe de erratas?", "correction", ENOUGH),
    (r"rectifications?|we rectify|setting (?:it|things|the record) straight|our mistake", "correction", ENOUGH),
    (r"we got (?:it|this|that) wrong|(?:transparency|correction) (?:notice|note)", "correction", ENOUGH),
    (
        r"clarifications?(?:,? (?:and|&|/) corrections?)?|clarified|(?:points? )?of clarification",
        "clarification",
        ENOUGH,
    ),
    (r"to clarify|to clear up any confusion|to avoid (?:any )?confusion|right of reply", "clarification", ENOUGH),
    (r"retractions?|retracted", "retraction", ENOUGH),
    (r"withdrawals?|withdrawn", "withdrawal", ENOUGH),
    (r"(?:mandatory |bulletin |story |photo |advisory )?kill(?: advisory| notice| bulletin)?", "withdrawal", ENOUGH),
    (
        r"(?:story|article|report|item|photo|picture|image|video|post|page|graphic|alert)"
        r" (?:removed|withdrawn|retracted|killed|deleted|pulled|kill)",
        "withdrawal",
        ENOUGH,
    ),
    (r"(?:story|article|report|item|post|page|headline|caption) (?:corrected|amended)", "correction", ENOUGH),
    (
        r"(?:editor(?:'s|s'|s|ial)?|ed\.?|publisher's|author's|newsroom|ombudsman's|reporter's|desk)"
        r" ?(?:note|update|statement)s?",
        "editor's note",
        ENOUGH,
    ),
    (
        r"(?:a )?(?:note|message|statement|apology|word|letter) (?:from|by|of|to) (?:the |our )?(?:editors?"
        r"|editorial \w+"
        r"|newsroom|editor-in-chief|publishers?|readers|viewers|listeners|desk|redaction)",
        "editor's note",
        ENOUGH,
    ),
    (r"expression of concern|attention (?:readers|subscribers|clients|users)|addend(?:um|a)", "editor's note", ENOUGH),
    (r"update[ds]?|edit(?:ed)?(?: to add)?|(?:story|article|recipe|post|review) updated", "update", ENOUGH),
    (r"eds|editors|att(?:entio)?n:?,? editors|\d\w\w ld(?:-writethru)?|writethru", "", 2.0),
    (r"an? apology|apolog(?:y|ies)|whoops|oops", "correction", 1.5),
    (r"precisions?", "clarification", 1.5),
    (r"for the record|(?:legal |important )?notice|note|advisory|hold|urgent|important|attention|statement", "", 1.5),
    (r"disclaimer|n\.?b\.?|p\.s\.", "", 1.5),
)  # fmt: skip
_LEAD = r"\A(?:\d{1,2}[.)] )?[\W_]{0,8}"
_BEFORE = (
    r"(?:(?:an?|the|our|two|three|important|major|minor|further|second|additional|online|print|web|story|headline|photo"
    r"|caption|video|news|readers?'?|authors?'?|author's|publisher|publisher's|editor's|late|formal|public|factual"
    r"|today's|yesterday's|(?:mon|tues|wednes|thurs|fri|satur|sun)day's|fact[ -]check|urgent|wire|partial|full|quick"
    r"|small|brief|slight|significant|broadcast|podcast|newsletter|article|recipe|on-air|latest|editorial|legal"
    r"|necessary|substantive|\dst|\dnd|\drd|final|last|first) ){0,2}?"
)
_TAIL = (
    r"(?P<tail> (?:was (?:made|added|appended)|were made|appended|added|made|issued|published|below|notices?|notes?"
    r"|advisory|and apology|alert|request"
    r"|to (?:this|our|an earlier|the) (?:story|article|report|post|version|column|review|page|piece)"
    r"|(?:of|to|for):|(?:notice |note )?(?:of|to|for|on):? (?:the article |the report |the paper )?\"\"))?"
)
_DATE = (
    r"(?:[\s,:|()\[\]*/.–—-]|\d{1,4}(?:st|nd|rd|th)?|[ap]\.?m\.?|(?-i:[A-Z]{2,4}\b)|on|at|of|as of|o'clock"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?){0,14}"
)
_HEADS = "|".join(f"(?P<l{at}>{words})" for at, (words, _, _) in enumerate(_LABELS))
_LABEL = re.compile(rf"{_LEAD}{_BEFORE}(?P<head>{_HEADS})(?!\w){_TAIL}{_DATE}", re.I)
_LONGEST_START = 60
# Nothing but speed: most paragraphs hold none of these near their start.
_PARTS_OF_LABELS = tuple(
    """
    correct corrig clarif retract updat note withdr kill amend errat rectif refile amplif removed delet pulled statement
    message apolog word letter expression attention attn addend record advis editor eds hold urgent import disclaim nb
    n.b p.s ed. edit reply errat precision setting notice wrong mistake oops writethru ld clear confusion
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_MARKED = re.compile(r"[:–—!\-\])|]|\.\s*\Z|\.\s|…")
# "UPDATE 2-Oil rises": the second telling of a wire story, and no notice.
_WIRE_SLUG = re.compile(r"\W*update[ -]\d{1,2} ?[- ] ?[A-Z]", re.I)


@dataclass(frozen=True)
class Label:
    """How a paragraph opens: the words of its label, the kind they tell, what they count, and what follows them.

    `of_a_text` is whether they name the text they are about: "Retraction of “Ships in the night”".
    """

    words: str
    kind: str
    weight: float
    rest: str
    of_a_text: bool = False


def label_of(plain: str) -> Label | None:
    """The label a paragraph opens with, where it is marked as one: by a colon, brackets, a date, capitals, the end.

    The paragraph is one made plain (notice_words.plainly).
    """
    start = plain[:_LONGEST_START].lower()
    match = any(part in start for part in _PARTS_OF_LABELS) and _LABEL.match(plain)
    if not match or _WIRE_SLUG.match(plain):
        return None
    _, kind, weight = _LABELS[next(at for at in range(len(_LABELS)) if match[f"l{at}"])]
    words, named = match["head"], match["tail"] or ""
    after = plain[match.end("tail" if named else "head") : match.end()]
    rest = plain[match.end() :]
    of_a_text = bool(re.match(r" (?:note |notice )?(?:to|of|for|on)\b", named))
    if (
        of_a_text
        or _is_marked(words, after, rest)
        or (kind not in ("", "withdrawal") and _is_set_apart(plain, after))
    ):
        return Label(words.lower(), kind, weight, rest, of_a_text)
    led_by = kind == "update" and re.match(
        r"(?:from|with|by|to (?!the|an?\b|its|our))\b", rest.lstrip(), re.I
    )
    return Label(words.lower(), kind, weight, rest) if led_by and words.lower() != "updates" else None


def _is_marked(words, after, rest):
    loud = words.isupper() and len(words) >= 4
    return loud or bool(_MARKED.search(after)) or not rest.strip() or rest.lstrip()[:1] in (":", "-", "!")


def _is_set_apart(plain, after):
    return plain.lstrip()[:1] in "[(*" or bool(re.search(r"\d", after))
