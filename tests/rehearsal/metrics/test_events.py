"""A rule of the embedded EventBridge is triggered by what its own pattern matches."""

import json

import pytest

from rehearsal.deploy import Clock
from rehearsal.metrics import MetricStore, count_event

PATTERN = {
    "source": ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    "detail": {
        "clusterArn": ["arn:aws:ecs:eu-central-1:123456789012:cluster/web"],
        "group": ["service:web"],
        "lastStatus": ["STOPPED"],
        "stopCode": ["TaskFailedToStart", "EssentialContainerExited"],
    },
}


def event(**detail: str) -> dict:
    stopped = {
        "clusterArn": "arn:aws:ecs:eu-central-1:123456789012:cluster/web",
        "group": "service:web",
        "lastStatus": "STOPPED",
        "stopCode": "EssentialContainerExited",
    }
    return {
        "version": "0",
        "id": "6e4e8f1c",
        "source": "aws.ecs",
        "detail-type": "ECS Task State Change",
        "account": "123456789012",
        "time": "2024-01-01T00:00:00Z",
        "region": "eu-central-1",
        "resources": [],
        "detail": stopped | detail,
    }


def triggered(aws, happened, state="ENABLED"):
    aws.client("events").put_rule(Name="stopped", EventPattern=json.dumps(PATTERN), State=state)
    metrics = MetricStore(Clock(speed=1))
    count_event(aws, metrics, happened)
    return metrics.statistic("AWS/Events", "TriggeredRules", {"RuleName": "stopped"}, "Sum", 0, 60)


def test_a_matching_event_triggers_the_rule(aws):
    assert triggered(aws, event()) == 1


@pytest.mark.parametrize(
    "other",
    [
        event(group="service:api"),
        event(stopCode="ServiceSchedulerInitiated"),
        event(clusterArn="arn:aws:ecs:eu-central-1:123456789012:cluster/api"),
        event(lastStatus="RUNNING"),
        event() | {"source": "aws.ec2"},
    ],
)
def test_another_event_does_not(aws, other):
    assert triggered(aws, other) is None


def test_a_disabled_rule_is_never_triggered(aws):
    assert triggered(aws, event(), state="DISABLED") is None


def test_the_event_itself_arrives_in_the_rules_queue(aws):
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="stopped")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    aws.client("events").put_rule(Name="stopped", EventPattern=json.dumps(PATTERN), State="ENABLED")
    aws.client("events").put_targets(Rule="stopped", Targets=[{"Id": "queue", "Arn": arn}])

    count_event(aws, MetricStore(Clock(speed=1)), event())

    message = sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"]
    assert json.loads(message)["detail"]["stopCode"] == "EssentialContainerExited"
