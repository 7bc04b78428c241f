"""The examples on Pulumi's own engine and the embedded AWS; what needs a language host runs where that is on PATH."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi import automation

from rehearsal.engine.local import LocalEngine
from tests.examples.example import EXAMPLES, PYTHON_EXAMPLES, project_of

pytestmark = pytest.mark.engine

ROOT = EXAMPLES.parent
PLUGIN = "pulumi-resource-blue-green-ecs-pipeline"
# What the component's package is run by when a program names its folder.
PYTHON_HOSTS = ["pulumi-language-python", "pulumi-language-python-exec"]


@pytest.fixture
def engine() -> Iterator[LocalEngine]:
    with LocalEngine() as running:
        yield running


class Remote(pulumi.ComponentResource):
    """A component of the package as generated SDKs register it: made by the plugin."""

    url: pulumi.Output[str]

    def __init__(self, token: str, name: str, inputs: dict[str, Any]) -> None:
        super().__init__(token, name, {**inputs, "url": None}, None, remote=True)


def operations(result: automation.UpResult) -> dict[str, int]:
    return dict(result.summary.resource_changes or {})


@pytest.mark.parametrize("example", [each for each in PYTHON_EXAMPLES if each != "python-existing-vpc"])
def test_a_python_example_goes_up_and_stays(engine: LocalEngine, example: str) -> None:
    region = {"aws:region": project_of(example)["config"]["aws:region"]}
    stack = engine.stack(project_dir=EXAMPLES / example, config=region)

    first = stack.up(on_output=print)
    second = stack.up(on_output=print)

    assert set(operations(first)) == {"create"}
    assert set(operations(second)) == {"same"}
    assert sorted(second.outputs) == sorted(first.outputs) != []


def test_the_resource_of_the_yaml_example_is_made_by_the_plugin(
    engine: LocalEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All but the language host: token and inputs from the example, over the engine, from the package's process."""
    plugin = tmp_path / PLUGIN
    plugin.write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT / "components"} exec {sys.executable} -m blue_green_ecs_pipeline "$@"\n'
    )
    plugin.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    made = project_of("yaml")["resources"]["web"]

    def program() -> None:
        web = Remote(made["type"], "web", made["properties"])
        pulumi.export("url", web.url)

    stack = engine.stack(program=program, config={"aws:region": "eu-central-1"})
    first = stack.up(on_output=print)
    second = stack.up(on_output=print)

    assert set(operations(first)) == {"create"}
    assert first.outputs["url"].value.startswith("http://")
    assert set(operations(second)) == {"same"}


@pytest.mark.parametrize(
    ("example", "hosts"),
    [
        ("yaml", ["pulumi-language-yaml", *PYTHON_HOSTS]),
        ("typescript", ["pulumi-language-nodejs", "npm", *PYTHON_HOSTS]),
    ],
)
def test_an_example_in_another_language_goes_up(
    engine: LocalEngine, tmp_path: Path, example: str, hosts: list[str]
) -> None:
    missing = [program for program in hosts if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not on PATH: {', '.join(missing)}")
    # Beside a copy of the component, as in the repository: Pulumi writes into both.
    for folder in ("components", f"examples/{example}"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, **engine.environment()}

    for command in (["install"], ["stack", "init", "dev"], ["up", "--yes", "--skip-preview"]):
        subprocess.run(
            ["pulumi", *command, "--non-interactive"],
            cwd=tmp_path / "examples" / example,
            env=environment,
            check=True,
            timeout=600,
        )
