"""The lifecycle events of one deployment: run in order, written down with their times."""

import time
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from rehearsal.metrics.store import NotMeasured

from .clock import Clock
from .record import DeploymentRecord
from .result import FAILED, SKIPPED, SUCCEEDED, DeploymentFailure, LifecycleEvent
from .routing import NotModelled


class Lifecycle:
    """Runs each event once, whoever began the deployment."""

    def __init__(self, record: DeploymentRecord, clock: Clock, out: Callable[[str], None]) -> None:
        self.current = "Start"
        self._record = record
        self._clock = clock
        self._out = out

    def run(self, name: str, act: Callable[[], None]) -> None:
        """One event; one that has succeeded before is not repeated."""
        if self.has_succeeded(name):
            return
        self.current = name
        began = time.monotonic()
        self._out(name)
        try:
            act()
        except (BotoCoreError, ClientError, NotModelled, NotMeasured) as error:
            failure = DeploymentFailure(name, "INTERNAL_ERROR", str(error))
            self._note(name, FAILED, began, failure.reason)
            raise failure from error
        except DeploymentFailure as failure:
            self._note(name, FAILED, began, failure.reason)
            raise
        self._note(name, SUCCEEDED, began)

    def has_succeeded(self, name: str) -> bool:
        """Whether this event is over."""
        return any(event.name == name and event.status == SUCCEEDED for event in self._record.events)

    def skip(self, names: list[str]) -> None:
        """Writes down what will not happen any more."""
        known = {event.name for event in self._record.events}
        for name in names:
            if name not in known:
                self._note(name, SKIPPED, time.monotonic())

    def _note(self, name: str, status: str, began: float, message: str = "") -> None:
        started, took = began - self._record.started, time.monotonic() - began
        speed = self._clock.speed
        self._record.events.append(LifecycleEvent(name, status, started, took, message, started * speed, took * speed))
