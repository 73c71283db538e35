"""The text of a PDF. Pure; belongs in a child process like all reading of bytes that others chose."""

import io
import logging
import re
from itertools import pairwise

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from tracker.lib.text import clean

# A report of a thousand pages is read as far as a citation may reach.
MOST_PAGES = 1000
_LONGEST_TEXT = 5_000_000
_HYPHENATED = re.compile(r"(\w)[\u00ad\u2010-]\n(?=[a-z])")
_SENTENCE_END = re.compile(r"[.!?:][\"'\u2019\u201d\u00bb)\]]*\Z")
# A gap between two lines that is so much wider than the usual one parts two paragraphs.
_WIDER = 1.25

# What it thinks of a damaged file is said by how the look ends.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class Locked(Exception):
    """It opens only with a password."""


class Broken(Exception):
    """It calls itself a PDF but cannot be read as one."""


def text_of(body: bytes) -> str:
    """Return the text of all pages, paragraphs parted by a blank line; empty for a scan, which holds only pictures.

    A PDF that anybody may open although it restricts copying is opened with the empty password, as readers do. Raises
    Locked or Broken.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Locked
        return "\n\n".join(_pages(reader))
    except (Locked, MemoryError):
        raise
    except DependencyError as failure:
        raise Locked from failure
    except (PyPdfError, RecursionError) as failure:
        raise Broken from failure
    except Exception as failure:  # what a damaged file makes of a parser has no common name
        raise Broken from failure


def _pages(reader):
    length = 0
    for page in reader.pages[:MOST_PAGES]:
        text = _paragraphs(_lines(page))
        length += len(text)
        if length > _LONGEST_TEXT:
            return
        if text:
            yield text


def _lines(page) -> list[tuple[float, str]]:
    """The lines of a page in the order of the file: how far up each stands, and its text."""
    lines = [(0.0, "")]

    def visit(text, page_matrix, text_matrix, font, size):
        height = text_matrix[4] * page_matrix[1] + text_matrix[5] * page_matrix[3] + page_matrix[5]
        first, *others = text.split("\n")
        if first.strip() and not lines[-1][1].strip():
            lines[-1] = (height, lines[-1][1])
        lines[-1] = (lines[-1][0], lines[-1][1] + first)
        lines.extend((height, line) for line in others)

    page.extract_text(visitor_text=visit)
    found = [(height, " ".join(clean(line).split())) for height, line in lines]
    return [(height, line) for height, line in found if line]


def _paragraphs(lines: list[tuple[float, str]]) -> str:
    """The lines put together: a wide gap parts paragraphs, and so does the end of a sentence before a new column."""
    if not lines:
        return ""
    gaps = [above - below for (above, _), (below, _) in pairwise(lines)]
    down = sorted(gap for gap in gaps if gap > 0)
    usual = down[len(down) // 4] if down else 0
    text = lines[0][1]
    for gap, ((_, before), (_, line)) in zip(gaps, pairwise(lines), strict=True):
        apart = gap > usual * _WIDER or (gap < 0 and _SENTENCE_END.search(before))
        text += f"\n\n{line}" if apart else f"\n{line}"
    return _HYPHENATED.sub(r"\1", text)
