"""The application as a real process, with a release of the tests' own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import pytest

APPLICATION = Path(__file__).parents[2] / "application"
RELEASE = 'COLOUR = "#2ca02c"\nVERSION = "7"\n'


@dataclass(frozen=True)
class RunningApplication:
    """A process that answers on a port of its own."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    def connect(self) -> HTTPConnection:
        """A new connection; it stays open between requests, as a load balancer's does."""
        return HTTPConnection("127.0.0.1", self.port, timeout=15)


@pytest.fixture
def application_folder() -> Iterator[Path]:
    """A copy of application/ that any user can read, with green as colour and 7 as version."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for file in APPLICATION.glob("*.py"):
            shutil.copy(file, folder)
            os.chmod(Path(folder, file.name), 0o644)
        Path(folder, "release.py").write_text(RELEASE)
        yield Path(folder)


@pytest.fixture
def log() -> Iterator[IO[bytes]]:
    """Takes what the application prints. A file never fills up; a pipe that nobody reads would stop the server."""
    with tempfile.TemporaryFile() as file:
        yield file


@pytest.fixture
def start(application_folder: Path, log: IO[bytes]) -> Iterator[Callable[..., RunningApplication]]:
    """Starts the application; what still runs at the end of the test is killed."""
    processes: list[subprocess.Popen[bytes]] = []

    def start_application(python: str = sys.executable, user: int | None = None) -> RunningApplication:
        port = free_port()
        environment = {"PATH": os.environ["PATH"], "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(
            [python, "server.py"],
            cwd=application_folder,
            env=environment,
            user=user,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        processes.append(process)
        wait_until_listening(process, port, log)
        return RunningApplication(process, port, application_folder)

    yield start_application
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def application(start: Callable[..., RunningApplication]) -> RunningApplication:
    """The application, running."""
    return start()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_listening(process: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
    """Return when the port accepts; fail with the process's own words when it ends first."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log.seek(0)
            pytest.fail(f"the application ended: {log.read().decode()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.02)
    pytest.fail(f"the application does not listen on port {port}")
