"""AWS/ApplicationELB, from the requests and the targets of the local load balancer.

Source: Elastic Load Balancing User Guide, "CloudWatch metrics for your Application Load Balancer". The dimension sets
with AvailabilityZone are left out: the local load balancer has no zones.
"""

import threading
from typing import Any, Protocol

from .store import MINUTE, MetricStore

NAMESPACE = "AWS/ApplicationELB"
HEALTHY, UNHEALTHY = "healthy", "unhealthy"
SAMPLE_SECONDS = 15.0
SHORTEST_SAMPLE_SECONDS = 0.03  # of real time


class Request(Protocol):
    """One request as the load balancer saw it."""

    listener_arn: str
    target_group_arn: str | None
    target: tuple[str, int] | None
    status: int
    from_target: bool
    target_seconds: float | None


class MeasuredLoadBalancer(Protocol):
    """Of the local load balancer, what is measured."""

    observers: list[Any]

    def target_groups_in_use(self) -> dict[str, list[str]]:
        """Listeners that name it, by target group."""

    def target_states(self, target_group_arn: str) -> list[str]:
        """The states of the registered targets."""


class LoadBalancerMetrics:
    """Puts what happens at the load balancer into the store. A context: the targets are counted inside of it."""

    def __init__(self, metrics: MetricStore, front: MeasuredLoadBalancer, sample_seconds: float) -> None:
        self._metrics = metrics
        self._front = front
        self._pause = max(sample_seconds, SHORTEST_SAMPLE_SECONDS)
        self._counted_until = metrics.now()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._count_targets_forever, name="load-balancer-metrics", daemon=True)
        front.observers.append(self.count_request)

    def start(self) -> None:
        """Begins to count targets."""
        self._thread.start()

    def stop(self) -> None:
        """Ends it."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def count_request(self, request: Request) -> None:
        """One request, answered or not."""
        balancer = load_balancer_dimension(request.listener_arn)
        both = both_dimensions(balancer, request.target_group_arn)
        if request.target is not None:
            self._put_for_both("RequestCount", 1, both)
            self._count_for_target(request)
        hundreds = request.status // 100
        if request.from_target:
            self._put_for_both(f"HTTPCode_Target_{hundreds}XX_Count", 1, both)
            if request.target_seconds is not None:
                self._put_for_both("TargetResponseTime", request.target_seconds, both)
        elif hundreds >= 3:
            # The load balancer's own answers are nobody's target group's.
            self._put(f"HTTPCode_ELB_{hundreds}XX_Count", {"LoadBalancer": balancer}, 1)
            if request.status in (500, 502, 503, 504):
                self._put(f"HTTPCode_ELB_{request.status}_Count", {"LoadBalancer": balancer}, 1)

    def count_targets(self) -> None:
        """The hosts of every target group in use; a group without registered targets has no value."""
        now, since = self._metrics.now(), self._counted_until
        self._counted_until = now
        # A minute that nobody looked at is as it was found after it.
        moments = [now, *(minute * MINUTE for minute in range(int(since // MINUTE) + 1, int(now // MINUTE)))]
        for group, listeners in self._front.target_groups_in_use().items():
            states = self._front.target_states(group)
            if not states:
                continue
            for balancer in {load_balancer_dimension(listener) for listener in listeners}:
                dimensions = {"LoadBalancer": balancer, "TargetGroup": target_group_dimension(group)}
                for at in moments:
                    self._put("HealthyHostCount", dimensions, states.count(HEALTHY), at)
                    self._put("UnHealthyHostCount", dimensions, states.count(UNHEALTHY), at)

    def _count_for_target(self, request: Request) -> None:
        group = str(request.target_group_arn)
        share = 1 / max(1, self._front.target_states(group).count(HEALTHY))
        only_group = {"TargetGroup": target_group_dimension(group)}
        self._put("RequestCountPerTarget", only_group, share)
        self._put(
            "RequestCountPerTarget", only_group | {"LoadBalancer": load_balancer_dimension(request.listener_arn)}, share
        )

    def _put_for_both(self, name: str, value: float, dimension_sets: list[dict[str, str]]) -> None:
        for dimensions in dimension_sets:
            self._put(name, dimensions, value)

    def _put(self, name: str, dimensions: dict[str, str], value: float, at: float | None = None) -> None:
        self._metrics.put(NAMESPACE, name, dimensions, value, at)

    def _count_targets_forever(self) -> None:
        while not self._stopped.wait(self._pause):
            self.count_targets()


def both_dimensions(balancer: str, target_group_arn: str | None) -> list[dict[str, str]]:
    """The load balancer alone, and with the target group."""
    alone = {"LoadBalancer": balancer}
    return [alone, alone | {"TargetGroup": target_group_dimension(target_group_arn)}] if target_group_arn else [alone]


def load_balancer_dimension(listener_arn: str) -> str:
    """app/name/id, from a listener's ARN."""
    return "/".join(listener_arn.rpartition(":listener/")[2].split("/")[:3])


def target_group_dimension(arn: str) -> str:
    """targetgroup/name/id."""
    return arn.rpartition(":")[2]
