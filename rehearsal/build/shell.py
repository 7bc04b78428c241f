"""One shell for all commands of a build: variables and directory carry over, an `exit` ends one command only."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Reads the variables that are not exported, runs the command, and writes down what the next command starts with.
# The command is sourced from a file, so that what it says on the way (line numbers, quotes) is its own.
_RUN = r"""
__names_before=" $(compgen -v | tr '\n' ' ') "
while IFS= read -r -d '' __name && IFS= read -r -d '' __value; do
  printf -v "$__name" '%s' "$__value"
done < "$__state/variables"
__keep() {
  __status=$?
  set +eux
  env -0 > "$__state/exported"
  pwd > "$__state/directory"
  : > "$__state/variables"
  local __exported=" $(compgen -e | tr '\n' ' ') "
  for __name in $(compgen -v); do
    case "$__name" in __*|PIPESTATUS|FUNCNAME|BASH*|LINENO|RANDOM|SECONDS|SRANDOM|EPOCH*|_) continue ;; esac
    case "$__names_before$__exported" in *" $__name "*) continue ;; esac
    printf '%s\0%s\0' "$__name" "${!__name}" >> "$__state/variables"
  done
  exit "$__status"
}
trap __keep EXIT
. "$__state/command"
"""
OWN_VARIABLES = ("__state", "SHLVL", "_", "PWD", "OLDPWD")
SECONDS_TO_READ_THE_REST = 1.0


class CommandTimeoutError(Exception):
    """The build's time is over; the command and all it started have been ended."""


@dataclass
class Shell:
    """Runs commands one after the other with bash, each with the variables and in the directory the one before left."""

    variables: dict[str, str]
    directory: Path
    state_directory: Path

    def __post_init__(self) -> None:
        self.state_directory.mkdir(parents=True, exist_ok=True)
        (self.state_directory / "variables").write_bytes(b"")
        self._groups_left_running: list[int] = []

    def run(self, command: str, write: Callable[[str], None], deadline: float) -> int:
        """Runs one command, hands on its output line by line, and answers its exit status."""
        (self.state_directory / "command").write_text(command + "\n")
        process = subprocess.Popen(
            ["bash", "--noprofile", "--norc", "-c", _RUN],
            env={**self.variables, "__state": str(self.state_directory)},
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # A group of its own, so that a timeout ends what the command started too.
            start_new_session=True,
        )
        reader = threading.Thread(target=_hand_on, args=(process, write), daemon=True)
        reader.start()
        try:
            status = process.wait(timeout=max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise CommandTimeoutError from None
        finally:
            # A process that was left in the background keeps the pipe open; its output is not waited for.
            reader.join(SECONDS_TO_READ_THE_REST)
        self._carry_over()
        if _is_running(process.pid):
            self._groups_left_running.append(process.pid)
        return status

    def close(self) -> None:
        """Ends what commands left running in the background: the build's container would be gone now."""
        for group in self._groups_left_running:
            if _is_running(group):
                os.killpg(group, signal.SIGKILL)
        self._groups_left_running.clear()

    def value_of(self, name: str) -> str | None:
        """A variable's value after the last command, exported or not."""
        return self.variables.get(name, self._not_exported().get(name))

    def _carry_over(self) -> None:
        exported = self.state_directory / "exported"
        if exported.exists():
            pairs = (entry.split("=", 1) for entry in exported.read_text().split("\0") if "=" in entry)
            self.variables = {name: value for name, value in pairs if name not in OWN_VARIABLES}
        directory = self.state_directory / "directory"
        if directory.exists():
            left_in = Path(directory.read_text().rstrip("\n"))
            self.directory = left_in if left_in.is_dir() else self.directory

    def _not_exported(self) -> dict[str, str]:
        entries = (self.state_directory / "variables").read_text().split("\0")
        return dict(zip(entries[0::2], entries[1::2], strict=False))


def _is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _hand_on(process: "subprocess.Popen[str]", write: Callable[[str], None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        write(line.rstrip("\n"))
