"""From bytes to the text a reader sees. Pure: nothing is fetched, nothing is stored.

Parsing is done by `read`, which belongs in a child process (tracker/lib/child.py): these bytes were chosen by
others. The other functions are cheap and safe anywhere.
"""

import codecs
import re
from enum import StrEnum
from functools import lru_cache

import lxml.etree

from tracker.capture.pdf import Broken, Locked, text_of
from tracker.lib.text import clean, one_line


class Kind(StrEnum):
    """What bytes are, by the bytes themselves."""

    HTML = "html"
    TEXT = "text"
    XML = "xml"
    PDF = "pdf"
    IMAGE = "image"
    ARCHIVE = "archive"
    OTHER = "other"


# --- What it is ---------------------------------------------------------------------------------------

_MAGIC = [
    (Kind.PDF, re.compile(rb"%PDF-")),
    (
        Kind.IMAGE,
        re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\x00|MM\x00\*", re.DOTALL),
    ),
    (Kind.IMAGE, re.compile(rb"BM....\x00\x00\x00\x00|\x00\x00[\x01\x02]\x00[\x01-\x40]\x00", re.DOTALL)),
    (Kind.IMAGE, re.compile(rb"....ftyp(?:avif|avis|heic|heix|mif1)", re.DOTALL)),
    (
        Kind.ARCHIVE,
        re.compile(rb"PK(?:\x03\x04|\x05\x06)|\x1f\x8b\x08|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|BZh[1-9]1AY"),
    ),
    (Kind.ARCHIVE, re.compile(rb"\xfd7zXZ\x00|\x28\xb5\x2f\xfd|.{257}ustar", re.DOTALL)),
    (
        Kind.OTHER,
        re.compile(rb"\x7fELF|MZ\x90\x00|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|ID3[\x02-\x04]|OggS\x00|fLaC"),
    ),
    (Kind.OTHER, re.compile(rb"....ftyp|RIFF....(?:WAVE|AVI )|wOF[F2]|\x1aE\xdf\xa3", re.DOTALL)),
]
_PROLOGUE = r"\s*(?:<\?xml[^>]{0,500}\?>\s*)?(?:<!--.{0,2000}?-->\s*|<\?xml-stylesheet[^>]{0,500}\?>\s*){0,5}"
_STARTS_AS_HTML = re.compile(
    _PROLOGUE + r"<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|base)\b",
    re.IGNORECASE | re.DOTALL,
)
_STARTS_AS_XML = re.compile(
    r"\s*<\?xml\b|" + _PROLOGUE + r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml|svg)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(
    r"<(?:p|div|h[1-6]|br|span|article|section|main|header|footer|nav|table|ul|ol|li|a|blockquote|img|meta|script"
    r"|html|body|em|strong|figure|form|iframe|noscript|template)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_LOOKED_AT = 64 * 1024
# A few stray control bytes are normal in text from the wild; compressed or machine data has about 10 in 100.
_CONTROL = bytes([*range(1, 9), *range(14, 27), *range(28, 32), 127])
_MOST_CONTROL = 0.04
_MOST_NUL = 0.3


def sniff(body: bytes, content_type: str = "", name: str = "") -> Kind:
    """What `body` is. The bytes decide; type and name only tell HTML from plain text where they leave it open."""
    start = body[:_LOOKED_AT]
    trimmed = _without_mark(start).lstrip(b"\t\n\x0b\x0c\r ")
    for kind, magic in _MAGIC:
        if magic.match(trimmed) or magic.match(start):
            return kind
    if not _is_wide(start, content_type) and _looks_binary(start):
        return Kind.OTHER
    text = decode(start, content_type)
    if _STARTS_AS_HTML.match(text):
        return Kind.HTML
    if _STARTS_AS_XML.match(text):
        return Kind.XML
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in ("text/html", "application/xhtml+xml"):
        return Kind.HTML
    if media_type == "text/plain" or name.lower().endswith((".txt", ".text", ".md")):
        return Kind.TEXT
    return Kind.HTML if _HTML_TAG.search(text) else Kind.TEXT


def _looks_binary(start: bytes) -> bool:
    if not start:
        return False
    control = len(start) - len(start.translate(None, _CONTROL))
    return control > max(2, _MOST_CONTROL * len(start)) or start.count(0) > _MOST_NUL * len(start)


def _is_wide(start: bytes, content_type: str) -> bool:
    """Whether every other byte may be NUL for a good reason: UTF-16 or UTF-32, marked or declared."""
    encoding = _marked(start) or _declared_in_header(content_type)
    return encoding.startswith(("utf-16", "utf-32"))


# --- Which characters ---------------------------------------------------------------------------------

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# As browsers read these labels (WHATWG Encoding Standard): what calls itself the left is the right.
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_ENCODINGS = frozenset(
    """
    utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp866 cp874 cp932 cp949 cp1250 cp1251
    cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6
    iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman
    mac-cyrillic gb18030 big5hkscs euc_jp iso2022_jp
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")


def decode(body: bytes, content_type: str = "") -> str:
    """The characters of `body`. Never raises; NUL bytes are dropped and there are no lone surrogates.

    Order: byte order mark, charset of the header, charset in the first 4 KB of the page, UTF-8, windows-1252.
    """
    encoding = _marked(body) or _declared_in_header(content_type) or _declared_in_page(body)
    body = _without_mark(body)
    if encoding in ("", "utf-8"):
        return _utf8_or_western(body.replace(b"\x00", b""))  # ten times as fast to look for in bytes
    return body.decode(encoding, "replace").replace("\x00", "")


def _utf8_or_western(body: bytes) -> str:
    """UTF-8 when it is, or when damaged only here and there; else windows-1252, which nothing contradicts."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    good = sum(len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", text))
    return text if good >= damaged else body.decode("cp1252", "replace")


def _marked(body: bytes) -> str:
    return next((encoding for mark, encoding in _MARKS if body.startswith(mark)), "")


def _without_mark(body: bytes) -> bytes:
    return next((body[len(mark) :] for mark, _ in _MARKS if body.startswith(mark)), body)


def _declared_in_header(content_type: str) -> str:
    found = _CHARSET.search(content_type)
    return _known_encoding(found.group(1)) if found else ""


def _declared_in_page(body: bytes) -> str:
    found = _META_CHARSET.search(body, 0, 4096) or _XML_ENCODING.match(body)
    encoding = _known_encoding(found.group(1).decode("ascii", "replace")) if found else ""
    # We have just read the declaration as single bytes, so it is not true (WHATWG: read as UTF-8).
    return "utf-8" if encoding.startswith(("utf-16", "utf-32")) else encoding


def _known_encoding(label: str) -> str:
    """The Python name of an encoding for text on the web; empty for anything else: "rot13" is a codec, too."""
    try:
        name = codecs.lookup(label.lower().removeprefix("x-")).name
    except (LookupError, ValueError):
        return ""
    name = _READ_AS.get(name, name)
    return name if name in _ENCODINGS else ""


# --- What a reader sees -------------------------------------------------------------------------------

_UNSEEN = frozenset(
    """
    head script style noscript template iframe object embed applet canvas audio video svg math map
    datalist select option noframes
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol
    optgroup p pre search section summary table tbody textarea tfoot thead tr ul
    """.split()  # noqa: SIM905 - words, as in a list on paper
)
_AS_TYPED = ("pre", "textarea")
# What may be hidden; the style is read afterwards.
_HIDDEN = lxml.etree.XPath("//@hidden/..|//@style/..|//dialog[not(@open)]")
_NOT_DISPLAYED = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE
)
# Unicode noncharacters, which no text contains, as marks of line and paragraph ends that are meant.
_LINE_END = "\ufdd0"
_PARAGRAPH_END = "\ufdd1"
SOFT_HYPHEN = "\u00ad"  # shown at the end of a line at most, and never part of what was said
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,8}));?", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_IN_A_TREE = bytes([*range(9), *range(14, 32), 127])
_AS_LINE_ENDS = bytes.maketrans(b"\r\x0b\x0c", b"\n\n\n")
_NOT_IN_OUR_TREES = [mark.encode() for mark in (_LINE_END, _PARAGRAPH_END, "\ufffe", "\uffff")]
_PARSER = lxml.etree.HTMLParser(
    encoding="utf-8",
    remove_comments=True,
    remove_pis=True,
    no_network=True,
    huge_tree=True,
    recover=True,
    collect_ids=False,
)


def read(body: bytes, content_type: str = "", name: str = "") -> tuple[Kind, str]:
    """What `body` is and the text a reader sees in it (empty for what is neither HTML, plain text nor PDF).

    Raises pdf.Locked or pdf.Broken for a PDF that cannot be opened.
    """
    kind = sniff(body, content_type, name)
    if kind is Kind.HTML:
        return kind, _text_of_html(decode(body, content_type))
    if kind is Kind.TEXT:
        return kind, _text_of_plain(decode(body, content_type))
    if kind is Kind.PDF:
        return kind, text_of(body)
    return kind, ""


def visible_text(body: bytes, content_type: str = "") -> str:
    """All text a reader sees: NFC, blocks parted by a blank line, white space within a line collapsed."""
    try:
        return read(body, content_type)[1]
    except (Locked, Broken):
        return ""


def _text_of_plain(text: str) -> str:
    lines = [line.rstrip() for line in clean(text.replace(SOFT_HYPHEN, "")).split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _text_of_html(markup: str) -> str:
    """Marks go into the tree where lines and paragraphs end; then libxml2 writes out all text in one go.

    Ten times as fast as walking every element from Python, and as deep as the tree may be.
    """
    root = _parsed(fit_for_a_tree(markup))
    if root is None:
        return ""
    _drop_unseen(root)
    for element in root.iter(*_AS_TYPED):
        _keep_lines(element)
    for element in root.iter("q"):
        _enclose(element, "\u201c", "\u201d")
    for element in root.iter("br"):
        _enclose(element, "", _LINE_END)
    for element in root.iter("td", "th"):
        _enclose(element, "", " ")
    for element in root.iter(*_BLOCKS):
        _enclose(element, _PARAGRAPH_END, _PARAGRAPH_END)
    return _laid_out(lxml.etree.tostring(root, method="text", encoding="unicode"))


def _parsed(source: bytes):
    """The root element, or None when there is nothing in it."""
    try:
        return lxml.etree.fromstring(source, _PARSER)
    except lxml.etree.XMLSyntaxError:
        return None


def _drop_unseen(root):
    if root.tag in _UNSEEN:
        root.clear()
    lxml.etree.strip_elements(root, *_UNSEEN, with_tail=False)
    hidden = [element for element in _HIDDEN(root) if _is_hidden(element)]
    for element in hidden:
        element.tag = "noscript"
    if hidden and root.tag == "noscript":
        root.clear()
    elif hidden:
        lxml.etree.strip_elements(root, "noscript", with_tail=False)


def _is_hidden(element) -> bool:
    return (
        element.tag == "dialog"
        or "hidden" in element.attrib
        or bool(_NOT_DISPLAYED.search(element.get("style")))
    )


def _keep_lines(typed):
    for element in typed.iter():
        if element.text:
            element.text = element.text.replace("\n", _LINE_END)
        if element.tail and element is not typed:
            element.tail = element.tail.replace("\n", _LINE_END)


def _enclose(element, before: str, after: str):
    if before:
        element.text = before + (element.text or "")
    element.tail = after + (element.tail or "")


def fit_for_a_tree(markup: str) -> bytes:
    """Markup as UTF-8 for a parser, without characters that a tree cannot hold or that serve as marks here.

    Written out or as references; line ends become \\n. What a reader does not see of the rest, `clean` takes out of
    the text that was read: that is far shorter.
    """
    if "\r" in markup:
        markup = markup.replace("\r\n", "\n")
    source = (
        _REFERENCE.sub(_kept_reference, markup)
        .encode("utf-8", "replace")
        .translate(_AS_LINE_ENDS, _NOT_IN_A_TREE)
    )
    for unwanted in _NOT_IN_OUR_TREES:
        if unwanted[:1] in source:  # a look for one byte costs next to nothing
            source = source.replace(unwanted, b"")
    return source


def _kept_reference(reference: re.Match) -> str:
    return _meant(reference[0])


@lru_cache(maxsize=2_000)
def _meant(reference: str) -> str:
    hexadecimal, decimal = _REFERENCE.fullmatch(reference).groups()
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0x80 <= number <= 0x9F:  # old pages write "won&#146;t", and every browser shows an apostrophe
        return bytes([number]).decode("cp1252", "replace")
    if number > 0x10FFFF or chr(number) in _LINE_END + _PARAGRAPH_END:
        return ""
    return reference if clean(chr(number)) == chr(number) else clean(chr(number))


def _laid_out(run: str) -> str:
    paragraphs = (
        _paragraph(piece)
        for piece in clean(run.replace(SOFT_HYPHEN, "")).split(_PARAGRAPH_END)
        if piece and not piece.isspace()
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _paragraph(piece: str) -> str:
    if _LINE_END not in piece:
        return one_line(piece)
    lines = "\n".join(one_line(line) for line in piece.split(_LINE_END))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


# --- Where a quotation stands -------------------------------------------------------------------------

_DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02'
_SINGLE = "'\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<dash>[{re.escape(_DASHES)}]+)|(?P<dots>\u2026|\.\.\.)|(?P<other>.)", re.DOTALL
)
_MOST_COMPARED = 2000


def holds(text: str, exact: str) -> bool:
    """Whether the quotation `exact` stands in `text`; see `locate` for what counts as the same."""
    return locate(text, exact) is not None


def locate(text: str, exact: str, prefix: str = "", suffix: str = "") -> tuple[int, int] | None:
    """Where `exact` stands in `text`: (start, end) in characters, end excluded, or None.

    The same are: any run of white space (a no-break space, too), curly and straight quotation marks, dashes
    of every length, and three dots for an ellipsis. Case and words must be right. Of several places the one
    whose surroundings agree best with `prefix` and `suffix` is taken (W3C TextQuoteSelector), else the first.
    """
    pattern = _pattern(exact)
    if pattern is None:
        return None
    found = pattern.search(text)
    if found is None or not (prefix.strip() or suffix.strip()):
        return found.span() if found else None
    before, after = _plain(prefix)[::-1], _plain(suffix)
    best, best_agreement = found, -1
    for count, match in enumerate(pattern.finditer(text)):
        agreement = _agreement(text, match, before=before, after=after)
        if agreement > best_agreement:
            best, best_agreement = match, agreement
        if count == _MOST_COMPARED:
            break
    return best.span()


def _pattern(exact: str) -> re.Pattern | None:
    exact = clean(exact.replace(SOFT_HYPHEN, "")).strip()
    if not exact:
        return None
    return re.compile("".join(_alternatives(token) for token in _TOKEN.finditer(exact)))


def _alternatives(token: re.Match) -> str:
    if token["space"]:
        return r"\s+"
    if token["dash"]:
        return rf"[{re.escape(_DASHES)}]{{1,3}}"
    if token["dots"]:
        return r"(?:\u2026|\.\.\.)"
    character = token["other"]
    for alike in (_DOUBLE, _SINGLE):
        if character in alike:
            return f"[{re.escape(alike)}]"
    return re.escape(character)


_PLAIN = str.maketrans(
    {**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DASHES, "-")}
)


def _plain(text: str) -> str:
    """For comparing surroundings only, where no offset is needed."""
    return one_line(clean(text).translate(_PLAIN))


def _agreement(text: str, match: re.Match, *, before: str, after: str) -> int:
    """How many characters around the match agree, counted outwards from it."""
    start, end = match.span()
    left = _plain(text[max(0, start - 2 * len(before) - 20) : start])[::-1]
    right = _plain(text[end : end + 2 * len(after) + 20])
    return _common_start(left, before) + _common_start(right, after)


def _common_start(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
