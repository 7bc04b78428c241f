"""Writes the rules of the policy pack into its README: what each asks, its level and its options, from the rules."""

import sys
from pathlib import Path
from typing import Any

from tools.generated_part import write_part

FOLDER = Path(__file__).parents[1] / "policy"
README = FOLDER / "README.md"
BEGIN = "<!-- rules -->"
END = "<!-- /rules -->"
HEADER = "| rule | what it asks | why | how to comply | level | options |\n|---|---|---|---|---|---|\n"


def policy_table() -> str:
    """The tables, as Markdown: one a family, one row a rule."""
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    from guardrails import FAMILIES

    parts = (f"### {family}\n\n{HEADER}{''.join(_row(each) for each in rules)}" for family, rules in FAMILIES.items())
    return "\n".join(parts)


def _row(policy: Any) -> str:
    _what, why, fix = policy.description.split("\n")
    options = ", ".join(
        f"`{name}` ({_value(schema['default'])})"
        for name, schema in policy.config_schema.properties.items()
        if name not in ("exceptions", "stacks")
    )
    cells = [
        f"`{policy.name}`",
        policy.display_name,
        why.removeprefix("Why: "),
        fix.removeprefix("Fix: "),
        policy.enforcement_level.value,
        options,
    ]
    return f"| {' | '.join(cells)} |\n"


def _value(default: Any) -> str:
    if isinstance(default, list):
        return ", ".join(str(each) for each in default) or "none"
    return str(default or "none")


if __name__ == "__main__":
    write_part(README, BEGIN, END, policy_table())
