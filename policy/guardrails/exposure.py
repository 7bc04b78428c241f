"""What the world can reach: ports, test listeners, tasks."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any

from pulumi_policy import Severity

from .resources import Resource, Stack
from .rule import ADVISORY, MANDATORY, Options, Rule
from .values import UNKNOWN, at, listed, mappings, number, texts

INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT_SECURITY_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
LOAD_BALANCERS = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
LISTENERS = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")
DEPLOYMENT_GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup"
SERVICE = "aws:ecs/service:Service"

# Two halves of all addresses are the world as well. No network of one owner is wider than these.
WIDEST_PREFIX = {4: 8, 6: 16}
EVERY_PROTOCOL = ("-1", "all")


def is_world(cidr: Any) -> bool:
    """Whether a network is wider than anyone's own."""
    if not isinstance(cidr, str):
        return False
    try:
        network = ip_network(cidr.strip(), strict=False)
    except ValueError:
        return False
    return network.prefixlen < WIDEST_PREFIX[network.version]


def openings(resource: Resource) -> Iterator[Mapping[str, Any]]:
    """The ways in that a group or a rule opens to the world, in the words of a group's inline rules."""
    if resource.type == INGRESS_RULE:
        ways = [{**resource.properties, "protocol": resource.at("ipProtocol")}]
    elif resource.type == OLD_RULE:
        ways = [dict(resource.properties)] if resource.at("type") == "ingress" else []
    else:
        ways = [dict(each) for each in mappings(resource.at("ingress"))]
    for way in ways:
        networks = [way.get(key) for key in ("cidrIpv4", "cidrIpv6", "cidrBlocks", "ipv6CidrBlocks")]
        if any(is_world(cidr) for network in networks for cidr in texts(network)):
            yield way


def admits(way: Mapping[str, Any], port: float) -> bool:
    """Whether a way in lets requests to a port through."""
    first, last = number(way.get("fromPort")), number(way.get("toPort"))
    if way.get("protocol") in EVERY_PROTOCOL:
        return True
    return first is not None and last is not None and first <= port <= last


def _ingress(resource: Resource, options: Options) -> Iterator[str]:
    allowed = {number(port) for port in listed(options["ports"])}
    for way in openings(resource):
        first, last, protocol = (way.get(key) for key in ("fromPort", "toPort", "protocol"))
        if protocol in EVERY_PROTOCOL:
            yield "all ports of all protocols are open to the world"
        elif UNKNOWN in (first, last, protocol):
            continue
        elif protocol != "tcp" or number(first) != number(last) or number(first) not in allowed:
            ports = f"port {first}" if first == last else f"ports {first} to {last}"
            yield f"{protocol} {ports} open to the world, allowed are the tcp ports {_words(allowed)}"


def _words(ports: set[float | None]) -> str:
    return ", ".join(f"{port:g}" for port in sorted(each for each in ports if each is not None)) or "none"


def _groups_open_to_the_world(stack: Stack) -> Iterator[tuple[Resource, Resource, Mapping[str, Any]]]:
    """Each security group with the rule that opens it, and how."""
    for group in stack.of_type(SECURITY_GROUP):
        rules = [group, *stack.pointing_at(group, (INGRESS_RULE, OLD_RULE), "securityGroupId")]
        yield from ((group, rule, way) for rule in rules for way in openings(rule))


def _who_is_reached(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    places = ("securityGroups", "securityGroupIds", "vpcSecurityGroupIds", "networkConfiguration", "vpcConfig")
    rules = (SECURITY_GROUP, INGRESS_RULE, OLD_RULE, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    for group, rule, _way in _groups_open_to_the_world(stack):
        for user in stack.resources:
            if user.type not in (*LOAD_BALANCERS, *rules) and user.points_at(group, *places):
                yield rule, f"lets the world reach {user.name} past the load balancer"


def _test_listeners(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    tested = {
        arn
        for group in stack.of_type(DEPLOYMENT_GROUP)
        for pair in mappings(group.at("loadBalancerInfo.targetGroupPairInfo"))
        for arn in texts(at(pair, "testTrafficRoute.listenerArns"))
    }
    for listener in stack.of_type(*LISTENERS):
        port = number(listener.at("port"))
        if port is None or not listener.identities & tested:
            continue
        balancers = [each for each in stack.of_type(*LOAD_BALANCERS) if listener.points_at(each, "loadBalancerArn")]
        for group, rule, way in _groups_open_to_the_world(stack):
            if admits(way, port) and any(each.points_at(group, "securityGroups") for each in balancers):
                yield rule, f"lets the world reach the test listener {listener.name} on port {port:g}"


def _public_address(resource: Resource, _options: Options) -> Iterator[str]:
    if resource.at("networkConfiguration.assignPublicIp") is True:
        yield "its tasks have public addresses"


def _default_group(resource: Resource, _options: Options) -> Iterator[str]:
    if listed(resource.at("ingress")) or listed(resource.at("egress")):
        yield "lets something in or out"


POLICIES = (
    Rule(
        name="ingress-from-the-world",
        what="Security groups are open to the world on the ports of production and redirect listeners only.",
        why="Every other open port is found by scanners within minutes, and whatever listens there is asked.",
        fix="Name the networks that need the port, or the security group; add a public port to the option ports.",
        level=MANDATORY,
        severity=Severity.CRITICAL,
        options={
            "ports": {
                "type": "array",
                "description": "The TCP ports that may be open to the world.",
                "items": {"type": "integer"},
                "default": [80, 443],
            }
        },
    ).over((INGRESS_RULE, OLD_RULE, SECURITY_GROUP), _ingress),
    Rule(
        name="world-reaches-load-balancers-only",
        what="What is open to the world is a load balancer, not a task, function or endpoint behind it.",
        why="Past the load balancer there is no TLS, no web ACL, no access log and no deployment that stops traffic.",
        fix="Give the load balancer a security group of its own, and refer to that group in the rule of the others.",
        level=MANDATORY,
        severity=Severity.CRITICAL,
    ).over_stack(_who_is_reached),
    Rule(
        name="test-listener-from-the-world",
        what="The test listener of a blue/green deployment is not open to the world.",
        why="It shows the next version to everybody before anybody has decided that it may be seen.",
        fix="Let the VPC in, or the networks of those who test; of this component: loadBalancer.testCidrs.",
        level=MANDATORY,
        severity=Severity.HIGH,
    ).over_stack(_test_listeners),
    Rule(
        name="public-address",
        what="Tasks have no public addresses.",
        why="With one, a single wrong rule in a security group is enough to reach the container from anywhere.",
        fix="Put tasks into private subnets with a NAT gateway or endpoints; or write down the reason as an exception.",
        level=ADVISORY,
        severity=Severity.MEDIUM,
    ).over((SERVICE,), _public_address),
    Rule(
        name="default-security-group",
        what="The default security group of a VPC lets nothing in or out.",
        why="It is what a resource gets whose owner named no group; AWS fills it with rules that let everything out.",
        fix="Leave ingress and egress of the DefaultSecurityGroup empty, and give each resource a group of its own.",
        level=MANDATORY,
        severity=Severity.MEDIUM,
    ).over((DEFAULT_SECURITY_GROUP,), _default_group),
)
