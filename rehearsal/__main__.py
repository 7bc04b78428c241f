"""Command line: `python -m rehearsal` runs one rehearsal of this checkout; status 1 when something fails."""

import argparse
import sys
import threading
from pathlib import Path

from blue_green_ecs_pipeline import ConfigurationError
from rehearsal.failure import RehearsalError
from rehearsal.run import Options, run


def main(arguments: list[str] | None = None) -> int:
    """Runs what the arguments ask for and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="rehearsal", description="One blue/green release on an embedded AWS, under steady traffic."
    )
    parser.add_argument("--stack", default="dev", help="whose Pulumi.<stack>.yaml is used (default: %(default)s)")
    parser.add_argument("--keep", action="store_true", help="leave the application running at the end, to look at")
    chosen = parser.parse_args(arguments)
    options = Options(
        project_dir=Path(__file__).resolve().parents[1], stack=chosen.stack, keep=_wait if chosen.keep else None
    )
    try:
        report = run(options, _say)
    except (RehearsalError, ConfigurationError) as error:
        _say(f"failed: {error}")
        return 1
    except KeyboardInterrupt:
        _say("stopped")
        return 130
    for line in ("", *report.table(), "", report.last_line):
        _say(line)
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _wait(url: str) -> None:
    _say(f"\nthe page is at {url} until Ctrl-C")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        _say("")


if __name__ == "__main__":
    sys.exit(main())
