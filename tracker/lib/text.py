"""Text that stays put: cleaning before offsets are taken, and folding that never moves one."""

import re
import unicodedata

_NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNCLEAN = re.compile(f"{_NOT_TEXT.pattern[:-1]}\r\x0b\x0c\x85\u2028\u2029\ud800-\udfff]")
_SAME_LENGTH = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "\u00b4": "'",
        "\u0060": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2212": "-",
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u200a": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\t": " ",
    }
)
_TO_FOLD = re.compile(f"[{''.join(map(chr, _SAME_LENGTH))}]")


def _folded(match: re.Match) -> str:
    # Few characters of a text are typographic: replacing those is many times faster than translating all.
    return _SAME_LENGTH[ord(match.group())]


def clean(text: str) -> str:
    """The text as we keep it: NFC, line ends as \\n, no control or invisible direction characters.

    Lone surrogates become U+FFFD, so the result can always be stored as UTF-8. Offsets into the
    result are stable: cleaning it again changes nothing.
    """
    if _UNCLEAN.search(text):  # most text is clean, and one look costs a third of three
        text = _SURROGATES.sub("\ufffd", text)
        text = _LINE_ENDS.sub("\n", text)
        text = _NOT_TEXT.sub("", text)
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The same text with typographic apostrophes, dashes and spaces made plain, one character for one.

    The result has the length of the input, so an offset found in it is an offset in the input.
    """
    if text.isascii():
        return text.replace("`", "'").replace("\t", " ")
    return _TO_FOLD.sub(_folded, text)


def one_line(text: str) -> str:
    """The text on one line, runs of white space as one space, none at the ends."""
    return " ".join(text.split())
