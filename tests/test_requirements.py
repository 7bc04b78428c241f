"""What is installed, and by which ranges."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def requirements(name):
    lines = (ROOT / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_the_program_needs_the_component_as_any_other_project_would():
    assert requirements("requirements.txt") == [
        "pulumi>=3.272,<4",
        "pulumi-aws>=7.51,<8",
        "pulumi-awsx>=3.11,<4",
        "pytest>=9.0,<10",
        "-e ./components",
    ]


def test_the_component_accepts_the_versions_that_it_is_tested_with():
    project = tomllib.loads((ROOT / "components/pyproject.toml").read_text())["project"]

    assert project["dependencies"] == requirements("requirements.txt")[:3]


@pytest.mark.parametrize("line", requirements("requirements-dev.txt")[1:])
def test_every_tool_has_a_lowest_version_and_ends_before_one_that_may_break(line):
    """A release of someone else's must not turn a green build red."""
    assert re.fullmatch(r"[A-Za-z][\w-]*(\[\w+\])?>=\d+(\.\d+)*,<\d+(\.\d+)*", line)


def test_the_tools_come_on_top_of_what_the_program_needs():
    assert requirements("requirements-dev.txt")[0] == "-r requirements.txt"


def test_continuous_integration_runs_what_a_person_runs():
    run = ROOT / ".ci/run"

    commands = [line for line in run.read_text().splitlines() if line.startswith("make ")]

    assert run.stat().st_mode & 0o111
    assert commands == ["make check", "make test"]
