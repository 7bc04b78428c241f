"""What the application does with a body that it is sent."""

import json
import socket

import pytest

MAX_BYTES = 10 * 1024 * 1024


def upload(application, body, **headers):
    connection = application.connect()
    connection.request("POST", "/upload", body=body, headers=headers)
    response = connection.getresponse()
    return response, json.loads(response.read())


def sent(application, text):
    """The answer to a request that an HTTP library would not send."""
    with socket.create_connection(("127.0.0.1", application.port), timeout=15) as connection:
        connection.sendall(text)
        return connection.makefile("rb").read()


@pytest.mark.parametrize("length", [0, 1, 64 * 1024, 64 * 1024 + 1, MAX_BYTES])
def test_an_upload_is_answered_with_its_length(application, length):
    response, answer = upload(application, b"x" * length)

    assert response.status == 200
    assert response.getheader("Content-Type") == "application/json"
    assert answer == {"length": length}


def test_uploads_and_other_requests_share_one_connection(application):
    """The body was read to its end: what follows is the next request."""
    connection = application.connect()
    statuses = []
    sockets = set()

    for method, path, body in [("POST", "/upload", b"abc"), ("GET", "/version", None), ("POST", "/upload", b"")]:
        connection.request(method, path, body=body)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
        sockets.add(connection.sock)

    assert statuses == [200, 200, 200]
    assert len(sockets) == 1


def test_after_an_upload_another_body_still_ends_the_connection(application):
    connection = application.connect()
    connection.request("POST", "/upload", body=b"abc")
    connection.getresponse().read()

    connection.request("GET", "/health", body=b"abc")

    assert connection.getresponse().getheader("Connection") == "close"


def test_a_client_that_asks_first_is_told_to_send(application):
    request = (
        b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", application.port), timeout=15) as connection:
        connection.sendall(request)
        first = connection.recv(100)
        connection.sendall(b"abc")
        answer = connection.makefile("rb").read()

    assert first == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert answer.endswith(b'\r\n\r\n{"length": 3}')


@pytest.mark.parametrize("length", [str(MAX_BYTES + 1), "9" * 5000])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(application, length):
    answer = sent(application, f"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\nabc".encode())

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"\r\nConnection: close\r\n" in answer
    assert answer.endswith(f'"got {length[:20]} bytes, allowed are 0 to {MAX_BYTES}"}}'.encode())


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "Content-Length: -1\r\n",
        "Content-Length: abc\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
    ],
)
def test_a_body_without_one_length_is_refused_and_not_taken_for_a_request(application, headers):
    answer = sent(application, f"POST /upload HTTP/1.1\r\nHost: x\r\n{headers}\r\nGET / HTTP/1.1\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 411 ")
    assert b"\r\nConnection: close\r\n" in answer
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_another_method_is_refused(application, method):
    connection = application.connect()

    connection.request(method, "/upload")

    assert connection.getresponse().status == 405


def test_an_upload_elsewhere_is_refused(application):
    connection = application.connect()

    connection.request("POST", "/version", body=b"abc")
    response = connection.getresponse()

    assert response.status == 405
    assert response.getheader("Allow") == "GET, HEAD"
    assert response.getheader("Connection") == "close"


def test_reading_an_upload_is_refused_with_what_is_possible(application):
    connection = application.connect()

    connection.request("GET", "/upload")

    assert connection.getresponse().getheader("Allow") == "POST"
