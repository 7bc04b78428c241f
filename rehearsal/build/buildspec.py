"""A buildspec, version 0.2, read strictly: what CodeBuild would ignore or stumble over is one sentence here."""

from dataclasses import dataclass, field
from typing import Any

from rehearsal.build.buildspec_checks import BuildspecError, Reader
from rehearsal.strict_yaml import YamlError, load_yaml

PHASES = ("install", "pre_build", "build", "post_build")
SHELLS = ("bash", "/bin/sh")
# AWS CodeBuild User Guide, "Build specification reference for CodeBuild".
TOP_LEVEL_KEYS = {"version", "run-as", "env", "proxy", "batch", "phases", "reports", "artifacts", "cache"}
ENV_KEYS = {"shell", "variables", "parameter-store", "secrets-manager", "exported-variables", "git-credential-helper"}
PHASE_KEYS = {"run-as", "on-failure", "runtime-versions", "commands", "finally"}
ARTIFACT_KEYS = {
    "files",
    "name",
    "base-directory",
    "discard-paths",
    "exclude-paths",
    "enable-symlinks",
    "s3-prefix",
    "secondary-artifacts",
}
# Known to CodeBuild and without effect on a release: a build here has one process, one user and an empty cache.
NOT_REHEARSED = ("proxy", "reports", "cache")


@dataclass(frozen=True)
class Phase:
    """One phase's commands, and what its failure means."""

    name: str
    commands: tuple[str, ...] = ()
    finally_commands: tuple[str, ...] = ()
    on_failure: str | None = None
    runtime_versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Artifacts:
    """Which files the build hands on."""

    files: tuple[str, ...]
    base_directory: str = "."
    discard_paths: bool = False
    exclude_paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Buildspec:
    """A buildspec whose every key is known and of the right type."""

    phases: tuple[Phase, ...]
    shell: str = "/bin/sh"
    variables: dict[str, str] = field(default_factory=dict)
    parameter_store: dict[str, str] = field(default_factory=dict)
    secrets_manager: dict[str, str] = field(default_factory=dict)
    exported_variables: tuple[str, ...] = ()
    artifacts: Artifacts | None = None
    not_rehearsed: tuple[str, ...] = ()


def parse_buildspec(text: str) -> Buildspec:
    """The buildspec in this text, or a BuildspecError with what is wrong and where."""
    try:
        document = load_yaml(text)
    except YamlError as error:
        where = f" at line {error.line}" if error.line else ""
        raise BuildspecError(f"the buildspec is not YAML{where}: {error}") from None
    top = Reader("buildspec", document, TOP_LEVEL_KEYS)
    _check_version(top)
    _check_user(top)
    if "batch" in top.values:
        raise BuildspecError("batch: a batch build is not rehearsed, the pipeline starts one build")
    env = Reader("env", top.values.get("env", {}), ENV_KEYS)
    return Buildspec(
        phases=_phases(top),
        shell=env.choice("shell", SHELLS, "/bin/sh"),
        variables=env.texts_by_name("variables"),
        parameter_store=env.texts_by_name("parameter-store"),
        secrets_manager=env.texts_by_name("secrets-manager"),
        exported_variables=_exported_variables(env),
        artifacts=_artifacts(top),
        not_rehearsed=tuple(key for key in NOT_REHEARSED if key in top.values),
    )


def _check_version(top: Reader) -> None:
    if "version" not in top.values:
        raise BuildspecError("version: is missing, it must be 0.2")
    # YAML makes a number of it, CodeBuild accepts both spellings.
    if str(top.values["version"]) != "0.2":
        raise BuildspecError(f"version: got {top.values['version']}, only 0.2 runs its commands in one environment")


def _check_user(reader: Reader) -> None:
    user = reader.values.get("run-as", "root")
    if user != "root":
        raise BuildspecError(f"{reader.path('run-as')}: got {user}, the rehearsal runs every command as one user")


def _phases(top: Reader) -> tuple[Phase, ...]:
    if "phases" not in top.values:
        raise BuildspecError("phases: is missing, a buildspec without phases does nothing")
    phases = Reader("phases", top.values["phases"], set(PHASES))
    if not phases.values:
        raise BuildspecError(f"phases: is empty, it needs at least one of {', '.join(PHASES)}")
    return tuple(_phase(name, phases.values[name]) for name in PHASES if name in phases.values)


def _phase(name: str, value: Any) -> Phase:
    reader = Reader(f"phases.{name}", value, PHASE_KEYS)
    _check_user(reader)
    runtime_versions = reader.texts_by_name("runtime-versions")
    if runtime_versions and name != "install":
        raise BuildspecError(f"phases.{name}.runtime-versions: only phases.install has runtime versions")
    commands = reader.texts("commands")
    if not commands and not runtime_versions:
        raise BuildspecError(f"phases.{name}.commands: is missing, a phase needs at least one command")
    return Phase(name, commands, reader.texts("finally"), reader.on_failure(), runtime_versions)


def _exported_variables(env: Reader) -> tuple[str, ...]:
    """The names to export, none of which CodeBuild refuses to hand to the pipeline."""
    not_exportable = {**env.texts_by_name("parameter-store"), **env.texts_by_name("secrets-manager")}
    names = env.texts("exported-variables")
    for name in names:
        if name.startswith("AWS_"):
            raise BuildspecError(f"env.exported-variables: {name} begins with AWS_, CodeBuild does not export it")
        if name in not_exportable:
            raise BuildspecError(
                f"env.exported-variables: {name} is a parameter or a secret, CodeBuild does not export it"
            )
    return names


def _artifacts(top: Reader) -> Artifacts | None:
    if "artifacts" not in top.values:
        return None
    reader = Reader("artifacts", top.values["artifacts"], ARTIFACT_KEYS)
    if "secondary-artifacts" in reader.values:
        raise BuildspecError("artifacts.secondary-artifacts: is not rehearsed, the pipeline's build has one output")
    files = reader.texts("files")
    if not files:
        raise BuildspecError("artifacts.files: is missing, it lists the files to hand on")
    return Artifacts(
        files=files,
        base_directory=reader.text("base-directory", "."),
        discard_paths=reader.yes_or_no("discard-paths"),
        exclude_paths=reader.texts("exclude-paths"),
    )
