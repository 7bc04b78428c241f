import os
import subprocess
import sys

import pytest

from rehearsal.engine.local import LocalEngine
from tests.automation.engine_project import ROOT, copy_project, small_project
from tests.automation.terminal import Terminal


def child_environment():
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'components'}{os.pathsep}{ROOT}"}


@pytest.fixture
def engine(monkeypatch):
    """Pulumi's engine on an empty embedded AWS, for this process and its children."""
    with LocalEngine(checkpoints=True) as started:
        for name, value in started.environment().items():
            monkeypatch.setenv(name, value)
        yield started


@pytest.fixture
def project(engine):
    return copy_project(engine.folder / "project")


@pytest.fixture
def small(engine):
    return small_project(engine.folder / "small")


@pytest.fixture
def run_script(engine):
    """Runs Python code in a folder, as a process of its own."""

    def run_script(code, folder):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            env=child_environment(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    return run_script


@pytest.fixture
def start(engine):
    """Starts the command line as a process of its own, without a terminal."""
    started = []

    def start(project, *arguments):
        command = [sys.executable, "-u", "-m", "automation", *arguments, "--project", str(project.folder)]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def open_terminal(engine):
    """Starts the command line in a terminal."""
    opened = []

    def open_terminal(project, *arguments):
        command = [sys.executable, "-m", "automation", *arguments, "--project", str(project.folder)]
        size = {"TERM": "xterm", "COLUMNS": "160", "LINES": "100"}
        opened.append(Terminal(command, ROOT, child_environment() | size))
        return opened[-1]

    yield open_terminal
    for terminal in opened:
        terminal.close()
