"""The connections of one task: what it needs to start, and whether its load balancer gets to it."""

from collections.abc import Sequence
from typing import Any

from rehearsal.vpc import NetworkInterface
from rehearsal.vpc.load_balancers import find_closed_target
from rehearsal.vpc.tasks import find_closed_start, interfaces_of

from .container import CannotStart
from .running_task_set import RunningTaskSet


class TaskConnections:
    """Asks the embedded EC2 as each task starts."""

    def __init__(self, aws: Any) -> None:
        self._aws = aws

    def require_start(
        self, task_set: RunningTaskSet, record: dict[str, Any], containers: Sequence[dict[str, Any]]
    ) -> None:
        """Raises CannotStart when image, secrets or logs are out of the task's reach."""
        closed = find_closed_start(self._aws, self._interfaces(task_set, record), containers)
        if closed:
            raise CannotStart(closed)

    def find_closed_way(self, task_set: RunningTaskSet, record: dict[str, Any]) -> str | None:
        """Why requests or health checks do not get to the task."""
        interfaces = self._interfaces(task_set, record)
        return find_closed_target(self._aws, task_set.target_group_arn, interfaces, task_set.container_port)

    def _interfaces(self, task_set: RunningTaskSet, record: dict[str, Any]) -> list[NetworkInterface]:
        details = {one["name"]: one["value"] for one in record["attachments"][0]["details"]}
        everywhere = interfaces_of(task_set.network_configuration, "the task", details.get("privateIPv4Address", ""))
        here = [one for one in everywhere if one.subnet_id == details.get("subnetId")]
        return here or everywhere


class OpenConnections(TaskConnections):
    """Where there is no VPC to speak of: everything gets through."""

    def __init__(self) -> None:
        super().__init__(None)

    def require_start(
        self, task_set: RunningTaskSet, record: dict[str, Any], containers: Sequence[dict[str, Any]]
    ) -> None:
        """Nothing is in the way."""

    def find_closed_way(self, task_set: RunningTaskSet, record: dict[str, Any]) -> str | None:
        """Nothing is in the way."""
        return None
