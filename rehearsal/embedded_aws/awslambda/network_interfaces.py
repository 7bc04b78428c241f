"""A function in a VPC has a network interface in each of its subnets, shared by functions with the same groups.

Lambda gives an interface back a while after the last function that uses it: until then its security groups and
subnets cannot be deleted. AWS Lambda Developer Guide, "Giving Lambda functions access to resources in a VPC".
"""

from typing import Any
from uuid import uuid4

from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.ec2.models import EC2Backend, ec2_backends

from rehearsal.embedded_aws.ec2.in_use import forget_released, keep, release_late
from rehearsal.embedded_aws.ec2.network_interfaces import service_interface
from rehearsal.embedded_aws.put_into import put_into

_CREATE = LambdaBackend.create_function
_DELETE = LambdaBackend.delete_function
_UPDATE = LambdaBackend.update_function_configuration

PREFIX = "AWS Lambda VPC ENI"


def _places(function: LambdaFunction) -> set[tuple[str, frozenset[str]]]:
    config = function._vpc_config or {}
    groups = frozenset(config.get("SecurityGroupIds") or [])
    return {(subnet, groups) for subnet in config.get("SubnetIds") or []}


def _follow(backend: LambdaBackend) -> None:
    """Make the interfaces that are missing, and release those that no function uses."""
    ec2: EC2Backend = ec2_backends[backend.account_id][backend.region_name]
    forget_released(ec2)
    needed = {place: function for function in backend.list_functions() for place in _places(function)}
    there = {
        (one.subnet.id, frozenset(group.id for group in one.group_set)): one
        for one in list(ec2.enis.values())
        if one.description.startswith(PREFIX)
    }
    for place, interface in there.items():
        if place in needed:
            keep(interface)
        elif "gone_at" not in vars(interface):
            release_late(interface)
    for (subnet, groups), function in needed.items():
        if (subnet, groups) not in there:
            description = f"{PREFIX}-{function.function_name}-{uuid4()}"
            service_interface(ec2, subnet, sorted(groups), description, "lambda")


def _create_function(self: LambdaBackend, spec: dict[str, Any]) -> LambdaFunction:
    function = _CREATE(self, spec)
    _follow(self)
    return function


def _update_function_configuration(self: LambdaBackend, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
    answer = _UPDATE(self, *args, **kwargs)
    _follow(self)
    return answer


def _delete_function(self: LambdaBackend, *args: Any, **kwargs: Any) -> None:
    _DELETE(self, *args, **kwargs)
    _follow(self)


def install() -> None:
    """Puts these operations in the place of moto's."""
    put_into(
        LambdaBackend,
        create_function=_create_function,
        delete_function=_delete_function,
        update_function_configuration=_update_function_configuration,
    )
