"""One hook from its invocation to its answer."""
from collections.abc import Callable
from typing import Any


class HookRunner:
    def __init__(self, aws: Any, front: Any, clock: Any, out: Callable[[str], None]) -> None:
        pass

    def run(self, event: str, function: str, record: Any, check: Callable[[], None]) -> None:
        from ..result import DeploymentFailure
        raise DeploymentFailure(event, "NOT_REHEARSED", f"hook {function} cannot be rehearsed yet")
