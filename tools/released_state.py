"""Writes the state that today's dev stack leaves behind, with every release: `python -m tools.released_state 0.1.0`.

The tests update it with the component of their day. It needs the `pulumi` command.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from rehearsal.engine.local import LocalEngine

ROOT = Path(__file__).parents[1]
STATES = ROOT / "tests" / "engine" / "states"
# What differs from one run, or one checkout, to the next, and decides nothing.
OF_THE_RUN = ("created", "modified", "sourcePosition", "stackTrace")


def export_dev_stack() -> dict[str, Any]:
    """The dev stack's state after its first up on an embedded AWS."""
    with LocalEngine() as engine:
        stack = engine.stack("dev", project_dir=ROOT)
        stack.up()
        exported = stack.export_stack()
    deployment = dict(exported.deployment or {})
    resources = [
        {key: value for key, value in resource.items() if key not in OF_THE_RUN} for resource in deployment["resources"]
    ]
    return {"version": exported.version, "deployment": {**deployment, "resources": resources}}


def checksum(file: Path) -> str:
    """What CHANGELOG.md says of the file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> None:
    """Write the file, and say what belongs into CHANGELOG.md."""
    parser = argparse.ArgumentParser(prog="tools.released_state", description=__doc__)
    parser.add_argument("version")
    version = parser.parse_args().version
    file = STATES / f"{version}.json"
    file.write_text(json.dumps(export_dev_stack(), indent=1, sort_keys=True) + "\n")
    print(f"CHANGELOG.md, below {version}: state of this release: {file.relative_to(ROOT)}, SHA-256 {checksum(file)}")


if __name__ == "__main__":
    main()
