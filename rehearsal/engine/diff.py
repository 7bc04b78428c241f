"""Diff: new inputs against the recorded ones, property by property, and what of it replaces the resource."""

from collections.abc import Iterator
from typing import Any

from pulumi.runtime.proto import provider_pb2

from rehearsal.engine.names import is_chosen
from rehearsal.resources.convert import same_value
from rehearsal.resources.registry import Properties, ResourceType
from rehearsal.up.diff import changed_properties
from rehearsal.up.properties import is_unknown

PropertyDiff = provider_pb2.PropertyDiff


def diff_inputs(kind: ResourceType, old: Properties, new: Properties) -> provider_pb2.DiffResponse:
    """What an update would change. Both sides have what the program ignores taken from the old one already."""
    changed = changed_properties(old, new)
    replacing = kind.replacing(old, new)
    replaces = [key for key in changed if key in replacing]
    detailed = {
        path: PropertyDiff(kind=_kind(what, path, replacing), inputDiff=True)
        for key in changed
        for path, what in _differences(old.get(key), new.get(key), key)
    }
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=changed,
        replaces=replaces,
        # As pulumi-terraform-bridge decides: two resources cannot have the one name that the program gives.
        deleteBeforeReplace=bool(replaces) and (kind.delete_before_replace or not is_chosen(kind, new)),
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def _kind(what: str, path: str, replacing: frozenset[str]) -> Any:
    return PropertyDiff.Kind.Value(f"{what}_REPLACE" if path.split(".")[0].split("[")[0] in replacing else what)


def _differences(old: Any, new: Any, path: str) -> Iterator[tuple[str, str]]:
    """The paths that differ, as deep as both sides have the same shape."""
    if old is None or new is None:
        yield path, "ADD" if old is None else "DELETE"
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if is_unknown(new.get(key)) or old.get(key) is None or new.get(key) is None:
                if old.get(key) != new.get(key):
                    yield from _differences(old.get(key), new.get(key), _inside(path, key))
            elif not same_value(old[key], new[key]):
                yield from _differences(old[key], new[key], _inside(path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            if is_unknown(other) or not same_value(one, other):
                yield from _differences(one, other, f"{path}[{number}]")
    else:
        yield path, "UPDATE"


def _inside(path: str, key: str) -> str:
    return f"{path}.{key}" if key.isidentifier() else f'{path}["{key}"]'
