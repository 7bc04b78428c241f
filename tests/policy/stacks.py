"""Every program of this repository as a graph: examples, stacks, and the component with its options."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from pulumi.runtime import set_all_config

from tests.components.builders import TLS
from tests.components.whole_component import EVERY_OPTION, whole
from tests.examples.example import PYTHON_EXAMPLES, run_example
from tests.graph import Graph, create

PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
PROJECT = "blue-green-ecs-pipeline"

Program = Callable[[bool], Graph]
"""Given whether it is a preview, what is registered."""


def of_stack(stack: str, preview: bool) -> Graph:
    """This repository's program with the file of a stack."""
    values: dict[str, Any] = yaml.safe_load((PROJECT_DIRECTORY / f"Pulumi.{stack}.yaml").read_text())["config"]
    config = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}

    def program() -> None:
        set_all_config(config)
        runpy.run_path(str(PROJECT_DIRECTORY / "__main__.py"), run_name="__main__")

    return create(program, project=PROJECT, stack=stack, preview=preview)


def _example(name: str) -> Program:
    return lambda preview: run_example(name, preview=preview)


EXAMPLES: dict[str, Program] = {name: _example(name) for name in PYTHON_EXAMPLES}
STACKS: dict[str, Program] = {
    "Pulumi.dev.yaml": lambda preview: of_stack("dev", preview),
    "Pulumi.prod.yaml": lambda preview: of_stack("prod", preview),
}
OPTIONS: dict[str, Program] = {
    "defaults": lambda preview: whole(preview=preview),
    "with TLS": lambda preview: whole(preview=preview, load_balancer=TLS),
    "without NAT": lambda preview: whole(preview=preview, network={"nat": "none"}, deployment={"smoke_test": {}}),
    "every option": lambda preview: whole(preview=preview, **EVERY_OPTION),
}
PROGRAMS: dict[str, Program] = {**EXAMPLES, **STACKS, **OPTIONS}
