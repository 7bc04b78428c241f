"""Alarms, rules and policies that would see nothing, or too much."""

import json

import pytest
from moto.core.base_backend import BackendDict

from rehearsal.checks.watching import check_watching
from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from tests.rehearsal.resources.blue_green_account import BlueGreenAccount

STOPPED = {
    "source": ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    "detail": {"lastStatus": ["STOPPED"], "group": ["service:web"], "stopCode": ["TaskFailedToStart"]},
}


@pytest.fixture(scope="module")
def embedded_aws():
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def watched(embedded_aws):
    yield Watched(BlueGreenAccount(embedded_aws))
    BackendDict.reset()


class Watched:
    """A deployment group with one alarm on the errors of one target group."""

    def __init__(self, account):
        self.account, self.cloudwatch = account, account.aws.client("cloudwatch")
        rollback = {"enabled": True, "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]}
        alarms = {"enabled": True, "alarms": ["web-errors", "web-green-errors"]}
        self.group = account.deployment_group(autoRollbackConfiguration=rollback, alarmConfiguration=alarms)
        self.dimensions = {
            "LoadBalancer": account.load_balancer.split(":loadbalancer/")[1],
            "TargetGroup": account.blue.rsplit(":", 1)[1],
        }
        self.put()
        self.put("web-green-errors", {**self.dimensions, "TargetGroup": account.green.rsplit(":", 1)[1]})

    def put(self, name="web-errors", dimensions=None, **changes):
        alarm = {
            "AlarmName": name,
            "Namespace": "AWS/ApplicationELB",
            "MetricName": "HTTPCode_Target_5XX_Count",
            "Dimensions": [{"Name": key, "Value": text} for key, text in (dimensions or self.dimensions).items()],
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 10.0,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            **changes,
        }
        self.cloudwatch.put_metric_alarm(**{key: value for key, value in alarm.items() if value is not None})

    def refused(self):
        with pytest.raises(RehearsalError) as error:
            self.check()
        return str(error.value)

    def check(self):
        check_watching(self.account.aws, "web", "web")

    def rule(self, pattern=STOPPED, name="stopped"):
        events = self.account.aws.client("events")
        events.put_rule(Name=name, EventPattern=json.dumps(pattern), State="ENABLED")
        self.group.update(alarmConfiguration={"enabled": True, "alarms": ["web-errors", "web-green-errors", "stopped"]})
        self.put(
            "stopped", Namespace="AWS/Events", MetricName="TriggeredRules", dimensions={"RuleName": name}, Threshold=1.0
        )


def test_an_alarm_on_what_is_published_is_taken(watched):
    watched.check()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"MetricName": "HTTPCode_Target_5xx_Count"}, "AWS/ApplicationELB has no metric HTTPCode_Target_5xx_Count"),
        ({"Namespace": "AWS/ELBv2"}, "AWS publishes no AWS/ELBv2"),
        ({"Statistic": "Average"}, "the statistic Average of HTTPCode_Target_5XX_Count means nothing, Sum does"),
        ({"dimensions": {"TargetGroup": "targetgroup/none/1"}}, "there is no TargetGroup targetgroup/none/1"),
        ({"dimensions": {"LoadBalancer": "app/none/1"}}, "there is no LoadBalancer app/none/1"),
        ({"dimensions": {"Service": "web"}}, "HTTPCode_Target_5XX_Count is not published by Service"),
    ],
)
def test_an_alarm_that_no_metric_ever_reaches_is_named(watched, changes, reason):
    watched.put(**changes)

    assert watched.refused() == f"Alarms, web-errors: no metric ever arrives: {reason}"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Threshold": 100_000.0}, "it is OK where everything goes wrong"),
        ({"ComparisonOperator": "LessThanThreshold"}, "it is OK where everything goes wrong"),
        ({"Threshold": -1.0}, "it is ALARM where all is well"),
        ({"TreatMissingData": "breaching"}, "it is ALARM where nothing is measured"),
    ],
)
def test_an_alarm_that_judges_wrongly_is_named(watched, changes, reason):
    watched.put(**changes)

    assert watched.refused() == f"Alarms, web-errors: {reason}"


def test_both_colours_are_watched_because_they_swap(watched):
    watched.put("web-green-errors")

    blue, green = (arn.rsplit(":", 1)[1] for arn in (watched.account.blue, watched.account.green))
    assert watched.refused() == (
        f"Alarms, web: HTTPCode_Target_5XX_Count is watched 2 times of {blue} and 0 times of {green} by the alarms"
    )


def test_an_alarm_that_nobody_acts_on_is_named(watched):
    watched.put("lonely")
    assert watched.refused() == "Alarms, lonely: nobody acts on it, no deployment and no action"

    watched.put("lonely", AlarmActions=["arn:aws:sns:eu-central-1:123456789012:people"])
    watched.check()


def test_alarms_need_a_rollback_of_what_they_stop(watched):
    watched.group.update(autoRollbackConfiguration={"enabled": True, "events": ["DEPLOYMENT_FAILURE"]})

    assert "autoRollbackConfiguration.events lacks DEPLOYMENT_STOP_ON_ALARM" in watched.refused()


def test_a_rule_on_stopped_tasks_picks_those_of_this_service(watched):
    watched.rule()

    watched.check()


@pytest.mark.parametrize(
    ("detail", "reason"),
    [
        ({**STOPPED["detail"], "group": ["service:other"]}, "picks no task that stops by itself"),
        ({**STOPPED["detail"], "lastStatus": ["RUNNING"]}, "picks no task that stops by itself"),
        ({"lastStatus": ["STOPPED"]}, "picks what every release stops"),
    ],
)
def test_a_rule_that_picks_the_wrong_tasks_is_named(watched, detail, reason):
    watched.rule({**STOPPED, "detail": detail})

    assert watched.refused() == f"Alarms, stopped: rule stopped {reason}"


def test_a_rule_that_is_off_never_triggers(watched):
    watched.rule()
    watched.account.aws.client("events").disable_rule(Name="stopped")

    assert watched.refused() == "Alarms, stopped: no metric ever arrives: there is no RuleName stopped"


@pytest.mark.parametrize("place", ["eu-central-1:123456789012:none", "eu-central-1:999999999999:kept"])
def test_a_rules_queue_exists_in_this_account(watched, place):
    watched.rule()
    watched.account.aws.client("sqs").create_queue(QueueName="kept")
    target = {"Id": "queue", "Arn": f"arn:aws:sqs:{place}"}
    watched.account.aws.client("events").put_targets(Rule="stopped", Targets=[target])

    assert watched.refused() == f"Alarms: there is no queue arn:aws:sqs:{place}"


def test_a_scaling_policy_follows_a_metric_that_arrives(watched):
    scaling = watched.account.aws.client("application-autoscaling")
    place = {
        "ServiceNamespace": "ecs",
        "ResourceId": "service/web/web",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    scaling.register_scalable_target(**place, MinCapacity=1, MaxCapacity=4)
    metric = {
        "MetricName": "RequestCountPerTarget",
        "Namespace": "AWS/ApplicationELB",
        "Dimensions": [{"Name": "TargetGroup", "Value": "targetgroup/none/1"}],
        "Statistic": "Sum",
    }
    scaling.put_scaling_policy(
        **place,
        PolicyName="requests",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={"TargetValue": 100.0, "CustomizedMetricSpecification": metric},
    )

    assert watched.refused() == ("Alarms, requests: no metric ever arrives: there is no TargetGroup targetgroup/none/1")
