"""Rules and targets of EventBridge."""

import json
import secrets
from typing import Any

from rehearsal.resources.convert import parameters, tag_list
from rehearsal.resources.described import DescribedType
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register
from rehearsal.resources.tag_changes import tag_changes

DEFAULT_BUS = "default"
RULE_ONLY_HERE = ("tags", "namePrefix", "forceDestroy", "isEnabled")
# What moto's targets keep; another property is refused rather than forgotten.
TARGET_PROPERTIES = (
    "arn",
    "deadLetterConfig",
    "ecsTarget",
    "eventBusName",
    "forceDestroy",
    "input",
    "inputPath",
    "inputTransformer",
    "retryPolicy",
    "roleArn",
    "rule",
    "sqsTarget",
    "targetId",
)
TARGET_RENAMES = {
    "ecsTarget": "EcsParameters",
    "sqsTarget": "SqsParameters",
    "targetId": "Id",
    "inputTransformer.inputPaths": "InputPathsMap",
    "retryPolicy.maximumEventAgeInSeconds": "MaximumEventAgeInSeconds",
}


@register
class EventRule(DescribedType):
    """Which events a rule picks.

    Source: terraform-provider-aws, resource aws_cloudwatch_event_rule: event_bus_name, name, name_prefix force a new
    resource.
    """

    token = "aws:cloudwatch/eventRule:EventRule"
    replace_on = frozenset({"name", "namePrefix", "eventBusName"})
    name_property = "name"
    name_limit = 64  # EventBridge API Reference, "PutRule"

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        _require_pattern(inputs.get("eventPattern"))
        return super().check(name, inputs, recorded)

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        events = aws.client("events")
        tags = {"Tags": tag_list(inputs["tags"])} if inputs.get("tags") else {}
        events.put_rule(**_rule(events, inputs), **tags)
        bus = _bus(inputs)
        id = inputs["name"] if bus == DEFAULT_BUS else f"{bus}/{inputs['name']}"
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        events = aws.client("events")
        live = events.describe_rule(Name=id.split("/")[-1], EventBusName=_bus(inputs))
        tags = events.list_tags_for_resource(ResourceARN=live["Arn"])["Tags"]
        return {**live, "IsEnabled": live["State"] == "ENABLED", "Tags": tags}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {"arn": live["Arn"], "name": live["Name"], "state": live["State"], "eventBusName": live["EventBusName"]}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        events = aws.client("events")
        events.put_rule(**_rule(events, new_inputs))
        changed, removed = tag_changes(old_inputs, new_inputs)
        if removed:
            events.untag_resource(ResourceARN=outputs["arn"], TagKeys=removed)
        if changed:
            events.tag_resource(ResourceARN=outputs["arn"], Tags=tag_list(changed))
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("events").delete_rule(
            Name=id.split("/")[-1], EventBusName=_bus(inputs), Force=bool(inputs.get("forceDestroy"))
        )


@register
class EventTarget(DescribedType):
    """Where a rule sends what it picks.

    Source: terraform-provider-aws, resource aws_cloudwatch_event_target: event_bus_name, rule, target_id force a new
    resource.
    """

    token = "aws:cloudwatch/eventTarget:EventTarget"
    replace_on = frozenset({"rule", "targetId", "eventBusName"})
    renames = TARGET_RENAMES

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        target = str(inputs.get("targetId") or f"terraform-{secrets.token_hex(13)}")
        self._put(aws, target, inputs)
        id = "-".join([*([] if _bus(inputs) == DEFAULT_BUS else [_bus(inputs)]), inputs["rule"], target])
        return id, self.after(aws, id, {**inputs, "targetId": target})

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        targets = aws.client("events").list_targets_by_rule(Rule=inputs["rule"], EventBusName=_bus(inputs))["Targets"]
        return next((target for target in targets if id.endswith(f"{inputs['rule']}-{target['Id']}")), None)

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {"targetId": live["Id"]}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        self._put(aws, outputs["targetId"], new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("events").remove_targets(
            Rule=inputs["rule"],
            EventBusName=_bus(inputs),
            Ids=[outputs["targetId"]],
            Force=bool(inputs.get("forceDestroy")),
        )

    def _put(self, aws: Account, target: str, inputs: Properties) -> None:
        if unknown := [key for key in inputs if key not in (*TARGET_PROPERTIES, "region")]:
            raise InvalidProperty(unknown[0], "the rehearsal does not know this property of a target")
        events = aws.client("events")
        chosen = {key: value for key, value in inputs.items() if key not in ("rule", "eventBusName", "forceDestroy")}
        wrapped = parameters(
            events,
            "PutTargets",
            {"rule": inputs["rule"], "eventBusName": _bus(inputs), "targets": [{**chosen, "targetId": target}]},
            renames={f"targets.{path}": member for path, member in TARGET_RENAMES.items()},
        )
        with referring("rule", f"rule {inputs['rule']}"):
            answer = events.put_targets(**wrapped)
        if answer["FailedEntries"]:
            raise InvalidProperty("", answer["FailedEntries"][0]["ErrorMessage"])


def _bus(inputs: Properties) -> str:
    return str(inputs.get("eventBusName") or DEFAULT_BUS)


def _rule(events: Any, inputs: Properties) -> Properties:
    wanted = parameters(events, "PutRule", inputs, elsewhere=RULE_ONLY_HERE)
    if "State" not in wanted:
        wanted["State"] = "DISABLED" if inputs.get("isEnabled") is False else "ENABLED"
    return wanted


def _require_pattern(pattern: Any) -> None:
    """EventBridge User Guide, "Event patterns": an object whose leaves are lists; moto takes other leaves."""
    if pattern is None:
        return
    try:
        document = json.loads(pattern)
    except (TypeError, ValueError):
        raise InvalidProperty("eventPattern", "is not JSON") from None
    _require_lists(document, "eventPattern")


def _require_lists(pattern: Any, path: str) -> None:
    if not isinstance(pattern, dict) or not pattern:
        raise InvalidProperty(path, f"got {json.dumps(pattern)}, allowed is an object or a list")
    for key, value in pattern.items():
        if isinstance(value, list):
            if not value:
                raise InvalidProperty(f"{path}.{key}", "is empty, so that no event could match")
        elif key != "$or":
            _require_lists(value, f"{path}.{key}")
