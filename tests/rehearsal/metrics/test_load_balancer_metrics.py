"""What the load balancer does is counted under AWS's names, with AWS's sets of dimensions and no others."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from rehearsal.deploy import Clock
from rehearsal.deploy.forwarding import RequestRecord
from rehearsal.metrics import LoadBalancerMetrics, MetricStore

LISTENER = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2"
GROUP = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/blue/73e2d6bc24d8a067"
BALANCER = {"LoadBalancer": "app/web/50dc6c495c0c9188"}
BOTH = BALANCER | {"TargetGroup": "targetgroup/blue/73e2d6bc24d8a067"}


@dataclass
class FakeFront:
    """A load balancer with one target group."""

    states: list[str]
    in_use: bool = True
    observers: list[Any] = field(default_factory=list)

    def target_groups_in_use(self) -> dict[str, list[str]]:
        return {GROUP: [LISTENER]} if self.in_use else {}

    def target_states(self, target_group_arn: str) -> list[str]:
        return self.states


class Measured:
    """Metrics of a fake load balancer, at a moment that the test sets."""

    def __init__(self, *states: str, in_use: bool = True) -> None:
        self.now = 30.0
        self.store = MetricStore(Clock(speed=1), lambda: self.now)
        self.store._origin = 0.0
        self.metrics = LoadBalancerMetrics(self.store, FakeFront(list(states), in_use), 15)

    def answered(self, status: int, from_target: bool = True, target: bool = True) -> None:
        where = ("10.0.0.1", 8080) if target else None
        self.metrics.count_request(RequestRecord(LISTENER, GROUP, where, status, from_target, 0.5, "", 0.25))

    def sum(self, name: str, dimensions: dict[str, str], start: int = 0) -> float | None:
        return self.store.statistic("AWS/ApplicationELB", name, dimensions, "Sum", start, 60)


@pytest.mark.parametrize("dimensions", [BALANCER, BOTH])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RequestCount", 1),
        ("HTTPCode_Target_5XX_Count", 1),
        ("TargetResponseTime", 0.25),
        ("HTTPCode_ELB_5XX_Count", None),
    ],
)
def test_a_targets_error_is_its_groups_and_its_load_balancers(name, value, dimensions):
    measured = Measured("healthy")

    measured.answered(500)

    assert measured.sum(name, dimensions) == value


@pytest.mark.parametrize(
    ("name", "dimensions", "value"),
    [
        ("HTTPCode_ELB_5XX_Count", BALANCER, 1),
        ("HTTPCode_ELB_502_Count", BALANCER, 1),
        ("HTTPCode_ELB_5XX_Count", BOTH, None),
        ("HTTPCode_Target_5XX_Count", BOTH, None),
        ("TargetResponseTime", BOTH, None),
        ("RequestCount", BOTH, 1),
    ],
)
def test_the_load_balancers_own_error_is_no_target_groups(name, dimensions, value):
    measured = Measured("healthy")

    measured.answered(502, from_target=False)

    assert measured.sum(name, dimensions) == value


def test_a_request_for_which_there_was_no_target_is_not_counted_as_one():
    measured = Measured()

    measured.answered(503, from_target=False, target=False)

    assert measured.sum("RequestCount", BALANCER) is None
    assert measured.sum("HTTPCode_ELB_503_Count", BALANCER) == 1


def test_requests_per_target_are_divided_by_the_healthy_targets():
    measured = Measured("healthy", "healthy", "unhealthy")
    for _ in range(4):
        measured.answered(200)

    assert measured.sum("RequestCountPerTarget", {"TargetGroup": BOTH["TargetGroup"]}) == 2
    assert measured.sum("RequestCountPerTarget", BOTH) == 2
    assert measured.sum("RequestCountPerTarget", BALANCER) is None


def test_hosts_are_counted_by_state_with_both_dimensions_alone():
    measured = Measured("healthy", "unhealthy", "initial", "healthy")

    measured.metrics.count_targets()

    assert measured.sum("HealthyHostCount", BOTH) == 2
    assert measured.sum("UnHealthyHostCount", BOTH) == 1
    assert measured.sum("UnHealthyHostCount", BALANCER) is None


def test_a_minute_between_two_looks_is_as_it_was_found_after_it():
    measured = Measured("unhealthy")
    measured.metrics.count_targets()

    measured.now = 200.0
    measured.metrics.count_targets()

    assert [measured.sum("UnHealthyHostCount", BOTH, start) for start in (0, 60, 120, 180, 240)] == [1, 1, 1, 1, None]


@pytest.mark.parametrize("measured", [Measured(), Measured("healthy", in_use=False)])
def test_a_target_group_without_targets_or_out_of_use_has_no_value(measured):
    measured.metrics.count_targets()

    assert measured.store.metrics() == []
