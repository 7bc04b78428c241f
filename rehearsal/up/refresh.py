"""Refresh: the state takes over what AWS shows now."""

from dataclasses import replace

from rehearsal.resources.registry import Account, naming, resource_type
from rehearsal.up.state import State


def refresh(aws: Account, state: State) -> None:
    """Read every resource: live values take the place of recorded ones, and what is gone is forgotten."""
    for resource in state:
        if not resource.custom or not resource.id:
            continue
        with naming(resource.type, resource.name):
            live = resource_type(resource.type).read(aws, resource.id, resource.inputs, resource.outputs)
        if live is None:
            state.remove(resource.urn)
        else:
            inputs, outputs = live
            state.put(replace(resource, inputs=inputs, outputs=outputs))
