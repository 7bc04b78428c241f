"""Queues and their policies on the embedded AWS."""

import json

import pytest

from rehearsal.resources.registry import ResourceError, resource_type

QUEUE = "aws:sqs/queue:Queue"
POLICY = "aws:sqs/queuePolicy:QueuePolicy"


def queue(layer, **changes):
    return layer.create(
        QUEUE, {"name": "stopped", "messageRetentionSeconds": 1_209_600, "sqsManagedSseEnabled": True, **changes}
    )


def document(queue, service="events.amazonaws.com"):
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sqs:SendMessage",
        "Resource": queue.outputs["arn"],
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def attributes(layer, queue):
    return layer.aws.client("sqs").get_queue_attributes(QueueUrl=queue.id, AttributeNames=["All"])["Attributes"]


def test_a_queue_is_read_back_unchanged(layer):
    made = queue(layer, tags={"team": "web"})

    assert made.read() == made.inputs
    assert made.outputs["arn"] == "arn:aws:sqs:eu-central-1:123456789012:stopped"
    assert made.outputs["url"] == made.id


def test_a_queue_is_encrypted_where_the_program_says_nothing(layer):
    made = queue(layer, sqsManagedSseEnabled=None)

    assert attributes(layer, made)["SqsManagedSseEnabled"] == "true"


def test_a_queue_changes_in_place_and_what_is_taken_away_is_the_default_again(layer):
    made = queue(layer, visibilityTimeoutSeconds=60, tags={"team": "web"})

    made.update(messageRetentionSeconds=60, visibilityTimeoutSeconds=None, tags={"team": "shop"})

    assert made.read() == made.inputs
    assert attributes(layer, made)["VisibilityTimeout"] == "30"


def test_a_retention_changed_by_hand_is_found(layer):
    made = queue(layer)
    layer.aws.client("sqs").set_queue_attributes(QueueUrl=made.id, Attributes={"MessageRetentionPeriod": "60"})

    assert made.read()["messageRetentionSeconds"] == "60"


def test_a_deleted_queue_is_gone_and_deleting_it_again_is_no_error(layer):
    made = queue(layer)
    policy = layer.create(POLICY, {"queueUrl": made.id, "policy": document(made)})

    made.delete()
    made.delete()
    policy.delete()

    assert (made.read(), policy.read()) == (None, None)


def test_a_policy_goes_on_the_queue_and_off_again(layer):
    made = queue(layer)
    policy = layer.create(POLICY, {"queueUrl": made.id, "policy": document(made)})

    assert policy.read() == policy.inputs
    assert made.read() == made.inputs
    policy.update(policy=document(made, "sns.amazonaws.com"))
    assert policy.read() == policy.inputs
    policy.delete()
    assert policy.read() is None
    assert "Policy" not in attributes(layer, made)


def test_a_policy_changed_by_hand_is_found(layer):
    made = queue(layer)
    policy = layer.create(POLICY, {"queueUrl": made.id, "policy": document(made)})
    changed = document(made, "sns.amazonaws.com")
    layer.aws.client("sqs").set_queue_attributes(QueueUrl=made.id, Attributes={"Policy": changed})

    assert json.loads(policy.read()["policy"]) == json.loads(changed)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"messageRetentionSeconds": 59}, "messageRetentionSeconds: got 59, allowed are 60 to 1209600"),
        ({"messageRetentionSeconds": 1_209_601}, "messageRetentionSeconds: got 1209601, allowed are 60 to 1209600"),
        ({"kmsMasterKeyId": "alias/web"}, "sqsManagedSseEnabled: has no place beside kmsMasterKeyId"),
        ({"retention": 5}, "retention: CreateQueue has no such property"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(layer, changes, reason):
    with pytest.raises(ResourceError) as refused:
        queue(layer, **changes)

    assert str(refused.value) == f"{QUEUE} web: {reason}"


def test_a_policy_of_no_queue_or_without_a_statement_is_refused(layer):
    made = queue(layer)

    with pytest.raises(ResourceError, match="queueUrl: there is no queue"):
        layer.create(POLICY, {"queueUrl": f"{made.id}-none", "policy": document(made)})
    with pytest.raises(ResourceError, match="policy: is no policy document"):
        layer.create(POLICY, {"queueUrl": made.id, "policy": "{}"})


def test_a_queue_that_changes_keeps_its_policy(layer):
    made = queue(layer)
    layer.create(POLICY, {"queueUrl": made.id, "policy": document(made)})

    layer.aws.client("sqs").set_queue_attributes(QueueUrl=made.id, Attributes={"DelaySeconds": "1"})

    assert json.loads(attributes(layer, made)["Policy"]) == json.loads(document(made))


def test_a_queues_name_cannot_change_in_place():
    assert resource_type(QUEUE).replace_on == {"name", "namePrefix", "fifoQueue"}
