"""What an alarm may be set to, and how many CodeDeploy takes."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import Deployment
from tests.components.configured import configured, refused
from tests.components.delivery_parts import deployment_args
from tests.graph import create


def names(count: int) -> list[str]:
    return [f"alarm-{number}" for number in range(count)]


@pytest.mark.parametrize(("percent", "requests"), [(1, 100), (2, 50), (3, 34), (5, 20), (99, 2)])
def test_one_error_alone_is_never_more_than_the_share_that_is_allowed(percent: int, requests: int) -> None:
    assert configured(deployment={"alarms": {"error_percent": percent}}).deployment.alarms.minimum_requests == requests


def test_the_floor_of_requests_can_be_set() -> None:
    alarms = configured(deployment={"alarms": {"error_percent": 1, "minimum_requests": 1}}).deployment.alarms

    assert alarms.minimum_requests == 1


def test_a_share_that_is_known_later_has_its_floor_of_requests_too() -> None:
    settings = {"error_percent": pulumi.Output.from_input(4.0)}
    graph = create(lambda: Deployment("web", deployment_args(alarms=settings)))

    query = graph["web-blue-errors-alarm"].inputs["metricQueries"][0]
    assert query["expression"] == "100 * FILL(errors, 0) / IF(requests > 25, requests, 25)"


def test_a_share_of_nothing_that_is_known_later_fails_at_the_alarm_and_not_before() -> None:
    settings = {"error_percent": pulumi.Output.from_input(0)}
    graph = create(lambda: Deployment("web", deployment_args(alarms=settings)))

    query = graph["web-blue-errors-alarm"].inputs["metricQueries"][0]
    assert query["expression"] == "100 * FILL(errors, 0) / IF(requests > 100, requests, 100)"


def test_how_many_alarms_are_named_is_known_before_the_up_and_each_name_may_come_later() -> None:
    later = pulumi.Output.from_input("checkout-errors")

    assert configured(deployment={"alarms": {"names": [later]}}).deployment.alarms.names == (later,)
    assert refused(deployment={"alarms": {"names": pulumi.Output.from_input(["checkout-errors"])}}) == {
        "deployment.alarms.names": "got an Output, allowed is a plain value: it decides which resources there are"
    }


@pytest.mark.parametrize(
    ("key", "accepted"),
    [
        ("error_percent", [1, 99]),
        ("minimum_requests", [1, 1_000_000]),
        ("latency_p99_ms", [1, 4_000_000]),
        ("period_seconds", [60, 120, 180, 240, 300]),
        ("evaluation_periods", [1, 60]),
    ],
)
def test_every_value_within_the_limits_is_taken(key: str, accepted: list[int]) -> None:
    for value in accepted:
        assert getattr(configured(deployment={"alarms": {key: value}}).deployment.alarms, key) == value


@pytest.mark.parametrize(
    ("key", "setting", "value", "allowed"),
    [
        ("error_percent", "errorPercent", 0, "1 to 99 percent"),
        ("error_percent", "errorPercent", 100, "1 to 99 percent"),
        ("minimum_requests", "minimumRequests", 0, "1 or more requests"),
        ("latency_p99_ms", "latencyP99Ms", 0, "1 to 4000000 milliseconds"),
        ("latency_p99_ms", "latencyP99Ms", 4_000_001, "1 to 4000000 milliseconds"),
        ("period_seconds", "periodSeconds", 30, "60, 120, 180, 240 or 300 seconds"),
        ("period_seconds", "periodSeconds", 90, "60, 120, 180, 240 or 300 seconds"),
        ("evaluation_periods", "evaluationPeriods", 0, "1 to 60 periods"),
        ("evaluation_periods", "evaluationPeriods", 61, "1 to 60 periods"),
    ],
)
def test_a_value_out_of_the_limits_is_refused(key: str, setting: str, value: int, allowed: str) -> None:
    assert refused(deployment={"alarms": {key: value}}) == {
        f"deployment.alarms.{setting}": f"got {value}, allowed are {allowed}"
    }


@pytest.mark.parametrize("key", ["enabled", "latency_p99_ms"])
def test_what_decides_which_alarms_there_are_is_known_before_the_up(key: str) -> None:
    (problem,) = refused(deployment={"alarms": {key: pulumi.Output.from_input(1)}}).values()

    assert problem == "got an Output, allowed is a plain value: it decides which resources there are"


@pytest.mark.parametrize(
    ("settings", "own"),
    [
        ({}, 5),
        ({"hooks": {"before_install": "test"}}, 6),
        ({"smoke_test": {}}, 6),
        ({"alarms": {"latency_p99_ms": 500}}, 7),
        ({"alarms": {"latency_p99_ms": 500}, "smoke_test": {}}, 8),
    ],
)
def test_codedeploy_takes_ten_alarms_and_some_are_the_components_own(settings: dict[str, Any], own: int) -> None:
    def with_names(count: int) -> dict[str, Any]:
        return {**settings, "alarms": {**settings.get("alarms", {}), "names": names(count)}}

    assert len(configured(deployment=with_names(10 - own)).deployment.alarms.names) == 10 - own
    assert refused(deployment=with_names(11 - own)) == {
        "deployment.alarms.names": f"got {11 - own}, allowed are at most {10 - own} alarms; "
        f"CodeDeploy takes 10 for one deployment group and {own} of them are the component's own"
    }


def test_without_own_alarms_ten_can_be_named() -> None:
    assert len(configured(deployment={"alarms": {"enabled": False, "names": names(10)}}).deployment.alarms.names) == 10
    assert refused(deployment={"alarms": {"enabled": False, "names": names(11)}}) == {
        "deployment.alarms.names": "got 11, allowed are at most 10 alarms; CodeDeploy takes 10 for one deployment group"
    }


@pytest.mark.parametrize("name", ["a", "a" * 255, "checkout: errors (5 %)"])
def test_cloudwatchs_names_can_be_used(name: str) -> None:
    assert configured(deployment={"alarms": {"names": [name]}}).deployment.alarms.names == (name,)


@pytest.mark.parametrize("name", ["", "a" * 256])
def test_another_name_is_refused(name: str) -> None:
    (problem,) = refused(deployment={"alarms": {"names": [name]}}).items()

    assert problem[0] == "deployment.alarms.names[0]"
    assert problem[1].endswith("allowed is the name of a CloudWatch alarm, of 1 to 255 characters")


def test_an_arn_in_the_names_place_is_refused_with_what_to_write() -> None:
    arn = "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:errors"

    assert refused(deployment={"alarms": {"names": [arn]}}) == {
        "deployment.alarms.names[0]": f'got "{arn}", allowed is the name of a CloudWatch alarm, of 1 to 255 characters;'
        " write its name, what follows alarm: in its ARN"
    }


def test_an_alarm_that_is_named_twice_is_refused() -> None:
    assert refused(deployment={"alarms": {"names": ["errors", "errors"]}}) == {
        "deployment.alarms.names[1]": 'got "errors" for the second time; keep one of the two'
    }


def test_a_name_may_be_that_of_an_alarm_of_the_same_program() -> None:
    name = pulumi.Output.from_input("errors")

    assert configured(deployment={"alarms": {"names": [name]}}).deployment.alarms.names == (name,)
