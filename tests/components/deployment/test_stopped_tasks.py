"""Tasks that stop by themselves: which are counted, where their reasons are kept, and when a release is stopped."""

import pytest

from blue_green_ecs_pipeline import Deployment
from tests.components.delivery_parts import deployment_args
from tests.graph import Graph, create

NAME = "shop-dev-web-29d8601b-stopped-tasks"
RULE_ARN = f"arn:aws:events:eu-central-1:123456789012:rule/{NAME}"
QUEUE_ARN = f"arn:aws:sqs:eu-central-1:123456789012:{NAME}"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return create(lambda: Deployment("web", deployment_args()))


def test_the_rule_matches_tasks_of_this_service_that_stopped_by_themselves(graph: Graph) -> None:
    rule = graph["web-stopped-tasks-rule"]

    assert rule.inputs["name"] == NAME
    assert "eventBusName" not in rule.inputs
    assert rule.json("eventPattern") == {
        "source": ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        "detail": {
            "clusterArn": ["arn:aws:ecs:eu-central-1:123456789012:cluster/shop-cluster"],
            "group": ["service:shop-service"],
            "lastStatus": ["STOPPED"],
            "stopCode": ["TaskFailedToStart", "EssentialContainerExited"],
        },
    }


def test_the_alarm_is_on_that_very_rule_and_lets_one_task_die(graph: Graph) -> None:
    assert graph["web-stopped-tasks-alarm"].inputs == {
        "name": NAME,
        "alarmDescription": "Tasks of the service stop by themselves, again and again.",
        "namespace": "AWS/Events",
        "metricName": "TriggeredRules",
        "dimensions": {"RuleName": NAME},
        "statistic": "Sum",
        "period": 60,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "threshold": 1,
        "datapointsToAlarm": 2,
        "evaluationPeriods": 5,
        "treatMissingData": "notBreaching",
        "tags": {},
    }


def test_the_reasons_are_kept_for_two_weeks_and_encrypted(graph: Graph) -> None:
    assert graph["web-stopped-tasks-queue"].inputs == {
        "name": NAME,
        "messageRetentionSeconds": 1209600,
        "sqsManagedSseEnabled": True,
        "tags": {},
    }
    assert graph["web-stopped-tasks-target"].inputs == {
        "rule": NAME,
        "targetId": "stopped-tasks-queue",
        "arn": QUEUE_ARN,
    }


def test_only_the_rule_writes_to_the_queue(graph: Graph) -> None:
    policy = graph["web-stopped-tasks-queue-policy"]

    assert policy.inputs["queueUrl"] == f"https://sqs.eu-central-1.amazonaws.com/123456789012/{NAME}"
    assert policy.json("policy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ReceiveStoppedTasks",
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": ["sqs:SendMessage"],
                "Resource": [QUEUE_ARN],
                "Condition": {"ArnEquals": {"aws:SourceArn": RULE_ARN}},
            }
        ],
    }


def test_the_first_reason_finds_a_queue_that_takes_it(graph: Graph) -> None:
    assert graph.depends_on("web-stopped-tasks-target", on="web-stopped-tasks-queue-policy")
