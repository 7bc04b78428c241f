"""Up on the embedded AWS: of the dev program, or of a program with several components.

python -m bench.up [COMPONENTS]
"""

import sys
import tempfile
from pathlib import Path

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.up.program import up
from rehearsal.up.state import State

ROOT = Path(__file__).parents[1]

PROGRAM = """\
from blue_green_ecs_pipeline import BlueGreenEcsPipeline

for number in range({components}):
    BlueGreenEcsPipeline(f"web{{number}}", {{"source": {{"repository": f"acme/web{{number}}"}}}})
"""


def write_project(folder: Path, components: int) -> None:
    """A project whose program makes this many components, with their default settings."""
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-central-1\n")
    (folder / "__main__.py").write_text(PROGRAM.format(components=components))


def main(arguments: list[str]) -> None:
    """Up, once, into an empty account."""
    with EmbeddedAws() as aws, tempfile.TemporaryDirectory() as folder:
        project = ROOT
        if arguments:
            project = Path(folder)
            write_project(project, int(arguments[0]))
        up(aws, project, "dev", State())


if __name__ == "__main__":
    main(sys.argv[1:])
