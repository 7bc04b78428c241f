"""One HTTP request and its answer, within a time and a size that the other side cannot stretch."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(frozen=True)
class Server:
    """Where a request goes."""

    scheme: str
    address: str
    """A name or an IP address: where the connection goes."""
    port: int
    host: str
    """The name that the certificate must be for."""


@dataclass(frozen=True)
class Request:
    """What is asked."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What came back. A redirect is an answer like any other."""

    status: int
    charset: str
    body: bytes
    seconds: float
    """From the request to the last byte of the body, or to the last one that was read."""

    @property
    def text(self) -> str:
        """The body as text, whatever it is."""
        try:
            return self.body.decode(self.charset, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class Limits:
    """What the other side may take."""

    connect_seconds: float
    answer_seconds: float
    body_bytes: int


class NoAnswerError(Exception):
    """No whole answer, and why."""


@contextmanager
def _cut_after(seconds: float, connection: socket.socket, what: str) -> Iterator[None]:
    """Ends the connection after so many seconds: a socket's own timeout starts anew with every byte."""
    fired = threading.Event()

    def cut() -> None:
        fired.set()
        with suppress(OSError):
            # Not the TLS socket's own, which takes the session away from whoever is reading.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    late = f"{what} within {seconds * 1000:.0f} ms"
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        in_time = not fired.is_set() and not isinstance(error, TimeoutError)
        raise NoAnswerError(_reason(error) if in_time else late) from error
    finally:
        timer.cancel()
    # A connection that was cut looks like a body that has ended.
    if fired.is_set():
        raise NoAnswerError(late)


def exchange(server: Server, request: Request, limits: Limits) -> Answer:
    """The answer of one server; asked once, on a connection of its own.

    Raises:
        NoAnswerError: where there is none, or not in time.
    """
    connection = _connected(server, limits.connect_seconds)
    try:
        # The timer alone decides.
        connection.settimeout(None)
        with _cut_after(limits.answer_seconds, connection, "no whole answer"):
            return _ask(connection, server, request, limits.body_bytes)
    finally:
        connection.close()


def _connected(server: Server, seconds: float) -> socket.socket:
    started = time.monotonic()
    try:
        connection = socket.create_connection((server.address, server.port), timeout=seconds)
    except OSError as error:
        raise NoAnswerError(f"no connection: {_reason(error)}") from error
    if server.scheme != "https":
        return connection
    tls = ssl.create_default_context().wrap_socket(
        connection, server_hostname=server.host, do_handshake_on_connect=False
    )
    try:
        with _cut_after(seconds - (time.monotonic() - started), tls, "no TLS handshake"):
            tls.do_handshake()
    except BaseException:
        tls.close()
        raise
    return tls


def _ask(connection: socket.socket, server: Server, request: Request, body_bytes: int) -> Answer:
    client = http.client.HTTPConnection(server.address, server.port)
    client.sock = connection
    started = time.monotonic()
    client.request(request.method, request.target, request.body or None, {**request.headers, "Connection": "close"})
    response = client.getresponse()
    body = bytearray()
    while len(body) < body_bytes and (part := response.read1(body_bytes - len(body))):
        body += part
    charset = response.headers.get_content_charset("utf-8")
    return Answer(response.status, charset, bytes(body), time.monotonic() - started)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
