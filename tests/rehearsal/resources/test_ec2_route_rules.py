"""What EC2 refuses of routes, associations, NAT gateways and subnets."""

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.layer import SUBNET

GATEWAY = "aws:ec2/internetGateway:InternetGateway"
TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ROUTE = "aws:ec2/route:Route"
NAT = "aws:ec2/natGateway:NatGateway"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def refused(layer, token, inputs):
    with pytest.raises(ResourceError) as error:
        layer.create(token, inputs)
    return str(error.value).removeprefix(f"{token} web: ")


def test_a_route_has_exactly_one_target(layer):
    table = layer.create(TABLE, {"vpcId": layer.vpc().id})
    route = {"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0"}

    assert refused(layer, ROUTE, route) == (
        "gatewayId: a route needs exactly one target such as natGatewayId, got none"
    )
    assert "got gatewayId, natGatewayId" in refused(
        layer, ROUTE, {**route, "gatewayId": "igw-1", "natGatewayId": "nat-1"}
    )


@pytest.mark.parametrize(
    ("destinations", "named"),
    [
        ({}, "none"),
        ({"destinationCidrBlock": ""}, "none"),
        (
            {"destinationCidrBlock": "0.0.0.0/0", "destinationIpv6CidrBlock": "::/0"},
            "destinationCidrBlock, destinationIpv6CidrBlock",
        ),
    ],
)
def test_a_route_has_exactly_one_destination(layer, destinations, named):
    vpc = layer.vpc()
    table = layer.create(TABLE, {"vpcId": vpc.id})
    gateway = layer.create(GATEWAY, {"vpcId": vpc.id})
    route = {"routeTableId": table.id, "gatewayId": gateway.id, **destinations}

    assert refused(layer, ROUTE, route) == f"destinationCidrBlock: a route needs exactly one destination, got {named}"


def test_a_subnet_has_a_block_of_addresses(layer):
    message = refused(layer, SUBNET, {"vpcId": layer.vpc().id})

    assert message == "cidrBlock: is missing, and a subnet needs a block of addresses"


def test_a_routes_gateway_is_attached_to_its_tables_vpc(layer):
    vpc, other = layer.vpc(), layer.vpc()
    table = layer.create(TABLE, {"vpcId": vpc.id})
    gateway = layer.create(GATEWAY, {"vpcId": other.id})
    route = {"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway.id}

    assert refused(layer, ROUTE, route) == (
        f"gatewayId: {gateway.id} is not attached to {vpc.id}, the route table's VPC"
    )


def test_a_subnet_has_one_table_of_its_own_vpc(layer):
    vpc, other = layer.vpc(), layer.vpc()
    subnet = layer.create(SUBNET, {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24"})
    table, second = (layer.create(TABLE, {"vpcId": vpc.id}) for _ in range(2))
    foreign = layer.create(TABLE, {"vpcId": other.id})

    assert f"the table is in {other.id}, the subnet in {vpc.id}" in refused(
        layer, ASSOCIATION, {"routeTableId": foreign.id, "subnetId": subnet.id}
    )
    layer.create(ASSOCIATION, {"routeTableId": table.id, "subnetId": subnet.id})
    assert refused(layer, ASSOCIATION, {"routeTableId": second.id, "subnetId": subnet.id}) == (
        f"subnetId: {subnet.id} is already associated with the route table {table.id}"
    )


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({}, "allocationId: a public NAT gateway needs one"),
        (
            {"connectivityType": "private", "allocationId": "eipalloc-1"},
            "connectivityType: a private NAT gateway takes",
        ),
    ],
)
def test_a_nat_gateway_has_an_address_exactly_if_it_is_public(layer, inputs, reason):
    subnet = layer.create(SUBNET, {"vpcId": layer.vpc().id, "cidrBlock": "10.0.0.0/24"})

    assert refused(layer, NAT, {"subnetId": subnet.id, **inputs}).startswith(reason)


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [("availabilityZone", "eu-central-1x", "eu-central-1a"), ("availabilityZoneId", "euc1-az9", "euc1-az1")],
)
def test_a_subnets_zone_is_one_of_the_region(layer, key, value, allowed):
    message = refused(layer, SUBNET, {"vpcId": layer.vpc().id, "cidrBlock": "10.0.0.0/24", key: value})

    assert message.startswith(f"{key}: got {value}, allowed are ")
    assert allowed in message


@pytest.mark.parametrize(("first", "last"), [(81, 80), (0, 65536)])
def test_a_rules_ports_are_a_range(layer, first, last):
    group = layer.create("aws:ec2/securityGroup:SecurityGroup", {"vpcId": layer.vpc().id, "description": "x"})
    rule = {"securityGroupId": group.id, "ipProtocol": "tcp", "cidrIpv4": "0.0.0.0/0"}

    message = refused(layer, INGRESS, {**rule, "fromPort": first, "toPort": last})

    assert message == f"toPort: {first} to {last} is no range of ports"
