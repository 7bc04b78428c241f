"""What the checks found, for people and for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from automation import exit_codes
from automation.doctor.finding import Finding, State

Found = Mapping[str, Sequence[Finding]]
_MARKS = {
    State.OK: ("✓", "green"),
    State.MISSING: ("✗", "bold red"),
    State.NOTE: ("·", "cyan"),
    State.UNKNOWN: ("?", "yellow"),
}


def exit_code(found: Found) -> int:
    """1 where something has to be put right; what could not be looked at is no reason to stop a CI job."""
    missing = any(one.state is State.MISSING for findings in found.values() for one in findings)
    return exit_codes.FAILED if missing else exit_codes.DONE


def show(found: Found, console: Console) -> None:
    """One line for each finding; below it the way out and the page, where there are any."""
    for stack, findings in found.items():
        console.print(Text(stack, style="bold"))
        for one in findings:
            mark, style = _MARKS[one.state]
            line = Text.assemble((f"{mark} ", style), (f"{one.about}: ", "bold"), one.sentence)
            console.print(line, soft_wrap=True)
            for more in filter(None, (one.way_out, one.page)):
                console.print(Text(f"    {more}", style="dim"), soft_wrap=True)


def as_json(found: Found, code: int) -> dict[str, Any]:
    """Everything, with plain values only."""
    stacks = [{"stack": stack, "findings": [one.as_json() for one in findings]} for stack, findings in found.items()]
    return {"command": "doctor", "exit_code": code, "stacks": stacks}
