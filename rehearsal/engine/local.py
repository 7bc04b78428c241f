"""Pulumi's own engine on the embedded AWS, in one process: for tests and scripts over the Automation API."""

import contextlib
import os
import runpy
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml
from pulumi import automation

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.engine.awsx import AwsxProvider
from rehearsal.engine.command import find_pulumi
from rehearsal.engine.frugal import frugal_command
from rehearsal.engine.provider import AwsProvider
from rehearsal.engine.server import ProviderServer
from rehearsal.failure import RehearsalError

Program = Callable[[], Any]
# Another engine's settings would make it another engine: a backend, a token, a stack of the person's own.
FOREIGN = "PULUMI_"


class LocalEngine:
    """A context with an empty embedded AWS, both providers, and an empty backend in a folder of its own."""

    def __init__(self, aws: EmbeddedAws | None = None, checkpoints: bool = False) -> None:
        self.aws = aws or EmbeddedAws()
        """The account; given one, it is the caller's to open and close."""
        self.checkpoints = checkpoints
        """Write the state after every step, as Pulumi does by itself, or once at the end of an operation, which takes
        half the time; only an engine that is killed tells the difference."""
        self.folder = Path()
        """Home, backend and work folders; gone with the context."""
        self._owned = aws is None
        self._variables: dict[str, str] = {}
        self._cleanup = ExitStack()

    def __enter__(self) -> "LocalEngine":
        if find_pulumi() is None:
            raise RehearsalError("the command pulumi is not on PATH", step="engine")
        with ExitStack() as started:
            self.folder = Path(started.enter_context(tempfile.TemporaryDirectory(prefix="rehearsal-engine-")))
            if self._owned:
                started.enter_context(self.aws)
            aws = started.enter_context(ProviderServer(AwsProvider(self.aws)))
            awsx = started.enter_context(ProviderServer(AwsxProvider()))
            started.enter_context(_without_foreign_settings())
            self._variables = engine_environment(self.folder) | {
                "PULUMI_DEBUG_PROVIDERS": f"aws:{aws.port},awsx:{awsx.port}",
            }
            if not self.checkpoints:
                self._variables["PULUMI_SKIP_CHECKPOINTS"] = "true"
            self._cleanup = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    def environment(self) -> dict[str, str]:
        """The variables that lead the `pulumi` command to this engine's backend and providers."""
        return dict(self._variables)

    def stack(
        self,
        name: str = "dev",
        program: Program | None = None,
        project_dir: Path | None = None,
        config: Mapping[str, Any] | None = None,
    ) -> automation.Stack:
        """The stack of this name, made where there is none.

        Args:
            name: Whose Pulumi.<name>.yaml is used, where project_dir has one.
            program: Registers the resources; left out, it is the project's own `__main__.py`.
            project_dir: The folder with Pulumi.yaml. Nothing in it is written. A program without one has no settings.
            config: Over the stack's file, by full key: {"aws:region": "eu-central-1"}; None takes a key away.
        """
        work_dir = self.folder / "work" / name
        if program is None:
            project_dir = project_dir or Path()
        project, secrets = copy_settings(project_dir, work_dir, name, config or {})
        stack = automation.create_or_select_stack(
            stack_name=name,
            project_name=project,
            program=program or main_of(project_dir or Path()),
            opts=automation.LocalWorkspaceOptions(
                work_dir=str(work_dir),
                env_vars=self.environment(),
                pulumi_home=self._variables["PULUMI_HOME"],
                pulumi_command=frugal_command(),
            ),
        )
        for key in secrets:
            stack.set_config(key, automation.ConfigValue("[secret]", secret=True))
        return stack


def engine_environment(folder: Path) -> dict[str, str]:
    """Home, backend and passphrase in this folder; no look for updates and no download."""
    home, backend = folder / "home", folder / "backend"
    home.mkdir(exist_ok=True)
    backend.mkdir(exist_ok=True)
    return {
        "PULUMI_HOME": str(home),
        "PULUMI_BACKEND_URL": f"file://{backend}",
        "PULUMI_CONFIG_PASSPHRASE": "rehearsal",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }


def main_of(project_dir: Path) -> Program:
    """The project's own program."""
    folder = project_dir.resolve()
    main = folder / "__main__.py"
    if not main.is_file():
        raise RehearsalError(f"there is no __main__.py in {folder}", step="engine")

    def program() -> None:
        with contextlib.chdir(folder):
            runpy.run_path(str(main), run_name="__main__")

    return program


def copy_settings(
    project_dir: Path | None, work_dir: Path, stack: str, config: Mapping[str, Any]
) -> tuple[str, tuple[str, ...]]:
    """Write the project's and the stack's settings into work_dir; answers with the project's name and secret keys.

    A secret of the real stack can be opened with its own key only: it is left out, and its key is in the answer.
    """
    work_dir.mkdir(parents=True, exist_ok=True)
    project = _read(project_dir / "Pulumi.yaml") if project_dir else {"name": "rehearsal", "runtime": "python"}
    (work_dir / "Pulumi.yaml").write_text(yaml.safe_dump(project))
    target = work_dir / f"Pulumi.{stack}.yaml"
    before = _read(target)
    values = (_read(project_dir / target.name) if project_dir else {}).get("config") or {}
    secrets = tuple(key for key, value in values.items() if isinstance(value, dict) and set(value) == {"secure"})
    values = {key: value for key, value in {**values, **config}.items() if value is not None and key not in secrets}
    # The salt of this engine's own passphrase, once there is one.
    salt = {key: before[key] for key in ("encryptionsalt",) if key in before}
    target.write_text(yaml.safe_dump({**salt, "config": values}))
    return str(project["name"]), secrets


def _read(path: Path) -> dict[str, Any]:
    return (yaml.safe_load(path.read_text()) or {}) if path.is_file() else {}


@contextlib.contextmanager
def _without_foreign_settings() -> Any:
    """The Automation API hands the whole environment on to the command."""
    foreign = {name: value for name, value in os.environ.items() if name.startswith(FOREIGN)}
    for name in foreign:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(foreign)
