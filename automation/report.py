"""What a run came to: a table for people, one JSON object for programs."""

import json
from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from automation import diff
from automation.changes import Operation
from automation.result import Output, Result, Status
from automation.values import SECRET

_STYLES = {
    Status.DONE: "green",
    Status.NO_CHANGES: "green",
    Status.CHANGES: "yellow",
    Status.FAILED: "bold red",
    Status.NOT_CONFIRMED: "yellow",
    Status.CANCELLED: "bold red",
    Status.NOT_STARTED: "dim",
}
_COUNTED = {
    Operation.CREATE: "create",
    Operation.UPDATE: "update",
    Operation.REPLACE: "replace",
    Operation.DELETE: "delete",
}


def summary(results: Sequence[Result]) -> Table:
    """One line for each stack, with the numbers of resources."""
    table = Table(box=None, pad_edge=False)
    for title in ("stack", "result"):
        table.add_column(title)
    for title in (*_COUNTED.values(), "unchanged", "seconds"):
        table.add_column(title, justify="right")
    for result in results:
        numbers = [str(result.count(operation) or "") for operation in _COUNTED]
        table.add_row(
            result.stack,
            Text(result.status.value, style=_STYLES[result.status]),
            *numbers,
            str(result.unchanged or ""),
            f"{result.seconds:.1f}",
        )
    return table


def outputs_table(result: Result, show_secrets: bool) -> Table:
    """The stack's outputs by name."""
    table = Table(box=None, pad_edge=False, title=f"outputs of {result.stack}", title_justify="left")
    table.add_column("output", style="bold")
    table.add_column("value", overflow="fold")
    for name, output in result.outputs.items():
        table.add_row(name, Text(_text(_shown(output, show_secrets))))
    return table


def as_json(command: str, results: Sequence[Result], exit_code: int, show_secrets: bool) -> dict[str, Any]:
    """Everything about the run, with plain values only."""
    return {
        "command": command,
        "exit_code": exit_code,
        "stacks": [_stack(result, show_secrets) for result in results],
    }


def _stack(result: Result, show_secrets: bool) -> dict[str, Any]:
    return {
        "stack": result.stack,
        "result": result.status.value,
        "counts": {title: result.count(operation) for operation, title in _COUNTED.items()},
        "unchanged": result.unchanged,
        "changes": diff.as_json(result.changes),
        "outputs": {name: _shown(output, show_secrets) for name, output in result.outputs.items()},
        "errors": list(result.errors),
        "warnings": list(result.warnings),
        "half_done": list(result.half_done),
        "seconds": round(result.seconds, 1),
    }


def _shown(output: Output, show_secrets: bool) -> Any:
    return output.value if show_secrets or not output.secret else SECRET


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
