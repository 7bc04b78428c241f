"""The test listener at each of the load balancer's nodes: it answers well, or with the faults of a bad release."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as its server's behaviour says, and keeps the request."""

    protocol_version = "HTTP/1.1"
    server: "Node"

    def do_GET(self) -> None:
        self.server.requests.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
        with suppress(OSError):
            self.server.behaviour(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class Node(ThreadingHTTPServer):
    """One node of the load balancer."""

    daemon_threads = True

    def __init__(self, address: str, port: int, behaviour: Behaviour) -> None:
        super().__init__((address, port), Handler)
        self.behaviour = behaviour
        self.requests: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up, or does not like the certificate, is none of the server's errors."""


@contextmanager
def node(
    behaviour: Behaviour, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Node]:
    """A node that serves until the end."""
    with Node(address, port, behaviour) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()


def answers(status: int = 200, body: bytes = b"welcome", **headers: str) -> Behaviour:
    return lambda handler: handler.answer(status, body, **headers)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One after the other, and the last one from then on."""
    left = list(behaviours)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def after(seconds: float) -> Behaviour:
    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        handler.answer(200, b"welcome")

    return answer


def drips_the_body(handler: Handler) -> None:
    """A byte now and then, for as long as anyone listens: no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b".")
        time.sleep(0.05)


def drips_the_headers(handler: Handler) -> None:
    handler.send_response(200)
    handler.flush_headers()
    for _ in range(600):
        handler.wfile.write(b"X")
        time.sleep(0.05)


def never_ends(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**12))
    handler.end_headers()
    while True:
        handler.wfile.write(b"welcome " * 8192)


def hangs_up(handler: Handler) -> None:
    handler.connection.close()


def says_nonsense(handler: Handler) -> None:
    handler.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")
