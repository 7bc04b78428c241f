"""Metric alarms on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def metric(name, **changes):
    return {
        "namespace": "AWS/ApplicationELB",
        "metricName": name,
        "period": 60,
        "stat": "Sum",
        "dimensions": {"LoadBalancer": "app/web/1", "TargetGroup": "targetgroup/blue/1"},
        **changes,
    }


def share_of_errors():
    return {
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 1,
        "threshold": 2,
        "treatMissingData": "notBreaching",
        "metricQueries": [
            {
                "id": "share",
                "expression": "100 * FILL(errors, 0) / IF(requests > 50, requests, 50)",
                "returnData": True,
            },
            {"id": "errors", "metric": metric("HTTPCode_Target_5XX_Count")},
            {"id": "requests", "metric": metric("RequestCount")},
        ],
    }


def latency(**changes):
    return {
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 5,
        "datapointsToAlarm": 2,
        "threshold": 0.5,
        "extendedStatistic": "p99",
        "namespace": "AWS/ApplicationELB",
        "metricName": "TargetResponseTime",
        "period": 60,
        "dimensions": {"LoadBalancer": "app/web/1"},
        **changes,
    }


def live_alarm(layer, made):
    return layer.aws.client("cloudwatch").describe_alarms(AlarmNames=[made.id])["MetricAlarms"][0]


@pytest.mark.parametrize("inputs", [share_of_errors(), latency(tags={"team": "web"})])
def test_an_alarm_is_read_back_unchanged(layer, inputs):
    made = layer.create(ALARM, inputs)

    assert made.read() == made.inputs
    assert made.outputs["arn"] == f"arn:aws:cloudwatch:eu-central-1:123456789012:alarm:{made.id}"


def test_an_expression_reaches_aws_with_its_metrics(layer):
    made = layer.create(ALARM, share_of_errors())

    share, errors, _ = live_alarm(layer, made)["Metrics"]

    assert share == {
        "Id": "share",
        "Expression": "100 * FILL(errors, 0) / IF(requests > 50, requests, 50)",
        "ReturnData": True,
    }
    assert errors == {
        "Id": "errors",
        "MetricStat": {
            "Metric": {
                "Namespace": "AWS/ApplicationELB",
                "MetricName": "HTTPCode_Target_5XX_Count",
                "Dimensions": [
                    {"Name": "LoadBalancer", "Value": "app/web/1"},
                    {"Name": "TargetGroup", "Value": "targetgroup/blue/1"},
                ],
            },
            "Period": 60,
            "Stat": "Sum",
        },
        "ReturnData": False,
    }


def test_an_alarm_changes_in_place_and_keeps_its_state(layer):
    made = layer.create(ALARM, latency(tags={"team": "web", "old": "1"}))
    cloudwatch = layer.aws.client("cloudwatch")
    before = live_alarm(layer, made)["StateValue"]
    cloudwatch.set_alarm_state(AlarmName=made.id, StateValue="ALARM", StateReason="slow")

    made.update(threshold=1.5, tags={"team": "shop"})

    assert made.read() == made.inputs
    assert (before, live_alarm(layer, made)["StateValue"]) == ("INSUFFICIENT_DATA", "ALARM")


def test_an_alarm_changed_by_hand_is_found(layer):
    made = layer.create(ALARM, share_of_errors())
    live = live_alarm(layer, made)
    live["Metrics"][1]["MetricStat"]["Metric"]["Dimensions"][0]["Value"] = "app/other/1"
    kept = ("AlarmName", "ComparisonOperator", "EvaluationPeriods", "Metrics")
    layer.aws.client("cloudwatch").put_metric_alarm(**{key: live[key] for key in kept}, Threshold=50.0)

    read = made.read()

    assert (read["threshold"], read["treatMissingData"]) == (50.0, "missing")
    assert read["metricQueries"][1]["metric"]["dimensions"]["LoadBalancer"] == "app/other/1"


def test_a_deleted_alarm_is_gone_and_deleting_it_again_is_no_error(layer):
    made = layer.create(ALARM, latency())

    made.delete()
    made.delete()

    assert made.read() is None


def with_query(number, **changes):
    inputs = share_of_errors()
    inputs["metricQueries"][number] = {**inputs["metricQueries"][number], **changes}
    return inputs


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (latency(statistic="Sum"), "statistic: one of statistic and extendedStatistic is needed"),
        (latency(extendedStatistic=None), "statistic: one of statistic and extendedStatistic is needed"),
        (latency(datapointsToAlarm=6), "datapointsToAlarm: got 6, allowed are 1 to 5"),
        (latency(period=45), "period: got 45, allowed are 10, 20, 30 and multiples of 60"),
        (latency(treatMissingData="good"), "treatMissingData: got 'good', allowed are breaching, notBreaching, ignore"),
        (latency(comparisonOperator="Greater"), "ComparisonOperator: got 'Greater', allowed are"),
        ({**share_of_errors(), "metricName": "RequestCount"}, "metricName: has no place beside metricQueries"),
        (with_query(0, expression="100 * faults"), "metricQueries[0].expression: there is no query faults"),
        (with_query(0, id="Share"), "metricQueries[0].id: got 'Share', allowed is a new name"),
        (with_query(1, returnData=True), "metricQueries: 2 of them return data, allowed is one"),
        (with_query(1, metric=metric("A", period=90)), "metricQueries[1].metric.period: got 90"),
        (
            with_query(1, metric=metric("A", namespace=None)),
            "metricQueries[1].metric.namespace: is missing, and needed",
        ),
        (with_query(2, metric=metric(None)), "metricQueries[2].metric.metricName: is missing, and needed"),
        (latency(namespace=None), "namespace: is missing: a metric has a name in a namespace"),
        (latency(metricName=None), "metricName: is missing: a metric has a name in a namespace"),
        (with_query(1, metric=metric("A", unit="Second")), "Unit: got 'Second', allowed are Seconds"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(layer, inputs, reason):
    with pytest.raises(ResourceError) as refused:
        layer.create(ALARM, inputs)

    assert str(refused.value).startswith(f"{ALARM} web: ")
    assert reason in str(refused.value)
