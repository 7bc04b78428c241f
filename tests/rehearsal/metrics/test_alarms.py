"""An alarm of the embedded CloudWatch, on what was measured, as CloudWatch evaluates it."""

import pytest

from rehearsal.deploy import Clock
from rehearsal.metrics import MetricStore, read_alarm
from rehearsal.metrics.alarms import evaluate_alarm
from rehearsal.metrics.store import NotMeasured

DIMENSIONS = {"LoadBalancer": "app/web/1", "TargetGroup": "targetgroup/web/1"}
LISTED = [{"Name": name, "Value": value} for name, value in DIMENSIONS.items()]
SIMPLE = {
    "AlarmName": "web",
    "Namespace": "AWS/ApplicationELB",
    "MetricName": "HTTPCode_Target_5XX_Count",
    "Dimensions": LISTED,
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 5.0,
    "ComparisonOperator": "GreaterThanThreshold",
    "TreatMissingData": "notBreaching",
}


def measured(*minutes: float | None, namespace: str = "AWS/ApplicationELB") -> MetricStore:
    """One value a minute, the last minute just over."""
    now = [0.0]
    metrics = MetricStore(Clock(speed=1), lambda: now[0])
    for number, value in enumerate(minutes):
        if value is not None:
            metrics.put(namespace, "HTTPCode_Target_5XX_Count", DIMENSIONS, value, at=number * 60.0)
    now[0] = len(minutes) * 60.0
    return metrics


def test_a_value_over_the_threshold_is_an_alarm_once_its_period_is_over():
    assert evaluate_alarm(SIMPLE, measured(6)).state == "ALARM"
    assert evaluate_alarm(SIMPLE, measured(5)).state == "OK"


def test_a_period_that_still_runs_does_not_count():
    metrics = measured(0)
    metrics.put("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", DIMENSIONS, 100)

    assert evaluate_alarm(SIMPLE, metrics).state == "OK"


@pytest.mark.parametrize(
    "wrong",
    [
        {"Namespace": "AWS/ELB"},
        {"MetricName": "HTTPCode_ELB_5XX_Count"},
        {"Dimensions": LISTED[:1]},
        {"Dimensions": [LISTED[0], {"Name": "TargetGroup", "Value": "targetgroup/web/2"}]},
        {"Statistic": "SampleCount"},
    ],
)
def test_an_alarm_on_another_metric_never_fires(wrong):
    assert evaluate_alarm(SIMPLE | wrong, measured(100)).state == "OK"


@pytest.mark.parametrize(
    ("periods", "needed", "minutes", "state"),
    [
        (3, 3, (9, 9, 9), "ALARM"),
        (3, 3, (9, 0, 9), "OK"),
        (3, 2, (9, 0, 9), "ALARM"),
        (5, 2, (9, None, None, 9, None), "ALARM"),
        (5, 2, (9, 0, 0, 0, 0, 0, 9), "OK"),
        (3, 3, (None, 9, 9), "OK"),
    ],
)
def test_as_many_datapoints_must_breach_as_the_alarm_says(periods, needed, minutes, state):
    alarm = SIMPLE | {"EvaluationPeriods": periods, "DatapointsToAlarm": needed}

    assert evaluate_alarm(alarm, measured(*minutes)).state == state


def test_real_values_from_farther_back_come_before_missing_ones():
    """Why an alarm stays red for a while when nothing is measured any more."""
    assert evaluate_alarm(SIMPLE, measured(9, None, None)).state == "ALARM"
    assert evaluate_alarm(SIMPLE, measured(9, None, None, None)).state == "OK"


@pytest.mark.parametrize(
    ("treatment", "state"),
    [("notBreaching", "OK"), ("breaching", "ALARM"), ("missing", "INSUFFICIENT_DATA"), ("ignore", "ALARM")],
)
def test_missing_data_is_treated_as_the_alarm_says(treatment, state):
    assert evaluate_alarm(SIMPLE | {"TreatMissingData": treatment, "StateValue": "ALARM"}, measured()).state == state


def test_a_comparison_that_is_not_acted_out_is_an_error():
    with pytest.raises(NotMeasured, match="LessThanLowerThreshold"):
        evaluate_alarm(SIMPLE | {"ComparisonOperator": "LessThanLowerThreshold"}, measured(1))


def math_alarm(aws, **changed):
    stat = {"Namespace": "AWS/ApplicationELB", "Dimensions": LISTED}
    metrics = [
        {"Id": "share", "Expression": "100 * FILL(errors, 0) / IF(requests > 50, requests, 50)", "ReturnData": True},
        *(
            {
                "Id": identifier,
                "ReturnData": False,
                "MetricStat": {"Metric": stat | {"MetricName": name}, "Period": 60, "Stat": "Sum"},
            }
            for identifier, name in (("errors", "HTTPCode_Target_5XX_Count"), ("requests", "RequestCount"))
        ),
    ]
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName="web",
        EvaluationPeriods=1,
        Threshold=2.0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        Metrics=metrics,
        **changed,
    )


def test_an_alarm_of_metric_math_is_read_from_the_embedded_cloudwatch_and_written_back(aws):
    math_alarm(aws)
    metrics = measured(3)
    metrics.put("AWS/ApplicationELB", "RequestCount", DIMENSIONS, 100, at=0)

    found = read_alarm(aws, metrics, "web")

    assert found.state == "ALARM"
    assert found.reason == "GreaterThanThreshold 2: 3, no data, no data (the latest first)"
    shown = aws.client("cloudwatch").describe_alarms(AlarmNames=["web"])["MetricAlarms"][0]
    assert shown["StateValue"] == "ALARM"


def test_one_error_below_the_floor_of_requests_is_no_alarm(aws):
    math_alarm(aws)
    metrics = measured(1)
    metrics.put("AWS/ApplicationELB", "RequestCount", DIMENSIONS, 1, at=0)

    assert read_alarm(aws, metrics, "web").state == "OK"


def test_there_is_no_state_of_an_alarm_that_does_not_exist(aws):
    assert read_alarm(aws, measured(), "web") is None
