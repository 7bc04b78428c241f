"""How hard the fuzz tests try: a few fixed examples among the other tests, many new ones in `make fuzz`."""

import os
from typing import Any

from hypothesis import HealthCheck, settings

FACTOR = int(os.environ.get("FUZZ", "0"))
"""Times the examples of an ordinary run; unset or 0 is an ordinary run."""


def examples(usual: int) -> Any:
    """The settings of a property that an ordinary run tries on this many examples, always the same ones."""
    return settings(
        max_examples=usual * max(FACTOR, 1),
        derandomize=not FACTOR,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
