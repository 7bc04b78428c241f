"""Writes the schema that the component's package serves, so that a change of it is seen in a diff.

python -m tools.schema                what is served today: components/schema.json
python -m tools.schema --released     today's schema is released now: components/schema.released.json
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from blue_green_ecs_pipeline.provider import PackageProvider

COMPONENTS = Path(__file__).parents[1] / "components"
SCHEMA = COMPONENTS / "schema.json"
RELEASED_SCHEMA = COMPONENTS / "schema.released.json"


def project_version() -> str:
    """The version in the package's pyproject.toml."""
    version: str = tomllib.loads((COMPONENTS / "pyproject.toml").read_text())["project"]["version"]
    return version


def served_schema(version: str) -> dict[str, Any]:
    """What the package answers when it is asked for its schema."""
    schema: dict[str, Any] = json.loads(PackageProvider(version).schema or "{}")
    return schema


def render_schema() -> str:
    """The schema as the file holds it."""
    return json.dumps(served_schema(project_version()), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> None:
    """Write the one file or the other."""
    file = RELEASED_SCHEMA if arguments == ["--released"] else SCHEMA
    file.write_text(render_schema())


if __name__ == "__main__":
    main(sys.argv[1:])
