"""The machine's own docker, where its engine answers: it builds, and is never asked to log in, to tag or to push."""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from rehearsal.build.docker_standin.errors import DockerError
from rehearsal.build.registry import Blob, render_manifest

SECONDS_TO_ANSWER = 10


class Engine:
    """A docker command further along PATH, and the version of the engine behind it."""

    def __init__(self, command: str, version: str, environment: dict[str, str]) -> None:
        self.command = command
        self.version = version
        self._environment = environment

    @classmethod
    def find(cls, own_directory: Path, environment: dict[str, str]) -> "Engine | None":
        """The machine's engine, or None where there is no docker or none that answers."""
        folders = [folder for folder in environment.get("PATH", "").split(os.pathsep) if folder]
        others = [folder for folder in folders if Path(folder).resolve() != own_directory.resolve()]
        command = shutil.which("docker", path=os.pathsep.join(others))
        if command is None:
            return None
        try:
            answer = subprocess.run(
                [command, "version", "--format", "{{.Server.Version}}"],
                env=environment,
                capture_output=True,
                text=True,
                timeout=SECONDS_TO_ANSWER,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        version = answer.stdout.strip()
        return cls(command, version, environment) if answer.returncode == 0 and version else None

    def build(self, options: list[str], context: str) -> str:
        """Builds without a name, which would stay on the machine, and answers the image's manifest."""
        with tempfile.TemporaryDirectory() as folder:
            id_file = Path(folder) / "image-id"
            self._run("build", *options, "--iidfile", str(id_file), context)
            archive = Path(folder) / "image.tar"
            self._run("save", "--output", str(archive), id_file.read_text().strip())
            return _manifest_of(archive)

    def _run(self, *arguments: str) -> None:
        done = subprocess.run([self.command, *arguments], env=self._environment, check=False)
        if done.returncode != 0:
            raise DockerError(f"ERROR: the machine's docker {arguments[0]} ended with status {done.returncode}")


def _manifest_of(archive: Path) -> str:
    with tarfile.open(archive) as tar:

        def read(name: str) -> bytes:
            member = tar.extractfile(name)
            if member is None:
                raise DockerError(f"ERROR: the machine's docker saved an image without {name}")
            return member.read()

        described = json.loads(read("manifest.json"))[0]
        return render_manifest(
            Blob.of(read(described["Config"])), [Blob.of(read(layer)) for layer in described["Layers"]]
        )
