"""What the last up left behind: Pulumi's state, in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Properties = dict[str, Any]


@dataclass(frozen=True)
class Registered:
    """One resource as it was registered and created."""

    urn: str
    type: str
    name: str
    custom: bool
    id: str = ""
    inputs: Properties = field(default_factory=dict)
    outputs: Properties = field(default_factory=dict)
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    protect: bool = False
    retain_on_delete: bool = False
    ignore_changes: tuple[str, ...] = ()
    secrets: frozenset[str] = frozenset()
    """Properties whose value the program marked as secret."""
    source_position: str = ""
    """File and line of the program that registered it."""


@dataclass(frozen=True)
class Change:
    """What an up did, or would do, to one resource."""

    kind: str
    """create, update, replace, delete, or retain (forgotten, and left in AWS)."""
    type: str
    name: str
    properties: tuple[str, ...] = ()
    """The inputs that changed."""


class State:
    """The resources of one stack by URN, in the order of their creation."""

    def __init__(self) -> None:
        self._resources: dict[str, Registered] = {}
        self.replaced: list[Registered] = []
        """What something new took the place of, and what is still to be deleted, also after an up that failed."""

    def __iter__(self) -> Iterator[Registered]:
        return iter(list(self._resources.values()))

    def __len__(self) -> int:
        return len(self._resources)

    def get(self, urn: str) -> Registered | None:
        """The resource of this URN."""
        return self._resources.get(urn)

    def put(self, resource: Registered) -> None:
        """Record a resource."""
        self._resources[resource.urn] = resource

    def remove(self, urn: str) -> None:
        """Forget a resource."""
        self._resources.pop(urn, None)

    def named(self, name: str, type: str | None = None) -> Registered:
        """The one resource of this logical name (and type, where several share the name)."""
        found = [one for one in self if one.name == name and type in (None, one.type)]
        if len(found) != 1:
            raise KeyError(f"{len(found)} resources are called {name}")
        return found[0]
