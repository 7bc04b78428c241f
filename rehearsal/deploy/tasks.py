"""One task: its containers as processes of this machine."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .clock import Clock
from .container import CannotStart, ContainerProcess
from .task_table import TaskAddress

LOG_TAIL_LINES = 5


@dataclass
class Task:
    """A task of a task set, from its start to its end."""

    arn: str
    private_address: str
    address: TaskAddress
    scratch: Path
    processes: "list[tuple[ContainerProcess, subprocess.Popen[bytes]]]" = field(default_factory=list)
    stopped_reason: str | None = None
    started: float = field(default_factory=time.monotonic)
    was_healthy: bool = False
    """Whether the load balancer has ever found it healthy."""
    _killed: bool = False

    def start(self, containers: list[ContainerProcess], pipe: int) -> None:
        """Starts every container. They share the task's address, as in awsvpc mode."""
        for container in containers:
            self.processes.append((container, self._start(container, pipe)))

    def find_reason_to_stop(self) -> str | None:
        """Why the task has ended by itself, if it has: an essential container is gone."""
        if self.stopped_reason:
            return self.stopped_reason
        for container, process in self.processes:
            code = process.poll()
            if code is not None and container.essential:
                status = f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
                said = self.log_tail(container.name)
                return f"Essential container in task exited: {container.name}, {status}" + (f": {said}" if said else "")
        return None

    def stop(self, clock: Clock) -> None:
        """SIGTERM to the first process of each container, SIGKILL to all of it after the stop timeout."""
        for _, process in self.processes:
            _send(process, signal.SIGTERM, os.kill)
        started = time.monotonic()
        for container, process in self.processes:
            limit = started + clock.real_request_seconds(container.stop_timeout_seconds)
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, limit - time.monotonic()))
        self.kill()

    def kill(self) -> None:
        """Ends what still runs, children included."""
        if self._killed:
            return  # the numbers may be other programs' by now
        self._killed = True
        for _, process in self.processes:
            # The group outlives its leader: a container's end is the end of all its processes.
            _send_to_group(process)
            process.wait()

    def exit_codes(self) -> dict[str, int]:
        """How the containers that ended did so; the end by a signal is 128 and its number, as Docker says it."""
        codes = {container.name: process.poll() for container, process in self.processes}
        return {name: code if code >= 0 else 128 - code for name, code in codes.items() if code is not None}

    def log(self, container_name: str) -> Path:
        """What the container wrote to both of its outputs."""
        return self.scratch / f"{container_name}.log"

    def log_tail(self, container_name: str) -> str:
        """The last words of the container, in one line."""
        path = self.log(container_name)
        lines = path.read_text(errors="replace").strip().splitlines() if path.exists() else []
        return " | ".join(line.strip() for line in lines[-LOG_TAIL_LINES:] if line.strip())

    def _start(self, container: ContainerProcess, pipe: int) -> "subprocess.Popen[bytes]":
        ports = ",".join(f"{port}:{local}" for port, local in self.address.local_ports.items())
        own: dict[str, Any] = {
            "REHEARSAL_TASK_ADDRESS": self.address.loopback,
            "REHEARSAL_TASK_PORTS": ports,
            "REHEARSAL_TASK_PIPE": str(pipe),
        }
        with self.log(container.name).open("wb") as log:
            try:
                return subprocess.Popen(
                    container.argv,
                    cwd=container.folder or self.scratch,
                    env=container.environment | own,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    pass_fds=[pipe],
                    start_new_session=True,
                )
            except OSError as error:
                raise CannotStart(f"CannotStartContainerError: {container.name}: {error}") from None


def _send(process: "subprocess.Popen[bytes]", number: signal.Signals, send: Callable[[int, int], None]) -> None:
    if process.poll() is None:
        send(process.pid, number)


def _send_to_group(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
