"""What a page says about its own text: corrections and the other notices, told from reports about others' ones."""

import re
from dataclasses import replace

from tracker.extract import sentences, told_errors
from tracker.extract.readings import NoticeFound, Span
from tracker.lib.text import fold

MOST_PARAGRAPHS = 3_000
WINDOW = 3  # paragraphs: a header, a line such as "As published in ...", and the notice itself
LONGEST_HEADER = 60

_DATE_PART = (
    r"(?:[\s,:|()\[\]*/.–—-]|\d{1,4}(?:st|nd|rd|th)?|[ap]\.?m\.?|(?-i:[A-Z]{2,4}\b)|on|at"
    r"|as of|o'clock|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec)[a-z]*\.?){0,14}"
)
_LEAD = r"\A[\s\[(*_>•–—-]{0,6}"
_HEADER = re.compile(
    _LEAD
    + (
        r"(?P<head>corrections?(?: (?:and|&) (?:clarifications?|amplifications?))?|corrected(?: version)?"
        r"|corrective|correct"
        r"|(?:story|article|report|item|photo|video|post) (?:removed|withdrawn|retracted|killed|corrected|deleted)"
        r"|amplifications?|(?:a )?note from the editors?|(?:a )?note to (?:our )?readers"
        r"|clarifications?(?: (?:and|&) corrections?)?|to clarify|retractions?|retracted|editor(?:'s|s'"
        r"|s)? ?notes?|editors?' note"
        r"|note from the editors?"
        r"|publisher's note|update[ds]?|kill(?: advisory)?|story withdrawn|withdrawn|withdrawal"
        r"|advisory|note to (?:readers|editors)|note|for the record|refile|erratum|errata|apology"
        r"|amendment|amended|mandatory kill|bulletin kill|editor(?:'s)? update)\b"
        r"(?P<tail> (?:appended|added|notice|below|note|advisory|and apology|to this (?:story|article)))?"
    )
    + _DATE_PART,
    re.I,
)
_MARKED = re.compile(r"[:–—!\-\])]|\.\s*\Z|\.\s")
_OWN_TEXT = (
    r"(?:this|our|the|an?) (?:(?:earlier|previous|original|prior|initial|first|above|foregoing"
    r"|print|online|live|news|\w+day) ){0,3}(?:versions? of (?:this|the|our|a"
    r"|that) )?(?:\w+ ){0,2}?(?:story|article|post|report|piece|headline|caption|summary|item"
    r"|column|version|review|blog|page|graphic|chart|map|video|photo|photograph|picture"
    r"|editorial|obituary|essay|interview|analysis|timeline|subheading|standfirst|dispatch"
    r"|tweet|podcast|episode|newsletter|list|quiz|transcript|text|copy)\b"
)
_OWN = re.compile(_OWN_TEXT, re.I)
_EARLIER = re.compile(
    r"\b(?:an?|the|our|in an?) (?:earlier|previous|original|prior|initial|first) (?:version"
    r"|edition|post|story|article|report|headline|caption)|\b(?:earlier"
    r"|previous) versions of\b|\b(?:this|the|our) (?:\w+ )?(?:story|article|post|report|piece"
    r"|headline|caption|column|review|item) (?:originally|previously|initially|earlier|wrongly"
    r"|incorrectly|mistakenly|erroneously|misstated|misidentified|misspelled|misattributed"
    r"|misquoted|gave|has been corrected|was corrected|was amended|has been amended"
    r"|was edited to correct|stated incorrectly)|\bin an earlier (?:version|edition)|\b(?:an"
    r"|the) (?:article|story|report|item|column|picture caption|caption|obituary|review"
    r"|headline|map|chart|graphic|editorial|essay|news analysis)\b[^\n]{0,300}?\b(?:misstated"
    r"|misidentified|misspelled|misattributed|misquoted|misstates|misidentifies"
    r"|referred (?:incorrectly|imprecisely)|rendered incorrectly|gave an incorrect"
    r"|incorrectly (?:\w+)|omitted|erroneously|described incorrectly"
    r"|included (?:an )?(?:incorrect|outdated)|transposed|reversed|overstated|understated"
    r"|left the incorrect impression|imprecisely)",
    re.I,
)
_ERROR = re.compile(
    r"\b(?:misstated|misidentified|misspelled|misspelt|misattributed|misquoted"
    r"|mischaracteri[sz]ed|incorrect(?:ly)?|inaccurate(?:ly)?|in error|erroneous(?:ly)?"
    r"|wrong(?:ly)?|mistake(?:nly)?|our error|editing error|transcription error"
    r"|production error|the error|an error|typographical|should have (?:said|read|been)"
    r"|we (?:regret|apologi[sz]e)|regrets? the error|was not|were not|did not in fact"
    r"|in fact\b|is actually|was actually|not \w+, as)\b",
    re.I,
)
_CORRECTED = re.compile(
    r"\b(?:has been|have been|was|were|is|been|we have|we've|we) (?:since |now |also "
    r"|been )?(?:corrected|amended|edited (?:to (?:correct|fix|remove)|for accuracy)|revised"
    r"|fixed|changed|altered|updated to (?:correct|fix|remove|reflect that (?:the )?\w+ (?:was"
    r"|is|did|were) not))\b|\b(?:updated|changed|edited|revised|amended)(?: on [^.]{3,25})? to (?:correct|fix"
    r"|remove|accurately"
    r"|rectify)\b|\b(?:correcting|corrects|to correct|fixes|corrected) (?:an?|the|throughout"
    r"|name|spelling|headline|paragraph|date|figure|in paragraph|dateline)\b",
    re.I,
)
_CLARIFY = re.compile(
    r"\bclarif(?:y|ies|ied|ication|ying)\b|\b(?:make|made|making) (?:it )?clear(?:er)?\b"
    r"|\bto (?:better|more (?:accurately|clearly|precisely)) (?:reflect|describe|explain)"
    r"|\bchanged the (?:headline|story|article|wording)",
    re.I,
)
_RETRACT = re.compile(
    r"\b(?:has|have|had|is|are|was|were) (?:been )?(?:hereby )?(?:retracted|withdrawn"
    r"|taken down|removed|unpublished|deleted|pulled)\b|\b(?:retracts?|retracting|withdraws?"
    r"|withdrawing|is taking down|have taken down|has taken down|have removed|has removed"
    r"|have deleted|have pulled|unpublished) (?:this|the|our|that|its|a|an)\b|\bplease (?:kill"
    r"|disregard|withhold|hold|delete|do not use|remove)\b|\bdo not (?:use|publish|meet our)|\bdid not meet (?:our"
    r"|the)\b|\bno longer (?:stand|stands) by\b|\bshould not have been published\b"
    r"|\bcannot (?:stand by|verify|vouch)\b|\bis withdrawn\b|\bthere will be no substitute\b",
    re.I,
)
_REVERSAL = re.compile(
    r"\b(?:this|the|our|that|it|whole|entire|above)[\w' ]{0,40}? (?:seems?|appears?|turns? out"
    r"|turned out|proved|proves|looks|is now believed|is|was|may be|might be|may have been"
    r"|could be|has been (?:revealed|exposed|shown|confirmed|debunked|proven)"
    r"|been) (?:to (?:be|have been) |as |like )?(?:\w+ly |now |just |all |a complete |a total "
    r"|almost certainly ){0,2}(?:an? )?(?:false|fake|faked|hoax|staged|satir\w+|spoof|untrue"
    r"|not true|not real|debunked|prank|bogus|fabricat\w+|doctored|photoshopped|misleading"
    r"|parody|incorrect|wrong|a joke|hoaxed)\b"
    r"|\bfalse alarm\b|\bwe (?:got|were|'ve been|have been) (?:taken|had|fooled|duped|wrong"
    r"|hoaxed|punked|tricked|misled)\b|\b(?:is|was|it's|a|as|be) (?:a |an |elaborate "
    r"|complete |likely |probably |total ){0,2}(?:hoax|spoof|fake|satire|prank|publicity stunt"
    r"|fabrication)\b|\bbad info(?:rmation)?\b|\bnot happening\b|\bno such [\w ]{1,40}(?:will"
    r"|took|takes|exists?|happened)\b|\b(?:did|does|do|will|was|were|is|are|has|had"
    r"|have)(?: not|n't) (?:in fact|actually|really|after all)\b|\b(?:didn't|did not|isn't"
    r"|is not|wasn't|was not|aren't|are not|never) (?:actually|really|in fact)\b"
    r"|\bin fact (?:did|was|were|is|has|had) (?:not|never)\b|\bhas(?:n't| not) (?:been"
    r"|actually)\b.{0,60}\bafter all\b|\bafter all\b|\b(?:has"
    r"|have) (?:now )?(?:been )?(?:denied|debunked|refuted|disproved|discredited)\b"
    r"|\b(?:denied|denies|debunks?|debunked|refuted?s?) (?:the|this|that|these|it)\b"
    r"|\bmay (?:have been|be) (?:fake[d]?|staged|a hoax|photoshopped|doctored|satire)\b"
    r"|\bappeared? to be (?:staged|fake|a hoax|false)\b"
    r"|\b(?:it )?has now been discovered that\b.{0,80}\bnot\b|\bno longer (?:believed"
    r"|thought)\b|\bsomehow supposed to\b|\bis safe\b",
    re.I | re.S,
)
_NEVER_SO = re.compile(
    r"\bma(?:d|k)(?:e|ing) up (?:the|this|that|it|her|his|their|a)\b"
    r"|\b(?:is|was|are|were)(?: not|n't) (?:true|genuine|authentic|real|the case)\b|\b(?:invented|made up"
    r"|fabricated|faked"
    r"|forged|concocted) (?:the|this|that|it|her|his|their|parts|everything|all|most)\b|\bma(?:d|k)(?:e"
    r"|ing) (?:it|this"
    r"|the (?:whole |entire )?(?:thing|story)) up\b|\ba forgery\b|\b(?:was|were|is|been) (?:entirely |all "
    r"|completely "
    r"|simply )?(?:made up|invented|fabricated|concocted|forged)\b|\b(?:we|us) (?:were |have been "
    r"|got )?(?:taken in"
    r"|fell for)\b|\bwe fell for\b|\bwe(?:'ve| have) been had\b|\bnever (?:existed|happened|took place)\b"
    r"|\bour (?:\w+ ){0,2}(?:story|report|article|post)\b.{0,40}\b(?:is|was) (?:wrong|false|mistaken|baseless)\b",
    re.I,
)
_WIRE = re.compile(
    r"\A\s*[(\[]\s*(?:this (?:\w+[\s.-]){0,4}?(?:version|story|item|refile|article)? ?(?:also )?)?"
    r"(?P<verb>corrects?|refiles?|fixes|clarifies|updates?|adds?|recasts|deletes|removes"
    r"|drops)\b[^\n]{3,300}[)\]]\s*\Z",
    re.I,
)
_WIRE_KINDS = {"updates": "update", "update": "update", "adds": "update", "add": "update", "recasts": "update",
               "clarifies": "clarification"}  # fmt: skip
_THIS_TEXT = (
    r"(?:this|our) (?:\w+ ){0,2}?(?:story|article|post|report|piece|page|review|column|item|graphic|map|chart|list"
    r"|video)"
)
_EARLIER_OF_THIS = re.compile(
    r"\b(?:earlier|previous|original|prior|initial|first|older) (?:versions?|headlines?|captions?|editions?)"
    rf" (?:of|on|to|for) {_THIS_TEXT}\b|\b{_THIS_TEXT} (?:had )?(?:originally|previously|initially|earlier|first"
    r"|at first) (?:incorrectly |wrongly |mistakenly )?(?:said|stated|reported|gave|named|identified|called"
    r"|described|listed|claimed|referred|quoted|suggested|implied|attributed|put|included|indicated|noted)\b",
    re.I,
)
_IN_PRINT = re.compile(
    r"\A\W*(?:an?|the) (?:\w+ ){0,2}(?:article|captions?|headline|obituary|listing|review|column|essay|editorial"
    r"|news analysis|map|chart|graphic|recipe|entry|credit)\b(?: \w+){0,3}? (?:on|last|this|in|with|about"
    r"|accompanying|published)\b.{0,250}?\b(?:mis(?:stated|identified|spelled|spelt|attributed|quoted|characterized"
    r"|characterised|named)|reversed|transposed|omitted|overstated|understated|incorrectly|erroneously|imprecisely"
    r"|wrongly|mistakenly|gave an incorrect|referred (?:in)?correctly)\b",
    re.I | re.S,
)
_OWN_ERROR = re.compile(
    r"\A\W*(?:because of|due to|owing to|through) (?:an?|our) (?:\w+ )?(?:editing|production|printing|transcription"
    r"|reporting|typographical|technical|layout|translation|typing|editor's|reporter's) (?:error|mistake"
    r"|mix-up)s?\b",
    re.I,
)
_EDITION = re.compile(
    r"\b(?:yesterday's|today's|last week's|(?:mon|tues|wednes|thurs|fri|satur|sun)day's|our|this) (?:\w+ ){0,2}?"
    r"(?:story|report|article|newsletter|edition|issue|paper|column|editorial|piece|post|episode|headline|review"
    r"|page|graphic|bulletin)\b",
    re.I,
)
_WE_ERRED = re.compile(
    r"\bwe (?:got (?:it|this|that|\w+ \w+) wrong|(?:incorrectly|wrongly|mistakenly|erroneously) \w+|misstated"
    r"|misidentified|misspelled|misspelt|misreported|misquoted|misattributed|regret|apologi[sz]e|are sorry"
    r"|were wrong"
    r"|made (?:an error|a mistake)|said|wrote|reported|stated|told you)\b"
    r"|\b(?:our|with) apologies\b|(?:\A|[.!?] )apologies\b",
    re.I,
)
_WE_TOOK_DOWN = re.compile(
    r"\A\W*(?:after [^\n]{3,120}, )?we (?:have |'ve )?(?:since |now )?(?:taken down|removed|deleted|withdrawn"
    r"|retracted"
    r"|unpublished|pulled)\b",
    re.I,
)
_GONE_FROM_HERE = re.compile(
    r"\A\W*(?:the|an?) (?:\w+ ){0,2}(?:story|article|report|post|piece|video|page)\b[^.]{0,120}\b(?:here"
    r"|at this (?:address|url|link)|on this page|published in error)\b[^.]{0,80}\b(?:withdrawn|retracted|removed"
    r"|taken down|deleted|unpublished)\b",
    re.I,
)
# "UPDATE 2-Oil rises": the second telling of a wire story, and no notice.
_WIRE_SLUG = re.compile(r"\W*update[ -]\d{1,2} ?[- ] ?[A-Z]", re.I)
_PART_REMOVED = re.compile(
    r"\b(?:quotation|quote|reference|sentence|paragraph|figure|passage|line|detail|remark|word|link|name|image"
    r"|photo(?:graph)?)s?\b[^.]{0,60}\b(?:has|have) been (?:removed|deleted)\b",
    re.I,
)
_SAYS_WHICH = re.compile(r"[\W_]*(corrections?|corrected|clarifications?|clarified)\b(?=[\W_]*[:)\]])", re.I)
_MAY_HAVE_MISLED = re.compile(
    r"\b(?:may|might|could) have (?:given|left|created|suggested|implied|misled|been (?:read|understood))\b",
    re.I,
)
_TEXT_NOUN = re.compile(
    r"\b(?:article|story|report|version|edition|table|chart|graphic|caption|headline|column|review|page"
    r"|interview|listing"
    r"|item|map|quotation|quote|newsletter|paragraph)s?\b",
    re.I,
)
_WE_CORRECTED = re.compile(
    r"\bwe(?: have|'ve)? (?:since |now )?(?:corrected|amended|fixed|revised) (?:this|the|our"
    r"|an?) (?:\w+ ){0,2}?(?:story|article"
    r"|report|post|piece|headline|caption|text|page|error|mistake|graphic|chart|figure|paragraph|copy)\b",
    re.I,
)
_PARAGRAPH_CORRECTED = re.compile(
    r"\bin (?:the )?(?:\w+ )?paragraphs?(?: \w+)?\b.{0,80}\b(?:was|were|has been|have been) (?:corrected"
    r"|amended)\b",
    re.I,
)
_REGRETS = re.compile(
    r"\A\W*(?:the )?[\w' .]{2,40} regrets? (?:the|this|these) (?:error|mistake|omission|confusion)s?\W*\Z",
    re.I,
)
_EDITORS_RETRACT = re.compile(
    r"\A\W*(?:(?:we|the editors?|this (?:newspaper|paper|magazine|journal|site|website)) (?:have |has "
    r"|hereby |now ){0,2}"
    r"(?:retract|withdraw)(?:s|ed|n)?\b|retraction (?:note|notice|(?:of|for|to):? [\"'\u201c\u2018]))",
    re.I,
)
_PLEASE_KILL = re.compile(
    r"\A\W*(?:(?:attention,? )?(?:editors|eds|clients|subscribers)\b\W*(?:note\W*)?)?(?:please )?(?:kill"
    r"|withhold|disregard|do not use)"
    r" (?:the|this|our) [^\n]{0,60}\b(?:story|item|article|report|photo|alert|headline|snap|bulletin|picture"
    r"|video)s?\b",
    re.I,
)
_STORY_UPDATED = re.compile(
    r"\A\W*(?:story|article|post|report|page) (?:was |has been )?(?:last )?updated\b|\A\W*(?:last"
    r"|first) updated\b.{0,60}\d",
    re.I,
)
_DEVELOPING = re.compile(
    r"\A\W*this is a (?:developing|breaking) (?:news )?story\b.{0,120}\bupdat", re.I | re.S
)
_QUOTED = re.compile(r'["\u201c][^"\u201c\u201d]{0,500}["\u201d]')
_UPDATED_ELSEWHERE = re.compile(
    r"\A\W*the (?:[\w-]+ ){1,3}(?:was|has been|were) updated (?!to|with|at|on|shortly|again|\d)", re.I
)
_UPDATED = re.compile(
    r"\b(?:this|the|our) (?:\w+ )?(?:story|article|post|piece|report|page|blog|headline|copy"
    r"|item|column|review) (?:has been|was|is being|will be|have been"
    r"|been) (?:\w+ )?update[d]?\b|\A[\s\[(*_–—-]{0,4}(?:last |first )?updated?\b"
    r"|\bupdated? (?:to (?:include|add|reflect|note)|with (?:additional|more|new|further"
    r"|comments?|details|information|a (?:statement|comment|response)|reaction))",
    re.I,
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:(?:The )?[A-Z][\w.&']+(?: [A-Z][\w.&']+){0,4}|newspaper|magazine|outlet|network"
    r"|website|site|channel|broadcaster|paper|journal|he|she|they|company|blog"
    r"|tabloid)(?:'s)?,?(?: which [^,.]{1,80},)? (?:has |have |had |also |later |then "
    r"|quickly |since |eventually |subsequently |now |promptly |soon ){0,3}"
    r"(?:corrected|retracted|apologi[sz]ed|issued|posted|published|appended|ran|printed"
    r"|acknowledged|withdrew|amended|added|removed|deleted|updated|clarified|took down"
    r"|walked back|pulled|edited|responded|replaced)\b"
)
_REPORTED = re.compile(
    r"\b(?:said|saying|wrote|reads?|responded|acknowledged|noted|noting|tweeted|added|posted"
    r"|issued|appended)\b[^.]{0,80}\b(?:corrections?|retraction|editor'?s'? note|clarification"
    r"|apology)\b|\b(?:corrections?|retraction|editor'?s'? note|clarification) (?:reads?|said"
    r"|says|was (?:issued|added|posted|published)|has (?:now )?been issued|notes?|states?"
    r"|stated|read|on|from|by|in)\b|\b(?:following|this|a|the) correction was (?:added|issued"
    r"|published)",
    re.I,
)
_COLON_NOTE = re.compile(
    r"(?:\b(?:correction|retraction|note|clarification|apology)\b[^.]{0,60}|reads?|said|added"
    r"|statement)\s*:\s*\Z",
    re.I,
)
_PUBLICITY = re.compile(
    r"\b(?:excerpt|is (?:a|an) (?:serial|\w+ (?:author|professor|fellow|columnist|writer"
    r"|correspondent|editor|journalist|reporter))|is the author|part \d|series|subscribe"
    r"|follow|originally (?:appeared|published|ran)|first (?:appeared|published)|republished"
    r"|regularly incites|distressing|graphic|contains?|views expressed|opinions|sign up"
    r"|newsletter|content warning|viewer discretion|spoilers?|this (?:article|story"
    r"|post) (?:is|was) (?:originally |first )?(?:part|produced|published|supported"
    r"|written))\b",
    re.I,
)


def find(text: str, *, title: str = "") -> tuple[NoticeFound, ...]:
    """The notices of a page about its own text, in order; a header and its notice are one.

    `kind` is correction, clarification, retraction, reversal (the page calls its own story false),
    withdrawal (the text is taken back or killed), update (no error admitted) or editor's note.
    `title` counts as the first paragraph only for wire slugs such as "CORRECTED-". Any text is accepted.
    """
    paragraphs = sentences.paragraphs(text)[:MOST_PARAGRAPHS]
    found: list[NoticeFound] = []
    position = 0
    while position < len(paragraphs):
        notice, taken = _notice_at(text, paragraphs, position)
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


def classify(paragraph: str, *, before: str = "") -> tuple[str, tuple[str, ...]] | None:
    """The kind of notice one paragraph is, with reasons, or None. `before` is the paragraph above it."""
    folded = fold(paragraph[:4_000])
    header = _header_of(folded)
    reading = _by_header(folded, *header) if header else _without_header(folded)
    if reading is None or _about_others(folded, fold(before[-300:])):
        return None
    return reading


def _notice_at(text: str, paragraphs: tuple[Span, ...], position: int) -> tuple[NoticeFound | None, int]:
    span = paragraphs[position]
    before = text[paragraphs[position - 1].start : paragraphs[position - 1].end] if position else ""
    paragraph = text[span.start : span.end]
    reading = classify(paragraph, before=before)
    if reading is None:
        return None, 1
    kind, reasons = reading
    folded = fold(paragraph[:4_000])
    if not _is_bare_header(folded):
        return NoticeFound(span.start, span.end, kind, reasons), 1
    for step in range(1, WINDOW):
        if position + step >= len(paragraphs):
            break
        body_span = paragraphs[position + step]
        body = fold(text[body_span.start : body_span.end][:4_000])
        if _header_of(body) and not _EARLIER.search(body):
            break
        if _is_notice_body(body, step=step):
            joined = f"'{paragraph.strip()}' heads the notice {'below it' if step == 1 else 'two paragraphs below'}"
            body_kind = _kind_of_body(body) or kind
            kind = body_kind if kind in ("update", "editor's note") else kind
            return NoticeFound(span.start, body_span.end, kind, (*reasons, joined)), step + 1
    return NoticeFound(span.start, span.end, kind, reasons), 1


def _header_of(folded: str) -> tuple[str, str] | None:
    """(header word, rest) where a paragraph opens with a notice header that is marked as one."""
    match = _HEADER.match(folded)
    if not match or _WIRE_SLUG.match(folded):
        return None
    head = match["head"].lower()
    written = match["head"]
    tail = folded[match.end("tail") if match["tail"] else match.end("head") : match.end()]
    rest = folded[match.end() :]
    marked = (
        bool(_MARKED.search(tail)) or not rest.strip() or bool(match["tail"]) or rest.lstrip()[:1] in ":-!"
    )
    in_brackets = folded.lstrip()[:1] in "[(*"
    loud = written.isupper() and len(written) > 4
    dated = bool(re.search(r"\d", tail))
    by_line = re.match(r"(?:from|to|with|by)\b", rest.lstrip(), re.I)
    if head in (
        "note",
        "advisory",
        "bulletin kill",
        "kill",
        "withdrawn",
        "withdrawal",
        "corrected",
        "amended",
        "amendment",
        "apology",
        "correct",
        "amplification",
        "amplifications",
    ) and not (marked or loud):
        return None
    if head.startswith("update") and by_line and (head != "updates"):
        return head, rest
    if not (marked or in_brackets or loud or dated):
        return None
    return head, rest


def _is_bare_header(folded: str) -> bool:
    header = _header_of(folded)
    return bool(header) and len(folded.strip()) <= LONGEST_HEADER and len(header[1].split()) <= 3


def _by_header(folded: str, head: str, rest: str) -> tuple[str, tuple[str, ...]] | None:
    reason = f"opens with '{head}'"
    body = _kind_of_body(rest)
    if head.startswith(_CORRECTING) or head.endswith("corrected"):
        if head.startswith("for the record") and not body:
            return None
        return ("retraction" if body == "withdrawal" else "correction"), (reason,)
    if head.startswith(("clarif", "to clarify")):
        both = "correction" in head or re.match(r"\W*correction", rest, re.I)
        return ("correction" if both else "clarification"), (reason,)
    if head.startswith("retract") or head.endswith("retracted"):
        return "retraction", (reason,)
    if head.startswith(("kill", "withdraw", "mandatory", "bulletin")) or head.endswith(
        ("removed", "withdrawn", "killed", "deleted")
    ):
        return "withdrawal", (reason,)
    if head == "refile":
        return "correction", (reason,)
    if head in ("advisory", "note", "note to readers", "note to editors", "apology") and not body:
        return None
    if says := _SAYS_WHICH.match(rest):
        return ("clarification" if says[1].lower().startswith("clar") else "correction"), (
            reason,
            "says which kind",
        )
    if body:
        return body, (reason, _BODY_REASONS[body])
    if head.startswith("update"):
        return "update", (reason, "admits no error")
    if _PUBLICITY.search(rest):
        return "editor's note", (reason, "about the page, not about an error")
    return "editor's note", (reason,)


_BODY_REASONS = {
    "correction": "names an error or its correction", "clarification": "says what it clarifies",
    "withdrawal": "takes the text back", "reversal": "calls the page's own story false", "update": "admits no error",
}  # fmt: skip


_CORRECTING = ("correct", "erratum", "errata", "amend", "amplif", "for the record")


def _kind_of_body(body: str) -> str | None:
    """What the words of a notice admit, without its header."""
    opening = body[:700]
    if _PART_REMOVED.search(opening):
        return "correction"
    if _RETRACT.search(opening) and (_OWN.search(opening) or not _SOMEBODY_ELSE.search(opening)):
        return "withdrawal"
    if _EARLIER.search(opening) or (_CORRECTED.search(opening) and _ERROR.search(opening)):
        return _correction_or_clarification(opening)
    if re.search(
        r"\bto correct\b|\b(?:article|story"
        r"|report)\b[^\n]{0,200}\breported that\b[^\n]{0,300}\bhowever\b|\bmy \w+ (?:was"
        r"|were) wrong\b|\bwe regret\b|\bregrets? the error\b",
        opening,
        re.I,
    ):
        return "correction"
    if _CLARIFY.search(opening):
        return "clarification"
    if _REVERSAL.search(opening) or _NEVER_SO.search(opening):
        return "reversal"
    return None


def _correction_or_clarification(opening: str) -> str:
    """An error is corrected; where none is named, or one is only feared, something is made clear."""
    feared = _MAY_HAVE_MISLED.search(opening)
    return (
        "clarification"
        if feared or (_CLARIFY.search(opening) and not _ERROR.search(opening))
        else "correction"
    )


def _in_other_words(folded: str) -> tuple[str, tuple[str, ...]] | None:
    """Notices that are known by what they do: a wire's bracket, a paper's own error, what "we" said or took down."""
    if wire := _WIRE.match(folded):
        kind = _WIRE_KINDS.get(wire["verb"].lower(), "correction")
        return kind, (f"is a wire service's note that it '{wire['verb'].lower()}' something",)
    opening = _QUOTED.sub('""', folded[:600])
    if _EARLIER_OF_THIS.search(opening[:300]):
        return _correction_or_clarification(opening), ("says what an earlier version of this text said",)
    if _IN_PRINT.match(opening) or (_OWN_ERROR.match(opening) and _TEXT_NOUN.search(opening[:300])):
        return "correction", ("owns up to an error in print",)
    if (erred := _WE_ERRED.search(opening)) and _EDITION.search(opening[:200]):
        return "correction", (f"'{erred.group().strip()}' is said of the paper's own text",)
    if _WE_CORRECTED.search(opening[:200]) or _PARAGRAPH_CORRECTED.search(opening) or _REGRETS.match(opening):
        return "correction", ("says that this text was corrected",)
    if _EDITORS_RETRACT.match(folded):
        return "retraction", ("retracts a text of its own",)
    if _PLEASE_KILL.match(opening):
        return "withdrawal", ("asks editors not to use a story",)
    if _WE_TOOK_DOWN.match(opening) or _GONE_FROM_HERE.match(opening):
        return "withdrawal", ("says that what stood here was taken away",)
    if _DEVELOPING.match(opening) or _STORY_UPDATED.match(opening):
        return "update", ("says that the story was, or will be, updated",)
    return None


def _without_header(folded: str) -> tuple[str, tuple[str, ...]] | None:
    """Notices that say "this article" instead of wearing a header; they stand alone and are short."""
    if len(folded) > 900:
        return None
    opening = folded[:400]
    own = _OWN.search(opening)
    earlier = _EARLIER.search(opening)
    if earlier and _ERROR.search(opening) and not _is_of_something_else(earlier):
        return _correction_or_clarification(opening), (
            "speaks of an earlier version of this text and its error",
        )
    if own and _is_its_own(own) and _CORRECTED.search(opening):
        kind = (
            "clarification"
            if _CLARIFY.search(opening) and not re.search(r"\bcorrect", opening, re.I)
            else "correction"
        )
        return kind, (f"says of '{own.group()}' that it was changed",)
    if (
        own
        and own.start() < 40
        and _RETRACT.search(opening)
        and re.search(r"\b(?:this|our) ", own.group(), re.I)
    ):
        retracts = re.search(r"\bretract", opening, re.I)
        return ("retraction" if retracts else "withdrawal"), (f"takes '{own.group()}' back",)
    if re.match(r"[\s\[(*]*(?:updated|amended|edited) to clarify", opening, re.I):
        return "clarification", ("says what was clarified",)
    if own and own.start() < 40 and _UPDATED.search(opening) and not _UPDATED_ELSEWHERE.match(opening):
        if _CLARIFY.search(opening):
            return "clarification", ("says what was clarified",)
        return "update", (f"says of '{own.group()}' that it was updated",)
    if (
        re.match(r"[\s\[(*—–-]*(?:last )?updated?\b", opening, re.I)
        and len(folded) < 80
        and re.search(r"\d", opening)
    ):
        return "update", ("gives the time of an update",)
    return _in_other_words(folded)


def _is_of_something_else(named: re.Match) -> bool:
    """ "The first edition of the book", "the article of the constitution"."""
    after = named.string[named.end() : named.end() + 40]
    if re.search(r"\b(?:this|our)\b", after, re.I):
        return False
    return bool(
        re.match(
            r" (?:of|to) (?!this\b|our\b|the (?:article|story|report|post|piece|headline|review|column)\b)",
            after,
            re.I,
        )
    )


def _is_its_own(own: re.Match) -> bool:
    """Whether "the headline" can be that of this page: it stands first, or is called this one."""
    if _is_of_something_else(own):
        return False
    named = re.search(r"\b(?:this|our|earlier|previous|original|prior)\b", own.group(), re.I)
    return own.start() < (60 if named else 12)


_TOLD_OF_OTHERS = re.compile(
    r"\A\W*(?i:according to)\b|\A\W*An? (?:article|story|report|column|editorial|headline) in (?:[Tt]he )?[A-Z]"
)
_TOLD_BY_SOMEBODY = re.compile(r", (?:(?:the|a|an|his|her|their) )?[\w' ]{2,40} (?:said|says|wrote)\.?\s*\Z")
_SPEAKS_OF_ITSELF = re.compile(
    r"\W*(?:this (?!correction)|we\b|our\b|in (?:our|an earlier|a previous|the original)\b|an earlier"
    r"|the original|(?:last|first|story|article|page|post) (?:was |has been )?updated"
    r"|(?:because of|due to) an? \w+ error)",
    re.I,
)


def _about_others(folded: str, before: str) -> bool:
    """True for a report about another outlet's correction, and for a notice quoted from elsewhere."""
    header = _header_of(folded)
    if _COLON_NOTE.search(before) and not _is_bare_header(before):
        return True
    if folded.lstrip()[:1] in '"“':
        return True
    if header:
        rest = header[1].lstrip(" :")
        if header[0].startswith("correction") and _is_title_like(rest):
            return True
        return (
            header[0].startswith("retract") and bool(re.match(r"(?:from|by) (?!the editor|our|us\b)", rest))
        ) or _names_another_culprit(header[0], rest)
    if _TOLD_OF_OTHERS.match(folded):
        return True
    if _SPEAKS_OF_ITSELF.match(folded):
        return False
    if _TOLD_BY_SOMEBODY.search(folded[:600]):
        return True
    return bool(_REPORTED.search(folded[:600]) or _SOMEBODY_ELSE.search(folded[:300]))


def _is_title_like(rest: str) -> bool:
    """ "Correction: Making a Mockery of Money": a heading that plays on the word, all capitals and no full stop."""
    long_words = [word for word in rest.split() if len(word) > 3]
    return (
        len(long_words) >= 3
        and all(word[0].isupper() for word in long_words)
        and not rest.rstrip().endswith((".", "!", ")"))
    )


def _names_another_culprit(head: str, rest: str) -> bool:
    """ "Retraction: NBC anchor ... has been forced to admit": the header of a story, not of a notice."""
    return (
        head.startswith(("retract", "apology"))
        and bool(re.search(r"\b(?:forced to|has admitted|was forced|admits|apologi[sz]es)\b", rest[:200]))
        and not _OWN.search(rest[:300])
    )


def _is_notice_body(body: str, *, step: int) -> bool:
    if step == 1 and len(body) <= 1_200 and not re.match(r"[\"“]", body):
        return bool(
            _EARLIER.search(body) or _ERROR.search(body) or _OWN.search(body) or _CORRECTED.search(body)
        )
    return bool(_EARLIER.search(body[:700]) or (_header_of(body) and _ERROR.search(body)))
