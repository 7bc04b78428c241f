"""The whole component: what it tells its user, and what its parts hand each other."""

from typing import Any

import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.components.builders import EXISTING_NETWORK, TLS, component_args
from tests.graph import Graph, create

RELEASE_WAIT_PARTS = {
    "health_check": 20,
    "wait_for_reroute": 0,
    "traffic_shift": 0,
    "termination_wait": 300,
    "deregistration_delay": 30,
}


def component(**groups: Any) -> Graph:
    return create(lambda: BlueGreenEcsPipeline("web", component_args(**groups)))


@pytest.fixture(scope="module")
def default() -> Graph:
    return component()


def test_outputs_tell_where_everything_is(default: Graph) -> None:
    assert default.outputs == {
        "url": "http://web-load-balancer.elb.example",
        "test_url": "http://web-load-balancer.elb.example:8080",
        "repository_url": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-dev-web-29d8601b",
        "pipeline_name": "shop-dev-web-29d8601b",
        "connection_arn": "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d",
        "vpc_id": "web-vpc-id",
        "public_subnet_ids": ["subnet-public-1", "subnet-public-2"],
        "private_subnet_ids": ["subnet-private-1", "subnet-private-2"],
        "cluster_name": "shop-dev-web-29d8601b",
        "cluster_arn": "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-dev-web-29d8601b",
        "service_name": "shop-dev-web-29d8601b",
        "task_role_name": "shop-dev-web-29d8601b-task",
        "deployment_application_name": "shop-dev-web-29d8601b",
        "deployment_group_name": "shop-dev-web-29d8601b",
        "artifact_bucket_name": "shop-dev-web-29d8601b-123456789012-eu-central-1",
        "log_group_name": "/aws/ecs/shop-dev-web-29d8601b",
        "release_wait_seconds": 350,
        "release_wait_parts": RELEASE_WAIT_PARTS,
    }


def test_with_a_domain_users_get_its_address() -> None:
    graph = component(load_balancer=TLS)

    assert graph.outputs["url"] == "https://www.example.com"
    assert graph.outputs["test_url"] == "https://www.example.com:8443"


@pytest.mark.parametrize(
    ("network", "inside", "load_balancer", "tasks"),
    [
        (
            {},
            "web-vpc-id",
            ["subnet-public-1", "subnet-public-2"],
            ["subnet-private-1", "subnet-private-2"],
        ),
        (
            {"nat": "none"},
            "web-vpc-id",
            ["subnet-public-1", "subnet-public-2"],
            ["subnet-public-1", "subnet-public-2"],
        ),
        (EXISTING_NETWORK, "vpc-1", ["subnet-a", "subnet-b"], ["subnet-c", "subnet-d"]),
    ],
)
def test_every_part_is_in_the_same_network(
    network: dict[str, Any], inside: str, load_balancer: list[str], tasks: list[str]
) -> None:
    graph = component(network=network)

    assert {r.name: r.inputs["vpcId"] for r in graph.resources if "vpcId" in r.inputs} == {
        **({"web-default-security-group": inside} if inside == "web-vpc-id" else {}),
        "web-task-security-group": inside,
        "web-load-balancer-security-group": inside,
        "web-blue-target-group": inside,
        "web-green-target-group": inside,
    }
    assert graph["web-load-balancer"].inputs["subnets"] == load_balancer
    assert graph["web-service"].inputs["networkConfiguration"]["subnets"] == tasks
    assert graph["web-service"].inputs["networkConfiguration"]["securityGroups"] == ["web-task-security-group-id"]


def test_the_test_port_of_an_existing_network_is_open_to_its_own_addresses() -> None:
    graph = component(network=EXISTING_NETWORK)

    (rule,) = [r for r in graph if r.inputs.get("description") == "Test traffic"]
    assert (rule.inputs["cidrIpv4"], rule.inputs["fromPort"]) == ("172.31.0.0/16", 8080)


def test_tasks_pull_from_the_repository_that_builds_push_to(default: Graph) -> None:
    repository = "arn:aws:ecr:eu-central-1:123456789012:repository/shop-dev-web-29d8601b"

    pull = [s for s in default["web-execution-policy"].json("policy")["Statement"] if s["Sid"] == "PullImage"]
    push = [s for s in default["web-build-policy"].json("policy")["Statement"] if s["Sid"] == "PushImage"]
    assert [s["Resource"] for s in pull] == [[repository]]
    assert [s["Resource"] for s in push] == [[repository]]


def test_codedeploy_moves_this_service_between_these_target_groups_on_these_listeners(default: Graph) -> None:
    group = default["web-deployment-group"].inputs

    assert group["ecsService"] == {"clusterName": "shop-dev-web-29d8601b", "serviceName": "shop-dev-web-29d8601b"}
    listener = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1"
    assert group["loadBalancerInfo"] == {
        "targetGroupPairInfo": {
            "prodTrafficRoute": {"listenerArns": [f"{listener}/web-production-listener"]},
            "testTrafficRoute": {"listenerArns": [f"{listener}/web-test-listener"]},
            "targetGroups": [
                {"name": default["web-blue-target-group"].inputs["name"]},
                {"name": default["web-green-target-group"].inputs["name"]},
            ],
        }
    }
