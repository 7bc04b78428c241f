"""A task set of the embedded AWS with the tasks that run for it."""

from dataclasses import dataclass, field
from typing import Any

from .tasks import Task


@dataclass
class RunningTaskSet:
    """What ECS knows of one task set."""

    arn: str
    id: str
    cluster: str
    service: str
    task_definition_arn: str
    target_group_arn: str
    container_port: int
    network_configuration: dict[str, Any]
    scale_percent: float
    desired_count: int
    grace_seconds: float = 0.0
    """How long the load balancer's judgement of a new task does not count."""
    tasks: list[Task] = field(default_factory=list)
    stopped_reasons: list[str] = field(default_factory=list)
    """Why tasks ended by themselves, the latest last."""
    next_start: float = 0.0
    next_look: float = 0.0

    def private_addresses(self) -> list[str]:
        """The addresses of the tasks that run."""
        return [task.private_address for task in self.tasks]

    def follow(self, service: dict[str, Any]) -> None:
        """Takes over what the service says now: each of its task sets has its share of the desired count."""
        self.desired_count = round(service["desiredCount"] * self.scale_percent / 100)
        self.grace_seconds = float(service.get("healthCheckGracePeriodSeconds") or 0)


def describe_running(described: dict[str, Any], desired_count: int) -> RunningTaskSet:
    """From DescribeTaskSets' answer."""
    balancer = described["loadBalancers"][0]
    scale = described.get("scale", {}).get("value", 100.0)
    return RunningTaskSet(
        arn=described["taskSetArn"],
        id=described["id"],
        cluster=described["clusterArn"],
        service=described["serviceArn"].rpartition("/")[2],
        task_definition_arn=described["taskDefinition"],
        target_group_arn=balancer["targetGroupArn"],
        container_port=balancer["containerPort"],
        network_configuration=described["networkConfiguration"],
        scale_percent=scale,
        desired_count=round(desired_count * scale / 100),
    )
