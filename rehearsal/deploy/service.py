"""The ECS service as the embedded AWS has it, and its first task set."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .clock import Clock
from .load_balancer import LocalLoadBalancer
from .running_task_set import RunningTaskSet
from .target_pool import HEALTHY
from .task_sets import TaskSets

# ECS Developer Guide, "CodeDeploy blue/green deployments": green has an hour to become healthy.
STEADY_STATE_SECONDS = 3600.0
POLL_SECONDS = 0.02


class NotHealthy(Exception):
    """A task set that did not become healthy in its time, and why as far as anyone can see."""


@dataclass(frozen=True)
class EcsService:
    """What a deployment needs to know of its service."""

    cluster: str
    name: str
    desired_count: int
    launch_type: str
    platform_version: str | None
    primary_task_set: dict[str, Any]

    @property
    def blue_target_group_arn(self) -> str:
        """The target group of the task set that serves."""
        return str(self.primary_task_set["loadBalancers"][0]["targetGroupArn"])


def read_service(aws: Any, cluster: str, name: str) -> EcsService:
    """The service now; LookupError says what it lacks."""
    services = aws.client("ecs").describe_services(cluster=cluster, services=[name])["services"]
    if not services or services[0]["status"] != "ACTIVE":
        raise LookupError(f"cluster {cluster} has no active service {name}")
    described = services[0]
    if described.get("deploymentController", {}).get("type") != "CODE_DEPLOY":
        raise LookupError(f"service {name} must be configured for a CODE_DEPLOY deployment controller")
    primary = [task_set for task_set in described.get("taskSets", []) if task_set["status"] == "PRIMARY"]
    if len(primary) != 1:
        raise LookupError(f"service {name} has {len(primary)} primary task sets, a deployment needs one")
    return EcsService(
        cluster=cluster,
        name=described["serviceName"],
        desired_count=described["desiredCount"],
        launch_type=described.get("launchType", "FARGATE"),
        platform_version=described.get("platformVersion"),
        primary_task_set=primary[0],
    )


def start_service(
    aws: Any, cluster: str, service: str, tasks: TaskSets, front: LocalLoadBalancer, clock: Clock
) -> RunningTaskSet:
    """Runs the first task set of a new service, as ECS does after CreateService, and waits until it is healthy."""
    described = read_service(aws, cluster, service)
    running = tasks.start(described.primary_task_set, described.desired_count)
    wait_until_healthy(running, front, clock)
    return running


def wait_until_healthy(
    task_set: RunningTaskSet, front: LocalLoadBalancer, clock: Clock, check: Callable[[], None] = lambda: None
) -> None:
    """Returns when every desired task of the set is healthy; NotHealthy after an hour of AWS's time.

    `check` is called all the time, and ends the wait by raising.
    """
    limit = time.monotonic() + clock.real_seconds(STEADY_STATE_SECONDS)
    while not is_steady(task_set, front):
        check()
        if time.monotonic() > limit:
            raise NotHealthy(describe_problem(task_set, front))
        time.sleep(POLL_SECONDS)


def is_steady(task_set: RunningTaskSet, front: LocalLoadBalancer) -> bool:
    """Whether as many targets are healthy as tasks are desired."""
    healthy = [health for health in _health_of(task_set, front) if health["State"] == HEALTHY]
    return len(healthy) >= task_set.desired_count


def describe_problem(task_set: RunningTaskSet, front: LocalLoadBalancer) -> str:
    """What keeps the task set from being healthy, in one sentence."""
    seen = []
    if task_set.stopped_reasons:
        seen.append(f"{len(task_set.stopped_reasons)} tasks stopped, the last with: {task_set.stopped_reasons[-1]}")
    for health in _health_of(task_set, front):
        if health["State"] != HEALTHY:
            seen.append(f"a target is {health['State']}: {health['Description']}")
    return "; ".join(seen) or "its tasks have not started"


def _health_of(task_set: RunningTaskSet, front: LocalLoadBalancer) -> list[dict[str, Any]]:
    addresses = task_set.private_addresses()
    return [
        description["TargetHealth"]
        for description in front.target_health(task_set.target_group_arn)
        if description["Target"]["Id"] in addresses
    ]
