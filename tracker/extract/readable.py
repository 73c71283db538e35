"""The readable part of a page: title, byline, dates, language and main text. Pure: bytes in, a Readable out.

Main text of HTML is trafilatura's precision mode without its comparison with other extractors; with it, and then the
default mode, where that left out most of the prose of the page (tests/bench/main_text.py measures it).
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import lxml.etree
import lxml.html
import py3langid
from trafilatura import bare_extraction, xpaths
from trafilatura.settings import Extractor

from tracker.capture.plain import SOFT_HYPHEN, decode, fit_for_a_tree
from tracker.extract import about, bylines, sentences, times
from tracker.extract.asked_once import AskedOnce
from tracker.extract.readings import NothingToRead, Readable, Span
from tracker.lib.text import clean, one_line

LONGEST_TEXT = 1_000_000
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype|html|head|body|article|div|p|h1|meta|title|!--)", re.I
)
_BINARY = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
)


def read(*, body: bytes, content_type: str, url: str = "", fetched_at: datetime | None = None) -> Readable:
    """Reads a page. `content_type` is the header as sent ("text/html; charset=utf-8"), `url` where it was found.

    `fetched_at` (aware) only serves to leave out a date that lies more than a day after it. Raises
    NothingToRead, with one sentence for an editor, for an empty body, a file that is not text, or a
    page without readable words.
    """
    if not body.strip(b"\x00 \t\r\n"):
        raise NothingToRead("The page is empty.")
    for signature, kind in _BINARY:
        if body.startswith(signature):
            raise NothingToRead(f"The file is {kind}, not a web page or plain text.")
    markup = "html" in content_type.lower() or (
        "plain" not in content_type.lower() and bool(_HTML_START.match(body[:2_000]))
    )
    text = decode(body, content_type)
    found = _read_html(text, url) if markup else _read_plain(clean(text), url)
    return _without_later_dates(found, fetched_at)


# HTML -------------------------------------------------------------------------------------------------

_PARSER = lxml.etree.HTMLParser(
    collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
)
# One class for all elements: lxml.html looks theirs up in Python, each time one of them is touched.
_PARSER.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement))
# trafilatura takes what it asks of a page from these lists.
ASKED = (
    xpaths.RAW_TREE_PRUNE_XPATH,
    xpaths.REMOVE_COMMENTS_XPATH,
    xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
    xpaths.BODY_XPATH,
    xpaths.OVERALL_DISCARD_XPATH,
    xpaths.DISCARD_IMAGE_ELEMENTS,
    xpaths.TEASER_DISCARD_XPATH,
    xpaths.PRECISION_DISCARD_XPATH,
)
for _expressions in ASKED:
    _expressions[:] = [AskedOnce(asked) if "@" in asked.path else asked for asked in _expressions]
# Below this share of the page's prose, precision mode has lost the article, not the noise.
PRECISION_FLOOR = 0.4
# Long texts that are no links: what an article is made of, and menus, teasers and bylines are not.
_PROSE = lxml.etree.XPath("//text()[string-length() > 80 and not(ancestor::a)]", smart_strings=False)
# Never part of an article. trafilatura takes them out one by one; here they go at once and before any copy is made.
# A form or figure may hold the article or a table of it: those it has to judge.
_NEVER_ARTICLE = tuple(
    """
    applet area aside audio blink button canvas datalist dialog embed fencedframe fieldset footer frame frameset
    head iframe input label legend link map marquee math menu menuitem nav noindex noscript object optgroup option
    output param picture progress rp rt rtc script select source style svg template textarea time track use video
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_QUICK = Extractor(output_format="python", fast=True, precision=True, comments=False)
_CAREFUL = Extractor(output_format="python", precision=True, comments=False)
_DEFAULT = Extractor(output_format="python", comments=False)


def _read_html(markup: str, url: str) -> Readable:
    source = fit_for_a_tree(markup)
    tree = parsed(source)
    said = about.read(tree, url=url)
    main = clean(_main_text(tree, source).replace(SOFT_HYPHEN, ""))
    blocks = [block for line in main.split("\n") if (block := one_line(line))]
    text, spans = _joined(blocks[1:] if len(blocks) > 1 and blocks[0] == said.title else blocks)
    if not any(character.isalnum() for character in text):
        raise NothingToRead("The page holds no readable text.")
    return Readable(
        title=said.title,
        byline=said.byline,
        outlet=said.outlet,
        published=said.published,
        modified=said.modified,
        language=_language(said.language, text),
        canonical_url=said.canonical_url,
        text=text,
        paragraphs=spans,
        corrections=said.corrections,
    )


def parsed(source: bytes):
    """The root of a page's tree. `source` is UTF-8 and fit for a tree (capture.plain). Raises NothingToRead."""
    try:
        return lxml.html.document_fromstring(source, parser=_PARSER)
    except lxml.etree.LxmlError:
        raise NothingToRead("The page could not be read as HTML.") from None


def _main_text(tree, source: bytes) -> str:
    """The text of the article, a line for each paragraph. `tree` is `source` as parsed, and is used up."""
    lxml.etree.strip_elements(tree, *_NEVER_ARTICLE, with_tail=False)
    quick = _extract(tree, _QUICK)
    wanted = PRECISION_FLOOR * sum(len(one_line(text)) for text in _PROSE(tree))
    if quick and len(quick) >= wanted:
        return quick
    careful = _extract(parsed(source), _CAREFUL)
    if careful and len(careful) >= wanted:
        return careful
    default = _extract(parsed(source), _DEFAULT)
    return careful if careful and len(careful) >= PRECISION_FLOOR * len(default) else default


def _extract(tree, options: Extractor) -> str:
    document = bare_extraction(tree, options=options)
    return (document.text or "") if document else ""


# Plain text -------------------------------------------------------------------------------------------

_DATE_LEAD = re.compile(
    r"(?:(?:last |first )?(?:published|posted|updated|modified|date|created|filed)(?: on| at)?[:\s]{1,3})?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?",
    re.I,
)
_UPDATED = re.compile(r"\b(?:updated|modified|last changed)\b", re.I)
_LABEL = re.compile(
    r"(title|headline|author|byline|by|date|published|updated|source|outlet|url)\s*:\s*(\S.*)\Z", re.I
)
_TITLE_END = re.compile(r"[.!?:;,]\Z")


def _read_plain(text: str, url: str) -> Readable:
    blocks = _blocks(text)
    if not any(character.isalnum() for block in blocks for character in block):
        raise NothingToRead("The file holds no readable text.")
    front: dict[str, object] = {}
    position = 0
    while position < min(len(blocks), 10) and _take_front(
        front, blocks[position], position, following=len(blocks) - position - 1
    ):
        position += 1
    body, spans = _joined(blocks[position:] or blocks)
    return Readable(
        title=str(front.get("title", "")),
        byline=str(front.get("byline", "")),
        outlet=str(front.get("outlet", "")),
        published=front.get("published"),
        modified=front.get("modified"),
        language=_language("", body),
        canonical_url=str(front.get("url", url)),
        text=body,
        paragraphs=spans,
    )


def _blocks(text: str) -> list[str]:
    """Paragraphs of plain text: blank lines part them; hard-wrapped lines are joined; else each line is one."""
    lines = text.strip("\n").split("\n")
    blank = sum(not line.strip() for line in lines)
    written = [line for line in lines if line.strip()]
    wrapped = _is_hard_wrapped(written)
    if not blank:
        return _unwrapped(written) if wrapped else [one_line(line) for line in written]
    blocks: list[str] = []
    for span in sentences.paragraphs(text):
        inner = text[span.start : span.end].split("\n")
        # The head of a page stacks title, byline and date without blank lines: those stay apart.
        if len(inner) > 1 and (not wrapped or (len(blocks) < 3 and _is_front(inner))):
            blocks.extend(one_line(line) for line in inner)
        else:
            blocks.append(one_line(" ".join(inner)))
    return [block for block in blocks if block]


def _is_hard_wrapped(lines: list[str]) -> bool:
    """True if lines break at a margin: most long lines are alike in length and end inside a sentence."""
    if len(lines) < 3:
        return False
    longest = max(len(line.rstrip()) for line in lines)
    if not 40 <= longest <= 120:
        return False
    full = [line.rstrip() for line in lines if len(line.rstrip()) > 0.75 * longest]
    open_ended = [line for line in full if line[-1] not in ".!?\"”'’:"]
    return len(full) >= 0.4 * len(lines) and len(open_ended) >= 0.5 * len(full)


def _is_front(lines: list[str]) -> bool:
    return any(bylines.of_line(line) or _is_date_line(line) or _LABEL.match(line.strip()) for line in lines)


def _unwrapped(lines: list[str]) -> list[str]:
    longest = max(len(line.rstrip()) for line in lines)
    blocks: list[str] = []
    going_on = False
    for line in lines:
        words = one_line(line)
        if going_on and not line.startswith(("  ", "\t")):
            blocks[-1] = f"{blocks[-1]} {words}"
        else:
            blocks.append(words)
        going_on = len(line.rstrip()) > 0.75 * longest or not re.search(r"[.!?\"”]\Z", words)
        if len(blocks) <= 3 and _is_front([words]):
            going_on = False
    return blocks


def _take_front(front: dict[str, object], block: str, position: int, *, following: int) -> bool:
    """Reads one line of the head of the page into `front`; False where the body begins."""
    if not following:
        return False
    label = _LABEL.match(block)
    if label and _take_label(front, label[1].lower(), label[2].strip()):
        return True
    byline = bylines.of_line(block)
    if byline and "byline" not in front:
        front["byline"] = byline
        _take_date(front, block)
        return True
    if _is_date_line(block):
        _take_date(front, block)
        return True
    if "title" not in front and position <= 2 and _is_headline(block):
        front["title"] = block.lstrip("# ").strip()
        return True
    return False


def _take_label(front: dict[str, object], label: str, value: str) -> bool:
    if label in ("title", "headline"):
        front.setdefault("title", value)
    elif label in ("author", "byline", "by"):
        front.setdefault("byline", bylines.tidy(value))
    elif label in ("source", "outlet"):
        front.setdefault("outlet", value)
    elif label == "url":
        front.setdefault("url", value)
    elif times.find(value) or times.read(value):
        front.setdefault(
            "modified" if label == "updated" else "published", times.read(value) or times.find(value)
        )
    else:
        return False
    return True


def _take_date(front: dict[str, object], line: str) -> None:
    """A line may carry both: "Published Jan. 6, 2020 | Updated Jan. 7, 2020"."""
    for piece in re.split(r"\s*[|\u2022\u00b7;]\s*|\s(?=[Uu]pdated\b)", line):
        moment = times.find(piece)
        if moment:
            front.setdefault("modified" if _UPDATED.search(piece) else "published", moment)


def _is_date_line(line: str) -> bool:
    if len(line) > 140:
        return False
    end = times.date_end(line)
    if not end:
        return False
    lead = _DATE_LEAD.match(line).end()
    clock_first = re.match(r"[\d:. apm]{1,12}(?:[A-Z]{2,4})?,? ?(?:on )?", line[lead:], re.I)
    started = times.date_end(line[: lead + 40 + (clock_first.end() if clock_first else 0)]) > 0
    rest = line[end:]
    return (
        started
        and (not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{2,}", rest))
        and not line.rstrip().endswith(('."', "?"))
    )


def _is_headline(block: str) -> bool:
    words = block.split()
    if not 2 <= len(words) <= 30 or len(block) > 220:
        return False
    if re.match(r"[A-Z][A-Z .,'/-]{2,40}(?:\([A-Z][\w /.]+\))? ?[—–-]{1,2} ", block):
        return False
    return not (_TITLE_END.search(block) and block.endswith((".", ",", ":")) and not block.endswith("..."))


# Both -------------------------------------------------------------------------------------------------


def _joined(blocks: list[str]) -> tuple[str, tuple[Span, ...]]:
    spans, position = [], 0
    kept: list[str] = []
    for block in blocks:
        # A paragraph that goes over the limit is cut there: a page of one endless paragraph is still a page.
        block = block[: LONGEST_TEXT - position]
        if not block:
            break
        kept.append(block)
        spans.append(Span(position, position + len(block)))
        position += len(block) + 2
    return "\n\n".join(kept), tuple(spans)


_ENGLISH = frozenset(
    """
    the of and to that for with was on by as from at this his her their have has had not but they which would said who
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_LANGUAGE_WORDS = 250


def _language(declared: str, text: str) -> str:
    """The two-letter language of the text itself; what the page declares only decides for very short texts."""
    declared = declared.strip().lower()[:2]
    if len(text) < 60 and declared.isalpha() and len(declared) == 2:
        return declared
    # Plain English is told by its small words, at a twentieth of the cost of the model that knows 97 languages.
    words = text[:2_000].lower().split()[:_LANGUAGE_WORDS]
    small = sum(word in _ENGLISH for word in words)
    if len(words) >= 40 and words.count("the") * 60 >= len(words) and small * 6 >= len(words):
        return "en"
    return py3langid.classify(text[:2_000])[0]


def _without_later_dates(found: Readable, fetched_at: datetime | None) -> Readable:
    """A date that lies after the visit was not a date of publication: better none than an invented one."""
    if fetched_at is None:
        return found
    limit = fetched_at + timedelta(days=1)
    changes = {
        name: None
        for name in ("published", "modified")
        if (moment := getattr(found, name)) and moment.earliest > limit
    }
    return replace(found, **changes) if changes else found
