"""Inputs that say which property is missing, where a resource type asks for one that it needs."""

from typing import Any

from rehearsal.resources.registry import MissingProperty


class Needed(dict[str, Any]):
    """A dictionary whose missing key is an error of the property, as Pulumi's provider words it."""

    def __init__(self, values: dict[str, Any], path: str = "") -> None:
        super().__init__({key: _needed(value, f"{path}{key}") for key, value in values.items()})
        self._path = path

    def __missing__(self, key: str) -> Any:
        raise MissingProperty(f"{self._path}{key}")


def _needed(value: Any, path: str) -> Any:
    if isinstance(value, dict):
        return Needed(value, f"{path}.")
    if isinstance(value, list):
        return [_needed(item, f"{path}[{number}]") for number, item in enumerate(value)]
    return value
