"""Writes the parts of the component into its README: what each takes, what it gives, from the kept schema."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.generated_part import write_part
from tools.schema import SCHEMA

README = Path(__file__).parents[1] / "components" / "README.md"
BEGIN = "<!-- parts -->"
END = "<!-- /parts -->"
HEADER = "| part | what it is | settings | needs of others | outputs |\n|---|---|---|---|---|\n"


def render_table(schema: Mapping[str, Any]) -> str:
    """The table, as Markdown: one row a resource."""
    rows = (_row(token.rpartition(":")[2], resource) for token, resource in schema["resources"].items())
    return HEADER + "".join(rows)


def _row(name: str, resource: Mapping[str, Any]) -> str:
    required = resource["requiredInputs"]
    needed = [key for key in resource["inputProperties"] if key in required]
    optional = [key for key in resource["inputProperties"] if key not in required]
    cells = [
        f"`{name}`",
        _first_paragraph(resource["description"]).removesuffix("."),
        _listed(optional),
        _listed(needed) or "nothing",
        _listed(resource["properties"]),
    ]
    return f"| {' | '.join(cells)} |\n"


def _first_paragraph(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())


def _listed(keys: Any) -> str:
    return ", ".join(f"`{key}`" for key in keys)


if __name__ == "__main__":
    write_part(README, BEGIN, END, render_table(json.loads(SCHEMA.read_text())))
