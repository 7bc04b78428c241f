"""Deletes resources, those first that others do not need any more."""

from collections.abc import Iterable
from graphlib import TopologicalSorter

from rehearsal.failure import RehearsalError
from rehearsal.resources.registry import Account, naming, resource_type
from rehearsal.up.state import Change, Registered, State


def destroy(aws: Account, state: State) -> list[Change]:
    """Delete everything; a protected resource refuses it, and then nothing is deleted."""
    return delete_all(aws, state, [*state, *state.replaced])


def delete_all(aws: Account, state: State, resources: list[Registered]) -> list[Change]:
    """Delete these resources and forget them, unless one of them is protected. What was replaced is no change."""
    refuse_protected(resources)
    changes = []
    for resource in deletion_order(resources, state):
        change = delete_one(aws, resource) if resource.custom else None
        if resource in state.replaced:
            state.replaced.remove(resource)
            continue
        state.remove(resource.urn)
        changes += [change] if change else []
    return changes


def refuse_protected(resources: Iterable[Registered]) -> None:
    """Name every resource among these that the program protects."""
    # Sorted: the order of registration differs from run to run.
    protected = sorted(f"{resource.type} {resource.name}" for resource in resources if resource.protect)
    if protected:
        names = ", ".join(protected)
        raise RehearsalError(f"{names}: protected, so that it cannot be deleted; unprotect it first")


def delete_one(aws: Account, resource: Registered) -> Change:
    """Delete this resource in AWS, unless the program wants it left there."""
    if resource.retain_on_delete:
        return Change("retain", resource.type, resource.name)
    if resource.id and not resource.type.startswith("pulumi:"):
        with naming(resource.type, resource.name):
            resource_type(resource.type).delete(aws, resource.id, resource.inputs, resource.outputs)
    return Change("delete", resource.type, resource.name)


def deletion_order(resources: list[Registered], state: State) -> list[Registered]:
    """Whatever depends on another, or is its child, before it. The last created come first."""
    places: dict[str, list[int]] = {}
    for place, resource in enumerate(resources):
        places.setdefault(resource.urn, []).append(place)
    below = _descendants({one.urn: one for one in [*state, *resources]})
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for place, resource in enumerate(resources):
        needed = {resource.parent}
        for dependency in resource.dependencies:
            # A component's outputs come from what is inside of it.
            inside = below.get(dependency, set())
            needed |= {dependency} | (inside if resource.urn not in inside else set())
        needed.discard(resource.urn)
        sorter.add(place, *sorted(other for urn in needed for other in places.get(urn, [])))
    return [resources[place] for place in reversed(list(sorter.static_order()))]


def _descendants(everything: dict[str, Registered]) -> dict[str, set[str]]:
    below: dict[str, set[str]] = {}
    for urn, resource in everything.items():
        parent = resource.parent
        while parent:
            below.setdefault(parent, set()).add(urn)
            parent = everything[parent].parent if parent in everything else ""
    return below
