"""Who runs the program in a rehearsal: Pulumi's own engine, or the resource monitor of this process."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehearsal.up.monitor import Rewrite
from rehearsal.up.program import up
from rehearsal.up.state import State

PIPELINE = "aws:codepipeline/pipeline:Pipeline"


@dataclass(frozen=True)
class DrivenUp:
    """What an up came to, whoever ran it."""

    resources: int
    changes: tuple[str, ...]
    """One phrase for each resource that was not left as it was."""


class Driver(ABC):
    """One stack of the project on the embedded AWS."""

    name: str
    """In a few words, for the report."""

    @abstractmethod
    def up(self) -> DrivenUp:
        """Make the embedded AWS what the program says; what is there already is read first, so that drift shows."""

    @abstractmethod
    def pipelines(self) -> list[str]:
        """The names of the pipelines that the program made."""


class MonitorDriver(Driver):
    """The monitor of this process: needs no pulumi command."""

    name = "the monitor of this process"

    def __init__(self, aws: Any, project_dir: Path, stack: str, rewrite: Rewrite | None = None) -> None:
        self._aws, self._project_dir, self._stack = aws, project_dir, stack
        self._rewrite = rewrite
        self._state = State()

    def up(self) -> DrivenUp:
        """An up on the layer, with the state in memory."""
        result = up(self._aws, self._project_dir, self._stack, self._state, rewrite=self._rewrite)
        changes = [f"{change.kind} {change.name} ({', '.join(change.properties)})" for change in result.changes]
        return DrivenUp(sum(resource.custom for resource in result.resources), tuple(changes))

    def pipelines(self) -> list[str]:
        """From the state in memory."""
        return [resource.id for resource in self._state if resource.type == PIPELINE]


@contextmanager
def open_driver(
    aws: Any, project_dir: Path, stack: str, engine: bool, rewrite: Rewrite | None = None
) -> Iterator[Driver]:
    """The engine where it is asked for, otherwise the monitor.

    Raises:
        RehearsalError: when the engine is asked for and there is no pulumi command.
    """
    if not engine:
        yield MonitorDriver(aws, project_dir, stack, rewrite)
        return
    # Only here: the Automation API takes a while to import, and who has no engine needs none of it.
    from rehearsal.engine.driver import EngineDriver
    from rehearsal.engine.local import LocalEngine

    with LocalEngine(aws) as local:
        yield EngineDriver(local, project_dir, stack)
