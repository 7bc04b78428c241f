"""What a resource's properties may hold: anything, of any shape, and at preview values that nobody knows yet.

A rule judges what it knows. What is known after up only is judged then: the engine asks the rules again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pulumi_policy.proxy import UnknownValueError


class Unknown:
    """The type of the one value below."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
"""Stands where a preview cannot know the value."""


def plain(value: Any) -> Any:
    """The value in dicts and lists of our own, with UNKNOWN where reading it would end the rule."""
    if isinstance(value, Mapping):
        return {key: _read(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_read(value, index) for index in range(len(value))]
    return value


def _read(container: Any, key: Any) -> Any:
    try:
        return plain(container[key])
    except UnknownValueError:
        return UNKNOWN


def at(value: Any, path: str) -> Any:
    """What is at this dotted path: None where nothing is, UNKNOWN where the value or what holds it is unknown."""
    for key in path.split("."):
        if value is UNKNOWN:
            return UNKNOWN
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def listed(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty one, one thing as a list of it; what is unknown lists nothing."""
    if value is None or value is UNKNOWN:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def texts(value: Any) -> list[str]:
    """The texts of a list, or the one text that stands in its place."""
    return [each for each in listed(value) if isinstance(each, str)]


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """The mappings of a list, or the one mapping that stands in its place."""
    return [each for each in listed(value) if isinstance(each, Mapping)]


def number(value: Any) -> float | None:
    """A number, also one that is written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def parsed(value: Any) -> Any:
    """What a JSON text says; what is no text or no JSON says nothing, what is unknown stays so."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def all_texts(value: Any) -> Iterator[str]:
    """Every text anywhere in the value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from all_texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from all_texts(each)
