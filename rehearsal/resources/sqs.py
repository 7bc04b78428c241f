"""Queues of SQS, and who may send to them."""

import json
from typing import Any

from rehearsal.resources.convert import NO_PARAMETERS, same_value
from rehearsal.resources.described import DescribedType
from rehearsal.resources.kms_keys import require_key
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register
from rehearsal.resources.tag_changes import tag_changes

# Pulumi's property, AWS's attribute, and what AWS has where the program says nothing. SQS API Reference, "CreateQueue".
ATTRIBUTES: dict[str, tuple[str, str]] = {
    "contentBasedDeduplication": ("ContentBasedDeduplication", "false"),
    "deduplicationScope": ("DeduplicationScope", "queue"),
    "delaySeconds": ("DelaySeconds", "0"),
    "fifoQueue": ("FifoQueue", "false"),
    "fifoThroughputLimit": ("FifoThroughputLimit", "perQueue"),
    "kmsDataKeyReusePeriodSeconds": ("KmsDataKeyReusePeriodSeconds", "300"),
    "kmsMasterKeyId": ("KmsMasterKeyId", ""),
    "maxMessageSize": ("MaximumMessageSize", "1048576"),
    "messageRetentionSeconds": ("MessageRetentionPeriod", "345600"),
    "policy": ("Policy", ""),
    "receiveWaitTimeSeconds": ("ReceiveMessageWaitTimeSeconds", "0"),
    "redriveAllowPolicy": ("RedriveAllowPolicy", ""),
    "redrivePolicy": ("RedrivePolicy", ""),
    "sqsManagedSseEnabled": ("SqsManagedSseEnabled", "true"),
    "visibilityTimeoutSeconds": ("VisibilityTimeout", "30"),
}
# The least and the most of what is a number.
LIMITS = {
    "delaySeconds": (0, 900),
    "kmsDataKeyReusePeriodSeconds": (60, 86_400),
    "maxMessageSize": (1024, 1_048_576),
    "messageRetentionSeconds": (60, 1_209_600),
    "receiveWaitTimeSeconds": (0, 20),
    "visibilityTimeoutSeconds": (0, 43_200),
}
NO_ATTRIBUTES = frozenset({"name", "namePrefix", "tags"}) | NO_PARAMETERS


@register
class Queue(DescribedType):
    """Where messages wait.

    Source: terraform-provider-aws, resource aws_sqs_queue: fifo_queue, name, name_prefix force a new resource.
    """

    token = "aws:sqs/queue:Queue"
    replace_on = frozenset({"name", "namePrefix", "fifoQueue"})
    name_property = "name"
    name_limit = 80  # SQS API Reference, "CreateQueue"

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        for key, (least, most) in LIMITS.items():
            value = inputs.get(key)
            if value is not None and not least <= float(value) <= most:
                raise InvalidProperty(key, f"got {value}, allowed are {least} to {most}")
        if inputs.get("kmsMasterKeyId") and inputs.get("sqsManagedSseEnabled"):
            raise InvalidProperty("sqsManagedSseEnabled", "has no place beside kmsMasterKeyId")
        return super().check(name, inputs, recorded)

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        sqs = aws.client("sqs")
        tags = {"tags": inputs["tags"]} if inputs.get("tags") else {}
        wanted = {"SqsManagedSseEnabled": "true", **_attributes(inputs)}
        if "KmsMasterKeyId" in wanted:
            del wanted["SqsManagedSseEnabled"]
        require_key(aws, inputs.get("kmsMasterKeyId"), "kmsMasterKeyId")
        url = sqs.create_queue(QueueName=inputs["name"], Attributes=wanted, **tags)["QueueUrl"]
        return url, self.after(aws, url, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        sqs = aws.client("sqs")
        live = sqs.get_queue_attributes(QueueUrl=id, AttributeNames=["All"])["Attributes"]
        attributes = {key: live.get(attribute, default) for key, (attribute, default) in ATTRIBUTES.items()}
        return {**attributes, "arn": live["QueueArn"], "tags": sqs.list_queue_tags(QueueUrl=id).get("Tags", {})}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {"arn": live["arn"], "name": id.rsplit("/", 1)[1], "url": id}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        sqs = aws.client("sqs")
        require_key(aws, new_inputs.get("kmsMasterKeyId"), "kmsMasterKeyId")
        back = {
            ATTRIBUTES[key][0]: ATTRIBUTES[key][1] for key in old_inputs if key in ATTRIBUTES and key != "fifoQueue"
        }
        wanted = {key: value for key, value in _attributes(new_inputs).items() if key != "FifoQueue"}
        if wanted.get("KmsMasterKeyId"):
            back["SqsManagedSseEnabled"] = "false"
        if attributes := {**back, **wanted}:
            sqs.set_queue_attributes(QueueUrl=id, Attributes=attributes)
        changed, removed = tag_changes(old_inputs, new_inputs)
        if removed:
            sqs.untag_queue(QueueUrl=id, TagKeys=removed)
        if changed:
            sqs.tag_queue(QueueUrl=id, Tags=changed)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("sqs").delete_queue(QueueUrl=id)


@register
class QueuePolicy(DescribedType):
    """Who may do what with a queue.

    Source: terraform-provider-aws, resource aws_sqs_queue_policy: queue_url forces a new resource.
    """

    token = "aws:sqs/queuePolicy:QueuePolicy"
    replace_on = frozenset({"queueUrl"})

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        self._put(aws, inputs)
        return inputs["queueUrl"], self.after(aws, inputs["queueUrl"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        live = aws.client("sqs").get_queue_attributes(QueueUrl=id, AttributeNames=["Policy"])
        policy = live.get("Attributes", {}).get("Policy")
        if not policy:
            return None
        # To SQS it is a text, to a program a text or an object.
        wanted = inputs.get("policy")
        live_policy = json.loads(policy)
        return {"policy": wanted if same_value(_document(wanted), live_policy) else json.dumps(live_policy)}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        self._put(aws, new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("sqs").set_queue_attributes(QueueUrl=id, Attributes={"Policy": ""})

    def _put(self, aws: Account, inputs: Properties) -> None:
        policy = json.dumps(_document(inputs["policy"]))
        with referring("queueUrl", f"queue {inputs['queueUrl']}"):
            aws.client("sqs").set_queue_attributes(QueueUrl=inputs["queueUrl"], Attributes={"Policy": policy})


def _attributes(inputs: Properties) -> dict[str, str]:
    wanted = {}
    for key, value in inputs.items():
        if value is None or key in NO_ATTRIBUTES:
            continue
        if key not in ATTRIBUTES:
            raise InvalidProperty(key, "CreateQueue has no such property")
        # A queue that is no FIFO queue must not say so.
        if not (key == "fifoQueue" and not value):
            wanted[ATTRIBUTES[key][0]] = _text(value)
    return wanted


def _document(policy: Any) -> Any:
    """The policy as an object."""
    if isinstance(policy, dict):
        return policy
    try:
        document = json.loads(policy)
        if not document["Statement"]:
            raise ValueError
    except (TypeError, ValueError, KeyError):
        raise InvalidProperty("policy", "is no policy document") from None
    return document


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value)
    return str(int(value)) if isinstance(value, float) else str(value)
