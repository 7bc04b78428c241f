"""Two target groups that differ in nothing but their name, for they swap roles with every release."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import LoadBalancer
from tests.components.builders import NAME, TAGS, load_balancer_args
from tests.graph import Graph, create

DEFAULT_HEALTH_CHECK = {
    "enabled": True,
    "protocol": "HTTP",
    "port": "traffic-port",
    "path": "/",
    "interval": 10,
    "timeout": 5,
    "healthyThreshold": 2,
    "unhealthyThreshold": 2,
    "matcher": "200-299",
}
COLOURS = ["blue", "green"]


def load_balancer(**settings: Any) -> Graph:
    return create(lambda: LoadBalancer("web", load_balancer_args(**settings)))


@pytest.fixture(scope="module")
def default() -> Graph:
    return load_balancer()


@pytest.mark.parametrize(
    ("colour", "name"), [("blue", f"{NAME}-blue-71db5"), ("green", "shop-dev-we-29d8601b-green-71db5")]
)
def test_a_target_group_takes_tasks_by_their_address(default: Graph, colour: str, name: str) -> None:
    group = default[f"web-{colour}-target-group"]

    assert group.type == "aws:lb/targetGroup:TargetGroup"
    assert group.inputs == {
        "name": name,
        "port": 80,
        "protocol": "HTTP",
        "targetType": "ip",
        "vpcId": "vpc-1",
        "deregistrationDelay": 30,
        "healthCheck": DEFAULT_HEALTH_CHECK,
        "tags": TAGS,
    }


@pytest.mark.parametrize(
    ("setting", "value", "changed"),
    [
        ("path", "/health", {"path": "/health"}),
        ("interval_seconds", 20, {"interval": 20}),
        ("timeout_seconds", 3, {"timeout": 3}),
        ("healthy_threshold", 4, {"healthyThreshold": 4}),
        ("unhealthy_threshold", 6, {"unhealthyThreshold": 6}),
        ("matcher", "204,301", {"matcher": "204,301"}),
    ],
)
@pytest.mark.parametrize("colour", COLOURS)
def test_a_health_check_setting_changes_its_one_field_of_both_groups(
    colour: str, setting: str, value: Any, changed: dict[str, Any]
) -> None:
    graph = load_balancer(health_check={setting: value})

    assert graph[f"web-{colour}-target-group"].inputs["healthCheck"] == {**DEFAULT_HEALTH_CHECK, **changed}


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("seconds", [0, 120])
def test_a_leaving_task_gets_the_time_that_the_user_says(colour: str, seconds: int) -> None:
    graph = load_balancer(deregistration_delay_seconds=seconds)

    assert graph[f"web-{colour}-target-group"].inputs["deregistrationDelay"] == seconds


@pytest.mark.parametrize("colour", COLOURS)
def test_a_group_in_another_vpc_has_another_name_because_the_old_one_is_still_there(
    default: Graph, colour: str
) -> None:
    moved = load_balancer(vpc_id="vpc-2")

    group = f"web-{colour}-target-group"
    assert moved[group].inputs["vpcId"] == "vpc-2"
    assert moved[group].inputs["name"] != default[group].inputs["name"]


@pytest.mark.parametrize(
    "settings",
    [
        {"health_check": {"path": "/health", "interval_seconds": 30, "timeout_seconds": 9}},
        {"deregistration_delay_seconds": 300},
        {"test_port": 9000},
        {"tags": {"team": "another"}},
    ],
)
@pytest.mark.parametrize("colour", COLOURS)
def test_nothing_else_renames_or_replaces_a_group_that_serves(
    default: Graph, colour: str, settings: dict[str, Any]
) -> None:
    """AWS replaces a target group whose name, port, protocol, type or VPC changes."""
    group = f"web-{colour}-target-group"

    changed = load_balancer(**settings)[group].inputs

    for key in ("name", "port", "protocol", "targetType", "vpcId"):
        assert changed[key] == default[group].inputs[key]


def test_a_setting_may_be_known_later_only() -> None:
    graph = create(
        lambda: LoadBalancer(
            "web", load_balancer_args(deregistration_delay_seconds=pulumi.Output.from_input(45), vpc_id="vpc-1")
        )
    )

    assert graph["web-blue-target-group"].inputs["deregistrationDelay"] == 45
