"""Command line: `python -m automation --help`."""

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from automation import diff, exit_codes, operations, report
from automation.confirm import Confirm, endings, what_ends
from automation.doctor import examination, findings
from automation.errors import AutomationError, Cancelled
from automation.in_order import in_order
from automation.project import HERE, Project
from automation.result import Result, Status

app = typer.Typer(
    help="The stacks of this project over Pulumi's Automation API. One stack or several, in the order given.",
    epilog="Ends with 0: done, or nothing to do; 1: failed; 2: wrong command line; 3: changes, with "
    "--expect-no-changes; 4: not confirmed, nothing was touched; 130: cancelled.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Stacks = Annotated[list[str], typer.Argument(metavar="STACK...", help="Stacks, each with its Pulumi.<stack>.yaml.")]
Folder = Annotated[Path, typer.Option("--project", help="The folder with Pulumi.yaml.", show_default="this project")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout; asks nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Agree to everything that is replaced or deleted.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Look into AWS for drift first.")]
Secrets = Annotated[bool, typer.Option("--show-secrets", help="Show secret outputs.")]


@app.command()
def preview(
    stacks: Stacks,
    project: Folder = HERE,
    refresh: Refresh = False,
    expect_no_changes: Annotated[bool, typer.Option(help="End with status 3 where something would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """What an up would do, property by property. Changes nothing."""
    console, folder = _console(as_json), Project.at(project)
    run = _shown(lambda stack: operations.preview(stack, project=folder, refresh=refresh, console=console), console)
    results, code = in_order("preview", stacks, run)
    if expect_no_changes and code == exit_codes.DONE and any(one.status is Status.CHANGES for one in results):
        code = exit_codes.CHANGES
    _end("preview", results, code, console, as_json)


@app.command()
def up(
    stacks: Stacks,
    project: Folder = HERE,
    yes: Yes = False,
    refresh: Refresh = False,
    as_json: AsJson = False,
    show_secrets: Secrets = False,
) -> None:
    """Make AWS what the program says. Asks before anything is replaced or deleted."""
    console, folder = _console(as_json), Project.at(project)
    confirm = _confirm(console, as_json)
    results, code = in_order(
        "up",
        stacks,
        lambda stack: operations.up(stack, project=folder, refresh=refresh, yes=yes, confirm=confirm, console=console),
    )
    _end("up", results, code, console, as_json, show_secrets)


@app.command("refresh")
def refresh_state(
    stacks: Stacks,
    project: Folder = HERE,
    preview_only: Annotated[bool, typer.Option(help="Only say what has drifted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read every resource from AWS into the stack's state. Changes nothing in AWS."""
    console, folder = _console(as_json), Project.at(project)
    run = _shown(
        lambda stack: operations.refresh(stack, project=folder, preview_only=preview_only, console=console), console
    )
    results, code = in_order("refresh", stacks, run)
    _end("refresh", results, code, console, as_json)


@app.command()
def destroy(stacks: Stacks, project: Folder = HERE, yes: Yes = False, as_json: AsJson = False) -> None:
    """Delete every resource of the stacks. Asks first."""
    console, folder = _console(as_json), Project.at(project)
    confirm = _confirm(console, as_json)
    results, code = in_order(
        "destroy",
        stacks,
        lambda stack: operations.destroy(stack, project=folder, yes=yes, confirm=confirm, console=console),
    )
    _end("destroy", results, code, console, as_json)


@app.command()
def outputs(stacks: Stacks, project: Folder = HERE, as_json: AsJson = False, show_secrets: Secrets = False) -> None:
    """What the last up left: addresses, names, ARNs."""
    console, folder = _console(as_json), Project.at(project)
    results, code = in_order("outputs", stacks, lambda stack: operations.outputs(stack, project=folder))
    _end("outputs", results, code, console, as_json, show_secrets)


@app.command()
def doctor(
    stacks: Stacks,
    project: Folder = HERE,
    release: Annotated[bool, typer.Option("--release", help="Say why the last release failed.")] = False,
    as_json: AsJson = False,
) -> None:
    """What is missing before an up; with --release, why the last release failed."""
    folder, console = Project.at(project), _console(as_json)
    look = examination.explain_release if release else examination.examine
    found = {stack: look(stack, folder) for stack in stacks}
    code = findings.exit_code(found)
    if as_json:
        print(json.dumps(findings.as_json(found, code), indent=2))
    else:
        findings.show(found, console)
    raise typer.Exit(code)


def _console(as_json: bool) -> Console:
    """With --json only the object itself goes to stdout."""
    return Console(stderr=as_json, highlight=False)


def _shown(act: Callable[[str], Result], console: Console) -> Callable[[str], Result]:
    """The operation, with its diff on the screen afterwards."""

    def run(stack: str) -> Result:
        result = act(stack)
        _print_diff(result, console)
        return result

    return run


def _print_diff(result: Result, console: Console) -> None:
    for line in diff.render(result.changes):
        console.print(line, soft_wrap=True)


def _confirm(console: Console, as_json: bool) -> Confirm | None:
    """Asks on a terminal; where there is none, nobody is asked."""
    if as_json or not (sys.stdin.isatty() and console.is_terminal):
        return None

    def ask(preview: Result) -> bool:
        _print_diff(preview, console)
        try:
            return typer.confirm(f"{preview.stack}: {what_ends(endings(preview))}. Go on?", default=False)
        except typer.Abort:
            raise Cancelled(f"{preview.stack}: cancelled, nothing was touched") from None

    return ask


def _end(
    command: str,
    results: Sequence[Result],
    code: int,
    console: Console,
    as_json: bool,
    show_secrets: bool = False,
) -> None:
    for result in results:
        for warning in result.warnings:
            console.print(f"{result.stack}: warning: {warning}", style="yellow", markup=False, soft_wrap=True)
        if result.status is Status.NOT_CONFIRMED and not console.is_terminal:
            _print_diff(result, console)
        for error in result.errors:
            of = f"{result.stack}: " if len(results) > 1 and not error.startswith(result.stack) else ""
            console.print(of + error, style="bold red", markup=False, soft_wrap=True)
    if as_json:
        print(json.dumps(report.as_json(command, results, code, show_secrets), indent=2))
    else:
        for result in results:
            if result.outputs:
                console.print(report.outputs_table(result, show_secrets), "")
        if command != "outputs":
            console.print(report.summary(results))
    raise typer.Exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for and returns the exit status. Whatever happens is said in a sentence."""
    sys.unraisablehook = _leave_out_what_was_cancelled
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="python -m automation")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else exit_codes.FAILED
    except Exception as error:
        return _failed(error)
    return exit_codes.DONE


def _leave_out_what_was_cancelled(left: "sys.UnraisableHookArgs") -> None:
    """A program whose engine went away leaves its coroutine behind, and Python would print how that ended."""
    if not isinstance(left.object, Coroutine):
        sys.__unraisablehook__(left)


def _failed(error: Exception) -> int:
    if isinstance(error, AutomationError):
        print(error, file=sys.stderr)
        return error.exit_code
    handle, path = tempfile.mkstemp(prefix="automation-", suffix=".log")
    with os.fdopen(handle, "w") as log:
        traceback.print_exception(error, file=log)
    print(f"a fault of this command itself, {type(error).__name__}: {error}; details are in {path}", file=sys.stderr)
    return exit_codes.FAILED


if __name__ == "__main__":
    sys.exit(main())
