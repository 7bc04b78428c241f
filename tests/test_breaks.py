"""Wirings, permissions and artifacts broken on purpose: each break, kept as a patch, turns the right test red."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BREAKS = Path(__file__).parent / "breaks"
COPIED = ("application", "buildspec", "components", "rehearsal", "tests", "tools", "pyproject.toml", "README.md")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "build.egg*", ".hypothesis")

# For each break the tests that are run on it, and one that has to fail.
RED = {
    "listener-points-back-to-blue": (
        "tests/components/load_balancer/test_listeners.py",
        "test_an_update_after_a_release_leaves_the_listeners_on_green",
    ),
    "service-fights-with-codedeploy": (
        "tests/components/service/test_service.py",
        "test_an_update_after_a_release_leaves_alone_what_codedeploy_changed",
    ),
    "deployment-group-with-one-target-group-twice": (
        "tests/components/deployment/test_deployment.py",
        "test_the_deployment_group_of_the_defaults_moves_all_traffic_at_once_and_back_when_that_fails",
    ),
    "build-may-not-push": (
        "tests/components/build/test_roles.py",
        "test_a_build_writes_its_log_pushes_its_image_and_reads_its_templates_and_nothing_else",
    ),
    "pipeline-may-pass-any-role": (
        "tests/components/test_least_privilege.py",
        "test_roles_can_be_passed_to_tasks_alone_and_only_the_two_that_tasks_have",
    ),
    "pipeline-starts-before-its-permissions": (
        "tests/components/test_ordering.py",
        "test_the_first_release_starts_when_every_permission_is_there",
    ),
    "digest-of-whatever-is-latest": (
        "tests/components/build/test_buildspec_file.py",
        "test_the_digest_is_read_through_the_tag_just_pushed_and_never_through_latest",
    ),
    "artifact-without-imagedetail": (
        "tests/components/build/test_buildspec_file.py",
        "test_its_artifact_is_exactly_what_the_deployment_reads",
    ),
    "release-without-a-task-role": (
        "tests/components/release/test_files.py",
        "test_the_task_definition_file_is_complete_and_leaves_only_the_image_open",
    ),
    "test-listener-open-to-the-world": (
        "tests/components/load_balancer/test_security_groups.py",
        "test_users_reach_port_80_from_anywhere_and_only_the_vpc_reaches_the_test_port",
    ),
    "release-tags-can-be-overwritten": (
        "tests/components/image_repository/test_image_repository.py",
        "test_releases_keep_their_tag_and_are_scanned_and_encrypted",
    ),
    "application-drops-requests-when-stopped": (
        "tests/application/test_draining.py",
        "test_a_request_in_flight_is_answered_and_its_connection_closed",
    ),
}


def copy_of_the_repository(folder: Path) -> Path:
    """What the tests of a break read, in a folder of its own."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy2(source, folder / name)
    return folder


def apply_break(folder: Path, name: str) -> None:
    # Outside of a repository of its own, git would look for one further up and silently skip the files.
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    command = ["git", "apply", str(BREAKS / f"{name}.patch")]
    applied = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert applied.returncode == 0, f"the code has moved on, renew {name}.patch: {applied.stderr}"


def run_tests(folder: Path, tests: str, name: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    # A copy is run once.
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", tests, "-k", name]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("name", sorted(RED))
def test_a_break_turns_its_test_red(tmp_path: Path, name: str) -> None:
    tests, red = RED[name]
    folder = copy_of_the_repository(tmp_path)
    apply_break(folder, name)

    broken = run_tests(folder, tests, red)

    assert broken.returncode == 1, broken.stdout[-2000:] + broken.stderr[-2000:]
    assert f"FAILED {tests}::{red}" in broken.stdout


def test_every_patch_is_tried() -> None:
    assert {patch.stem for patch in BREAKS.glob("*.patch")} == set(RED)


def test_without_a_break_the_same_tests_are_green(tmp_path: Path) -> None:
    """Otherwise red would prove nothing."""
    folder = copy_of_the_repository(tmp_path)

    for tests in ("tests/components/test_least_privilege.py", "tests/components/release/test_files.py"):
        whole = run_tests(folder, tests, "test")

        assert whole.returncode == 0, whole.stdout[-2000:]
