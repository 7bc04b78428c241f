"""Datapoints are found again by their whole name, their dimensions and their minute, and in no other way."""

import pytest

from rehearsal.deploy import Clock
from rehearsal.metrics.store import MetricStore, NotMeasured

WEB = {"LoadBalancer": "app/web/1"}


class Watch:
    """A monotonic clock that the test sets."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def store() -> MetricStore:
    return MetricStore(Clock(speed=60), Watch())


def test_a_second_of_this_machine_is_a_minute_of_the_metrics_at_sixty_times_the_speed():
    watch = Watch()
    metrics = MetricStore(Clock(speed=60), watch)
    metrics.put("N", "m", WEB, 1)

    watch.seconds += 1
    metrics.put("N", "m", WEB, 5)

    assert metrics.now() == 60
    assert metrics.statistic("N", "m", WEB, "Sum", 0, 60) == 1
    assert metrics.statistic("N", "m", WEB, "Sum", 60, 60) == 5
    assert metrics.statistic("N", "m", WEB, "Sum", 0, 120) == 6


@pytest.mark.parametrize(
    ("namespace", "name", "dimensions"),
    [
        ("AWS/ELB", "RequestCount", WEB),
        ("AWS/ApplicationELB", "RequestCounts", WEB),
        ("AWS/ApplicationELB", "RequestCount", {}),
        ("AWS/ApplicationELB", "RequestCount", {"LoadBalancer": "app/web/2"}),
        ("AWS/ApplicationELB", "RequestCount", WEB | {"TargetGroup": "targetgroup/a/1"}),
    ],
)
def test_another_namespace_name_or_set_of_dimensions_is_another_metric(namespace, name, dimensions):
    metrics = store()

    metrics.put("AWS/ApplicationELB", "RequestCount", WEB, 1)

    assert metrics.statistic(namespace, name, dimensions, "Sum", 0, 60) is None
    assert metrics.statistic("AWS/ApplicationELB", "RequestCount", WEB, "Sum", 0, 60) == 1


@pytest.mark.parametrize(
    ("statistic", "value"),
    [("Sum", 10), ("Maximum", 4), ("Minimum", 1), ("Average", 2.5), ("SampleCount", 4), ("p50", 2), ("p99", 4)],
)
def test_each_statistic_is_calculated(statistic, value):
    metrics = store()
    for number in (4, 1, 3, 2):
        metrics.put("N", "m", {}, number)

    assert metrics.statistic("N", "m", {}, statistic, 0, 60) == value


def test_an_unknown_statistic_and_a_period_of_seconds_are_errors():
    metrics = store()
    metrics.put("N", "m", {}, 1)

    with pytest.raises(NotMeasured, match="tm99"):
        metrics.statistic("N", "m", {}, "tm99", 0, 60)
    with pytest.raises(NotMeasured, match="10 seconds"):
        metrics.statistic("N", "m", {}, "Sum", 0, 10)
