"""Small servers on loopback that behave badly on purpose, and count who comes."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

CERTIFICATE = (
    Path(__file__).parent / "loopback-certificate.pem"
)  # for good.example; key included, guards nothing


class Server:
    """Listens on loopback and answers each connection with `respond(connection, request)`.

    `connections` counts every one that was accepted, whether or not a request came over it;
    `requests` are the bytes of each request head. A `lasting` one waits for more requests after each answer.
    """

    def __init__(
        self,
        respond: Callable[[socket.socket, bytes], None],
        *,
        tls: bool = False,
        family=socket.AF_INET,
        lasting: bool = False,
    ):
        self._respond = respond
        self._lasting = lasting
        self._context = _server_context() if tls else None
        self.connections = 0
        self.requests: list[bytes] = []
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        self._listener.listen(64)
        self.port = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self._start(self._accept)
        return self

    def __exit__(self, *_):
        self._stopping.set()
        for one in [self._listener, *self._open]:
            _shut(one)
        for thread in list(self._threads):
            thread.join(5)

    def wait(self, seconds: float) -> bool:
        """Sleep, but wake when the server stops; True means stop."""
        return self._stopping.wait(seconds)

    def _start(self, work, *args):
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket):
        try:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            while request := self._request(connection):
                self.requests.append(request)
                self._respond(connection, request)
                if not self._lasting:
                    return
        except OSError:  # the client has gone, as it should
            pass
        finally:
            _shut(connection)

    def _request(self, connection: socket.socket) -> bytes:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65536)
            if not piece:
                return b""
            request += piece
        return request


def page(body: bytes = b"<p>Good words.</p>", *, status: str = "200 OK", **headers: str):
    """A responder that sends one well-formed answer. `content_type=` becomes Content-Type and so on."""
    given = {"content_type": "text/html; charset=utf-8"} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items()]
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines]).encode("latin-1")
    return raw(head + b"\r\n\r\n" + body)


def raw(answer: bytes):
    """A responder that sends exactly these bytes and closes."""

    def respond(connection, request):
        connection.sendall(answer)

    return respond


def endless(head: bytes, piece: bytes, *, pause: float = 0.0):
    """A responder that sends `head` and then `piece` again and again until the client leaves."""

    def respond(connection, request):
        connection.sendall(head)
        waiting = threading.Event()
        while True:
            connection.sendall(piece)
            if pause:
                waiting.wait(pause)

    return respond


def _shut(connection: socket.socket):
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def _server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context
