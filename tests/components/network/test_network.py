"""The network that the load balancer and the tasks are in: a new one, or the user's."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from blue_green_ecs_pipeline import ConfigurationError, Network
from tests.components.builders import EXISTING_NETWORK, NAME, TAGS, network_args
from tests.graph import Graph, attempt, create


def network(**settings: Any) -> Graph:
    return create(lambda: Network("web", network_args(**settings)))


@pytest.fixture(scope="module")
def default() -> Graph:
    return network()


@pytest.fixture(scope="module")
def existing() -> Graph:
    return network(**EXISTING_NETWORK)


def test_the_default_network_has_two_zones_and_says_every_block_itself(default: Graph) -> None:
    assert default["web-vpc"].type == "awsx:ec2:Vpc"
    assert default["web-vpc"].inputs == {
        "cidrBlock": "10.0.0.0/16",
        "availabilityZoneNames": ["eu-central-1a", "eu-central-1b"],
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "natGateways": {"strategy": "Single"},
        "subnetStrategy": "Auto",
        "subnetSpecs": [
            {"type": "Public", "cidrBlocks": ["10.0.128.0/20", "10.0.144.0/20"]},
            {"type": "Private", "cidrBlocks": ["10.0.0.0/20", "10.0.16.0/20"]},
        ],
        "tags": TAGS,
    }


def test_a_new_network_is_these_three_and_nothing_else(default: Graph) -> None:
    assert sorted(r.name for r in default.resources) == [
        "web-default-security-group",
        "web-task-security-group",
        "web-vpc",
    ]


@pytest.mark.parametrize(
    ("nat", "strategy"),
    [("single", "Single"), ("one-per-zone", "OnePerAz"), ("none", "None")],
)
def test_nat_is_the_users_choice(nat: str, strategy: str) -> None:
    graph = network(nat=nat)

    assert graph["web-vpc"].inputs["natGateways"] == {"strategy": strategy}


@pytest.mark.parametrize("nat", ["single", "one-per-zone"])
def test_behind_a_nat_gateway_tasks_sit_in_the_private_subnets_without_an_address_of_their_own(nat: str) -> None:
    graph = network(nat=nat)

    assert graph.outputs["task_subnet_ids"] == ["subnet-private-1", "subnet-private-2"]
    assert graph.outputs["assign_public_ip"] is False


def test_without_nat_tasks_sit_in_the_public_subnets_with_an_address() -> None:
    graph = network(nat="none")

    assert graph.outputs["task_subnet_ids"] == ["subnet-public-1", "subnet-public-2"]
    assert graph.outputs["assign_public_ip"] is True


def test_the_choice_of_nat_moves_no_subnet(default: Graph) -> None:
    without = network(nat="none")

    assert without["web-vpc"].inputs["subnetSpecs"] == default["web-vpc"].inputs["subnetSpecs"]


def test_another_zone_adds_a_public_and_a_private_subnet() -> None:
    graph = network(availability_zones=3)

    vpc = graph["web-vpc"].inputs
    assert vpc["availabilityZoneNames"] == ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
    assert vpc["subnetSpecs"] == [
        {"type": "Public", "cidrBlocks": ["10.0.128.0/20", "10.0.144.0/20", "10.0.160.0/20"]},
        {"type": "Private", "cidrBlocks": ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]},
    ]


def test_zones_that_take_no_nat_gateway_or_no_fargate_task_are_left_out(default: Graph) -> None:
    (call,) = default.calls

    assert call.token == "aws:index/getAvailabilityZones:getAvailabilityZones"
    assert call.args == {
        "excludeZoneIds": ["apne1-az3", "usw1-az2"],
        "filters": [{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
    }


def test_more_zones_than_the_region_has_are_refused_with_the_zones_it_has() -> None:
    graph = attempt(lambda: Network("web", network_args(availability_zones=4)))

    assert isinstance(graph.error, pulumi.RunError)
    assert str(graph.error) == (
        "network.availabilityZones: got 4, this region has 3 (eu-central-1a, eu-central-1b, eu-central-1c)"
    )
    assert graph.resources == []


def test_the_addresses_are_the_users_choice() -> None:
    graph = network(cidr_block="172.20.0.0/20")

    assert graph["web-vpc"].inputs["cidrBlock"] == "172.20.0.0/20"
    assert graph["web-vpc"].inputs["subnetSpecs"] == [
        {"type": "Public", "cidrBlocks": ["172.20.8.0/24", "172.20.9.0/24"]},
        {"type": "Private", "cidrBlocks": ["172.20.0.0/24", "172.20.1.0/24"]},
    ]
    assert graph.outputs["vpc_cidr_block"] == "172.20.0.0/20"


def test_the_default_security_group_of_a_new_network_has_no_rule(default: Graph) -> None:
    group = default["web-default-security-group"]

    assert group.type == "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
    assert group.inputs == {"vpcId": "web-vpc-id", "tags": TAGS}


def test_the_tasks_security_group_has_no_rule_of_its_own(default: Graph) -> None:
    group = default["web-task-security-group"]

    assert group.type == "aws:ec2/securityGroup:SecurityGroup"
    assert group.inputs == {
        "name": f"{NAME}-tasks",
        "description": "Tasks of the service: reachable from its load balancer only",
        "vpcId": "web-vpc-id",
        "tags": TAGS,
    }


@pytest.mark.parametrize(
    "settings",
    [{"nat": "none"}, {"availability_zones": 3}, {"cidr_block": "10.8.0.0/16"}, EXISTING_NETWORK, {"tags": {}}],
)
def test_no_setting_renames_the_tasks_security_group(settings: dict[str, Any]) -> None:
    group = network(**settings)["web-task-security-group"].inputs

    assert group["name"] == f"{NAME}-tasks"
    assert group["description"] == "Tasks of the service: reachable from its load balancer only"


def test_outputs_of_a_new_network(default: Graph) -> None:
    assert default.outputs == {
        "vpc_id": "web-vpc-id",
        "vpc_cidr_block": "10.0.0.0/16",
        "public_subnet_ids": ["subnet-public-1", "subnet-public-2"],
        "private_subnet_ids": ["subnet-private-1", "subnet-private-2"],
        "task_subnet_ids": ["subnet-private-1", "subnet-private-2"],
        "assign_public_ip": False,
        "task_security_group_id": "web-task-security-group-id",
    }


def test_an_existing_network_gets_the_tasks_security_group_and_nothing_else(existing: Graph) -> None:
    assert [r.name for r in existing.resources] == ["web-task-security-group"]
    assert existing["web-task-security-group"].inputs["vpcId"] == "vpc-1"


def test_tasks_in_an_existing_network_sit_in_its_private_subnets(existing: Graph) -> None:
    assert existing.outputs == {
        "vpc_id": "vpc-1",
        "vpc_cidr_block": "172.31.0.0/16",
        "public_subnet_ids": ["subnet-a", "subnet-b"],
        "private_subnet_ids": ["subnet-c", "subnet-d"],
        "task_subnet_ids": ["subnet-c", "subnet-d"],
        "assign_public_ip": False,
        "task_security_group_id": "web-task-security-group-id",
    }


def test_the_addresses_of_an_existing_network_are_read_from_aws(existing: Graph) -> None:
    (call,) = existing.calls

    assert (call.token, call.args) == ("aws:ec2/getVpc:getVpc", {"id": "vpc-1"})


def test_an_existing_network_may_come_from_resources_of_the_same_program() -> None:
    def program() -> Network:
        vpc = aws.ec2.Vpc("theirs", cidr_block="172.31.0.0/16")
        subnets = [aws.ec2.Subnet(f"theirs-{zone}", vpc_id=vpc.id, cidr_block=f"172.31.{zone}.0/24") for zone in "1234"]
        return Network(
            "web",
            {
                "vpc_id": vpc.id,
                "public_subnet_ids": [subnets[0].id, subnets[1].id],
                "private_subnet_ids": pulumi.Output.all(subnets[2].id, subnets[3].id),
            },
        )

    graph = create(program)

    assert graph["web-task-security-group"].inputs["vpcId"] == "theirs-id"
    assert graph.outputs["vpc_id"] == "theirs-id"
    assert graph.outputs["public_subnet_ids"] == ["theirs-1-id", "theirs-2-id"]
    assert graph.outputs["private_subnet_ids"] == ["theirs-3-id", "theirs-4-id"]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"availability_zones": 1},
            "network.availabilityZones: got 1, allowed are 2 to 6 zones",
        ),
        (
            {**EXISTING_NETWORK, "nat": "none"},
            "network.nat: cannot be set together with network.vpcId; it describes a new network, remove one of the two",
        ),
    ],
)
def test_used_alone_it_refuses_what_it_cannot_use_before_anything_is_registered(
    settings: dict[str, Any], sentence: str
) -> None:
    graph = attempt(lambda: Network("web", network_args(**settings)))

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == f"web: 1 setting cannot be used, nothing was created\n  {sentence}"
    assert graph.registrations == []
