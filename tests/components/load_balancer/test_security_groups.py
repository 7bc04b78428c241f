"""Who reaches the load balancer, and who reaches the tasks."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, LoadBalancer
from tests.components.builders import NAME, TAGS, TLS, component_args, load_balancer_args
from tests.graph import Graph, create

INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
GROUP = "web-load-balancer-security-group-id"
REDIRECT = ["web-redirect-listener", "web-redirect-ingress"]


def load_balancer(**settings: Any) -> Graph:
    return create(lambda: LoadBalancer("web", load_balancer_args(**settings)))


def open_to(graph: Graph) -> dict[str, list[tuple[str, int, int]]]:
    """Each network or group that may reach the load balancer, and on which ports."""
    ways: dict[str, list[tuple[str, int, int]]] = {}
    for rule in graph.of_type(INGRESS):
        if rule.inputs["securityGroupId"] == GROUP:
            way = (rule.inputs["ipProtocol"], rule.inputs["fromPort"], rule.inputs["toPort"])
            ways.setdefault(rule.inputs["cidrIpv4"], []).append(way)
    return {network: sorted(ports) for network, ports in ways.items()}


@pytest.fixture(scope="module")
def default() -> Graph:
    return load_balancer()


def test_the_load_balancers_group_has_no_rule_of_its_own(default: Graph) -> None:
    group = default["web-load-balancer-security-group"]

    assert group.type == "aws:ec2/securityGroup:SecurityGroup"
    assert group.inputs == {
        "name": f"{NAME}-load-balancer",
        "description": "Load balancer of the service",
        "vpcId": "vpc-1",
        "tags": TAGS,
    }


@pytest.mark.parametrize("settings", [TLS, {"test_port": 9000}, {"test_cidrs": []}, {"tags": {}}])
def test_no_setting_renames_the_load_balancers_group(settings: dict[str, Any]) -> None:
    group = load_balancer(**settings)["web-load-balancer-security-group"].inputs

    assert (group["name"], group["description"]) == (f"{NAME}-load-balancer", "Load balancer of the service")


def test_users_reach_port_80_from_anywhere_and_only_the_vpc_reaches_the_test_port(default: Graph) -> None:
    assert open_to(default) == {"0.0.0.0/0": [("tcp", 80, 80)], "10.0.0.0/16": [("tcp", 8080, 8080)]}


def test_with_tls_users_reach_443_and_the_redirect_on_80() -> None:
    assert open_to(load_balancer(**TLS)) == {
        "0.0.0.0/0": [("tcp", 80, 80), ("tcp", 443, 443)],
        "10.0.0.0/16": [("tcp", 8443, 8443)],
    }


def test_own_test_networks_take_the_vpcs_place() -> None:
    graph = load_balancer(test_cidrs=["203.0.113.7/32", "198.51.100.0/24"])

    assert open_to(graph) == {
        "0.0.0.0/0": [("tcp", 80, 80)],
        "203.0.113.7/32": [("tcp", 8080, 8080)],
        "198.51.100.0/24": [("tcp", 8080, 8080)],
    }


def test_an_empty_list_closes_the_test_port() -> None:
    assert open_to(load_balancer(test_cidrs=[])) == {"0.0.0.0/0": [("tcp", 80, 80)]}


def test_an_own_test_port_is_the_one_that_is_opened() -> None:
    graph = load_balancer(test_port=9000, test_cidrs=["203.0.113.7/32"])

    assert open_to(graph) == {"0.0.0.0/0": [("tcp", 80, 80)], "203.0.113.7/32": [("tcp", 9000, 9000)]}


def test_turning_tls_on_moves_the_users_rule_in_place(default: Graph) -> None:
    tls = load_balancer(**TLS)

    assert tls["web-production-ingress"].urn == default["web-production-ingress"].urn
    assert tls["web-production-ingress"].inputs["fromPort"] == 443


def test_the_rule_for_the_redirect_waits_until_the_users_rule_has_left_port_80() -> None:
    """AWS refuses the same rule twice in one group."""
    tls = load_balancer(**TLS)

    assert tls.depends_on("web-redirect-ingress", "web-production-ingress")


def test_nothing_waits_for_the_redirect_which_is_removed_alone_before_tls_is_turned_off() -> None:
    """`pulumi destroy --target`, as the README says it, refuses what something else depends on."""
    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(load_balancer=TLS)))

    waiting = [each.name for each in graph.resources for name in REDIRECT if graph.depends_on(each.name, on=name)]

    assert waiting == []


def test_taking_one_test_network_away_leaves_the_rules_of_the_others_as_they_are() -> None:
    """A rule that takes over another one's network is refused while that one is still there."""
    before = load_balancer(test_cidrs=["203.0.113.7/32", "198.51.100.0/24", "192.0.2.0/24"])
    after = load_balancer(test_cidrs=["192.0.2.0/24", "198.51.100.0/24"])

    def rules(graph: Graph) -> dict[str, str]:
        return {rule.inputs["cidrIpv4"]: rule.urn for rule in graph.of_type(INGRESS) if "cidrIpv4" in rule.inputs}

    assert rules(after) == {cidr: urn for cidr, urn in rules(before).items() if cidr != "203.0.113.7/32"}


def test_the_rule_for_a_vpc_whose_addresses_are_known_later_has_a_name_now() -> None:
    graph = create(
        lambda: LoadBalancer("web", load_balancer_args(vpc_cidr_block=pulumi.Output.from_input("172.31.0.0/16")))
    )

    assert graph["web-test-vpc-ingress"].inputs["cidrIpv4"] == "172.31.0.0/16"


def test_the_load_balancer_reaches_the_tasks_and_nothing_else(default: Graph) -> None:
    (rule,) = default.of_type(EGRESS)

    assert rule.name == "web-load-balancer-egress"
    assert rule.inputs == {
        "securityGroupId": "web-load-balancer-security-group-id",
        "referencedSecurityGroupId": "sg-tasks",
        "description": "Requests and health checks to the tasks",
        "ipProtocol": "tcp",
        "fromPort": 0,
        "toPort": 65535,
        "tags": TAGS,
    }


def test_only_the_load_balancer_reaches_the_tasks(default: Graph) -> None:
    (rule,) = [r for r in default.of_type(INGRESS) if r.inputs["securityGroupId"] == "sg-tasks"]

    assert rule.name == "web-task-ingress"
    assert rule.inputs == {
        "securityGroupId": "sg-tasks",
        "referencedSecurityGroupId": "web-load-balancer-security-group-id",
        "description": "Requests and health checks from the load balancer",
        "ipProtocol": "tcp",
        "fromPort": 0,
        "toPort": 65535,
        "tags": TAGS,
    }


@pytest.mark.parametrize("settings", [{}, TLS, {"test_cidrs": ["203.0.113.7/32"]}])
def test_every_rule_says_what_it_is_for(settings: dict[str, Any]) -> None:
    rules = [r for r in load_balancer(**settings) if r.type in (INGRESS, EGRESS)]

    assert rules
    assert [rule.name for rule in rules if not rule.inputs["description"]] == []
    assert [rule.name for rule in rules if rule.inputs["tags"] != TAGS] == []


def test_naming_the_vpcs_own_network_beside_another_keeps_the_rule_that_is_there() -> None:
    """AWS refuses a second rule for the same network while the first is there."""
    default = create(lambda: BlueGreenEcsPipeline("web", {"source": {"repository": "acme/web"}}))
    own = {"test_cidrs": ["10.0.0.0/16", "203.0.113.7/32"]}
    named = create(
        lambda: BlueGreenEcsPipeline("web", {"source": {"repository": "acme/web"}, "load_balancer": own})  # type: ignore[typeddict-item]
    )

    assert default["web-test-10.0.0.0-16-ingress"].inputs == named["web-test-10.0.0.0-16-ingress"].inputs
