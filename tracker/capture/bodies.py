"""The bytes of a snapshot and the words in them, small: zstd frames whose dictionary is the version before.

A page that changes by a sentence is kept in a few hundred bytes. The price is that reading a version reads those it
is based on, so every LONGEST_LINE versions a frame stands alone. A frame lies in the row itself, or, when
SNAPSHOT_STORAGE says so, in S3-compatible storage under a name made of its own hash. An object is written before its
row is committed: a row never points to nothing, and an object that no row points to harms nobody.
"""

from dataclasses import dataclass

import zstandard
from django.conf import settings
from django.core.files.storage import storages

from tracker.capture.models import Snapshot
from tracker.lib.canonical import digest

LONGEST_LINE = 20
_LEVEL = 3
# A frame smaller than this share of its body was clearly helped by its dictionary: no need to try without.
_HELPED = 1 / 16
_SMALLEST_WINDOW, _LARGEST_WINDOW = (
    10,
    25,
)  # powers of two, bytes; 32 MB holds two of the largest pages we read

_LINE = """
    WITH RECURSIVE line AS (
        SELECT id, based_on_id, body, stored_as, words, 0 AS step FROM capture_snapshot WHERE id = %s
        UNION ALL
        SELECT earlier.id, earlier.based_on_id, earlier.body, earlier.stored_as, earlier.words, step + 1
        FROM capture_snapshot AS earlier JOIN line ON earlier.id = line.based_on_id
    )
    SELECT {columns} FROM line ORDER BY step DESC
"""


class StoreFailed(Exception):
    """The object store did not take or give an object; `sentence` says why (lower case, no full stop)."""

    def __init__(self, sentence: str):
        self.sentence = sentence
        super().__init__(sentence)


class Damaged(Exception):
    """What is kept is no longer what was published: its bytes do not give the hash of the row."""


@dataclass(frozen=True)
class Packed:
    """A zstd frame, and whether it takes the previous version's bytes to open it."""

    frame: bytes
    uses_previous: bool


def pack(body: bytes, previous: bytes | None = None) -> Packed:
    """Compress `body`, with the bytes of the version before it as dictionary where that helps."""
    if not previous:
        return Packed(_compressed(body), uses_previous=False)
    based = _compressed(body, previous)
    if len(based) < len(body) * _HELPED:
        return Packed(based, uses_previous=True)
    alone = _compressed(body)
    return (
        Packed(based, uses_previous=True) if len(based) < len(alone) else Packed(alone, uses_previous=False)
    )


def unpack(frame: bytes, previous: bytes | None = None) -> bytes:
    """Return the body again; `previous` is what `pack` was given, when it was used. Raises Damaged."""
    try:
        return zstandard.ZstdDecompressor(dict_data=_dictionary(previous)).decompress(frame)
    except zstandard.ZstdError as failure:
        raise Damaged(f"A frame cannot be opened ({failure}).") from failure


def keep(body: bytes, text: str, *, after: Snapshot | None) -> dict:
    """Put `body` where bodies are kept, based on `after` where that helps; return the columns of its Snapshot.

    The `text` in it stays in the row, based on that of `after` where the body is. With an object store this writes
    there. Raises StoreFailed when it does not take the object, or does not give the bytes of `after`; then nothing was
    kept.
    """
    line = _line(after) if after else []
    previous = _opened(line) if 0 < len(line) < LONGEST_LINE else None
    packed = pack(body, previous)
    based_on = after if packed.uses_previous else None
    words = _compressed(text.encode(), _words(line) if based_on else None)
    if settings.SNAPSHOT_STORAGE == "database":
        return {"body": packed.frame, "stored_as": "", "based_on": based_on, "words": words}
    return {"body": b"", "stored_as": _put(packed.frame), "based_on": based_on, "words": words}


def body_of(snapshot: Snapshot) -> bytes:
    """Return the bytes of a snapshot as they were published, in one query and one object for each frame kept outside.

    Raises Damaged when they do not give the snapshot's hash, StoreFailed when the object store cannot be read.
    """
    body = _opened(_line(snapshot, columns="id, body, stored_as"))
    if digest(body) != snapshot.content_hash:
        raise Damaged(f"The bytes of {snapshot.public_id} do not give its hash.")
    return body


def text_of(snapshot: Snapshot) -> str:
    """Return the text of a snapshot, in one query. Raises Damaged."""
    return _words(_line(snapshot, columns="id, words")).decode()


def _compressed(body: bytes, previous: bytes | None = None) -> bytes:
    size = len(body) + len(previous or b"")
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL,
        source_size=len(body),
        dict_size=len(previous or b""),
        # The whole of both versions is in reach, however long they are.
        window_log=min(max(size.bit_length(), _SMALLEST_WINDOW), _LARGEST_WINDOW),
        write_checksum=True,
    )
    return zstandard.ZstdCompressor(dict_data=_dictionary(previous), compression_params=parameters).compress(
        body
    )


def _dictionary(previous: bytes | None) -> zstandard.ZstdCompressionDict | None:
    if not previous:
        return None
    return zstandard.ZstdCompressionDict(previous, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _line(snapshot: Snapshot, *, columns: str = "id, body, stored_as, words") -> list[Snapshot]:
    """The snapshot and those its frames are based on, the one that stands alone first."""
    return list(Snapshot.objects.raw(_LINE.format(columns=columns), [snapshot.pk]))


def _words(line: list[Snapshot]) -> bytes:
    words = None
    for snapshot in line:
        words = unpack(bytes(snapshot.words), words)
    return words


def _opened(line: list[Snapshot]) -> bytes:
    body = None
    for snapshot in line:
        frame = _get(snapshot.stored_as) if snapshot.stored_as else bytes(snapshot.body)
        body = unpack(frame, body)
    return body


def _put(frame: bytes) -> str:
    """Write a frame under a name made of its own hash, so that writing it twice changes nothing."""
    name = digest(frame)
    name = f"{name[:2]}/{name}.zst"
    storages["snapshots"].put(name, frame)
    return name


def _get(name: str) -> bytes:
    return storages["snapshots"].get(name)
