"""A small news site on loopback: any number of pages, each with its own text; and one that takes its time."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PEOPLE = ("Lars Bakken", "Mona Adeyemi", "Piotr Zielinski", "Ana Duarte", "Yusuf Demir")
_THINGS = ("grain exports", "the harbour", "the railway", "water prices", "the school reform")
_WORDS = (
    "alpha",
    "bravo",
    "charlie",
    "delta",
    "echo",
    "foxtrot",
    "golf",
    "hotel",
    "india",
    "juliett",
    "kilo",
)


def page(name):
    """Return the HTML of the page at `/<name>`: the same bytes at every look, unlike every other page."""
    number = sum(map(ord, name))
    person, thing = _PEOPLE[number % 5], _THINGS[number % 7 % 5]
    paragraphs = [
        f"Minister {person} said on Monday that the report about {thing} was false, case {name}.",
        f"“We have not stopped {thing} and we will not,” {person} said.",
        *(
            f"Observers in district {word} {name} counted {number + place} trucks at the border on Tuesday morning "
            f"and expect the ministry to publish its own figures for {thing} before the end of the month."
            for place, word in enumerate(_WORDS)
        ),
    ]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = f"{person} denies report on {thing} ({name})"
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"


class Site:
    """Serves `page(name)` after `wait` seconds on `address`, and counts what was asked."""

    def __init__(self, *, address="127.0.0.1", wait=0.0):
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                if self.path == "/robots.txt":
                    return self._answer(404, b"")
                time.sleep(wait)
                return self._answer(200, page(self.path[1:]).encode())

            def _answer(self, status, body):
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Quiet."""

        class Server(ThreadingHTTPServer):
            request_queue_size = 100

            def handle_error(self, request, client_address):
                """A worker that was killed in the middle of an answer is what this run is about."""

        self.server = Server((address, 0), Handler)
        self.url = f"http://{address}:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
