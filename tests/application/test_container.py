"""The application under the conditions of a container: no root, nothing to write to."""

import json
import os
import re
import shutil
import signal
from pathlib import Path

import pytest

APPLICATION = Path(__file__).parents[2] / "application"


@pytest.fixture(scope="module")
def instructions():
    lines = [line.strip() for line in (APPLICATION / "Dockerfile").read_text().splitlines()]
    return [line.split(" ", 1) for line in lines if line and not line.startswith("#")]


def values(instructions, name):
    return [value for instruction, value in instructions if instruction == name]


def test_the_base_image_comes_from_the_public_ecr_gallery_with_a_full_version(instructions):
    """Docker Hub limits what CodeBuild's shared addresses may pull."""
    (image,) = values(instructions, "FROM")

    assert re.fullmatch(r"public\.ecr\.aws/docker/library/python:\d+\.\d+\.\d+-alpine\d+\.\d+", image)


def test_the_container_runs_as_a_number_that_is_not_root(instructions):
    """ECS cannot tell from a name whether it is root."""
    (user,) = values(instructions, "USER")

    assert user == "10001:10001"


def test_the_container_listens_on_the_component_s_default_port(instructions):
    assert values(instructions, "EXPOSE") == ["8080"]


def test_the_process_itself_receives_the_stop_signal(instructions):
    """A shell as process 1 would keep SIGTERM for itself, and every request in flight would be lost."""
    (command,) = values(instructions, "CMD")

    assert json.loads(command) == ["python3", "server.py"]
    assert values(instructions, "ENTRYPOINT") == []


def test_every_file_that_the_server_imports_is_in_the_image(instructions):
    (copied,) = values(instructions, "COPY")

    assert sorted(copied.split()[:-1]) == sorted(file.name for file in APPLICATION.glob("*.py"))


def test_the_application_needs_neither_root_nor_a_place_to_write(application_folder, start):
    python = shutil.which("python3", path="/usr/local/bin:/usr/bin:/bin")
    if os.geteuid() != 0 or python is None:
        pytest.skip("only root can start it as another user, and a python3 that others may run is needed")
    os.chmod(application_folder, 0o555)
    files = sorted(application_folder.iterdir())

    application = start(python, user=10001)
    connection = application.connect()
    connection.request("GET", "/version")
    body = connection.getresponse().read()
    application.process.send_signal(signal.SIGTERM)

    assert json.loads(body) == {"colour": "#2ca02c", "version": "7"}
    assert application.process.wait(timeout=10) == 0
    assert sorted(application_folder.iterdir()) == files
