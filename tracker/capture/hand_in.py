"""What a person brings: text, a file, or an address to be looked at now. Always ends in a Visit with their name."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from tracker.accounts.models import User
from tracker.capture import host, plain
from tracker.capture.addresses import canonical
from tracker.capture.fetch import Look, look_at_bytes, look_at_url
from tracker.capture.models import Snapshot, Visit
from tracker.capture.schedule import SHORTEST
from tracker.capture.store import record_look, reschedule
from tracker.lib.canonical import digest
from tracker.sources.models import Source

PASTED = "The pasted page"
_PASTED_TYPE = {plain.Kind.HTML: "text/html; charset=utf-8", plain.Kind.TEXT: "text/plain; charset=utf-8"}


@dataclass(frozen=True, kw_only=True)
class About:
    """What the person said of it. `address` is where it was published, empty when that is not known."""

    by: User
    address: str = ""
    title: str = ""
    outlet: Source | None = None
    note: str = ""


def look_now(*, about: About, now: datetime) -> Visit:
    """Look at `about.address` through the guarded way out, keep what is there, and have workers look again.

    This one look does not ask robots.txt, and the page says so. RFC 9309 is for automatic clients that go from page to
    page; here a person reads one page of their choice, as in a browser, and what a page said must be provable where its
    owner keeps robots away. The looks that workers make afterwards are automatic, and keep to robots.txt.
    """
    seen = look_at_url(
        about.address, now=now, allow_private=settings.ALLOW_PRIVATE_NETWORKS, user_agent=settings.USER_AGENT
    )
    visit = _kept(seen, about, medium=Snapshot.Medium.FETCHED)
    article = visit.article
    if visit.snapshot and article.next_look_at is None and article.set_aside_at is None and article.url:
        reschedule(article=article, host=host.known(url=article.address), next_look_at=now + SHORTEST)
    return visit


def take_text(*, text: str, about: About, now: datetime) -> Visit:
    """Keep pasted text or HTML. Its characters are known, so what a page says of its own encoding does not count."""
    body = text.encode()
    kind = _PASTED_TYPE.get(plain.sniff(body), "")
    seen = look_at_bytes(body, name=about.title or PASTED, content_type=kind, now=now)
    return _kept(_placed(seen, about), about, address=_address(seen, body, about))


def take_file(*, body: bytes, name: str, about: About, now: datetime) -> Visit:
    """Keep an uploaded HTML, text or PDF file; `name` is only what it is called."""
    seen = look_at_bytes(body, name=name, now=now)
    return _kept(_placed(seen, about), about, address=_address(seen, body, about))


def _placed(seen: Look, about: About) -> Look:
    return replace(seen, target=about.address) if about.address else seen


def _address(seen: Look, body: bytes, about: About) -> str:
    """Where it was published. Without that, its own bytes are its address: two files of one name are two articles."""
    if about.address:
        return canonical(about.address)
    return f"file:handed-in/{digest(body)[:16]}/{seen.name}"


def _kept(seen: Look, about: About, *, medium=Snapshot.Medium.HANDED_IN, address="") -> Visit:
    return record_look(
        look=seen,
        medium=medium,
        address=address,
        outlet=about.outlet,
        title=about.title,
        by=about.by,
        note=about.note,
    )
