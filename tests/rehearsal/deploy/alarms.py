"""Alarms as the component makes them, with something wrong on demand."""

from typing import Any

from tests.rehearsal.deploy.embedded_stack import EmbeddedStack

NAMES = ("first-errors", "second-errors")


def make_errors_alarms(stack: EmbeddedStack, **wrong: Any) -> None:
    """The share of errors of each target group: more than half in a minute, of at least 4 requests."""
    for name in ("first", "second"):
        make_alarm(stack, f"{name}-errors", name, **wrong)


def make_alarm(
    stack: EmbeddedStack,
    name: str,
    group: str,
    namespace: str = "AWS/ApplicationELB",
    metric: str = "HTTPCode_Target_5XX_Count",
    statistic: str = "Sum",
    target_group: bool = True,
) -> None:
    dimensions = [{"Name": "LoadBalancer", "Value": stack.ids["load_balancer"].partition("loadbalancer/")[2]}]
    if target_group:
        dimensions.append({"Name": "TargetGroup", "Value": stack.ids[group].rpartition(":")[2]})
    queries = (("errors", metric, statistic), ("requests", "RequestCount", "Sum"))
    stack.aws.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        EvaluationPeriods=1,
        Threshold=50.0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        Metrics=[
            {
                "Id": "share",
                "Expression": "100 * FILL(errors, 0) / IF(requests > 4, requests, 4)",
                "ReturnData": True,
            },
            *(
                {
                    "Id": id,
                    "ReturnData": False,
                    "MetricStat": {
                        "Metric": {"Namespace": namespace, "MetricName": what, "Dimensions": dimensions},
                        "Period": 60,
                        "Stat": how,
                    },
                }
                for id, what, how in queries
            ),
        ],
    )
