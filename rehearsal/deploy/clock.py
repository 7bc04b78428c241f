"""The rehearsal's clock: what a deployment waits for takes a part of its time."""

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """How much faster than in AWS the time passes.

    A request takes the same time here as there, so what bounds a request in flight has a factor of its own.
    """

    speed: float = 60.0
    """Divides what is only waited for: traffic steps, termination, health check intervals, restarts, time limits."""
    request_speed: float = 1.0
    """Divides what bounds a request in flight: deregistration delay, stop timeout, health check timeout."""

    def real_seconds(self, seconds: float) -> float:
        """How long a wait of so many seconds takes here."""
        return seconds / self.speed

    def real_request_seconds(self, seconds: float) -> float:
        """How long a bound of so many seconds on a request takes here."""
        return seconds / self.request_speed

    def wait(self, seconds: float, stopped: threading.Event | None = None) -> bool:
        """Waits for so many seconds of AWS's time; true when stopped came first."""
        return (stopped or threading.Event()).wait(self.real_seconds(seconds))
