"""A component's outputs: its annotated attributes, which are also what the schema says of it."""

import inspect
from typing import Any

import pulumi


def outputs_of(component: pulumi.ComponentResource) -> dict[str, Any]:
    """Every output that the class declares, by name, for `register_outputs`.

    Raises:
        AttributeError: when a declared output was not set.
    """
    return {name: getattr(component, name) for name in inspect.get_annotations(type(component))}
