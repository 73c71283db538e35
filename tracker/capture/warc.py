"""Snapshots as a web archive (WARC/1.1, ISO 28500:2017) that any archive's tools can read. Pure over rows.

A fetched page is a `response`, with the headers we keep and its bytes as a browser would see them: transfer and content
codings are already taken off. What a person handed in and our own notes are `resource` records, with a `metadata`
record that says which of the two. A look that found a known version again is a `revisit`; one that found no page is a
`metadata` record about the address that says how it ended, with the HTTP status, so that an archive shows since when a
page was gone. (What a server sends with a 404 is not kept, so there is nothing to make a `response` of.) Who handed
something in, and what they wrote beside it, stays with us.
"""

import base64
import uuid
from datetime import UTC
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tracker.capture.models import Snapshot
from tracker.capture.outcomes import presence
from tracker.lib.text import one_line

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
_ABOUT = {
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    "description": "Pages as Walkback captured them. HTTP headers as far as they were kept; codings taken off.",
}


class Archive:
    """Writes records to `out`, a binary file, one at a time: memory holds one body, however many there are."""

    def __init__(self, out, *, compressed, software, now):
        """Write the warcinfo record. `compressed`: each record a gzip member (.warc.gz). `now` is aware."""
        self._writer = WARCWriter(out, gzip=compressed, warc_version="1.1")
        info = self._writer.create_warcinfo_record("", {"software": software} | _ABOUT)
        info.rec_headers.replace_header("WARC-Date", _date(now))
        self._writer.write_record(info)

    def write_snapshot(self, *, snapshot, body, status):
        """Write a snapshot with its bytes. `status` is the HTTP status it came with; None when there was none."""
        fetched = snapshot.medium == Snapshot.Medium.FETCHED and snapshot.headers
        head = {
            "WARC-Record-ID": _record_id(snapshot),
            "WARC-Date": _date(snapshot.taken_at),
            "WARC-Payload-Digest": _digest(snapshot),
        }
        self._write(
            "response" if fetched else "resource",
            _uri(snapshot),
            head,
            body,
            # A resource record is of the type that the page was read as; a response says its own in its headers.
            content_type="" if fetched else snapshot.content_type,
            http_headers=_headers(status or 200, snapshot.headers, length=len(body)) if fetched else None,
        )
        if not fetched:
            self._write_medium(snapshot)

    def write_revisit(self, *, visit, snapshot):
        """Write a later look that found `snapshot` again, by its validators (304) or by its bytes."""
        profile = "server-not-modified" if visit.status == 304 else "identical-payload-digest"
        head = {
            "WARC-Record-ID": _id(f"visit {visit.pk} of {snapshot.public_id}"),
            "WARC-Date": _date(visit.at),
            "WARC-Refers-To": _record_id(snapshot),
        }
        headers = _headers(visit.status, {}, length=None) if visit.status else None
        uri = _uri(snapshot)
        record = self._writer.create_revisit_record(
            uri,
            _digest(snapshot),
            uri,
            _date(snapshot.taken_at),
            http_headers=headers,
            warc_headers_dict=head,
        )
        record.rec_headers.replace_header("WARC-Profile", _PROFILES + profile)
        self._writer.write_record(record)

    def write_failed_look(self, *, visit):
        """Write a look that found no page: how it ended, its HTTP status if there was one, and what we say of it."""
        head = {
            "WARC-Record-ID": _id(f"visit {visit.pk} of {visit.article.public_id}"),
            "WARC-Date": _date(visit.at),
        }
        said = {
            "outcome": visit.outcome,
            "http-status": visit.status,
            "page": presence(visit.outcome),
            "sentence": visit.sentence,
        }
        self._write_fields(_as_uri(visit.target), head, said)

    def _write_medium(self, snapshot):
        head = {
            "WARC-Record-ID": _id(f"medium of {snapshot.public_id}"),
            "WARC-Date": _date(snapshot.taken_at),
            "WARC-Refers-To": _record_id(snapshot),
        }
        self._write_fields(_uri(snapshot), head, {"medium": snapshot.get_medium_display()})

    def _write_fields(self, uri, head, said):
        lines = (f"{name}: {one_line(str(value))}\r\n" for name, value in said.items() if value is not None)
        fields = "".join(lines).encode()
        self._write("metadata", uri, head, fields, content_type="application/warc-fields")

    def _write(self, kind, uri, head, body, *, content_type, http_headers=None):
        record = self._writer.create_warc_record(
            uri,
            kind,
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=content_type,
            warc_headers_dict=head,
            http_headers=http_headers,
        )
        self._writer.write_record(record)


def _uri(snapshot):
    """Where it was found."""
    return _as_uri(snapshot.final_url or snapshot.article.address)


def _as_uri(address):
    """The name of a file may hold anything: it is written as a URI can say it."""
    return quote(address, safe="%/:?[]@!$&'()*+,;=~-._#")


def _record_id(snapshot):
    return _id(snapshot.public_id)


def _id(name):
    """The same thing has the same id in every export, so that archives can tell it is the same."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'walkback {name}')}>"


def _digest(snapshot):
    return "sha256:" + base64.b32encode(bytes.fromhex(snapshot.content_hash)).decode()


def _date(moment):
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _headers(status, headers, *, length):
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    pairs = [(name.title(), value) for name, value in headers.items()]
    if length is not None:
        pairs.append(("Content-Length", str(length)))
    return StatusAndHeaders(f"{status} {phrase}", pairs, protocol="HTTP/1.1")
