"""Metric alarms of CloudWatch."""

from collections.abc import Mapping
from typing import Any

from rehearsal.resources.convert import parameters, tag_list
from rehearsal.resources.described import DescribedType
from rehearsal.resources.metric_math import require_connected
from rehearsal.resources.registry import (
    Account,
    InvalidProperty,
    MissingProperty,
    Properties,
    none_when_missing,
    register,
)
from rehearsal.resources.tag_changes import tag_changes

RENAMES = {
    "name": "AlarmName",
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
    "metricQueries": "Metrics",
}
# What describes one metric, and so has no place beside queries.
ONE_METRIC = ("metricName", "namespace", "period", "statistic", "extendedStatistic", "dimensions", "unit")
MISSING_DATA = ("breaching", "notBreaching", "ignore", "missing")


@register
class MetricAlarm(DescribedType):
    """An alarm on one metric, or on an expression over several.

    Source: terraform-provider-aws, resource aws_cloudwatch_metric_alarm: alarm_name forces a new resource; with
    every other change PutMetricAlarm writes the whole alarm anew.
    """

    token = "aws:cloudwatch/metricAlarm:MetricAlarm"
    replace_on = frozenset({"name"})
    name_property = "name"
    name_limit = 255  # CloudWatch API Reference, "PutMetricAlarm"
    renames = RENAMES

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        _require_one_source(inputs)
        _require_periods(inputs)
        if queries := inputs.get("metricQueries"):
            require_connected(queries, "metricQueries", "metric", returned=False)
        return super().check(name, inputs, recorded)

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        tags = {"Tags": tag_list(inputs["tags"])} if inputs.get("tags") else {}
        self._put(aws, inputs, **tags)
        return inputs["name"], self.after(aws, inputs["name"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        cloudwatch = aws.client("cloudwatch")
        found = cloudwatch.describe_alarms(AlarmNames=[id], AlarmTypes=["MetricAlarm"])["MetricAlarms"]
        if not found:
            return None
        alarm = found[0]
        tags = cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
        return {
            "TreatMissingData": "missing",
            **alarm,
            "Metrics": [_for_pulumi(query) for query in alarm.get("Metrics") or []],
            "Tags": tags,
        }

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {"arn": live["AlarmArn"], "name": id, "treatMissingData": live["TreatMissingData"]}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        self._put(aws, new_inputs)
        changed, removed = tag_changes(old_inputs, new_inputs)
        cloudwatch = aws.client("cloudwatch")
        if removed:
            cloudwatch.untag_resource(ResourceARN=outputs["arn"], TagKeys=removed)
        if changed:
            cloudwatch.tag_resource(ResourceARN=outputs["arn"], Tags=tag_list(changed))
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("cloudwatch").delete_alarms(AlarmNames=[id])

    def _put(self, aws: Account, inputs: Properties, **more: Any) -> None:
        _require_whole_metrics(inputs)
        cloudwatch = aws.client("cloudwatch")
        chosen = {**inputs}
        if queries := inputs.get("metricQueries"):
            chosen["metricQueries"] = [_for_aws(query) for query in queries]
        wanted = parameters(cloudwatch, "PutMetricAlarm", chosen, renames=self.renames, elsewhere=("tags",))
        cloudwatch.put_metric_alarm(**wanted, **more)


def _for_aws(query: Mapping[str, Any]) -> Properties:
    """Pulumi's flat `metric` as AWS's MetricStat. Pulumi's default for returnData is false, AWS's true."""
    plain = {"returnData": False, **{key: value for key, value in query.items() if key != "metric"}}
    metric = query.get("metric")
    if not metric:
        return plain
    inner = {key: metric[key] for key in ("dimensions", "metricName", "namespace") if metric.get(key) is not None}
    outer = {key: value for key, value in metric.items() if key not in ("dimensions", "metricName", "namespace")}
    return {**plain, "metricStat": {"metric": inner, **outer}}


def _for_pulumi(query: Mapping[str, Any]) -> Properties:
    shown = {key: value for key, value in query.items() if key != "MetricStat"}
    stat = query.get("MetricStat")
    if not stat:
        return shown
    metric = {**stat["Metric"], **{key: value for key, value in stat.items() if key != "Metric"}}
    return {**shown, "Metric": metric}


def _require_one_source(inputs: Properties) -> None:
    if inputs.get("metricQueries"):
        if beside := [key for key in ONE_METRIC if inputs.get(key) is not None]:
            raise InvalidProperty(beside[0], "has no place beside metricQueries")
    elif inputs.get("metricName") and bool(inputs.get("statistic")) == bool(inputs.get("extendedStatistic")):
        raise InvalidProperty("statistic", "one of statistic and extendedStatistic is needed")
    if (inputs.get("treatMissingData") or "missing") not in MISSING_DATA:
        got = inputs["treatMissingData"]
        raise InvalidProperty("treatMissingData", f"got {got!r}, allowed are {', '.join(MISSING_DATA)}")


def _require_whole_metrics(inputs: Properties) -> None:
    """CloudWatch API Reference, "Metric": what PutMetricAlarm computes with has a name in a namespace."""
    for number, query in enumerate(inputs.get("metricQueries") or []):
        for key in ("namespace", "metricName"):
            if query.get("metric") and not query["metric"].get(key):
                raise MissingProperty(f"metricQueries[{number}].metric.{key}")
    if bool(inputs.get("metricName")) != bool(inputs.get("namespace")):
        missing = "namespace" if inputs.get("metricName") else "metricName"
        raise InvalidProperty(missing, "is missing: a metric has a name in a namespace")


def _require_periods(inputs: Properties) -> None:
    """CloudWatch API Reference, "PutMetricAlarm": M out of N, and periods of 10, 20, 30 or whole minutes."""
    datapoints, periods = inputs.get("datapointsToAlarm"), inputs.get("evaluationPeriods")
    if datapoints is not None and isinstance(periods, int | float) and float(datapoints) > periods:
        raise InvalidProperty("datapointsToAlarm", f"got {datapoints}, allowed are 1 to {periods}")
    stats = [query.get("metric") or {} for query in inputs.get("metricQueries") or []]
    for where, period in [
        ("period", inputs.get("period")),
        *((f"metricQueries[{number}].metric.period", stat.get("period")) for number, stat in enumerate(stats)),
    ]:
        if isinstance(period, int | float) and period not in (10, 20, 30) and (period < 60 or period % 60):
            raise InvalidProperty(where, f"got {period}, allowed are 10, 20, 30 and multiples of 60")
