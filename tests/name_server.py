"""A name server on loopback that lies on purpose: small, over UDP, with one answer after the other for each name.

`answers` of a Zone are (type, data) pairs as they stand in a record; a word in place of them is a misbehaviour.
"""

import ipaddress
import socket
import struct
import threading
from collections import Counter

A, CNAME, AAAA = 1, 5, 28
NO_ERROR, SERVER_FAILURE, NO_SUCH_NAME = 0, 2, 3
SILENT, GARBAGE, FAILS, EMPTY = "silent", "garbage", "fails", "empty"


class Zone:
    """What names lead to. A value is a list of turns; each turn is addresses and aliases (names) as text.

    The first look-up of a name gets the first turn, the next one the next, and the last turn stays.
    """

    def __init__(self, table):
        self._table = table
        self._asked = Counter()
        self._lock = threading.Lock()

    def turn(self, name, kind):
        """Return what a look-up of this record type gets now: texts, a misbehaviour, or None for no such name."""
        turns = self._table.get(name)
        if turns is None:
            return None
        with self._lock:
            now = self._asked[name, kind]
            self._asked[name, kind] += 1
        return turns[min(now, len(turns) - 1)]

    def addresses(self, name):
        """The resolver of tests that have no network of their own: all addresses of a name, aliases followed."""
        for _ in range(10):
            turn = self.turn(name, A)
            if turn is None or isinstance(turn, str):
                raise OSError("no such name")
            if not turn or _is_address(turn[0]):
                return turn
            name = turn[0]
        raise OSError("aliases without an end")


class NameServer:
    """Answers on 127.0.0.1, port 53 by default, until the block ends."""

    def __init__(self, zone, *, port=53):
        self._zone = zone
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", port))
        self.port = self._socket.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._socket.close()

    def _serve(self):
        while True:
            try:
                query, asker = self._socket.recvfrom(4096)
            except OSError:
                return
            answer = self._answer(query)
            if answer:
                self._socket.sendto(answer, asker)

    def _answer(self, query):
        name, end = _question(query)
        (kind,) = struct.unpack_from("!H", query, end)
        turn = self._zone.turn(name, kind)
        if turn == SILENT:
            return None
        if turn == GARBAGE:
            return query[:2] + b"\x81\x80" + b"\xff" * 40
        records = [] if turn is None or isinstance(turn, str) else self._records(turn, kind)
        status = {None: NO_SUCH_NAME, FAILS: SERVER_FAILURE}.get(
            turn if not isinstance(turn, list) else "", NO_ERROR
        )
        head = struct.pack("!HHHHHH", int.from_bytes(query[:2]), 0x8180 | status, 1, len(records), 0, 0)
        return head + query[12 : end + 4] + b"".join(records)

    def _records(self, turn, kind):
        records = []
        for text in turn:
            if _is_address(text):
                records += _address_record(text, kind)
            else:
                # The alias, and where it leads, in one answer, as a recursive server gives it.
                records.append(_record(b"\xc0\x0c", CNAME, _name(text)))
                following = self._zone.turn(text, kind)
                for address in following if isinstance(following, list) else ():
                    if _is_address(address):
                        records += _address_record(address, kind, owner=_name(text))
        return records


def _address_record(text, kind, *, owner=b"\xc0\x0c"):
    address = ipaddress.ip_address(text)
    own = A if address.version == 4 else AAAA
    return [_record(owner, own, address.packed)] if own == kind else []


def _record(owner, kind, data):
    return owner + struct.pack("!HHIH", kind, 1, 0, len(data)) + data


def _name(text):
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\0"


def _question(query):
    labels, at = [], 12
    while size := query[at]:
        labels.append(query[at + 1 : at + 1 + size].decode("latin-1").lower())
        at += 1 + size
    return ".".join(labels), at + 1


def _is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
