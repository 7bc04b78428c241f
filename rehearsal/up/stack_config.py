"""A stack's configuration from Pulumi.yaml and Pulumi.<stack>.yaml, as Pulumi's command hands it to a program."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rehearsal.failure import RehearsalError


@dataclass(frozen=True)
class StackConfig:
    """What a program can ask of its configuration."""

    project: str
    stack: str
    values: dict[str, str]
    secret_keys: tuple[str, ...]


def read_stack_config(project_dir: Path, stack: str) -> StackConfig:
    """The project's name, and the stack's values over the project's defaults."""
    project = _mapping(project_dir / "Pulumi.yaml")
    name = project["name"]
    values: dict[str, str] = {}
    for key, declared in (project.get("config") or {}).items():
        default = declared.get("default", declared.get("value")) if isinstance(declared, dict) else declared
        if default is not None:
            values[_full_key(name, key)] = _text(default)
    secret_keys = []
    for key, value in (_mapping(project_dir / f"Pulumi.{stack}.yaml").get("config") or {}).items():
        full = _full_key(name, key)
        if isinstance(value, dict) and set(value) == {"secure"}:
            # It can be opened with the stack's own key only; the rehearsal has none, and needs none.
            values[full] = "[secret]"
            secret_keys.append(full)
        else:
            values[full] = _text(value)
    return StackConfig(name, stack, values, tuple(secret_keys))


def _mapping(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise RehearsalError(f"there is no {path.name} in {path.parent}", step="up")
    return yaml.safe_load(path.read_text()) or {}


def _full_key(project: str, key: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
