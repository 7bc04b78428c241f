"""EventBridge's rules and targets on the embedded AWS."""

import json

import pytest

from rehearsal.resources.registry import ResourceError

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
STOPPED = {"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"lastStatus": ["STOPPED"]}}
QUEUE = "arn:aws:sqs:eu-central-1:123456789012:stopped"


def rule(layer, **changes):
    return layer.create(RULE, {"name": "stopped", "eventPattern": json.dumps(STOPPED), **changes})


def target(layer, rule, **changes):
    return layer.create(TARGET, {"rule": rule.outputs["name"], "arn": QUEUE, **changes})


def test_a_rule_is_read_back_unchanged(layer):
    made = rule(layer, description="tasks", tags={"team": "web"})

    assert made.read() == made.inputs
    assert made.outputs["arn"] == "arn:aws:events:eu-central-1:123456789012:rule/stopped"


def test_a_rule_changes_in_place_and_keeps_its_targets(layer):
    made = rule(layer, tags={"team": "web"})
    sent = target(layer, made, targetId="queue")

    made.update(eventPattern=json.dumps({"source": ["aws.ecs"]}), state="DISABLED", tags={"team": "shop"})

    assert made.read() == made.inputs
    assert made.outputs["state"] == "DISABLED"
    assert sent.read() == sent.inputs


def test_a_rule_that_was_disabled_by_hand_is_found(layer):
    made = rule(layer, state="ENABLED")
    layer.aws.client("events").disable_rule(Name="stopped")

    assert made.read()["state"] == "DISABLED"


def test_a_rule_with_targets_cannot_be_deleted(layer):
    made = rule(layer)
    sent = target(layer, made, targetId="queue")

    with pytest.raises(ResourceError, match="Rule can't be deleted since it has targets"):
        made.delete()
    sent.delete()
    sent.delete()
    made.delete()
    made.delete()

    assert (made.read(), sent.read()) == (None, None)


def test_a_target_changes_in_place(layer):
    sent = target(layer, rule(layer))

    sent.update(arn=f"{QUEUE}-2", deadLetterConfig={"arn": f"{QUEUE}-dead"})

    assert sent.read() == sent.inputs
    assert sent.id == f"stopped-{sent.outputs['targetId']}"


def test_a_target_changed_by_hand_is_found(layer):
    sent = target(layer, rule(layer), targetId="queue")
    layer.aws.client("events").put_targets(Rule="stopped", Targets=[{"Id": "queue", "Arn": f"{QUEUE}-2"}])

    assert sent.read()["arn"] == f"{QUEUE}-2"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("{", "eventPattern: is not JSON"),
        ('{"source": "aws.ecs"}', 'eventPattern.source: got "aws.ecs", allowed is an object or a list'),
        ('{"source": []}', "eventPattern.source: is empty, so that no event could match"),
    ],
)
def test_a_pattern_that_could_match_nothing_is_refused(layer, pattern, reason):
    with pytest.raises(ResourceError) as refused:
        rule(layer, eventPattern=pattern)

    assert reason in str(refused.value)


def test_a_target_of_no_rule_is_refused(layer):
    with pytest.raises(ResourceError, match="rule: there is no rule none"):
        layer.create(TARGET, {"rule": "none", "arn": QUEUE})


def test_a_property_that_would_be_forgotten_is_refused(layer):
    with pytest.raises(ResourceError, match="batchTarget: the rehearsal does not know this property of a target"):
        target(layer, rule(layer), batchTarget={"jobName": "a", "jobDefinition": "b"})
