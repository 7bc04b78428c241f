"""The state of an alarm as it stands in the embedded CloudWatch, from what was measured here.

Source: Amazon CloudWatch User Guide, "Using Amazon CloudWatch alarms": evaluation, and treatment of missing data.
"""

from dataclasses import dataclass
from typing import Any

from .expressions import evaluate
from .store import MetricStore, NotMeasured

OK, ALARM, INSUFFICIENT_DATA = "OK", "ALARM", "INSUFFICIENT_DATA"
# CloudWatch looks back farther than the alarm's own periods. How far is not said in figures; two, by its examples.
MORE_PERIODS = 2

COMPARISONS = {
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


@dataclass(frozen=True)
class AlarmState:
    """An alarm at one moment."""

    name: str
    state: str
    reason: str


def read_alarm(aws: Any, metrics: MetricStore, name: str) -> AlarmState | None:
    """Evaluates the alarm now, and tells the embedded CloudWatch; None when it has no such alarm."""
    cloudwatch = aws.client("cloudwatch")
    described = cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    if described.get("CompositeAlarms"):
        raise NotMeasured(f"{name} is a composite alarm, which is not acted out here")
    if not described["MetricAlarms"]:
        return None
    alarm = described["MetricAlarms"][0]
    found = evaluate_alarm(alarm, metrics)
    if found.state != alarm.get("StateValue"):
        cloudwatch.set_alarm_state(AlarmName=name, StateValue=found.state, StateReason=found.reason[:1023])
    return found


def evaluate_alarm(alarm: dict[str, Any], metrics: MetricStore) -> AlarmState:
    """The state of a described alarm at this moment; only periods that are over count."""
    period, periods = _period(alarm), int(alarm["EvaluationPeriods"])
    last = metrics.now() // period * period
    times = [last - period * number for number in range(periods + MORE_PERIODS, 0, -1)]
    series = _series(alarm, metrics, [time for time in times if time >= 0], period)
    newest_first = [series.get(time) for time in reversed(times)]
    state = _state(alarm, newest_first, periods)
    return AlarmState(alarm["AlarmName"], state, _reason(alarm, newest_first))


def _series(alarm: dict[str, Any], metrics: MetricStore, times: list[float], period: int) -> dict[float, float]:
    if not alarm.get("Metrics"):
        statistic = alarm.get("Statistic") or alarm.get("ExtendedStatistic") or ""
        return _measured(metrics, alarm, statistic, times, period)
    found: dict[str, dict[float, float]] = {}
    expressions = {}
    for query in alarm["Metrics"]:
        if query.get("Expression"):
            expressions[query["Id"]] = query["Expression"]
        else:
            stat = query["MetricStat"]
            found[query["Id"]] = _measured(metrics, stat["Metric"], stat["Stat"], times, period)
    for _ in range(len(expressions)):  # an expression may name another one
        for identifier, expression in expressions.items():
            if identifier not in found and not _waits_for(expression, expressions.keys() - found.keys()):
                found[identifier] = evaluate(expression, found, times)
    returned = [query["Id"] for query in alarm["Metrics"] if query.get("ReturnData", True)]
    if len(returned) != 1 or returned[0] not in found:
        raise NotMeasured(f"alarm {alarm['AlarmName']} returns {len(returned)} time series, it needs one")
    return found[returned[0]]


def _waits_for(expression: str, identifiers: set[str]) -> bool:
    words = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in expression).split()
    return any(word in identifiers for word in words)


def _measured(
    metrics: MetricStore, metric: dict[str, Any], statistic: str, times: list[float], period: int
) -> dict[float, float]:
    dimensions = {dimension["Name"]: dimension["Value"] for dimension in metric.get("Dimensions", [])}
    values = {
        time: metrics.statistic(metric["Namespace"], metric["MetricName"], dimensions, statistic, time, period)
        for time in times
    }
    return {time: value for time, value in values.items() if value is not None}


def _period(alarm: dict[str, Any]) -> int:
    found = [_query_period(query) for query in alarm.get("Metrics", [])] or [alarm.get("Period")]
    periods: set[int] = {int(period) for period in found if period}
    if len(periods) != 1:
        raise NotMeasured(f"alarm {alarm['AlarmName']} has {len(periods)} different periods, one is acted out")
    return periods.pop()


def _query_period(query: dict[str, Any]) -> int | None:
    return query["MetricStat"]["Period"] if query.get("MetricStat") else query.get("Period")


def _state(alarm: dict[str, Any], newest_first: list[float | None], periods: int) -> str:
    needed = int(alarm.get("DatapointsToAlarm") or periods)
    values = [value for value in newest_first if value is not None]
    # With enough of them, real values from farther back are used in the place of missing ones.
    breaching = sum(_breaches(alarm, value) for value in values[:periods])
    missing = max(0, periods - len(values))
    treatment = alarm.get("TreatMissingData") or "missing"
    if breaching >= needed:
        return ALARM
    if missing and treatment == "breaching":
        return ALARM if breaching + missing >= needed else OK
    if missing and treatment == "ignore":
        return str(alarm.get("StateValue") or INSUFFICIENT_DATA)
    if missing and treatment == "missing":
        return _state_with_missing(alarm, newest_first[:periods], needed, bool(values))
    return OK


def _state_with_missing(alarm: dict[str, Any], newest_first: list[float | None], needed: int, has_data: bool) -> str:
    if not has_data:
        return INSUFFICIENT_DATA
    found = [number for number, value in enumerate(newest_first) if value is not None]
    # Nothing but breaching values, the oldest of them long enough ago.
    all_breach = found and all(_breaches(alarm, newest_first[number] or 0.0) for number in found)
    return ALARM if all_breach and found[-1] >= needed - 1 else OK


def _breaches(alarm: dict[str, Any], value: float) -> bool:
    comparison = COMPARISONS.get(alarm["ComparisonOperator"])
    if comparison is None:
        raise NotMeasured(f"alarm {alarm['AlarmName']} compares by {alarm['ComparisonOperator']}, not acted out here")
    return comparison(value, float(alarm["Threshold"]))


def _reason(alarm: dict[str, Any], newest_first: list[float | None]) -> str:
    shown = ", ".join("no data" if value is None else f"{value:g}" for value in newest_first)
    return f"{alarm['ComparisonOperator']} {alarm['Threshold']:g}: {shown} (the latest first)"
