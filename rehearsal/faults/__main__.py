"""Command line: `python -m rehearsal.faults` rehearses every fault; status 1 when one is not within its bounds."""

import argparse
import sys
from pathlib import Path

from rehearsal.faults.catalogue import FAULTS, choose_faults
from rehearsal.faults.documentation import write_documentation
from rehearsal.faults.fault import FaultResult
from rehearsal.faults.table import last_line, render_table
from rehearsal.faults.workers import rehearse_all

PROJECT_DIR = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Runs what the arguments ask for and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="rehearsal.faults",
        description="Releases that go wrong, on an embedded AWS, under steady traffic.",
        epilog="The faults: " + "; ".join(f"{fault.number} {fault.name}" for fault in FAULTS),
    )
    parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="which faults (default: all)")
    parser.add_argument(
        "--stack", default="dev", help="on whose Pulumi.<stack>.yaml they are based (default: %(default)s)"
    )
    parser.add_argument("--workers", type=int, default=2, help="how many processes (default: %(default)s)")
    parser.add_argument("--verbose", action="store_true", help="say what each deployment does")
    parser.add_argument("--write-docs", action="store_true", help="write the measured figures into the documentation")
    chosen = parser.parse_args(arguments)
    try:
        faults = choose_faults(chosen.numbers)
    except KeyError as unknown:
        parser.error(f"there is no fault {unknown.args[0]}; there are {', '.join(fault.number for fault in FAULTS)}")
    if chosen.write_docs and len(faults) < len(FAULTS):
        parser.error("--write-docs writes about all faults: name none")
    try:
        results = rehearse_all(
            faults, PROJECT_DIR, chosen.stack, max(1, chosen.workers), _say_done, _say if chosen.verbose else _be_silent
        )
    except KeyboardInterrupt:
        _say("stopped")
        return 130
    for line in ("", *render_table(results), "", last_line(results)):
        _say(line)
    within_bounds = all(result.within_bounds for result in results)
    if chosen.write_docs and within_bounds:
        write_documentation(PROJECT_DIR, results)
    return 0 if within_bounds else 1


def _say_done(result: FaultResult) -> None:
    found = "within bounds" if result.within_bounds else "out of bounds"
    _say(f"{result.number:>3}  {result.name}: {found} ({result.took_seconds:.1f} s)")


def _say(line: str) -> None:
    print(line, flush=True)


def _be_silent(line: str) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main())
