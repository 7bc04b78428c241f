"""What CreateService checks of a service's load balancers."""

from typing import Any

from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Service, TaskDefinition
from moto.elbv2.models import ELBv2Backend, FakeAction, elbv2_backends

from rehearsal.embedded_aws.put_into import put_into

_CREATE_SERVICE = EC2ContainerServiceBackend.create_service


def check(backend: EC2ContainerServiceBackend, balancers: list[dict[str, Any]], definition: TaskDefinition) -> None:
    """Refuses, in AWS's words, a target group nothing forwards to and a container or port that is none."""
    elb = elbv2_backends[backend.account_id][backend.region_name]
    for balancer in balancers:
        arn = balancer.get("targetGroupArn")
        if arn is None:
            continue
        if arn not in elb.target_groups:
            raise InvalidParameterException(f"Unable to Assume role and validate the specified targetGroupArn: {arn}.")
        if arn not in attached_target_groups(elb):
            raise InvalidParameterException(
                f"The target group with targetGroupArn {arn} does not have an associated load balancer."
            )
        _check_container(balancer, definition)
        _check_target_type(elb.target_groups[arn].target_type, arn, definition)


def attached_target_groups(elb: ELBv2Backend) -> set[str]:
    """The target groups that some listener or rule forwards to now."""
    actions: list[FakeAction] = []
    for load_balancer in list(elb.load_balancers.values()):
        for listener in list(load_balancer.listeners.values()):
            actions.extend(listener.default_actions)
            for rule in list(listener.rules.values()):
                actions.extend(rule.actions)
    return {arn for action in actions for arn in _forwarded_to(action)}


def _forwarded_to(action: FakeAction) -> list[str]:
    groups = action.data.get("ForwardConfig", {}).get("TargetGroups", [])
    single = action.data.get("TargetGroupArn")
    return [group["TargetGroupArn"] for group in groups] + ([single] if single else [])


def _check_container(balancer: dict[str, Any], definition: TaskDefinition) -> None:
    name, port = balancer.get("containerName"), balancer.get("containerPort")
    containers: list[dict[str, Any]] = definition.container_definitions
    container = next((known for known in containers if known["name"] == name), None)
    if container is None:
        raise InvalidParameterException(f"The container {name} does not exist in the task definition.")
    if port not in [mapping.get("containerPort") for mapping in container["portMappings"]]:
        raise InvalidParameterException(f"The container {name} did not have a container port {port} defined.")


def _check_target_type(target_type: str, arn: str, definition: TaskDefinition) -> None:
    if definition.network_mode == "awsvpc" and target_type != "ip":
        raise InvalidParameterException(
            f"The provided target group {arn} has target type {target_type}, which is incompatible with the awsvpc "
            "network mode specified in the task definition."
        )


def _create_service(self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any) -> Service:
    # CreateService's handler hands the first five over by position.
    _, _, _, definition, balancers = args[:5]
    if balancers and definition:
        check(self, balancers, self.describe_task_definition(definition))
    return _CREATE_SERVICE(self, *args, **kwargs)


def install() -> None:
    """Puts the checked operation in the place of moto's."""
    put_into(EC2ContainerServiceBackend, create_service=_create_service)
