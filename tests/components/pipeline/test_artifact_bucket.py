"""The artifact bucket: encrypted, versioned, private, over TLS only, expiring; and who may do what with it."""

from typing import Any

import pytest

from blue_green_ecs_pipeline import Pipeline
from tests.components.delivery_parts import pipeline_args
from tests.graph import Graph, create

BUCKET = "shop-dev-web-29d8601b-123456789012-eu-central-1"
BUCKET_ARN = f"arn:aws:s3:::{BUCKET}"


def pipeline(**settings: Any) -> Graph:
    return create(lambda: Pipeline("web", pipeline_args(**settings)))


def test_the_bucket_carries_account_and_region_in_its_name() -> None:
    inputs = pipeline()["web-artifact-bucket"].inputs

    assert inputs == {"bucket": BUCKET, "forceDestroy": False, "tags": {}}


@pytest.mark.parametrize(("force", "protected"), [(False, True), (True, False)])
def test_artifacts_are_deleted_with_the_stack_only_when_that_was_asked_for(force: bool, protected: bool) -> None:
    bucket = pipeline(force_destroy_artifacts=force)["web-artifact-bucket"]

    assert bucket.inputs["forceDestroy"] is force
    assert bucket.protect is protected


def test_every_safeguard_is_on_this_bucket() -> None:
    graph = pipeline()

    assert {each.name: each.inputs["bucket"] for each in graph.resources if each.type.startswith("aws:s3/")} == {
        "web-artifact-bucket": BUCKET,
        "web-artifact-versioning": BUCKET,
        "web-artifact-encryption": BUCKET,
        "web-artifact-ownership": BUCKET,
        "web-artifact-public-access-block": BUCKET,
        "web-artifact-bucket-policy": BUCKET,
        "web-artifact-notification": BUCKET,
        "web-artifact-lifecycle": BUCKET,
    }


def test_an_overwritten_artifact_can_still_be_read() -> None:
    versioning = pipeline()["web-artifact-versioning"].inputs

    assert versioning == {"bucket": BUCKET, "versioningConfiguration": {"status": "Enabled"}}


def test_artifacts_are_encrypted_with_the_key_that_costs_nothing_a_month() -> None:
    assert pipeline()["web-artifact-encryption"].inputs == {
        "bucket": BUCKET,
        "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}, "bucketKeyEnabled": True}],
    }


def test_nobody_outside_the_account_gets_in_by_acl_or_policy() -> None:
    graph = pipeline()

    assert graph["web-artifact-public-access-block"].inputs == {
        "bucket": BUCKET,
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }
    assert graph["web-artifact-ownership"].inputs == {
        "bucket": BUCKET,
        "rule": {"objectOwnership": "BucketOwnerEnforced"},
    }


def test_a_request_without_tls_is_denied_for_the_bucket_and_everything_in_it() -> None:
    policy = pipeline()["web-artifact-bucket-policy"]

    assert policy.json("policy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [BUCKET_ARN, f"{BUCKET_ARN}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def test_the_bucket_policy_comes_after_the_block_of_public_access() -> None:
    assert pipeline().depends_on("web-artifact-bucket-policy", on="web-artifact-public-access-block")


def test_what_happens_to_artifacts_can_be_followed_without_another_resource() -> None:
    assert pipeline()["web-artifact-notification"].inputs == {"bucket": BUCKET, "eventbridge": True}


@pytest.mark.parametrize("days", [1, 30, 365])
def test_artifacts_expire_after_the_days_that_were_set_and_leave_nothing_that_is_billed(days: int) -> None:
    assert pipeline(artifact_retention_days=days)["web-artifact-lifecycle"].inputs == {
        "bucket": BUCKET,
        "rules": [
            {
                "id": "expire-artifacts",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": days},
                "noncurrentVersionExpiration": {"noncurrentDays": 7},
                "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
            }
        ],
    }


@pytest.mark.parametrize(
    ("user", "role", "statements"),
    [
        (
            "pipeline",
            "shop-dev-web-29d8601b-pipeline",
            [
                {
                    "Sid": "Artifacts",
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"],
                    "Resource": [f"{BUCKET_ARN}/*"],
                },
                {
                    "Sid": "ArtifactBucket",
                    "Effect": "Allow",
                    "Action": ["s3:GetBucketVersioning", "s3:GetBucketAcl", "s3:GetBucketLocation"],
                    "Resource": [BUCKET_ARN],
                },
            ],
        ),
        (
            "build",
            "shop-build",
            [
                {
                    "Sid": "Artifacts",
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
                    "Resource": [f"{BUCKET_ARN}/*"],
                },
                {
                    "Sid": "ArtifactBucket",
                    "Effect": "Allow",
                    "Action": ["s3:GetBucketAcl", "s3:GetBucketLocation"],
                    "Resource": [BUCKET_ARN],
                },
            ],
        ),
        (
            "deployment",
            "shop-deployment",
            [
                {
                    "Sid": "Artifacts",
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:GetObjectVersion"],
                    "Resource": [f"{BUCKET_ARN}/*"],
                },
            ],
        ),
    ],
)
def test_each_user_of_the_artifacts_may_do_its_own_part(user: str, role: str, statements: list[Any]) -> None:
    grant = pipeline()[f"web-{user}-artifact-policy"]

    assert grant.inputs["role"] == role
    assert grant.inputs["name"] == "artifacts"
    assert grant.json("policy") == {"Version": "2012-10-17", "Statement": statements}
