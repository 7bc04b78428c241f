"""How long a release waits for what the settings say, from a healthy green to blue's end."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.components.builders import component_args
from tests.graph import Graph, attempt, create


def component(**groups: Any) -> Graph:
    return create(lambda: BlueGreenEcsPipeline("web", component_args(**groups)))


def parts(**groups: Any) -> dict[str, int]:
    return dict(component(**groups).outputs["release_wait_parts"])


def traffic_shift(**deployment: Any) -> int:
    return parts(deployment=deployment)["traffic_shift"]


def test_the_defaults_wait_for_two_checks_the_end_of_blue_and_its_last_requests() -> None:
    outputs = component().outputs

    assert outputs["release_wait_parts"] == {
        "health_check": 20,
        "wait_for_reroute": 0,
        "traffic_shift": 0,
        "termination_wait": 300,
        "deregistration_delay": 30,
    }
    assert outputs["release_wait_seconds"] == 350


def test_the_parts_stand_in_the_order_in_which_a_release_meets_them() -> None:
    assert list(parts()) == [
        "health_check",
        "wait_for_reroute",
        "traffic_shift",
        "termination_wait",
        "deregistration_delay",
    ]


def test_each_part_follows_its_settings() -> None:
    outputs = component(
        load_balancer={
            "health_check": {"interval_seconds": 30, "healthy_threshold": 5},
            "deregistration_delay_seconds": 300,
        },
        service={"stop_timeout_seconds": 120},
        deployment={
            "canary": {"step_percent": 5, "interval_minutes": 7},
            "wait_for_reroute_minutes": 15,
            "termination_wait_minutes": 60,
        },
    ).outputs

    assert outputs["release_wait_parts"] == {
        "health_check": 150,
        "wait_for_reroute": 900,
        "traffic_shift": 420,
        "termination_wait": 3600,
        "deregistration_delay": 300,
    }
    assert outputs["release_wait_seconds"] == 5370


@pytest.mark.parametrize(
    ("configuration", "seconds"),
    [
        ("CodeDeployDefault.ECSAllAtOnce", 0),
        ("CodeDeployDefault.ECSCanary10Percent5Minutes", 300),
        ("CodeDeployDefault.ECSCanary10Percent15Minutes", 900),
        ("CodeDeployDefault.ECSLinear10PercentEvery1Minutes", 540),
        ("CodeDeployDefault.ECSLinear10PercentEvery3Minutes", 1620),
    ],
)
def test_codedeploys_own_configurations_take_as_long_as_their_names_say(configuration: str, seconds: int) -> None:
    assert traffic_shift(configuration=configuration) == seconds


@pytest.mark.parametrize(
    ("step_percent", "interval_minutes", "seconds"),
    [
        # 10, 20, ... 100: nine waits between ten steps.
        (10, 1, 540),
        (50, 10, 600),
        (25, 1, 180),
        # 30, 60, 90, 100: the last step moves what is left.
        (30, 2, 360),
        (51, 1, 60),
        (99, 1, 60),
        (1, 1, 5940),
    ],
)
def test_linear_waits_once_less_than_it_has_steps(step_percent: int, interval_minutes: int, seconds: int) -> None:
    assert traffic_shift(linear={"step_percent": step_percent, "interval_minutes": interval_minutes}) == seconds


@pytest.mark.parametrize(
    ("step_percent", "interval_minutes", "seconds"), [(1, 5, 300), (99, 5, 300), (10, 2880, 172800)]
)
def test_a_canary_waits_once(step_percent: int, interval_minutes: int, seconds: int) -> None:
    assert traffic_shift(canary={"step_percent": step_percent, "interval_minutes": interval_minutes}) == seconds


def test_numbers_that_are_known_later_count_too() -> None:
    """From another stack or language they come as floats."""
    graph = create(
        lambda: BlueGreenEcsPipeline(
            "web",
            component_args(
                load_balancer={"deregistration_delay_seconds": pulumi.Output.from_input(60.0)},
                deployment={"termination_wait_minutes": pulumi.Output.from_input(10.0)},
            ),
        )
    )

    assert graph.outputs["release_wait_parts"]["deregistration_delay"] == 60
    assert graph.outputs["release_wait_seconds"] == 680
    assert all(type(seconds) is int for seconds in graph.outputs["release_wait_parts"].values())


def test_a_configuration_that_is_known_later_counts_too() -> None:
    linear = "CodeDeployDefault.ECSLinear10PercentEvery1Minutes"

    graph = create(
        lambda: BlueGreenEcsPipeline(
            "web", component_args(deployment={"configuration": pulumi.Output.from_input(linear)})
        )
    )

    assert graph.outputs["release_wait_parts"]["traffic_shift"] == 540


def test_a_configuration_that_turns_out_to_be_none_of_codedeploys_is_refused_by_name() -> None:
    configuration = pulumi.Output.from_input("SlowAndSteady")

    graph = attempt(lambda: BlueGreenEcsPipeline("web", component_args(deployment={"configuration": configuration})))

    assert (
        'deployment.configuration: got "SlowAndSteady", allowed is one of CodeDeploy\'s own configurations for ECS; '
        "set deployment.canary or deployment.linear for steps of your own"
    ) in str(graph.error)
