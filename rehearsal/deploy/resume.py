"""A deployment that nobody runs any more, found in the embedded AWS and brought to its end.

CodeDeploy itself does not stop half-way; the one who acts it out here may. Everything is read from the embedded AWS:
which deployment is active, its task set by the external id, how far the listeners are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .appspec import parse_appspec
from .clock import Clock
from .deployment import EcsDeployment
from .deployment_group import DeploymentGroup, find_active_deployment, read_deployment_group
from .load_balancer import LocalLoadBalancer
from .plan import Plan
from .record import DeploymentRecord, find_record
from .result import SUCCEEDED, DeploymentResult
from .service import EcsService, read_service
from .task_sets import TaskSets
from .traffic import read_traffic_steps


def resume(
    aws: Any,
    action_configuration: Mapping[str, str],
    tasks: TaskSets,
    front: LocalLoadBalancer,
    clock: Clock,
    out: Callable[[str], None],
    deployment: type[EcsDeployment] = EcsDeployment,
) -> DeploymentResult | None:
    """Goes on with the active deployment of the action's group, or with its rollback; None when there is none."""
    application, name = action_configuration["ApplicationName"], action_configuration["DeploymentGroupName"]
    id = find_active_deployment(aws, application, name)
    if id is None:
        return None
    group = read_deployment_group(aws, application, name, resumed=id)
    record = find_record(aws, id)
    undone = find_record(aws, record.rolled_back_id) if record.rolled_back_id else None
    found = _read_half_way(aws, group, undone or record)
    running = deployment(aws, found.plan, tasks, front, clock, out, undone or record, found.green)
    if undone is None:
        out(f"going on with deployment {id}")
        return running.run()
    out(f"going on with rollback {id}")
    running.roll_back()
    record.end(SUCCEEDED)
    return running.describe_rollback(record)


@dataclass(frozen=True)
class _HalfWay:
    """What there is of a deployment."""

    plan: Plan
    green: dict[str, Any] | None


def _read_half_way(aws: Any, group: DeploymentGroup, record: DeploymentRecord) -> _HalfWay:
    service = read_service(aws, group.cluster, group.service)
    described = aws.client("ecs").describe_services(cluster=group.cluster, services=[group.service])["services"][0]
    task_sets = described["taskSets"]
    green = next((task_set for task_set in task_sets if task_set.get("externalId") == record.id), None)
    others = [task_set for task_set in task_sets if task_set is not green and task_set["status"] != "DRAINING"]
    service = replace(service, primary_task_set=others[0] if others else _ended_blue(group, service))
    appspec = parse_appspec("appspec.yaml", record.appspec)
    blue_arn = service.blue_target_group_arn
    return _HalfWay(
        Plan(
            group=group,
            service=service,
            appspec=appspec,
            appspec_text=record.appspec,
            green_target_group_arn=next(arn for arn in group.target_group_arns if arn != blue_arn),
            traffic_steps=read_traffic_steps(aws, group.configuration_name),
            rollback_appspec_text=record.appspec.replace(
                appspec.task_definition, service.primary_task_set.get("taskDefinition") or appspec.task_definition
            ),
        ),
        green,
    )


def _ended_blue(group: DeploymentGroup, service: EcsService) -> dict[str, Any]:
    """Stands for the task set that is gone; of it only its target group is known."""
    arn = next(arn for arn in group.target_group_arns if arn != service.blue_target_group_arn)
    return {"taskSetArn": "", "loadBalancers": [{"targetGroupArn": arn}]}
