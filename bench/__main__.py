"""Prints what preview, up and the whole rehearsal take, and what a release carries: `make bench`."""

import os
import platform
import subprocess
import sys

from bench.measurement import ROOT, MeasuredProcessError, Measurement, child_environment, measure

SCENARIOS = {
    "import of Pulumi's packages alone": ("-m", "bench.imports", "sdks"),
    "import of the component": ("-m", "bench.imports", "component"),
    "import of its settings": ("-m", "bench.imports", "settings"),
    "preview of the dev program": ("-m", "bench.preview"),
    "up on the embedded AWS": ("-m", "bench.up"),
    "the whole rehearsal": ("-m", "rehearsal"),
    "up with 1 component": ("-m", "bench.up", "1"),
    "up with 10 components": ("-m", "bench.up", "10"),
    "up with 50 components": ("-m", "bench.up", "50"),
}
NAME_WIDTH = max(len(name) for name in SCENARIOS)


def header() -> str:
    """The first line of the table."""
    return f"{'':{NAME_WIDTH}}  {'wall s':>8}  {'cpu s':>8}  {'peak MiB':>8}"


def row(name: str, measurement: Measurement) -> str:
    """One line of the table."""
    seconds = f"{measurement.wall_seconds:8.1f}  {measurement.cpu_seconds:8.1f}"
    return f"{name:{NAME_WIDTH}}  {seconds}  {measurement.peak_mib:8.0f}"


def main() -> int:
    """Measure one scenario after the other; 1 when one of them has failed."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors; one process each, imports included")
    print(header(), flush=True)
    failed = 0
    for name, arguments in SCENARIOS.items():
        try:
            print(row(name, measure(*arguments)), flush=True)
        except MeasuredProcessError as error:
            failed = 1
            print(f"{name:{NAME_WIDTH}}  failed:\n{error}", flush=True)
    return max(failed, print_release_load())


def print_release_load() -> int:
    """The last line; 1 when a request was lost, or the release failed."""
    arguments = [sys.executable, "-m", "bench.release_load"]
    return subprocess.run(arguments, cwd=ROOT, env=child_environment(), check=False).returncode and 1


if __name__ == "__main__":
    sys.exit(main())
