"""The stack of the faults: one of the project's own, with what a fault needs laid over it."""

import shutil
from pathlib import Path
from typing import Any

import yaml

VARIANTS = Path(__file__).parent / "stacks"
BASE = "base"
PROJECT_FILES = ("__main__.py", "Pulumi.yaml")
PROJECT_FOLDERS = ("application", "buildspec")


def copy_project(project_dir: Path, folder: Path) -> Path:
    """What an up and a build need of the project, to be changed at will."""
    folder.mkdir(parents=True)
    for name in PROJECT_FILES:
        shutil.copy2(project_dir / name, folder / name)
    for name in PROJECT_FOLDERS:
        shutil.copytree(project_dir / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def write_stack_config(project_dir: Path, folder: Path, stack: str, variant: str) -> None:
    """The stack's own config with that of all faults and that of the variant over it."""
    config = _read(project_dir / f"Pulumi.{stack}.yaml")
    for name in (BASE, variant):
        config = merge(config, _read(VARIANTS / f"Pulumi.{name}.yaml"))
    (folder / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": config}, sort_keys=False))


def merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Mappings key by key; anything else of `over` wins, and null takes a key away."""
    merged = {key: value for key, value in under.items() if over.get(key, ...) is not None}
    for key, value in over.items():
        if value is None:
            continue
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _read(file: Path) -> dict[str, Any]:
    return dict((yaml.safe_load(file.read_text()) or {}).get("config") or {})
