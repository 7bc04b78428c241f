"""One invocation of a function: its packaged code, as a process of this machine."""

import io
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import zipfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .function import HookFunction
from .network import Dropped, FunctionNetwork, Reached

RUNTIME = Path(__file__).parent / "runtime" / "main.py"
TIMED_OUT = 124  # of the runtime
# A function that works, and does not sleep, is not faster here: it gets this much before it counts as hanging.
LEAST_SECONDS = 10.0


class Invocation:
    """Begins at once; `error` says how it ended, when it has."""

    def __init__(
        self,
        function: HookFunction,
        event: dict[str, str],
        network: FunctionNetwork,
        credentials: dict[str, str],
        region: str,
        speed: float,
    ) -> None:
        self.error: str | None = None
        """What Lambda counts as an error; None while it runs and when there was none."""
        self.log = ""
        self.problem: Exception | None = None
        """Why nobody could say where a connection leads; not the function's fault."""
        self._function = function
        self._network = network
        self._speed = speed
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="function-")
        self._environment = _environment(function, credentials, region, Path(self._folder.name))
        self._event = event
        self._thread = threading.Thread(target=self._run, name=f"function-{function.name}", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return not self._thread.is_alive()

    def end(self, seconds: float = 0.0) -> None:
        """Waits for its end, and ends it after so many real seconds."""
        self._thread.join(seconds)
        if self._process and not self.ended:
            self._process.kill()
        self._thread.join()

    def _run(self) -> None:
        folder = Path(self._folder.name)
        try:
            with zipfile.ZipFile(io.BytesIO(self._function.code)) as package:
                package.extractall(folder / "task")
            self._execute(folder)
        except (OSError, zipfile.BadZipFile) as problem:
            self.error = f"{type(problem).__name__}: {problem}"
        finally:
            self._folder.cleanup()

    def _execute(self, folder: Path) -> None:
        ours, theirs = socket.socketpair()
        log = folder / "log"
        given = {
            "arn": self._function.arn,
            "descriptor": theirs.fileno(),
            "event": self._event,
            "function_name": self._function.name,
            "handler": self._function.handler,
            "memory_mib": self._function.memory_mib,
            "request_id": str(uuid.uuid4()),
            "speed": self._speed,
            "timeout_seconds": self._function.timeout_seconds,
        }
        with ours, log.open("wb") as output:
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-B", str(RUNTIME), json.dumps(given)],
                    cwd=folder / "task",
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            threading.Thread(target=self._answer, args=(ours.dup(),), daemon=True).start()
            code = self._wait(self._process)
        self.log = log.read_text(errors="replace")
        self.error = self._describe(code)

    def _wait(self, process: "subprocess.Popen[bytes]") -> int:
        timeout = self._function.timeout_seconds
        try:
            return process.wait(min(timeout, max(timeout / self._speed, LEAST_SECONDS)))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return TIMED_OUT

    def _describe(self, code: int) -> str | None:
        if code == 0:
            return None
        if code == TIMED_OUT:
            return f"Task timed out after {self._function.timeout_seconds:.2f} seconds"
        said = [line.strip() for line in self.log.splitlines() if line.strip()][-1:]
        return said[0] if code == 1 and said else f"Runtime exited with status {code}"

    def _answer(self, channel: socket.socket) -> None:
        """Says where the function's names and connections lead, until its process ends."""
        with suppress(OSError), channel, channel.makefile("rwb") as lines:
            for line in lines:
                try:
                    place = self._place(json.loads(line))
                except Exception as problem:
                    self.problem = problem
                    return
                lines.write(json.dumps(place).encode() + b"\n")
                lines.flush()

    def _place(self, question: dict[str, Any]) -> dict[str, Any]:
        if "resolve" in question:
            return {"addresses": self._network.resolve(question["resolve"])}
        found = self._network.connect(*question["connect"])
        if isinstance(found, Reached):
            return {"at": [found.address, found.port], "tls": found.tls}
        return asdict(found) | {"refused": not isinstance(found, Dropped)}


def _environment(function: HookFunction, credentials: dict[str, str], region: str, folder: Path) -> dict[str, str]:
    """Lambda's variables, the function's own and its role's credentials; nothing of this machine's user."""
    # AWS Lambda Developer Guide, "Defined runtime environment variables".
    lambdas = {
        "AWS_DEFAULT_REGION": region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mib),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": f"{time.strftime('%Y/%m/%d')}/[$LATEST]{uuid.uuid4().hex}",
        "AWS_REGION": region,
        "LAMBDA_TASK_ROOT": str(folder / "task"),
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    }
    machine = {
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(folder),
    }
    return machine | function.environment | lambdas | credentials
