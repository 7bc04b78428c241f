"""What a change of each setting does, in the words of the settings table's last column."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, read_config
from rehearsal.up.stack_config import StackConfig
from rehearsal.up.state import Change, Registered, State
from tools.paper_aws import up_on_paper
from tools.sample_changes import SAMPLE_CHANGES, Groups

PROJECT = "blue-green-ecs-pipeline"
DEFAULTS: Groups = {"source": {"repository": "acme/web"}}

VPC = "aws:ec2/vpc:Vpc"
# What the next release reads: taskdef.json and appspec.yaml.
RELEASE_FILES = "aws:ssm/parameter:Parameter"
# The first task set's revision: Pulumi can only make a new one, and CodeDeploy's releases bring their own.
FIRST_TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
# Parts of something that stays: a new one is made before an old one goes.
PARTS = {
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:codedeploy/deploymentConfig:DeploymentConfig",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketNotification:BucketNotification",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    FIRST_TASK_DEFINITION,
}
# How the table calls what is replaced or deleted.
LABELS = {
    "aws:cloudwatch/eventRule:EventRule": "rule on stopped tasks",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "alarms",
    "aws:codeconnections/connection:Connection": "connection",
    "aws:ec2/eip:Eip": "NAT gateway",
    "aws:ec2/natGateway:NatGateway": "NAT gateway",
    "aws:ec2/route:Route": "routes",
    "aws:ecr/repository:Repository": "image repository, with its images",
    "aws:ecs/cluster:Cluster": "cluster",
    "aws:ecs/service:Service": "service",
    "aws:s3/bucket:Bucket": "bucket of access logs",
    "aws:sqs/queue:Queue": "reasons of stopped tasks",
}


@cache
def words_of_every_setting() -> Mapping[str, str]:
    """The words by the setting's name in Pulumi config."""
    return {key: words_for(changes_of(key)) for key in SAMPLE_CHANGES}


def changes_of(setting: str) -> list[Change]:
    """What the sample change of this setting would do."""
    sample, state = SAMPLE_CHANGES[setting], State()
    for resource in _before(json.dumps(sample.before)):
        state.put(resource)
    return up_on_paper(program, stack_config(sample.after), state)


@cache
def _before(groups: str) -> tuple[Registered, ...]:
    state = State()
    up_on_paper(program, stack_config(json.loads(groups)), state)
    return tuple(state)


def words_for(changes: Sequence[Change]) -> str:
    """When it takes effect, and what is replaced or deleted for it."""
    if not changes:
        return "outputs only"
    done = [change for change in changes if change.kind != "ignored"]
    if {change.type for change in done} <= {FIRST_TASK_DEFINITION}:
        return "at creation"
    # AWS moves neither a load balancer nor a target group in use to another VPC.
    if any(change.type == VPC and change.kind in ("replace", "delete") for change in done):
        return "never: a second stack"
    # Of files whose encryption alone changes the next release reads what it would have read before.
    released = any(
        change.type == RELEASE_FILES and "insecureValue" in change.properties and "type" not in change.properties
        for change in done
    )
    words = ["next release" if released else "in place"]
    replaced = _labels(done, "replace")
    deleted = [label for label in _labels(done, "delete") if label not in replaced]
    if replaced:
        words.append(f"replaces: {', '.join(replaced)}")
    if deleted:
        words.append(f"deletes: {', '.join(deleted)}")
    return "; ".join(words)


def _labels(changes: Iterable[Change], kind: str) -> list[str]:
    return sorted({LABELS[one.type] for one in changes if one.kind == kind and one.type not in PARTS})


def program() -> None:
    """What `__main__.py` does, without its exports."""
    BlueGreenEcsPipeline("web", read_config())


def stack_config(groups: Groups) -> StackConfig:
    """The defaults with these settings over them."""
    merged: dict[str, Any] = {
        group: {**DEFAULTS.get(group, {}), **groups.get(group, {})} for group in {**DEFAULTS, **groups}
    }
    values = {f"{PROJECT}:{group}": json.dumps(keys) for group, keys in merged.items()}
    return StackConfig(PROJECT, "sample", values, ())
