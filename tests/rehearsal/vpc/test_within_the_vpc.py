"""A load balancer on its way to a task."""

from dataclasses import replace

import pytest

from rehearsal.vpc import NetworkInterface, read_network_interface
from tests.rehearsal.vpc.private_and_public_subnet import tcp


def test_the_load_balancer_reaches_the_task_on_its_port(network):
    assert network.obstacle(network.node, network.task, 8080) is None


def test_another_port_is_closed_on_the_way_out(network):
    assert "no egress rule of the security group load-balancer" in network.obstacle(network.node, network.task, 8081)


def test_the_task_has_to_let_it_in(network):
    network.close_in(network.task_group)

    obstacle = network.obstacle(network.node, network.task, 8080)

    assert "no ingress rule of the security group tasks" in obstacle
    assert "lets tcp 8080 in from the load balancer" in obstacle


def test_a_rule_that_names_another_group_lets_nobody_in(network):
    network.close_in(network.task_group)
    network.let_in(network.task_group, tcp(8080, group=network.group("others")))

    assert "no ingress rule" in network.obstacle(network.node, network.task, 8080)


@pytest.mark.parametrize(("cidr", "comes_in"), [("10.0.0.0/24", True), ("10.0.0.11/32", False), ("10.0.1.0/24", False)])
def test_a_rule_by_address_is_for_the_address_that_asks(network, cidr, comes_in):
    network.close_in(network.task_group)
    network.let_in(network.task_group, tcp(8080, cidr))

    assert (network.obstacle(network.node, network.task, 8080) is None) is comes_in


def test_an_address_that_is_not_known_yet_needs_a_rule_for_all_of_its_subnet(network):
    network.close_in(network.task_group)
    network.let_in(network.task_group, tcp(8080, "10.0.0.0/25"))

    assert "no ingress rule" in network.obstacle(replace(network.node, private_address=""), network.task, 8080)


def test_a_rule_for_every_protocol_has_no_ports(network):
    network.close_out(network.front_group)
    network.let_out(network.front_group, {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]})

    assert network.obstacle(network.node, network.task, 8080) is None


def test_no_route_leads_to_another_vpc(network):
    vpc = network.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = network.ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    task = NetworkInterface(subnet, (network.group("others", vpc),), name="the task")

    assert f"the task in {subnet} is in {vpc}, and no route" in network.obstacle(network.node, task, 8080)


def test_network_acls_count_between_subnets_and_not_within_one(network):
    acl = network.deny(network.private_subnet, egress=False, first=8080, last=8080)
    neighbour = replace(network.node, subnet_id=network.private_subnet)

    assert f"network ACL {acl} of {network.private_subnet} stops tcp 8080 in from the load balancer" in (
        network.obstacle(network.node, network.task, 8080)
    )
    assert network.obstacle(neighbour, network.task, 8080) is None


def test_a_network_interface_is_read_by_its_id(network):
    made = network.ec2.create_network_interface(
        SubnetId=network.public_subnet,
        Groups=[network.front_group],
        PrivateIpAddress="10.0.0.10",
        Description="ELB app/web/1",
    )["NetworkInterface"]["NetworkInterfaceId"]

    assert read_network_interface(network.aws, made) == NetworkInterface(
        network.public_subnet, (network.front_group,), "10.0.0.10", False, "ELB app/web/1"
    )
