"""The `pulumi` command, run so that Ctrl-C reaches it once, and only when we say so."""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any

from pulumi.automation import CommandResult, InvalidVersionError, PulumiCommand
from pulumi.automation.errors import create_command_error

from automation.errors import AutomationError

INSTALL_PAGE = "https://www.pulumi.com/docs/install/"
OnOutput = Callable[[str], Any]


class EngineCommand(PulumiCommand):
    """The `pulumi` on PATH.

    A terminal sends Ctrl-C to every process of its group: the engine would get it beside us, and a second one, which
    it takes as "stop at once", when we hand ours on. So it runs in a group of its own.
    """

    def __init__(self) -> None:
        if shutil.which("pulumi") is None:
            raise AutomationError(f"the pulumi command is not on PATH; install it: {INSTALL_PAGE}")
        try:
            super().__init__()
        except (InvalidVersionError, subprocess.CalledProcessError, OSError) as error:
            raise AutomationError(f"the pulumi command on PATH cannot be used: {error}") from None
        self._running: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def interrupt(self) -> bool:
        """Ask the running command to end: once for "finish what has begun", twice for "at once"; False if none runs."""
        with self._lock:
            if self._running is None or self._running.poll() is not None:
                return False
            self._running.send_signal(signal.SIGINT)
            return True

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: OnOutput | None = None,
        on_error: OnOutput | None = None,
    ) -> CommandResult:
        """Run one command to its end.

        Raises:
            CommandError: it ended with another status than 0.
        """
        environment = {**os.environ, **additional_env, "PULUMI_AUTOMATION_API": "true"}
        process = subprocess.Popen(
            [self.command, "--non-interactive", *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=environment,
            encoding="utf-8",
            errors="replace",
            process_group=0,
        )
        with self._lock:
            self._running = process
        assert process.stdout is not None
        assert process.stderr is not None
        stdout, stderr = _Reader(process.stdout, on_output), _Reader(process.stderr, on_error)
        try:
            result = CommandResult(stdout=stdout.text(), stderr=stderr.text(), code=process.wait())
        finally:
            with self._lock:
                self._running = None
        if result.code != 0:
            raise create_command_error(result)
        return result


class _Reader(threading.Thread):
    """Reads one stream to its end."""

    def __init__(self, stream: IO[str], on_line: OnOutput | None) -> None:
        super().__init__(daemon=True)
        self._stream, self._on_line = stream, on_line
        self._lines: list[str] = []
        self.start()

    def run(self) -> None:
        with self._stream as stream:
            for line in stream:
                self._lines.append(line.rstrip())
                if self._on_line:
                    self._on_line(line.rstrip())

    def text(self) -> str:
        """Everything, once the stream has ended."""
        self.join()
        return "\n".join(self._lines)
