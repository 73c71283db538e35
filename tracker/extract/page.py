"""Everything a program can read from one page, in one call, so that hostile bytes are parsed in one child process."""

from dataclasses import dataclass
from datetime import datetime

from tracker.capture import plain
from tracker.capture.watching import Watched, lines_of, watched
from tracker.extract import claims, notices, readable, statements
from tracker.extract.readings import ClaimFound, NoticeFound, Readable, StatementFound


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as read: its main text, the passages in it, and what to watch of it where that can be told."""

    readable: Readable
    statements: tuple[StatementFound, ...]
    notices: tuple[NoticeFound, ...]
    claims: tuple[ClaimFound, ...]
    watched: Watched | None = None


def read_page(body: bytes, content_type: str, url: str, taken_at: datetime) -> Page:
    """Read a page. `taken_at` is aware. Raises readings.NothingToRead when there is no text in it."""
    page = readable.read(body=body, content_type=content_type, url=url, fetched_at=taken_at)
    said = statements.find(page.text, title=page.title)
    return Page(
        readable=page,
        statements=said,
        notices=notices.find(page.text, title=page.title),
        claims=claims.find(page.text, title=page.title, statements=said),
        watched=_watched(body, content_type, page.text),
    )


def _watched(body, content_type, text):
    if plain.sniff(body, content_type) is not plain.Kind.HTML:
        return None
    return watched(lines_of(plain.decode(body, content_type)), text=text)
