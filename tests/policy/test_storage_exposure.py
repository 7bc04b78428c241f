"""Buckets that stay private, and policies that admit somebody and not everybody."""

import json
from typing import Any

import pytest

from guardrails.storage_exposure import BLOCKED, RESOURCE_POLICIES
from tests.policy.judged import UNKNOWN, Made, complaints, complaints_of_stack

BUCKET = "aws:s3/bucket:Bucket"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
CLOSED = dict.fromkeys(BLOCKED, True)


def test_a_block_blocks_in_all_four_ways() -> None:
    assert complaints("bucket-public-access", BLOCK, CLOSED) == []
    assert complaints("bucket-public-access", BLOCK, {**CLOSED, "blockPublicAcls": UNKNOWN}) == []


@pytest.mark.parametrize("key", BLOCKED)
@pytest.mark.parametrize("value", [False, None])
def test_a_block_that_leaves_one_way_open_is_refused(key: str, value: Any) -> None:
    assert complaints("bucket-public-access", BLOCK, {**CLOSED, key: value}) == [f"{key} is not true"]


@pytest.mark.parametrize(
    ("acl", "said"), [("public-read", 1), ("public-read-write", 1), ("private", 0), (None, 0), (UNKNOWN, 0)]
)
def test_an_acl_that_others_can_read_is_refused(acl: Any, said: int) -> None:
    for type in (BUCKET, "aws:s3/bucketAcl:BucketAcl"):
        assert len(complaints("bucket-public-access", type, {"acl": acl})) == said


def test_each_bucket_has_a_block_of_its_own() -> None:
    """Told apart by links where no name is known, as at preview, and by names where there is no link."""
    resources = [
        Made(BUCKET, "linked", {"bucket": UNKNOWN}),
        Made(BLOCK, "block-1", {"bucket": UNKNOWN}, {"bucket": ["linked"]}),
        Made(BUCKET, "named", {"bucket": "logs"}),
        Made(BLOCK, "block-2", {"bucket": "logs"}),
        Made(BUCKET, "open", {"bucket": "artifacts"}),
    ]

    assert complaints_of_stack("bucket-has-public-access-block", *resources) == ["open: has no public access block"]


def policy(principal: Any, condition: Any = None, effect: str = "Allow") -> str:
    statement = {"Sid": "Read", "Effect": effect, "Principal": principal, "Action": "s3:GetObject", "Resource": "*"}
    return json.dumps({"Statement": [{**statement, **({"Condition": condition} if condition else {})}]})


@pytest.mark.parametrize(
    "document",
    [
        policy({"Service": "events.amazonaws.com"}),
        policy({"AWS": "arn:aws:iam::123456789012:root"}),
        policy("*", effect="Deny"),
        policy("*", {"StringEquals": {"AWS:SourceAccount": "123456789012"}}),
        policy({"AWS": ["*"]}, {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::web-*"}}),
        policy("*", {"ForAnyValue:StringEquals": {"aws:PrincipalOrgID": ["o-1"]}}),
        UNKNOWN,
        None,
        "no JSON",
        "[]",
    ],
)
def test_a_policy_for_somebody_is_right(document: Any) -> None:
    for type, key in RESOURCE_POLICIES.items():
        assert complaints("public-principal", type, {key: document}) == []


@pytest.mark.parametrize(
    "document",
    [
        policy("*"),
        policy({"AWS": "*"}),
        policy({"AWS": ["arn:aws:iam::123456789012:root", "*"]}),
        policy("*", {"StringNotEquals": {"aws:SourceAccount": "123456789012"}}),
        policy("*", {"StringEqualsIfExists": {"aws:SourceAccount": "123456789012"}}),
        policy("*", {"ArnLike": {"aws:SourceArn": "*"}}),
        policy("*", {"Bool": {"aws:SecureTransport": "true"}}),
    ],
)
def test_a_policy_for_everybody_is_refused(document: str) -> None:
    for type, key in RESOURCE_POLICIES.items():
        assert complaints("public-principal", type, {key: document}) == [
            "statement Read lets everybody do s3:GetObject"
        ]


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"principal": "*"}, 1),
        ({"principal": "*", "sourceArn": "arn:aws:events:eu-central-1:123456789012:rule/web"}, 0),
        ({"principal": "*", "sourceAccount": UNKNOWN}, 0),
        ({"principal": "events.amazonaws.com"}, 0),
    ],
)
def test_not_everybody_calls_a_function(properties: dict[str, Any], said: int) -> None:
    found = complaints("public-principal", "aws:lambda/permission:Permission", properties)

    assert found == ["everybody may call it"] * said
