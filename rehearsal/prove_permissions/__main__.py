"""Command line: `python -m rehearsal.prove_permissions`; status 1 when a permission is not proven."""

import argparse
import sys
from pathlib import Path

from rehearsal.failure import RehearsalError

from .mutations import all_mutations
from .release import Tried, release
from .sample import choose_sample
from .security_page import write_permissions
from .verdicts import Judged, Verdict, judge_all

PROJECT_DIR = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Proves all permissions and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="prove-permissions", description="Takes every permission away, one at a time, and looks who misses it."
    )
    parser.add_argument("--stack", default="dev", help="the stack that it begins with (default: %(default)s)")
    parser.add_argument("--verbose", action="store_true", help="every mutation, and not only those that survive")
    chosen = parser.parse_args(arguments)
    try:
        evidence, tried = release(PROJECT_DIR, chosen.stack, _say, choose_sample)
    except RehearsalError as error:
        _say(f"failed: {error}")
        return 1
    judged = judge_all(all_mutations(evidence.documents), evidence)
    _report(judged, chosen.verbose)
    disagreeing = _report_tried(tried)
    write_permissions(PROJECT_DIR, evidence, judged)
    _say(last_line(judged))
    return int(disagreeing or any(one.verdict is Verdict.SURVIVED for one in judged))


def last_line(judged: list[Judged]) -> str:
    """How many of all mutations were killed."""
    killed = sum(one.verdict is Verdict.KILLED for one in judged)
    listed = sum(one.verdict is Verdict.LISTED for one in judged)
    return f"permissions: {killed} of {len(judged)} killed ({100 * killed // len(judged)} %), {listed} listed"


def _report(judged: list[Judged], verbose: bool) -> None:
    _say("")
    for one in judged:
        if verbose or one.verdict is not Verdict.KILLED:
            _say(f"{one.verdict}  {one.mutation}: {one.reason}")


def _report_tried(tried: list[Tried]) -> bool:
    """Says how the mutations went that were really tried; whether one of them went otherwise than decided."""
    _say("")
    for one in tried:
        _say(f"tried     {one.mutation}: {'refused ' + one.refused if one.refused else 'nothing was refused'}")
    return not all(one.agrees for one in tried)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
