"""A small web application that shows its release, takes uploads, and loses no request when it is stopped."""

import json
import signal
import socketserver
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import settings
from page import render_page
from release import COLOUR, VERSION
from traffic import Traffic


class RequestHandler(BaseHTTPRequestHandler):
    """One connection: answers its requests one after the other."""

    protocol_version = "HTTP/1.1"
    server_version = "application"
    sys_version = ""
    timeout = settings.KEEP_ALIVE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1
    request_open = False
    body_was_read = False

    def do_GET(self) -> None:
        """Answer by path."""
        url = urlsplit(self.path)
        if url.path == "/":
            self.answer(HTTPStatus.OK, "text/html; charset=utf-8", render_page(COLOUR, VERSION))
        elif url.path == "/health":
            self.answer_json(HTTPStatus.OK, {"status": "ok"})
        elif url.path == "/version":
            self.answer_json(HTTPStatus.OK, {"colour": COLOUR, "version": VERSION})
        elif url.path == "/slow":
            self.answer_slowly(parse_qs(url.query).get("seconds", ["1"])[-1])
        elif url.path == "/upload":
            self.refuse_method("POST")
        else:
            self.answer_json(HTTPStatus.NOT_FOUND, {"error": "not found"})

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Take an upload; nothing else can be sent here."""
        if urlsplit(self.path).path == "/upload":
            self.take_upload()
        else:
            self.refuse_method()

    def refuse_method(self, allowed: str = "GET, HEAD") -> None:
        """Say what is possible; the body that may follow is not read, so the connection ends."""
        error = f"only {allowed.replace(', ', ' and ')}"
        self.refuse_body(HTTPStatus.METHOD_NOT_ALLOWED, error, {"Allow": allowed})

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = refuse_method

    def take_upload(self) -> None:
        """Read the body to its end, keep nothing of it, and answer how long it was."""
        lengths = self.headers.get_all("Content-Length", [])
        # Two lengths, or a length and chunks: whoever stands before this server may have read the other one.
        if "Transfer-Encoding" in self.headers or len(lengths) != 1 or not lengths[0].isdecimal():
            self.refuse_body(HTTPStatus.LENGTH_REQUIRED, "Content-Length: one whole number is needed")
        elif len(lengths[0]) > len(str(settings.MAX_UPLOAD_BYTES)) or int(lengths[0]) > settings.MAX_UPLOAD_BYTES:
            error = f"got {lengths[0][:20]} bytes, allowed are 0 to {settings.MAX_UPLOAD_BYTES}"
            self.refuse_body(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error)
        elif self.read_body(int(lengths[0])):
            self.answer_json(HTTPStatus.OK, {"length": int(lengths[0])})
        else:
            # The client went away in the middle: nobody is left to answer.
            self.close_connection = True

    def read_body(self, length: int) -> bool:
        """Whether the whole body came."""
        # A client that asked whether it may send waits for the 100 Continue that is still in the buffer.
        self.wfile.flush()
        while length > 0 and (part := self.rfile.read1(min(length, settings.UPLOAD_PART_BYTES))):
            length -= len(part)
        self.body_was_read = length == 0
        return self.body_was_read

    def refuse_body(self, status: HTTPStatus, error: str, headers: dict[str, str] | None = None) -> None:
        """Answer without reading the body, which must not be taken for the next request."""
        self.close_connection = True
        self.answer_json(status, {"error": error}, headers)

    def answer_slowly(self, text: str) -> None:
        """Answer after that many seconds: what a deployment has to wait for."""
        try:
            seconds = float(text)
        except ValueError:
            seconds = -1.0
        if not 0 <= seconds <= settings.MAX_SLOW_SECONDS:
            error = f"seconds: got {text}, allowed are 0 to {settings.MAX_SLOW_SECONDS}"
            self.answer_json(HTTPStatus.BAD_REQUEST, {"error": error})
            return
        time.sleep(seconds)
        self.answer_json(HTTPStatus.OK, {"seconds": seconds})

    def answer_json(self, status: HTTPStatus, body: dict[str, object], headers: dict[str, str] | None = None) -> None:
        """Send one JSON object."""
        self.answer(status, "application/json", json.dumps(body), headers)

    def answer(self, status: HTTPStatus, media_type: str, text: str, headers: dict[str, str] | None = None) -> None:
        """Send status, headers and, but for HEAD, the body."""
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if self.connection_must_end():
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def connection_must_end(self) -> bool:
        """Whether the next request has to come on a new connection, which the load balancer opens elsewhere."""
        has_body = self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers
        unread = has_body and not self.body_was_read
        return self.server.traffic.draining or self.close_connection or unread

    def parse_request(self) -> bool:
        """Count the request from its first line on."""
        self.request_open = True
        self.body_was_read = False
        self.server.traffic.request_began()
        return super().parse_request()

    def handle_one_request(self) -> None:
        """Count the request as done when its answer has left."""
        try:
            super().handle_one_request()
        finally:
            if self.request_open:
                self.request_open = False
                self.server.traffic.request_ended()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line a request, without the health checks that went well."""
        if self.path != "/health" or code != HTTPStatus.OK:
            print(f"{self.command} {self.path} {int(code)}", flush=True)


class ApplicationServer(socketserver.ThreadingTCPServer):
    """One thread a connection; threads of idle connections do not hold up the end."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = settings.LISTEN_BACKLOG

    def __init__(self) -> None:
        self.traffic = Traffic()
        super().__init__((settings.HOST, settings.PORT), RequestHandler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is its own affair; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    """Serve until SIGTERM, then until nobody asks any more."""
    stop_signals = {signal.SIGTERM, signal.SIGINT}
    # Blocked here and waited for below: no handler runs at a bad moment, and as process 1 of a container none is lost.
    signal.pthread_sigmask(signal.SIG_BLOCK, stop_signals)
    server = ApplicationServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"version {VERSION} listens on port {settings.PORT}", flush=True)
    signal.sigwait(stop_signals)
    print("draining", flush=True)
    unanswered = server.traffic.drain()
    print(f"stopped, {unanswered} requests without an answer", flush=True)


if __name__ == "__main__":
    main()
