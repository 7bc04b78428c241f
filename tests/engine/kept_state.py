"""A kept state, moved to an account that holds the same resources under other ids."""

import json
from collections.abc import Iterator
from typing import Any

from pulumi import automation

SHORTEST_ID = 8
"""Shorter texts are words and numbers, no ids."""


def moved_to(kept: dict[str, Any], here: automation.Deployment) -> automation.Deployment:
    """The kept state with the ids, ARNs and addresses that the same resources have here; nothing else changes.

    An id is found by comparing what both states say of one resource's outputs.
    """
    now = {resource["urn"]: resource for resource in here.deployment["resources"]}
    pairs: dict[str, str] = {}
    for resource in kept["deployment"]["resources"]:
        if resource["urn"] in now:
            for key in ("id", "outputs"):
                pairs.update(_differing(resource.get(key), now[resource["urn"]].get(key)))
    text = json.dumps(kept["deployment"])
    # The longest first: an ARN holds the id of what it names.
    for old in sorted(pairs, key=len, reverse=True):
        text = text.replace(json.dumps(old)[1:-1], json.dumps(pairs[old])[1:-1])
    return automation.Deployment(version=kept["version"], deployment=json.loads(text))


def _differing(kept: Any, now: Any) -> Iterator[tuple[str, str]]:
    if isinstance(kept, dict) and isinstance(now, dict):
        for key in kept.keys() & now.keys():
            yield from _differing(kept[key], now[key])
    elif isinstance(kept, list) and isinstance(now, list):
        for one, other in zip(kept, now, strict=False):
            yield from _differing(one, other)
    elif isinstance(kept, str) and isinstance(now, str) and kept != now and _is_id(kept):
        yield kept, now


def _is_id(text: str) -> bool:
    return len(text) >= SHORTEST_ID and not any(character in text for character in "{\n ")
