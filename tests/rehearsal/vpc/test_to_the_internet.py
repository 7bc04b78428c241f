"""A task on its way out: by a NAT gateway, by an internet gateway, or by endpoints of its VPC."""

from dataclasses import replace

import pytest

from rehearsal.vpc import AwsService, InternetHost
from tests.rehearsal.vpc.private_and_public_subnet import ANYWHERE, tcp

REGISTRY = AwsService("ecr.dkr")
S3 = AwsService("s3")


@pytest.mark.parametrize("destination", [REGISTRY, InternetHost(), InternetHost("8.8.8.8")])
def test_a_task_leaves_by_the_nat_gateway(network, destination):
    assert network.obstacle(network.task, destination, 443) is None


@pytest.mark.parametrize("destination", [REGISTRY, InternetHost()])
def test_without_an_egress_rule_nothing_leaves(network, destination):
    network.close_out(network.task_group)
    network.let_out(network.task_group, tcp(80, ANYWHERE))

    assert "no egress rule of the security group tasks" in network.obstacle(network.task, destination, 443)


@pytest.mark.parametrize("destination", [REGISTRY, InternetHost()])
def test_without_a_route_nothing_leaves(network, destination):
    network.unroute(network.private_table)

    assert f"route table {network.private_table} of {network.private_subnet} has no route" in network.obstacle(
        network.task, destination, 443
    )


def test_a_subnet_without_a_table_of_its_own_has_the_main_one(network):
    of_subnet = [{"Name": "association.subnet-id", "Values": [network.private_subnet]}]
    (table,) = network.ec2.describe_route_tables(Filters=of_subnet)["RouteTables"]
    (association,) = [one for one in table["Associations"] if one.get("SubnetId") == network.private_subnet]
    network.ec2.disassociate_route_table(AssociationId=association["RouteTableAssociationId"])

    obstacle = network.obstacle(network.task, REGISTRY, 443)

    assert "has no route" in obstacle
    assert network.private_table not in obstacle


def test_a_nat_gateway_needs_the_internet_gateway_itself(network):
    network.unroute(network.public_table)

    assert f"whose own subnet {network.public_subnet} has no route to an internet gateway" in network.obstacle(
        network.task, REGISTRY, 443
    )


def test_a_nat_gateway_in_the_private_subnet_gets_its_own_packets_back(network):
    allocation = network.ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = network.ec2.create_nat_gateway(SubnetId=network.private_subnet, AllocationId=allocation)["NatGateway"]
    network.unroute(network.private_table)
    network.route(network.private_table, NatGatewayId=nat["NatGatewayId"])

    assert "whose own subnet" in network.obstacle(network.task, REGISTRY, 443)


def test_a_nat_gateway_that_was_deleted_leads_nowhere(network):
    network.ec2.delete_nat_gateway(NatGatewayId=network.nat)

    assert f"NAT gateway {network.nat}, which is gone" in network.obstacle(network.task, REGISTRY, 443)


def test_an_internet_gateway_needs_a_public_address(network):
    task = replace(network.task, subnet_id=network.public_subnet)

    assert "needs a public address, and there is none" in network.obstacle(task, REGISTRY, 443)
    assert network.obstacle(replace(task, has_public_address=True), REGISTRY, 443) is None


def interface_endpoint(network, group, private_dns=True):
    return network.endpoint(
        "ecr.dkr",
        "Interface",
        SubnetIds=[network.private_subnet],
        SecurityGroupIds=[group],
        PrivateDnsEnabled=private_dns,
    )


def test_an_interface_endpoint_needs_no_internet(network):
    network.unroute(network.private_table)
    group = network.group("endpoints")
    network.let_in(group, tcp(443, group=network.task_group))
    interface_endpoint(network, group)

    assert network.obstacle(network.task, REGISTRY, 443) is None
    assert f"{network.vpc} has no usable endpoint for AWS's logs" in network.obstacle(
        network.task, AwsService("logs"), 443
    )


def test_the_endpoints_security_group_has_to_let_the_task_in_even_where_the_internet_is_open(network):
    interface_endpoint(network, network.group("endpoints"))

    assert "no ingress rule of the security group endpoints" in network.obstacle(network.task, REGISTRY, 443)


def test_without_private_dns_the_services_name_leads_to_the_internet(network):
    interface_endpoint(network, network.group("endpoints"), private_dns=False)

    assert network.obstacle(network.task, REGISTRY, 443) is None


@pytest.mark.parametrize(
    ("attribute", "words"), [("EnableDnsHostnames", "no usable endpoint"), ("EnableDnsSupport", "enableDnsSupport off")]
)
def test_private_dns_needs_both_attributes_of_the_vpc(network, attribute, words):
    network.unroute(network.private_table)
    group = network.group("endpoints")
    network.let_in(group, tcp(443, "10.0.0.0/16"))
    interface_endpoint(network, group)
    network.ec2.modify_vpc_attribute(VpcId=network.vpc, **{attribute: {"Value": False}})

    assert words in network.obstacle(network.task, REGISTRY, 443)


def test_a_gateway_endpoint_works_for_the_route_tables_that_it_is_in(network):
    network.unroute(network.private_table)
    endpoint = network.endpoint("s3", "Gateway", RouteTableIds=[network.public_table])
    assert "no usable endpoint for AWS's s3" in network.obstacle(network.task, S3, 443)

    network.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddRouteTableIds=[network.private_table])
    assert network.obstacle(network.task, S3, 443) is None


def test_the_network_acl_of_the_private_subnet_counts(network):
    acl = network.deny(network.private_subnet, egress=False, first=1024, last=65535)

    assert f"network ACL {acl} of {network.private_subnet} stops tcp 50000 in from" in network.obstacle(
        network.task, REGISTRY, 443
    )
