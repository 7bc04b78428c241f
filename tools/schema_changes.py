"""Which changes of the schema break programs that use the package, and whether the changelog says so.

python -m tools.schema_changes     names what is not declared, and ends with 1 where there is something
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.schema import RELEASED_SCHEMA, SCHEMA

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
DECLARATION = "- **Breaking:**"

_TYPE_KEYS = ("type", "$ref", "plain", "items", "additionalProperties")


@dataclass(frozen=True)
class BreakingChange:
    """A change after which a program that worked is refused, or reads nothing."""

    path: str
    """What changed, such as ServiceArgs.cpu, Network.nat or Nat.single."""

    what: str
    """What happened to it."""

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


def breaking_changes(released: Mapping[str, Any], today: Mapping[str, Any]) -> list[BreakingChange]:
    """What of the released schema is not there any more, is another type, or must be given now."""
    changes = [
        *_missing(released["resources"], today["resources"], "the resource is gone"),
        *_missing(released["types"], today["types"], "the type is gone"),
    ]
    for name, before, after in _pairs(released["resources"], today["resources"]):
        changes += _changed_properties(name, before["inputProperties"], after["inputProperties"], "input")
        changes += _changed_properties(name, before["properties"], after["properties"], "output")
        changes += _newly_required(name, before["requiredInputs"], after["requiredInputs"])
        changes += _no_longer_there(name, before["required"], after["required"], after["properties"])
    for name, before, after in _pairs(released["types"], today["types"]):
        changes += _changed_properties(name, before.get("properties", {}), after.get("properties", {}), "key")
        changes += _newly_required(name, before.get("required", []), after.get("required", []))
        changes += _removed_values(name, before.get("enum", []), after.get("enum", []))
    return changes


def undeclared(changes: list[BreakingChange], changelog: str) -> list[BreakingChange]:
    """The changes that no line of the changelog's Unreleased section names."""
    declared = [line for line in unreleased(changelog).splitlines() if line.startswith(DECLARATION)]
    return [change for change in changes if not any(_names(line, change.path) for line in declared)]


def unreleased(changelog: str) -> str:
    """The section of what is not released yet."""
    _, found, rest = changelog.partition("\n## [Unreleased]\n")
    if not found:
        raise ValueError("the changelog has no section [Unreleased]")
    return rest.partition("\n## [")[0]


def _names(line: str, path: str) -> bool:
    # Whole: ServiceArgs.cpuUnits does not name ServiceArgs.cpu.
    return re.search(rf"(?<![\w.]){re.escape(path)}(?![\w-]|\.\w)", line) is not None


def _short(token: str) -> str:
    return token.rpartition(":")[2]


def _missing(before: Mapping[str, Any], after: Mapping[str, Any], what: str) -> Iterator[BreakingChange]:
    for token in before:
        if token not in after:
            yield BreakingChange(_short(token), what)


def _pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for token in before:
        if token in after:
            yield _short(token), before[token], after[token]


def _changed_properties(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], kind: str
) -> Iterator[BreakingChange]:
    for key in before:
        if key not in after:
            yield BreakingChange(f"{name}.{key}", f"the {kind} is gone")
        elif _type(before[key]) != _type(after[key]) and not _only_takes_more(before[key], after[key], kind):
            yield BreakingChange(f"{name}.{key}", f"the {kind} has another type")


def _type(described: Mapping[str, Any]) -> dict[str, Any]:
    """The type alone; a description or a default breaks no program."""
    found = {key: described[key] for key in _TYPE_KEYS if key in described}
    return {key: _type(value) if isinstance(value, Mapping) else value for key, value in found.items()}


def _only_takes_more(before: Mapping[str, Any], after: Mapping[str, Any], kind: str) -> bool:
    """Whether a plain input may be an output of another resource now, too, and nothing else is new."""
    plain_before = {key: value for key, value in _type(before).items() if key != "plain"}
    return kind != "output" and "plain" not in after and plain_before == _type(after)


def _newly_required(name: str, before: list[str], after: list[str]) -> Iterator[BreakingChange]:
    for key in after:
        if key not in before:
            yield BreakingChange(f"{name}.{key}", "must be given now")


def _no_longer_there(
    name: str, before: list[str], after: list[str], outputs: Mapping[str, Any]
) -> Iterator[BreakingChange]:
    for key in before:
        if key in outputs and key not in after:
            yield BreakingChange(f"{name}.{key}", "the output may be missing now")


def _removed_values(name: str, before: list[Any], after: list[Any]) -> Iterator[BreakingChange]:
    values = {each["value"]: each["name"] for each in after}
    for each in before:
        if each["value"] not in values:
            yield BreakingChange(f"{name}.{each['value']}", "the value is gone")
        elif values[each["value"]] != each["name"]:
            # The name is what a program in TypeScript or Python writes.
            yield BreakingChange(f"{name}.{each['value']}", "the value has another name")


def main() -> int:
    """Compare the two kept schemas."""
    released, today = (json.loads(file.read_text()) for file in (RELEASED_SCHEMA, SCHEMA))
    changes = undeclared(breaking_changes(released, today), CHANGELOG.read_text())
    for change in changes:
        print(f"{change}; declare it in {CHANGELOG.name}: {DECLARATION} {change.path} ...")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
