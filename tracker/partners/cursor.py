"""Pages by keyset: each begins right after the last row of the page before, wherever that row now stands.

The place is a row value, `WHERE (seq, public_id) < (x, y)`, so page 10,000 costs what page 1 costs, and rows that
arrive in between move nothing. Nothing is ever counted. The cursor is signed together with the list and the filters it
belongs to: a changed one is refused, and so is one used on another list.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import F, Func, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from tracker.lib.canonical import canonical
from tracker.partners.problems import BadParameters

PAGE_SIZE = 50
LARGEST_PAGE = 100
FOREIGN = "This is no cursor of this list with these filters. Follow `next` or `previous` as they stand."
PAGING = {"cursor", "page_size"}


@dataclass(frozen=True, kw_only=True)
class Keyset:
    """The columns that put a list in order; together they are unique and have an index."""

    columns: tuple[str, ...]
    descending: bool = True


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows, and the addresses of the pages beside them (None at an end)."""

    rows: list[dict]
    next: str | None
    previous: str | None


def take_page(rows, *, keyset, path, parameters, cursor="", page_size=None):
    """Return one Page of the queryset `rows` (of dicts that hold the keyset's columns), in one query.

    `path` and `parameters` (lists of values by name, as the client sent them) make the links and bind the cursor.
    BadParameters for a cursor that we did not give out for this list and these filters.
    """
    size = page_size or PAGE_SIZE
    signer = _signer(path, parameters)
    backwards, place = _read(cursor, signer) if cursor else (False, None)
    descending = keyset.descending != backwards
    if place:
        rows = rows.filter(_beyond(keyset.columns, place, descending=descending))
    direction = "-" if descending else ""
    found = list(rows.order_by(*(f"{direction}{column}" for column in keyset.columns))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()

    def link(row, *, backwards):
        place = [row[column] for column in keyset.columns]
        sent = {name: values for name, values in parameters.items() if name != "cursor"}
        query = urlencode(sent | {"cursor": _write(backwards, place, signer)}, doseq=True)
        return f"{settings.SITE_URL}{path}?{query}"

    has_next = bool(found) and (more or backwards)
    has_previous = bool(found) and (more if backwards else bool(place))
    return Page(
        rows=found,
        next=link(found[-1], backwards=False) if has_next else None,
        previous=link(found[0], backwards=True) if has_previous else None,
    )


def _beyond(columns, place, *, descending):
    comparison = LessThan if descending else GreaterThan
    return comparison(_row(*map(F, columns)), _row(*map(Value, place)))


def _row(*expressions):
    return Func(*expressions, function="ROW", output_field=TextField())


def _signer(path, parameters):
    filters = sorted((name, sorted(values)) for name, values in parameters.items() if name not in PAGING)
    return Signer(salt=f"tracker.partners.cursor {path} {canonical(filters)}")


def _write(backwards, place, signer):
    return signer.sign(urlsafe_base64_encode(canonical([int(backwards), *place]).encode()))


def _read(cursor, signer):
    try:
        backwards, *place = json.loads(urlsafe_base64_decode(signer.unsign(cursor)))
    except (BadSignature, ValueError):
        raise BadParameters([{"parameter": "cursor", "detail": FOREIGN}]) from None
    return bool(backwards), place
