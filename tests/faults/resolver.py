"""Names that lead inside, asked of a real name server over the system's own resolver: who is dialled?

`python -m tests.faults.resolver` makes a network of its own (user, network and mount namespace; no rights needed where
the kernel lets anybody), in which every address of the internet leads to this machine. One listener takes all of them,
and notes which address was dialled. Prints a table and ends with 0 when no forbidden address was ever dialled and all
good forms were served; with 77 where no such network can be made.
"""

import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from pathlib import Path

from tests.hostile_forms import (
    GOOD_NAMES,
    HOSTILE_HOSTS,
    HOSTILE_NAMES,
    HOSTILE_URLS,
    PUBLIC,
    PUBLIC_SIX,
    REBINDING_NAMES,
)
from tests.name_server import FAILS, GARBAGE, SILENT, NameServer, Zone
from tracker.lib import http

NOT_HERE = 77
INSIDE = "inside"
PORTS = (80, 443, 8080)
GOOD_ADDRESSES = {PUBLIC, PUBLIC_SIX, *(f"93.184.215.{number}" for number in range(1, 21))}
BROKEN_NAMES = {"silent.example": [SILENT], "garbage.example": [GARBAGE], "fails.example": [FAILS]}
LIMITS = http.Limits(seconds=2)


class Everywhere:
    """Listens on every address there is, and notes the one that was dialled. `/to?<address>` redirects there."""

    def __init__(self):
        self.dialled = []
        for port in PORTS:
            for family in (socket.AF_INET, socket.AF_INET6):
                threading.Thread(target=self._accept, args=[_listener(family, port)], daemon=True).start()

    def _accept(self, listener):
        while True:
            connection, _ = listener.accept()
            self.dialled.append(connection.getsockname()[0])
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection):
        with connection:
            request = connection.recv(65536).decode("latin-1")
            _, _, target = request.partition(" ")[2].partition(" ")[0].partition("/to?")
            if target:
                location = urllib.parse.unquote(target).encode()
                answer = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
            else:
                answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
            connection.sendall(answer)


def _listener(family, port):
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", port))  # noqa: S104 - a network of our own
    listener.listen(64)
    return listener


def _outcome(url):
    """The code a look ends with, or the status of its answer."""
    try:
        answer = http.get(url, user_agent="Walkback-test", limits=LIMITS, allowed_ports=set(PORTS))
    except http.NoAnswer as trouble:
        return trouble.code
    return answer.status


def _hostile_urls():
    """Every hostile form by the group it belongs to; 8080 is a port we allow here, so that nothing hides behind it."""
    direct = [f"http://{host}{port}/" for host in HOSTILE_HOSTS for port in ("", ":8080")]
    written = [form.replace("{port}", "8080") for form in HOSTILE_URLS]
    named = [f"{scheme}://{name}/" for name in HOSTILE_NAMES for scheme in ("http", "https")]
    led = [*direct, *written, *named]
    redirected = [
        f"http://good.example/to?{urllib.parse.quote(url, safe='')}" for url in led if _names_a_server(url)
    ]
    return {
        "hosts that lead inside": direct,
        "addresses written to mislead": written,
        "names that resolve to the inside": named,
        "redirects to all of these": redirected,
    }


def _names_a_server(url):
    """Whether a redirect to it leads away from the server that sends it, and can be sent at all."""
    parts = url.strip().split("/", 3)
    printable = url.isprintable() and len(url) < 400
    return printable and parts[1:2] == [""] and parts[0].endswith(":") and parts[2].strip("?") != ""


def _run():
    zone = Zone(GOOD_NAMES | HOSTILE_NAMES | REBINDING_NAMES | BROKEN_NAMES | {"localhost": [["127.0.0.1"]]})
    with NameServer(zone):
        everywhere = Everywhere()
        rows = [_row(name, urls) for name, urls in _hostile_urls().items()]
        rows.append(_rebinding())
        rows.append(_broken())
        good = _good_urls()
        served = sum(_outcome(url) == 200 for url in good)
    forbidden = sorted(set(everywhere.dialled) - GOOD_ADDRESSES)
    print(f"{'forms':<36}{'count':>6}{'refused':>9}")
    for name, count, refused in rows:
        print(f"{name:<36}{count:>6}{refused:>9}")
    print(f"{'good forms':<36}{len(good):>6}   {served} served")
    print(f"connections: {len(everywhere.dialled)}, to a forbidden address: {len(forbidden)} {forbidden[:5]}")
    refused_all = all(count == refused for _, count, refused in rows)
    return 0 if refused_all and served == len(good) and not forbidden else 1


def _row(name, urls):
    refusals = {http.Code.FORBIDDEN_ADDRESS, http.Code.BAD_URL, http.Code.DNS_FAILED}
    outcomes = {url: _outcome(url) for url in urls}
    for url, outcome in outcomes.items():
        if outcome not in refusals:
            print(f"not refused: {url!r}: {outcome}")
    return name, len(outcomes), sum(outcome in refusals for outcome in outcomes.values())


def _rebinding():
    """Each is served once, as it was checked; the second look-up, after a redirect to itself, leads inside."""
    refused = 0
    for name in REBINDING_NAMES:
        outcome = _outcome(f"http://{name}/to?http%3A%2F%2F{name}%2F")
        refused += outcome == http.Code.FORBIDDEN_ADDRESS
        if outcome != http.Code.FORBIDDEN_ADDRESS:
            print(f"not refused: {name}: {outcome}")
    return "names that change their answer", len(REBINDING_NAMES), refused


def _broken():
    wanted = {http.Code.DNS_FAILED, http.Code.TIMEOUT}
    outcomes = [_outcome(f"http://{name}/") in wanted for name in [*BROKEN_NAMES, "nobody.example"]]
    return "name servers in trouble", len(outcomes), sum(outcomes)


def _good_urls():
    names = [*GOOD_NAMES, "GOOD.example.", "b\u00fccher.example", PUBLIC, f"[{PUBLIC_SIX}]"]
    direct = [f"http://{name}/" for name in names]
    return [*direct, "http://good.example:8080/a b?q=\u00fc#part", "http://good.example/to?%2Fhere"]


def _in_a_network_of_our_own():
    """Run this module there; NOT_HERE when the machine does not let us."""
    unshare, ip = shutil.which("unshare"), shutil.which("ip") or shutil.which("ip", path="/usr/sbin:/sbin")
    if not unshare or not ip:
        return NOT_HERE
    with tempfile.TemporaryDirectory() as directory:
        resolver, names = Path(directory) / "resolv.conf", Path(directory) / "nsswitch.conf"
        resolver.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        names.write_text("hosts: dns\n")
        prepare = (
            f"{ip} link set lo up && {ip} route add local 0.0.0.0/0 dev lo && {ip} -6 route add local ::/0 dev lo "
            f"&& mount --bind {resolver} /etc/resolv.conf && mount --bind {names} /etc/nsswitch.conf"
        )
        apart = [unshare, "--user", "--map-root-user", "--net", "--mount", "sh", "-c"]
        if subprocess.run([*apart, prepare], capture_output=True).returncode:
            return NOT_HERE
        inside = f"{prepare} && exec {sys.executable} -m tests.faults.resolver {INSIDE}"
        return subprocess.run([*apart, inside], timeout=300).returncode


if __name__ == "__main__":
    status = _run() if sys.argv[1:] == [INSIDE] else _in_a_network_of_our_own()
    if status == NOT_HERE:
        print(
            "This machine lets nobody make a network of his own (unshare --user --net); nothing was tested."
        )
    sys.exit(status)
