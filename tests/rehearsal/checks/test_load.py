"""Many kinds of users at once: every kind is sent, and an answer that is not whole is a lost one."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rehearsal.checks import Load, RequestKind, mixed_load, slow_requests, uploads


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.command, self.path, self.headers["X-Amzn-Trace-Id"], self.client_address))
        self.respond(200, {"colour": "blue", "version": "1"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.command, self.path, self.headers["X-Amzn-Trace-Id"], self.client_address))
        self.respond(200, {"bytes": self.server.count(body)})

    def respond(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.count, server.daemon_threads = [], len, True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield server
    server.shutdown()
    server.server_close()


def send(server, kinds, seconds=0.5):
    with Load(server.url, kinds) as load:
        time.sleep(seconds)
    return load.answers


def test_short_and_slow_requests_and_uploads_are_all_sent(server):
    answers = send(server, mixed_load(150))

    assert {(answer.kind, answer.connection) for answer in answers} == {
        ("short", "keep-alive"),
        ("short", "new connection"),
        ("slow 0.3 s", "keep-alive"),
        ("upload", "keep-alive"),
    }
    assert not [answer for answer in answers if answer.lost]
    assert {(method, path) for method, path, _, _ in server.asked} == {
        ("GET", "/version"),
        ("GET", "/slow?seconds=0.3"),
        ("POST", "/upload"),
    }


def test_the_rate_of_all_kinds_together_is_the_one_asked_for(server):
    answers = send(server, mixed_load(100), seconds=1.0)

    assert 80 <= len(answers) <= 120


def test_every_request_can_be_found_again_by_its_trace(server):
    answers = send(server, mixed_load(150), seconds=0.3)

    assert len({answer.trace_id for answer in answers}) == len(answers)
    assert {answer.trace_id for answer in answers} == {trace for _, _, trace, _ in server.asked}


def test_an_upload_that_arrives_in_part_is_lost(server):
    server.count = lambda body: len(body) - 1

    (first, *_) = send(server, [uploads(20)], seconds=0.2)

    assert first.lost
    assert first.problem.startswith("an incomplete answer: b'{\"bytes\": 32767}'")


def test_a_new_connection_is_opened_for_each_request_of_those_users_alone(server):
    send(server, [RequestKind("short", 20, 2, "/version", "new connection"), slow_requests(20, 0, users=1)])

    ports = {
        path: [client for _, asked, _, client in server.asked if asked == path]
        for path in ("/version", "/slow?seconds=0")
    }
    assert len(set(ports["/version"])) == len(ports["/version"]) > 1
    assert len(set(ports["/slow?seconds=0"])) == 1


def test_what_is_sent_rarely_does_not_hold_up_the_end(server):
    began = time.monotonic()

    answers = send(server, [slow_requests(0.01, 0, users=1)], seconds=0.1)

    assert len(answers) == 1
    assert time.monotonic() - began < 10
