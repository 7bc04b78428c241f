"""Writes the config block of Pulumi.yaml: every group of settings with its description."""

from pathlib import Path
from typing import Any

import yaml

from tools.documented_settings import group_descriptions, required_groups
from tools.generated_part import write_part

PULUMI_YAML = Path(__file__).parents[1] / "Pulumi.yaml"
BEGIN = "# <settings> written by `make generate`"
END = "# </settings>"


def render_config() -> str:
    """The config block, as YAML.

    A declared group without a default is one that Pulumi insists on, so every group has an empty one, but for the
    group with a required key. What the settings are by default, the component alone knows.
    """
    required = required_groups()
    groups: dict[str, dict[str, Any]] = {}
    for group, description in group_descriptions().items():
        groups[group] = {"type": "object", "description": description}
        if group not in required:
            groups[group]["default"] = {}
    return yaml.safe_dump({"config": groups}, sort_keys=False, width=120)


if __name__ == "__main__":
    write_part(PULUMI_YAML, BEGIN, END, render_config())
