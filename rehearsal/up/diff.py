"""What differs between the recorded inputs of a resource and those that the program gives now."""

import copy
import re
from collections.abc import Iterable
from typing import Any

from rehearsal.resources.convert import same_value
from rehearsal.up.properties import is_unknown
from rehearsal.up.state import Properties

# A step of a property path: a name, an index or a quoted name: `a.b[0]["c"]`.
_STEP = re.compile(r'\["([^"]*)"\]|\[(\d+|\*)\]|([^.\[\]]+)')
_MISSING = object()


def changed_properties(old: Properties, new: Properties) -> tuple[str, ...]:
    """The inputs that are not the same; one that is not known yet counts as changed."""
    keys = [*old, *(key for key in new if key not in old)]
    return tuple(key for key in keys if is_unknown(new.get(key)) or not _same(old.get(key), new.get(key)))


def without_ignored(old: Properties, new: Properties, ignored: Iterable[str]) -> Properties:
    """The new inputs, with what the program ignores taken from the old ones, as Pulumi's engine does."""
    result = copy.deepcopy(new)
    for path in ignored:
        _copy(old, result, _steps(path))
    return result


def _same(old: Any, new: Any) -> bool:
    if old is None or new is None:
        return old is None and new is None
    return same_value(old, new)


def _steps(path: str) -> list[str]:
    return [next(part for part in match if part) for match in _STEP.findall(path)]


def _copy(old: Any, new: Any, steps: list[str]) -> None:
    step, *rest = steps
    if step == "*":
        for every in range(min(len(old), len(new))) if isinstance(new, list) else list(new):
            _copy(old, new, [str(every), *rest])
        return
    old_value = _get(old, step)
    if rest:
        new_value = _get(new, step)
        if isinstance(old_value, dict | list) and isinstance(new_value, dict | list):
            _copy(old_value, new_value, rest)
    elif old_value is _MISSING:
        if isinstance(new, dict):
            new.pop(step, None)
    else:
        new[int(step) if isinstance(new, list) else step] = copy.deepcopy(old_value)


def _get(container: Any, step: str) -> Any:
    if isinstance(container, list):
        return container[int(step)] if step.isdecimal() and int(step) < len(container) else _MISSING
    return container.get(step, _MISSING) if isinstance(container, dict) else _MISSING
