"""Reads a TypeScript program that is no more than imports, resources with literal args, and exports."""

import json
import re
from dataclasses import dataclass
from typing import Any

_STRING = r'"(?:[^"\\]|\\.)*"'


@dataclass(frozen=True)
class MadeResource:
    """`const variable = new Class("name", {...})`"""

    variable: str
    class_name: str
    name: str
    inputs: dict[str, Any]


def imports(program: str) -> dict[str, str]:
    """Each imported name, and the module that it is from."""
    found = re.findall(rf"^import {{(.*?)}} from ({_STRING});$", program, re.MULTILINE)
    return {name.strip(): json.loads(module) for names, module in found for name in names.split(",")}


def made_resources(program: str) -> list[MadeResource]:
    """What the program makes, in order."""
    pattern = rf"^const (\w+) = new (\w+)\(({_STRING}), (\{{.*?^\}})\);$"
    found = re.findall(pattern, program, re.MULTILINE | re.DOTALL)
    return [
        MadeResource(variable, class_name, json.loads(name), literal(inputs))
        for variable, class_name, name, inputs in found
    ]


def exported(program: str) -> dict[str, tuple[str, str]]:
    """`export const url = web.url;`: the name, then the variable and its property."""
    found = re.findall(r"^export const (\w+) = (\w+)\.(\w+);$", program, re.MULTILINE)
    return {name: (variable, key) for name, variable, key in found}


def literal(text: str) -> Any:
    """An object literal as JSON has it: its keys in quotes, and no comma at an end.

    Raises:
        ValueError: when there is more in it than literals.
    """
    tokens = re.findall(rf"{_STRING}|[A-Za-z_$][\w$]*|[^\s\w]|[\w.]+", text)
    spelled = []
    for position, token in enumerate(tokens):
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        if token == "," and following in ("}", "]"):
            continue
        spelled.append(json.dumps(token) if following == ":" and not token.startswith('"') else token)
    return json.loads(" ".join(spelled))
