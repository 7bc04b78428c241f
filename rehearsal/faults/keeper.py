"""Keeps a stack open from fault to fault, for as long as all is well."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from rehearsal.faults.fault import Fault, FaultResult
from rehearsal.faults.run import rehearse
from rehearsal.faults.stack import RehearsedStack


class StackKeeper:
    """A context: no stack is open after its end."""

    def __init__(self, project_dir: Path, stack: str) -> None:
        self._project_dir = project_dir
        self._stack = stack
        self._open: RehearsedStack | None = None

    def __enter__(self) -> "StackKeeper":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def rehearse(self, fault: Fault, out: Callable[[str], None]) -> FaultResult:
        """The fault, on the stack that is open if that has the right clock."""
        try:
            result = rehearse(fault, self.stack_for(fault), out)
        except Exception as problem:
            result = broken(fault, f"{type(problem).__name__}: {problem}")
        if result.problems:
            # What is left of a fault that did not go as it should would spoil the next one.
            self._close()
        return result

    def stack_for(self, fault: Fault) -> RehearsedStack:
        """The open stack, or a new one."""
        if self._open and self._open.clock != fault.clock:
            self._close()
        if not self._open:
            self._open = RehearsedStack(self._project_dir, self._stack, fault.variant, fault.clock).__enter__()
        return self._open

    def _close(self) -> None:
        stack, self._open = self._open, None
        if stack:
            stack.__exit__(None, None, None)


def broken(fault: Fault, problem: str) -> FaultResult:
    """A fault that could not be rehearsed to its end."""
    return FaultResult(fault.number, fault.name, "", None, None, 0, 0, fault.bound.text, (problem,))
