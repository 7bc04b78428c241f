"""What is installed, and by which ranges."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def locked():
    """Name to versions to hashes in requirements.lock; several versions where Pythons need different ones."""
    found = {}
    for entry in re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text()):
        if stated := re.match(r"([a-z0-9.-]+)==([^\s;]+)", entry):
            found.setdefault(stated[1], {})[stated[2]] = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)
    return found


def test_what_make_installs_is_locked_and_each_file_has_its_hash():
    versions = locked()

    assert len(versions) > 100
    assert all(hashes for found in versions.values() for hashes in found.values())


@pytest.mark.parametrize("line", [*requirements("requirements.txt")[:4], *requirements("requirements-dev.txt")[1:]])
def test_the_lock_has_a_version_that_each_requirement_allows(line):
    requirement = Requirement(line)

    versions = locked()[canonicalize_name(requirement.name)]

    assert all(requirement.specifier.contains(version) for version in versions)


def test_the_lock_names_no_host_to_install_from():
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", (ROOT / "requirements.lock").read_text())


def test_make_installs_the_lock_and_then_the_component_without_its_dependencies():
    installs = [line.strip() for line in (ROOT / "Makefile").read_text().splitlines() if "pip install" in line]

    assert len(installs) == 2
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert "--no-deps" in installs[1]
    assert installs[1].endswith("--editable components")
