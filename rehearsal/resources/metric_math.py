"""Expressions over metrics, as alarms and scaling policies have them: each names queries that are there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.resources.registry import InvalidProperty

# Amazon CloudWatch User Guide, "Using math expressions": ids start with a small letter, functions are capitals.
_ID = re.compile(r"[a-z][A-Za-z0-9_]*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def require_connected(queries: list[Mapping[str, Any]], path: str, metric: str, returned: bool) -> None:
    """Ids are good, each query is an expression or a metric, and exactly one of them is what is looked at.

    Args:
        queries: In Pulumi's words.
        path: Where they stand.
        metric: The property of a query that holds its metric.
        returned: Whether a query returns its data where the program says nothing.
    """
    ids = [str(query.get("id")) for query in queries]
    for number, query in enumerate(queries):
        here = f"{path}[{number}]"
        if not _ID.fullmatch(ids[number]) or ids.count(ids[number]) > 1:
            raise InvalidProperty(f"{here}.id", f"got {ids[number]!r}, allowed is a new name with a small first letter")
        if bool(query.get("expression")) == bool(query.get(metric)):
            raise InvalidProperty(here, f"needs either expression or {metric}")
        for name in _names(str(query.get("expression") or "")):
            if name not in ids:
                raise InvalidProperty(f"{here}.expression", f"there is no query {name}")
    looked_at = sum(1 for query in queries if query.get("returnData", returned) in (True, "true"))
    if looked_at != 1:
        raise InvalidProperty(path, f"{looked_at} of them return data, allowed is one")


def _names(expression: str) -> Iterator[str]:
    return (name for name in _NAME.findall(_QUOTED.sub("", expression)) if _ID.fullmatch(name))
