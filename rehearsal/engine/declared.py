"""What pulumi_aws declares of a resource type: its properties, the required ones and their types."""

import difflib
import importlib
import inspect
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from keyword import iskeyword
from typing import Any

from pulumi import _types

from rehearsal.resources.registry import InvalidProperty
from rehearsal.up.properties import is_unknown

NAMES = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}


def declared_problems(token: str, inputs: Mapping[str, Any]) -> Iterator[InvalidProperty]:
    """What of these inputs no program in a typed language could have written."""
    yield from _object_problems(_args_class(token), inputs, "")


@cache
def _args_class(token: str) -> type:
    """`aws:lb/listener:Listener` is pulumi_aws.lb.ListenerArgs."""
    _, module, name = token.split(":")
    folder = module.split("/")[0]
    # A word of Python's own has an underscore after it there: pulumi_aws.lambda_.
    package = importlib.import_module(f"pulumi_aws.{folder}_" if iskeyword(folder) else f"pulumi_aws.{folder}")
    # Where a nested type took the name, the resource's own arguments are called so.
    return getattr(package, f"{name}InitArgs", None) or getattr(package, f"{name}Args")


@cache
def _properties(args: type) -> dict[str, tuple[Any, bool]]:
    """By Pulumi's name: the type, and whether it is required."""
    names = _types.input_type_py_to_pulumi_names(args)
    given = inspect.signature(args.__init__).parameters  # type: ignore[misc]
    required = {name for name, parameter in given.items() if parameter.default is inspect.Parameter.empty}
    types = _types.input_type_types(args)
    return {pulumi_name: (types[pulumi_name], name in required) for name, pulumi_name in names.items()}


def _object_problems(args: type, value: Mapping[str, Any], path: str) -> Iterator[InvalidProperty]:
    declared = _properties(args)
    for name, (_, required) in declared.items():
        if required and value.get(name) is None:
            yield InvalidProperty(_joined(path, name), "is missing")
    for name, item in value.items():
        if name not in declared:
            near = difflib.get_close_matches(name, declared, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield InvalidProperty(_joined(path, name), f"there is no such property{hint}")
        elif item is not None:
            yield from _value_problems(declared[name][0], item, _joined(path, name))


def _value_problems(kind: Any, value: Any, path: str) -> Iterator[InvalidProperty]:
    if isinstance(value, str) and is_unknown(value):
        return
    found = [list(_problems_as(one, value, path)) for one in _members(kind)]
    # A union is satisfied by any of its members.
    if found and all(found):
        yield from found[0]


def _problems_as(kind: Any, value: Any, path: str) -> Iterator[InvalidProperty]:
    origin = typing.get_origin(kind)
    if origin is not None and issubclass(origin, Sequence):
        if not isinstance(value, list):
            yield InvalidProperty(path, f"got {value!r}, allowed is a list")
            return
        for number, item in enumerate(value):
            yield from _value_problems(typing.get_args(kind)[0], item, f"{path}[{number}]")
    elif origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            yield InvalidProperty(path, f"got {value!r}, allowed is a map")
            return
        for key, item in value.items():
            yield from _value_problems(typing.get_args(kind)[1], item, f"{path}.{key}")
    elif isinstance(kind, type) and _types.is_input_type(kind):
        if not isinstance(value, Mapping):
            yield InvalidProperty(path, f"got {value!r}, allowed is an object")
            return
        yield from _object_problems(kind, value, path)
    elif kind in NAMES and not _is_scalar(kind, value):
        yield InvalidProperty(path, f"got {value!r}, allowed is {NAMES[kind]}")


def _is_scalar(kind: type, value: Any) -> bool:
    """Whether the provider takes the value; like every bridged provider it takes "80" and 80, "true" and True."""
    if kind is bool:
        return isinstance(value, bool) or value in ("true", "false")
    if kind is str:
        return isinstance(value, str | int | float)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return False
    return not isinstance(value, bool) and (kind is float or number.is_integer())


def _members(kind: Any) -> list[Any]:
    """The types of a union without what only a program sees: outputs, awaitables and None."""
    if not _types._is_union_type(kind):
        return [kind]
    return [one for one in typing.get_args(kind) if one is not type(None) and not _types._is_plumbing_arg(one)]


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
