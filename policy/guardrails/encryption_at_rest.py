"""What is stored is encrypted."""

from collections.abc import Iterator

from pulumi_policy import Severity

from .exposure import LOAD_BALANCERS
from .resources import Resource, Stack
from .rule import ADVISORY, MANDATORY, Options, Rule
from .storage_exposure import BUCKETS
from .values import UNKNOWN, at, listed, mappings

ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)
SERVER_ACCESS_LOGS = "aws:s3/bucketLogging:BucketLogging"
KMS = ("aws:kms", "aws:kms:dsse")
REPOSITORY = "aws:ecr/repository:Repository"
QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"
SNS_OWN_KEY = "alias/aws/sns"


def takes_only_s3s_own_key(stack: Stack, bucket: Resource) -> bool:
    """Whether the bucket receives logs that AWS delivers to no bucket with a key of KMS."""
    return any(stack.pointing_at(bucket, LOAD_BALANCERS, "accessLogs", "connectionLogs")) or any(
        stack.pointing_at(bucket, (SERVER_ACCESS_LOGS,), "targetBucket")
    )


def _buckets(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    for bucket in stack.of_type(*BUCKETS):
        rules = [
            rule
            for configuration in stack.pointing_at(bucket, ENCRYPTION, "bucket")
            for rule in (listed(configuration.at("rules")) or [configuration.at("rules")])
        ]
        algorithms = [at(rule, "applyServerSideEncryptionByDefault.sseAlgorithm") for rule in rules]
        if not algorithms:
            yield bucket, "has no encryption configuration"
        elif takes_only_s3s_own_key(stack, bucket):
            continue
        elif not all(each in KMS or each is UNKNOWN for each in algorithms):
            yield bucket, "is not encrypted with a key of KMS"


def _images(resource: Resource, _options: Options) -> Iterator[str]:
    configurations = resource.at("encryptionConfigurations")
    if configurations is UNKNOWN:
        return
    types = [each.get("encryptionType") for each in mappings(configurations)]
    if not any(each in ("KMS", "KMS_DSSE", UNKNOWN) for each in types):
        yield "its images are not encrypted with a key of KMS"


def _queue(resource: Resource, _options: Options) -> Iterator[str]:
    # Left out, both are AWS's to choose, and it encrypts; false and no key is the owner's choice.
    if resource.at("sqsManagedSseEnabled") is False and not resource.at("kmsMasterKeyId"):
        yield "its messages are not encrypted"


def _topic(resource: Resource, _options: Options) -> Iterator[str]:
    key = resource.at("kmsMasterKeyId")
    if not key:
        yield "its messages are not encrypted"
    elif isinstance(key, str) and key.endswith(SNS_OWN_KEY):
        yield f"CloudWatch and EventBridge cannot publish with {SNS_OWN_KEY}, and nobody is told"


POLICIES = (
    Rule(
        name="bucket-encryption",
        what="Buckets are encrypted with a key of KMS; S3's own key is for logs that AWS delivers with no other.",
        why="With a key of KMS each reader needs a second permission, and each use of the key is on record.",
        fix="Add a BucketServerSideEncryptionConfiguration with sseAlgorithm aws:kms and bucketKeyEnabled.",
        level=MANDATORY,
        severity=Severity.HIGH,
    ).over_stack(_buckets),
    Rule(
        name="image-encryption",
        what="Image repositories are encrypted with a key of KMS.",
        why="It makes each pull need the key, costs nothing with the key that AWS manages, and is fixed at creation.",
        fix="Set encryptionConfigurations to one with encryptionType KMS; this replaces the repository.",
        level=ADVISORY,
        severity=Severity.MEDIUM,
    ).over((REPOSITORY,), _images),
    Rule(
        name="queue-encryption",
        what="Queues encrypt their messages, with the key of SQS or one of KMS.",
        why="Messages say what happens inside, and wait for days.",
        fix="Set sqsManagedSseEnabled to true, or name a key in kmsMasterKeyId.",
        level=MANDATORY,
        severity=Severity.HIGH,
    ).over((QUEUE,), _queue),
    Rule(
        name="topic-encryption",
        what="Topics are encrypted, with a key whose policy names the services that publish to them.",
        why="Messages of alarms and pipelines say what fails and where.",
        fix="Name a key of your own in kmsMasterKeyId; its policy lets cloudwatch.amazonaws.com and "
        "events.amazonaws.com decrypt and generate data keys.",
        level=ADVISORY,
        severity=Severity.MEDIUM,
    ).over((TOPIC,), _topic),
)
