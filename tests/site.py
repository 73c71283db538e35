"""A small web site on loopback."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """A small site on loopback: pages by path, each a body or a status, and a count of what was asked.

    `wait(path)` is called before each answer.
    """

    def __init__(self, *, address="127.0.0.1", wait=lambda path: None):
        self.pages = {"/robots.txt": 404}
        self.headers = {}
        self.asked = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                wait(self.path)
                page = site.pages.get(self.path, 404)
                etag = f'"{hash(page)}"'
                if not isinstance(page, int) and self.headers.get("If-None-Match") == etag:
                    page = 304
                self.send_response(page if isinstance(page, int) else 200)
                body = b"" if isinstance(page, int) else page.encode()
                for name, value in site.headers.items():
                    self.send_header(name, value)
                self.send_header("ETag", etag)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Quiet."""

        self.server = ThreadingHTTPServer((address, 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return "http://{}:{}".format(*self.server.server_address)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
