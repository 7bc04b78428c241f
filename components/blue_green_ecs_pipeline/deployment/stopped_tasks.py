"""Tasks that stop by themselves: what tells a broken image, for which CodeDeploy would wait an hour.

Source: Amazon ECS Developer Guide, "Amazon ECS task state change events" and "Stopped tasks error codes"; Amazon
EventBridge User Guide, "Monitoring Amazon EventBridge" and "Using resource-based policies for Amazon EventBridge".
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from ..policy_document import policy_document
from .alarms import PERIOD_SECONDS, AlarmFactory
from .args import DeploymentPartArgs

RETENTION_SECONDS = 14 * 24 * 3600  # the longest that SQS keeps a message

# Not those that ECS stopped itself: it does so with every task of blue, and when it scales in.
STOP_CODES = ["TaskFailedToStart", "EssentialContainerExited"]

# One task may die, and be replaced. A broken image stops its tasks again and again.
MINUTES_WITH_STOPS, OF_MINUTES = 2, 5


class StoppedTasks:
    """A rule that counts the stops, a queue that keeps their reasons, and the alarm on the count."""

    def __init__(
        self,
        name: str,
        args: DeploymentPartArgs,
        factory: AlarmFactory,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        names = PhysicalNames.of(name)
        child = pulumi.ResourceOptions(parent=parent)
        self.rule = aws.cloudwatch.EventRule(
            f"{name}-stopped-tasks-rule",
            name=names.event_rule("stopped-tasks"),
            description="Tasks of the service that could not start, or whose container ended.",
            event_pattern=_event_pattern(args),
            tags=tags,
            opts=child,
        )
        self.queue = aws.sqs.Queue(
            f"{name}-stopped-tasks-queue",
            name=names.queue("stopped-tasks"),
            message_retention_seconds=RETENTION_SECONDS,
            # EventBridge uses the key by itself; the key's own policy has to let it.
            kms_master_key_id=args.get("kms_key_arn"),
            sqs_managed_sse_enabled=True if args.get("kms_key_arn") is None else None,
            tags=tags,
            opts=child,
        )
        queue_policy = aws.sqs.QueuePolicy(
            f"{name}-stopped-tasks-queue-policy",
            queue_url=self.queue.url,
            policy=_only_from(self.rule, self.queue),
            opts=child,
        )
        aws.cloudwatch.EventTarget(
            f"{name}-stopped-tasks-target",
            rule=self.rule.name,
            target_id="stopped-tasks-queue",
            arn=self.queue.arn,
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[queue_policy]),
        )
        self.alarm = factory.alarm(
            "stopped-tasks",
            "Tasks of the service stop by themselves, again and again.",
            namespace="AWS/Events",
            metric_name="TriggeredRules",
            # The rule's name alone: with the bus beside it there are only metrics of other buses than the default one.
            dimensions={"RuleName": self.rule.name},
            statistic="Sum",
            period=PERIOD_SECONDS,
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=1,
            datapoints_to_alarm=MINUTES_WITH_STOPS,
            evaluation_periods=OF_MINUTES,
        )


def _event_pattern(args: DeploymentPartArgs) -> pulumi.Output[str]:
    return pulumi.Output.json_dumps(
        {
            "source": ["aws.ecs"],
            "detail-type": ["ECS Task State Change"],
            "detail": {
                "clusterArn": [args["cluster_arn"]],
                "group": [pulumi.Output.concat("service:", args["service_name"])],
                "lastStatus": ["STOPPED"],
                "stopCode": STOP_CODES,
            },
        }
    )


def _only_from(rule: aws.cloudwatch.EventRule, queue: aws.sqs.Queue) -> pulumi.Output[str]:
    """This rule may send to this queue, and nobody else."""
    return policy_document(
        [
            {
                "Sid": "ReceiveStoppedTasks",
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": ["sqs:SendMessage"],
                "Resource": [queue.arn],
                "Condition": {"ArnEquals": {"aws:SourceArn": rule.arn}},
            }
        ]
    )
