"""Files that are nearly right: one place of a valid document broken, or one piece of its text."""

import copy
from typing import Any

from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PIECES = ["", "\0", "\t", "'", '"', "{", "}", "[", "]", ":", "- ", "&a ", "*a", "<<: *a", "!!int ", "!x ", "|", "%"]
PIECES += ["\ufeff", "\ud800", "\u2028", "? ", "---\n", "...", "null", "~", "1e999", "0_", "2026-13-45", "[" * 2000]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in a document, its own included."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in items for place in places(item, (*path, key)))]


def at(document: Any, place: tuple[Any, ...]) -> Any:
    """What stands at a place."""
    for key in place:
        document = document[key]
    return document


def put(document: Any, place: tuple[Any, ...], value: Any) -> Any:
    """A copy of the document with another value at this place."""
    if not place:
        return value
    copied = copy.deepcopy(document)
    at(copied, place[:-1])[place[-1]] = value
    return copied


def documents(valid: Any) -> st.SearchStrategy[Any]:
    """The document with one value of any type in the place of another."""
    return st.builds(lambda place, value: put(valid, place, value), st.sampled_from(places(valid)), JSON)


@st.composite
def texts(draw: st.DrawFn, valid: str) -> str:
    """The text cut off, with a piece put in, a piece left out, or a piece twice."""
    start = draw(st.integers(0, len(valid)))
    end = draw(st.integers(start, min(len(valid), start + 40)))
    kind = draw(st.sampled_from(["cut", "put in", "replace", "leave out", "twice"]))
    piece = draw(st.sampled_from(PIECES) | st.text(max_size=4))
    if kind == "cut":
        return valid[:start]
    if kind == "put in":
        return valid[:start] + piece + valid[start:]
    if kind == "replace":
        return valid[:start] + piece + valid[end:]
    if kind == "leave out":
        return valid[:start] + valid[end:]
    return valid[:end] + valid[start:]
