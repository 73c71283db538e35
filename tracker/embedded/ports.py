"""Free ports on this machine, and whether something answers there."""

import http.client
import socket

HOST = "127.0.0.1"


class NoPort(Exception):
    """The port cannot be used; the message is one plain sentence."""


def is_free(port):
    """Whether a server could listen on this port of the loopback address."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def choose_port(*, wanted=None, first=8000, tries=100):
    """Return `wanted` if it is given and free, else the first free port from `first` on; NoPort when there is none."""
    if wanted is not None:
        if not is_free(wanted):
            raise NoPort(
                f"Port {wanted} cannot be used: something listens there, or you may not. Name another."
            )
        return wanted
    for port in range(first, first + tries):
        if is_free(port):
            return port
    raise NoPort(f"No port from {first} to {first + tries - 1} is free. Name one with --port.")


def answers(port, *, path="/", seconds=10):
    """Whether a web server on the loopback address answers `path` at all."""
    connection = http.client.HTTPConnection(HOST, port, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
