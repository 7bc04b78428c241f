"""A load balancer's nodes: one network interface in each of its subnets, made, changed and removed with it."""

from typing import Any

from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer

from rehearsal.embedded_aws.ec2.network_interfaces import remove, service_interface, set_groups
from rehearsal.embedded_aws.put_into import put_into

_CREATE = ELBv2Backend.create_load_balancer
_DELETE = ELBv2Backend.delete_load_balancer
_SET_SUBNETS = ELBv2Backend.set_subnets
_SET_GROUPS = ELBv2Backend.set_security_groups

DESCRIPTION_BEGINS = "ELB "


def description_of(arn: str) -> str:
    """By which AWS's users find the nodes: `ELB app/<name>/<id>`."""
    return DESCRIPTION_BEGINS + arn.split(":loadbalancer/")[1]


def interfaces_of(elb: ELBv2Backend, arn: str) -> list[NetworkInterface]:
    """The nodes of this load balancer."""
    wanted = description_of(arn)
    return [one for one in list(elb.ec2_backend.enis.values()) if one.description == wanted]


def _follow(elb: ELBv2Backend, balancer: FakeLoadBalancer) -> None:
    """The nodes are in the load balancer's subnets now, with its security groups."""
    ec2 = elb.ec2_backend
    groups, wanted = list(balancer.security_groups or []), {subnet.id for subnet in balancer.subnets}
    there = {one.subnet.id: one for one in interfaces_of(elb, balancer.arn)}
    for id, interface in there.items():
        if id not in wanted:
            remove(ec2, [interface.id])
        elif groups:
            set_groups(ec2, interface, groups)
    for id in sorted(wanted - set(there)):
        # Internet-facing is what AWS makes where nothing is said.
        public = balancer.scheme != "internal"
        service_interface(ec2, id, groups, description_of(balancer.arn), public=public)


def _create_load_balancer(self: ELBv2Backend, *args: Any, **kwargs: Any) -> FakeLoadBalancer:
    balancer = _CREATE(self, *args, **kwargs)
    _follow(self, balancer)
    return balancer


def _set_subnets(self: ELBv2Backend, arn: str, *args: Any, **kwargs: Any) -> Any:
    zones = _SET_SUBNETS(self, arn, *args, **kwargs)
    _follow(self, self.load_balancers[arn])
    return zones


def _set_security_groups(self: ELBv2Backend, arn: str, sec_groups: list[str]) -> None:
    _SET_GROUPS(self, arn, sec_groups)
    _follow(self, self.load_balancers[arn])


def _delete_load_balancer(self: ELBv2Backend, arn: str) -> None:
    if arn in self.load_balancers:
        remove(self.ec2_backend, [one.id for one in interfaces_of(self, arn)])
    _DELETE(self, arn)


def install() -> None:
    """Puts these operations in the place of moto's."""
    put_into(
        ELBv2Backend,
        create_load_balancer=_create_load_balancer,
        delete_load_balancer=_delete_load_balancer,
        set_security_groups=_set_security_groups,
        set_subnets=_set_subnets,
    )
