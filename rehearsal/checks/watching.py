"""Whether what watches a release would see anything: alarms, the rule on stopped tasks, scaling policies.

AWS takes an alarm on a metric that nobody publishes, and it stays quiet for ever. Here it is an error.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rehearsal.checks.stopped_tasks import check_rules
from rehearsal.failure import RehearsalError
from rehearsal.metrics.alarms import ALARM, evaluate_alarm
from rehearsal.metrics.published import Metric, find_unpublished
from rehearsal.metrics.store import MINUTE, MetricStore, NotMeasured

STEP = "Alarms"
MINUTES = 60
# What each metric has every minute when everything is wrong, and when all is well. Others have the same in both.
WORST = {
    "HTTPCode_Target_5XX_Count": 1000.0,
    "HTTPCode_ELB_5XX_Count": 1000.0,
    "UnHealthyHostCount": 3.0,
    "HealthyHostCount": 0.0,
    "TargetResponseTime": 59.0,
    "TriggeredRules": 5.0,
    "Errors": 5.0,
}
BEST = {
    "HTTPCode_Target_5XX_Count": 0.0,
    "HTTPCode_ELB_5XX_Count": 0.0,
    "UnHealthyHostCount": 0.0,
    "HealthyHostCount": 3.0,
    "TargetResponseTime": 0.001,
    "Errors": 0.0,
}
STEADY = {"RequestCount": 1000.0, "RequestCountPerTarget": 500.0, "Invocations": 1.0}


class _RealTime:
    speed = 1.0


def check_watching(aws: Any, application: str, group_name: str) -> None:
    """Raises RehearsalError for the first alarm or policy that would see nothing, or too much."""
    group = aws.client("codedeploy").get_deployment_group(applicationName=application, deploymentGroupName=group_name)
    configuration = group["deploymentGroupInfo"].get("alarmConfiguration") or {}
    stopping = [one["name"] for one in configuration.get("alarms") or []] if configuration.get("enabled") else []
    alarms = aws.client("cloudwatch").describe_alarms(AlarmTypes=["MetricAlarm"])["MetricAlarms"]
    for alarm in alarms:
        for metric in _metrics_of(alarm):
            if problem := find_unpublished(aws, metric):
                raise RehearsalError(f"no metric ever arrives: {problem}", step=STEP, resource=alarm["AlarmName"])
        if alarm["AlarmName"] in stopping:
            _require_judgement(alarm)
        elif not alarm.get("AlarmActions"):
            raise RehearsalError(
                "nobody acts on it, no deployment and no action", step=STEP, resource=alarm["AlarmName"]
            )
    pair = _pair(aws, group["deploymentGroupInfo"])
    watched = [metric for alarm in alarms if alarm["AlarmName"] in stopping for metric in _metrics_of(alarm)]
    if problem := find_one_sided(watched, pair):
        raise RehearsalError(f"{problem} by the alarms", step=STEP, resource=group_name)
    _require_rollback(group["deploymentGroupInfo"], stopping)
    for service in group["deploymentGroupInfo"].get("ecsServices") or []:
        check_rules(aws, alarms, service["clusterName"], service["serviceName"])
    _check_policies(aws, pair)


def find_one_sided(metrics: Sequence[Metric], pair: Sequence[str]) -> str | None:
    """What is watched of one target group of the pair alone: the two swap with every release."""
    sides = [Counter(metric.name for metric in metrics if metric.dimensions.get("TargetGroup") == one) for one in pair]
    for name in dict.fromkeys(name for side in sides for name in side):
        counts = [side[name] for side in sides]
        if len(set(counts)) > 1:
            shown = " and ".join(f"{count} times of {one}" for one, count in zip(pair, counts, strict=True))
            return f"{name} is watched {shown}"
    return None


def _pair(aws: Any, group: Mapping[str, Any]) -> list[str]:
    """The metrics' name of both target groups."""
    pairs = (group.get("loadBalancerInfo") or {}).get("targetGroupPairInfoList") or []
    names = [one["name"] for pair in pairs for one in pair["targetGroups"]]
    found = aws.client("elbv2").describe_target_groups(Names=names)["TargetGroups"] if names else []
    return [one["TargetGroupArn"].rsplit(":", 1)[1] for one in found]


def _metrics_of(alarm: Mapping[str, Any]) -> Iterator[Metric]:
    if alarm.get("MetricName"):
        statistic = alarm.get("Statistic") or alarm.get("ExtendedStatistic") or ""
        yield _metric(alarm, statistic)
    for query in alarm.get("Metrics") or []:
        if stat := query.get("MetricStat"):
            yield _metric(stat["Metric"], stat["Stat"])


def _metric(described: Mapping[str, Any], statistic: str) -> Metric:
    dimensions = {one["Name"]: one["Value"] for one in described.get("Dimensions") or []}
    return Metric(described["Namespace"], described["MetricName"], dimensions, statistic)


def _require_judgement(alarm: Mapping[str, Any]) -> None:
    """Everything wrong is an alarm; nothing wrong and nothing measured are none."""
    if not all(metric.name in {**WORST, **STEADY} for metric in _metrics_of(alarm)):
        return
    for values, expected, words in (
        ({**STEADY, **WORST}, True, "everything goes wrong"),
        ({**STEADY, **BEST}, False, "all is well"),
        ({}, False, "nothing is measured"),
    ):
        store = MetricStore(_RealTime(), monotonic=_Moments(0.0, MINUTES * MINUTE))
        for metric in _metrics_of(alarm):
            for minute in range(MINUTES):
                if metric.name in values:
                    store.put(metric.namespace, metric.name, metric.dimensions, values[metric.name], minute * MINUTE)
        try:
            state = evaluate_alarm(dict(alarm), store).state
        except NotMeasured as problem:
            raise RehearsalError(str(problem), step=STEP, resource=alarm["AlarmName"]) from None
        if (state == ALARM) != expected:
            raise RehearsalError(f"it is {state} where {words}", step=STEP, resource=alarm["AlarmName"])


class _Moments:
    """A clock that was read once at the start, and stands still at the end."""

    def __init__(self, start: float, end: float) -> None:
        self._next, self._end = start, end

    def __call__(self) -> float:
        now, self._next = self._next, self._end
        return now


def _require_rollback(group: Mapping[str, Any], stopping: list[str]) -> None:
    settings = group.get("autoRollbackConfiguration") or {}
    events = settings.get("events") or [] if settings.get("enabled") else []
    if stopping and events and "DEPLOYMENT_STOP_ON_ALARM" not in events:
        reason = "alarms stop a deployment, and autoRollbackConfiguration.events lacks DEPLOYMENT_STOP_ON_ALARM"
        raise RehearsalError(reason, step=STEP, resource=group["deploymentGroupName"])


def _check_policies(aws: Any, pair: Sequence[str]) -> None:
    scaling = aws.client("application-autoscaling")
    for policy in scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]:
        settings = policy.get("TargetTrackingScalingPolicyConfiguration") or {}
        custom = settings.get("CustomizedMetricSpecification") or {}
        metrics = [_metric(custom, custom.get("Statistic", ""))] if custom.get("MetricName") else []
        for query in custom.get("Metrics") or []:
            if stat := query.get("MetricStat"):
                metrics.append(_metric(stat["Metric"], stat["Stat"]))
        for metric in metrics:
            if problem := find_unpublished(aws, metric):
                raise RehearsalError(f"no metric ever arrives: {problem}", step=STEP, resource=policy["PolicyName"])
        if problem := find_one_sided(metrics, pair):
            raise RehearsalError(f"{problem} by the policy", step=STEP, resource=policy["PolicyName"])
        _require_service(aws, policy["ResourceId"], policy["PolicyName"])
    for target in scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]:
        _require_service(aws, target["ResourceId"], target["ResourceId"])


def _require_service(aws: Any, resource: str, where: str) -> None:
    """`service/<cluster>/<service>`: AWS refuses to register one that is not there."""
    parts = resource.split("/")
    metric = Metric("AWS/ECS", "CPUUtilization", dict(zip(("ClusterName", "ServiceName"), parts[1:], strict=False)), "")
    problem = find_unpublished(aws, metric) if len(parts) == 3 and parts[0] == "service" else "no service is named"
    if problem:
        raise RehearsalError(f"resourceId {resource}: {problem}", step=STEP, resource=where)
