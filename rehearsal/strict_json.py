"""JSON from outside, read strictly: a usual reader takes one of two equal keys in silence, and more than JSON has."""

import json
import math
from typing import Any

from rehearsal.strict_text import unusable_character

MAX_DEPTH = 50  # far more than any file of a release has


class JsonError(ValueError):
    """What is wrong with the text, on one line."""


def load_json(text: str) -> Any:
    """What the text stands for.

    Raises:
        JsonError: for everything that is not JSON, or that no AWS service can be asked with.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_number)
    except RecursionError:
        raise JsonError(f"it nests deeper than {MAX_DEPTH}") from None
    except JsonError:
        raise
    except ValueError as error:
        raise JsonError(" ".join(str(error).split())) from None
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError(f"the key {key!r} stands there twice")
        found[key] = value
    return found


def _refuse_constant(word: str) -> Any:
    raise JsonError(f"{word} is no value of JSON")


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise JsonError("a number is too large")
    return number


def _check(value: Any) -> None:
    """Depth and texts, level by level: a walk down would need the stack that it is to protect."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise JsonError(f"it nests deeper than {MAX_DEPTH}")
        below: list[Any] = []
        for item in level:
            if isinstance(item, str) and (found := unusable_character(item)):
                raise JsonError(found)
            if isinstance(item, dict):
                below += [*item.keys(), *item.values()]
            elif isinstance(item, list):
                below += item
        level = below
