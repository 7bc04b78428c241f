"""What the application answers."""

import json
import socket
from pathlib import Path

import pytest

APPLICATION = Path(__file__).parents[2] / "application"


def get(application, path):
    connection = application.connect()
    connection.request("GET", path)
    response = connection.getresponse()
    return response, response.read().decode()


def test_the_page_shows_the_release_s_colour_and_version(application):
    response, page = get(application, "/")

    assert response.status == 200
    assert response.getheader("Content-Type") == "text/html; charset=utf-8"
    assert "--colour: #2ca02c;" in page
    assert '<code id="colour">#2ca02c</code>' in page
    assert '<span id="version">7</span>' in page


def test_the_page_has_no_placeholder_left(application):
    _, page = get(application, "/")

    assert "$" not in page


def test_health_is_ok(application):
    response, body = get(application, "/health")

    assert response.status == 200
    assert json.loads(body) == {"status": "ok"}


def test_the_version_is_readable_by_a_program(application):
    response, body = get(application, "/version")

    assert response.status == 200
    assert response.getheader("Content-Type") == "application/json"
    assert json.loads(body) == {"colour": "#2ca02c", "version": "7"}


@pytest.mark.parametrize("path", ["/", "/health", "/version"])
def test_a_browser_never_keeps_an_answer_of_the_last_release(application, path):
    response, _ = get(application, path)

    assert response.getheader("Cache-Control") == "no-store"


def test_another_path_is_not_found(application):
    response, body = get(application, "/admin")

    assert response.status == 404
    assert json.loads(body) == {"error": "not found"}


def test_head_has_the_headers_of_get_and_no_body(application):
    """A body would be taken for the answer to the connection's next request."""
    with socket.create_connection(("127.0.0.1", application.port), timeout=15) as connection:
        connection.sendall(b"HEAD /version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nContent-Length: 37\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_many_requests_share_one_connection(application):
    connection = application.connect()
    statuses = []
    sockets = set()

    for path in ["/", "/version", "/admin", "/health"]:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
        sockets.add(connection.sock)

    assert statuses == [200, 200, 404, 200]
    assert len(sockets) == 1


def test_a_request_that_would_change_something_is_refused_and_its_connection_closed(application):
    connection = application.connect()

    connection.request("POST", "/", body="GET /version HTTP/1.1\r\n\r\n")
    response = connection.getresponse()

    assert response.status == 405
    assert response.getheader("Allow") == "GET, HEAD"
    assert response.getheader("Connection") == "close"


def test_a_body_is_not_taken_for_the_next_request(application):
    connection = application.connect()

    connection.request("GET", "/health", body="GET /version HTTP/1.1\r\n\r\n")
    response = connection.getresponse()

    assert response.status == 200
    assert response.getheader("Connection") == "close"


@pytest.mark.parametrize("seconds", ["-0.1", "10.1", "nan", "inf", "soon"])
def test_a_slow_answer_has_a_limit(application, seconds):
    response, body = get(application, f"/slow?seconds={seconds}")

    assert response.status == 400
    assert json.loads(body) == {"error": f"seconds: got {seconds}, allowed are 0 to 10"}


def test_the_load_balancer_closes_an_idle_connection_first():
    """An Application Load Balancer's idle timeout is 60 seconds; who closes first loses the request on its way."""
    settings = (APPLICATION / "settings.py").read_text()

    assert "\nKEEP_ALIVE_SECONDS = 75\n" in settings
