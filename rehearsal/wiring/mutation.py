"""One mistake: a property of a registered resource that has another value, or none."""

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

KEYS = {"type", "name", "property", "value", "remove", "replace"}
REFERENCE = re.compile(r"\$\{([^{}]+)\.([A-Za-z0-9]+)\}")

Lookup = Callable[[str, str], Any]
"""The output of a resource by its logical name; a wrong wire leads to another resource that exists."""


class Unusable(ValueError):
    """A mutation that cannot be read, or that has no place in the resource it names."""


@dataclass(frozen=True)
class Mutation:
    """What is broken, and how."""

    type: str
    name: str
    property: str
    """A dotted path into the inputs, list indexes as numbers. It goes on inside of a JSON or YAML text."""
    value: Any = None
    """In a text `${logical-name.output}` stands for another resource's output."""
    remove: bool = False
    replace: tuple[str, str] | None = None
    """Instead of a value: words of the text that is there, and what stands in their place."""

    @classmethod
    def parse(cls, line: str) -> "Mutation":
        """The mutation of one line of JSON; Unusable says what is wrong with it."""
        try:
            given = json.loads(line)
        except ValueError as error:
            raise Unusable(f"is no JSON: {error}") from None
        if not isinstance(given, dict) or not {"type", "name", "property"} <= given.keys():
            raise Unusable("needs type, name and property")
        if unknown := given.keys() - KEYS:
            raise Unusable(f"has the unknown key {', '.join(sorted(unknown))}")
        if ("value" in given) + bool(given.get("remove")) + ("replace" in given) != 1:
            raise Unusable("needs one of value, remove and replace")
        if given.get("replace"):
            old, new = given["replace"]
            given["replace"] = (str(old), str(new))
        return cls(**given)

    def __str__(self) -> str:
        return f"{self.type} {self.name} {self.property}"

    def apply(self, inputs: dict[str, Any], lookup: Lookup) -> dict[str, Any]:
        """The inputs with this mistake in them."""
        changed = copy.deepcopy(inputs)
        self._change(changed, self.property.split("."), lookup)
        return changed

    def has_place(self, inputs: dict[str, Any]) -> bool:
        """Whether the property, or at least what it is a part of, is there."""
        try:
            self.apply(inputs, lambda name, output: "")
        except Unusable:
            return False
        return True

    def _change(self, holder: Any, path: list[str], lookup: Lookup) -> None:
        key = self._key(holder, path[0])
        if len(path) == 1:
            self._set(holder, key, lookup)
            return
        if isinstance(holder, dict) and key not in holder:
            raise Unusable(f"there is no {key}")
        inner = holder[key]
        if not isinstance(inner, str):
            self._change(inner, path[1:], lookup)
            return
        document, write = _parsed(inner, key)
        self._change(document, path[1:], lookup)
        holder[key] = write(document)

    def _key(self, holder: Any, step: str) -> Any:
        if isinstance(holder, list):
            if not step.isdigit() or int(step) > len(holder):
                raise Unusable(f"there is no {step} in a list of {len(holder)}")
            return int(step)
        if not isinstance(holder, dict):
            raise Unusable(f"there is nothing inside of {holder!r}")
        return step

    def _set(self, holder: Any, key: Any, lookup: Lookup) -> None:
        there = key < len(holder) if isinstance(holder, list) else key in holder
        if self.remove or self.replace:
            if not there:
                raise Unusable(f"there is no {key}")
            if self.remove:
                del holder[key]
                return
        value = self._replaced(holder[key]) if self.replace else _resolved(self.value, lookup)
        if isinstance(holder, list) and not there:
            holder.append(value)
        else:
            holder[key] = value

    def _replaced(self, text: Any) -> str:
        assert self.replace
        old, new = self.replace
        if not isinstance(text, str) or old not in text:
            raise Unusable(f"there is no {old!r} in it")
        return text.replace(old, new)


def _resolved(value: Any, lookup: Lookup) -> Any:
    if isinstance(value, dict):
        return {key: _resolved(item, lookup) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(item, lookup) for item in value]
    if not isinstance(value, str):
        return value
    return REFERENCE.sub(lambda found: str(lookup(found[1], found[2])), value)


def parse_text(text: str) -> Any:
    """What a text of JSON or YAML holds; None when it has no parts."""
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return document if isinstance(document, dict | list) else None


def _parsed(text: str, key: Any) -> tuple[Any, Callable[[Any], str]]:
    """What a text holds, and how it is written again."""
    document = parse_text(text)
    if not isinstance(document, dict | list):
        raise Unusable(f"{key} is a text without parts")
    if text.lstrip()[:1] in ("{", "["):
        return document, json.dumps
    return document, lambda changed: yaml.safe_dump(changed, sort_keys=False)
