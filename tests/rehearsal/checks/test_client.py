"""The client that counts: nothing that a user would notice is left out."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rehearsal.checks import Release, SteadyClient


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.connections.add(self.client_address)
        self.server.answer(self)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    """A server of which the test says what it answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.connections = set()
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield server
    server.shutdown()
    server.server_close()


def respond(handler, status=200, body=b'{"colour": "blue", "version": "1"}'):
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def watch(url, seconds=0.3, **settings):
    with SteadyClient(url, **settings) as client:
        time.sleep(seconds)
    return client


def test_good_answers_are_counted_with_the_release_they_name(server):
    server.answer = respond

    client = watch(server.url)

    assert client.sent > 10
    assert client.lost == 0
    assert {answer.release for answer in client.answers} == {Release("blue", "1")}
    assert {answer.connection for answer in client.answers} == {"keep-alive", "new connection"}


def test_the_rate_is_kept(server):
    server.answer = respond

    client = watch(server.url, seconds=1.0, requests_per_second=50)

    assert 35 <= client.sent <= 60


def test_some_connections_are_kept_and_others_are_new(server):
    server.answer = respond

    client = watch(server.url, keep_alive_connections=2, new_connection_workers=1)

    new = sum(answer.connection == "new connection" for answer in client.answers)
    assert len(server.connections) == 2 + new


@pytest.mark.parametrize("status", [301, 404, 500, 503])
def test_every_status_that_is_not_2xx_is_lost(server, status):
    server.answer = lambda handler: respond(handler, status)

    client = watch(server.url, seconds=0.1)

    assert client.lost == client.sent > 0


def test_every_refused_connection_is_lost():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

        client = watch(f"http://127.0.0.1:{port}", seconds=0.1)

    assert client.lost == client.sent > 0


def test_a_connection_closed_without_an_answer_is_lost_and_not_tried_again(server):
    asked = []

    def close(handler):
        asked.append(handler.client_address)
        handler.close_connection = True

    server.answer = close

    client = watch(server.url, seconds=0.1)

    assert client.lost == client.sent == len(asked) > 0


def test_half_an_answer_is_lost(server):
    def cut(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        handler.close_connection = True

    server.answer = cut

    client = watch(server.url, seconds=0.1)

    assert client.lost == client.sent > 0


def test_an_answer_that_comes_too_late_is_lost(server):
    server.answer = lambda handler: time.sleep(0.5)

    client = watch(server.url, seconds=0.1, timeout_seconds=0.2)

    assert client.problems() == {"no answer in time": client.sent}


def test_a_request_on_its_way_at_the_end_is_waited_for(server):
    def answer_late(handler):
        time.sleep(0.3)
        respond(handler)

    server.answer = answer_late

    client = watch(server.url, seconds=0.1)

    assert client.sent > 0
    assert client.lost == 0


def test_an_answer_without_a_release_is_none_of_the_releases(server):
    server.answer = lambda handler: respond(handler, body=b"ok")

    client = watch(server.url, seconds=0.1)

    assert {answer.release for answer in client.answers} == {None}
