"""Which metrics AWS's services publish: their dimensions, and the statistics that mean something.

Source: Elastic Load Balancing, "CloudWatch metrics for your Application Load Balancer"; Amazon ECS, "CloudWatch
metrics"; AWS Lambda, "Types of metrics for Lambda functions"; Amazon EventBridge, "Monitoring"; Amazon SQS,
"Available CloudWatch metrics".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SUM, EXTREMES, TIME = ("Sum",), ("Average", "Minimum", "Maximum"), ("Average", "Minimum", "Maximum", "p", "tm")
COUNTS = {
    "AWS/ApplicationELB": (
        "RequestCount",
        "RequestCountPerTarget",
        "TargetConnectionErrorCount",
        *(f"HTTPCode_Target_{kind}XX_Count" for kind in (2, 3, 4, 5)),
        *(f"HTTPCode_ELB_{kind}_Count" for kind in ("3XX", "4XX", "5XX", "500", "502", "503", "504")),
    ),
    "AWS/Events": ("TriggeredRules", "MatchedEvents", "Invocations", "FailedInvocations", "ThrottledRules"),
    "AWS/Lambda": ("Errors", "Invocations", "Throttles"),
    "AWS/SQS": ("NumberOfMessagesSent", "NumberOfMessagesReceived", "NumberOfMessagesDeleted"),
}
GAUGES = {
    "AWS/ApplicationELB": ("HealthyHostCount", "UnHealthyHostCount"),
    "AWS/ECS": ("CPUUtilization", "MemoryUtilization"),
    "AWS/SQS": ("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"),
    "AWS/Lambda": ("ConcurrentExecutions",),
}
TIMES = {"AWS/ApplicationELB": ("TargetResponseTime",), "AWS/Lambda": ("Duration",)}
DIMENSIONS: dict[str, tuple[frozenset[str], ...]] = {
    "AWS/ApplicationELB": tuple(
        map(
            frozenset,
            (
                {"LoadBalancer"},
                {"TargetGroup"},
                {"LoadBalancer", "TargetGroup"},
                {"LoadBalancer", "AvailabilityZone"},
                {"LoadBalancer", "TargetGroup", "AvailabilityZone"},
            ),
        )
    ),
    "AWS/ECS": (frozenset({"ClusterName", "ServiceName"}), frozenset({"ClusterName"})),
    "AWS/Events": (frozenset({"RuleName"}), frozenset({"EventBusName", "RuleName"}), frozenset()),
    "AWS/Lambda": (frozenset({"FunctionName"}), frozenset({"FunctionName", "Resource"}), frozenset()),
    "AWS/SQS": (frozenset({"QueueName"}),),
}
# RequestCountPerTarget is published by target group; health counts need both.
NEEDED = {
    "RequestCountPerTarget": "TargetGroup",
    "HealthyHostCount": "TargetGroup",
    "UnHealthyHostCount": "TargetGroup",
    "RequestCount": "LoadBalancer",
    "TargetResponseTime": "LoadBalancer",
}


@dataclass(frozen=True)
class Metric:
    """One metric as an alarm or a scaling policy names it."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    statistic: str


def find_unpublished(aws: Any, metric: Metric) -> str | None:
    """Why no value of this metric ever arrives; None when it does, or when its namespace is none of these."""
    if metric.namespace not in DIMENSIONS:
        return f"AWS publishes no {metric.namespace}" if metric.namespace.startswith("AWS/") else None
    meaningful = _statistics(metric)
    if meaningful is None:
        return f"{metric.namespace} has no metric {metric.name}"
    if metric.statistic and metric.statistic.rstrip("0123456789.") not in meaningful:
        return f"the statistic {metric.statistic} of {metric.name} means nothing, {', '.join(meaningful)} does"
    if frozenset(metric.dimensions) not in DIMENSIONS[metric.namespace]:
        return f"{metric.name} is not published by {' and '.join(sorted(metric.dimensions)) or 'no dimension'}"
    needed = NEEDED.get(metric.name)
    if needed and needed not in metric.dimensions:
        return f"{metric.name} needs the dimension {needed}"
    return _find_unknown(aws, metric.dimensions)


def _statistics(metric: Metric) -> tuple[str, ...] | None:
    for known, statistics in ((COUNTS, SUM), (GAUGES, EXTREMES), (TIMES, TIME)):
        if metric.name in known.get(metric.namespace, ()):
            return statistics
    return None


def _find_unknown(aws: Any, dimensions: Mapping[str, str]) -> str | None:
    for name, value in dimensions.items():
        known = KNOWN[name](aws, dimensions) if name in KNOWN else [value]
        if value not in known:
            return f"there is no {name} {value}"
    group = dimensions.get("TargetGroup")
    if group and "LoadBalancer" in dimensions and not _is_behind(aws, group, dimensions["LoadBalancer"]):
        return f"{group} is not behind {dimensions['LoadBalancer']}"
    return None


def _is_behind(aws: Any, group: str, balancer: str) -> bool:
    """Whether they are in one VPC; which of the load balancer's groups serves changes with each release."""
    elbv2 = aws.client("elbv2")
    groups = [one for one in elbv2.describe_target_groups()["TargetGroups"] if one["TargetGroupArn"].endswith(group)]
    balancers = [one for one in elbv2.describe_load_balancers()["LoadBalancers"] if _suffix(one) == balancer]
    return {one["VpcId"] for one in groups} == {one["VpcId"] for one in balancers}


def _suffix(balancer: Mapping[str, Any]) -> str:
    return str(balancer["LoadBalancerArn"]).split(":loadbalancer/")[1]


def _load_balancers(aws: Any, dimensions: Mapping[str, str]) -> list[str]:
    return [_suffix(one) for one in aws.client("elbv2").describe_load_balancers()["LoadBalancers"]]


def _target_groups(aws: Any, dimensions: Mapping[str, str]) -> list[str]:
    groups = aws.client("elbv2").describe_target_groups()["TargetGroups"]
    return [one["TargetGroupArn"].rsplit(":", 1)[1] for one in groups]


def _rules(aws: Any, dimensions: Mapping[str, str]) -> list[str]:
    return [one["Name"] for one in aws.client("events").list_rules()["Rules"] if one.get("State") == "ENABLED"]


def _functions(aws: Any, dimensions: Mapping[str, str]) -> list[str]:
    return [one["FunctionName"] for one in aws.client("lambda").list_functions()["Functions"]]


def _clusters(aws: Any, dimensions: Mapping[str, str]) -> list[str]:
    return [arn.rpartition("/")[2] for arn in aws.client("ecs").list_clusters()["clusterArns"]]


def _services(aws: Any, dimensions: Mapping[str, str]) -> list[str]:
    if dimensions.get("ClusterName") not in _clusters(aws, dimensions):
        return []
    arns = aws.client("ecs").list_services(cluster=dimensions["ClusterName"])["serviceArns"]
    return [arn.rpartition("/")[2] for arn in arns]


def _queues(aws: Any, dimensions: Mapping[str, str]) -> list[str]:
    return [url.rpartition("/")[2] for url in aws.client("sqs").list_queues().get("QueueUrls", [])]


KNOWN = {
    "LoadBalancer": _load_balancers,
    "TargetGroup": _target_groups,
    "RuleName": _rules,
    "FunctionName": _functions,
    "ClusterName": _clusters,
    "ServiceName": _services,
    "QueueName": _queues,
}
