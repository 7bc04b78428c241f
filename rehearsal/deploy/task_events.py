"""What ECS tells EventBridge when a task stops.

Source: Amazon ECS Developer Guide, "Amazon ECS task state change events".
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from moto.ecs.models import ecs_backends

from rehearsal.metrics import MetricStore, count_event

# Amazon ECS API Reference, "Task": stopCode.
FAILED_TO_START = "TaskFailedToStart"
CONTAINER_EXITED = "EssentialContainerExited"
BY_SCHEDULER = "ServiceSchedulerInitiated"


def stop_task(
    aws: Any, metrics: MetricStore, cluster: str, task_arn: str, reason: str, code: str, exit_codes: dict[str, int]
) -> None:
    """Ends the task in the embedded ECS, which tells the rules of the embedded EventBridge."""
    stopped = aws.client("ecs").stop_task(cluster=cluster, task=task_arn, reason=reason[:1024])["task"]
    # StopTask alone always says UserInitiated; who stops a task is known to ECS itself.
    kept: Any = ecs_backends[aws.account_id][aws.region].tasks[stopped["clusterArn"].rpartition("/")[2]][task_arn]
    kept.stop_code = code
    definition = aws.client("ecs").describe_task_definition(taskDefinition=stopped["taskDefinitionArn"])
    containers = definition["taskDefinition"]["containerDefinitions"]
    count_event(aws, metrics, stopped_event(aws, stopped, reason, code, containers, exit_codes))


def stopped_event(
    aws: Any,
    task: dict[str, Any],
    reason: str,
    code: str,
    containers: list[dict[str, Any]],
    exit_codes: dict[str, int],
) -> dict[str, Any]:
    """The event of a task that has stopped."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "ECS Task State Change",
        "source": "aws.ecs",
        "account": aws.account_id,
        "time": now,
        "region": aws.region,
        "resources": [task["taskArn"]],
        "detail": {
            "clusterArn": task["clusterArn"],
            "containers": [
                {
                    "containerArn": f"{task['taskArn'].replace(':task/', ':container/')}/{container['name']}",
                    "name": container["name"],
                    "image": container["image"],
                    "lastStatus": "STOPPED",
                    "taskArn": task["taskArn"],
                }
                | ({"exitCode": exit_codes[container["name"]]} if container["name"] in exit_codes else {})
                for container in containers
            ],
            "desiredStatus": "STOPPED",
            "group": task.get("group", ""),
            "lastStatus": "STOPPED",
            "launchType": task.get("launchType", "FARGATE"),
            "startedBy": task.get("startedBy", ""),
            "stopCode": code,
            "stoppedAt": now,
            "stoppedReason": reason,
            "taskArn": task["taskArn"],
            "taskDefinitionArn": task["taskDefinitionArn"],
            "version": 3,
        },
    }
