"""The alarms that stop a release: what each one measures, where, and from when on."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import Deployment
from tests.components.delivery_parts import deployment_args
from tests.graph import Graph, create

COLOURS = [("blue", "targetgroup/shop-blue/1"), ("green", "targetgroup/shop-green/2")]
NAME = "shop-dev-web-29d8601b"
DEFAULTS = [
    f"{NAME}-blue-errors",
    f"{NAME}-blue-unhealthy-hosts",
    f"{NAME}-green-errors",
    f"{NAME}-green-unhealthy-hosts",
    f"{NAME}-stopped-tasks",
]
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def deployment(**settings: Any) -> Graph:
    return create(lambda: Deployment("web", deployment_args(**settings)))


@pytest.fixture(scope="module")
def graph() -> Graph:
    return deployment()


@pytest.mark.parametrize(("colour", "target_group"), COLOURS)
def test_errors_are_counted_as_a_share_of_the_requests_of_a_target_group(
    graph: Graph, colour: str, target_group: str
) -> None:
    dimensions = {"LoadBalancer": "app/lb/1", "TargetGroup": target_group}

    assert graph[f"web-{colour}-errors-alarm"].inputs == {
        "name": f"{NAME}-{colour}-errors",
        "alarmDescription": f"Too many answers of the {colour} target group are errors.",
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 2,
        "evaluationPeriods": 1,
        "treatMissingData": "notBreaching",
        "metricQueries": [
            {
                "id": "error_percent",
                "expression": "100 * FILL(errors, 0) / IF(requests > 50, requests, 50)",
                "label": "Errors in percent of the requests",
                "returnData": True,
            },
            {
                "id": "requests",
                "metric": {
                    "namespace": "AWS/ApplicationELB",
                    "metricName": "RequestCount",
                    "dimensions": dimensions,
                    "stat": "Sum",
                    "period": 60,
                },
            },
            {
                "id": "errors",
                "metric": {
                    "namespace": "AWS/ApplicationELB",
                    "metricName": "HTTPCode_Target_5XX_Count",
                    "dimensions": dimensions,
                    "stat": "Sum",
                    "period": 60,
                },
            },
        ],
        "tags": {},
    }


@pytest.mark.parametrize(("colour", "target_group"), COLOURS)
def test_a_task_that_does_not_become_healthy_is_an_alarm(graph: Graph, colour: str, target_group: str) -> None:
    assert graph[f"web-{colour}-unhealthy-hosts-alarm"].inputs == {
        "name": f"{NAME}-{colour}-unhealthy-hosts",
        "alarmDescription": f"A task in the {colour} target group does not become healthy.",
        "namespace": "AWS/ApplicationELB",
        "metricName": "UnHealthyHostCount",
        "dimensions": {"LoadBalancer": "app/lb/1", "TargetGroup": target_group},
        "statistic": "Maximum",
        "period": 60,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "threshold": 1,
        "datapointsToAlarm": 4,
        "evaluationPeriods": 8,
        "treatMissingData": "notBreaching",
        "tags": {},
    }


@pytest.mark.parametrize(
    ("grace", "bad_minutes", "of_minutes"),
    [
        (0, 3, 6),
        (1, 4, 8),
        (60, 4, 8),
        (61, 5, 10),
        (300, 8, 16),
        (pulumi.Output.from_input(120.0), 5, 10),
        # CloudWatch looks back over a day at most.
        (43020, 720, 1440),
        (43021, 721, 1440),
        (200000, 1440, 1440),
    ],
)
def test_a_green_that_needs_its_whole_grace_period_trips_nothing(grace: Any, bad_minutes: int, of_minutes: int) -> None:
    """A grace period of a minute is seen in two of CloudWatch's minutes, unless it starts with one."""
    alarm = deployment(health_check_grace_seconds=grace)["web-green-unhealthy-hosts-alarm"].inputs

    assert alarm["datapointsToAlarm"] == bad_minutes
    assert alarm["evaluationPeriods"] == of_minutes


@pytest.mark.parametrize("grace", [10, 60, 90, 300])
def test_a_good_green_whose_tasks_start_a_minute_apart_trips_nothing(grace: int) -> None:
    """However CloudWatch's minutes fall, with the first task unhealthy from its start and the last to its end."""
    alarm = deployment(health_check_grace_seconds=grace)["web-green-unhealthy-hosts-alarm"].inputs

    for start in range(60):
        end = start + 60 + grace - 1
        assert end // 60 - start // 60 + 1 < alarm["datapointsToAlarm"]


def test_without_a_limit_nobody_looks_at_the_latency(graph: Graph) -> None:
    assert "web-blue-latency-alarm" not in graph
    assert "web-green-latency-alarm" not in graph


@pytest.mark.parametrize(("colour", "target_group"), COLOURS)
def test_with_a_limit_the_slowest_hundredth_of_the_answers_is_measured(colour: str, target_group: str) -> None:
    graph = deployment(alarms={"latency_p99_ms": 250, "period_seconds": 120, "evaluation_periods": 2})

    assert graph[f"web-{colour}-latency-alarm"].inputs == {
        "name": f"{NAME}-{colour}-latency",
        "alarmDescription": f"The slowest hundredth of the answers of the {colour} target group takes too long.",
        "namespace": "AWS/ApplicationELB",
        "metricName": "TargetResponseTime",
        "dimensions": {"LoadBalancer": "app/lb/1", "TargetGroup": target_group},
        "extendedStatistic": "p99",
        "period": 120,
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 0.25,
        "evaluationPeriods": 2,
        "treatMissingData": "notBreaching",
        "tags": {},
    }


def test_thresholds_and_periods_of_the_errors_are_settings() -> None:
    settings = {"error_percent": 5, "minimum_requests": 200, "period_seconds": 300, "evaluation_periods": 3}
    alarm = deployment(alarms=settings)["web-green-errors-alarm"].inputs

    expression, *metrics = alarm["metricQueries"]
    assert expression["expression"] == "100 * FILL(errors, 0) / IF(requests > 200, requests, 200)"
    assert alarm["threshold"] == 5
    assert alarm["evaluationPeriods"] == 3
    assert [each["metric"]["period"] for each in metrics] == [300, 300]


def test_a_hook_that_ends_without_a_report_is_an_alarm() -> None:
    hooks = {"before_install": "migrate", "after_allow_traffic": "notify", "before_allow_traffic": "migrate"}

    assert deployment(hooks=hooks, smoke_test_function_name="CodeDeployHook_test")["web-hook-errors-alarm"].inputs == {
        "name": f"{NAME}-hook-errors",
        "alarmDescription": "A hook of a release ended without a report.",
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 0,
        "evaluationPeriods": 1,
        "treatMissingData": "notBreaching",
        "metricQueries": [
            {
                "id": "all_errors",
                "expression": "SUM([FILL(errors_1, 0), FILL(errors_2, 0), FILL(errors_3, 0)])",
                "label": "Errors of all hooks",
                "returnData": True,
            },
            *(
                {
                    "id": f"errors_{number}",
                    "metric": {
                        "namespace": "AWS/Lambda",
                        "metricName": "Errors",
                        "dimensions": {"FunctionName": function},
                        "stat": "Sum",
                        "period": 60,
                    },
                }
                for number, function in enumerate(["migrate", "CodeDeployHook_test", "notify"], 1)
            ),
        ],
        "tags": {},
    }


def test_without_hooks_there_is_no_alarm_on_them(graph: Graph) -> None:
    assert "web-hook-errors-alarm" not in graph


def test_every_alarm_stops_a_release_and_takes_the_traffic_back(graph: Graph) -> None:
    group = graph["web-deployment-group"].inputs

    assert group["alarmConfiguration"] == {"enabled": True, "alarms": DEFAULTS, "ignorePollAlarmFailure": False}
    assert group["autoRollbackConfiguration"]["events"] == [
        "DEPLOYMENT_FAILURE",
        "DEPLOYMENT_STOP_ON_ALARM",
        "DEPLOYMENT_STOP_ON_REQUEST",
    ]


def test_no_alarm_is_made_that_stops_nothing() -> None:
    graph = deployment(alarms={"latency_p99_ms": 500}, hooks={"after_install": "check"})

    made = {alarm.inputs["name"] for alarm in graph.of_type(ALARM)}
    assert made == set(graph["web-deployment-group"].inputs["alarmConfiguration"]["alarms"])
    assert len(made) == 8


def test_own_alarms_stop_a_release_too() -> None:
    names = ["checkout-errors", pulumi.Output.from_input("queue-age")]
    graph = deployment(alarms={"names": names})

    assert graph["web-deployment-group"].inputs["alarmConfiguration"]["alarms"] == [
        *DEFAULTS,
        "checkout-errors",
        "queue-age",
    ]
    assert graph.outputs["alarm_names"] == [*DEFAULTS, "checkout-errors", "queue-age"]


def test_without_alarms_of_the_components_own_those_that_are_named_still_count() -> None:
    graph = deployment(alarms={"enabled": False, "names": ["checkout-errors"]}, hooks={"after_install": "check"})

    group = graph["web-deployment-group"].inputs
    assert graph.of_type(ALARM) == []
    assert group["alarmConfiguration"]["alarms"] == ["checkout-errors"]
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["autoRollbackConfiguration"]["events"]


def test_without_any_alarm_nothing_is_asked_and_a_failure_still_takes_the_traffic_back() -> None:
    graph = deployment(alarms={"enabled": False})

    group = graph["web-deployment-group"].inputs
    assert "alarmConfiguration" not in group
    assert group["autoRollbackConfiguration"] == {
        "enabled": True,
        "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"],
    }
    assert [each.name for each in graph.resources if "stopped-tasks" in each.name] == []
