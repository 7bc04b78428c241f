"""A service's tasks are spread over its subnets; moto puts all of them into the first."""

from typing import Any

from moto.ec2.models import EC2Backend, ec2_backends
from moto.ecs.models import Task

from rehearsal.embedded_aws.put_into import put_into

DESCRIPTION = "moto ECS"
_INIT = Task.__init__


def least_used_first(ec2: EC2Backend, subnets: list[str]) -> list[str]:
    """The subnets, those with the fewest tasks first; among equals the order stays."""
    used = [one.subnet.id for one in list(ec2.enis.values()) if one.description == DESCRIPTION]
    return sorted(subnets, key=used.count)


def _init(self: Task, *args: Any, **kwargs: Any) -> None:
    network = (kwargs.get("networking_configuration") or {}).get("awsvpcConfiguration")
    if network and network.get("subnets"):
        backend = kwargs["backend"] if "backend" in kwargs else args[4]
        ec2 = ec2_backends[backend.account_id][backend.region_name]
        placed = {**network, "subnets": least_used_first(ec2, network["subnets"])}
        kwargs["networking_configuration"] = {"awsvpcConfiguration": placed}
    _INIT(self, *args, **kwargs)


def install() -> None:
    """Puts the choice before moto's."""
    put_into(Task, __init__=_init)
