"""Datapoints by metric and minute of AWS's time."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol

MINUTE = 60  # the finest resolution of AWS's own metrics
PERCENTILE = "p"

MetricKey = tuple[str, str, frozenset[tuple[str, str]]]


class NotMeasured(Exception):
    """Something of CloudWatch that is not acted out here; passing over it would be a lie."""


class Speed(Protocol):
    """Of a clock, what is needed here."""

    @property
    def speed(self) -> float:
        """How many seconds of AWS's time pass in one of ours."""


class MetricStore:
    """Every value that was put, under its namespace, name and whole set of dimensions."""

    def __init__(self, clock: Speed, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._origin = monotonic()
        self._values: dict[MetricKey, dict[int, list[float]]] = {}
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds of AWS's time since the store was made."""
        return (self._monotonic() - self._origin) * self._clock.speed

    def put(
        self, namespace: str, name: str, dimensions: Mapping[str, str], value: float, at: float | None = None
    ) -> None:
        """One value, now or at a moment of AWS's time."""
        minute = int((self.now() if at is None else at) // MINUTE)
        with self._lock:
            minutes = self._values.setdefault(metric_key(namespace, name, dimensions), {})
            minutes.setdefault(minute, []).append(value)

    def statistic(
        self, namespace: str, name: str, dimensions: Mapping[str, str], statistic: str, start: float, period: int
    ) -> float | None:
        """The statistic of the period that begins at start; None without a value in it."""
        if period % MINUTE or start % period:
            raise NotMeasured(f"a period of {period} seconds from {start} on does not consist of whole minutes")
        first = int(start // MINUTE)
        with self._lock:
            minutes = self._values.get(metric_key(namespace, name, dimensions), {})
            values = [value for minute in range(first, first + period // MINUTE) for value in minutes.get(minute, ())]
        return summarize(values, statistic) if values else None

    def metrics(self) -> list[MetricKey]:
        """Every metric that has a value."""
        with self._lock:
            return list(self._values)


def metric_key(namespace: str, name: str, dimensions: Mapping[str, str]) -> MetricKey:
    """What makes a metric: for CloudWatch another set of dimensions is another metric."""
    return (namespace, name, frozenset(dimensions.items()))


def summarize(values: list[float], statistic: str) -> float:
    """One of CloudWatch's statistics of these values."""
    if statistic == "Sum":
        return sum(values)
    if statistic == "Maximum":
        return max(values)
    if statistic == "Minimum":
        return min(values)
    if statistic == "Average":
        return sum(values) / len(values)
    if statistic == "SampleCount":
        return float(len(values))
    return _percentile(values, statistic)


def _percentile(values: list[float], statistic: str) -> float:
    share = statistic.removeprefix(PERCENTILE)
    if share == statistic or not share.replace(".", "", 1).isdigit() or not 0 <= float(share) <= 100:
        raise NotMeasured(f"the statistic {statistic} is not calculated here")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * float(share) / 100) - 1)]
