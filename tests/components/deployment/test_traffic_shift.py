"""How fast traffic moves, and whether a person lets the users in."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import Deployment
from tests.components.configured import configured, refused
from tests.components.delivery_parts import deployment_args
from tests.graph import Graph, create

PERCENT = "allowed are 1 to 99 percent"
MINUTES = "allowed are 1 to 2880 minutes"
ONE_OF_THREE = "each of them says how fast traffic moves"


def deployment(**settings: Any) -> Graph:
    return create(lambda: Deployment("web", deployment_args(**settings)))


def test_a_canary_is_a_configuration_of_the_components_own_that_the_group_uses() -> None:
    graph = deployment(canary={"step_percent": 25, "interval_minutes": 15})

    assert graph["web-deployment-config"].inputs == {
        "deploymentConfigName": "shop-dev-web-29d8601b-canary-25-percent-15-minutes",
        "computePlatform": "ECS",
        "trafficRoutingConfig": {
            "type": "TimeBasedCanary",
            "timeBasedCanary": {"percentage": 25, "interval": 15},
        },
    }
    assert graph["web-deployment-group"].inputs["deploymentConfigName"] == (
        "shop-dev-web-29d8601b-canary-25-percent-15-minutes"
    )


def test_a_linear_shift_is_a_configuration_of_the_components_own_that_the_group_uses() -> None:
    graph = deployment(linear={"step_percent": 20, "interval_minutes": 2})

    assert graph["web-deployment-config"].inputs == {
        "deploymentConfigName": "shop-dev-web-29d8601b-linear-20-percent-2-minutes",
        "computePlatform": "ECS",
        "trafficRoutingConfig": {
            "type": "TimeBasedLinear",
            "timeBasedLinear": {"percentage": 20, "interval": 2},
        },
    }
    assert graph["web-deployment-group"].inputs["deploymentConfigName"] == (
        "shop-dev-web-29d8601b-linear-20-percent-2-minutes"
    )


def test_codedeploys_own_configurations_are_used_and_not_made() -> None:
    graph = deployment(configuration="CodeDeployDefault.ECSCanary10Percent5Minutes")

    assert "web-deployment-config" not in graph
    assert graph.outputs["deployment_configuration_name"] == "CodeDeployDefault.ECSCanary10Percent5Minutes"


def test_steps_that_another_stack_says_are_whole_numbers() -> None:
    canary = {"step_percent": pulumi.Output.from_input(5.0), "interval_minutes": pulumi.Output.from_input(3.0)}

    config = deployment(canary=canary)["web-deployment-config"].inputs

    assert config["deploymentConfigName"] == "shop-dev-web-29d8601b-canary-5-percent-3-minutes"
    assert config["trafficRoutingConfig"]["timeBasedCanary"] == {"percentage": 5, "interval": 3}


def test_an_empty_canary_is_a_tenth_for_five_minutes_and_an_empty_linear_shift_a_tenth_every_minute() -> None:
    canary = configured(deployment={"canary": {}}).deployment.canary
    linear = configured(deployment={"linear": {}}).deployment.linear

    assert canary is not None
    assert (canary.step_percent, canary.interval_minutes) == (10, 5)
    assert linear is not None
    assert (linear.step_percent, linear.interval_minutes) == (10, 1)


@pytest.mark.parametrize("kind", ["canary", "linear"])
@pytest.mark.parametrize("percent", [1, 99])
def test_a_step_may_be_anything_but_nothing_and_everything(kind: str, percent: int) -> None:
    steps = getattr(configured(deployment={kind: {"step_percent": percent}}).deployment, kind)

    assert steps.step_percent == percent


@pytest.mark.parametrize("kind", ["canary", "linear"])
@pytest.mark.parametrize("percent", [-1, 0, 100])
def test_a_step_of_nothing_or_everything_is_refused(kind: str, percent: int) -> None:
    assert refused(deployment={kind: {"step_percent": percent}}) == {
        f"deployment.{kind}.stepPercent": f"got {percent}, {PERCENT}"
    }


@pytest.mark.parametrize("minutes", [1, 2880])
def test_a_canary_may_last_up_to_two_days(minutes: int) -> None:
    canary = configured(deployment={"canary": {"interval_minutes": minutes}}).deployment.canary

    assert canary is not None
    assert canary.interval_minutes == minutes


@pytest.mark.parametrize("kind", ["canary", "linear"])
@pytest.mark.parametrize("minutes", [0, 2881])
def test_an_interval_out_of_codedeploys_range_is_refused(kind: str, minutes: int) -> None:
    assert refused(deployment={kind: {"interval_minutes": minutes}}) == {
        f"deployment.{kind}.intervalMinutes": f"got {minutes}, {MINUTES}"
    }


@pytest.mark.parametrize(("percent", "minutes"), [(1, 29), (10, 320), (34, 1440), (50, 2880), (99, 2880)])
def test_a_linear_shift_may_take_two_days_from_the_first_step_to_the_last(percent: int, minutes: int) -> None:
    linear = configured(deployment={"linear": {"step_percent": percent, "interval_minutes": minutes}}).deployment.linear

    assert linear is not None
    assert linear.interval_minutes == minutes


@pytest.mark.parametrize(
    ("percent", "minutes", "steps", "longest"), [(1, 30, 100, 29), (10, 321, 10, 320), (34, 1441, 3, 1440)]
)
def test_a_linear_shift_that_takes_longer_than_two_days_is_refused(
    percent: int, minutes: int, steps: int, longest: int
) -> None:
    assert refused(deployment={"linear": {"step_percent": percent, "interval_minutes": minutes}}) == {
        "deployment.linear.intervalMinutes": f"got {minutes}, allowed are at most {longest} minutes; "
        f"{steps} steps of {percent} percent would take longer than 2880"
    }


@pytest.mark.parametrize(
    ("settings", "refusals"),
    [
        (
            {"configuration": "CodeDeployDefault.ECSAllAtOnce", "canary": {}},
            {"deployment.canary": "deployment.configuration"},
        ),
        (
            {"configuration": "CodeDeployDefault.ECSAllAtOnce", "linear": {}},
            {"deployment.linear": "deployment.configuration"},
        ),
        ({"canary": {}, "linear": {}}, {"deployment.linear": "deployment.canary"}),
        (
            {"configuration": "CodeDeployDefault.ECSAllAtOnce", "canary": {}, "linear": {}},
            {"deployment.canary": "deployment.configuration", "deployment.linear": "deployment.configuration"},
        ),
    ],
)
def test_two_answers_to_how_fast_traffic_moves_are_refused(settings: Any, refusals: dict[str, str]) -> None:
    assert refused(deployment=settings) == {
        setting: f"cannot be set together with {other}; {ONE_OF_THREE}" for setting, other in refusals.items()
    }


def test_a_release_goes_on_by_itself_unless_a_wait_is_set() -> None:
    blue_green = deployment()["web-deployment-group"].inputs["blueGreenDeploymentConfig"]

    assert blue_green["deploymentReadyOption"] == {"actionOnTimeout": "CONTINUE_DEPLOYMENT"}


@pytest.mark.parametrize("minutes", [1, 2880, pulumi.Output.from_input(45.0)])
def test_a_release_that_waits_for_a_person_ends_when_nobody_lets_the_users_in(minutes: Any) -> None:
    blue_green = deployment(wait_for_reroute_minutes=minutes)["web-deployment-group"].inputs[
        "blueGreenDeploymentConfig"
    ]

    expected = 45 if isinstance(minutes, pulumi.Output) else minutes
    assert blue_green["deploymentReadyOption"] == {
        "actionOnTimeout": "STOP_DEPLOYMENT",
        "waitTimeInMinutes": expected,
    }


@pytest.mark.parametrize("minutes", [-1, 2881])
def test_a_wait_for_a_person_of_more_than_two_days_is_refused(minutes: int) -> None:
    assert refused(deployment={"wait_for_reroute_minutes": minutes}) == {
        "deployment.waitForRerouteMinutes": f"got {minutes}, allowed are 0 to 2880 minutes"
    }
