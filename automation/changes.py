"""The engine's events -> what changes: one Change for each resource, whatever number of steps it takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from pulumi.automation import EngineEvent, OpType, StepEventMetadata

from automation.urns import is_of_the_engine, name_of, type_of
from automation.values import MISSING, differences, readable, value_at


class Operation(str, Enum):
    """What happens to a resource."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    IMPORT = "import"
    SAME = "same"


# What a replacement is made of counts as one; the order of the steps does not matter.
_OPERATIONS: Mapping[str, Operation] = {
    OpType.SAME: Operation.SAME,
    OpType.CREATE: Operation.CREATE,
    OpType.UPDATE: Operation.UPDATE,
    OpType.DELETE: Operation.DELETE,
    OpType.REPLACE: Operation.REPLACE,
    OpType.CREATE_REPLACEMENT: Operation.REPLACE,
    OpType.DELETE_REPLACED: Operation.REPLACE,
    OpType.IMPORT: Operation.IMPORT,
    OpType.IMPORT_REPLACEMENT: Operation.REPLACE,
}
_STRENGTH = (Operation.SAME, Operation.UPDATE, Operation.CREATE, Operation.IMPORT, Operation.DELETE, Operation.REPLACE)


@dataclass(frozen=True)
class PropertyChange:
    """One property that gets another value. MISSING stands for none."""

    path: str
    old: Any
    new: Any
    replaces: bool = False
    """Whether this is why the resource is replaced."""


@dataclass(frozen=True)
class Change:
    """What happens to one resource."""

    urn: str
    operation: Operation
    properties: tuple[PropertyChange, ...] = ()
    stays_in_aws: bool = False
    """It leaves the stack, and is not deleted."""

    @property
    def type(self) -> str:
        """The resource's type token."""
        return type_of(self.urn)

    @property
    def name(self) -> str:
        """The resource's logical name."""
        return name_of(self.urn)

    @property
    def ends_something(self) -> bool:
        """Whether what exists now will not exist afterwards."""
        return self.operation in (Operation.REPLACE, Operation.DELETE) and not self.stays_in_aws


class Changes:
    """Collects the changes of one run, from its events."""

    def __init__(self) -> None:
        self._by_urn: dict[str, Change] = {}

    def add(self, event: EngineEvent) -> None:
        """Takes one event; those that say nothing about a resource are ignored."""
        metadata = step_of(event)
        if metadata is None or metadata.op not in _OPERATIONS or is_of_the_engine(metadata.urn):
            return
        change = _change(metadata)
        known = self._by_urn.get(change.urn)
        self._by_urn[change.urn] = change if known is None else _merged(known, change)

    def __iter__(self) -> Iterator[Change]:
        """Those that change something, in the order in which the engine came to them."""
        return (change for change in self._by_urn.values() if change.operation is not Operation.SAME)

    @property
    def unchanged(self) -> int:
        """How many resources stay as they are."""
        return sum(change.operation is Operation.SAME for change in self._by_urn.values())


def step_of(event: EngineEvent) -> StepEventMetadata | None:
    """The step that this event is about. On a refresh only its end says what became of the resource."""
    for about in (event.resource_pre_event, event.res_outputs_event):
        if about is not None:
            return about.metadata
    return None


def _merged(known: Change, change: Change) -> Change:
    stronger = max(known, change, key=lambda one: _STRENGTH.index(one.operation))
    properties = known.properties if len(known.properties) >= len(change.properties) else change.properties
    return replace(stronger, properties=properties, stays_in_aws=known.stays_in_aws or change.stays_in_aws)


def _change(metadata: StepEventMetadata) -> Change:
    operation = _OPERATIONS[metadata.op]
    properties = tuple(_properties(metadata)) if operation in (Operation.UPDATE, Operation.REPLACE) else ()
    kept = metadata.old is not None and bool(metadata.old.retain_on_delete)
    return Change(metadata.urn, operation, properties, stays_in_aws=kept and operation is Operation.DELETE)


def _properties(metadata: StepEventMetadata) -> Iterator[PropertyChange]:
    """From the provider's own list where it gave one, otherwise from the inputs."""
    if metadata.old is None or metadata.new is None:
        return
    old, new = readable(metadata.old.inputs or {}), readable(metadata.new.inputs or {})
    reasons = set(metadata.keys or [])
    seen: set[str] = set()
    for path, found in (metadata.detailed_diff or {}).items():
        before = value_at(old, path)
        if before is MISSING or not found.input_diff:
            # Drift: what is in AWS differs from what the program has said all along.
            live = value_at(readable(metadata.old.outputs or {}), path)
            before = live if live is not MISSING else before
        after = value_at(new, path)
        replaces = found.diff_kind.value.endswith("-replace") or _top(path) in reasons
        for part in differences(path, before, after):
            seen.add(_top(path))
            yield PropertyChange(*part, replaces=replaces)
    for key in metadata.diffs or sorted({*old, *new}):
        if _top(key) not in seen:
            for part in differences(key, value_at(old, key), value_at(new, key)):
                yield PropertyChange(*part, replaces=_top(key) in reasons)


def _top(path: str) -> str:
    return path.split(".")[0].split("[")[0]
