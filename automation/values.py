"""The engine's values and the paths to them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

UNKNOWN_ID = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the engine writes where a value is not known before the up."""

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key that marks a map of the engine's own: a secret, an asset, a reference."""

SECRET = "[secret]"
NOT_YET_KNOWN = "[known after the up]"
MISSING: Any = object()
"""There is no such value; None is one."""

_STEP = re.compile(r'\.?([^.\["]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]')


def readable(value: Any) -> Any:
    """The value as JSON, with words for what is secret or not known yet."""
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            return SECRET if "ciphertext" in value or "plaintext" in value else "[file]"
        # The provider's own bookkeeping.
        return {key: readable(item) for key, item in value.items() if not key.startswith("__")}
    if isinstance(value, list | tuple):
        return [readable(item) for item in value]
    if value == UNKNOWN_ID:
        return NOT_YET_KNOWN
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def steps_of(path: str) -> list[str | int]:
    """tags["a.b"].c[0] -> tags, a.b, c, 0"""
    steps: list[str | int] = []
    for name, index, quoted in _STEP.findall(path):
        steps.append(int(index) if index else name or quoted.replace('\\"', '"'))
    return steps


def value_at(value: Any, path: str) -> Any:
    """What is at this path, or MISSING."""
    for step in steps_of(path):
        if isinstance(value, Mapping) and SIGNATURE in value:
            return value
        if not _has(value, step):
            return MISSING
        value = value[step]
    return value


def _has(value: Any, step: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, Mapping) and step in value


def differences(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """The smallest parts that differ, each with its path; a policy written as JSON text is looked into."""
    if old == new:
        return
    inside = _document(old), _document(new)
    if None not in inside:
        old, new = inside
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from differences(_joined(path, key), old.get(key, MISSING), new.get(key, MISSING))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from differences(f"{path}[{index}]", before, after)
    else:
        yield path, old, new


def _document(value: Any) -> Any:
    """The map or list that this text is, as JSON; None for everything else."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[{", '["')):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _joined(path: str, key: str) -> str:
    if not re.fullmatch(r"[\w-]+", key):
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key
