"""One measurement: a process of its own, from its start to its end."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
KIB_IN_A_MIB = 1024
LAST_LINES = 15


class MeasuredProcessError(Exception):
    """The process that was to be measured has failed; its time says nothing."""


@dataclass(frozen=True)
class Measurement:
    """What one process and its children took. Imports are in it, as a user waits for them too."""

    wall_seconds: float
    cpu_seconds: float
    peak_mib: float
    """The largest process; children that run beside it are not added."""


def child_environment() -> dict[str, str]:
    """In which Python finds this checkout's packages."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "components"), str(ROOT)])}


def measure(*arguments: str) -> Measurement:
    """Run Python with these arguments in the repository's root and measure it.

    Raises:
        MeasuredProcessError: with the last lines of what it printed, when it fails.
    """
    with tempfile.TemporaryFile() as output:
        began_at = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=child_environment(), stdout=output, stderr=subprocess.STDOUT
        )
        # wait4 and not wait: it alone tells what this one child has used.
        _, status, usage = os.wait4(process.pid, 0)
        wall_seconds = time.monotonic() - began_at
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            lines = output.read().decode(errors="replace").splitlines()[-LAST_LINES:]
            raise MeasuredProcessError("\n".join(lines) or f"status {process.returncode} and no word")
    return Measurement(wall_seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB_IN_A_MIB)
