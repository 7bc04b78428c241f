"""The ways to a load balancer of the embedded AWS, and from it to its targets."""

import pytest

from rehearsal.vpc import NetworkInterface
from rehearsal.vpc.load_balancers import find_closed_listener, find_closed_target
from tests.rehearsal.vpc.private_and_public_subnet import tcp


class Front:
    """An internet-facing load balancer in two zones, with a production and a test listener, and one target group."""

    def __init__(self, network, scheme="internet-facing"):
        self.network, elbv2 = network, network.aws.client("elbv2")
        zone = network.ec2.describe_subnets(SubnetIds=[network.public_subnet])["Subnets"][0]["AvailabilityZone"]
        other = next(f"eu-central-1{letter}" for letter in "ab" if not zone.endswith(letter))
        second = network.ec2.create_subnet(VpcId=network.vpc, CidrBlock="10.0.2.0/24", AvailabilityZone=other)
        subnet = second["Subnet"]["SubnetId"]
        network.ec2.associate_route_table(RouteTableId=network.public_table, SubnetId=subnet)
        self.balancer = elbv2.create_load_balancer(
            Name="web", Subnets=[network.public_subnet, subnet], SecurityGroups=[network.front_group], Scheme=scheme
        )["LoadBalancers"][0]["LoadBalancerArn"]
        self.targets = elbv2.create_target_group(
            Name="blue", Protocol="HTTP", Port=80, VpcId=network.vpc, TargetType="ip", HealthCheckPort="8081"
        )["TargetGroups"][0]["TargetGroupArn"]
        self.production, self.test = (self.listener(elbv2, port) for port in (80, 8443))

    def listener(self, elbv2, port):
        return elbv2.create_listener(
            LoadBalancerArn=self.balancer,
            Protocol="HTTP",
            Port=port,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": self.targets}],
        )["Listeners"][0]["ListenerArn"]

    def closed(self):
        """Which listener is closed, and why."""
        return find_closed_listener(self.network.aws, [self.production, self.test], self.test)


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "10.0.1.7/32", "198.51.100.7/32"])
def test_a_test_listener_may_be_for_a_few(network, cidr):
    network.let_in(network.front_group, tcp(8443, cidr))

    assert Front(network).closed() is None


def test_a_test_listener_for_addresses_that_nobody_has_is_closed(network):
    front = Front(network)
    assert f"listener {front.test} of port 8443: no ingress rule of the load balancer web" in front.closed()

    network.let_in(network.front_group, tcp(8443, "10.9.0.0/16"))
    assert "lets anybody who could ask in at port 8443" in front.closed()


def test_a_production_listener_is_for_the_internet(network):
    network.let_in(network.front_group, tcp(8443, "10.0.0.0/16"))
    network.close_in(network.front_group)
    network.let_in(network.front_group, tcp(80, "10.0.0.0/16"))
    network.let_in(network.front_group, tcp(8443, "10.0.0.0/16"))
    front = Front(network)

    assert front.closed().startswith(f"listener {front.production} of port 80: no ingress rule of the security group")


def test_an_internal_load_balancer_that_lets_the_internet_in_is_a_contradiction(network):
    network.let_in(network.front_group, tcp(8443, "10.0.0.0/16"))

    assert "the internet is let in, and the load balancer web" in Front(network, scheme="internal").closed()


def test_requests_and_health_checks_have_a_way_each(network):
    front = Front(network)
    task = NetworkInterface(network.private_subnet, (network.task_group,), "10.0.1.20", name="the task")

    closed = find_closed_target(network.aws, front.targets, [task], 8080)
    assert closed.startswith("health checks of blue do not arrive: no egress rule")

    network.let_out(network.front_group, tcp(8081, group=network.task_group))
    network.let_in(network.task_group, tcp(8081, group=network.front_group))
    assert find_closed_target(network.aws, front.targets, [task], 8080) is None
    assert "requests of blue do not arrive" in find_closed_target(network.aws, front.targets, [task], 9000)
