"""The mistakes that this project's own proof makes: one of each kind for each wire of each resource."""

import re
from collections.abc import Iterator
from typing import Any

from .mutation import Mutation, parse_text
from .outcome import Key
from .proof import Inputs
from .wires import ACCOUNT, EMPTY, MISSING, OFF_BY_ONE, OTHER, REGION, TYPO, UNKNOWN, WIRES

EVERY = "*"
OTHER_ACCOUNT, OTHER_REGION = "999999999999", "eu-west-1"
ACCOUNT_ID, REGION_NAME = re.compile(r"\b\d{12}\b"), re.compile(r"\b[a-z]{2}-[a-z]+-\d\b")


def derive(registered: Inputs) -> list[Mutation]:
    """The mistakes, for the resources of all programs; what several of them register is broken once."""
    merged: dict[Key, dict[str, Any]] = {}
    for of_program in registered.values():
        for key, value in of_program.items():
            merged.setdefault(key, value)
    found = []
    for (token, name), inputs in merged.items():
        for wire_token, pattern, mistakes in WIRES:
            if wire_token != token:
                continue
            for path, value in _places(inputs, pattern.split(".")):
                for mistake in mistakes:
                    if mutation := _break(token, name, ".".join(path), value, mistake):
                        found.append(mutation)
    return list(dict.fromkeys(found))


def _places(holder: Any, pattern: list[str], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Where a pattern leads in these inputs, texts of JSON and YAML opened."""
    if not pattern:
        yield before, holder
        return
    if isinstance(holder, str):
        holder = parse_text(holder)
    keys = [str(key) for key in (holder if isinstance(holder, dict) else range(len(holder or ())))]
    for key in keys if pattern[0] == EVERY else [key for key in keys if key == pattern[0]]:
        value = holder[key] if isinstance(holder, dict) else holder[int(key)]
        yield from _places(value, pattern[1:], (*before, key))


def _break(token: str, name: str, path: str, value: Any, mistake: str) -> Mutation | None:
    if mistake == MISSING:
        return Mutation(token, name, path, remove=True)
    broken = _broken(value, mistake)
    # What is the same afterwards is no mistake: a value without an account in it, for example.
    return None if broken is None or broken == value else Mutation(token, name, path, value=broken)


def _broken(value: Any, mistake: str) -> Any:
    if mistake.startswith("="):
        return mistake[1:]
    if mistake.startswith(OTHER):
        return mistake.removeprefix(OTHER)
    if mistake == OFF_BY_ONE:
        return int(value) + 1 if not isinstance(value, bool) else None
    if mistake == "not":
        return not value
    if mistake == EMPTY:
        return ""
    text = str(value)
    if mistake == ACCOUNT:
        return ACCOUNT_ID.sub(OTHER_ACCOUNT, text)
    if mistake == REGION:
        return REGION_NAME.sub(OTHER_REGION, text)
    assert mistake in (TYPO, UNKNOWN), mistake
    return f"{text[:-1]}{'y' if text[-1:] == 'x' else 'x'}" if mistake == TYPO else f"{text}X"
