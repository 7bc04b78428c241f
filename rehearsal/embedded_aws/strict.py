"""Refuses what AWS would refuse and moto accepts: values outside of an enumeration, a pattern, a length or a range.

botocore knows all of this from AWS's service models, and checks types and required members alone.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from botocore.exceptions import BotoCoreError
from botocore.model import Shape

# Java's classes of characters, as far as Python's expressions have a word for them.
JAVA_CLASSES = {
    r"\p{Alnum}": "a-zA-Z0-9",
    r"\p{Alpha}": "a-zA-Z",
    r"\p{Digit}": "0-9",
    r"\p{ASCII}": r"\x00-\x7f",
    r"\p{Print}": r"\x20-\x7e",
    r"\p{Graph}": r"\x21-\x7e",
    r"\p{L}": r"^\W\d_",
    r"\h": r"\t ",
}


class InvalidRequest(BotoCoreError):
    """A request that AWS would refuse, with every reason."""

    fmt = "{operation}: {report}"


def make_strict(client: Any) -> Any:
    """Let this boto3 client refuse what AWS would refuse, before anything is sent."""
    client.meta.events.register_last("before-parameter-build", _refuse)
    return client


def problems(shape: Shape, value: Any, path: str = "") -> Iterator[str]:
    """What is wrong with this value, each with the path of the field, the value and what is allowed."""
    if shape.type_name == "structure":
        yield from _structure_problems(shape, value, path)
    elif shape.type_name == "list" and isinstance(value, list | tuple):
        yield from _size_problems(shape, len(value), path, "entries")
        for number, item in enumerate(value):
            yield from problems(shape.member, item, f"{path}[{number}]")
    elif shape.type_name == "map" and isinstance(value, dict):
        yield from _size_problems(shape, len(value), path, "entries")
        for key, item in value.items():
            yield from problems(shape.key, key, f"{path}.{key} (key)")
            yield from problems(shape.value, item, f"{path}.{key}")
    elif isinstance(value, str):
        yield from _text_problems(shape, value, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _size_problems(shape, value, path, "")


def _refuse(params: Any, model: Any, **_: Any) -> None:
    if model.input_shape is not None and (found := list(problems(model.input_shape, params))):
        raise InvalidRequest(operation=model.name, report="; ".join(found))


def _structure_problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict) or getattr(shape, "is_document_type", False):
        return
    for name, item in value.items():
        here = f"{path}.{name}" if path else name
        if name not in shape.members:
            yield f"{here}: unknown, allowed are {', '.join(shape.members)}"
        elif item is not None:
            yield from problems(shape.members[name], item, here)


def _text_problems(shape: Shape, value: str, path: str) -> Iterator[str]:
    shown = f"{len(value)} characters" if shape.metadata.get("sensitive") or len(value) > 200 else repr(value)
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        yield f"{path}: got {shown}, allowed are {', '.join(allowed)}"
    pattern = shape.metadata.get("pattern")
    if pattern and (expression := _compiled(pattern)) and not expression.fullmatch(value):
        yield f"{path}: got {shown}, allowed is the form {pattern}"
    if shape.type_name == "string":
        yield from _size_problems(shape, len(value), path, "characters")


def _size_problems(shape: Shape, size: float, path: str, unit: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is not None and size < least) or (most is not None and size > most):
        yield f"{path}: got {size} {unit}".rstrip() + f", allowed are {_limits(least, most)}"


def _limits(least: float | None, most: float | None) -> str:
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern as Python understands it; None when it does not."""
    for java, python in JAVA_CLASSES.items():
        pattern = _with_class(pattern, java, python)
    try:
        return re.compile(re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", pattern))
    except re.error:
        return None


def _with_class(pattern: str, java: str, python: str) -> str:
    """The pattern with one of Java's classes in Python's words, in brackets where it does not stand in some already."""
    parts = pattern.split(java)
    result = parts[0]
    for part in parts[1:]:
        inside = _opens_class(result)
        result += (python if inside else f"[{python}]") + part
    return result


def _opens_class(pattern: str) -> bool:
    """Whether a class of characters is open at the end of this beginning of a pattern."""
    plain = re.sub(r"\\.", "", pattern)
    return plain.rfind("[") > plain.rfind("]")
