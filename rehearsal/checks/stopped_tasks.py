"""Whether the rules that alarms count on pick the event of a task that stops by itself, and can hand it on."""

from collections.abc import Iterable, Mapping
from typing import Any

from rehearsal.deploy.task_events import BY_SCHEDULER, CONTAINER_EXITED, FAILED_TO_START, stopped_event
from rehearsal.failure import RehearsalError
from rehearsal.metrics import MetricStore, count_event

STEP = "Alarms"


class _RealTime:
    speed = 1.0


def check_rules(aws: Any, alarms: Iterable[Mapping[str, Any]], cluster: str, service: str) -> None:
    """Lets a task of this service stop, as far as EventBridge can tell; the rules' targets get the events too.

    Raises:
        RehearsalError: for a rule that an alarm is on and that sees none of it, or sees what releases do themselves.
    """
    watched = {rule: alarm["AlarmName"] for alarm in alarms for rule in _rules_of(alarm)}
    if not watched:
        return
    for target in (target for rule in watched for target in _targets(aws, rule)):
        _require_target(aws, target)
    picked = {code: _pick(aws, cluster, service, code) for code in (FAILED_TO_START, CONTAINER_EXITED, BY_SCHEDULER)}
    for rule, alarm in watched.items():
        if rule not in picked[FAILED_TO_START] | picked[CONTAINER_EXITED]:
            raise RehearsalError(f"rule {rule} picks no task that stops by itself", step=STEP, resource=alarm)
        if rule in picked[BY_SCHEDULER]:
            raise RehearsalError(f"rule {rule} picks what every release stops", step=STEP, resource=alarm)


def _rules_of(alarm: Mapping[str, Any]) -> list[str]:
    metrics = [alarm, *(query.get("MetricStat", {}).get("Metric", {}) for query in alarm.get("Metrics") or [])]
    return [
        dimension["Value"]
        for metric in metrics
        if metric.get("Namespace") == "AWS/Events"
        for dimension in metric.get("Dimensions") or []
        if dimension["Name"] == "RuleName"
    ]


def _pick(aws: Any, cluster: str, service: str, code: str) -> set[str]:
    ecs = aws.client("ecs")
    described = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
    arn = described["clusterArn"]
    task = {
        "taskArn": f"{arn.replace(':cluster/', ':task/')}/00000000000000000000000000000000",
        "clusterArn": arn,
        "group": f"service:{service}",
        "taskDefinitionArn": described["taskDefinition"],
    }
    event = stopped_event(aws, task, "rehearsed", code, [], {})
    return set(count_event(aws, MetricStore(_RealTime()), event))


def _targets(aws: Any, rule: str) -> list[str]:
    return [target["Arn"] for target in aws.client("events").list_targets_by_rule(Rule=rule)["Targets"]]


def _require_target(aws: Any, arn: str) -> None:
    """PutTargets takes an ARN of nothing; what is sent there is lost."""
    if arn.split(":")[2] == "sqs":
        urls = aws.client("sqs").list_queues().get("QueueUrls", [])
        here = f"arn:{arn.split(':')[1]}:sqs:{aws.region}:{aws.account_id}"
        if arn not in [f"{here}:{url.rpartition('/')[2]}" for url in urls]:
            raise RehearsalError(f"there is no queue {arn}", step=STEP)
