"""Ports, test listeners and tasks that the world reaches, and those that it may reach."""

from typing import Any

import pytest

from tests.policy.judged import UNKNOWN, Made, complaints, complaints_of_stack

RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
SERVICE = "aws:ecs/service:Service"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
DEPLOYMENT_GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup"
WORLD = "0.0.0.0/0"
TEST_LISTENER_ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/test"


def ingress(**properties: Any) -> dict[str, Any]:
    return {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": WORLD, **properties}


@pytest.mark.parametrize(
    "properties",
    [
        ingress(),
        ingress(fromPort=80, toPort=80),
        ingress(cidrIpv4=None, cidrIpv6="::/0"),
        ingress(fromPort=8080, toPort=8080, cidrIpv4="10.0.0.0/8"),
        ingress(fromPort=8080, toPort=8080, cidrIpv4="198.51.100.7/32"),
        ingress(ipProtocol="-1", fromPort=None, toPort=None, cidrIpv4=None, referencedSecurityGroupId="sg-1"),
        ingress(fromPort=UNKNOWN, toPort=UNKNOWN),
        ingress(fromPort=8080, toPort=8080, cidrIpv4=UNKNOWN),
        {},
    ],
)
def test_a_way_in_that_is_narrow_or_public_on_purpose_is_right(properties: dict[str, Any]) -> None:
    assert complaints("ingress-from-the-world", RULE, properties) == []


@pytest.mark.parametrize(
    ("properties", "complaint"),
    [
        (ingress(fromPort=22, toPort=22), "tcp port 22 open to the world, allowed are the tcp ports 80, 443"),
        (ingress(fromPort=80), "tcp ports 80 to 443 open to the world, allowed are the tcp ports 80, 443"),
        (ingress(ipProtocol="udp"), "udp port 443 open to the world, allowed are the tcp ports 80, 443"),
        (ingress(ipProtocol="-1", fromPort=None, toPort=None), "all ports of all protocols are open to the world"),
        (ingress(ipProtocol="-1", fromPort=UNKNOWN), "all ports of all protocols are open to the world"),
        (
            ingress(fromPort=8080, toPort=8080, cidrIpv4=None, cidrIpv6="::/0"),
            "tcp port 8080 open to the world, allowed are the tcp ports 80, 443",
        ),
        (
            ingress(fromPort=22, toPort=22, cidrIpv4="128.0.0.0/1"),
            "tcp port 22 open to the world, allowed are the tcp ports 80, 443",
        ),
    ],
)
def test_any_other_way_in_from_the_world_is_refused(properties: dict[str, Any], complaint: str) -> None:
    assert complaints("ingress-from-the-world", RULE, properties) == [complaint]


def test_the_ports_that_may_be_open_are_the_companys_to_say() -> None:
    assert complaints("ingress-from-the-world", RULE, ingress(), config={"ports": [8443.0]}) == [
        "tcp port 443 open to the world, allowed are the tcp ports 8443"
    ]


@pytest.mark.parametrize("key", ["cidrBlocks", "ipv6CidrBlocks"])
def test_rules_within_a_group_and_those_of_the_older_kind_are_read_too(key: str) -> None:
    way = {
        "protocol": "tcp",
        "fromPort": 22,
        "toPort": 22,
        key: ["10.0.0.0/8", WORLD if key == "cidrBlocks" else "::/0"],
    }
    expected = ["tcp port 22 open to the world, allowed are the tcp ports 80, 443"]

    assert complaints("ingress-from-the-world", GROUP, {"ingress": [way]}) == expected
    assert complaints("ingress-from-the-world", OLD_RULE, {"type": "ingress", **way}) == expected
    assert complaints("ingress-from-the-world", OLD_RULE, {"type": "egress", **way}) == []
    assert complaints("ingress-from-the-world", GROUP, {"ingress": UNKNOWN}) == []


def stack_behind(user: Made) -> list[Made]:
    return [
        Made(GROUP, "group"),
        Made(RULE, "rule", ingress(securityGroupId=UNKNOWN), {"securityGroupId": ["group"]}),
        user,
    ]


@pytest.mark.parametrize(
    ("type", "key"),
    [
        (SERVICE, "networkConfiguration"),
        ("aws:lambda/function:Function", "vpcConfig"),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", "securityGroupIds"),
        ("aws:ec2/instance:Instance", "vpcSecurityGroupIds"),
    ],
)
def test_what_is_not_a_load_balancer_is_not_open_to_the_world(type: str, key: str) -> None:
    """At preview too, where the group's id is not known."""
    resources = stack_behind(Made(type, "web", {key: UNKNOWN}, {key: ["group"]}))

    assert complaints_of_stack("world-reaches-load-balancers-only", *resources) == [
        "rule: lets the world reach web past the load balancer"
    ]


def test_a_load_balancer_may_be_and_a_task_behind_another_group_is_not() -> None:
    balancer = Made(LOAD_BALANCER, "web", {"securityGroups": UNKNOWN}, {"securityGroups": ["group"]})
    task = Made(SERVICE, "service", {"networkConfiguration": {"securityGroups": ["sg-other"]}})

    assert complaints_of_stack("world-reaches-load-balancers-only", *stack_behind(balancer), task) == []


def test_a_group_is_also_found_by_its_id() -> None:
    resources = [
        Made(GROUP, "group", {"id": "sg-1"}),
        Made(RULE, "rule", ingress(securityGroupId="sg-1")),
        Made(SERVICE, "web", {"networkConfiguration": {"securityGroups": ["sg-1"]}}),
    ]

    assert complaints_of_stack("world-reaches-load-balancers-only", *resources) == [
        "rule: lets the world reach web past the load balancer"
    ]


def with_test_listener(port: Any, **rule: Any) -> list[Made]:
    route = {"listenerArns": [TEST_LISTENER_ARN]}
    return [
        Made(GROUP, "group"),
        Made(RULE, "rule", ingress(**rule), {"securityGroupId": ["group"]}),
        Made(LOAD_BALANCER, "balancer", {}, {"securityGroups": ["group"]}),
        Made(LISTENER, "listener", {"port": port, "arn": TEST_LISTENER_ARN}, {"loadBalancerArn": ["balancer"]}),
        Made(
            DEPLOYMENT_GROUP,
            "deployments",
            {"loadBalancerInfo": {"targetGroupPairInfo": {"testTrafficRoute": route}}},
        ),
    ]


@pytest.mark.parametrize("rule", [{}, {"ipProtocol": "-1"}, {"fromPort": 1, "toPort": 65535}])
def test_the_world_does_not_see_the_next_version(rule: dict[str, Any]) -> None:
    """Although 443 may be open to the world otherwise."""
    assert complaints_of_stack("test-listener-from-the-world", *with_test_listener(443, **rule)) == [
        "rule: lets the world reach the test listener listener on port 443"
    ]


@pytest.mark.parametrize(
    "resources",
    [
        with_test_listener(8443),
        with_test_listener(443, cidrIpv4="10.0.0.0/16"),
        with_test_listener(UNKNOWN),
        with_test_listener(443)[:-1],
        [Made(DEPLOYMENT_GROUP, "deployments", {"loadBalancerInfo": UNKNOWN})],
    ],
    ids=["another port", "the VPC", "unknown port", "no test listener", "unknown group"],
)
def test_a_test_listener_that_the_world_does_not_reach_is_right(resources: list[Made]) -> None:
    assert complaints_of_stack("test-listener-from-the-world", *resources) == []


@pytest.mark.parametrize(("assigned", "said"), [(True, 1), (False, 0), (None, 0), (UNKNOWN, 0)])
def test_public_addresses_of_tasks_are_named(assigned: Any, said: int) -> None:
    properties = {"networkConfiguration": {"assignPublicIp": assigned}}

    assert complaints("public-address", SERVICE, properties) == ["its tasks have public addresses"] * said


@pytest.mark.parametrize(("properties", "said"), [({}, 0), ({"ingress": []}, 0), ({"egress": [{}]}, 1)])
def test_the_default_group_is_empty(properties: dict[str, Any], said: int) -> None:
    assert complaints("default-security-group", DEFAULT_GROUP, properties) == ["lets something in or out"] * said
