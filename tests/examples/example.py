"""The examples' folders, and how one of them is run on the mocks."""

import json
import runpy
from pathlib import Path
from typing import Any

import pulumi
import yaml

from tests.graph import Graph, create

EXAMPLES = Path(__file__).parents[2] / "examples"
PYTHON_EXAMPLES = sorted(path.name for path in EXAMPLES.glob("python-*"))


def project_of(example: str) -> dict[str, Any]:
    """What its Pulumi.yaml says."""
    project: dict[str, Any] = yaml.safe_load((EXAMPLES / example / "Pulumi.yaml").read_text())
    return project


def run_example(example: str, *, preview: bool = False) -> Graph:
    """What the example's program registers, with the values that its Pulumi.yaml has for its config."""
    project = project_of(example)
    values = {
        key if ":" in key else f"{project['name']}:{key}": value["default"] if isinstance(value, dict) else value
        for key, value in project["config"].items()
    }

    def program() -> None:
        pulumi.runtime.set_all_config({key: _text(value) for key, value in values.items()})
        runpy.run_path(str(EXAMPLES / example / "__main__.py"), run_name="__main__")

    return create(program, project=project["name"], preview=preview)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
