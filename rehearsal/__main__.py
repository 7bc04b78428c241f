"""Command line: `python -m rehearsal` runs one rehearsal of this checkout; status 1 when something fails."""

import argparse
import contextlib
import shutil
import sys
import threading
from pathlib import Path

import pulumi

from rehearsal.deploy import Clock
from rehearsal.failure import RehearsalError
from rehearsal.run import Options, run

PROJECT_DIR = Path(__file__).resolve().parents[1]
# Green has an hour of AWS's time to become healthy; faster than this, a process could hardly start in it.
FASTEST = 1000


def main(arguments: list[str] | None = None) -> int:
    """Runs what the arguments ask for and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="rehearsal", description="One blue/green release on an embedded AWS, under steady traffic."
    )
    parser.add_argument("--stack", default="dev", help="whose Pulumi.<stack>.yaml is used (default: %(default)s)")
    parser.add_argument(
        "--speed", type=_speed, default=60, help="how much faster than in AWS the waits pass (default: %(default)s)"
    )
    parser.add_argument(
        "--engine",
        action=argparse.BooleanOptionalAction,
        default=shutil.which("pulumi") is not None,
        help="run the program on Pulumi's own engine (default: where the pulumi command is on PATH)",
    )
    parser.add_argument("--keep", action="store_true", help="leave the application running at the end, to look at")
    chosen = parser.parse_args(arguments)
    options = Options(
        project_dir=PROJECT_DIR,
        stack=chosen.stack,
        engine=chosen.engine,
        clock=Clock(speed=chosen.speed),
        keep=_wait if chosen.keep else None,
    )
    try:
        report = run(options, _say)
    # RunError is what a program raises to say what is wrong with it, a refused setting for example.
    except (RehearsalError, pulumi.RunError) as error:
        _say(f"failed: {error}")
        return 1
    except KeyboardInterrupt:
        _say("stopped")
        return 130
    for line in ("", *report.table(), "", report.last_line):
        _say(line)
    return 0


def _speed(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 1 <= float(text) <= FASTEST:
            return float(text)
    raise argparse.ArgumentTypeError(f"got {text}, allowed are 1 to {FASTEST}")


def _say(line: str) -> None:
    print(line, flush=True)


def _wait(url: str) -> None:
    # Said inside: a Ctrl-C may come as soon as the line is out.
    try:
        _say(f"\nthe page is at {url} until Ctrl-C")
        threading.Event().wait()
    except KeyboardInterrupt:
        _say("")


if __name__ == "__main__":
    sys.exit(main())
