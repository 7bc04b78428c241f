"""The rules for a buildspec's keys and types, and their wording."""

import difflib
import re
from collections.abc import Collection
from typing import Any

VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ON_FAILURE = re.compile(r"ABORT|CONTINUE|RETRY(-\d{1,3})?(-.+)?")


class BuildspecError(Exception):
    """A buildspec that cannot be used: the key, what is wrong with it, and what is allowed."""


class Reader:
    """One mapping of the buildspec, whose keys are known and whose values are read by type."""

    def __init__(self, place: str, values: Any, known_keys: Collection[str]) -> None:
        self.place = place
        if not isinstance(values, dict):
            raise BuildspecError(f"{place}: got {_kind(values)}, it must be a mapping")
        self.values: dict[str, Any] = values
        for key in values:
            if key not in known_keys:
                raise BuildspecError(f"{self.path(key)}: is no key of a buildspec{_nearest(str(key), known_keys)}")

    def path(self, key: Any) -> str:
        """A key with the keys above it, as a person would look for it."""
        return str(key) if self.place == "buildspec" else f"{self.place}.{key}"

    def text(self, key: str, default: str) -> str:
        """A text; a number counts as one, as in CodeBuild."""
        return self._as_text(self.path(key), self.values.get(key, default))

    def choice(self, key: str, allowed: Collection[str], default: str) -> str:
        """A text out of a few."""
        value = self.text(key, default)
        if value not in allowed:
            raise BuildspecError(f"{self.path(key)}: got {value}, allowed are {' and '.join(allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text."""
        value = self.values.get(key, [])
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            raise BuildspecError(f"{self.path(key)}: got {_kind(value)}, it must be a list of texts")
        return tuple(self._as_text(f"{self.path(key)}[{index}]", item) for index, item in enumerate(value))

    def texts_by_name(self, key: str) -> dict[str, str]:
        """Texts by the name of a variable, or of a runtime."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise BuildspecError(f"{self.path(key)}: got {_kind(value)}, it must be a mapping of names to texts")
        for name in value:
            if not VARIABLE_NAME.fullmatch(str(name)):
                raise BuildspecError(f"{self.path(key)}: {name} cannot be the name of a variable")
            if str(name).startswith("CODEBUILD_"):
                raise BuildspecError(f"{self.path(key)}: {name} begins with CODEBUILD_, which is reserved")
        return {str(name): self._as_text(f"{self.path(key)}.{name}", item) for name, item in value.items()}

    def yes_or_no(self, key: str) -> bool:
        """YAML's own yes and no, or the quoted words."""
        value = self.values.get(key, False)
        words = {"yes": True, "no": False, "true": True, "false": False}
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        raise BuildspecError(f"{self.path(key)}: got {value}, allowed are yes and no")

    def on_failure(self) -> str | None:
        """What a phase's failure means, in CodeBuild's words."""
        value = self.values.get("on-failure")
        if value is None:
            return None
        if not isinstance(value, str) or not ON_FAILURE.fullmatch(value):
            raise BuildspecError(f"{self.path('on-failure')}: got {value}, allowed are ABORT, CONTINUE and RETRY")
        return value

    def _as_text(self, path: str, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise BuildspecError(f"{path}: got {_kind(value)}, it must be a text")
        return str(value)


def _kind(value: Any) -> str:
    names = {dict: "a mapping", list: "a list", bool: "yes or no", str: "a text", type(None): "nothing"}
    return names.get(type(value), "a number")


def _nearest(key: str, known_keys: Collection[str]) -> str:
    close = difflib.get_close_matches(key, sorted(known_keys), 1)
    return f"; did you mean {close[0]}?" if close else f", known are {', '.join(sorted(known_keys))}"
