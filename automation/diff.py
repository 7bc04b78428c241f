"""What will change, as a person reads it: one resource after the other, and below each what it gets instead of what."""

import json
from collections.abc import Iterable, Iterator
from difflib import ndiff
from typing import Any

from rich.text import Text

from automation.changes import Change, Operation, PropertyChange
from automation.urns import short_type
from automation.values import MISSING

SIGNS = {
    Operation.CREATE: ("+", "green"),
    Operation.IMPORT: ("=", "cyan"),
    Operation.UPDATE: ("~", "yellow"),
    Operation.REPLACE: ("±", "bold magenta"),
    Operation.DELETE: ("-", "red"),
}
# What takes something away is read first.
ORDER = (Operation.DELETE, Operation.REPLACE, Operation.UPDATE, Operation.IMPORT, Operation.CREATE)
LONGEST_VALUE = 100
MOST_LINES = 20


def render(changes: Iterable[Change]) -> list[Text]:
    """The lines of the diff; none where nothing changes."""
    ordered = sorted(changes, key=lambda change: ORDER.index(change.operation))
    return [line for change in ordered for line in _lines(change)]


def _lines(change: Change) -> Iterator[Text]:
    sign, style = SIGNS[change.operation]
    yield Text.assemble(
        (f"{sign} {change.operation.value:<8}", style),
        f"{change.name}  ",
        (short_type(change.type), "dim"),
        _note(change),
    )
    for part in change.properties:
        yield from _property_lines(part)


def _property_lines(part: PropertyChange) -> Iterator[Text]:
    why = ("  replaces it", "bold magenta") if part.replaces else ""
    if not _has_lines(part.old) or not _has_lines(part.new):
        yield Text.assemble(f"    {part.path}: ", (_shown(part.old), "red"), " -> ", (_shown(part.new), "green"), why)
        return
    yield Text.assemble(f"    {part.path}:", why)
    changed = [line for line in ndiff(part.old.splitlines(), part.new.splitlines()) if line[0] in "+-"]
    for line in changed[:MOST_LINES]:
        yield Text(f"      {line}", style="green" if line[0] == "+" else "red")
    if len(changed) > MOST_LINES:
        yield Text(f"      and {len(changed) - MOST_LINES} more lines", style="dim")


def _has_lines(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value


def _note(change: Change) -> str | tuple[str, str]:
    if change.stays_in_aws:
        return ("  stays in AWS, without the stack", "dim")
    if change.operation is Operation.REPLACE:
        return ("  a new one is made, the old one deleted", "bold magenta")
    return ""


def _shown(value: Any) -> str:
    if value is MISSING:
        return "(none)"
    text = value if isinstance(value, str) and value.startswith("[") else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The same for a program, with values in full; a value that is not there is left out."""
    return [
        {
            "urn": change.urn,
            "type": change.type,
            "name": change.name,
            "operation": change.operation.value,
            "stays_in_aws": change.stays_in_aws,
            "properties": [_property(part) for part in change.properties],
        }
        for change in changes
    ]


def _property(part: PropertyChange) -> dict[str, Any]:
    sides = {side: value for side, value in (("old", part.old), ("new", part.new)) if value is not MISSING}
    return {"path": part.path, **sides, "replaces": part.replaces}
