"""An embedded AWS to use by hand: `python -m rehearsal.engine.serve` starts it and prints what to export.

The `pulumi` command of a person then finds the rehearsal's providers on PATH, and they find the embedded AWS.
"""

import argparse
import os
import shlex
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.engine.command import find_pulumi
from rehearsal.engine.local import engine_environment

# The executable's name, and the module that serves it.
PLUGINS = {
    "pulumi-resource-aws": "rehearsal.engine.plugin aws",
    "pulumi-resource-awsx": "rehearsal.engine.plugin awsx",
    "pulumi-resource-blue-green-ecs-pipeline": "blue_green_ecs_pipeline",
}
ROOT = Path(__file__).resolve().parents[2]


# Of the person's own; with one of them set, boto3 would look for something that is not there.
UNSET = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "PULUMI_ACCESS_TOKEN", "PULUMI_STACK")


@dataclass(frozen=True)
class Served:
    """Where to find an embedded AWS, and the providers for it."""

    variables: dict[str, str]
    plugins: Path
    """The folder to put before PATH."""

    def environment(self) -> str:
        """What a shell reads to get there."""
        exports = [f"export {name}={shlex.quote(value)}" for name, value in self.variables.items()]
        return "\n".join(
            [f"unset {' '.join(UNSET)}", *exports, f'export PATH={shlex.quote(str(self.plugins))}:"$PATH"', ""]
        )


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A context with an embedded AWS, and with plugins, home and backend in this folder."""
    with EmbeddedAws() as aws:
        inside = aws.environment()
        names = [name for name in inside if name.startswith("AWS_") or name.lower() == "no_proxy"]
        variables = {**{name: inside[name] for name in sorted(names)}, **engine_environment(folder)}
        yield Served(variables, write_plugins(folder / "plugins"))


def write_plugins(folder: Path) -> Path:
    """Write the executables that the engine looks for."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in PLUGINS.items():
        script = folder / name
        paths = os.pathsep.join(str(path) for path in (ROOT, ROOT / "components"))
        script.write_text(
            "#!/bin/sh\n"
            # The engine hands its own address on as the last argument.
            f'PYTHONPATH={shlex.quote(paths)} exec {shlex.quote(sys.executable)} -m {module} "$@"\n'
        )
        script.chmod(0o755)
    return folder


def main() -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="rehearsal.engine.serve", description=__doc__)
    parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="embedded-aws-") as name, served(Path(name)) as found:
        file = Path(name) / "environment"
        file.write_text(found.environment())
        if find_pulumi() is None:
            print("# The command pulumi is not on PATH; it is needed where you go on.")
        print(found.environment())
        print(f"# In another terminal, until Ctrl-C here:\n#   source {file}")
        print("#   pulumi stack init dev && pulumi up")
        print(
            "# Pulumi adds a line to Pulumi.dev.yaml, the salt of this backend: git restore Pulumi.dev.yaml", flush=True
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("# gone, with everything in it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
