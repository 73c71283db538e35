"""What a notice tells about the error: what was said before, what is right, and which sentence it speaks of. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extract import sentences
from tracker.extract.readings import Span
from tracker.extract.words import terms
from tracker.lib.text import fold

# Longer values are no longer a value but the rest of the notice.
_LONGEST = 160
# Words a sentence must share with the notice to be the one it speaks of; what is right counts twice.
_ENOUGH = 2
_MOST_SENTENCES, _MOST_NOTICES, _LONGEST_TEXT = 400, 40, 200_000

_VALUE = r"[^.;:()\n]{1,160}?(?:(?<=\d)\.\d[^.;:()\n]{0,80}?)?"
_WRONGLY = (
    r"(?:incorrectly|wrongly|mistakenly|erroneously|originally|previously|initially|earlier|first|in error"
    r"|inaccurately)"
)
_SAID = r"(?:said|stated|reported|claimed|suggested|implied|indicated|noted|wrote)"
_BE = r"(?:is|was|are|were|has|had|should (?:be|read|say|have been|have read|have said)|covers|took place)"
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # "corrected to reflect that the company has 300 employees"
        rf"\b(?:corrected|amended|updated|edited|changed) to (?:reflect|show|say|state) (?:that )?(?P<right>{_VALUE})"
        rf"(?:, not (?P<said>{_VALUE}))?(?=[.;)\n]|\Z)",
        # "The river is the Weser, not the Elbe."
        rf"\b{_BE} (?P<right>{_VALUE}),? (?:and )?not (?P<said>{_VALUE})(?:,? as (?:an |we |was |the "
        rf"|it |\w+ly )[^.\n]*)?(?=[.;)\n]|\Z)",
        # "misstated the year as 1917; it was 1971" and "gave the year as 2016. It was 2014."
        rf"\b(?:mis\w+|gave|put|listed|identified|described|named) [^.;\n]{{1,120}}? as (?P<said>{_VALUE})[.;] "
        rf"(?:it|he|she|they|that|this|the [\w ]{{2,40}}) {_BE} (?:actually "
        rf"|in fact )?(?P<right>{_VALUE})(?=[.;)\n]|\Z)",
        # "to 12 percent from 21 percent", "from 60 to 16"
        rf"\bto (?P<right>{_VALUE}) from (?P<said>{_VALUE})(?=[.;,)\n]|\Z)",
        rf"\bfrom (?P<said>{_VALUE}) to (?P<right>{_VALUE})(?=[.;,)\n]|\Z)",
        # "said 4,000 pupils were affected. The figure should have been 400."
        rf"\b{_SAID} (?:that )?(?P<said>[^.\n]{{3,200}}?)\. (?:that|it|this|the [\w ]{{2,40}}|which)"
        rf" (?:figure |number )?"
        rf"should (?:have been|be|have read|have said|read|say) (?P<right>{_VALUE})(?=[.;)\n]|\Z)",
        # "incorrectly said the bridge had collapsed. It was closed."
        rf"\b{_WRONGLY} (?:{_SAID}|called|described|identified|named|listed|gave|referred to|put)"
        rf" (?:that )?(?P<said>[^.;\n]{{3,200}})[.;]"
        rf" (?P<right>[A-Z0-9][^.\n]{{3,200}})(?=[.\n]|\Z)",
        rf"\b{_SAID} (?:{_WRONGLY} )?(?:that )?(?P<said>[^.;\n]{{3,200}})[.;] (?P<right>(?:It|He|She"
        rf"|They|In fact|There|One|Two|The)\b"
        rf"[^.\n]{{3,200}})(?=[.\n]|\Z)",
        rf"\b{_WRONGLY} (?:{_SAID}|called|described|identified|named|listed)"
        rf" (?:that )?(?P<said>[^.;\n]{{3,200}})(?=[.;)\n]|\Z)",
    )
)  # fmt: skip


@dataclass(frozen=True)
class ToldError:
    """What was said, what is right ("" where the notice does not tell), and the sentence of the page it speaks of."""

    said: str = ""
    right: str = ""
    sentence: Span | None = None


def told_error(notice: str) -> tuple[str, str]:
    """Return (what was said, what is right) as far as the words of a notice tell; "" for what they do not."""
    folded = fold(notice[:1_500])
    for pattern in _PATTERNS:
        if match := pattern.search(folded):
            found = match.groupdict()
            return tuple(_tidy(notice, match, name) if found.get(name) else "" for name in ("said", "right"))
    return "", ""


def read(text: str, notices: Sequence[Span]) -> tuple[ToldError, ...]:
    """Return what each notice at these places of a page's text tells, and which sentence of the page it is about.

    That is the sentence which shares most words with the notice; what the notice calls right counts twice, because
    a corrected page says it now. None where no sentence shares enough, or two share as much.
    """
    if not notices:
        return ()
    spans = [
        span
        for span in sentences.split(text[:_LONGEST_TEXT])
        if not any(span.start < notice.end and notice.start < span.end for notice in notices)
    ]
    page = [(span, terms(text[span.start : span.end])) for span in spans[:_MOST_SENTENCES]]
    return tuple(_read(text[notice.start : notice.end], page) for notice in notices[:_MOST_NOTICES])


def _read(words, page):
    said, right = told_error(words)
    about, truth = terms(words[:1_500]), terms(right) | terms(said)
    best, second, found = 0, 0, None
    for span, here in page:
        score = len(here & about) + len(here & truth)
        if score > best:
            best, second, found = score, best, span
        else:
            second = max(second, score)
    return ToldError(said, right, found if best >= _ENOUGH and best > second else None)


def _tidy(notice, match, name):
    return notice[match.start(name) : match.end(name)].strip(" ,\"'“”")[:_LONGEST]


def announced(items: list[dict]) -> tuple[str, ...]:
    """Return the words of the corrections that a page's JSON-LD announces: `correction`, as text or CorrectionComment.

    `items` are the things the page describes. What is no text (a bare URL, a broken value) is left out; each once.
    """
    found = {}
    for item in items:
        if not isinstance(item, dict):
            continue
        values = item.get("correction") or []
        if item.get("@type") == "CorrectionComment":
            values = [item]
        for value in values if isinstance(values, list) else [values]:
            words = value.get("text") or value.get("description") if isinstance(value, dict) else value
            if isinstance(words, str) and words.strip() and not words.startswith(("http://", "https://")):
                found[" ".join(words.split())] = None
    return tuple(found)
