"""Settings as people write them, right and wrong, for whatever keys the args have: a new setting is tried by itself.

What a value may look like comes from its type, from the numbers in its documentation, and from its sample change.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args, get_origin, is_typeddict

import pulumi
from hypothesis import strategies as st

from blue_green_ecs_pipeline.args import BlueGreenEcsPipelineArgs
from blue_green_ecs_pipeline.config import python_keys
from tools import sample_changes
from tools.documented_settings import DocumentedSetting, documented_settings
from tools.sample_changes import SAMPLE_CHANGES

# What must exist before it can be referred to; another text would name what is not there.
EXISTING = {value for value in vars(sample_changes).values() if isinstance(value, str)} | set(sample_changes.SUBNETS)
SETTINGS = list(documented_settings())
SAMPLES = [python_keys(sample.after, BlueGreenEcsPipelineArgs) for sample in SAMPLE_CHANGES.values()]
"""Every sample change's settings, in Python's spelling."""

SOURCE = {"repository": "acme/web"}
MANY = 10**30


@dataclass(frozen=True)
class Later:
    """Stands for an Output until a program runs, which alone may make one."""

    value: Any


def with_outputs(value: Any) -> Any:
    """The value with an Output for every Later in it."""
    if isinstance(value, Later):
        inner = with_outputs(value.value)
        # The SDK's own constructors look into maps, and stumble over what this puts there.
        return pulumi.Output.from_input(None).apply(lambda _: inner)
    if isinstance(value, dict):
        return {key: with_outputs(item) for key, item in value.items()}
    return [with_outputs(item) for item in value] if isinstance(value, list) else value


class Thing:
    """Something that is no value of any setting, and says nothing useful when printed."""

    def __repr__(self) -> str:
        return "two\nlines"


TEXTS = (
    st.text(max_size=12)
    | st.sampled_from(
        [
            "",
            " ",
            "\n",
            "\0",
            "\ud800",
            "\u2028",
            "\u202e",
            "${x}",
            "{{x}}",
            "<IMAGE1_NAME>",
            "'",
            '"',
            "\\",
            "../..",
            "-x",
        ]
        + ["ééé", "日本", "true", "0", "null", "[secret]", "%", "#{a.b}", "<B>"]
    )
    | st.sampled_from([300, 5000, 100_000]).map(lambda length: "x" * length)
)
# Python refuses to write out the last one, which is why it is made when it is needed only.
NUMBERS = (
    st.integers()
    | st.floats()
    | st.sampled_from([0, -1, 1, 0.5, 3.0, MANY, -MANY, 1e308, 2**63, True])
    | st.sampled_from([5000]).map(lambda digits: 10**digits)
)
KEYS = st.text(max_size=8) | TEXTS | st.none() | st.integers() | st.tuples(st.integers()) | st.just(Thing())
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | NUMBERS
    | TEXTS
    | st.binary(max_size=4)
    | st.sampled_from([Thing(), object, ..., set()]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner)
        | st.dictionaries(KEYS, inner, max_size=3)
        | st.frozensets(st.integers(), max_size=2)
    ),
    max_leaves=6,
)


def sample_of(setting: DocumentedSetting) -> Any:
    """The setting's value in its sample change."""
    return _at(python_keys(SAMPLE_CHANGES[setting.config_key].after, BlueGreenEcsPipelineArgs), setting.path)


def plausible(setting: DocumentedSetting) -> st.SearchStrategy[Any]:
    """Values that the setting may well take, those at the edge of its limits among them."""
    sample = sample_of(setting)
    return st.just(sample) | _of_type(_type_of(setting.path), sample, _numbers_in(setting))


def _of_type(kind: Any, sample: Any, numbers: list[int]) -> st.SearchStrategy[Any]:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from([form for member in kind for form in (member, member.value)])
    if kind is bool:
        return st.booleans()
    if kind is int:
        near = sorted({number + step for number in numbers for step in (-1, 0, 1)})
        return st.sampled_from(near) | st.integers(0, 100) if near else st.integers(0, 100)
    if get_origin(kind) is Mapping:
        names = st.from_regex(r"[A-Z][A-Z_]{0,5}", fullmatch=True) | st.text(max_size=5)
        texts = st.sampled_from(list(sample.values())) if _refers(sample) else st.sampled_from(["x"]) | TEXTS
        return st.dictionaries(names, texts, max_size=3)
    if get_origin(kind) is Sequence:
        return st.lists(st.sampled_from([*sample, *numbers] if isinstance(sample[0], int) else sample), max_size=4)
    return st.just(sample) if _refers(sample) else st.builds(_edited, st.just(str(sample)), st.integers(0, 20), TEXTS)


def _edited(text: str, position: int, piece: str) -> str:
    return text[:position] + piece + text[position:] if position else piece


def _refers(value: Any) -> bool:
    """Whether the value names something outside of the component."""
    if isinstance(value, str):
        return value in EXISTING or value.startswith("arn:")
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_refers(item) for item in items)


def _numbers_in(setting: DocumentedSetting) -> list[int]:
    """The whole numbers that its documentation names as default and limits."""
    words = f"{setting.facts.get('Default', '')} {setting.facts.get('Limits', '')}"
    return [int(number.replace(",", "")) for number in re.findall(r"(?<![\w.])\d[\d,]*(?![\w.])", words)]


def _at(groups: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        groups = groups[key]
    return groups


def _type_of(path: tuple[str, ...]) -> Any:
    kind: Any = BlueGreenEcsPipelineArgs
    for key in path:
        kind = _plain(kind.__annotations__[key])
    return kind


def _plain(hint: Any) -> Any:
    """The type of a known value, without the forms of what is known later."""
    if hint in (bool, int, str) or is_typeddict(hint) or get_origin(hint) in (Mapping, Sequence):
        return hint
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _plain(get_args(hint)[0])


def put(groups: dict[Any, Any], path: tuple[str, ...], value: Any) -> None:
    """Sets one setting; what stands in the place of its group gives way."""
    for key in path[:-1]:
        if not isinstance(groups.get(key), dict):
            groups[key] = {}
        groups = groups[key]
    groups[path[-1]] = value


@st.composite
def args(draw: st.DrawFn, wrong: bool = False, later: bool = False) -> dict[Any, Any]:
    """All settings of a component: samples put together, some plausible values; with wrong ones, and Outputs."""
    groups: dict[Any, Any] = {"source": dict(SOURCE)}
    for sample in draw(st.lists(st.sampled_from(SAMPLES), max_size=3)):
        for setting in SETTINGS:
            if _has(sample, setting.path):
                put(groups, setting.path, _at(sample, setting.path))
    for setting in draw(st.lists(st.sampled_from(SETTINGS), max_size=4)):
        value = draw(plausible(setting))
        put(groups, setting.path, draw(_perhaps_later(value)) if later else value)
    for _ in range(draw(st.integers(1, 3)) if wrong else 0):
        path = draw(st.sampled_from(SETTINGS)).path
        depth = draw(st.integers(1, len(path)))
        kept = path[: depth - 1] if draw(st.booleans()) else path[:depth]
        last = (draw(KEYS),) if len(kept) < depth else ()
        value = draw(ANYTHING)
        put(groups, (*kept, *last), draw(_perhaps_later(value)) if later else value)
    return groups


def _perhaps_later(value: Any) -> st.SearchStrategy[Any]:
    if isinstance(value, dict) and value:
        return st.sampled_from([value, Later(value), {key: Later(item) for key, item in value.items()}])
    if isinstance(value, list) and value:
        return st.sampled_from([value, Later(value), [Later(item) for item in value]])
    return st.sampled_from([value, Later(value)])


def _has(groups: Any, path: tuple[str, ...]) -> bool:
    for key in path:
        if not isinstance(groups, dict) or key not in groups:
            return False
        groups = groups[key]
    return True
