"""What the two target groups and the hooks say about a release: the alarms that stop it.

Source: Elastic Load Balancing User Guide for Application Load Balancers, "CloudWatch metrics for your Application Load
Balancer"; Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics"; AWS Lambda Developer Guide,
"Types of metrics for Lambda functions".
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from .alarm_settings import AlarmsSettings
from .args import DeploymentPartArgs

PERIOD_SECONDS = 60  # as often as the load balancer reports
MAX_EVALUATION_PERIODS = 1440  # "PutMetricAlarm": a day of periods of a minute


class AlarmFactory:
    """Makes the alarms of one deployment: no data is no alarm, and none of them does anything by itself."""

    def __init__(self, name: str, tags: Mapping[str, pulumi.Input[str]], parent: pulumi.Resource) -> None:
        self._name = name
        self._names = PhysicalNames.of(name)
        self._tags = tags
        self._parent = parent

    def alarm(self, purpose: str, description: str, **alarm: Any) -> aws.cloudwatch.MetricAlarm:
        """One alarm."""
        return aws.cloudwatch.MetricAlarm(
            f"{self._name}-{purpose}-alarm",
            name=self._names.alarm(purpose),
            alarm_description=description,
            # A group without requests, and one without targets, reports nothing: both are as they should be.
            treat_missing_data="notBreaching",
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self._parent),
            **alarm,
        )


def create_target_group_alarms(
    factory: AlarmFactory, settings: AlarmsSettings, args: DeploymentPartArgs
) -> list[aws.cloudwatch.MetricAlarm]:
    """The alarms of both colours: green is in either group, as the two swap with every release."""
    suffixes = {"blue": args["blue_target_group_arn_suffix"], "green": args["green_target_group_arn_suffix"]}
    alarms = []
    for colour, suffix in suffixes.items():
        dimensions = {"LoadBalancer": args["load_balancer_arn_suffix"], "TargetGroup": suffix}
        alarms.append(_errors(factory, colour, settings, dimensions))
        alarms.append(_unhealthy_hosts(factory, colour, args["health_check_grace_seconds"], dimensions))
        if settings.latency_p99_ms is not None:
            alarms.append(_latency(factory, colour, settings, settings.latency_p99_ms, dimensions))
    return alarms


def create_hook_errors_alarm(
    factory: AlarmFactory, function_names: Sequence[pulumi.Input[str]]
) -> aws.cloudwatch.MetricAlarm:
    """Goes off when a hook crashes, times out or cannot start: CodeDeploy itself would wait an hour for its report."""
    functions = {f"errors_{number}": function for number, function in enumerate(dict.fromkeys(function_names), 1)}
    return factory.alarm(
        "hook-errors",
        "A hook of a release ended without a report.",
        comparison_operator="GreaterThanThreshold",
        threshold=0,
        evaluation_periods=1,
        metric_queries=[
            {
                "id": "all_errors",
                # SUM leaves out a hook that never had an error, whose metric does not exist and may not fill either.
                "expression": f"SUM([{', '.join(f'FILL({each}, 0)' for each in functions)}])",
                "label": "Errors of all hooks",
                "return_data": True,
            },
            *(
                _metric(each, "AWS/Lambda", "Errors", "Sum", PERIOD_SECONDS, {"FunctionName": function})
                for each, function in functions.items()
            ),
        ],
    )


def _errors(
    factory: AlarmFactory, colour: str, settings: AlarmsSettings, dimensions: Mapping[str, pulumi.Input[str]]
) -> aws.cloudwatch.MetricAlarm:
    # Fewer requests than the minimum count as that many: one error on an idle service is no outage. A minute without
    # an error has no datapoint of errors, and a minute without requests none at all.
    minimum = pulumi.Output.from_input(settings.minimum_requests).apply(int)
    return factory.alarm(
        f"{colour}-errors",
        f"Too many answers of the {colour} target group are errors.",
        comparison_operator="GreaterThanThreshold",
        threshold=settings.error_percent,
        evaluation_periods=settings.evaluation_periods,
        metric_queries=[
            {
                "id": "error_percent",
                "expression": pulumi.Output.format(
                    "100 * FILL(errors, 0) / IF(requests > {0}, requests, {0})", minimum
                ),
                "label": "Errors in percent of the requests",
                "return_data": True,
            },
            _load_balancer_metric("requests", "RequestCount", settings, dimensions),
            _load_balancer_metric("errors", "HTTPCode_Target_5XX_Count", settings, dimensions),
        ],
    )


def _unhealthy_hosts(
    factory: AlarmFactory,
    colour: str,
    health_check_grace_seconds: pulumi.Input[int],
    dimensions: Mapping[str, pulumi.Input[str]],
) -> aws.cloudwatch.MetricAlarm:
    periods = pulumi.Output.from_input(health_check_grace_seconds).apply(_more_periods_than_starts)
    return factory.alarm(
        f"{colour}-unhealthy-hosts",
        f"A task in the {colour} target group does not become healthy.",
        namespace="AWS/ApplicationELB",
        metric_name="UnHealthyHostCount",
        dimensions=dimensions,
        statistic="Maximum",
        period=PERIOD_SECONDS,
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=1,
        # ECS replaces a task that stays unhealthy, and the new one counts as unhealthy only after its first checks: the
        # bad minutes of a green that never becomes healthy are not in a row.
        datapoints_to_alarm=periods,
        evaluation_periods=periods.apply(lambda number: min(2 * number, MAX_EVALUATION_PERIODS)),
    )


def _latency(
    factory: AlarmFactory,
    colour: str,
    settings: AlarmsSettings,
    latency_p99_ms: int,
    dimensions: Mapping[str, pulumi.Input[str]],
) -> aws.cloudwatch.MetricAlarm:
    return factory.alarm(
        f"{colour}-latency",
        f"The slowest hundredth of the answers of the {colour} target group takes too long.",
        namespace="AWS/ApplicationELB",
        metric_name="TargetResponseTime",
        dimensions=dimensions,
        extended_statistic="p99",
        period=settings.period_seconds,
        comparison_operator="GreaterThanThreshold",
        threshold=latency_p99_ms / 1000,  # the metric is in seconds
        evaluation_periods=settings.evaluation_periods,
    )


def _more_periods_than_starts(grace_seconds: int) -> int:
    """More minutes than a good green may have an unhealthy task in, whenever it starts.

    A grace period touches one minute more than it has, and tasks that start up to a minute apart touch another one.
    Source: Amazon ECS API Reference, "CreateService".
    """
    return min(-(-int(grace_seconds) // PERIOD_SECONDS) + 3, MAX_EVALUATION_PERIODS)


def _load_balancer_metric(
    query: str, metric: str, settings: AlarmsSettings, dimensions: Mapping[str, pulumi.Input[str]]
) -> dict[str, Any]:
    return _metric(query, "AWS/ApplicationELB", metric, "Sum", settings.period_seconds, dimensions)


def _metric(
    query: str,
    namespace: str,
    metric: str,
    statistic: str,
    period: pulumi.Input[int],
    dimensions: Mapping[str, pulumi.Input[str]],
) -> dict[str, Any]:
    """A metric that an expression uses by the query's name."""
    return {
        "id": query,
        "metric": {
            "namespace": namespace,
            "metric_name": metric,
            "dimensions": dimensions,
            "stat": statistic,
            "period": period,
        },
    }
