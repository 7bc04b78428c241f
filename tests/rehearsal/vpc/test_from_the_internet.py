"""A client of the internet on its way to a load balancer."""

from dataclasses import replace

from rehearsal.vpc import InternetHost
from tests.rehearsal.vpc.private_and_public_subnet import tcp

CLIENT = InternetHost()


def test_a_client_reaches_the_load_balancer_on_the_port_that_is_open(network):
    assert network.obstacle(CLIENT, network.node, 80) is None


def test_another_port_is_closed(network):
    obstacle = network.obstacle(CLIENT, network.node, 81)

    assert "no ingress rule of the security group load-balancer" in obstacle
    assert network.front_group in obstacle
    assert "lets tcp 81 in from the internet" in obstacle


def test_a_rule_for_private_addresses_lets_no_client_of_the_internet_in(network):
    network.close_in(network.front_group)
    network.let_in(network.front_group, tcp(80, "10.0.0.0/8"))

    assert "no ingress rule" in network.obstacle(CLIENT, network.node, 80)


def test_a_rule_for_some_networks_lets_their_clients_in_and_no_others(network):
    network.close_in(network.front_group)
    network.let_in(network.front_group, tcp(80, "8.8.8.0/24"))

    assert network.obstacle(CLIENT, network.node, 80) is None
    assert network.obstacle(InternetHost("8.8.8.8"), network.node, 80) is None
    assert "in from 8.8.4.4 in the internet" in network.obstacle(InternetHost("8.8.4.4"), network.node, 80)


def test_without_a_public_address_nobody_comes_in(network):
    obstacle = network.obstacle(CLIENT, replace(network.node, has_public_address=False), 80)

    assert "has no public address" in obstacle


def test_without_a_route_to_the_internet_gateway_the_answer_does_not_come_back(network):
    network.unroute(network.public_table)

    assert f"route table {network.public_table} of {network.public_subnet} has no route" in network.obstacle(
        CLIENT, network.node, 80
    )


def test_a_gateway_that_is_not_attached_leads_nowhere(network):
    network.ec2.detach_internet_gateway(InternetGatewayId=network.gateway, VpcId=network.vpc)

    assert "which is not attached to its VPC" in network.obstacle(CLIENT, network.node, 80)


def test_a_load_balancer_in_a_private_subnet_is_not_reached(network):
    node = replace(network.node, subnet_id=network.private_subnet)

    assert "leads to a NAT gateway, which lets nobody in" in network.obstacle(CLIENT, node, 80)


def test_the_network_acl_of_the_public_subnet_counts_in_both_directions(network):
    acl = network.deny(network.public_subnet, egress=False, first=80, last=80)
    assert f"network ACL {acl} of {network.public_subnet} stops tcp 80 in from" in network.obstacle(
        CLIENT, network.node, 80
    )

    acl = network.deny(network.public_subnet, egress=True, first=1024, last=65535)
    assert f"network ACL {acl} of {network.public_subnet} stops tcp 50000 out to" in network.obstacle(
        CLIENT, network.node, 80
    )


def test_a_security_group_that_does_not_exist_is_named(network):
    obstacle = network.obstacle(CLIENT, replace(network.node, security_group_ids=("sg-1",)), 80)

    assert obstacle == "there is no security group sg-1"
