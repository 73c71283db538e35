"""What a page says about its own text: corrections and the other notices, told from reports about others' ones.

A notice opens with a label (notice_labels.py), or it names a text of its own and says what became of it. Each sign has
a weight (notice_signs.py); a paragraph whose signs add up to ENOUGH is a notice, and its kind is told by the label, or
by the weightiest thing it says.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extract import notice_signs, sentences, told_errors
from tracker.extract.notice_labels import ENOUGH, Label, label_of
from tracker.extract.notice_words import house_of, may_be_one, plainly
from tracker.extract.readings import NoticeFound, Span
from tracker.lib.text import fold, one_line

MOST_PARAGRAPHS = 3_000
WINDOW = 3  # paragraphs: a header, a line such as "As published in ...", and the notice itself
LONGEST_HEADER = 60
# Characters in which a paragraph without a label must show what it is; one that is longer than the second is a report.
SHOWN_BY, LONGEST_UNLABELLED = 450, 1_500


def find(
    text: str, *, title: str = "", outlet: str = "", announced: Sequence[str] = ()
) -> tuple[NoticeFound, ...]:
    """The notices of a page about its own text, in order; a header and its notice are one.

    `kind` is correction, clarification, retraction, reversal (the page calls its own story false),
    withdrawal (the text is taken back or killed), update (no error admitted) or editor's note.
    `outlet` is the name of who publishes the page: what it says of itself by name is a notice, and what it says of
    another is none. `announced` are the words of corrections that the page's linked data announces: the paragraphs
    with them are notices, however they read. Any text is accepted.
    """
    house = house_of(outlet)
    paragraphs = sentences.paragraphs(text)[:MOST_PARAGRAPHS]
    found: list[NoticeFound] = []
    position = 0
    while position < len(paragraphs):
        notice, taken = _notice_at(text, paragraphs, position, house)
        if notice:
            found.append(notice)
        position += taken
    return _with_errors(text, _with_announced(text, paragraphs, found, announced))


_ANNOUNCED = "the page's linked data announces it as a correction"


def _with_announced(text, paragraphs, found, announced):
    """The notices with those that are announced, and that reason with each of them."""
    for words in announced:
        spans = (span for span in paragraphs if one_line(words) in one_line(text[span.start : span.end]))
        if not (span := next(spans, None)):
            continue
        known = [one for one in found if one.start < span.end and span.start < one.end]
        kind, reasons = classify(f"Correction: {words}") or ("correction", ())
        one = known[0] if known else NoticeFound(span.start, span.end, kind, reasons[1:])
        found = [other for other in found if other not in known[:1]]
        found.append(replace(one, reasons=(*one.reasons, _ANNOUNCED)))
    return sorted(found, key=lambda one: one.start)


def _with_errors(text: str, found: list[NoticeFound]) -> tuple[NoticeFound, ...]:
    """The notices with what they tell about the error; of very many the first."""
    told = told_errors.read(text, [Span(notice.start, notice.end) for notice in found])
    read = [
        replace(notice, said=error.said, right=error.right, sentence=error.sentence)
        for notice, error in zip(found, told, strict=False)
    ]
    return (*read, *found[len(read) :])


def classify(paragraph: str, *, before: str = "", outlet: str = "") -> tuple[str, tuple[str, ...]] | None:
    """The kind of notice one paragraph is, with reasons, or None. `before` is the paragraph above it."""
    return _classify(paragraph, before, house_of(outlet))


def _classify(paragraph, before, house):
    plain = plainly(paragraph, house=house)
    if wire := plain[:1] in "([" and _WIRE.match(plain):
        verb = wire["verb"].lower()
        return _WIRE_KINDS.get(verb, "correction"), (f"is a wire service's note that it '{verb}' something",)
    label = label_of(plain)
    if not (label or may_be_one(plain[:SHOWN_BY])) or _is_introduced(before):
        return None
    return _labelled(label) if label else _unlabelled(plain, house)


_WIRE = re.compile(
    r"\s*[(\[]\s*(?:this (?:\w+[\s.-]){0,4}?(?:version|story|item|refile|article)? ?(?:also )?|eds:? ?)?"
    r"(?P<verb>corrects?|refiles?|fixes|clarifies|updates?|adds?|recasts|deletes|removes|drops|restores|subs|edits"
    r"|rewrites)\b(?!:)[^\n]{3,300}[)\]]\s*\Z",
    re.I,
)
_WIRE_KINDS = dict.fromkeys(("update", "updates", "add", "adds", "recasts", "rewrites"), "update") | {
    "clarifies": "clarification"
}
_COLON_NOTE = re.compile(
    r"(?:\b(?:correction|retraction|note|clarification|apology)\b[^.]{0,60}|reads?|said|added|statement)\s*:\s*\Z",
    re.I,
)


def _is_introduced(before: str) -> bool:
    """Whether the paragraph above quotes what follows: "The paper added this note:"."""
    if not before.rstrip().endswith(":"):
        return False
    before = fold(before[-300:])
    return bool(_COLON_NOTE.search(before)) and not _is_bare(label_of(before), before)


# What looks like a notice and is none -----------------------------------------------------------------

_POLICY = re.compile(
    r"\b(?:e-?mail|contact|write to|send|call|report|submit|tell us|let us know|get in touch|reach us"
    r"|fill (?:in|out)|click)"
    r"\b[^.]{0,80}(?:\b(?:corrections?|errors?|mistakes?|inaccurac\w+|form|desk|editor|us|if)\b|@)"
    r"|(?<!sorry )\b(?:if|when|whenever|should) (?:you|we|there|an?|one|readers|anyone)\b"
    r"|\b(?:our|the|its) (?:corrections?|editorial|accuracy|standards) (?:policy|policies|page)\b"
    r"|\b(?:is|our) (?:the )?policy\b|\b(?:let us know|tell us)\W*\Z|\w@\w"
    r"|\bwe (?:strive|aim|try|are committed|welcome|endeavou?r|take (?:accuracy|errors|mistakes))\b",
    re.I,
)  # fmt: skip
_SIGN_UP = re.compile(
    r"\b(?:sign up|subscribe|newsletters?|inbox|follow us|download (?:our|the) app|preferences|live updates"
    r"|latest updates"
    r"|cookies|could not be found)\b",
    re.I,
)
_TOLD_OF_OTHERS = re.compile(
    r"\W*(?i:according to)\b|\W*(?i:an?|the) (?:[\w'-]+ ){0,3}?(?:article|story|report|column|editorial|headline|piece)"
    r" (?:in|by|from) (?:[Tt]he )?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Page|Section)[A-Z]"
)
_TOLD_BY_SOMEBODY = re.compile(
    r"[,\"'] (?:(?:the|a|an|his|her|their) )?[\w'. -]{2,60} (?:said|says|wrote|writes|told [\w ]{2,30}|added|argued"
    r"|explained)(?: (?:on|in|at|to|after|during) [^.\n]{2,50})?\.?\s*\Z|, (?:said|says|wrote) [^,]{2,60}\.?\s*\Z"
)
_TALK_OF_NOTICES = re.compile(
    r"\b(?:said|saying|wrote|reads?|responded|acknowledged|noted|noting|tweeted|added|posted|issued|appended"
    r"|published|ran"
    r"|printed|demanded?|sought|requested)\b[^.]{0,60}\b(?:corrections?|retraction|editor'?s'? note"
    r"|clarification|apology)\b"
    r"|\b(?:corrections?|retraction|editor'?s'? note|clarification) (?:reads?|said|says|was|has|notes?"
    r"|stated?s?|on|from|by"
    r"|in|came|that)\b",
    re.I,
)  # fmt: skip
# What a text that says so of an earlier version cannot be.
_SURELY_OWN = frozenset(["version of this", "earlier version", "printed"])


def _is_service(plain, signs):
    """Policy pages, sign-ups, error pages."""
    return signs.own.keys().isdisjoint(_SURELY_OWN) and bool(
        _POLICY.search(plain[:300]) or _SIGN_UP.search(plain[:300])
    )


def _is_a_story_of_it(label: Label) -> bool:
    """A heading that plays on the word ("Correction: Making a Mockery of Money"), or news of another's retraction."""
    rest = label.rest.lstrip(" :")
    if label.of_a_text or label.kind not in ("correction", "retraction", ""):
        return False
    long_words = [word for word in rest.split() if len(word) > 3]
    is_title = (
        len(long_words) >= 3
        and all(word[0].isupper() for word in long_words)
        and not rest.rstrip().endswith((".", "!", ")"))
    )
    if is_title or label.kind == "correction":
        return is_title
    by_another = re.match(r"(?:from|by) (?!the editor|our|us\b)", rest)
    forced = re.search(r"\b(?:forced to|has admitted|was forced|admits|apologi[sz]es)\b", rest[:200])
    return bool(by_another or (forced and not notice_signs.of_paragraph(rest).own))


# With a label ------------------------------------------------------------------------------------------


def _labelled(label: Label) -> tuple[str, tuple[str, ...]] | None:
    signs = notice_signs.of_paragraph(label.rest)
    weight = label.weight
    if label.weight >= 2 or signs.own or signs.acts.keys() & {"we", "taken back"}:
        weight += signs.own_weight + signs.acts_weight + ("untrue" in signs.acts)
    if (
        weight < ENOUGH
        or (_is_service(label.rest, signs) and "this text" not in signs.own)
        or _is_a_story_of_it(label)
    ):
        return None
    kind = _kind_of(label, signs)
    return kind, (f"opens with '{label.words}'", *(() if kind == label.kind else (_KIND_REASONS[kind],)))


_KIND_REASONS = {
    "correction": "names an error or its correction",
    "clarification": "says what it clarifies",
    "withdrawal": "takes the text back",
    "retraction": "takes the text back",
    "reversal": "calls the page's own story false",
    "update": "admits no error",
    "editor's note": "a note of the editors",
}
_SAYS_WHICH = re.compile(r"[\W_]*(corrections?|corrected|clarifications?|clarified)\b(?=[\W_]*[:)\]])", re.I)


def _kind_of(label: Label, signs) -> str:
    if says := _SAYS_WHICH.match(label.rest):
        return "clarification" if says[1].lower().startswith("clar") else "correction"
    if label.kind == "correction":
        return "retraction" if "taken back" in signs.acts else "correction"
    if label.kind == "clarification" and re.match(r"\W*correction", label.rest, re.I):
        return "correction"
    if label.kind in ("clarification", "retraction", "withdrawal"):
        return "correction" if "correct" in label.words else label.kind
    if label.weight < ENOUGH and "corrected" in signs.acts:
        return "correction"
    return _kind_of_acts(signs) or ("reversal" if "untrue" in signs.acts else label.kind or "editor's note")


def _kind_of_acts(signs) -> str | None:
    """What the words of a notice admit, without its label."""
    acts = signs.acts.keys()
    wrong = not acts.isdisjoint({"erring", "error"})
    if "taken back" in acts:
        return "withdrawal"
    told = signs.own.keys() & {"version of this", "earlier version"} or acts & {
        "said before",
        "said in print",
    }
    if told or ("corrected" in acts and (signs.own or wrong)):
        return "clarification" if "clarified" in acts and not wrong else "correction"
    if "clarified" in acts:
        return "clarification"
    if acts & {"untrue", "own story untrue"}:
        return "reversal"
    return "correction" if (wrong or "regret" in acts) and (signs.own or "we" in acts) else None


# Without one -------------------------------------------------------------------------------------------

# Signs that say nothing of a text being wrong, changed or taken back.
_SAY_LITTLE = frozenset(["we", "so instead", "not so", "untrue"])


def _unlabelled(plain: str, house) -> tuple[str, tuple[str, ...]] | None:
    if len(plain) > LONGEST_UNLABELLED or plain.lstrip()[:1] in '"“':
        return None
    signs = notice_signs.of_own_text(plain[:SHOWN_BY])
    if signs is None or signs.acts.keys() <= _SAY_LITTLE or _is_service(plain, signs):
        return None
    if "regrets" in signs.own and house and "this newspaper" not in plain:
        return None
    if signs.own_weight + signs.acts_weight + _against(plain, signs) < ENOUGH:
        return None
    kind = _kind_of_acts(signs) or ("update" if "updated" in signs.acts else "correction")
    if kind == "reversal" and "own story untrue" not in signs.acts:
        kind = "correction"
    if kind == "withdrawal" and re.search(r"\bretract", plain, re.I):
        kind = "retraction"
    return kind, notice_signs.reasons(signs)


def _against(plain: str, signs) -> float:
    """The weight of what speaks for somebody else's text; who says "this article" cannot mean another's."""
    if signs.own.keys() & {"version of this", "this text"}:
        return sum(
            sign.weight
            for sign in notice_signs.AGAINST
            if sign.name in signs.against.keys() & {"others say", "if"}
        )
    weight = sum(sign.weight for sign in notice_signs.AGAINST if sign.name in signs.against)
    if _TOLD_OF_OTHERS.match(plain) or _TOLD_BY_SOMEBODY.search(plain[:700]):
        weight -= 3
    return weight - 3 * bool(_TALK_OF_NOTICES.search(plain[:600]))


# Header and body ---------------------------------------------------------------------------------------


def _is_bare(label: Label | None, plain: str) -> bool:
    return label is not None and len(plain.strip()) <= LONGEST_HEADER and len(label.rest.split()) <= 3


def _notice_at(
    text: str, paragraphs: tuple[Span, ...], position: int, house
) -> tuple[NoticeFound | None, int]:
    span = paragraphs[position]
    before = text[paragraphs[position - 1].start : paragraphs[position - 1].end] if position else ""
    paragraph = text[span.start : span.end]
    reading = _classify(paragraph, before, house)
    if reading is None:
        return None, 1
    kind, reasons = reading
    folded = fold(paragraph[:4_000])
    if not _is_bare(label_of(folded), folded):
        return NoticeFound(span.start, span.end, kind, reasons), 1
    for step in range(1, min(WINDOW, len(paragraphs) - position)):
        below = paragraphs[position + step]
        body = plainly(text[below.start : below.end], house=house)
        signs = notice_signs.of_paragraph(body)
        if label_of(body) and signs.own.keys().isdisjoint({"earlier version", "version of this"}):
            break
        if _is_body(body, signs, step):
            joined = f"'{paragraph.strip()}' heads the notice {'below it' if step == 1 else 'two paragraphs below'}"
            return NoticeFound(span.start, below.end, _kind_below(kind, signs), (*reasons, joined)), step + 1
    return NoticeFound(span.start, span.end, kind, reasons), 1


def _kind_below(kind, signs):
    """The kind of a header and the notice below it: "Editor's note" alone tells none."""
    if kind not in ("update", "editor's note"):
        return kind
    return _kind_of_acts(signs) or ("reversal" if "untrue" in signs.acts else kind)


def _is_body(body, signs, step):
    if len(body) > LONGEST_UNLABELLED or body.lstrip()[:1] in '"“':
        return False
    if step > 1:
        return not signs.own.keys().isdisjoint(_SURELY_OWN)
    return bool(signs.own or signs.acts.keys() - {"said before", "said in print", "not so", "so instead"})
