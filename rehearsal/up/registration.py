"""One request of the program to register a resource, in plain Python."""

from dataclasses import dataclass
from typing import Any

from rehearsal.up.properties import plain_properties
from rehearsal.up.state import Properties

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Registration:
    """What the program asks for."""

    urn: str
    type: str
    name: str
    custom: bool
    remote: bool
    parent: str
    inputs: Properties
    secrets: frozenset[str]
    dependencies: tuple[str, ...]
    ignore_changes: tuple[str, ...]
    replace_on_changes: tuple[str, ...]
    aliases: tuple[str, ...]
    protect: bool
    retain_on_delete: bool
    delete_before_replace: bool
    source_position: str

    @classmethod
    def of(cls, request: Any, stack: str, project: str) -> "Registration":
        """The registration in this RegisterResourceRequest."""
        inputs, secrets = plain_properties(request.object)
        return cls(
            urn=urn_of(stack, project, request.parent, request.type, request.name),
            type=request.type,
            name=request.name,
            custom=request.custom,
            remote=request.remote,
            parent=request.parent,
            inputs=inputs,
            secrets=secrets | frozenset(request.additionalSecretOutputs),
            dependencies=tuple(request.dependencies),
            ignore_changes=tuple(request.ignoreChanges),
            replace_on_changes=tuple(request.replaceOnChanges),
            aliases=tuple(_aliases(request, stack, project)),
            protect=request.protect,
            retain_on_delete=request.retainOnDelete,
            delete_before_replace=request.deleteBeforeReplace,
            source_position=_position(request.sourcePosition),
        )


def urn_of(stack: str, project: str, parent: str, type: str, name: str) -> str:
    """The URN that Pulumi's engine gives: the parents' types, the stack's left out, and the name."""
    parent_type = parent.split("::")[2] if parent else STACK_TYPE
    qualified = type if parent_type == STACK_TYPE else f"{parent_type}${type}"
    return f"urn:pulumi:{stack}::{project}::{qualified}::{name}"


def _aliases(request: Any, stack: str, project: str) -> list[str]:
    found = list(request.aliasURNs)
    for alias in request.aliases:
        if alias.urn:
            found.append(alias.urn)
            continue
        spec = alias.spec
        parent = "" if spec.noParent else spec.parentUrn or request.parent
        name, type = spec.name or request.name, spec.type or request.type
        found.append(urn_of(spec.stack or stack, spec.project or project, parent, type, name))
    return found


def _position(position: Any) -> str:
    path = position.uri.split("://", 1)[-1]
    return f"{path}:{position.line}" if path else ""
