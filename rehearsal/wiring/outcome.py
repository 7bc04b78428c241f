"""What became of one rehearsal."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pulumi
from moto.moto_api._internal import mock_random

from rehearsal.deploy import Clock
from rehearsal.failure import RehearsalError
from rehearsal.run import Options, run
from rehearsal.up.registration import Registration
from rehearsal.up.state import Registered

from .mutation import Mutation, Unusable
from .program import copy_program

GREEN, RED, CRASHED, UNUSABLE = "green", "red", "crashed", "unusable"
# An hour of AWS's time in ten seconds: enough for a process to start, and not long for one that never gets well.
FIRST_TASKS = Clock(speed=360.0)
REQUESTS_PER_SECOND = 20.0

Key = tuple[str, str]
"""A resource's type and logical name."""


@dataclass(frozen=True)
class Outcome:
    """How a rehearsal ended, in a word and a sentence."""

    kind: str
    message: str = ""
    inputs: dict[Key, dict[str, Any]] = field(default_factory=dict)
    """What the program registered, without the mistake."""


def rehearse(program_name: str, mutation: Mutation | None) -> Outcome:
    """One whole rehearsal of a program, with this mistake in it or none."""
    inputs: dict[Key, dict[str, Any]] = {}
    # The same ids run after run: a mutation may name one.
    mock_random.seed(0)
    with tempfile.TemporaryDirectory(prefix="wiring-") as folder:
        program = copy_program(program_name, Path(folder) / "project")
        options = Options(
            project_dir=program.project_dir,
            stack=program.name,
            first_tasks_clock=FIRST_TASKS,
            requests_per_second=REQUESTS_PER_SECOND,
            prepare=program.prepare,
            rewrite=_rewrite(mutation, inputs),
        )
        outcome = _ended(lambda: run(options, lambda line: None))
    return replace(outcome, inputs=inputs)


def _ended(act: Callable[[], object]) -> Outcome:
    try:
        act()
    # RunError is what a program raises to say what is wrong with it, a refused setting for example.
    except (RehearsalError, pulumi.RunError) as error:
        return Outcome(RED, str(error))
    except Unusable as error:
        return Outcome(UNUSABLE, str(error))
    except Exception as error:
        return Outcome(CRASHED, f"{type(error).__name__}: {error}")
    return Outcome(GREEN)


def _rewrite(
    mutation: Mutation | None, inputs: dict[Key, dict[str, Any]]
) -> Callable[[Registration, list[Registered]], Registration]:
    def rewrite(wanted: Registration, registered: list[Registered]) -> Registration:
        inputs.setdefault((wanted.type, wanted.name), wanted.inputs)
        if mutation is None or (wanted.type, wanted.name) != (mutation.type, mutation.name):
            return wanted
        return replace(wanted, inputs=mutation.apply(wanted.inputs, lambda *asked: _output(registered, *asked)))

    return rewrite


def _output(registered: list[Registered], name: str, output: str) -> Any:
    for resource in registered:
        if resource.name == name and (output == "id" or output in resource.outputs):
            return resource.id if output == "id" else resource.outputs[output]
    raise Unusable(f"nothing named {name} with the output {output} is registered before it")
