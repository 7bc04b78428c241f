"""Inputs of a program in another language, checked against the package's schema as its compiler would."""

from collections.abc import Iterator, Mapping
from typing import Any

SCALARS: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


def mistakes(schema: Mapping[str, Any], token: str, inputs: Mapping[str, Any]) -> list[str]:
    """Every input that the schema does not know, that is of another type, or that is missing."""
    resource = schema["resources"].get(token)
    if resource is None:
        return [f"{token}: there is no such resource"]
    return list(_object(schema, resource["inputProperties"], resource["requiredInputs"], inputs, ""))


def _object(
    schema: Mapping[str, Any], properties: Mapping[str, Any], required: list[str], value: Any, path: str
) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{path}: not an object"
        return
    for key in required:
        if key not in value:
            yield f"{path}{key}: missing"
    for key, item in value.items():
        if key not in properties:
            yield f"{path}{key}: there is no such property"
        else:
            yield from _value(schema, properties[key], item, f"{path}{key}")


def _value(schema: Mapping[str, Any], described: Mapping[str, Any], value: Any, path: str) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("${"):
        if described.get("plain"):
            yield f"{path}: must be known before anything is made"
        return
    if "$ref" in described:
        named = schema["types"][described["$ref"].removeprefix("#/types/")]
        if "enum" in named:
            if value not in [each["value"] for each in named["enum"]]:
                yield f"{path}: none of the allowed values"
        else:
            yield from _object(schema, named["properties"], named.get("required", []), value, f"{path}.")
    elif described["type"] == "array":
        if not isinstance(value, list):
            yield f"{path}: not a list"
            return
        for position, item in enumerate(value):
            yield from _value(schema, described["items"], item, f"{path}[{position}]")
    elif described["type"] == "object":
        if not isinstance(value, Mapping):
            yield f"{path}: not an object"
            return
        for key, item in value.items():
            yield from _value(schema, described["additionalProperties"], item, f"{path}.{key}")
    elif type(value) not in SCALARS[described["type"]]:
        yield f"{path}: not a {described['type']}"
