"""The command that serves until the first release, run as it is."""

import http.client
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from blue_green_ecs_pipeline.service.bootstrap_image import BOOTSTRAP_IMAGE, bootstrap_command

NOBODY = 65534


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def bootstrap_server(
    status: int, before: str = "", preexec_fn: Callable[[], None] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The very command of the task definition, with this machine's Python in the image's place."""
    port = free_port()
    interpreter, option, program = bootstrap_command(port, status)
    assert interpreter == "python3"
    process = subprocess.Popen([sys.executable, option, before + program], preexec_fn=preexec_fn)
    try:
        wait_for(port)
        yield process, port
    finally:
        process.kill()
        process.wait()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def status_of(port: int, method: str, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path)
    return connection.getresponse().status


@pytest.mark.parametrize("status", [200, 204, 404])
@pytest.mark.parametrize("path", ["/", "/health", "/any/path?x=1"])
def test_every_path_answers_with_the_status_that_the_health_check_takes(status: int, path: str) -> None:
    with bootstrap_server(status) as (_, port):
        assert status_of(port, "GET", path) == status


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE"])
def test_every_method_is_answered(method: str) -> None:
    with bootstrap_server(200) as (_, port):
        assert status_of(port, method, "/") == 200


def test_a_connection_is_kept_for_the_next_request() -> None:
    with bootstrap_server(200) as (_, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        for _ in range(2):
            connection.request("GET", "/")
            response = connection.getresponse()
            response.read()
            assert not response.will_close


def test_it_ends_at_once_when_it_is_told_to() -> None:
    with bootstrap_server(200) as (process, _):
        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=5) == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root can show that root is given up")
def test_root_is_given_up() -> None:
    with bootstrap_server(200) as (process, _):
        status = Path(f"/proc/{process.pid}/status").read_text()

        assert re.search(r"^Uid:\s+(\d+)\s+(\d+)", status, re.M).groups() == ("65534", "65534")  # type: ignore[union-attr]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_it_needs_no_root() -> None:
    # Nobody may not read this interpreter's library, so what the command imports is there before root is given up.
    before = (
        f"import encodings.idna, http.server, os, signal, socketserver, sys; os.setgid({NOBODY}); os.setuid({NOBODY})\n"
    )
    with bootstrap_server(200, before=before) as (_, port):
        assert status_of(port, "GET", "/") == 200


def test_it_works_where_no_file_can_be_written() -> None:
    def forbid_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    with bootstrap_server(200, preexec_fn=forbid_files) as (_, port):
        assert status_of(port, "GET", "/") == 200


def test_the_image_is_public_and_of_one_full_version() -> None:
    assert re.fullmatch(r"public\.ecr\.aws/docker/library/python:\d+\.\d+\.\d+-[a-z0-9.]+", BOOTSTRAP_IMAGE)


def test_a_body_that_comes_along_is_not_taken_for_the_next_request() -> None:
    with bootstrap_server(200) as (_, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("POST", "/", body=b"x" * 1000)
        first = connection.getresponse()
        first.read()
        connection.request("GET", "/")

        assert (first.status, first.getheader("Connection")) == (200, "close")
        assert connection.getresponse().status == 200
