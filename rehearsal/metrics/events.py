"""AWS/Events: how often a rule of the embedded EventBridge was triggered, by the rule's own pattern."""

import json
from typing import Any

from moto.events.models import Rule, events_backends

from rehearsal.iam.calls import EVENTBRIDGE

from .store import MetricStore


def count_event(aws: Any, metrics: MetricStore, event: dict[str, Any]) -> list[str]:
    """Hands an event of an AWS service to the default bus; the names of the rules that it triggered."""
    rules: list[Rule] = list(events_backends[aws.account_id][aws.region].describe_event_bus("default").rules.values())
    triggered = []
    for rule in rules:
        # A rule without a pattern is a schedule.
        if rule.state == "ENABLED" and rule.event_pattern.get_pattern() and rule.event_pattern.matches_event(event):  # type: ignore[arg-type]
            triggered.append(rule.name)
            for name in ("TriggeredRules", "MatchedEvents", *(("Invocations",) if rule.targets else ())):
                metrics.put("AWS/Events", name, {"RuleName": rule.name}, 1)
            for target in rule.targets:
                _send(aws, rule.arn, str(target["Arn"]), event)
    return triggered


def _send(aws: Any, rule_arn: str, target_arn: str, event: dict[str, Any]) -> None:
    """Queues get the event as it is, where their policy admits the rule; another service's target gets nothing here."""
    if target_arn.split(":")[2] == "sqs":
        aws.ask_as_service(EVENTBRIDGE, "deliver", rule_arn, queue=target_arn)
        sqs = aws.client("sqs")
        url = sqs.get_queue_url(QueueName=target_arn.rpartition(":")[2])["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(event))
