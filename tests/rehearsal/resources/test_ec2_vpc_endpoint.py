"""Endpoints of a VPC on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError, resource_type

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


class Place:
    """A VPC with two subnets and a security group."""

    def __init__(self, layer, dns=True):
        self.layer = layer
        self.vpc = layer.create("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": dns})
        self.subnets = [one.id for one in layer.subnets(self.vpc)]
        self.group = layer.security_group(self.vpc).id

    def endpoint(self, **changes):
        inputs = {
            "vpcId": self.vpc.id,
            "serviceName": "com.amazonaws.eu-central-1.codedeploy",
            "vpcEndpointType": "Interface",
            "subnetIds": self.subnets[:1],
            "securityGroupIds": [self.group],
            "privateDnsEnabled": True,
        }
        return self.layer.create(ENDPOINT, {**inputs, **changes})

    def interfaces(self):
        found = self.layer.aws.client("ec2").describe_network_interfaces()["NetworkInterfaces"]
        return {one["NetworkInterfaceId"]: one for one in found}


def test_an_endpoint_is_read_back_unchanged(layer):
    place = Place(layer)
    made = place.endpoint(tags={"team": "web"})

    assert made.read() == made.inputs
    assert made.outputs["arn"] == f"arn:aws:ec2:eu-central-1:123456789012:vpc-endpoint/{made.id}"
    assert made.outputs["networkInterfaceIds"] == list(place.interfaces())


def test_an_endpoint_changes_in_place(layer):
    place = Place(layer)
    other = layer.security_group(place.vpc, "other").id
    made = place.endpoint(tags={"team": "web"})

    made.update(subnetIds=place.subnets, securityGroupIds=[other], privateDnsEnabled=False, tags={"team": "shop"})

    assert made.read() == made.inputs
    groups = [[group["GroupId"] for group in one["Groups"]] for one in place.interfaces().values()]
    assert groups == [[other], [other]]


def test_an_endpoint_changed_by_hand_is_found(layer):
    place = Place(layer)
    made = place.endpoint()
    layer.aws.client("ec2").modify_vpc_endpoint(VpcEndpointId=made.id, AddSubnetIds=[place.subnets[1]])

    assert made.read()["subnetIds"] == place.subnets


def test_a_deleted_endpoint_is_gone_with_its_interfaces(layer):
    place = Place(layer)
    made = place.endpoint()

    made.delete()
    made.delete()

    assert (made.read(), place.interfaces()) == (None, {})


def test_private_dns_is_replaced_where_there_is_no_interface():
    kind = resource_type(ENDPOINT)

    assert "privateDnsEnabled" not in kind.replacing({}, {"vpcEndpointType": "Interface"})
    assert {"privateDnsEnabled", "serviceName", "vpcId"} <= kind.replacing({}, {"vpcEndpointType": "Gateway"})


def test_private_dns_needs_the_vpcs_dns(layer):
    place = Place(layer, dns=False)

    with pytest.raises(ResourceError, match="privateDnsEnabled: needs enableDnsHostnames of the VPC"):
        place.endpoint()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"vpcId": "vpc-1"}, "vpcId: there is no vpc-1"),
        ({"subnetIds": ["subnet-1"]}, "subnetIds.subnets: there is no subnet subnet-1"),
        ({"securityGroupIds": ["sg-1"]}, "there is no security group sg-1"),
        ({"vpcEndpointType": "Internal"}, "VpcEndpointType: got 'Internal', allowed are"),
        ({"privateDns": True}, "privateDns: CreateVpcEndpoint has no such property"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(layer, changes, reason):
    place = Place(layer)

    with pytest.raises(ResourceError) as refused:
        place.endpoint(**changes)

    assert str(refused.value).startswith(f"{ENDPOINT} web: ")
    assert reason in str(refused.value)


def test_one_subnet_in_each_zone(layer):
    place = Place(layer)
    beside = layer.create(
        "aws:ec2/subnet:Subnet",
        {"vpcId": place.vpc.id, "cidrBlock": "10.0.9.0/24", "availabilityZone": "eu-central-1a"},
    )

    with pytest.raises(ResourceError, match="subnetIds: got 2 in 1 zones, allowed is one in each"):
        place.endpoint(subnetIds=[place.subnets[0], beside.id])
