"""The embedded EC2 as it is at one moment, with what reachability asks of it."""

from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network
from typing import Any

Described = dict[str, Any]


class Unknown(Exception):
    """Something that is named and does not exist."""


@dataclass(frozen=True)
class Network:
    """Reads each kind of thing once, when it is first needed."""

    aws: Any

    @cached_property
    def _ec2(self) -> Any:
        return self.aws.client("ec2")

    @cached_property
    def _subnets(self) -> dict[str, Described]:
        return {one["SubnetId"]: one for one in self._ec2.describe_subnets()["Subnets"]}

    @cached_property
    def _security_groups(self) -> dict[str, Described]:
        return {one["GroupId"]: one for one in self._ec2.describe_security_groups()["SecurityGroups"]}

    @cached_property
    def _route_tables(self) -> list[Described]:
        return list(self._ec2.describe_route_tables()["RouteTables"])

    @cached_property
    def _nat_gateways(self) -> dict[str, Described]:
        return {one["NatGatewayId"]: one for one in self._ec2.describe_nat_gateways()["NatGateways"]}

    @cached_property
    def _internet_gateways(self) -> dict[str, Described]:
        return {one["InternetGatewayId"]: one for one in self._ec2.describe_internet_gateways()["InternetGateways"]}

    @cached_property
    def _endpoints(self) -> list[Described]:
        return list(self._ec2.describe_vpc_endpoints()["VpcEndpoints"])

    @cached_property
    def _acls(self) -> list[Described]:
        return list(self._ec2.describe_network_acls()["NetworkAcls"])

    def subnet(self, id: str) -> Described:
        """The subnet of this id; Unknown when there is none."""
        return _found(self._subnets, id, "subnet")

    def security_group(self, id: str) -> Described:
        """The security group of this id; Unknown when there is none."""
        return _found(self._security_groups, id, "security group")

    def nat_gateway(self, id: str) -> Described | None:
        """The NAT gateway of this id, unless it is gone."""
        return self._nat_gateways.get(id)

    def block(self, subnet_id: str) -> IPv4Network:
        """The addresses of a subnet."""
        return IPv4Network(self.subnet(subnet_id)["CidrBlock"])

    def vpc(self, subnet_id: str) -> str:
        """The VPC that a subnet is in."""
        return str(self.subnet(subnet_id)["VpcId"])

    def vpc_blocks(self, subnet_id: str) -> list[IPv4Network]:
        """The addresses of all subnets of this subnet's VPC."""
        vpc = self.vpc(subnet_id)
        return [IPv4Network(one["CidrBlock"]) for one in self._subnets.values() if one["VpcId"] == vpc]

    def routed_blocks(self, subnet_id: str) -> list[IPv4Network]:
        """Other networks that the subnet has a route to: by peering, a transit gateway or a VPN."""
        return [
            IPv4Network(route["DestinationCidrBlock"], strict=False)
            for route in self.route_table(subnet_id)["Routes"]
            if route.get("DestinationCidrBlock") and not str(route.get("GatewayId", "")).startswith(("local", "igw-"))
            if not route.get("NatGatewayId")
        ]

    def is_attached(self, internet_gateway_id: str, vpc: str) -> bool:
        """Whether this internet gateway is this VPC's."""
        gateway = self._internet_gateways.get(internet_gateway_id, {})
        return vpc in [attachment["VpcId"] for attachment in gateway.get("Attachments", [])]

    def route_table(self, subnet_id: str) -> Described:
        """The subnet's own route table, or its VPC's main one."""
        vpc = self.vpc(subnet_id)
        of_vpc = [table for table in self._route_tables if table["VpcId"] == vpc]
        for table in of_vpc:
            if any(association.get("SubnetId") == subnet_id for association in table["Associations"]):
                return table
        return next(table for table in of_vpc if any(association.get("Main") for association in table["Associations"]))

    def acl(self, subnet_id: str) -> Described | None:
        """The network ACL of a subnet."""
        for acl in self._acls:
            if any(association.get("SubnetId") == subnet_id for association in acl["Associations"]):
                return acl
        default = (acl for acl in self._acls if acl["VpcId"] == self.vpc(subnet_id) and acl.get("IsDefault"))
        return next(default, None)

    def endpoints(self, vpc: str, service: str) -> list[Described]:
        """The VPC's endpoints for this service of AWS, usable or not."""
        name = f"com.amazonaws.{self.aws.region}.{service}"
        return [one for one in self._endpoints if one["VpcId"] == vpc and one["ServiceName"] == name]

    def resolves_names(self, vpc: str) -> bool:
        """Whether AWS's DNS answers in this VPC at all."""
        return self._attribute(vpc, "enableDnsSupport")

    def has_private_names(self, vpc: str) -> bool:
        """Whether private DNS of an endpoint can work. VPC User Guide, "DNS attributes in your VPC": it needs both."""
        return self.resolves_names(vpc) and self._attribute(vpc, "enableDnsHostnames")

    def _attribute(self, vpc: str, name: str) -> bool:
        answer = self._ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name)
        return bool(answer[name[0].upper() + name[1:]]["Value"])


def _found(known: dict[str, Described], id: str, kind: str) -> Described:
    if id not in known:
        raise Unknown(f"there is no {kind} {id}")
    return known[id]
