# ruff: noqa: E501 - a pattern is one line
"""What a page says about its own text: corrections and the other notices, told from reports about others' ones.

A notice opens with a label ("Correction:", "Editor's note"), or it names a text of its own and says what became of it.
Each sign has a weight (notice_signs.py); a paragraph whose signs add up to ENOUGH is a notice, and its kind is told by
the label, or by the weightiest thing it says.
"""

import re
from dataclasses import dataclass, replace

from tracker.extract import notice_signs, sentences, told_errors
from tracker.extract.readings import NoticeFound, Span
from tracker.lib.text import fold

MOST_PARAGRAPHS = 3_000
WINDOW = 3  # paragraphs: a header, a line such as "As published in ...", and the notice itself
LONGEST_HEADER = 60
ENOUGH = 3.0
# Characters in which a paragraph without a label must show what it is.
LONGEST_SIGN = 450
# A paragraph without a label that is longer is part of the report.
LONGEST_UNLABELLED = 1_500

# Labels -----------------------------------------------------------------------------------------------

# What opens a notice, the kind it tells ("" when it tells none), and how much it counts.
_LABELS = (
    (r"corrections?(?:,? (?:and|&|/) (?:clarifications?|amplifications?|apolog(?:y|ies)))?", "correction", 3),
    (r"corrected(?: version)?|corrective|corrigend(?:um|a)|errata corrige|errat(?:um|a)|rectifications?|refile|amplifications?", "correction", 3),
    (r"amend(?:ments?|ed)|correct|corrects|setting (?:it|things|the record) straight|we got (?:it|this|that) wrong|our mistake|oops", "correction", 3),
    (r"clarifications?(?:,? (?:and|&|/) corrections?)?|to clarify|(?:points? )?of clarification|clarified", "clarification", 3),
    (r"retractions?|retracted", "retraction", 3),
    (r"(?:mandatory |bulletin |story |photo |advisory )?kill(?: advisory| notice| bulletin)?|withdrawals?|withdrawn", "withdrawal", 3),
    (r"(?:story|article|report|item|photo|picture|image|video|post|page|graphic|alert) (?:removed|withdrawn|retracted|killed|corrected|deleted|pulled|kill)", "withdrawal", 3),
    (r"(?:editor(?:'s|s'|s|ial)?|publisher's|author's|newsroom|ombudsman's|managing editor's|reporter's|web editor's|desk) ?(?:note|update|statement)s?", "editor's note", 3),
    (r"(?:a )?(?:note|message|statement|apology|word|letter) (?:from|by|of|to) (?:the |our )?(?:editors?|editorial \w+|newsroom|editor-in-chief|publishers?|readers|viewers|listeners|desk|redaction)", "editor's note", 3),
    (r"expression of concern|(?:note to|attention) (?:readers|editors|subscribers|clients|users)|addend(?:um|a)", "editor's note", 3),
    (r"update[ds]?", "update", 3),
    (r"eds|editors|attention,? editors", "", 2),
    (r"precisions?", "clarification", 1.5),
    (r"an? apology|apolog(?:y|ies)|for the record|note|advisory|hold|urgent|important(?: notice)?|disclaimer|attention|nb|n\.b\.|p\.s\.|legal notice|notice|statement", "", 1.5),
)  # fmt: skip
_LEAD = r"\A(?:\d{1,2}[.)] )?[\W_]{0,8}"
_BEFORE = (
    r"(?:(?:an?|the|our|two|three|important|major|minor|further|second|additional|online|print|web|story|headline|photo"
    r"|caption|video|news|reader|readers'|author|author's|publisher|publisher's|editor's|late|late-breaking|formal|public"
    r"|factual|post-publication|today's|yesterday's|(?:mon|tues|wednes|thurs|fri|satur|sun)day's|fact[ -]check|urgent"
    r"|wire|partial|full|quick|small|brief|slight|significant|broadcast|podcast|newsletter|article|recipe|on-air|latest"
    r"|editorial|legal|necessary|substantive|1st|2nd|3rd|final|new|breaking|live|last|first) ){0,2}?"
)
_DATE = (
    r"(?:[\s,:|()\[\]*/.–—-]|\d{1,4}(?:st|nd|rd|th)?|[ap]\.?m\.?|(?-i:[A-Z]{2,4}\b)|on|at|of"
    r"|as of|o'clock|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec)[a-z]*\.?){0,14}"
)
_TAIL = (
    r"(?P<tail> (?:was (?:made|added|appended)|were made|appended|added|notices?|below|notes?|advisory|and apology|alert|request|made|issued|published"
    r"|to (?:this|our|an earlier|the) (?:story|article|report|post|version|column|review|page|piece)"
    r"|(?:of|to|for):|(?:of|to|for|on):? (?:the article |the report |the paper )?\"\"))?"
)
_LABEL = re.compile(
    rf"{_LEAD}{_BEFORE}(?P<head>{'|'.join(f'(?P<l{at}>{words})' for at, (words, _, _) in enumerate(_LABELS))})\b{_TAIL}{_DATE}",
    re.I,
)
# Nothing but speed: most paragraphs hold none of these near their start.
_MAY_BE_LABELLED = re.compile(
    r"correct|corrig|clarif|retract|updat|note|withdr|kill|amend|erra[t]|rectif|refile|amplif|remov|delet|pulled|statement|message"
    r"|apolog|word from|letter|expression|attention|addend|record|advis|editors|eds|hold|urgent|important|disclaim|n\.?b\.?"
    r"|p\.s|precision|setting|notice|wrong|mistake|oops|correc",
    re.I,
)
_MARKED = re.compile(r"[:–—!\-\])|]|\.\s*\Z|\.\s|…")
# "UPDATE 2-Oil rises": the second telling of a wire story, and no notice.
_WIRE_SLUG = re.compile(r"\W*update[ -]\d{1,2} ?[- ] ?[A-Z]", re.I)
_SAYS_WHICH = re.compile(r"[\W_]*(corrections?|corrected|clarifications?|clarified)\b(?=[\W_]*[:)\]])", re.I)
_WIRE = re.compile(
    r"\A\s*[(\[]\s*(?:this (?:\w+[\s.-]){0,4}?(?:version|story|item|refile|article)? ?(?:also )?|eds:? ?)?"
    r"(?P<verb>corrects?|refiles?|fixes|clarifies|updates?|adds?|recasts|deletes|removes"
    r"|drops|restores|subs|edits|rewrites)\b(?!:)[^\n]{3,300}[)\]]\s*\Z",
    re.I,
)
_WIRE_KINDS = {"updates": "update", "update": "update", "adds": "update", "add": "update", "recasts": "update",
               "rewrites": "update", "clarifies": "clarification"}  # fmt: skip


@dataclass(frozen=True)
class _Label:
    """How a paragraph opens: the words of its label, the kind they tell, what they count, what follows, and whether they name the text."""

    words: str
    kind: str
    weight: float
    rest: str
    of_a_text: bool = False


def find(text: str, *, title: str = "", outlet: str = "") -> tuple[NoticeFound, ...]:
    """The notices of a page about its own text, in order; a header and its notice are one.

    `kind` is correction, clarification, retraction, reversal (the page calls its own story false),
    withdrawal (the text is taken back or killed), update (no error admitted) or editor's note.
    `outlet` is the name of who publishes the page: what it says of itself by name is a notice, and what it says of
    another is none. Any text is accepted.
    """
    house = notice_signs.house_of(outlet)
    paragraphs = sentences.paragraphs(text)[:MOST_PARAGRAPHS]
    found: list[NoticeFound] = []
    position = 0
    while position < len(paragraphs):
        notice, taken = _notice_at(text, paragraphs, position, house)
        if notice:
            found.append(notice)
        position += taken
    return _with_errors(text, found)


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
    return _classify(paragraph, before, notice_signs.house_of(outlet))


def _classify(paragraph, before, house):
    plain, label = "", None
    if _MAY_BE_LABELLED.search(paragraph[:LONGEST_HEADER]):
        plain = notice_signs.plainly(paragraph, house=house)
        label = _label_of(plain)
    if label is None and not notice_signs.may_be_one(paragraph):
        return None
    plain = plain or notice_signs.plainly(paragraph, house=house)
    if wire := _WIRE.match(plain):
        verb = wire["verb"].lower()
        return _WIRE_KINDS.get(verb, "correction"), (f"is a wire service's note that it '{verb}' something",)
    if _is_introduced(before):
        return None
    return _labelled(label) if label else _unlabelled(plain, house)


def _label_of(plain: str) -> _Label | None:
    """The label a paragraph opens with, where it is marked as one: by a colon, a bracket, a date, capitals, a line."""
    match = _LABEL.match(plain)
    if not match or _WIRE_SLUG.match(plain):
        return None
    written = match["head"]
    _, kind, weight = _LABELS[next(at for at in range(len(_LABELS)) if match[f"l{at}"])]
    tail = plain[match.end("tail") if match["tail"] else match.end("head") : match.end()]
    rest = plain[match.end() :]
    of_a_text = re.match(r" (?:to|of|for|on)\b", match["tail"] or "")
    marked = bool(_MARKED.search(tail)) or not rest.strip() or rest.lstrip()[:1] in (":", "-", "!")
    loud = written.isupper() and len(written) >= 4
    by_itself = kind in ("correction", "clarification", "retraction", "update", "editor's note")
    dated = by_itself and bool(re.search(r"\d", tail))
    in_brackets = by_itself and plain.lstrip()[:1] in "[(*"
    led_by = (
        kind == "update"
        and re.match(r"(?:from|with|by|to (?!the|an?\b|its|our))\b", rest.lstrip(), re.I)
        and written.lower() != "updates"
    )
    if marked or loud or dated or in_brackets or led_by or of_a_text:
        return _Label(written.lower(), kind, weight, rest, bool(of_a_text))
    return None


def _is_bare(label: _Label | None, plain: str) -> bool:
    return label is not None and len(plain.strip()) <= LONGEST_HEADER and len(label.rest.split()) <= 3


# With a label ------------------------------------------------------------------------------------------

_POLICY = re.compile(
    r"\b(?:e-?mail|contact|write to|send|call|report|submit|let us know|get in touch|reach us|fill (?:in|out)|click)\b[^.]{0,80}"
    r"\b(?:corrections?|errors?|mistakes?|inaccurac\w+|@|form|desk|editor|us)\b"
    r"|\b(?:if|when|whenever|should) (?:you|we|there|an?|one|readers|anyone)\b"
    r"|\b(?:our|the|its) (?:corrections?|editorial|accuracy|standards) (?:policy|policies|guidelines|page)\b"
    r"|\b(?:is|our) (?:the )?policy\b|\bwe (?:strive|aim|try|are committed|welcome|endeavou?r|take (?:accuracy|errors|mistakes))\b",
    re.I,
)
_SIGN_UP = re.compile(
    r"\b(?:sign up|subscribe|newsletters?|inbox|follow us|download (?:our|the) app|preferences|live updates|latest updates)\b",
    re.I,
)


def _labelled(label: _Label) -> tuple[str, tuple[str, ...]] | None:
    signs = notice_signs.of_paragraph(label.rest)
    weight = label.weight
    if label.weight >= 2 or signs.own or signs.acts.keys() & {"we", "taken back"}:
        weight += _own(signs) + sum(sign.weight for sign in notice_signs.ACTS if sign.name in signs.acts)
    if label.weight < ENOUGH and "untrue" in signs.acts:
        weight += 1
    if _POLICY.search(label.rest[:300]) and not signs.own.keys() & {
        "version of this",
        "earlier version",
        "printed",
    }:
        weight -= 5
    if _SIGN_UP.search(label.rest[:300]) and not signs.own:
        weight -= 3
    if _is_a_story_of_it(label):
        weight -= 5
    if weight < ENOUGH:
        return None
    reason = f"opens with '{label.words}'"
    kind = _kind(label, signs)
    return kind, (reason, *(() if kind == label.kind else (_KIND_REASONS[kind],)))


def _own(signs) -> float:
    """The weight of the weightiest sign that the text spoken of is the outlet's own."""
    return max((sign.weight for sign in notice_signs.OWN if sign.name in signs.own), default=0.0)


def _kind(label: _Label, signs) -> str:
    if says := _SAYS_WHICH.match(label.rest):
        return "clarification" if says[1].lower().startswith("clar") else "correction"
    if label.kind == "correction":
        return "retraction" if "taken back" in signs.acts else "correction"
    if label.kind == "clarification" and re.match(r"\W*correction", label.rest, re.I):
        return "correction"
    if label.kind in ("clarification", "retraction", "withdrawal"):
        return "correction" if "correct" in label.words else label.kind
    return _kind_of_acts(signs) or label.kind or "editor's note"


def _kind_of_acts(signs) -> str | None:
    """What the words of a notice admit, without its label."""
    acts = signs.acts.keys()
    if "taken back" in acts:
        return "withdrawal"
    wrong = bool(acts & {"erring", "error"})
    told = signs.own.keys() & {"version of this", "earlier version"} or "said before" in acts
    if told or ("corrected" in acts and (signs.own or wrong)):
        return "clarification" if "clarified" in acts and not wrong else "correction"
    if "clarified" in acts:
        return "clarification"
    if acts & {"untrue", "own story untrue"}:
        return "reversal"
    if "regret" in acts and (signs.own or wrong):
        return "correction"
    return "correction" if wrong and (signs.own or "we" in acts) else None


_KIND_REASONS = {
    "correction": "names an error or its correction", "clarification": "says what it clarifies",
    "withdrawal": "takes the text back", "retraction": "takes the text back", "reversal": "calls the page's own story false",
    "update": "admits no error", "editor's note": "a note of the editors",
}  # fmt: skip


def _is_a_story_of_it(label: _Label) -> bool:
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
    return bool(
        re.match(r"(?:from|by) (?!the editor|our|us\b)", rest)
        or (
            re.search(r"\b(?:forced to|has admitted|was forced|admits|apologi[sz]es)\b", rest[:200])
            and not notice_signs.of_paragraph(rest).own
        )
    )


# Without one -------------------------------------------------------------------------------------------

_TOLD_OF_OTHERS = re.compile(
    r"\A\W*(?i:according to)\b|\A\W*(?i:an?|the) (?:[\w'-]+ ){0,3}?(?:article|story|report|column|editorial|headline|piece) (?:in|by|from) (?:[Tt]he )?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Page|Section)[A-Z]"
)
_TOLD_BY_SOMEBODY = re.compile(
    r"[,\"'] (?:(?:the|a|an|his|her|their) )?[\w'. -]{2,60} (?:said|says|wrote|writes|told [\w ]{2,30}|added|argued|explained)"
    r"(?: (?:on|in|at|to|after|during) [^.\n]{2,50})?\.?\s*\Z|, (?:said|says|wrote) [^,]{2,60}\.?\s*\Z"
)
_TALK_OF_NOTICES = re.compile(
    r"\b(?:said|saying|wrote|reads?|responded|acknowledged|noted|noting|tweeted|added|posted|issued|appended|published|ran|printed|demanded?|sought|requested)\b"
    r"[^.]{0,60}\b(?:corrections?|retraction|editor'?s'? note|clarification|apology)\b"
    r"|\b(?:corrections?|retraction|editor'?s'? note|clarification) (?:reads?|said|says|was|has|notes?|stated?s?|on|from|by|in|came|that)\b",
    re.I,
)


def _unlabelled(plain: str, house) -> tuple[str, tuple[str, ...]] | None:
    if len(plain) > LONGEST_UNLABELLED or plain.lstrip()[:1] in '"“':
        return None
    signs = notice_signs.of_own_text(plain[:LONGEST_SIGN])
    if signs is None or ("regrets" in signs.own and house and "this newspaper" not in plain):
        return None
    of_itself = not signs.own.keys().isdisjoint({"version of this", "this text"})
    acts = [sign for sign in notice_signs.ACTS if sign.name in signs.acts]
    weight = _own(signs) + sum(sign.weight for sign in acts)
    weight += sum(
        sign.weight
        for sign in notice_signs.AGAINST
        if sign.name in signs.against and not (of_itself and sign.name in ("others' text", "others did"))
    )
    if not of_itself and (_TOLD_OF_OTHERS.match(plain) or _TOLD_BY_SOMEBODY.search(plain[:700])):
        weight -= 3
    if not of_itself and _TALK_OF_NOTICES.search(plain[:600]):
        weight -= 3
    if not of_itself and "printed" not in signs.own and _POLICY.search(plain[:300]):
        weight -= 4
    if weight < ENOUGH or not any(sign.weight >= 1 and sign.name != "we" for sign in acts):
        return None
    kind = _kind_of_acts(signs) or ("update" if "updated" in signs.acts else "correction")
    if kind == "withdrawal" and re.search(r"\bretract", plain, re.I):
        kind = "retraction"
    return kind, tuple(
        sign.says.format({**signs.own, **signs.acts}[sign.name])
        for sign in (*notice_signs.OWN, *acts)
        if sign.name in {**signs.own, **signs.acts}
    )


_COLON_NOTE = re.compile(
    r"(?:\b(?:correction|retraction|note|clarification|apology)\b[^.]{0,60}|reads?|said|added|statement)\s*:\s*\Z",
    re.I,
)


def _is_introduced(before: str) -> bool:
    """Whether the paragraph above quotes what follows: "The paper added this note:"."""
    before = fold(before[-300:])
    return bool(_COLON_NOTE.search(before)) and not _is_bare(_label_of(before), before)


# Header and body ---------------------------------------------------------------------------------------


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
    if not _is_bare(_label_of(folded), folded):
        return NoticeFound(span.start, span.end, kind, reasons), 1
    for step in range(1, WINDOW):
        if position + step >= len(paragraphs):
            break
        below = paragraphs[position + step]
        body = notice_signs.plainly(text[below.start : below.end], house=house)
        signs = notice_signs.of_paragraph(body)
        if _label_of(body) and signs.own.keys().isdisjoint({"earlier version", "version of this"}):
            break
        if _is_body(body, signs, step):
            joined = f"'{paragraph.strip()}' heads the notice {'below it' if step == 1 else 'two paragraphs below'}"
            if kind in ("update", "editor's note"):
                kind = _kind_of_acts(signs) or kind
            return NoticeFound(span.start, below.end, kind, (*reasons, joined)), step + 1
    return NoticeFound(span.start, span.end, kind, reasons), 1


def _is_body(body, signs, step):
    if len(body) > LONGEST_UNLABELLED or body.lstrip()[:1] in '"“':
        return False
    if step > 1:
        return not signs.own.keys().isdisjoint({"earlier version", "version of this", "printed"})
    return bool(signs.own or signs.acts.keys() - {"said", "not so"})
