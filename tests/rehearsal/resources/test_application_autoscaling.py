"""Scalable targets and scaling policies on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError, resource_type

TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
PLACE = {
    "resourceId": "service/web/web",
    "scalableDimension": "ecs:service:DesiredCount",
    "serviceNamespace": "ecs",
}


@pytest.fixture
def service(layer):
    ecs = layer.aws.client("ecs")
    ecs.create_cluster(clusterName="web")
    ecs.create_service(cluster="web", serviceName="web", desiredCount=0)


def target(layer, **changes):
    return layer.create(TARGET, {**PLACE, "minCapacity": 2, "maxCapacity": 6, **changes})


def requests(colour):
    dimensions = [{"name": "TargetGroup", "value": f"targetgroup/{colour}/1"}]
    metric = {"namespace": "AWS/ApplicationELB", "metricName": "RequestCountPerTarget", "dimensions": dimensions}
    return {"id": colour, "metricStat": {"metric": metric, "stat": "Sum"}, "returnData": False}


def tracking(**changes):
    together = {"id": "requests", "expression": "SUM([FILL(blue, 0), FILL(green, 0)])", "returnData": True}
    return {
        "targetValue": 100,
        "scaleInCooldown": 300,
        "scaleOutCooldown": 60,
        "customizedMetricSpecification": {"metrics": [together, requests("blue"), requests("green")]},
        **changes,
    }


def policy(layer, **changes):
    inputs = {
        **PLACE,
        "name": "web-requests",
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": tracking(),
    }
    return layer.create(POLICY, {**inputs, **changes})


def test_a_target_is_read_back_unchanged(layer, service):
    made = target(layer, tags={"team": "web"})

    assert made.read() == made.inputs
    assert ":scalable-target/" in made.outputs["arn"]


def test_a_target_changes_in_place(layer, service):
    made = target(layer, tags={"team": "web"})
    arn = made.outputs["arn"]

    made.update(maxCapacity=9, tags={"owner": "shop"})

    assert made.read() == made.inputs
    assert made.outputs["arn"] == arn


def test_a_target_changed_by_hand_is_found(layer, service):
    made = target(layer)
    layer.aws.client("application-autoscaling").register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId="service/web/web",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=0,
        MaxCapacity=6,
    )

    assert made.read()["minCapacity"] == 0


def test_a_policy_is_read_back_unchanged(layer, service):
    target(layer)
    made = policy(layer)

    assert made.read() == made.inputs
    assert len(made.outputs["alarmArns"]) == 2


def test_a_policy_changes_in_place_and_leaves_no_alarm_behind(layer, service):
    target(layer)
    made = policy(layer)
    arn = made.outputs["arn"]

    made.update(targetTrackingScalingPolicyConfiguration=tracking(targetValue=200))

    assert made.read() == made.inputs
    assert made.outputs["arn"] == arn
    alarms = layer.aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert sorted(alarm["AlarmArn"] for alarm in alarms) == sorted(made.outputs["alarmArns"])


def test_a_policy_changed_by_hand_is_found(layer, service):
    target(layer)
    made = policy(layer)
    scaling = layer.aws.client("application-autoscaling")
    live = scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"][0]
    changed = {**live["TargetTrackingScalingPolicyConfiguration"], "TargetValue": 5.0}
    kept = ("PolicyName", "ServiceNamespace", "ResourceId", "ScalableDimension", "PolicyType")
    scaling.put_scaling_policy(**{key: live[key] for key in kept}, TargetTrackingScalingPolicyConfiguration=changed)

    assert made.read()["targetTrackingScalingPolicyConfiguration"] == tracking(targetValue=5)


def test_a_deleted_target_takes_its_policies_and_deleting_again_is_no_error(layer, service):
    made = target(layer)
    its_policy = policy(layer)

    made.delete()
    made.delete()
    its_policy.delete()

    assert (made.read(), its_policy.read()) == (None, None)
    assert layer.aws.client("cloudwatch").describe_alarms()["MetricAlarms"] == []


def test_what_replaces_them():
    assert resource_type(TARGET).replace_on == set(PLACE)
    assert resource_type(POLICY).replace_on == {*PLACE, "name"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"minCapacity": 7}, "minCapacity: got 7, allowed are 0 to the maxCapacity of 6"),
        ({"resourceId": "service/web/none"}, "ECS service doesn't exist"),
        ({"serviceNamespace": "fargate"}, "ServiceNamespace: got 'fargate', allowed are"),
    ],
)
def test_a_target_that_aws_would_refuse(layer, service, changes, reason):
    with pytest.raises(ResourceError) as refused:
        target(layer, **changes)

    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"policyType": "StepScaling"}, "policyType: is needed with targetTracking"),
        (
            {"targetTrackingScalingPolicyConfiguration": tracking(customizedMetricSpecification=None)},
            "needs either customizedMetricSpecification or predefinedMetricSpecification",
        ),
        (
            {
                "targetTrackingScalingPolicyConfiguration": tracking(
                    customizedMetricSpecification={"metrics": [{"id": "sum", "expression": "blue + 1"}]}
                )
            },
            "metrics[0].expression: there is no query blue",
        ),
        ({"resourceId": "service/web/none"}, "resourceId: there is no scalable target service/web/none"),
    ],
)
def test_a_policy_that_aws_would_refuse(layer, service, changes, reason):
    target(layer)

    with pytest.raises(ResourceError) as refused:
        policy(layer, **changes)

    assert reason in str(refused.value)
