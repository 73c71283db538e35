"""Everything a program can read from one page, in one call, so that hostile bytes are parsed in one child process."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.capture import plain
from tracker.capture.watching import Watched, lines_of, watched
from tracker.extract import claims, notices, readable, statements
from tracker.extract.readings import ClaimFound, NoticeFound, Readable, Span, StatementFound
from tracker.extract.trained import NoModel

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as read: its main text, the passages in it, and what to watch of it where that can be told."""

    readable: Readable
    statements: tuple[StatementFound, ...]
    notices: tuple[NoticeFound, ...]
    claims: tuple[ClaimFound, ...]
    watched: Watched | None = None


def read_page(
    body: bytes, content_type: str, url: str, taken_at: datetime, statement_model: str = ""
) -> Page:
    """Read a page. `taken_at` is aware; `statement_model` is a file of `manage.py train_statements` or "".

    Raises readings.NothingToRead when there is no text in it.
    """
    page = readable.read(body=body, content_type=content_type, url=url, fetched_at=taken_at)
    if page.corrections:
        page = _with_announced_corrections(page, plain.decode(body, content_type))
    said = who_said_what(page.text, title=page.title, model=statement_model)
    return Page(
        readable=page,
        statements=said,
        notices=notices.find(page.text, title=page.title, outlet=page.outlet, announced=page.corrections),
        claims=claims.find(page.text, title=page.title, statements=said),
        watched=_watched(body, content_type, page.text),
    )


def who_said_what(text: str, *, title: str, model: str) -> tuple[StatementFound, ...]:
    """The statements of a text with the model, or by the rules alone where it cannot be used: a page is read anyhow."""
    try:
        return statements.find(text, title=title, model=model)
    except NoModel as trouble:
        logger.warning("Statements are read by the rules alone: %s", trouble)
        return statements.find(text, title=title)


def _with_announced_corrections(page: Readable, markup: str) -> Readable:
    """The page with the corrections at its end that its linked data announces and that it shows beside its main text.

    What it announces and does not show stays out: nobody could find the words on the page.
    """
    text, shown = _without_spaces(page.text), _without_spaces("".join(lines_of(markup)))
    added = [
        words
        for words in page.corrections
        if text.find(_without_spaces(words)) < 0 <= shown.find(_without_spaces(words))
    ]
    longer, spans = page.text, list(page.paragraphs)
    for words in added:
        spans.append(Span(len(longer) + 2, len(longer) + 2 + len(words)))
        longer = f"{longer}\n\n{words}"
    return replace(page, text=longer, paragraphs=tuple(spans))


def _without_spaces(text):
    return "".join(text.split())


def _watched(body, content_type, text):
    if plain.sniff(body, content_type) is not plain.Kind.HTML:
        return None
    return watched(lines_of(plain.decode(body, content_type)), text=text)
