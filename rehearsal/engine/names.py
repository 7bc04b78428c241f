"""The physical name of a resource whose program leaves it out, as the engine asks for it."""

import re

from pulumi.runtime.proto import provider_pb2

from rehearsal.resources.registry import Properties, ResourceType

CHOSEN = re.compile(r".*-[0-9a-f]{7}")


def with_name(
    kind: ResourceType, request: provider_pb2.CheckRequest, inputs: Properties, old: Properties
) -> Properties:
    """The inputs with a name from the engine's seed, unless they have one or had one before.

    The same seed gives the same name, so that a preview shows what the up makes.
    """
    key = kind.name_property
    if key is None or inputs.get(key) is not None or inputs.get(f"{key}Prefix") is not None or key in old:
        return inputs
    asked = request.autonaming
    if request.HasField("autonaming") and asked.mode == provider_pb2.CheckRequest.AutonamingOptions.Mode.DISABLE:
        return inputs
    if request.HasField("autonaming") and asked.proposed_name:
        return {**inputs, key: asked.proposed_name}
    if not request.randomSeed:
        return inputs
    name = request.urn.rpartition("::")[2]
    logical = name.lower() if key == "bucket" else name
    return {**inputs, key: f"{logical[: kind.name_limit - 8]}-{request.randomSeed.hex()[:7]}"}


def is_chosen(kind: ResourceType, inputs: Properties) -> bool:
    """Whether the name is one that was chosen here; a second resource can then exist beside the first."""
    name = inputs.get(kind.name_property) if kind.name_property else None
    return name is None or bool(CHOSEN.fullmatch(str(name)))
