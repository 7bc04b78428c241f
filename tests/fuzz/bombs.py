"""Texts that are small, or not even large, and that a careless reader never gets through."""

import time
from collections.abc import Callable
from typing import Any

BILLION_LAUGHS = "a0: &a0 [lol, lol]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
MERGED_LAUGHS = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 60))
LONG_CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 3000))

YAML_BOMBS = {
    "aliases of aliases": BILLION_LAUGHS + "version: *a59\n",
    "merged aliases": MERGED_LAUGHS,
    "a chain of aliases": LONG_CHAIN,
    "an anchor within itself": "&a [*a]",
    "an anchor within itself, as a key": "&a {? *a : x}",
    "opened and never closed": "[" * 50_000,
    "maps in maps": "{a: " * 50_000,
    "block in block": "".join(" " * n + "a:\n" for n in range(400)),
    "a list in a list": "- " * 40_000,
    "a million characters": "x" * 1_000_000,
    "many keys": "".join(f"k{n}: v\n" for n in range(12_000)),
    "a number of many digits": "version: " + "9" * 50_000,
    "a sexagesimal number": "version: " + ":".join(["1"] * 20_000) + ".5",
    "question marks": "? " * 40_000,
    "quotes": '"' + "\\n" * 45_000,
}
JSON_BOMBS = {
    "opened and never closed": "[" * 500_000,
    "arrays in arrays": "[" * 500_000 + "]" * 500_000,
    "objects in objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "deep, though Python could": '{"containerDefinitions": ' + "[" * 500 + "]" * 500 + "}",
    "a number of many digits": '{"cpu": ' + "9" * 100_000 + "}",
    "a million keys": "{" + ",".join(f'"k{n}":1' for n in range(200_000)) + "}",
}
MOST_SECONDS = 5.0  # of this process: a loaded machine does not count


def within_seconds(act: Callable[[], Any]) -> Any:
    """What the act gives, unless it took too long."""
    started = time.process_time()
    try:
        return act()
    finally:
        assert time.process_time() - started < MOST_SECONDS
