"""The deployment group as the embedded AWS has it: which service, which routes, how fast, and what happens to blue."""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from .result import DEPLOYMENT_GROUP, DeploymentFailure

# CodeDeploy counts a deployment that waits for blue to end as active too.
ACTIVE_STATUSES = ["Created", "Queued", "InProgress", "Baking", "Ready"]


@dataclass(frozen=True)
class DeploymentGroup:
    """What the executor goes by."""

    application_name: str
    name: str
    cluster: str
    service: str
    target_group_arns: tuple[str, ...]
    production_listener_arn: str
    test_listener_arn: str | None
    configuration_name: str
    termination_wait_minutes: int | None
    """None: blue is kept."""
    rollback_events: frozenset[str]
    """Empty when automatic rollback is off."""
    ready_wait_minutes: int | None = None
    """How long an operator may take to continue before the first user; None: nobody is asked."""
    alarm_names: tuple[str, ...] = ()
    """Empty when the alarm configuration is off."""
    service_role_arn: str = ""
    arn: str = ""
    ignores_poll_failure: bool = False
    """Whether a deployment goes on when an alarm cannot be read."""


def refuse(code: str, reason: str) -> DeploymentFailure:
    """CodeDeploy accepts no deployment like this."""
    return DeploymentFailure(DEPLOYMENT_GROUP, code, reason)


def read_deployment_group(aws: Any, application_name: str, name: str, resumed: str | None = None) -> DeploymentGroup:
    """Asks the embedded AWS; only the deployment that is resumed may be active."""
    try:
        described = aws.client("codedeploy").get_deployment_group(
            applicationName=application_name, deploymentGroupName=name
        )["deploymentGroupInfo"]
    except ClientError as error:
        raise refuse("DEPLOYMENT_GROUP_MISSING", error.response["Error"]["Message"]) from None
    active = find_active_deployment(aws, application_name, name)
    if active and active != resumed:
        raise refuse(
            "DeploymentLimitExceededException",
            f"The Deployment Group '{name}' already has an active Deployment '{active}'",
        )
    alarms = described.get("alarmConfiguration", {})
    services = described.get("ecsServices", [])
    if len(services) != 1:
        raise refuse("INVALID_ECS_SERVICE", f"deployment group {name} names {len(services)} services, it needs one")
    pairs = described.get("loadBalancerInfo", {}).get("targetGroupPairInfoList", [])
    if len(pairs) != 1:
        raise refuse("MISSING_ELB_INFORMATION", f"deployment group {name} needs one pair of target groups")
    return DeploymentGroup(
        application_name=application_name,
        name=name,
        cluster=services[0]["clusterName"],
        service=services[0]["serviceName"],
        target_group_arns=_target_group_arns(aws, name, pairs[0]),
        production_listener_arn=_listener_arn(name, pairs[0], "prodTrafficRoute"),
        test_listener_arn=_test_listener_arn(name, pairs[0]),
        configuration_name=described["deploymentConfigName"],
        termination_wait_minutes=_termination_wait(described),
        rollback_events=_rollback_events(described),
        ready_wait_minutes=_ready_wait(described),
        alarm_names=tuple(alarm["name"] for alarm in alarms.get("alarms") or ()) if alarms.get("enabled") else (),
        service_role_arn=described.get("serviceRoleArn", ""),
        arn=f"arn:aws:codedeploy:{aws.region}:{aws.account_id}:deploymentgroup:{application_name}/{name}",
        ignores_poll_failure=bool(alarms.get("ignorePollAlarmFailure")),
    )


def find_active_deployment(aws: Any, application_name: str, name: str) -> str | None:
    """The one deployment of the group that has not ended."""
    active = aws.client("codedeploy").list_deployments(
        applicationName=application_name, deploymentGroupName=name, includeOnlyStatuses=ACTIVE_STATUSES
    )["deployments"]
    return str(active[0]) if active else None


def _target_group_arns(aws: Any, name: str, pair: dict[str, Any]) -> tuple[str, ...]:
    names = [group["name"] for group in pair["targetGroups"]]
    if len(names) != 2:
        raise refuse("MISSING_ELB_INFORMATION", f"deployment group {name} needs one pair of target groups")
    try:
        described = aws.client("elbv2").describe_target_groups(Names=names)["TargetGroups"]
    except ClientError as error:
        raise refuse("ELASTIC_LOAD_BALANCING_INVALID", f"{', '.join(names)}: {error}") from None
    return tuple(group["TargetGroupArn"] for group in described)


def _listener_arn(name: str, pair: dict[str, Any], route: str) -> str:
    arns = pair.get(route, {}).get("listenerArns", [])
    if len(arns) != 1:
        reason = f"deployment group {name} needs one listener in {route}, got {len(arns)}"
        raise refuse("MISSING_ELB_INFORMATION", reason)
    return str(arns[0])


def _test_listener_arn(name: str, pair: dict[str, Any]) -> str | None:
    return _listener_arn(name, pair, "testTrafficRoute") if pair.get("testTrafficRoute") else None


def _termination_wait(described: dict[str, Any]) -> int | None:
    settings = described.get("blueGreenDeploymentConfiguration", {})
    end = settings.get("terminateBlueInstancesOnDeploymentSuccess", {})
    return None if end.get("action") == "KEEP_ALIVE" else int(end.get("terminationWaitTimeInMinutes", 0))


def _ready_wait(described: dict[str, Any]) -> int | None:
    ready = described.get("blueGreenDeploymentConfiguration", {}).get("deploymentReadyOption", {})
    return int(ready.get("waitTimeInMinutes", 0)) if ready.get("actionOnTimeout") == "STOP_DEPLOYMENT" else None


def _rollback_events(described: dict[str, Any]) -> frozenset[str]:
    settings = described.get("autoRollbackConfiguration", {})
    return frozenset(settings.get("events", [])) if settings.get("enabled") else frozenset()
