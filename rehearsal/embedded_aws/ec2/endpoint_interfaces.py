"""Interface endpoints of a VPC: one network interface for each subnet, with the endpoint's security groups."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidVpcEndPointIdError
from moto.ec2.models import EC2Backend
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs

from rehearsal.embedded_aws.put_into import put_into

from .network_interfaces import remove, service_interface, set_groups

_CREATE = EC2Backend.create_vpc_endpoint
_DELETE = EC2Backend.delete_vpc_endpoints
_MODIFY = EC2Backend.modify_vpc_endpoint
_MODIFY_RESPONSE = VPCs.modify_vpc_endpoint


def _is_interface(endpoint: VPCEndPoint) -> bool:
    return (endpoint.vpc_endpoint_type or "").lower() == "interface"


def _create_vpc_endpoint(self: EC2Backend, *args: Any, **kwargs: Any) -> VPCEndPoint:
    endpoint = _CREATE(self, *args, **kwargs)
    if _is_interface(endpoint):
        remove(self, endpoint.network_interface_ids)
        if not endpoint.security_group_ids:
            default: Any = self.get_default_security_group(endpoint.vpc_id)
            endpoint.security_group_ids = [default.id]
        endpoint.network_interface_ids = []
        _follow(self, endpoint)
    return endpoint


def _follow(ec2: EC2Backend, endpoint: VPCEndPoint) -> None:
    """The interfaces are those of the endpoint's subnets and security groups now."""
    kept = []
    for id in endpoint.network_interface_ids:
        interface = ec2.enis[id]
        if interface.subnet.id in (endpoint.subnet_ids or []):
            set_groups(ec2, interface, endpoint.security_group_ids)
            kept.append(interface)
        else:
            remove(ec2, [id])
    there = {interface.subnet.id for interface in kept}
    for subnet in endpoint.subnet_ids or []:
        if subnet not in there:
            description = f"VPC Endpoint Interface {endpoint.id}"
            kept.append(service_interface(ec2, subnet, endpoint.security_group_ids, description, "vpc_endpoint"))
    endpoint.network_interface_ids = [interface.id for interface in kept]


def _modify_vpc_endpoint(self: EC2Backend, vpc_id: str, *args: Any, **kwargs: Any) -> None:
    _MODIFY(self, vpc_id, *args, **kwargs)
    endpoint = self.describe_vpc_endpoints(vpc_end_point_ids=[vpc_id])[0]
    if _is_interface(endpoint):
        _follow(self, endpoint)


def _modify_response(response: VPCs) -> ActionResult:
    answer = _MODIFY_RESPONSE(response)
    # moto takes the parameter and forgets it.
    private_dns = response._get_param("PrivateDnsEnabled")
    if private_dns is not None:
        endpoint = response.ec2_backend.vpc_end_points[response._get_param("VpcEndpointId")]
        endpoint.private_dns_enabled = str(private_dns).lower() == "true"
    return answer


def _delete_vpc_endpoints(self: EC2Backend, vpce_ids: list[str] | None = None) -> None:
    for id in vpce_ids or []:
        if id not in self.vpc_end_points:
            raise InvalidVpcEndPointIdError(id)
    _DELETE(self, vpce_ids)
    # moto shows deleted ones for ever.
    for id in vpce_ids or []:
        del self.vpc_end_points[id]


def install() -> None:
    """Puts these operations in the place of moto's."""
    put_into(
        EC2Backend,
        create_vpc_endpoint=_create_vpc_endpoint,
        modify_vpc_endpoint=_modify_vpc_endpoint,
        delete_vpc_endpoints=_delete_vpc_endpoints,
    )
    put_into(VPCs, modify_vpc_endpoint=_modify_response)
