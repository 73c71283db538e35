"""The news site that all systems read, in a process of its own so that what it costs is counted for none of them.

It keeps connections open. As a `quiet` site it gives each page an ETag, the same bytes at each load, and answers 304;
as a `noisy` one it sends no validator, never answers 304, and fills the slots of a page anew at each load.
"""

import argparse
import asyncio
import hashlib
import json
import sys
from functools import lru_cache

from tests.bench.pages import EDITS, MadeUp, pages

_LASTS = "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {size}\r\n{more}\r\n"


class Site:
    """What is served now: `noisy` or not, and with which edits."""

    def __init__(self, known):
        self.known = known
        self.noisy, self.edited, self.loads = False, {}, 0
        self.counted, self.port = {}, None
        self.quiet_load = lru_cache(maxsize=400)(self._quiet_load)

    def change(self, *, noisy=False, edited=None):
        """`edited` is the edit of each page that has one, by its number."""
        self.noisy = noisy
        self.edited = {int(number): edit for number, edit in (edited or {}).items()}

    def where(self):
        """The port."""
        return self.port

    def counts(self):
        """How often each status was answered since this was asked last."""
        counted, self.counted = self.counted, {}
        return counted

    def answer(self, path, headers):
        """(status line, more headers, body) for one request."""
        number = path.rpartition("-")[2].removesuffix(".html")
        if not number.isdigit():
            return "404 Not Found", "", b"Not here."
        edit = self.edited.get(int(number))
        address = f"http://{headers.get('host', '')}{path}"
        if self.noisy:
            self.loads += 1
            return "200 OK", "", self._page(int(number)).load(address=address, noise=self.loads, edit=edit)
        body, tag = self.quiet_load(int(number), address, edit)
        validators = f'ETag: "{tag}"\r\n'
        if tag in headers.get("if-none-match", ""):
            return "304 Not Modified", validators, b""
        return "200 OK", validators, body

    def _page(self, number):
        return self.known[number] if number < len(self.known) else _made_up(number)

    def _quiet_load(self, number, address, edit):
        body = self._page(number).load(address=address, edit=edit)
        return body, hashlib.sha256(body).hexdigest()[:16]


@lru_cache(maxsize=16)
def _made_up(number):
    return MadeUp(number)


async def _serve(site):
    async def connected(reader, writer):
        try:
            while line := await reader.readline():
                _, path, *_ = line.decode("latin-1").split()
                headers = {}
                while (line := (await reader.readline()).decode("latin-1").strip()) != "":
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                status, more, body = site.answer(path, headers)
                site.counted[status[:3]] = site.counted.get(status[:3], 0) + 1
                last = headers.get("connection", "").lower() == "close"
                if last:
                    more += "Connection: close\r\n"
                if status.startswith("304"):
                    head = f"HTTP/1.1 {status}\r\n{more}\r\n"
                else:
                    head = _LASTS.format(status=status, size=len(body), more=more)
                writer.write(head.encode("latin-1") + body)
                await writer.drain()
                if last:
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(orders), sys.stdin
    )
    while line := await orders.readline():
        order = json.loads(line)
        result = getattr(site, order.pop("do"))(**order)
        _say({"cpu": 0, "result": result})


def _say(answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, required=True)
    parser.add_argument("--pages")
    parser.add_argument("--half", default="all")
    asked = parser.parse_args()
    known = pages(asked.n, folder=asked.pages, half=asked.half)
    for page in known:
        for edit in (None, *EDITS):
            if edit is None or page.can(edit):
                page.load(address="", edit=edit)
    asyncio.run(_serve(Site(known)))


if __name__ == "__main__":
    main()
