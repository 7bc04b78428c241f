"""Command line: `python -m rehearsal.wiring` breaks one wire at a time; status 1 when too few are noticed."""

import argparse
import sys
from pathlib import Path

from .derived import derive
from .mutation import Mutation, Unusable
from .proof import NotGreen, Verdict, prove, rehearse_unbroken, summary

LEAST_PERCENT = 95.0


def main(arguments: list[str] | None = None) -> int:
    """Proves what the arguments ask for and returns the exit status."""
    parser = argparse.ArgumentParser(prog="rehearsal.wiring", description=__doc__)
    parser.add_argument("mutations", nargs="?", type=Path, help="JSON lines; without it a set derived from the inputs")
    chosen = parser.parse_args(arguments)
    try:
        asked = _read(chosen.mutations) if chosen.mutations else None
        registered = rehearse_unbroken()
        print(
            f"unbroken: green, {sum(map(len, registered.values()))} resources in {len(registered)} stacks", flush=True
        )
        verdicts: list[Verdict] = []
        for verdict in prove(derive(registered) if asked is None else asked, registered):
            verdicts.append(verdict)
            print(" ".join(str(verdict).split()), flush=True)
    except (NotGreen, Unusable, OSError) as error:
        print(f"failed: {error}")
        return 1
    line, share = summary(verdicts)
    print(line)
    return 0 if share >= LEAST_PERCENT else 1


def _read(file: Path) -> list[Mutation]:
    mutations = []
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if line.strip():
            try:
                mutations.append(Mutation.parse(line))
            except Unusable as error:
                raise Unusable(f"{file}, line {number}: {error}") from None
    return mutations


if __name__ == "__main__":
    sys.exit(main())
