"""Ctrl-C, and the signal that ends a CI job: the engine is asked to end, and we wait for it."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from automation.engine_command import EngineCommand

FINISHING = "cancelling: what has begun is finished first, and the stack unlocked; Ctrl-C again stops at once"
STOPPING = "stopping at once: what had begun may exist in AWS and not in the stack's state"
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """A context in which a signal goes to the engine instead of ending this process."""

    def __init__(self, command: EngineCommand, say: Callable[[str], None]) -> None:
        self._command, self._say = command, say
        self._before: dict[signal.Signals, Any] = {}
        self.asked = 0
        """How often the engine was asked to end."""

    @property
    def forced(self) -> bool:
        """Whether it had no time to finish what it had begun, and to unlock the stack."""
        return self.asked > 1

    def __enter__(self) -> "Interruption":
        # Python allows it there only; elsewhere the caller has to see to its own signals.
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._command.interrupt():
            raise KeyboardInterrupt
        self.asked += 1
        self._say(STOPPING if self.forced else FINISHING)
