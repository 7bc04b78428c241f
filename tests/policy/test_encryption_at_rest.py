"""Buckets, images, queues and topics that are encrypted, and those that are not."""

from typing import Any

import pytest

from tests.policy.judged import UNKNOWN, Made, complaints, complaints_of_stack

BUCKET = "aws:s3/bucket:Bucket"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"


def encrypted(algorithm: str) -> Made:
    rule = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}
    return Made(ENCRYPTION, "encryption", {"bucket": UNKNOWN, "rules": [rule]}, {"bucket": ["bucket"]})


def bucket_with(*resources: Made) -> list[str]:
    return complaints_of_stack("bucket-encryption", Made(BUCKET, "bucket", {"bucket": UNKNOWN}), *resources)


@pytest.mark.parametrize("algorithm", ["aws:kms", "aws:kms:dsse", UNKNOWN])
def test_a_bucket_with_a_key_of_kms_is_right(algorithm: str) -> None:
    assert bucket_with(encrypted(algorithm)) == []


def test_a_bucket_without_is_refused() -> None:
    elsewhere = Made(ENCRYPTION, "encryption", {"bucket": "other"})

    assert bucket_with(encrypted("AES256")) == ["bucket: is not encrypted with a key of KMS"]
    assert bucket_with(elsewhere) == ["bucket: has no encryption configuration"]


@pytest.mark.parametrize(
    ("type", "key"),
    [(LOAD_BALANCER, "accessLogs"), ("aws:s3/bucketLogging:BucketLogging", "targetBucket")],
)
def test_s3s_own_key_is_for_logs_that_aws_delivers_with_no_other(type: str, key: str) -> None:
    assert bucket_with(encrypted("AES256"), Made(type, "writer", {key: UNKNOWN}, {key: ["bucket"]})) == []
    # Encrypted it must be nevertheless.
    assert bucket_with(Made(type, "writer", {key: UNKNOWN}, {key: ["bucket"]})) == [
        "bucket: has no encryption configuration"
    ]


@pytest.mark.parametrize(
    ("configurations", "said"),
    [
        ([{"encryptionType": "KMS"}], 0),
        ([{"encryptionType": "KMS_DSSE"}], 0),
        ([{"encryptionType": UNKNOWN}], 0),
        (UNKNOWN, 0),
        ([{"encryptionType": "AES256"}], 1),
        ([], 1),
        (None, 1),
    ],
)
def test_images_are_encrypted_with_a_key_of_kms(configurations: Any, said: int) -> None:
    found = complaints(
        "image-encryption", "aws:ecr/repository:Repository", {"encryptionConfigurations": configurations}
    )

    assert found == ["its images are not encrypted with a key of KMS"] * said


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({}, 0),
        ({"sqsManagedSseEnabled": True}, 0),
        ({"sqsManagedSseEnabled": False, "kmsMasterKeyId": "alias/web"}, 0),
        ({"sqsManagedSseEnabled": False, "kmsMasterKeyId": UNKNOWN}, 0),
        ({"sqsManagedSseEnabled": UNKNOWN}, 0),
        ({"sqsManagedSseEnabled": False}, 1),
        ({"sqsManagedSseEnabled": False, "kmsMasterKeyId": ""}, 1),
    ],
)
def test_queues_are_encrypted(properties: dict[str, Any], said: int) -> None:
    found = complaints("queue-encryption", "aws:sqs/queue:Queue", properties)

    assert found == ["its messages are not encrypted"] * said


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("alias/web", []),
        (UNKNOWN, []),
        (None, ["its messages are not encrypted"]),
        ("alias/aws/sns", ["CloudWatch and EventBridge cannot publish with alias/aws/sns, and nobody is told"]),
    ],
)
def test_topics_are_encrypted_with_a_key_that_publishers_can_use(key: Any, expected: list[str]) -> None:
    assert complaints("topic-encryption", "aws:sns/topic:Topic", {"kmsMasterKeyId": key}) == expected
