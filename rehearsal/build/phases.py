"""A build's phases in CodeBuild's order: which one follows a failure, what `finally` is for, when a build fails."""

import re
import time
from dataclasses import dataclass

from rehearsal.build.buildspec import Phase
from rehearsal.build.log import BuildLog
from rehearsal.build.shell import CommandTimeoutError, Shell

# AWS CodeBuild User Guide, "Build specification reference", on-failure: RETRY without a number.
DEFAULT_RETRIES = 3
# The build ends after a failure of these; after one of `build`, post_build still runs ("Build phase transitions").
ENDING_PHASES = ("install", "pre_build")


@dataclass(frozen=True)
class PhaseResult:
    """How one phase ended; `reason` is empty when it succeeded."""

    name: str
    status: str
    seconds: float
    reason: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether every command of it did."""
        return self.status == "SUCCEEDED"


def run_phases(phases: tuple[Phase, ...], shell: Shell, log: BuildLog, deadline: float) -> list[PhaseResult]:
    """Runs the phases one after the other, to the end or to the failure that ends the build."""
    results: list[PhaseResult] = []
    for phase in phases:
        failed = any(not result.succeeded for result in results)
        shell.variables["CODEBUILD_BUILD_SUCCEEDING"] = "0" if failed else "1"
        result = _run_with_retries(phase, shell, log, deadline)
        results.append(result)
        if result.status == "TIMED_OUT" or (not result.succeeded and _ends_the_build(phase)):
            break
    return results


def _ends_the_build(phase: Phase) -> bool:
    if phase.on_failure == "CONTINUE":
        return False
    return phase.on_failure == "ABORT" or phase.name in ENDING_PHASES


def _run_with_retries(phase: Phase, shell: Shell, log: BuildLog, deadline: float) -> PhaseResult:
    retries, pattern = _retries(phase.on_failure)
    while True:
        first_line = len(log.lines)
        result = _run_phase(phase, shell, log, deadline)
        text = "\n".join(log.lines[first_line:])
        if result.status != "FAILED" or retries == 0 or not re.search(pattern, text):
            return result
        retries -= 1
        log.write(f"Retrying phase {phase.name.upper()}")


def _retries(on_failure: str | None) -> tuple[int, str]:
    """How often a failed phase runs again, and what its output must hold for that."""
    if on_failure is None or not on_failure.startswith("RETRY"):
        return 0, ""
    _, _, rest = on_failure.partition("-")
    count, _, pattern = rest.partition("-")
    if count.isdigit():
        return int(count), pattern
    return DEFAULT_RETRIES, rest


def _run_phase(phase: Phase, shell: Shell, log: BuildLog, deadline: float) -> PhaseResult:
    name = phase.name.upper()
    started = time.monotonic()
    log.write(f"Entering phase {name}")
    if phase.runtime_versions:
        log.write(f"Runtime versions are those of this machine, not {phase.runtime_versions}")
    try:
        reason = _run_commands(phase.commands, shell, log, deadline)
        # `finally` runs after a failure too, and its own failure fails the phase.
        reason = _run_commands(phase.finally_commands, shell, log, deadline) or reason
        status = "FAILED" if reason else "SUCCEEDED"
    except CommandTimeoutError:
        reason, status = "the build's time is over", "TIMED_OUT"
    reason = log.masked(reason)
    result = PhaseResult(name, status, time.monotonic() - started, reason)
    write_end(result, log, _code(status))
    return result


def write_end(phase: PhaseResult, log: BuildLog, code: str = "CLIENT_ERROR") -> None:
    """Adds how a phase ended; a success is not shown, the next phase's beginning tells it."""
    ended = f"Phase complete: {phase.name} State: {phase.status}"
    if phase.succeeded:
        log.keep(ended)
        return
    log.write(ended)
    log.write(f"Phase context status code: {code} Message: {phase.reason}")


def _run_commands(commands: tuple[str, ...], shell: Shell, log: BuildLog, deadline: float) -> str:
    """Runs the commands to the first that fails; why it did, or nothing."""
    for command in commands:
        log.write_command(command)
        first_line = len(log.lines)
        status = shell.run(command, log.write_output, deadline)
        if status != 0:
            output = [line for line in log.lines[first_line:] if line.strip()]
            # What a command said last is nearly always why it failed; a long block of lines is not.
            said = output[-1] if output else command.strip().splitlines()[0]
            return f"exit status {status}: {said}"
    return ""


def _code(status: str) -> str:
    return "BUILD_TIMED_OUT" if status == "TIMED_OUT" else "COMMAND_EXECUTION_ERROR"
