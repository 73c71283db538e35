"""Everything a program can read from one page, in one call, so that hostile bytes are parsed in one child process."""

from dataclasses import dataclass
from datetime import datetime

from tracker.extract import claims, notices, readable, statements
from tracker.extract.readings import ClaimFound, NoticeFound, Readable, StatementFound


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as read: its main text and the passages in it."""

    readable: Readable
    statements: tuple[StatementFound, ...]
    notices: tuple[NoticeFound, ...]
    claims: tuple[ClaimFound, ...]


def read_page(body: bytes, content_type: str, url: str, taken_at: datetime) -> Page:
    """Read a page. `taken_at` is aware. Raises readings.NothingToRead when there is no text in it."""
    page = readable.read(body=body, content_type=content_type, url=url, fetched_at=taken_at)
    said = statements.find(page.text, title=page.title)
    return Page(
        readable=page,
        statements=said,
        notices=notices.find(page.text, title=page.title),
        claims=claims.find(page.text, title=page.title, statements=said),
    )
