"""awsx:ec2:Vpc is expanded as awsx does it."""

import pytest

from rehearsal.resources.awsx_vpc import Ref, expand
from rehearsal.resources.registry import InvalidProperty

ZONES = ["eu-central-1a", "eu-central-1b"]


def vpc(strategy="Single", **changes):
    inputs = {
        "cidrBlock": "10.0.0.0/16",
        "availabilityZoneNames": ZONES,
        "enableDnsHostnames": True,
        "natGateways": {"strategy": strategy},
        "subnetStrategy": "Auto",
        "subnetSpecs": [
            {"type": "Private", "cidrBlocks": ["10.0.32.0/20", "10.0.48.0/20"]},
            {"type": "Public", "cidrBlocks": ["10.0.0.0/20", "10.0.16.0/20"]},
        ],
        "tags": {"team": "web"},
    }
    return expand("web-vpc", {**inputs, **changes})


def kinds(expansion):
    return [(child.token.rsplit(":", 1)[1], child.name) for child in expansion.children]


def child(expansion, kind, name):
    return next(one for one in expansion.children if one.token.endswith(f":{kind}") and one.name == name)


def test_two_zones_with_one_nat_gateway_are_twenty_resources_in_awsx_s_order():
    assert kinds(vpc()) == [
        ("Vpc", "web-vpc"),
        ("InternetGateway", "web-vpc"),
        ("Subnet", "web-vpc-public-1"),
        ("RouteTable", "web-vpc-public-1"),
        ("RouteTableAssociation", "web-vpc-public-1"),
        ("Eip", "web-vpc-1"),
        ("NatGateway", "web-vpc-1"),
        ("Route", "web-vpc-public-1"),
        ("Subnet", "web-vpc-private-1"),
        ("RouteTable", "web-vpc-private-1"),
        ("RouteTableAssociation", "web-vpc-private-1"),
        ("Route", "web-vpc-private-1"),
        ("Subnet", "web-vpc-public-2"),
        ("RouteTable", "web-vpc-public-2"),
        ("RouteTableAssociation", "web-vpc-public-2"),
        ("Route", "web-vpc-public-2"),
        ("Subnet", "web-vpc-private-2"),
        ("RouteTable", "web-vpc-private-2"),
        ("RouteTableAssociation", "web-vpc-private-2"),
        ("Route", "web-vpc-private-2"),
    ]


def test_every_private_subnet_leaves_through_the_one_nat_gateway_or_its_zone_s():
    single, per_zone = vpc("Single"), vpc("OnePerAz")

    first = Ref("aws:ec2/natGateway:NatGateway web-vpc-1")
    second = Ref("aws:ec2/natGateway:NatGateway web-vpc-2")
    assert child(single, "Route", "web-vpc-private-2").inputs["natGatewayId"] == first
    assert child(per_zone, "Route", "web-vpc-private-1").inputs["natGatewayId"] == first
    assert child(per_zone, "Route", "web-vpc-private-2").inputs["natGatewayId"] == second


def test_without_nat_private_subnets_have_no_route_out():
    expansion = vpc("None")

    assert [name for kind, name in kinds(expansion) if kind == "Route"] == ["web-vpc-public-1", "web-vpc-public-2"]
    assert not {"Eip", "NatGateway"} & {kind for kind, _ in kinds(expansion)}


def test_a_subnet_has_awsx_s_inputs_and_tags():
    subnet = child(vpc(), "Subnet", "web-vpc-public-2")

    assert subnet.inputs == {
        "vpcId": Ref("aws:ec2/vpc:Vpc web-vpc"),
        "availabilityZone": "eu-central-1b",
        "mapPublicIpOnLaunch": True,
        "cidrBlock": "10.0.16.0/20",
        "tags": {"team": "web", "Name": "web-vpc-public-2", "SubnetType": "Public"},
    }
    assert subnet.parent == "aws:ec2/vpc:Vpc web-vpc"


def test_routes_and_associations_are_children_of_the_route_table():
    expansion = vpc()

    table = "aws:ec2/routeTable:RouteTable web-vpc-public-1"
    assert child(expansion, "Route", "web-vpc-public-1").parent == table
    assert child(expansion, "RouteTableAssociation", "web-vpc-public-1").parent == table
    assert child(expansion, "RouteTable", "web-vpc-public-1").parent == "aws:ec2/subnet:Subnet web-vpc-public-1"


def test_the_vpc_and_its_gateway_are_named_like_the_component():
    tags = {"Name": "web-vpc", "team": "web"}

    assert child(vpc(), "Vpc", "web-vpc").inputs == {
        "cidrBlock": "10.0.0.0/16",
        "enableDnsHostnames": True,
        "tags": tags,
    }
    assert child(vpc(), "InternetGateway", "web-vpc").inputs["tags"] == tags


def test_a_spec_s_own_name_takes_the_place_of_its_type():
    specs = [{"type": "Public", "name": "front", "cidrBlocks": ["10.0.0.0/20", "10.0.16.0/20"]}]

    assert ("Subnet", "web-vpc-front-1") in kinds(vpc("None", subnetSpecs=specs))


def test_the_outputs_are_the_subnets_ids_by_type():
    assert vpc("None").outputs == {
        "vpcId": Ref("aws:ec2/vpc:Vpc web-vpc"),
        "publicSubnetIds": [
            Ref("aws:ec2/subnet:Subnet web-vpc-public-1"),
            Ref("aws:ec2/subnet:Subnet web-vpc-public-2"),
        ],
        "privateSubnetIds": [
            Ref("aws:ec2/subnet:Subnet web-vpc-private-1"),
            Ref("aws:ec2/subnet:Subnet web-vpc-private-2"),
        ],
        "isolatedSubnetIds": [],
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"numberOfAvailabilityZones": 2}, "numberOfAvailabilityZones: the rehearsal does not expand this property"),
        ({"natGateways": {"strategy": "Two"}}, "natGateways.strategy: got 'Two', allowed are None, Single, OnePerAz"),
        ({"subnetSpecs": [{"type": "Public", "cidrBlocks": ["10.0.0.0/20"]}]}, "subnetSpecs.cidrBlocks: got 1"),
        ({"subnetSpecs": [{"type": "Open", "cidrBlocks": []}]}, "subnetSpecs.type: got 'Open'"),
        ({"subnetSpecs": []}, "subnetSpecs: the rehearsal expands a VPC with zones and subnets given"),
    ],
)
def test_what_cannot_be_expanded_names_the_property(changes, reason):
    with pytest.raises(InvalidProperty) as refused:
        vpc(**changes)

    assert str(refused.value).startswith(reason)
