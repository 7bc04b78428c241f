"""YAML from outside, read so that no file hangs the reader and nothing in it is overlooked.

A file of a few lines may stand for billions (aliases of aliases), nest deeper than any stack, or say a key twice, of
which a reader silently takes one. All of these are refused before a single value is made.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from rehearsal.strict_text import unusable_character

# Far more than any file of a release has; reading this much takes about a second.
MAX_CHARACTERS = 100_000
MAX_VALUES = 10_000
MAX_DEPTH = 30


class YamlError(ValueError):
    """What is wrong with the text, on one line."""

    def __init__(self, problem: str, mark: Any = None) -> None:
        super().__init__(" ".join(problem.split()))
        self.line: int | None = mark.line + 1 if mark else None


def load_yaml(text: str) -> Any:
    """What the text stands for.

    Raises:
        YamlError: for everything that is not one plain document of a usual size.
    """
    if len(text) > MAX_CHARACTERS:
        raise YamlError(f"it has {len(text)} characters, at most {MAX_CHARACTERS} are read")
    try:
        _Size().check(yaml.parse(text, Loader=yaml.SafeLoader))
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise YamlError(error.problem or str(error), error.problem_mark) from None
    except (yaml.YAMLError, OverflowError, ValueError) as error:
        if isinstance(error, YamlError):
            raise
        # A date like 2026-13-45, or a number beyond Python's limits.
        raise YamlError(str(error)) from None


class _Size:
    """Counts what the events stand for with every alias written out."""

    def __init__(self) -> None:
        self._values = 0
        self._anchors: dict[str, tuple[int, int]] = {}
        """The number of values and the height of what each anchor names."""
        self._open: list[tuple[str | None, int]] = []
        """The anchor of each collection that is still open, and the count at its start."""
        self._heights: list[int] = []

    def check(self, events: Iterator[Any]) -> None:
        """Ends at the first event that is too much."""
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                self._check_node(event)
            if isinstance(event, yaml.CollectionStartEvent):
                self._add(event, 1, 1)
                self._open.append((event.anchor, self._values))
                self._heights.append(1)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.AliasEvent):
                self._add(event, *self._size_of(event))
            elif isinstance(event, yaml.ScalarEvent):
                self._add(event, 1, 0)
                if event.anchor:
                    self._anchors[event.anchor] = (1, 0)

    def _check_node(self, event: Any) -> None:
        # A tag makes something else of a text than what stands there; no file of a release needs one.
        if getattr(event, "tag", None) not in (None, "!"):
            raise YamlError(f"the tag {event.tag} is not read", event.start_mark)
        if isinstance(event, yaml.ScalarEvent) and (found := unusable_character(event.value)):
            raise YamlError(found, event.start_mark)

    def _size_of(self, event: Any) -> tuple[int, int]:
        if event.anchor not in self._anchors:
            # An anchor within itself, or none at all.
            raise YamlError(f"*{event.anchor} names nothing that ends before it", event.start_mark)
        return self._anchors[event.anchor]

    def _add(self, event: Any, values: int, height: int) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            raise YamlError(f"it stands for more than {MAX_VALUES} values", event.start_mark)
        if len(self._open) + height > MAX_DEPTH:
            raise YamlError(f"it nests deeper than {MAX_DEPTH}", event.start_mark)
        if self._heights:
            self._heights[-1] = max(self._heights[-1], height + 1)

    def _close(self) -> None:
        anchor, before = self._open.pop()
        height = self._heights.pop()
        if anchor:
            self._anchors[anchor] = (self._values - before + 1, height)
        if self._heights:
            self._heights[-1] = max(self._heights[-1], height + 1)


class _Loader(yaml.SafeLoader):
    """The safe loader, which takes no key twice."""

    def compose_mapping_node(self, anchor: Any) -> Any:
        """As composed, unless two of its keys are the same."""
        node = super().compose_mapping_node(anchor)
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in seen:
                    raise YamlError(f"the key {key.value!r} stands there twice", key.start_mark)
                seen.add((key.tag, key.value))
        return node
