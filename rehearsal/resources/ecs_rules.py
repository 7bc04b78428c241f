"""What ECS asks of services and task definitions, and moto does not.

Source: Amazon ECS API Reference, "CreateService", "RegisterTaskDefinition"; Amazon ECS Developer Guide, "Using the
awslogs log driver", "AWS Fargate platform versions".
"""

from collections.abc import Mapping
from typing import Any

from rehearsal.resources.registry import Account, InvalidProperty, MissingProperty, Properties

PLATFORM_VERSIONS = ("LATEST", "1.4.0", "1.3.0", "1.0.0")
INSIGHTS = ("enhanced", "enabled", "disabled")
LOG_DRIVERS = ("awslogs", "splunk", "awsfirelens")
AWSLOGS_OPTIONS = ("awslogs-group", "awslogs-region", "awslogs-stream-prefix")
NETWORK = "networkConfiguration"


def require_insights(inputs: Properties) -> None:
    """A cluster's one setting has three values."""
    for number, setting in enumerate(inputs.get("settings") or []):
        if not setting.get("name"):
            raise MissingProperty(f"settings[{number}].name")
        if setting["name"] == "containerInsights" and setting.get("value") not in INSIGHTS:
            reason = f"got {setting.get('value')}, allowed are {', '.join(INSIGHTS)}"
            raise InvalidProperty(f"settings[{number}].value", reason)


def require_fitting_containers(aws: Account, inputs: Properties, containers: list[dict[str, Any]]) -> None:
    """Containers that Fargate can start: one that is essential, and logs that arrive."""
    if not containers or not any(container.get("essential", True) for container in containers):
        raise InvalidProperty("containerDefinitions", "at least one container must be essential")
    fargate = "FARGATE" in (inputs.get("requiresCompatibilities") or [])
    for number, container in enumerate(containers):
        log = container.get("logConfiguration") or {}
        path = f"containerDefinitions[{number}].logConfiguration"
        if fargate and log and log.get("logDriver") not in LOG_DRIVERS:
            reason = f"got {log.get('logDriver')}, allowed on Fargate are {', '.join(LOG_DRIVERS)}"
            raise InvalidProperty(f"{path}.logDriver", reason)
        if log.get("logDriver") == "awslogs":
            _require_logs(aws, log.get("options") or {}, f"{path}.options", fargate)


def _require_logs(aws: Account, options: Mapping[str, str], path: str, fargate: bool) -> None:
    for option in AWSLOGS_OPTIONS if fargate else AWSLOGS_OPTIONS[:1]:
        if not options.get(option):
            raise InvalidProperty(f"{path}.{option}", "the log driver awslogs needs it")
    region = options.get("awslogs-region", aws.region)
    if region != aws.region and options.get("awslogs-create-group") != "true":
        # A task notices as it starts: ResourceNotFoundException, the specified log group does not exist.
        reason = f"the log group {options.get('awslogs-group')} is in {aws.region}, not in {region}"
        raise InvalidProperty(f"{path}.awslogs-region", reason)


def require_fitting_service(aws: Account, inputs: Properties) -> None:
    """Launch type, task definition, network and load balancer of a new service agree."""
    if not inputs.get("taskDefinition"):
        return
    described = aws.client("ecs").describe_task_definition(taskDefinition=inputs["taskDefinition"])
    definition: dict[str, Any] = described["taskDefinition"]
    _require_launch_type(inputs, definition)
    network = inputs.get(NETWORK) or {}
    if definition.get("networkMode") == "awsvpc" and not network.get("subnets"):
        reason = "Network Configuration must be provided when networkMode 'awsvpc' is specified."
        raise InvalidProperty(NETWORK, reason)
    if float(inputs.get("healthCheckGracePeriodSeconds") or 0) < 0:
        got = inputs["healthCheckGracePeriodSeconds"]
        raise InvalidProperty("healthCheckGracePeriodSeconds", f"got {got}, allowed are 0 to 2147483647")
    version = inputs.get("platformVersion") or "LATEST"
    if version not in PLATFORM_VERSIONS:
        raise InvalidProperty("platformVersion", f"got {version}, allowed are {', '.join(PLATFORM_VERSIONS)}")
    for number, balancer in enumerate(inputs.get("loadBalancers") or []):
        _require_same_vpc(aws, balancer, network, f"loadBalancers[{number}].targetGroupArn")
        _require_tcp(balancer, definition, f"loadBalancers[{number}].containerPort")


def require_deployable(inputs: Properties) -> None:
    """What the CODE_DEPLOY controller needs of a service at its creation."""
    if (inputs.get("deploymentController") or {}).get("type") != "CODE_DEPLOY":
        return
    for key in ("taskDefinition", "loadBalancers"):
        if not inputs.get(key):
            raise InvalidProperty(key, "the CODE_DEPLOY deployment controller needs it")
    for number, balancer in enumerate(inputs["loadBalancers"]):
        if not balancer.get("targetGroupArn"):
            reason = "the CODE_DEPLOY deployment controller needs a target group"
            raise InvalidProperty(f"loadBalancers[{number}].targetGroupArn", reason)
    if inputs.get("schedulingStrategy") == "DAEMON":
        raise InvalidProperty("schedulingStrategy", "the CODE_DEPLOY deployment controller supports REPLICA alone")


def _require_launch_type(inputs: Properties, definition: Mapping[str, Any]) -> None:
    # Amazon ECS API Reference, "CreateService": EC2 is the default.
    kind = "" if inputs.get("capacityProviderStrategies") else inputs.get("launchType") or "EC2"
    allowed = definition.get("requiresCompatibilities") or definition.get("compatibilities") or [kind]
    if kind in ("EC2", "FARGATE", "EXTERNAL") and kind not in allowed:
        reason = f"got {kind}, the task definition requires {' or '.join(allowed)}"
        raise InvalidProperty("launchType", reason)
    if kind == "FARGATE" and inputs.get("schedulingStrategy") == "DAEMON":
        raise InvalidProperty("schedulingStrategy", "DAEMON is not for Fargate")


def _require_same_vpc(aws: Account, balancer: Mapping[str, Any], network: Mapping[str, Any], path: str) -> None:
    arn, subnets = balancer.get("targetGroupArn"), network.get("subnets") or []
    if not arn or not subnets:
        return
    group = aws.client("elbv2").describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]
    described = aws.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"]
    if others := {one["VpcId"] for one in described} - {group.get("VpcId")}:
        reason = f"the target group is in {group.get('VpcId')}, the tasks are in {' and '.join(sorted(others))}"
        raise InvalidProperty(path, reason)


def _require_tcp(balancer: Mapping[str, Any], definition: Mapping[str, Any], path: str) -> None:
    for container in definition["containerDefinitions"]:
        for mapping in container.get("portMappings", []):
            named = (container["name"], mapping.get("containerPort"))
            wanted = (balancer.get("containerName"), balancer.get("containerPort"))
            if named == wanted and mapping.get("protocol", "tcp") != "tcp":
                reason = f"port {named[1]} of container {named[0]} is mapped for {mapping['protocol']}"
                raise InvalidProperty(path, f"{reason}, a load balancer of HTTP needs tcp")
