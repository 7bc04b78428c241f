"""Attributes and tags of load balancers, target groups and listeners.

Pulumi has a property for each attribute; AWS has one list of keys and texts, set by a call of its own.
"""

from collections.abc import Mapping
from typing import Any

from rehearsal.resources.convert import tag_list
from rehearsal.resources.registry import Account, InvalidProperty, Properties


def attribute_list(inputs: Properties, table: Mapping[str, str]) -> list[dict[str, str]]:
    """The attributes among these inputs; `table` has the property's path and AWS's key."""
    wanted = []
    for path, value in _leaves(inputs, {path.split(".")[0] for path in table}):
        if path not in table:
            raise InvalidProperty(path, "no such property")
        wanted.append({"Key": table[path], "Value": _text(value)})
    return wanted


def attribute_properties(attributes: list[dict[str, str]], table: Mapping[str, str]) -> Properties:
    """AWS's attributes in the shape of the inputs."""
    live = {attribute["Key"]: attribute["Value"] for attribute in attributes}
    properties: Properties = {}
    for path, key in table.items():
        if key in live:
            group, _, leaf = path.rpartition(".")
            (properties.setdefault(group, {}) if group else properties)[leaf] = _value(live[key])
    return properties


def live_tags(aws: Account, arn: str) -> list[dict[str, str]]:
    """The tags that AWS shows."""
    descriptions = aws.client("elbv2").describe_tags(ResourceArns=[arn])["TagDescriptions"]
    return list(descriptions[0]["Tags"])


def update_tags(aws: Account, arn: str, old_inputs: Properties, new_inputs: Properties) -> None:
    """Take away the tags that are no longer wanted, set the others."""
    old, new = old_inputs.get("tags") or {}, new_inputs.get("tags") or {}
    elbv2 = aws.client("elbv2")
    if gone := [key for key in old if key not in new]:
        elbv2.remove_tags(ResourceArns=[arn], TagKeys=gone)
    if new and new != old:
        elbv2.add_tags(ResourceArns=[arn], Tags=tag_list(new))


def _leaves(inputs: Properties, roots: set[str]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in inputs.items():
        if key in roots and isinstance(value, Mapping):
            found += [(f"{key}.{leaf}", item) for leaf, item in value.items() if item is not None]
        elif key in roots and value is not None:
            found.append((key, value))
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) else str(value)


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdecimal() else text
