"""What an operation on one stack came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from automation.changes import Change


class Status(str, Enum):
    """How an operation ended."""

    DONE = "done"
    NO_CHANGES = "no changes"
    CHANGES = "changes"
    """A preview that found something to do."""
    FAILED = "failed"
    NOT_CONFIRMED = "not confirmed"
    CANCELLED = "cancelled"
    NOT_STARTED = "not started"
    """A stack before this one in the order did not come to its end."""


@dataclass(frozen=True)
class Output:
    """One of the stack's outputs."""

    value: Any
    secret: bool = False


@dataclass(frozen=True)
class Result:
    """One operation on one stack."""

    stack: str
    command: str
    status: Status
    changes: tuple[Change, ...] = ()
    """What was done; of a preview, and of what nobody confirmed, what would be done."""
    unchanged: int = 0
    outputs: Mapping[str, Output] = field(default_factory=dict)
    """After an up, and where they were asked for."""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    half_done: tuple[str, ...] = ()
    """Resources whose operation had begun and was not seen to end."""
    seconds: float = 0.0

    def count(self, operation: str) -> int:
        """How many resources this was done to."""
        return sum(change.operation == operation for change in self.changes)
