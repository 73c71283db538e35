"""The only way out of Walkback.

Pages, feeds, robots files and images are all fetched by `get`, hubs of feeds are asked by `post`, and no other
module may open a connection (tests/lib/test_http.py holds that). Whoever wrote the URL, and whoever runs the
server behind it, is taken to be hostile:

- the name is resolved once, every address it has must be on the public internet, the very address that was
  checked is dialled, and the peer is checked again: a name cannot change its mind in between;
- each redirect is judged from the beginning; no proxy from the environment is used;
- one deadline covers everything from the name to the last byte. It and the size limits are kept by the socket
  itself, so a header sent one byte a minute or a body without an end is stopped wherever it is being read.
"""

import contextlib
import http.client
import ipaddress
import logging
import queue
import re
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

import certifi
import idna
import urllib3.connection
import urllib3.exceptions

# urllib3 logs broken headers with a traceback. They are an everyday answer here, and told in a sentence.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)

MEGABYTE = 1024 * 1024
DEFAULT_PORTS = frozenset({80, 443})

_PIECE = 64 * 1024
_READ_AHEAD = 16 * 1024  # what http.client may have buffered of the body while it reads the headers
_MOST_ADDRESSES_DIALLED = 4
_SECONDS_PER_ADDRESS = 6.0
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
    """What one fetch may cost. Seconds cover everything from the name to the last byte; sizes are bytes."""

    seconds: float = 20.0
    headers: int = 64 * 1024
    wire: int = 5 * MEGABYTE
    decoded: int = 10 * MEGABYTE
    redirects: int = 5


DEFAULT = Limits()


@dataclass(frozen=True, kw_only=True)
class Response:
    """An answer of any status. Header names are lower case; repeated headers are joined by a comma."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    final_url: str
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
) -> Response:
    """Fetch `url` with GET and follow its redirects.

    `headers` are added to the request (If-None-Match and the like: a 304 comes back as a Response).
    `allow_private` opens loopback and private addresses, on any port, and nothing else that is reserved.
    `resolve` takes a host name and returns its addresses as text, or raises OSError; default: the system.
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
            if following is None:
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
        redirects=tuple(visited),
        elapsed=trip.budget.elapsed(),
        wire_bytes=trip.budget.received,
    )


# --- The URL ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A URL taken apart: `host` is ASCII lower case (IDNA) or an address without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Host, and port where it is not the usual one, as the Host header wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_PORT = re.compile(r"[0-9]{1,5}\Z")
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
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    host, port = _split_authority(authority, scheme=scheme)
    place = Place(scheme, host, port, _target(rest[len(authority) :]))
    if len(place.url) > _LONGEST_URL:  # percent-encoding makes it longer
        raise _bad("it is longer than 2,000 characters")
    return place


def _split_authority(authority: str, *, scheme: str) -> tuple[str, int]:
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
    return host, int(port) if port else {"http": 80, "https": 443}[scheme]


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
    """What is left of the time and of the bytes. Each socket asks it before and tells it after every read."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.host = "the server"
        self.received = 0
        self._started = time.monotonic()
        self._ceiling = 0
        self._at_ceiling = Code.TOO_LARGE
        self._ceiling_in_words = ""

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

    @property
    def reading_headers(self) -> bool:
        return self._at_ceiling is Code.HEADERS_TOO_LARGE

    def expect_headers(self):
        self._ceiling = self.received + self.limits.headers + _READ_AHEAD
        self._at_ceiling = Code.HEADERS_TOO_LARGE
        self._ceiling_in_words = megabytes(self.limits.headers)

    def expect_body(self):
        self._ceiling = self.received + self.limits.wire
        self._at_ceiling = Code.TOO_LARGE
        self._ceiling_in_words = megabytes(self.limits.wire)

    def spend(self, count: int):
        self.received += count
        if self.received > self._ceiling:
            raise Failed(self._at_ceiling, host=self.host, limit=self._ceiling_in_words)


@dataclass
class _Trip:
    """What stays the same from one redirect to the next."""

    budget: _Budget
    headers: dict[str, str]
    allow_private: bool
    allowed_ports: frozenset[int]
    resolve: Resolver
    body: bytes | None = None  # sent with POST; without one the method is GET


class _Socket(socket.socket):
    """A socket that keeps to the budget."""

    budget: _Budget

    def recv_into(self, buffer, nbytes=0, flags=0):
        self.settimeout(self.budget.remaining())
        count = super().recv_into(buffer, nbytes, flags)
        self.budget.spend(count)
        return count


class _SecureSocket(ssl.SSLSocket):
    """The same under TLS. The handshake, not yet on a budget, has the time-out of its plain socket."""

    budget: _Budget

    def recv_into(self, buffer, nbytes=None, flags=0):
        self.settimeout(self.budget.remaining())
        count = super().recv_into(buffer, nbytes, flags)
        self.budget.spend(count)
        return count


class _Guarded:
    """Dials only the addresses that were checked, and looks at the peer before a byte is sent."""

    addresses: list[str]
    budget: _Budget

    def _new_conn(self):
        addresses = self.addresses[:_MOST_ADDRESSES_DIALLED]
        for address in addresses[:-1]:
            # A server with several addresses may have one that is dead; it must not cost all the time there is.
            with contextlib.suppress(OSError):
                return self._dial(address, seconds=min(self.budget.remaining(), _SECONDS_PER_ADDRESS))
        return self._dial(addresses[-1], seconds=self.budget.remaining())

    def _dial(self, address: str, *, seconds: float) -> _Socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        dialled = _Socket(family, socket.SOCK_STREAM)
        try:
            dialled.budget = self.budget
            dialled.settimeout(seconds)
            dialled.connect((address, self.port))
            if _peer_address(dialled) != address:
                raise Refused(Code.FORBIDDEN_ADDRESS, host=self.budget.host)
            dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            dialled.settimeout(self.budget.remaining())
        except BaseException:
            dialled.close()
            raise
        return dialled


class _PlainConnection(_Guarded, urllib3.connection.HTTPConnection):
    pass


class _SecureConnection(_Guarded, urllib3.connection.HTTPSConnection):
    def connect(self):
        super().connect()
        self.sock.budget = self.budget


def _peer_address(dialled: socket.socket) -> str:
    return dialled.getpeername()[0]


@lru_cache(maxsize=1)
def _tls_context() -> ssl.SSLContext:
    """Verifies chain and name. Trusts what the machine trusts and, for machines without, Mozilla's list."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _SecureSocket
    return context


def _connection(place: Place, *, trip: _Trip):
    addresses = [str(ipaddress.ip_address(address)) for address in _checked_addresses(place, trip=trip)]
    if place.scheme == "https":
        connection = _SecureConnection(place.host, place.port, ssl_context=_tls_context())
    else:
        connection = _PlainConnection(place.host, place.port)
    connection.addresses = addresses
    connection.budget = trip.budget
    connection.timeout = trip.budget.remaining()
    return connection


# --- One request and its answer -----------------------------------------------------------------------


def _exchange(place: Place, *, trip: _Trip) -> tuple[int, dict[str, str], bytes]:
    """One request to one place: status, headers and unpacked body (none for a redirect that is followed)."""
    budget = trip.budget
    budget.host = place.host
    connection = _connection(place, trip=trip)
    response = None
    try:
        budget.expect_headers()
        connection.request(
            "GET" if trip.body is None else "POST",
            place.target,
            body=trip.body,
            headers=trip.headers | {"Host": place.authority},
            preload_content=False,
        )
        response = connection.getresponse()
        received = _received_headers(response, budget=budget)
        if _redirect_of(response.status, received, place=place) is not None:
            return response.status, received, b""
        budget.expect_body()
        return response.status, received, _body(response, received, budget=budget)
    except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError) as failure:
        raise _explained(failure, budget=budget) from failure
    finally:
        if response is not None:
            response.close()
        connection.close()


def _received_headers(response, *, budget: _Budget) -> dict[str, str]:
    size = sum(len(name) + len(value) + 4 for name, value in response.headers.iteritems())
    if size > budget.limits.headers:
        raise Failed(Code.HEADERS_TOO_LARGE, host=budget.host, limit=megabytes(budget.limits.headers))
    return {name.lower(): value for name, value in response.headers.itermerged()}


def _body(response, received: Mapping[str, str], *, budget: _Budget) -> bytes:
    unpack = _unpacker(received, budget=budget)
    announced = received.get("content-length", "").strip()
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > budget.limits.wire:
        raise Failed(Code.TOO_LARGE, host=budget.host, limit=megabytes(budget.limits.wire))
    while piece := response.read(_PIECE, decode_content=False):
        unpack.take(piece)
        budget.remaining()
    return unpack.finish()


def _unpacker(received: Mapping[str, str], *, budget: _Budget) -> "_Gathered":
    transfer = received.get("transfer-encoding", "").strip().lower()
    if transfer not in ("", "chunked", "identity"):
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
        return b"".join(self._pieces)

    def _room(self) -> int:
        return self._budget.limits.decoded - self._size

    def _keep(self, piece: bytes):
        self._size += len(piece)
        if self._room() < 0:
            limit = megabytes(self._budget.limits.decoded)
            raise Failed(Code.TOO_LARGE, host=self._budget.host, limit=limit)
        self._pieces.append(piece)


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
    cause = _innermost(failure)
    if isinstance(cause, TimeoutError):
        return budget.timeout()
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Failed(
            Code.TLS_FAILED, host=budget.host, detail=f"its certificate is not valid ({cause.verify_message})"
        )
    if isinstance(cause, ssl.SSLError):
        return Failed(Code.TLS_FAILED, host=budget.host, detail="the two sides could not agree")
    if isinstance(
        cause, http.client.IncompleteRead | ConnectionResetError | ConnectionAbortedError | BrokenPipeError
    ):
        return Failed(Code.CONNECTION_RESET, host=budget.host)
    if isinstance(cause, ConnectionRefusedError):
        return Failed(Code.CONNECTION_REFUSED, host=budget.host)
    if budget.reading_headers and _is_header_limit(cause):
        return Failed(Code.HEADERS_TOO_LARGE, host=budget.host, limit=megabytes(budget.limits.headers))
    if isinstance(cause, OSError):
        return Failed(Code.UNREACHABLE, host=budget.host)
    return Failed(Code.BAD_RESPONSE, host=budget.host)


def _is_header_limit(cause: BaseException) -> bool:
    """http.client has limits of its own: 64 KB a line, and 100 headers, which it says in words only."""
    return isinstance(cause, http.client.LineTooLong) or str(cause).startswith("got more than")


def _innermost(failure: BaseException) -> BaseException:
    """urllib3 wraps what the socket or http.client said; the original is in its chain."""
    while isinstance(failure, urllib3.exceptions.HTTPError) and failure.__cause__ is not None:
        failure = failure.__cause__
    return failure


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
        "Connection": "close",
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
