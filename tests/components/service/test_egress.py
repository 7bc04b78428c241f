"""Where tasks may connect to."""

from typing import Any

import pytest

from blue_green_ecs_pipeline import Service
from tests.components.builders import TAGS, service_args
from tests.graph import Graph, create

EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"


def service(**settings: Any) -> Graph:
    return create(lambda: Service("web", service_args(**settings)))


def test_tasks_may_connect_to_everything_unless_the_user_says_otherwise() -> None:
    (rule,) = service().of_type(EGRESS)

    assert rule.name == "web-task-egress"
    assert rule.inputs == {
        "securityGroupId": "sg-tasks",
        "description": "Tasks to anywhere",
        "ipProtocol": "-1",
        "cidrIpv4": "0.0.0.0/0",
        "tags": TAGS,
    }


def test_with_a_list_tasks_may_connect_to_these_ports_alone() -> None:
    rules = service(egress_ports=[443, 5432]).of_type(EGRESS)

    assert sorted((rule.name, rule.inputs["description"]) for rule in rules) == [
        ("web-task-egress-443", "Tasks to port 443 anywhere"),
        ("web-task-egress-5432", "Tasks to port 5432 anywhere"),
    ]
    for rule, port in zip(sorted(rules, key=lambda rule: rule.name), [443, 5432], strict=True):
        assert {key: value for key, value in rule.inputs.items() if key != "description"} == {
            "securityGroupId": "sg-tasks",
            "ipProtocol": "tcp",
            "fromPort": port,
            "toPort": port,
            "cidrIpv4": "0.0.0.0/0",
            "tags": TAGS,
        }


@pytest.mark.parametrize("ports", [[5432, 443], [443, 5432]])
def test_a_ports_rule_keeps_its_identity_wherever_it_stands_in_the_list(ports: list[int]) -> None:
    graph = service(egress_ports=ports)

    assert graph["web-task-egress-443"].inputs["fromPort"] == 443
    assert graph["web-task-egress-5432"].inputs["fromPort"] == 5432


def test_nobody_gets_in_by_the_service() -> None:
    types = {r.type for r in service(egress_ports=[443])}

    assert "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" not in types
