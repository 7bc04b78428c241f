"""The benchmark of imports compares what it says."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def modules_after(program: str) -> set[str]:
    path = [str(ROOT / "components"), str(ROOT)]
    setup = f"import sys; sys.path[:0] = {path!r}; from bench.imports import IMPORTS"
    command = [sys.executable, "-c", f"{setup}; {program}; print(*sys.modules)"]
    return set(subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.split())


@pytest.fixture(scope="module")
def component() -> set[str]:
    return modules_after("IMPORTS['component']()")


def test_the_component_imports_what_the_benchmark_of_pulumis_packages_does_and_itself(
    component: set[str],
) -> None:
    sdks = modules_after("IMPORTS['sdks']()")

    only_in_one = {name for name in component ^ sdks if name.startswith(("pulumi_aws", "pulumi_awsx"))}
    assert only_in_one == set()
    assert "blue_green_ecs_pipeline.component" in component - sdks


def test_settings_import_no_resource() -> None:
    settings = modules_after("IMPORTS['settings']()")

    assert {name for name in settings if name.startswith(("pulumi_aws", "pulumi_awsx"))} == set()
