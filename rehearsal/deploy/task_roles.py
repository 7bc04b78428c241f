"""Under which roles a task is started and runs.

Source: Amazon ECS Developer Guide, "IAM roles for Amazon ECS": the execution role is ECS's own, for what comes before
the application; the task role is the application's, and all that it gets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rehearsal.iam.actor import ClientGiver, Nobody
from rehearsal.iam.calls import APPLICATION, ECS_AGENT


@dataclass(frozen=True)
class TaskRoles:
    """Both parties of one task."""

    agent: ClientGiver
    application: ClientGiver


def take_roles(aws: Any, task_definition: Mapping[str, Any], task_arn: str) -> TaskRoles:
    """ECS assumes both roles before it starts anything.

    Raises:
        AccessRefused: when a role does not trust ECS's tasks.
    """
    return TaskRoles(
        agent=_taking(aws, ECS_AGENT, task_definition.get("executionRoleArn"), task_arn),
        application=_taking(aws, APPLICATION, task_definition.get("taskRoleArn"), task_arn),
    )


def _taking(aws: Any, caller: str, role_arn: str | None, task_arn: str) -> ClientGiver:
    giver: ClientGiver = aws.acting_as(caller, role_arn, task_arn) if role_arn else Nobody(aws, caller)
    return giver


def ask_for_image(agent: ClientGiver, repository: str) -> None:
    """Whether ECS may pull from this repository of the account."""
    agent.ask("login")
    agent.ask("pull", repository=f"arn:aws:ecr:{agent.region}:{agent.account_id}:repository/{repository}")


def ask_for_log(agent: ClientGiver, container: Mapping[str, Any], task_arn: str) -> None:
    """Whether ECS may write the container's log, where it goes to CloudWatch."""
    log = container.get("logConfiguration", {})
    if log.get("logDriver") == "awslogs":
        options = log["options"]
        prefix = options.get("awslogs-stream-prefix", "")
        stream = "/".join([prefix, container["name"], task_arn.rpartition("/")[2]])
        group = f"log-group:{options['awslogs-group']}:log-stream:{stream}"
        agent.ask("logs", stream=f"arn:aws:logs:{options['awslogs-region']}:{agent.account_id}:{group}")
