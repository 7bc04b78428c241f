"""The programs whose wiring is broken: this project with a stack of its own, in a folder of its own."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PROJECT_DIR = Path(__file__).resolve().parents[2]
STACKS = Path(__file__).parent / "stacks"
CERTIFICATE = "<certificate>"
PROJECT_FILES = ("__main__.py", "Pulumi.yaml")
PROJECT_FOLDERS = ("application", "buildspec")


@dataclass(frozen=True)
class Program:
    """One stack of the project."""

    name: str
    project_dir: Path

    @property
    def stack_file(self) -> Path:
        """Its settings."""
        return self.project_dir / f"Pulumi.{self.name}.yaml"

    def prepare(self, aws: Any) -> None:
        """What the stack refers to and does not make: a certificate for its domain."""
        text = self.stack_file.read_text()
        if CERTIFICATE not in text:
            return
        config = yaml.safe_load(text)["config"]
        domain = config["blue-green-ecs-pipeline:loadBalancer"]["domainName"]
        arn = aws.client("acm").request_certificate(DomainName=domain)["CertificateArn"]
        self.stack_file.write_text(text.replace(CERTIFICATE, arn))


def copy_program(name: str, folder: Path) -> Program:
    """A copy that a run may change."""
    folder.mkdir()
    for file in PROJECT_FILES:
        shutil.copy(PROJECT_DIR / file, folder / file)
    for tree in PROJECT_FOLDERS:
        shutil.copytree(PROJECT_DIR / tree, folder / tree, ignore=shutil.ignore_patterns("__pycache__"))
    own = STACKS / f"Pulumi.{name}.yaml"
    source = own if own.exists() else PROJECT_DIR / f"Pulumi.{name}.yaml"
    shutil.copy(source, folder / f"Pulumi.{name}.yaml")
    return Program(name, folder)


PROGRAMS = ("dev", "everything")
