"""What a build tells this docker, by environment variables, and how it comes first on PATH."""

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT_DIRECTORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class StandinSettings:
    """The folders of one build's docker, and whether its container has a docker daemon."""

    home: Path
    image_store: Path
    commands: Path
    has_daemon: bool

    def to_environment(self) -> dict[str, str]:
        """The variables that hand these settings on."""
        return {
            "REHEARSAL_DOCKER_HOME": str(self.home),
            "REHEARSAL_IMAGE_STORE": str(self.image_store),
            "REHEARSAL_DOCKER_COMMANDS": str(self.commands),
            "REHEARSAL_DOCKER_DAEMON": "yes" if self.has_daemon else "no",
        }

    @classmethod
    def from_environment(cls) -> "StandinSettings":
        """The settings of the build that this process runs in."""
        return cls(
            home=Path(os.environ["REHEARSAL_DOCKER_HOME"]),
            image_store=Path(os.environ["REHEARSAL_IMAGE_STORE"]),
            commands=Path(os.environ["REHEARSAL_DOCKER_COMMANDS"]),
            has_daemon=os.environ["REHEARSAL_DOCKER_DAEMON"] == "yes",
        )


def install_command(settings: StandinSettings) -> None:
    """Writes the `docker` command into the folder that a build puts first on PATH."""
    settings.commands.mkdir(parents=True, exist_ok=True)
    settings.home.mkdir(parents=True, exist_ok=True)
    command = settings.commands / "docker"
    # PYTHONPATH for this one process: the build's own commands do not see it. -u keeps errors below what was printed.
    command.write_text(
        "#!/bin/sh\n"
        f"PYTHONPATH={shlex.quote(str(PROJECT_DIRECTORY))} exec {shlex.quote(sys.executable)} -u "
        '-m rehearsal.build.docker_standin "$@"\n'
    )
    command.chmod(0o755)
