"""When a deployment said what."""

import threading
import time
from collections.abc import Callable


class Timeline:
    """The lines that a deployment writes, with their moments. Times are those of time.monotonic()."""

    def __init__(self, out: Callable[[str], None]) -> None:
        self.lines: list[tuple[float, str]] = []
        self._out = out
        self._changed = threading.Condition()

    def note(self, line: str) -> None:
        """What the executor calls."""
        with self._changed:
            self.lines.append((time.monotonic(), line))
            self._changed.notify_all()
        self._out(line)

    @staticmethod
    def now() -> float:
        """This moment."""
        return time.monotonic()

    def first(self, start: str, after: float = 0.0) -> float | None:
        """When the first line that starts so came."""
        return next((at for at, line in list(self.lines) if at >= after and line.startswith(start)), None)

    def last(self, start: str, after: float = 0.0) -> float | None:
        """When the last one came."""
        return next((at for at, line in reversed(self.lines) if at >= after and line.startswith(start)), None)

    def wait_for(self, start: str, seconds: float) -> float:
        """Returns at that line; TimeoutError when it does not come."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.first(start) is not None, seconds):
                raise TimeoutError(f"no line that starts with {start!r} within {seconds:g} s")
        found = self.first(start)
        assert found is not None
        return found
