"""Pulumi's inputs to botocore's parameters and back, by the names in botocore's own service model.

A property finds its member by name, whatever the case, and lists in singular or plural. What is called differently
stands in a type's `renames`, from the property's path (`healthCheck.path`) to the member; what goes into another call
stands in `elsewhere`.
"""

import difflib
import json
from collections.abc import Collection, Mapping
from typing import Any

from botocore.model import Shape

from rehearsal.resources.registry import InvalidProperty, Properties

# Sent to every resource by pulumi_aws; neither is a parameter of an AWS call.
NO_PARAMETERS = frozenset({"region", "tagsAll"})

# A list of such structures is a map to Pulumi.
PAIRS = ({"key", "value"}, {"name", "value"})


def parameters(
    client: Any,
    operation: str,
    inputs: Properties,
    *,
    renames: Mapping[str, str] = {},
    elsewhere: Collection[str] = (),
) -> Properties:
    """The parameters of an operation ("CreateListener") of this boto3 client. Inputs that are None are left out."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    chosen = {key: value for key, value in inputs.items() if key not in NO_PARAMETERS}
    return _structure(shape, chosen, "", operation, renames, frozenset(elsewhere))


def overlay(recorded: Properties, live: Mapping[str, Any], *, renames: Mapping[str, str] = {}) -> Properties:
    """The recorded inputs with every value that AWS shows differently replaced by AWS's, in the program's shape.

    Inputs that AWS does not show stay as they are. Lists are compared without order, JSON by what it says.
    """
    return {key: _overlay(value, live, key, key, renames) for key, value in recorded.items()}


def plain_tags(tags: Any) -> dict[str, str]:
    """A list of AWS's tags (Key and Value, in any case) as a map, without those that AWS sets itself."""
    pairs = [{part.lower(): text for part, text in tag.items()} for tag in tags or []]
    return {tag["key"]: tag["value"] for tag in pairs if not tag["key"].startswith("aws:")}


def tag_list(tags: Mapping[str, str] | None) -> list[dict[str, str]]:
    """A map of tags as AWS's list of Key and Value."""
    return [{"Key": key, "Value": value} for key, value in (tags or {}).items()]


def camel_case(value: Any) -> Any:
    """AWS's answer with Pulumi's key names: the first letter of every member is small."""
    if isinstance(value, Mapping):
        return {key[:1].lower() + key[1:]: camel_case(item) for key, item in value.items()}
    if isinstance(value, list):
        return [camel_case(item) for item in value]
    return value


def same_value(one: Any, other: Any) -> bool:
    """Whether AWS means the same by both: 1 and 1.0 and "1", lists in any order, JSON texts with other spaces."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_value(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(any(same_value(item, match) for match in other) for item in one)
    if isinstance(one, str) and isinstance(other, str):
        return one == other or _same_document(one, other)
    return _text(one) == _text(other)


def _structure(
    shape: Shape,
    inputs: Mapping[str, Any],
    path: str,
    operation: str,
    renames: Mapping[str, str],
    elsewhere: frozenset[str],
) -> Properties:
    result: Properties = {}
    for key, value in inputs.items():
        here = f"{path}.{key}" if path else key
        # To Pulumi, no tags are an empty map; AWS takes none, or at least one.
        if value is None or here in elsewhere or (here == "tags" and not value):
            continue
        member = find_member(shape.members, key, renames.get(here))
        if member is None:
            raise InvalidProperty(here, _unknown(key, shape, operation))
        result[member] = _value(shape.members[member], value, here, operation, renames, elsewhere)
    return result


def _value(
    shape: Shape, value: Any, path: str, operation: str, renames: Mapping[str, str], elsewhere: frozenset[str]
) -> Any:
    if shape.type_name == "structure":
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if not isinstance(value, Mapping):
            raise InvalidProperty(path, f"got {value!r}, allowed is an object")
        return _structure(shape, value, path, operation, renames, elsewhere)
    if shape.type_name == "list":
        if isinstance(value, Mapping) and _is_pair(shape.member):
            return [dict(zip(_pair_names(shape.member), pair, strict=True)) for pair in value.items()]
        items = value if isinstance(value, list | tuple) else [value]
        return [_value(shape.member, item, path, operation, renames, elsewhere) for item in items]
    if shape.type_name == "map":
        if not isinstance(value, Mapping):
            raise InvalidProperty(path, f"got {value!r}, allowed is a map")
        return {
            key: _value(shape.value, item, f"{path}.{key}", operation, renames, elsewhere)
            for key, item in value.items()
        }
    return _scalar(shape, value, path)


def _scalar(shape: Shape, value: Any, path: str) -> Any:
    kind = shape.type_name
    if kind in ("integer", "long"):
        try:
            if float(value) == int(float(value)):
                return int(float(value))
        except (TypeError, ValueError):
            pass
        raise InvalidProperty(path, f"got {value!r}, allowed is a whole number")
    if kind == "boolean" and isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    if kind == "string" and not isinstance(value, str):
        if isinstance(value, Mapping | list):
            raise InvalidProperty(path, f"got {value!r}, allowed is text")
        return _text(value)
    return value


def find_member(members: Mapping[str, Any], key: str, renamed: str | None) -> str | None:
    """The member of this name; in the other number only where it is a list, so that a slip of the pen is none."""
    if renamed is not None:
        return renamed if renamed in members else None
    wanted = key.lower()
    by_name = {member.lower(): member for member in members}
    if wanted in by_name:
        return by_name[wanted]
    for candidate in (f"{wanted}s", f"{wanted[:-1]}ies", wanted.removesuffix("s"), f"{wanted.removesuffix('ies')}y"):
        if candidate in by_name and _is_list(members[by_name[candidate]]):
            return by_name[candidate]
    return None


def _is_list(member: Any) -> bool:
    return isinstance(member, list) or getattr(member, "type_name", None) == "list"


def _unknown(key: str, shape: Shape, operation: str) -> str:
    near = difflib.get_close_matches(key.lower(), [member.lower() for member in shape.members], 1)
    legal = next((member for member in shape.members if near and member.lower() == near[0]), None)
    return f"{operation} has no such property" + (f"; did you mean {legal[:1].lower() + legal[1:]}?" if legal else "")


def _is_pair(shape: Shape) -> bool:
    return shape.type_name == "structure" and {name.lower() for name in shape.members} in PAIRS


def _pair_names(shape: Shape) -> tuple[str, str]:
    first, second = sorted(shape.members, key=str.lower)
    return first, second


def _overlay(recorded: Any, live: Mapping[str, Any], key: str, path: str, renames: Mapping[str, str]) -> Any:
    member = find_member(live, key, renames.get(path))
    if member is None or live[member] is None:
        return recorded
    return _laid_over(recorded, live[member], path, renames)


def _laid_over(recorded: Any, live: Any, path: str, renames: Mapping[str, str]) -> Any:
    if isinstance(recorded, Mapping):
        if isinstance(live, list) and all(_is_live_pair(item) for item in live):
            return _map_of_pairs(live)
        if isinstance(live, list) and len(live) == 1:
            live = live[0]
        if not isinstance(live, Mapping):
            return recorded
        if path == "tags":
            return dict(live)
        return {key: _overlay(value, live, key, f"{path}.{key}", renames) for key, value in recorded.items()}
    if isinstance(recorded, list) and isinstance(live, list):
        if same_value(recorded, live):
            return recorded
        if len(recorded) == len(live):
            return [_laid_over(one, other, path, renames) for one, other in zip(recorded, live, strict=True)]
        return camel_case(live)
    return recorded if same_value(recorded, live) else camel_case(live)


def _is_live_pair(item: Any) -> bool:
    return isinstance(item, Mapping) and {part.lower() for part in item} in PAIRS


def _map_of_pairs(pairs: list[Mapping[str, Any]]) -> dict[str, Any]:
    named = [{part.lower(): item for part, item in pair.items()} for pair in pairs]
    keyed = {pair.get("key", pair.get("name", "")): pair.get("value") for pair in named}
    return {key: value for key, value in keyed.items() if not key.startswith("aws:")}


def _same_document(one: str, other: str) -> bool:
    if not (one[:1] in ("{", "[") and other[:1] in ("{", "[")):
        return False
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
