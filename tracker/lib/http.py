"""The only way out of Walkback.

Pages, feeds, robots files and images are all fetched by `get`, hubs of feeds are asked by `post`, and no other
module may open a connection (tests/lib/test_http.py holds that). Whoever wrote the URL, and whoever runs the
server behind it, is taken to be hostile:

- the name is resolved once, every address it has must be on the public internet, the very address that was
  checked is dialled, and the peer is checked again: a name cannot change its mind in between;
- each redirect is judged from the beginning; no proxy from the environment is used;
- one deadline covers everything from the name to the last byte. It and the size limits are kept where bytes are
  received, so a header sent one byte a minute or a body without an end is stopped wherever it is being read.

A connection may serve again for a few seconds, for what would have been dialled under the very same rules.
"""

import atexit
import contextlib
import ipaddress
import os
import queue
import re
import select
import socket
import ssl
import threading
import time
import urllib.parse
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import certifi
import idna

from tracker.lib import http1

MEGABYTE = 1024 * 1024
DEFAULT_PORTS = frozenset({80, 443})

_READ_AHEAD = 16 * 1024  # what may come of the body while the headers are read
_MOST_ADDRESSES_DIALLED = 4
_SECONDS_PER_ADDRESS = 6.0
# A connection waits so long for the next request, and at most so many wait: a name may have moved by then.
_IDLE_SECONDS = 15.0
_MOST_IDLE = 64
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ENCODINGS_GZIP = frozenset({"gzip", "x-gzip"})
_ONLY_FOR_ITS_OWN_SERVER = frozenset({"authorization", "cookie"})

# Lookups that were given up still occupy a thread until the system resolver returns.
_LOOKUPS = threading.BoundedSemaphore(64)

Resolver = Callable[[str], Iterable[str]]


class Code(StrEnum):
    """Why there is no answer. Closed: capture/outcomes.py has an outcome for each."""

    BAD_URL = "bad-url"
    PORT_NOT_ALLOWED = "port-not-allowed"
    FORBIDDEN_ADDRESS = "forbidden-address"
    DNS_FAILED = "dns-failed"
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_RESET = "connection-reset"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls-failed"
    TIMEOUT = "timeout"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    HEADERS_TOO_LARGE = "headers-too-large"
    TOO_LARGE = "too-large"
    BAD_ENCODING = "bad-encoding"
    BAD_RESPONSE = "bad-response"


# For an editor: what happened, in one sentence. Facts: host, port, detail, limit.
SENTENCES = {
    Code.BAD_URL: "This is not a web address Walkback can open: {detail}.",
    Code.PORT_NOT_ALLOWED: "{host} was asked for on port {port}; Walkback opens ports 80 and 443 only.",
    Code.FORBIDDEN_ADDRESS: "{host} leads into a private or reserved network, which Walkback does not open.",
    Code.DNS_FAILED: "{host} is not a name under which a server can be found.",
    Code.CONNECTION_REFUSED: "{host} refused the connection.",
    Code.CONNECTION_RESET: "{host} ended the connection before the page was complete.",
    Code.UNREACHABLE: "{host} could not be reached over the network.",
    Code.TLS_FAILED: "{host} could not be reached securely: {detail}.",
    Code.TIMEOUT: "{host} did not deliver the page within {limit}.",
    Code.TOO_MANY_REDIRECTS: "{host} redirected the address again after {limit}, the most Walkback follows.",
    Code.HEADERS_TOO_LARGE: "{host} sent more headers than {limit}.",
    Code.TOO_LARGE: "{host} sent a page larger than {limit}, the most Walkback reads.",
    Code.BAD_ENCODING: "{host} sent the page compressed in a way that cannot be unpacked: {detail}.",
    Code.BAD_RESPONSE: "{host} answered with something that is not HTTP.",
}
_UNKNOWN_FACTS = {
    "host": "The server",
    "port": "another port",
    "detail": "it cannot be read",
    "limit": "is allowed",
}


class NoAnswer(Exception):
    """There is no response. `code` is from `Code`, `sentence` is for an editor, `url` is where it ended."""

    def __init__(self, code: Code, **facts):
        self.code = code
        self.sentence = say(code, **facts)
        self.url = ""
        self.redirects: tuple[str, ...] = ()
        super().__init__(self.sentence)


class Refused(NoAnswer):
    """We did not go: our own rules forbid the address."""


class Failed(NoAnswer):
    """We went, and got no usable answer."""


def say(code: Code, **facts) -> str:
    """The sentence of `code` with its facts; a fact that is not given is worded around."""
    return SENTENCES[code].format_map(_UNKNOWN_FACTS | {name: _shown(fact) for name, fact in facts.items()})


def megabytes(count: int) -> str:
    """A number of bytes in words: '10 MB', '64 KB'."""
    return f"{count / MEGABYTE:g} MB" if count >= MEGABYTE else f"{count / 1024:g} KB"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one fetch may cost. Seconds cover everything from the name to the last byte; sizes are bytes.

    `cut`: of a body that is too large the first part is enough; it ends at a limit instead of failing there.
    """

    seconds: float = 20.0
    headers: int = 64 * 1024
    wire: int = 5 * MEGABYTE
    decoded: int = 10 * MEGABYTE
    redirects: int = 5
    cut: bool = False


DEFAULT = Limits()


@dataclass(frozen=True, kw_only=True)
class Response:
    """An answer of any status. Header names are lower case; repeated headers are joined by a comma."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    final_url: str
    host: str  # of the final URL
    redirects: tuple[str, ...]
    elapsed: float
    wire_bytes: int


def get(
    url: str,
    *,
    user_agent: str,
    headers: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT,
    allow_private: bool = False,
    allowed_ports: Collection[int] = DEFAULT_PORTS,
    resolve: Resolver | None = None,
    may_follow: Callable[[str], bool] | None = None,
) -> Response:
    """Fetch `url` with GET and follow its redirects.

    `headers` are added to the request (If-None-Match and the like: a 304 comes back as a Response).
    `allow_private` opens loopback and private addresses, on any port, and nothing else that is reserved.
    `resolve` takes a host name and returns its addresses as text, or raises OSError; default: the system.
    A redirect that `may_follow` says no to is not followed: it comes back as a Response.
    Raises `Refused` when our rules forbid it and `Failed` when there is no usable answer, nothing else.
    """
    trip = _Trip(
        budget=_Budget(limits),
        headers=_request_headers(headers, user_agent=user_agent),
        allow_private=allow_private,
        allowed_ports=frozenset(allowed_ports),
        resolve=resolve or _system_addresses,
    )
    visited: list[str] = []
    try:
        while True:
            place = parse_url(url)
            url = place.url
            status, received, body = _exchange(place, trip=trip)
            following = _redirect_of(status, received, place=place)
            if following is None or (may_follow and not may_follow(following)):
                return _response(status, received, body, place=place, trip=trip, visited=visited)
            if len(visited) >= limits.redirects:
                raise Failed(Code.TOO_MANY_REDIRECTS, host=place.host, limit=f"{limits.redirects} redirects")
            visited.append(place.url)
            trip.headers = _headers_for_next(trip.headers, place=place, following=following)
            url = following
    except NoAnswer as trouble:
        trouble.url = url
        trouble.redirects = tuple(visited)
        raise


def post(
    url: str,
    *,
    form: Mapping[str, str],
    user_agent: str,
    limits: Limits = DEFAULT,
    allow_private: bool = False,
    allowed_ports: Collection[int] = DEFAULT_PORTS,
    resolve: Resolver | None = None,
) -> Response:
    """Send `form` to `url` with POST, under the rules of `get`. No redirect is followed: it comes back as a Response.

    What was meant for one server is not carried to another. Raises as `get` does.
    """
    body = urllib.parse.urlencode(form).encode("ascii")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    trip = _Trip(
        budget=_Budget(limits),
        headers=_request_headers(headers, user_agent=user_agent),
        allow_private=allow_private,
        allowed_ports=frozenset(allowed_ports),
        resolve=resolve or _system_addresses,
        body=body,
    )
    try:
        place = parse_url(url)
        return _response(*_exchange(place, trip=trip), place=place, trip=trip)
    except NoAnswer as trouble:
        trouble.url = url
        raise


def _response(status, received, body, *, place: "Place", trip: "_Trip", visited=()) -> Response:
    return Response(
        status=status,
        headers=received,
        body=body,
        final_url=place.url,
        host=place.host,
        redirects=tuple(visited),
        elapsed=trip.budget.elapsed(),
        wire_bytes=trip.budget.received,
    )


# --- The URL ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A URL taken apart: `host` is ASCII lower case (IDNA) or an address without brackets; `authority` is it with the
    port where that is not the usual one, as the Host header wants it."""

    scheme: str
    host: str
    port: int
    authority: str
    target: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


_USUAL_PORT = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_PORT = re.compile(r"[0-9]{1,5}\Z")
_AUTHORITY = re.compile(r"[^/?#]*")
_LONGEST_URL = 2000
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_KEPT_IN_TARGET = "%/:?[]@!$&'()*+,;=~-._"


def parse_url(url: str) -> Place:
    """Take a URL apart, strictly. Raises `Refused` with `bad-url` for whatever browsers and libraries read
    differently from one another: user names, backslashes, numbers as hosts, zones, control characters."""
    url = url.strip(" \t\r\n\f\v\u00a0\ufeff")
    if not url:
        raise _bad("there is nothing in it")
    if len(url) > _LONGEST_URL:
        raise _bad("it is longer than 2,000 characters")
    if _CONTROL.search(url):
        raise _bad("it contains control characters")
    scheme, colon, rest = url.partition("://")
    scheme = scheme.lower()
    if not colon or scheme not in ("http", "https"):
        raise _bad("it must begin with http:// or https://")
    authority = _AUTHORITY.match(rest).group()
    place = Place(scheme, *_split_authority(authority, scheme=scheme), _target(rest[len(authority) :]))
    if len(place.url) > _LONGEST_URL:  # percent-encoding makes it longer
        raise _bad("it is longer than 2,000 characters")
    return place


@lru_cache(maxsize=4096)
def _split_authority(authority: str, *, scheme: str) -> tuple[str, int, str]:
    """Host, port, and both as they are written."""
    if "@" in authority:
        raise _bad("it contains a user name or password")
    if "\\" in authority:
        raise _bad("it contains a backslash in the host name")
    if authority.startswith("["):
        literal, bracket, rest = authority[1:].partition("]")
        if not bracket or rest[:1] not in ("", ":"):
            raise _bad("its brackets are not closed")
        host, port = _ipv6_literal(literal), rest[1:]
    else:
        host, _, port = authority.partition(":")
        host = _host_name(host)
    if port and (not _PORT.match(port) or not 0 < int(port) < 65536):
        raise _bad("its port is not a number from 1 to 65535")
    number, usual = int(port or _USUAL_PORT[scheme]), _USUAL_PORT[scheme]
    written = f"[{host}]" if ":" in host else host
    return host, number, written if number == usual else f"{written}:{number}"


def _ipv6_literal(literal: str) -> str:
    if "%" in literal:
        raise _bad("it names a network zone")
    try:
        return str(ipaddress.IPv6Address(literal))
    except ValueError:
        raise _bad("the address in brackets is not IPv6") from None


def _host_name(host: str) -> str:
    """The name as DNS wants it. IDNA is applied here and nowhere else."""
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise _bad("its host name cannot exist") from None
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.match(label) for label in labels):
        raise _bad("its host name cannot exist")
    if not _NUMBER.match(labels[-1]):
        return host
    # Resolvers read "2130706433" and "0177.1" as addresses too; only the plain form has one meaning.
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError:
        raise _bad("it has a number in place of a host name") from None


def _target(rest: str) -> str:
    """Path and query as they go on the wire: fragment cut, everything unusual percent-encoded."""
    rest = rest.partition("#")[0]
    if not rest.startswith("/"):
        rest = "/" + rest
    rest = rest.encode("utf-8", "replace").decode("utf-8")
    return urllib.parse.quote(rest, safe=_KEPT_IN_TARGET)


def _bad(detail: str) -> Refused:
    return Refused(Code.BAD_URL, detail=detail)


# --- Addresses ----------------------------------------------------------------------------------------

# Explicit, because `ipaddress.is_global` lets many special addresses through. Sources: the IANA registries
# of special-purpose addresses, and the metadata services of cloud providers.
_NEVER = [
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "100.64.0.0/10",  # carrier-grade NAT, and metadata at Alibaba
        "168.63.129.16/32",  # Azure's wire server: a public address that answers inside only
        "169.254.0.0/16",  # link-local, and metadata nearly everywhere
        "192.0.0.0/24",  # protocol assignments, and metadata at Oracle
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # automatic multicast tunnelling
        "192.88.99.0/24",  # 6to4 relays
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "::/96",  # unspecified and IPv4-compatible; ::1 is opened below
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local use
        "100::/64",  # discard only
        "100:0:0:1::/64",  # dummy prefix
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # 6bone, returned
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fd00:ec2::/32",  # metadata at Amazon
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local, abolished
        "ff00::/8",  # multicast
    )
]
_PRIVATE = [
    ipaddress.ip_network(block)
    for block in ("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]
_IPV6_INTERNET = ipaddress.ip_network("2000::/3")


class Reach(StrEnum):
    """Where an address leads."""

    PUBLIC = "public"
    PRIVATE = "private"
    FORBIDDEN = "forbidden"


@lru_cache(maxsize=4096)
def reach(address: str) -> Reach:
    """Judge one address given as text. What is not clearly an address is forbidden."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return Reach.FORBIDDEN
    if getattr(parsed, "scope_id", None):
        return Reach.FORBIDDEN
    if str(parsed) == "::1":
        return Reach.PRIVATE
    if any(parsed in block for block in _NEVER):
        return Reach.FORBIDDEN
    if any(parsed in block for block in _PRIVATE):
        return Reach.PRIVATE
    if parsed.version == 6 and parsed not in _IPV6_INTERNET:
        return Reach.FORBIDDEN
    return Reach.PUBLIC


def _checked_addresses(place: Place, *, trip: "_Trip") -> list[str]:
    """Every address of the place, or none: one bad address among good ones is an attack, not an accident."""
    usual_port = place.port in trip.allowed_ports
    if not usual_port and not trip.allow_private:
        raise Refused(Code.PORT_NOT_ALLOWED, host=place.host, port=place.port)
    addresses = _addresses(place, trip=trip)
    reaches = {reach(address) for address in addresses}
    if Reach.FORBIDDEN in reaches or (Reach.PRIVATE in reaches and not trip.allow_private):
        raise Refused(Code.FORBIDDEN_ADDRESS, host=place.host)
    if not usual_port and reaches != {Reach.PRIVATE}:
        raise Refused(Code.PORT_NOT_ALLOWED, host=place.host, port=place.port)
    return addresses


def _addresses(place: Place, *, trip: "_Trip") -> list[str]:
    if _is_literal(place.host):
        return [place.host]
    addresses = list(dict.fromkeys(_lookup(place.host, trip=trip)))
    if not addresses:
        raise Failed(Code.DNS_FAILED, host=place.host)
    return addresses


def _is_literal(host: str) -> bool:
    return ":" in host or bool(_NUMBER.match(host.rpartition(".")[2]))


def _lookup(host: str, *, trip: "_Trip") -> list[str]:
    """Resolve in a thread of its own: the system resolver cannot be interrupted, only left behind."""
    if not _LOOKUPS.acquire(timeout=trip.budget.remaining()):
        raise trip.budget.timeout()
    answers: queue.SimpleQueue = queue.SimpleQueue()

    def ask():
        try:
            answers.put(list(trip.resolve(host)))
        except (OSError, UnicodeError):
            answers.put([])
        finally:
            _LOOKUPS.release()

    threading.Thread(target=ask, name="walkback-lookup", daemon=True).start()
    try:
        return answers.get(timeout=trip.budget.remaining())
    except queue.Empty:
        raise trip.budget.timeout() from None


def _system_addresses(host: str) -> list[str]:
    return [found[4][0] for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


# --- The connection -----------------------------------------------------------------------------------


class _Budget:
    """What is left of the time and of the bytes. A connection asks it before and tells it after every read."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.host = "the server"
        self.received = 0
        self._started = time.monotonic()
        self._ceiling = 0
        self._at_ceiling = Code.TOO_LARGE
        self._allowed = 0

    def elapsed(self) -> float:
        return time.monotonic() - self._started

    def remaining(self) -> float:
        """Seconds left, always above zero. Raises when there are none."""
        left = self.limits.seconds - self.elapsed()
        if left <= 0:
            raise self.timeout()
        return left

    def timeout(self) -> Failed:
        return Failed(Code.TIMEOUT, host=self.host, limit=f"{self.limits.seconds:g} seconds")

    def expect_headers(self):
        self._allowed = self.limits.headers
        self._ceiling = self.received + self._allowed + _READ_AHEAD
        self._at_ceiling = Code.HEADERS_TOO_LARGE

    def expect_body(self):
        self._allowed = self.limits.wire
        self._ceiling = self.received + self._allowed
        self._at_ceiling = Code.TOO_LARGE

    def spend(self, count: int):
        self.received += count
        if self.received > self._ceiling:
            raise Failed(self._at_ceiling, host=self.host, limit=megabytes(self._allowed))


@dataclass
class _Trip:
    """What stays the same from one redirect to the next."""

    budget: _Budget
    headers: dict[str, str]
    allow_private: bool
    allowed_ports: frozenset[int]
    resolve: Resolver
    body: bytes | None = None  # sent with POST; without one the method is GET


class _Line(NamedTuple):
    """Where a connection leads and under which rules it was dialled. It serves again only where all of it is equal."""

    scheme: str
    host: str
    port: int
    allow_private: bool
    allowed_ports: frozenset[int]
    resolve: Resolver


class _Connection:
    """A connection to an address that was checked, for one request after the other."""

    budget: _Budget  # of the request it serves at the time

    def __init__(self, dialled: socket.socket, *, line: _Line, budget: _Budget):
        self.line = line
        self.budget = budget
        self.idle_since = 0.0
        self.incoming = http1.Incoming(self._receive)
        self._socket = dialled

    def send(self, message: bytes):
        self._socket.settimeout(self.budget.remaining())
        self._socket.sendall(message)

    def _receive(self, most: int) -> bytes:
        self._socket.settimeout(self.budget.remaining())
        piece = self._socket.recv(most)
        self.budget.spend(len(piece))
        return piece

    def is_quiet(self) -> bool:
        """Whether the server neither closed it nor sent what nobody asked for."""
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return False
        waiting = select.poll()
        waiting.register(self._socket, select.POLLIN)
        return not waiting.poll(0)

    def close(self):
        self._socket.close()


class _Idle:
    """Connections of this process that wait for the next request: few, and not for long."""

    def __init__(self):
        self._lock = threading.Lock()
        self._waiting: list[_Connection] = []  # the one that waits longest comes first

    def take(self, line: _Line) -> _Connection | None:
        """Return a connection that was dialled for just this, or None."""
        while connection := self._next(line):
            if connection.is_quiet():
                return connection
            connection.close()
        return None

    def give(self, connection: _Connection):
        """Let a connection wait whose answer was read to its end."""
        connection.idle_since = time.monotonic()
        with self._lock:
            self._waiting.append(connection)
            while len(self._waiting) > _MOST_IDLE:
                self._waiting.pop(0).close()

    def close(self):
        """Close all that wait."""
        with self._lock:
            while self._waiting:
                self._waiting.pop().close()

    def _next(self, line: _Line) -> _Connection | None:
        oldest = time.monotonic() - _IDLE_SECONDS
        with self._lock:
            while self._waiting and self._waiting[0].idle_since < oldest:
                self._waiting.pop(0).close()
            for place in range(len(self._waiting) - 1, -1, -1):
                if self._waiting[place].line == line:
                    return self._waiting.pop(place)
        return None


_idle = _Idle()


def close_idle():
    """Close the connections that wait for another request."""
    _idle.close()


def _start_afresh_after_fork():
    """The parent goes on with its connections. Closing our ends of them says nothing to the server."""
    global _idle
    inherited, _idle = _idle, _Idle()
    for connection in inherited._waiting:
        connection.close()


atexit.register(close_idle)
os.register_at_fork(after_in_child=_start_afresh_after_fork)


@lru_cache(maxsize=1)
def _tls_context() -> ssl.SSLContext:
    """Verifies chain and name. Trusts what the machine trusts and, for machines without, Mozilla's list."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def _dialled(line: _Line, place: Place, *, trip: _Trip) -> _Connection:
    """A new connection to the first address of a place that takes it, all of its addresses checked before."""
    addresses = [str(ipaddress.ip_address(address)) for address in _checked_addresses(place, trip=trip)]
    connected = _connected(addresses[:_MOST_ADDRESSES_DIALLED], place.port, budget=trip.budget)
    try:
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if place.scheme == "https":
            connected.settimeout(trip.budget.remaining())
            connected = _tls_context().wrap_socket(connected, server_hostname=place.host)
    except BaseException:
        connected.close()
        raise
    return _Connection(connected, line=line, budget=trip.budget)


def _connected(addresses: list[str], port: int, *, budget: _Budget) -> socket.socket:
    for address in addresses[:-1]:
        # A server with several addresses may have one that is dead; it must not cost all the time there is.
        with contextlib.suppress(OSError):
            return _connected_to(
                address, port, seconds=min(budget.remaining(), _SECONDS_PER_ADDRESS), budget=budget
            )
    return _connected_to(addresses[-1], port, seconds=budget.remaining(), budget=budget)


def _connected_to(address: str, port: int, *, seconds: float, budget: _Budget) -> socket.socket:
    """A socket to just this address; its peer is looked at before a byte is sent."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connected = socket.socket(family, socket.SOCK_STREAM)
    try:
        connected.settimeout(seconds)
        connected.connect((address, port))
        if _peer_address(connected) != address:
            raise Refused(Code.FORBIDDEN_ADDRESS, host=budget.host)
    except BaseException:
        connected.close()
        raise
    return connected


def _peer_address(connected: socket.socket) -> str:
    return connected.getpeername()[0]


# --- One request and its answer -----------------------------------------------------------------------


def _exchange(place: Place, *, trip: _Trip) -> tuple[int, Mapping[str, str], bytes]:
    """One request to one place: status, headers and unpacked body (none for a redirect that is followed)."""
    budget = trip.budget
    budget.host = place.host
    line = _Line(place.scheme, place.host, place.port, trip.allow_private, trip.allowed_ports, trip.resolve)
    # A form is never sent twice, so it never goes where a server may just be hanging up.
    connection = _idle.take(line) if trip.body is None else None
    try:
        answer = _asked_again(connection, place, trip=trip) if connection else None
        return answer or _asked(_dialled(line, place, trip=trip), place, trip=trip)
    except (OSError, http1.BadAnswer, ValueError) as failure:
        raise _explained(failure, budget=budget) from failure


def _asked_again(connection: _Connection, place: Place, *, trip: _Trip):
    """As `_asked`, over a connection that served before; None when the server hung up on it before it answered."""
    before = trip.budget.received
    try:
        return _asked(connection, place, trip=trip)
    except TimeoutError:
        raise
    except OSError:
        if trip.budget.received > before:
            raise
    return None


def _asked(connection: _Connection, place: Place, *, trip: _Trip) -> tuple[int, Mapping[str, str], bytes]:
    """Send the request over this connection and read its answer; then it waits for the next, or is closed."""
    budget = connection.budget = trip.budget
    lasting = False
    try:
        budget.expect_headers()
        method = "GET" if trip.body is None else "POST"
        head = http1.request(method, place.target, trip.headers | {"Host": place.authority})
        connection.send(head + (trip.body or b""))
        answer = connection.incoming.head(most=budget.limits.headers)
        body, complete = b"", http1.announced_length(answer.headers) == 0
        if _redirect_of(answer.status, answer.headers, place=place) is None:
            budget.expect_body()
            body, complete = _body(connection.incoming, answer, budget=budget)
        lasting = complete and answer.lasting and not connection.incoming.holds_more
        return answer.status, answer.headers, body
    finally:
        if lasting:
            _idle.give(connection)
        else:
            connection.close()


def _body(incoming: http1.Incoming, answer: http1.Head, *, budget: _Budget) -> tuple[bytes, bool]:
    """The unpacked body, and whether it was read to its end."""
    if not answer.has_body:
        return b"", True
    unpack, limits = _unpacker(answer.headers, budget=budget), budget.limits
    if (http1.announced_length(answer.headers) or 0) > limits.wire and not limits.cut:
        raise Failed(Code.TOO_LARGE, host=budget.host, limit=megabytes(limits.wire))
    try:
        for piece in incoming.body(answer):
            unpack.take(piece)
    except Failed as failure:
        if failure.code is Code.TOO_LARGE and limits.cut:
            return unpack.so_far()[: limits.decoded], False
        raise
    return unpack.finish(), True


def _unpacker(received: Mapping[str, str], *, budget: _Budget) -> "_Gathered":
    transfer = http1.transfer_coding(received)
    if transfer not in ("", "chunked"):
        raise Failed(Code.BAD_ENCODING, host=budget.host, detail=f"“{transfer}” was not asked for")
    encoding = received.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return _Gathered(budget)
    if encoding in _ENCODINGS_GZIP:
        return _Gunzipped(budget)
    raise Failed(Code.BAD_ENCODING, host=budget.host, detail=f"“{encoding}” was not asked for")


class _Gathered:
    """A body that arrives as it is, up to the decoded limit."""

    def __init__(self, budget: _Budget):
        self._budget = budget
        self._pieces: list[bytes] = []
        self._size = 0

    def take(self, piece: bytes):
        self._keep(piece)

    def finish(self) -> bytes:
        return self.so_far()

    def so_far(self) -> bytes:
        return b"".join(self._pieces)

    def _room(self) -> int:
        return self._budget.limits.decoded - self._size

    def _keep(self, piece: bytes):
        self._size += len(piece)
        self._pieces.append(piece)
        if self._room() < 0:
            limit = megabytes(self._budget.limits.decoded)
            raise Failed(Code.TOO_LARGE, host=self._budget.host, limit=limit)


class _Gunzipped(_Gathered):
    """A gzip body, unpacked only as far as there is room: a bomb stops at the limit, not at its size."""

    def __init__(self, budget: _Budget):
        super().__init__(budget)
        self._member = None
        self._ended = False

    def take(self, piece: bytes):
        while piece and not self._ended:
            if self._member is None:
                self._member = zlib.decompressobj(wbits=31)
            try:
                self._keep(self._member.decompress(piece, self._room() + 1))
            except zlib.error:
                raise self._broken("it is not gzip") from None
            piece = self._member.unconsumed_tail
            if self._member.eof:
                piece = self._next_member(self._member.unused_data)

    def finish(self) -> bytes:
        if self._member is not None:
            raise self._broken("it ends too early")
        return super().finish()

    def _next_member(self, rest: bytes) -> bytes:
        """gzip files may follow one another; anything else behind the end is padding, as browsers see it."""
        self._member = None
        self._ended = bool(rest) and not rest.startswith(b"\x1f")
        return rest

    def _broken(self, detail: str) -> Failed:
        return Failed(Code.BAD_ENCODING, host=self._budget.host, detail=detail)


def _explained(failure: Exception, *, budget: _Budget) -> Failed:
    """The `Failed` that says what a low-level failure means."""
    if isinstance(failure, TimeoutError):
        return budget.timeout()
    if isinstance(failure, ssl.SSLCertVerificationError):
        return Failed(
            Code.TLS_FAILED,
            host=budget.host,
            detail=f"its certificate is not valid ({failure.verify_message})",
        )
    if isinstance(failure, ssl.SSLError):
        return Failed(Code.TLS_FAILED, host=budget.host, detail="the two sides could not agree")
    if isinstance(failure, http1.CutShort | ConnectionResetError | ConnectionAbortedError | BrokenPipeError):
        return Failed(Code.CONNECTION_RESET, host=budget.host)
    if isinstance(failure, ConnectionRefusedError):
        return Failed(Code.CONNECTION_REFUSED, host=budget.host)
    if isinstance(failure, http1.HeadTooLong):
        return Failed(Code.HEADERS_TOO_LARGE, host=budget.host, limit=megabytes(budget.limits.headers))
    if isinstance(failure, OSError):
        return Failed(Code.UNREACHABLE, host=budget.host)
    return Failed(Code.BAD_RESPONSE, host=budget.host)


def _redirect_of(status: int, received: Mapping[str, str], *, place: Place) -> str | None:
    """Where this answer sends us, or None when it is an answer to keep."""
    location = received.get("location", "").strip()
    if status not in _REDIRECTS or not location:
        return None
    # Headers arrive as Latin-1; servers mean UTF-8.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return urllib.parse.urljoin(place.url, location)
    except ValueError:
        raise _bad("it was redirected to something that is no address") from None


def _request_headers(headers: Mapping[str, str] | None, *, user_agent: str) -> dict[str, str]:
    usual = {
        "User-Agent": user_agent,
        "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip",
    }
    return usual | dict(headers or {})


def _headers_for_next(headers: dict[str, str], *, place: Place, following: str) -> dict[str, str]:
    """Credentials do not follow a redirect to another server."""
    following_place = parse_url(following)
    if (following_place.scheme, following_place.authority) == (place.scheme, place.authority):
        return headers
    return {name: value for name, value in headers.items() if name.lower() not in _ONLY_FOR_ITS_OWN_SERVER}


def _shown(fact: object) -> str:
    """A fact as it may stand in a sentence: one line of at most 100 characters."""
    line = " ".join(str(fact).encode("utf-8", "replace").decode("utf-8").split())
    return line if len(line) <= 100 else line[:99] + "…"
