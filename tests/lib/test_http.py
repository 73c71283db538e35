"""The only way out, against loopback servers that count connections. Nothing here needs a network."""

import ast
import gzip
import os
import socket
import sys
import threading
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest

from tests import hostile
from tests.hostile_forms import GOOD_NAMES, HOSTILE_HOSTS, HOSTILE_NAMES, HOSTILE_URLS, PUBLIC, RESOLVED
from tests.name_server import Zone
from tracker.lib import http
from tracker.lib.http import Code, Limits

QUICK = Limits(seconds=1.0)

_dialled: list | None = None


def _note_dial(event, args):
    if event == "socket.connect" and _dialled is not None:
        _dialled.append(args[1])


sys.addaudithook(_note_dial)


@pytest.fixture
def dialled():
    """Every address any socket of this process is asked to connect to, whatever becomes of it."""
    global _dialled
    _dialled = []
    yield _dialled
    _dialled = None


def get(url, **kwargs):
    return http.get(url, user_agent="Walkback-test", **kwargs)


def trouble(url, **kwargs):
    with pytest.raises(http.NoAnswer) as caught:
        get(url, **kwargs)
    return caught.value


def names(**table):
    """A resolver hook over a table; names are written with _ for . here."""

    def resolve(host):
        found = table.get(host.replace(".", "_").replace("-", "_"))
        if found is None:
            raise OSError("no such name")
        return found

    return resolve


# --- Forbidden addresses ------------------------------------------------------------------------------


def test_the_list_of_hostile_forms_is_long_enough():
    assert len(HOSTILE_HOSTS) + len(HOSTILE_URLS) >= 160


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_hostile_host_is_ever_dialled(scheme, dialled):
    with hostile.Server(hostile.page()) as canary:
        for host in HOSTILE_HOSTS:
            for port in ("", f":{canary.port}"):
                url = f"{scheme}://{host}{port}/"
                refused = trouble(url, resolve=names(**RESOLVED), allowed_ports={80, 443, canary.port})
                assert isinstance(refused, http.Refused), url
                assert refused.code in (Code.FORBIDDEN_ADDRESS, Code.BAD_URL), url
        assert canary.connections == 0
    assert dialled == []


def test_no_hostile_url_is_ever_dialled(dialled):
    with hostile.Server(hostile.page()) as canary:
        for form in HOSTILE_URLS:
            url = form.replace("{port}", str(canary.port))
            refused = trouble(
                url,
                resolve=names(**RESOLVED, good_example=["127.0.0.1"]),
                allowed_ports={80, 443, canary.port},
            )
            assert refused.code in (Code.FORBIDDEN_ADDRESS, Code.BAD_URL, Code.DNS_FAILED), url
            assert refused.sentence.endswith(".")
        assert canary.connections == 0
    assert dialled == []


def test_a_name_of_the_machine_itself_is_refused_by_the_system_resolver_too(dialled):
    assert trouble("http://localhost/").code == Code.FORBIDDEN_ADDRESS
    assert dialled == []


@pytest.mark.parametrize(
    "host",
    """169.254.169.254 0.0.0.0 100.64.0.1 100.100.100.200 168.63.129.16 224.0.0.1 255.255.255.255 192.0.0.192
    198.18.0.1 [::] [::ffff:127.0.0.1] [::ffff:169.254.169.254] [64:ff9b::7f00:1] [fe80::1] [fd00:ec2::254] [ff02::1]
    [::127.0.0.1] [2002:7f00:1::1] 0x7f.1 2130706433 metadata.example""".split(),  # noqa: SIM905
)
def test_the_private_setting_does_not_open_what_is_never_open(host, dialled):
    resolve = names(metadata_example=["169.254.169.254"])
    assert isinstance(trouble(f"http://{host}/", allow_private=True, resolve=resolve), http.Refused)
    assert dialled == []


@pytest.mark.parametrize(
    "address", ["8.8.8.8", PUBLIC, "2606:2800:21f::1", "2a00:1450::5", "172.32.0.1", "100.128.0.1"]
)
def test_ordinary_addresses_are_public(address):
    assert http.reach(address) is http.Reach.PUBLIC


def test_a_redirect_into_a_private_network_is_refused():
    with hostile.Server(hostile.page()) as canary:
        for location in (
            "http://169.254.169.254/latest/",
            f"//0x7f.1:{canary.port}/",
            "http://[::ffff:127.0.0.1]/",
            f"http://rebound.example:{canary.port}/",
            "file:///etc/passwd",
            f"gopher://127.0.0.1:{canary.port}/",
            "http://user:secret@127.0.0.1/",
            "http://[::1/",
            "https://10.0.0.1:22\\@good.example/",
        ):
            with hostile.Server(hostile.page(status="302 Found", location=location)) as server:
                refused = trouble(
                    server.url + "/start",
                    allow_private=True,
                    resolve=names(rebound_example=["::ffff:7f00:1"]),
                )
                assert isinstance(refused, http.Refused), location
                assert refused.redirects[:1] == (server.url + "/start",) or refused.code == Code.BAD_URL
        assert canary.connections == 0


def test_a_public_page_cannot_redirect_inside(monkeypatch, dialled):
    """The first hop is loopback in this test, so the guard is told that the first answer alone is public."""
    with hostile.Server(hostile.page()) as canary:
        inside = f"http://inside.example:{canary.port}/"
        with hostile.Server(hostile.page(status="301 Moved", location=inside)) as outside:
            judge = http.reach
            monkeypatch.setattr(
                http, "reach", lambda address: http.Reach.PUBLIC if address == "127.0.0.1" else judge(address)
            )
            refused = trouble(
                f"http://outside.example:{outside.port}/",
                allowed_ports={outside.port, canary.port},
                resolve=names(outside_example=["127.0.0.1"], inside_example=["127.0.0.2"]),
            )
            assert refused.code == Code.FORBIDDEN_ADDRESS
            assert outside.connections == 1
        assert canary.connections == 0
    assert [address[0] for address in dialled] == ["127.0.0.1"]


def test_a_name_that_changes_its_answer_is_asked_once_and_dialled_as_checked(dialled):
    with hostile.Server(hostile.page()) as canary, hostile.Server(hostile.page()) as good:
        asked = []

        def rebinding(host):
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

        assert get(f"http://rebind.example:{good.port}/", allow_private=True, resolve=rebinding).status == 200
        assert asked == ["rebind.example"]
        refused = trouble(f"http://rebind.example:{canary.port}/", allow_private=True, resolve=rebinding)
        assert refused.code == Code.FORBIDDEN_ADDRESS
        assert canary.connections == 0
    assert dialled == [("127.0.0.1", good.port)]


def test_names_that_lead_inside_are_refused_whatever_else_they_answer(dialled):
    zone = Zone(GOOD_NAMES | HOSTILE_NAMES)
    for name in HOSTILE_NAMES:
        refused = trouble(f"http://{name}/", resolve=zone.addresses)
        assert refused.code in (Code.FORBIDDEN_ADDRESS, Code.DNS_FAILED), name
    assert dialled == []


def test_a_peer_other_than_the_dialled_address_gets_no_request(monkeypatch):
    with hostile.Server(hostile.page()) as server:
        monkeypatch.setattr(http, "_peer_address", lambda dialled: "127.0.0.7")
        assert trouble(server.url, allow_private=True).code == Code.FORBIDDEN_ADDRESS
        assert server.requests == []


def test_ports_other_than_the_usual_are_refused_before_the_name_is_looked_up():
    def never(host):
        raise AssertionError("asked")

    for port in (22, 25, 6379, 8080, 65535):
        assert trouble(f"http://good.example:{port}/", resolve=never).code == Code.PORT_NOT_ALLOWED


def test_the_private_setting_opens_any_port_for_private_addresses_only(dialled):
    refused = trouble("http://good.example:6379/", allow_private=True, resolve=names(good_example=[PUBLIC]))
    assert refused.code == Code.PORT_NOT_ALLOWED
    assert dialled == []


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    with hostile.Server(hostile.page()) as proxy, hostile.Server(hostile.page()) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert get(server.url, allow_private=True).status == 200
        assert proxy.connections == 0


# --- Good answers -------------------------------------------------------------------------------------


def test_it_serves_every_good_form():
    with hostile.Server(hostile.page(b"ok")) as server:
        port = server.port
        for url, host in {
            f"http://127.0.0.1:{port}": f"127.0.0.1:{port}",
            f"HTTP://127.0.0.1:{port}/": f"127.0.0.1:{port}",
            f"  http://good.example:{port}/a b?q=\u00fc#part\n": f"good.example:{port}",
            f"http://GOOD.example.:{port}/": f"good.example:{port}",
            f"http://b\u00fccher.example:{port}/": f"xn--bcher-kva.example:{port}",
            f"http://good_host.example:{port}/": f"good_host.example:{port}",
            f"http://xn--bcher-kva.example:{port}/": f"xn--bcher-kva.example:{port}",
        }.items():
            response = get(url, allow_private=True, resolve=lambda host: ["127.0.0.1"])
            assert (response.status, response.body) == (200, b"ok"), url
            assert f"\r\nHost: {host}\r\n".encode() in server.requests[-1]
        assert b"GET /a%20b?q=%C3%BC HTTP/1.1\r\n" in b"".join(server.requests)
        assert all(request.count(b"Host:") == 1 for request in server.requests)


def test_it_speaks_to_ipv6():
    with hostile.Server(hostile.page(b"six"), family=socket.AF_INET6) as server:
        response = get(f"http://[0:0::1]:{server.port}/", allow_private=True)
        assert response.body == b"six"
        assert f"Host: [::1]:{server.port}\r\n".encode() in server.requests[0]


def test_it_tries_the_next_address_when_one_does_not_answer():
    with hostile.Server(hostile.page(b"ok")) as server:
        resolve = names(two_example=["::1", "127.0.0.1"])
        assert get(f"http://two.example:{server.port}/", allow_private=True, resolve=resolve).body == b"ok"


def test_it_follows_redirects_and_says_which():
    def respond(connection, request):
        path = request.split()[1]
        step = {b"/": "/caf\u00e9?x=1", b"/caf%C3%A9?x=1": "last"}.get(path)
        if step:
            location = step.encode()
            connection.sendall(
                b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
            )
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere")

    with hostile.Server(respond) as server:
        response = get(server.url, allow_private=True)
        assert response.final_url == server.url + "/last"
        assert response.redirects == (server.url + "/", server.url + "/caf%C3%A9?x=1")
        assert response.body == b"here"


def test_credentials_do_not_follow_to_another_server():
    with hostile.Server(hostile.page()) as other:
        with hostile.Server(hostile.page(status="307 T", location=other.url)) as first:
            get(first.url, allow_private=True, headers={"Authorization": "secret", "If-None-Match": '"v"'})
            assert b"secret" in first.requests[0]
        assert b"secret" not in other.requests[0]
        assert b'If-None-Match: "v"' in other.requests[0]


def test_a_not_modified_answer_is_a_response():
    with hostile.Server(hostile.raw(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')) as server:
        response = get(server.url, allow_private=True, headers={"If-None-Match": '"v1"'})
        assert (response.status, response.body, response.headers["etag"]) == (304, b"", '"v1"')
        assert b'If-None-Match: "v1"' in server.requests[0]
        assert b"User-Agent: Walkback-test" in server.requests[0]


def test_a_form_is_sent_by_post():
    received = []

    def respond(connection, request):
        head, _, body = request.partition(b"\r\n\r\n")
        while len(body) < 11:
            body += connection.recv(100)
        received.append((head, body))
        connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok")

    with hostile.Server(respond) as server:
        answer = http.post(
            f"{server.url}/hub", form={"a": "1", "b": "ä"}, user_agent="Walkback-test", allow_private=True
        )
    ((head, body),) = received
    assert (answer.status, answer.body, answer.final_url) == (202, b"ok", f"{server.url}/hub")
    assert head.startswith(b"POST /hub HTTP/1.1\r\n")
    assert b"Content-Type: application/x-www-form-urlencoded" in head
    assert body == b"a=1&b=%C3%A4"


def test_a_form_does_not_follow_a_redirect():
    with hostile.Server(hostile.page()) as other:
        with hostile.Server(hostile.page(status="307 Moved", location=other.url)) as server:
            answer = http.post(server.url, form={"a": "1"}, user_agent="Walkback-test", allow_private=True)
        assert (answer.status, other.connections) == (307, 0)


def test_a_form_goes_to_no_forbidden_address(dialled):
    for url in ("http://127.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "ftp://good.example/"):
        with pytest.raises(http.Refused) as refused:
            http.post(url, form={}, user_agent="Walkback-test")
        assert refused.value.url == url
    with pytest.raises(http.Refused):
        http.post(
            "http://rebound.example/", form={}, user_agent="Walkback-test", resolve=lambda host: ["10.0.0.1"]
        )
    assert dialled == []


def test_a_redirect_without_an_address_is_an_answer():
    with hostile.Server(hostile.page(b"x", status="302 Found")) as server:
        assert get(server.url, allow_private=True).status == 302


def test_it_unpacks_gzip_and_chunks_and_headers_that_repeat():
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\x00padding"
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:9], packed[9:])) + b"0\r\n\r\n"
    head = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: GZip\r\n"
        b"Link: <a>\r\nLink: <b>\r\nX-Latin: \xe9\r\n\r\n"
    )
    with hostile.Server(hostile.raw(head + chunks)) as server:
        response = get(server.url, allow_private=True)
        assert response.body == b"one two"
        assert response.headers["link"] == "<a>, <b>"
        assert response.wire_bytes == len(head + chunks)


def test_a_body_that_ends_with_the_connection_is_complete():
    with hostile.Server(hostile.raw(b"HTTP/1.0 200 OK\r\n\r\nall of it")) as server:
        assert get(server.url, allow_private=True).body == b"all of it"


@pytest.fixture
def trusted(monkeypatch):
    """Trust the certificate of the test servers, the way an operator would add one."""
    monkeypatch.setenv("SSL_CERT_FILE", str(hostile.CERTIFICATE))
    http._tls_context.cache_clear()
    yield
    http._tls_context.cache_clear()


def test_tls_is_verified_for_the_name_that_was_asked(trusted):
    with hostile.Server(hostile.page(b"secret"), tls=True) as server:
        resolve = names(good_example=["127.0.0.1"], other_example=["127.0.0.1"])
        asked = {"allow_private": True, "resolve": resolve}
        assert get(f"https://good.example:{server.port}/", **asked).body == b"secret"
        assert trouble(f"https://other.example:{server.port}/", **asked).code == Code.TLS_FAILED
        assert len(server.requests) == 1


def test_an_untrusted_certificate_is_refused():
    with hostile.Server(hostile.page(), tls=True) as server:
        failed = trouble(
            f"https://good.example:{server.port}/",
            allow_private=True,
            resolve=names(good_example=["127.0.0.1"]),
        )
        assert failed.code == Code.TLS_FAILED
        assert "certificate" in failed.sentence
        assert server.requests == []


def test_plain_http_on_a_tls_port_is_said_so():
    with hostile.Server(hostile.page()) as server:
        failed = trouble(f"https://127.0.0.1:{server.port}/", allow_private=True, limits=QUICK)
        assert failed.code in (Code.TLS_FAILED, Code.TIMEOUT)


# --- Bad answers --------------------------------------------------------------------------------------

OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(b"\x00" * (64 << 20), mtime=0)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", Code.CONNECTION_RESET),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", Code.CONNECTION_RESET),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", Code.CONNECTION_RESET),
        (b"SSH-2.0-OpenSSH_9\r\n\r\n", Code.BAD_RESPONSE),
        (b"HTTP/1.1 abc\r\n\r\n", Code.BAD_RESPONSE),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", Code.CONNECTION_RESET),
        (OK + b"Content-Length: 6000000\r\n\r\n", Code.TOO_LARGE),
        (OK + b"Content-Length: 999999999999999999\r\n\r\n", Code.TOO_LARGE),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + BOMB, Code.TOO_LARGE),
        (OK + b"Content-Encoding: gzip\r\n\r\nnot gzip", Code.BAD_ENCODING),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 999, mtime=0)[:-9], Code.BAD_ENCODING),
        (OK + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(BOMB, mtime=0), Code.BAD_ENCODING),
        (OK + b"Content-Encoding: br\r\n\r\nxx", Code.BAD_ENCODING),
        (OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(b"x"), Code.BAD_ENCODING),
        (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n", Code.BAD_ENCODING),
        (OK + b"X: 1\r\n" * 20_000 + b"\r\n", Code.HEADERS_TOO_LARGE),
        (OK + b"X: " + b"a" * 70_000 + b"\r\n\r\n", Code.HEADERS_TOO_LARGE),
        (
            OK + b"".join(b"X%d: %s\r\n" % (i, b"a" * 900) for i in range(80)) + b"\r\n",
            Code.HEADERS_TOO_LARGE,
        ),
        (b"HTTP/1.1 " + b"2" * 70_000, Code.BAD_RESPONSE),
        (
            OK + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
            Code.BAD_RESPONSE,
        ),
        (b"HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n", Code.TOO_MANY_REDIRECTS),
    ],
    ids=[
        "nothing at all",
        "a body cut short",
        "a chunk cut short",
        "another protocol",
        "a status that is no number",
        "a chunk without a size",
        "a body announced too large",
        "a body announced absurdly large",
        "a bomb",
        "gzip that is not",
        "gzip cut short",
        "gzip in gzip",
        "brotli",
        "deflate",
        "gzip as transfer coding",
        "20,000 headers",
        "one endless header",
        "headers of 72 KB",
        "an endless status",
        "two lengths",
        "a redirect to itself",
    ],
)
def test_a_broken_answer_has_its_code_and_sentence(answer, code):
    with hostile.Server(hostile.raw(answer)) as server:
        failed = trouble(server.url, allow_private=True)
        assert failed.code == code
        assert isinstance(failed, http.Failed)
        assert "{" not in failed.sentence
        assert failed.sentence.startswith("127.0.0.1 ")
        assert server.connections <= 6


def test_a_bomb_is_unpacked_no_further_than_the_limit():
    packed = OK + b"Content-Encoding: gzip\r\n\r\n" + BOMB
    with hostile.Server(hostile.raw(packed)) as server:
        tracemalloc.start()
        try:
            assert trouble(server.url, allow_private=True).code == Code.TOO_LARGE
            assert tracemalloc.get_traced_memory()[1] < 30 << 20
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    ("head", "piece", "code"),
    [
        (OK + b"\r\n", b"a" * 65536, Code.TOO_LARGE),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"a" * 4096 + b"\r\n", Code.TOO_LARGE),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"e" * 65536, Code.TOO_LARGE),
        (OK, b"X-Again: 1\r\n" * 1000, Code.HEADERS_TOO_LARGE),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, Code.HEADERS_TOO_LARGE),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"Trailer: 1\r\n" * 1000, Code.TOO_LARGE),
    ],
)
def test_what_does_not_end_is_stopped_by_its_size(head, piece, code):
    with hostile.Server(hostile.endless(head, piece)) as server:
        assert trouble(server.url, allow_private=True).code == code


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 ", b"O"),
        (OK, b"X"),
        (OK + b"Content-Length: 100000\r\n\r\n", b"a"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a", mtime=0)[:10], b"\x00"),
    ],
)
def test_a_drip_is_stopped_by_the_deadline(head, piece):
    with hostile.Server(hostile.endless(head, piece, pause=0.05)) as server:
        started = time.monotonic()
        failed = trouble(server.url, allow_private=True, limits=Limits(seconds=0.6))
        assert failed.code in (Code.TIMEOUT, Code.BAD_ENCODING)
        assert time.monotonic() - started < 3


def test_silence_is_stopped_by_the_deadline():
    with hostile.Server(lambda connection, request: connection.recv(1)) as server:
        for url in (server.url, server.url.replace("http:", "https:")):
            started = time.monotonic()
            assert trouble(url, allow_private=True, limits=Limits(seconds=0.4)).code in (
                Code.TIMEOUT,
                Code.TLS_FAILED,
            )
            assert time.monotonic() - started < 3


def test_slow_redirects_share_one_deadline():
    def respond(connection, request):
        if not server.wait(0.3):
            connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /on\r\n\r\n")

    with hostile.Server(respond) as server:
        assert trouble(server.url, allow_private=True, limits=Limits(seconds=0.7)).code == Code.TIMEOUT


def test_a_name_server_that_does_not_answer_is_left_behind():
    def slow(host):
        time.sleep(3)
        return [PUBLIC]

    started = time.monotonic()
    assert trouble("http://slow.example/", resolve=slow, limits=Limits(seconds=0.3)).code == Code.TIMEOUT
    assert time.monotonic() - started < 2


def test_an_unknown_name_and_a_closed_port_have_their_codes():
    assert trouble("http://nowhere.example/", resolve=names()).code == Code.DNS_FAILED
    assert trouble("http://empty.example/", resolve=names(empty_example=[])).code == Code.DNS_FAILED
    with hostile.Server(hostile.page()) as server:
        url = server.url
    assert trouble(url, allow_private=True).code == Code.CONNECTION_REFUSED


def test_limits_are_parameters():
    with hostile.Server(hostile.page(b"a" * 3000)) as server:
        assert get(server.url, allow_private=True, limits=Limits(wire=4000)).body == b"a" * 3000
        assert trouble(server.url, allow_private=True, limits=Limits(decoded=2999)).code == Code.TOO_LARGE
        assert trouble(server.url, allow_private=True, limits=Limits(wire=2999)).code == Code.TOO_LARGE
    with hostile.Server(hostile.page(status="302 F", location="/x")) as server:
        assert (
            trouble(server.url, allow_private=True, limits=Limits(redirects=0)).code
            == Code.TOO_MANY_REDIRECTS
        )
        assert server.connections == 1


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_too_large_can_be_cut_instead(packed):
    body = bytes(range(256)) * 2000
    headers = {"content_encoding": "gzip"} if packed else {}
    limits = Limits(seconds=5, wire=400_000, decoded=100_001, cut=True)
    with hostile.Server(hostile.page(gzip.compress(body) if packed else body, **headers)) as server:
        assert get(server.url, allow_private=True, limits=limits).body == body[:100_001]
    with hostile.Server(hostile.endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1000)) as server:
        assert get(server.url, allow_private=True, limits=limits).body == b"x" * 100_001


def test_every_code_has_a_sentence():
    assert set(http.SENTENCES) == set(Code)
    for code in Code:
        said = http.say(code)
        assert said[0].isupper()
        assert said.endswith(".")
        assert "{" not in said


# --- A connection that serves again -------------------------------------------------------------------

RULES = {"allow_private": True, "resolve": names(good_example=["127.0.0.1"], other_example=["127.0.0.1"])}


@pytest.fixture(autouse=True)
def _nothing_is_left_waiting():
    yield
    http.close_idle()


def test_one_connection_serves_one_request_after_the_other():
    with hostile.Server(hostile.page(b"ok"), lasting=True) as server:
        for path in ("/a", "/b", "/c"):
            assert get(server.url + path, **RULES).body == b"ok"
        assert [request.split()[1] for request in server.requests] == [b"/a", b"/b", b"/c"]
        assert server.connections == 1


def test_one_secure_connection_serves_again_for_the_same_name_only(trusted):
    with hostile.Server(hostile.page(b"ok"), tls=True, lasting=True) as server:
        for _ in range(2):
            assert get(f"https://good.example:{server.port}/", **RULES).body == b"ok"
        assert server.connections == 1
        assert trouble(f"https://other.example:{server.port}/", **RULES).code == Code.TLS_FAILED
        assert len(server.requests) == 2


def test_the_name_is_not_resolved_again_for_a_connection_that_waits():
    asked = []

    def resolve(host):
        asked.append(host)
        return ["127.0.0.1"]

    with hostile.Server(hostile.page(), lasting=True) as server:
        for _ in range(3):
            get(f"http://good.example:{server.port}/", allow_private=True, resolve=resolve)
        assert asked == ["good.example"]


def test_a_connection_does_not_wait_for_long(monkeypatch):
    with hostile.Server(hostile.page(), lasting=True) as server:
        get(server.url, **RULES)
        monkeypatch.setattr(http, "_IDLE_SECONDS", -1.0)
        get(server.url, **RULES)
        assert server.connections == 2


def test_a_connection_never_serves_under_other_rules_than_it_was_dialled_under():
    with hostile.Server(hostile.page(), lasting=True) as server:
        url = f"http://good.example:{server.port}/"
        get(url, **RULES)
        usual = {"resolve": RULES["resolve"]}
        assert trouble(url, **usual).code == Code.PORT_NOT_ALLOWED
        assert trouble(url, **usual, allowed_ports={server.port}).code == Code.FORBIDDEN_ADDRESS
        assert trouble(url, allow_private=True, resolve=names()).code == Code.DNS_FAILED
        assert (len(server.requests), server.connections) == (1, 1)
        get(url, **RULES, allowed_ports={server.port})
        assert server.connections == 2


def test_names_at_one_address_do_not_share_a_connection():
    with hostile.Server(hostile.page(), lasting=True) as server:
        for name in ("good", "other", "good", "other"):
            get(f"http://{name}.example:{server.port}/", **RULES)
        assert server.connections == 2


def test_few_connections_wait(monkeypatch):
    monkeypatch.setattr(http, "_MOST_IDLE", 2)
    rules = {"allow_private": True, "resolve": lambda host: ["127.0.0.1"]}
    with hostile.Server(hostile.page(), lasting=True) as server:
        for name in ("a", "b", "c", "b", "c"):
            get(f"http://{name}.example:{server.port}/", **rules)
        assert (server.connections, len(http._idle._waiting)) == (3, 2)
        get(f"http://a.example:{server.port}/", **rules)
        assert server.connections == 4


def test_what_a_server_closed_meanwhile_is_dialled_again():
    with hostile.Server(hostile.page(b"ok")) as server:
        for _ in range(3):
            assert get(server.url, **RULES).body == b"ok"
        assert server.connections == 3


def test_a_server_that_hangs_up_on_a_request_is_asked_once_more_and_no_more():
    def hanging_up(connection, request):
        if len(server.requests) == 1 or (well and server.connections == 2):
            hostile.page(b"ok")(connection, request)
        else:
            connection.shutdown(socket.SHUT_RDWR)

    for well in (True, False):
        with hostile.Server(hanging_up, lasting=True) as server:
            assert get(server.url, **RULES).body == b"ok"
            if well:
                assert get(server.url, **RULES).body == b"ok"
            else:
                assert trouble(server.url, **RULES).code == Code.CONNECTION_RESET
            assert (len(server.requests), server.connections) == (3, 2)


def test_an_answer_that_breaks_off_is_not_asked_for_again():
    def breaking_off(connection, request):
        if len(server.requests) == 1:
            hostile.page()(connection, request)
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            connection.shutdown(socket.SHUT_RDWR)

    with hostile.Server(breaking_off, lasting=True) as server:
        get(server.url, **RULES)
        assert trouble(server.url, **RULES).code == Code.CONNECTION_RESET
        assert (len(server.requests), server.connections) == (2, 1)


def test_a_form_is_sent_over_a_connection_of_its_own():
    with hostile.Server(hostile.page(), lasting=True) as server:
        get(server.url, **RULES)
        http.post(server.url, form={"a": "1"}, user_agent="Walkback-test", **RULES)
        assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: Close\r\n\r\na",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb",
        b"HTTP/1.1 304 Not Modified\r\n\r\nmore",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    ],
    ids=["HTTP/1.0", "closing", "two answers", "a body that may not be", "another protocol"],
)
def test_a_connection_whose_answer_does_not_end_plainly_is_closed(answer):
    with hostile.Server(hostile.raw(answer), lasting=True) as server:
        for _ in range(2):
            assert get(server.url, **RULES).body in (b"a", b"")
        assert server.connections == 2


def test_what_nobody_asked_for_is_taken_for_no_answer():
    said = threading.Event()

    def talkative(connection, request):
        hostile.page(b"right")(connection, request)
        if not said.wait(0.05):
            hostile.page(b"wrong")(connection, request)
            said.set()

    with hostile.Server(talkative, lasting=True) as server:
        get(server.url, **RULES)
        assert said.wait(5)
        assert get(server.url, **RULES).body == b"right"
        assert server.connections == 2


def test_time_and_size_are_counted_anew_for_each_request():
    def respond(connection, request):
        if b"/slow" in request:
            server.wait(2)
        hostile.page(b"a" * 3000)(connection, request)

    with hostile.Server(respond, lasting=True) as server:
        for _ in range(3):
            answer = get(server.url, **RULES, limits=Limits(wire=4000))
            assert answer.wire_bytes < 4000
        assert trouble(server.url, **RULES, limits=Limits(decoded=2999)).code == Code.TOO_LARGE
        assert trouble(server.url + "/slow", **RULES, limits=Limits(seconds=0.2)).code == Code.TIMEOUT


def test_a_fork_leaves_the_connections_to_its_parent():
    with hostile.Server(hostile.page(), lasting=True) as server:
        get(server.url, **RULES)
        child = os.fork()
        if not child:
            os._exit(len(http._idle._waiting))
        assert os.waitpid(child, 0)[1] == 0
        get(server.url, **RULES)
        assert server.connections == 1


def test_a_header_cannot_end_its_line():
    with hostile.Server(hostile.page()) as server:
        for value in ("a\r\nX: b", "a\nX: b", "a\rX: b", "a\x00"):
            assert trouble(server.url, **RULES, headers={"If-None-Match": value}).code == Code.BAD_RESPONSE
        assert server.requests == []


# --- No other way out ---------------------------------------------------------------------------------

WAYS_OUT = (
    "socket",
    "http.client",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
)
# Finding a free port, and asking our own web server on loopback whether it is up.
MAY_USE = {"embedded/ports.py": {"socket", "http.client"}}
TRACKER = Path(__file__).parents[2] / "tracker"


def ways_out_in(source: str) -> set[str]:
    """The modules of WAYS_OUT that this source imports."""
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {way for way in WAYS_OUT for name in imported if name == way or name.startswith(way + ".")}


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "from urllib import request",
        "from http.client import HTTPConnection",
        "import urllib3.util as u",
    ],
)
def test_the_search_for_other_ways_out_finds_them(source):
    assert ways_out_in(source)


def test_the_search_for_other_ways_out_leaves_harmless_imports_alone():
    assert not ways_out_in("import urllib.parse\nfrom http import HTTPStatus\nfrom tracker.lib import http")


def test_nothing_else_in_tracker_opens_connections():
    found = {}
    for path in sorted(TRACKER.rglob("*.py")):
        where = path.relative_to(TRACKER).as_posix()
        if where == "lib/http.py":
            continue
        used = ways_out_in(path.read_text(encoding="utf-8")) - MAY_USE.get(where, set())
        if used:
            found[where] = used
    assert found == {}
