"""The project's folder: its name, its stacks' files and its program."""

import contextlib
import runpy
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pulumi
import yaml

from automation.errors import AutomationError

HERE = Path(__file__).resolve().parents[1]
"""The folder of the project that this package belongs to."""


@dataclass(frozen=True)
class Project:
    """A folder with a Pulumi.yaml and a __main__.py."""

    folder: Path
    name: str

    @classmethod
    def at(cls, folder: Path | str = HERE) -> "Project":
        """The project in this folder.

        Raises:
            AutomationError: there is none.
        """
        folder = Path(folder).resolve()
        for file in ("Pulumi.yaml", "__main__.py"):
            if not (folder / file).is_file():
                raise AutomationError(f"{folder} has no {file}; name the folder of a Pulumi project with --project")
        return cls(folder, str(_mapping(folder / "Pulumi.yaml").get("name", "")))

    def stack_names(self) -> list[str]:
        """The stacks that have a file of settings."""
        return sorted(file.name.split(".")[1] for file in self.folder.glob("Pulumi.*.yaml"))

    def settings_file(self, stack: str) -> Path:
        """Pulumi.<stack>.yaml; of a name with organization and project, the last part counts.

        Raises:
            AutomationError: there is none, so that a misspelt stack is not made a new one.
        """
        file = self.folder / f"Pulumi.{stack.split('/')[-1]}.yaml"
        if not file.is_file():
            known = ", ".join(self.stack_names()) or "none yet"
            raise AutomationError(f"{stack}: there is no {file.name} in {self.folder}; stacks with a file: {known}")
        return file

    def config(self, stack: str) -> Mapping[str, Any]:
        """The stack's settings as its file has them, with full keys; what is encrypted stays so."""
        config = _mapping(self.settings_file(stack)).get("config") or {}
        return {key if ":" in key else f"{self.name}:{key}": value for key, value in config.items()}

    def group(self, stack: str, name: str) -> Mapping[str, Any]:
        """One group of settings, such as `source`; empty where the file has none."""
        group = self.config(stack).get(f"{self.name}:{name}")
        return group if isinstance(group, dict) else {}

    def program(self) -> Callable[[], None]:
        """The project's __main__.py as a function that the engine can call."""
        main = self.folder / "__main__.py"

        def program() -> None:
            with contextlib.chdir(self.folder):
                try:
                    runpy.run_path(str(main), run_name="__main__")
                except (pulumi.RunError, grpc.RpcError):
                    # Refused settings have their own words, and a call to the engine says why it failed.
                    raise
                except Exception as error:
                    raise pulumi.RunError(f"the program failed: {_said(error, self.folder)}") from None

        return program


def _said(error: Exception, folder: Path) -> str:
    """The error and where in the project it was raised, without the way there."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(folder)]
    where = f" ({Path(frames[-1].filename).relative_to(folder)}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"


def _mapping(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise AutomationError(f"{file} is not YAML that can be read: {' '.join(str(error).split())}") from None
    return content if isinstance(content, dict) else {}
