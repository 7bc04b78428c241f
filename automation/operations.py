"""preview, up, refresh, destroy and outputs of one stack, for the command line and for scripts."""

import time
from collections.abc import Callable
from typing import Any

from pulumi import automation
from pulumi.automation import CommandError, EngineEvent
from rich.console import Console

from automation.changes import Change, Changes
from automation.confirm import Confirm, require_consent
from automation.errors import AutomationError, Cancelled, OperationFailed
from automation.interruption import Interruption
from automation.live import Screen
from automation.progress import State
from automation.project import Project
from automation.result import Output, Result, Status
from automation.sentences import sentences_of, sentences_of_command
from automation.stacks import command_of, open_stack


def preview(
    stack: str, *, project: Project | None = None, refresh: bool = False, console: Console | None = None
) -> Result:
    """What an up would do. With refresh, after looking into AWS for drift.

    Args:
        stack: The name of the stack; it is made where its file of settings is and it is not.
        project: The folder with the program; left out, the one that this package belongs to.
        refresh: Read the resources from AWS first.
        console: Where progress is shown; left out, nowhere.

    Raises:
        AutomationError: with the reason, in words.
    """
    run = _Run("preview", stack, project, console, create=True)
    return run.act(lambda opened, on_event: opened.preview(refresh=refresh or None, color="never", on_event=on_event))


def up(
    stack: str,
    *,
    project: Project | None = None,
    refresh: bool = False,
    yes: bool = False,
    confirm: Confirm | None = None,
    console: Console | None = None,
) -> Result:
    """Makes AWS what the program says.

    Unless yes, a preview comes first, and what it would replace or delete has to be agreed to.

    Args:
        stack: As in `preview`.
        project: As in `preview`.
        refresh: Read the resources from AWS first, and repair what has drifted.
        yes: Agree to every replacement and deletion.
        confirm: Asked with the preview where something would be replaced or deleted; left out, that is refused.
        console: As in `preview`.

    Raises:
        NotConfirmed: something would be replaced or deleted, and nobody has agreed.
        AutomationError: with the reason, in words.
    """
    run = _Run("up", stack, project, console, create=True)
    if not yes:
        seen = run.preview(
            lambda opened, on_event: opened.preview(refresh=refresh or None, color="never", on_event=on_event)
        )
        require_consent(seen, confirm)
    return run.act(lambda opened, on_event: opened.up(refresh=refresh or None, color="never", on_event=on_event))


def refresh(
    stack: str, *, project: Project | None = None, preview_only: bool = False, console: Console | None = None
) -> Result:
    """Reads every resource from AWS and writes what it finds into the stack's state. Changes nothing in AWS.

    Args:
        stack: The name of a stack that exists.
        project: As in `preview`.
        preview_only: Write nothing, only say what has drifted.
        console: As in `preview`.

    Raises:
        AutomationError: with the reason, in words.
    """
    run = _Run("refresh", stack, project, console)
    if preview_only:
        return run.act(lambda opened, on_event: opened.preview_refresh(color="never", on_event=on_event), planned=True)
    return run.act(lambda opened, on_event: opened.refresh(color="never", on_event=on_event))


def destroy(
    stack: str,
    *,
    project: Project | None = None,
    yes: bool = False,
    confirm: Confirm | None = None,
    console: Console | None = None,
) -> Result:
    """Deletes every resource of the stack. Its settings and its history stay.

    Args:
        stack: The name of a stack that exists.
        project: As in `preview`.
        yes: Agree to it without a preview.
        confirm: Asked with the preview; left out, that is refused.
        console: As in `preview`.

    Raises:
        NotConfirmed: nobody has agreed.
        AutomationError: with the reason, in words.
    """
    run = _Run("destroy", stack, project, console)
    if not yes:
        seen = run.preview(lambda opened, on_event: opened.preview_destroy(color="never", on_event=on_event))
        require_consent(seen, confirm)
    return run.act(lambda opened, on_event: opened.destroy(color="never", on_event=on_event))


def outputs(stack: str, *, project: Project | None = None) -> Result:
    """The outputs that the last up left.

    Raises:
        AutomationError: with the reason, in words.
    """
    started = time.monotonic()
    opened = open_stack(stack, project or Project.at(), create=False)
    try:
        found = _readable(opened.outputs())
    except CommandError as error:
        raise OperationFailed(f"{stack}: {'; '.join(sentences_of_command(error))}") from None
    return Result(stack, "outputs", Status.DONE, outputs=found, seconds=time.monotonic() - started)


Act = Callable[[automation.Stack, Callable[[EngineEvent], Any]], Any]


class _Run:
    """One operation on one stack: opened once, for its preview and for itself."""

    def __init__(
        self, command: str, stack: str, project: Project | None, console: Console | None, create: bool = False
    ) -> None:
        self._command, self._stack = command, stack
        self._console = console or Console(quiet=True)
        self._started = time.monotonic()
        self._opened = open_stack(stack, project or Project.at(), create)

    def preview(self, act: Act) -> Result:
        """The run that a person looks at before the real one."""
        return self._run(f"preview of {self._command}", act, planned=True)

    def act(self, act: Act, planned: bool = False) -> Result:
        """The run itself."""
        return self._run(self._command, act, planned or self._command == "preview")

    def _run(self, command: str, act: Act, planned: bool) -> Result:
        changes, screen = Changes(), Screen(self._console, f"{command} {self._stack}", planned)

        def on_event(event: EngineEvent) -> None:
            changes.add(event)
            screen.on_event(event)

        engine = command_of(self._opened)
        with screen, Interruption(engine, screen.say) as interruption:
            try:
                came = act(self._opened, on_event)
            except CommandError as error:
                raise self._failure(changes, screen, interruption, error) from None
            except KeyboardInterrupt:
                raise Cancelled(f"{self._stack}: cancelled before anything had begun") from None
        found = tuple(changes)
        status = (Status.CHANGES if planned else Status.DONE) if found else Status.NO_CHANGES
        left = _readable(came.outputs) if isinstance(came, automation.UpResult) else {}
        return self._result(status, changes, screen, outputs=left)

    def _failure(
        self, changes: Changes, screen: Screen, interruption: Interruption, error: CommandError
    ) -> AutomationError:
        if not interruption.asked:
            said = screen.progress.errors() or sentences_of_command(error)
            result = self._result(Status.FAILED, changes, screen, errors=tuple(said))
            return OperationFailed(_with_name(self._stack, said), result)
        unlocked = self._unlock() if interruption.forced else ""
        result = self._result(Status.CANCELLED, changes, screen, half_done=self._half_done(screen))
        return Cancelled(f"{_cancelled(result)}{unlocked}", result)

    def _unlock(self) -> str:
        """After a forced stop the engine's lock is still there, and it is ours."""
        try:
            self._opened.cancel()
        except CommandError as error:
            return f"; could not unlock it: {'; '.join(sentences_of_command(error))}"
        return "; unlocked"

    def _half_done(self, screen: Screen) -> tuple[str, ...]:
        """What was seen to begin and not to end, and what the state says of the same."""
        pending = {node.urn: f"{node.title.split('  ')[0]} ({node.doing})" for node in screen.progress.unfinished()}
        try:
            deployment = self._opened.export_stack().deployment or {}
        except CommandError:
            return tuple(pending.values())
        for operation in deployment.get("pending_operations") or []:
            urn = operation["resource"]["urn"]
            pending[urn] = f"{urn.rpartition('::')[2]} ({operation['type']})"
        return tuple(pending.values())

    def _result(self, status: Status, changes: Changes, screen: Screen, **more: Any) -> Result:
        progress = screen.progress
        with progress.lock:
            ended = {urn for urn, node in progress.nodes.items() if node.state is State.DONE}
        done: tuple[Change, ...] = tuple(change for change in changes if change.urn in ended)
        return Result(
            self._stack,
            self._command,
            status,
            changes=done,
            unchanged=changes.unchanged,
            warnings=tuple(sentences_of(progress.warnings)),
            seconds=time.monotonic() - self._started,
            **more,
        )


def _readable(outputs: automation.OutputMap) -> dict[str, Output]:
    return {name: Output(found.value, found.secret) for name, found in sorted(outputs.items())}


def _with_name(stack: str, said: list[str]) -> str:
    return "\n".join(f"{stack}: {line}" for line in said)


def _cancelled(result: Result) -> str:
    done = f"{result.stack}: cancelled; {len(result.changes)} resources are done and in the state"
    if not result.half_done:
        return f"{done}, nothing is half done; the next `up` goes on from here"
    return (
        f"{done}; half done: {', '.join(result.half_done)}. Look into AWS: delete what was created and is not in the "
        "state, or take it in with `pulumi refresh`, which asks for its id"
    )
