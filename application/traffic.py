"""Requests in flight, and the wait for the last of them after SIGTERM."""

import threading
import time

from settings import DRAIN_SECONDS, EXIT_SECONDS, QUIET_SECONDS


class Traffic:
    """Counts requests, so that the server can end without losing one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._in_flight = 0
        self._last_request_at = 0.0
        self.draining = False

    def request_began(self) -> None:
        """A request line has been read."""
        with self._changed:
            self._in_flight += 1

    def request_ended(self) -> None:
        """Its answer has been sent, or its client has gone."""
        with self._changed:
            self._in_flight -= 1
            self._last_request_at = time.monotonic()
            self._changed.notify_all()

    def drain(self) -> int:
        """Wait until nobody asks any more; the number of requests still without an answer, 0 but for stuck clients."""
        self.draining = True
        began_at = self._last_request_at = time.monotonic()
        with self._changed:
            while (now := time.monotonic()) < began_at + EXIT_SECONDS:
                quiet_at = min(self._last_request_at + QUIET_SECONDS, began_at + DRAIN_SECONDS)
                if self._in_flight == 0 and now >= quiet_at:
                    break
                self._changed.wait(timeout=max(quiet_at - now, 0.1))
            return self._in_flight
