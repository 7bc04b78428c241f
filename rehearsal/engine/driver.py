"""Pulumi's own engine as the driver of a rehearsal: it reaches the layer as its provider."""

from pathlib import Path
from typing import Any

from pulumi import automation

from rehearsal.engine.local import LocalEngine
from rehearsal.failure import RehearsalError
from rehearsal.up.drivers import PIPELINE, DrivenUp, Driver
from rehearsal.up.stack_config import read_stack_config

UNCHANGED = {automation.OpType.SAME, automation.OpType.REFRESH, automation.OpType.READ}


class EngineDriver(Driver):
    """Pulumi's own engine, which reaches the layer as its provider."""

    name = "Pulumi's engine"

    def __init__(self, engine: LocalEngine, project_dir: Path, stack: str) -> None:
        # The engine would take a stack without a file for one without settings.
        read_stack_config(project_dir.resolve(), stack)
        self._stack = engine.stack(stack, project_dir=project_dir)

    def up(self) -> DrivenUp:
        """An up with a refresh before it.

        Raises:
            RehearsalError: with what the engine calls the first error.
        """
        changes: list[str] = []

        def keep(event: automation.EngineEvent) -> None:
            step = event.resource_pre_event.metadata if event.resource_pre_event else None
            if step and step.op not in UNCHANGED:
                name = step.urn.rpartition("::")[2]
                changes.append(f"{step.op.value} {name} ({', '.join(step.diffs or [])})")

        try:
            self._stack.up(refresh=True, on_event=keep)
        except automation.CommandError as error:
            raise RehearsalError(_first_error(str(error))) from None
        return DrivenUp(sum(resource.get("custom", False) for resource in self._resources()), tuple(changes))

    def pipelines(self) -> list[str]:
        """From the engine's own state."""
        return [resource["id"] for resource in self._resources() if resource["type"] == PIPELINE]

    def _resources(self) -> list[dict[str, Any]]:
        exported = (self._stack.export_stack().deployment or {}).get("resources", [])
        return [resource for resource in exported if not resource["type"].startswith("pulumi:providers:")]


def _first_error(output: str) -> str:
    """The first error among the engine's diagnostics, with the lines that belong to it."""
    _, _, diagnostics = output.partition("Diagnostics:")
    _, found, text = diagnostics.partition("error: ")
    if not found:
        return " ".join(output.split())[-500:]
    lines = text.splitlines()
    rest = [line for line in lines[1:] if line.strip()]
    # The lines of one error are indented; the next error, or the next heading, ends it.
    ends = (n for n, line in enumerate(rest) if line.strip().startswith("error:") or not line.startswith("  "))
    end = next(ends, None)
    return "\n".join([lines[0], *(line[4:] for line in rest[:end])])
