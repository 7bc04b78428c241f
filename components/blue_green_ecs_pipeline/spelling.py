"""How settings and their values are spelled in messages."""

import difflib
import inspect
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

MIN_PREFIX_CHARACTERS = 3
MAX_SHOWN_CHARACTERS = 120


@dataclass(frozen=True)
class ConfigKey:
    """A key of Pulumi config that is no setting's; not a str, so that it never passes for a name in Python."""

    text: str


def camel_case(key: str) -> str:
    """test_port as Pulumi config spells it: testPort."""
    first, *rest = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def below(setting: str, key: Any) -> str:
    """The setting one level further down, such as service.environment.PORT."""
    text = _shortened(printable(str(key)))
    last = text if text and "." not in text and " " not in text else json.dumps(text, ensure_ascii=False)
    return f"{setting}.{last}" if setting else last


def nearest(key: str, legal: Iterable[str]) -> str:
    """The legal key that was probably meant, or nothing."""
    spelled = {_bare(candidate): candidate for candidate in legal}
    bare = _bare(key)[:MAX_SHOWN_CHARACTERS]
    matches = difflib.get_close_matches(bare, spelled, n=1)
    if not matches and len(bare) >= MIN_PREFIX_CHARACTERS:
        matches = [word for word in spelled if word.startswith(bare) or bare.startswith(word)]
    return spelled[matches[0]] if matches else ""


def is_output(value: Any) -> bool:
    """Whether the value is known only later."""
    return isinstance(value, pulumi.Output) or inspect.isawaitable(value)


def got(value: Any) -> str:
    """A refused value in a few words, on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _shortened(json.dumps(printable(value), ensure_ascii=False))
    if isinstance(value, int):
        # Python refuses to write out numbers of thousands of digits.
        return str(value) if value.bit_length() < 64 else "a number of more than 18 digits"
    if isinstance(value, float):
        return str(value)
    if is_output(value):
        return "an Output"
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, Sequence | set | frozenset):
        return "an empty list" if not value else "a list"
    return "something else"


def printable(text: str) -> str:
    """The text without what would break or garble a line."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_SHOWN_CHARACTERS else f"{text[:MAX_SHOWN_CHARACTERS]}..."


def _bare(key: str) -> str:
    return key.replace("_", "").replace("-", "").lower()
