"""Which fault comes next: a worker stays with the stack that it has open, for as long as there is a fault for it."""

import threading
from collections.abc import Iterable

from rehearsal.faults.fault import Fault


class FaultQueue:
    """Faults that wait for a worker. Used by several threads."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self._waiting = list(faults)
        self._served: list[object] = []
        self._lock = threading.Lock()

    def next_for(self, last: Fault | None) -> Fault | None:
        """The next fault for the worker that has just rehearsed `last`; None when no fault waits any more."""
        with self._lock:
            if not self._waiting:
                return None
            chosen = min(self._waiting, key=lambda fault: self._cost(fault, last))
            self._waiting.remove(chosen)
            self._served.append(chosen.clock)
            return chosen

    def _cost(self, fault: Fault, last: Fault | None) -> tuple[bool, bool, bool]:
        another_stack = last is not None and fault.clock != last.clock
        # Two workers begin with two different stacks.
        taken = last is None and fault.clock in self._served
        return (another_stack, taken, last is not None and fault.variant != last.variant)
