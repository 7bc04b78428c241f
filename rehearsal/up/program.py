"""Runs a Pulumi program against the embedded AWS: up, preview and destroy."""

import asyncio
import contextlib
import runpy
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi.runtime import settings as runtime_settings
from pulumi.runtime.config import set_all_config
from pulumi.runtime.mocks import MockEngine, set_mocks
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.stack import run_in_stack

from rehearsal.failure import RehearsalError
from rehearsal.resources.registry import Account
from rehearsal.up import deletion
from rehearsal.up.monitor import Monitor, Rewrite
from rehearsal.up.refresh import refresh
from rehearsal.up.stack_config import StackConfig, read_stack_config
from rehearsal.up.state import Change, Registered, State

Program = Callable[[], Any]


@dataclass(frozen=True)
class UpResult:
    """What an up, or a preview, came to."""

    resources: list[Registered]
    outputs: dict[str, Any]
    """The stack's exports."""
    changes: list[Change]
    messages: list[str]
    """What the program said through pulumi.log."""
    seconds: float


def up(
    aws: Account,
    project_dir: Path | str,
    stack: str,
    state: State,
    dry_run: bool = False,
    rewrite: Rewrite | None = None,
) -> UpResult:
    """Run the project's __main__.py with this stack's config, and make AWS what it says.

    What state holds is read from AWS first, so that drift is found. With dry_run it is a preview: nothing is read,
    created or changed. Raises RehearsalError, naming the resource, or what the program itself raises.
    """
    folder = Path(project_dir).resolve()
    return run_program(aws, _main_of(folder), read_stack_config(folder, stack), state, dry_run, rewrite)


def destroy(aws: Account, state: State) -> list[Change]:
    """Delete everything that state holds. Protected resources refuse it, by name, and then nothing is deleted."""
    return deletion.destroy(aws, state)


def run_program(
    aws: Account,
    program: Program,
    config: StackConfig,
    state: State,
    dry_run: bool = False,
    rewrite: Rewrite | None = None,
    refresh_first: bool = True,
) -> UpResult:
    """The same for any function that registers resources.

    Without refresh_first the state's word is taken for what AWS holds, as Pulumi does by itself: half the time.
    """
    started = time.monotonic()
    _require_region(aws, config)
    if refresh_first and not dry_run:
        refresh(aws, state)
    monitor = Monitor(aws, state, config.stack, config.project, dry_run, rewrite)
    messages = run_against(monitor, program, config, dry_run)
    seconds = time.monotonic() - started
    return UpResult(monitor.registered, monitor.outputs, monitor.changes, messages, seconds)


def run_against(monitor: Monitor, program: Program, config: StackConfig, dry_run: bool = False) -> list[str]:
    """The program with this monitor in the engine's place, to its end; answers with what it said."""
    messages: list[str] = []
    _in_a_thread_of_its_own(lambda: _run(program, config, monitor, messages, dry_run))
    monitor.finish()
    return messages


def _run(program: Program, config: StackConfig, monitor: Monitor, messages: list[str], dry_run: bool) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    # What waited for a failed resource fails too, and nobody asks it: the first failure is raised below.
    loop.set_exception_handler(lambda loop, context: None)
    try:
        set_all_config(config.values, list(config.secret_keys))
        runtime_settings.reset_options(project=config.project, stack=config.stack, preview=dry_run)
        _use(monitor, config, messages, dry_run)
        loop.run_until_complete(run_in_stack(program))
    except Exception as error:
        # The first failure is the cause; what the SDK raises may be of something that waited for it.
        raise monitor.failure or error from None
    finally:
        _end(loop)


def _use(monitor: Monitor, config: StackConfig, messages: list[str], dry_run: bool) -> None:
    # set_mocks makes a stack of its own unless there is one; run_in_stack makes the real one.
    runtime_settings.set_root_resource(object())  # type: ignore[arg-type]
    set_mocks(monitor.mocks, config.project, config.stack, dry_run, monitor=monitor)
    runtime_settings.SETTINGS.engine = _Engine(messages)
    runtime_settings.ROOT.set(None)


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """After an error, what waits for the failed resource must not report that it never came."""
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_default_executor())
    asyncio.set_event_loop(None)
    loop.close()


def _in_a_thread_of_its_own(act: Callable[[], None]) -> None:
    """The SDK keeps its settings per context: a new thread starts without those of the last run."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, name="pulumi-program")
    thread.start()
    thread.join()
    if raised:
        # Its way through the SDK's tasks says nothing to anyone.
        raise raised[0].with_traceback(None)


def _main_of(folder: Path) -> Program:
    main = folder / "__main__.py"
    if not main.is_file():
        raise RehearsalError(f"there is no __main__.py in {folder}", step="up")

    def program() -> None:
        with contextlib.chdir(folder):
            runpy.run_path(str(main), run_name="__main__")

    return program


def _require_region(aws: Account, config: StackConfig) -> None:
    region = config.values.get("aws:region", aws.region)
    if region != aws.region:
        raise RehearsalError(f"aws:region is {region}, the embedded AWS is in {aws.region}", step="up")


class _Engine(MockEngine):
    """Keeps what the program says."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(None)
        self._messages = messages

    def Log(self, request: Any) -> None:
        """Everything above debugging."""
        if request.severity != engine_pb2.DEBUG:
            self._messages.append(request.message)
