"""Buckets and their settings on the embedded AWS."""

import json

import pytest

from rehearsal.resources.registry import ResourceError

BUCKET = "aws:s3/bucket:Bucket"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"


def policy(bucket, **statement):
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    whole = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resources, **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [whole]})


TLS_ONLY = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
SETTINGS = {
    VERSIONING: {"versioningConfiguration": {"status": "Enabled"}},
    ENCRYPTION: {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
    ACCESS_BLOCK: {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True},
    OWNERSHIP: {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
    LIFECYCLE: {
        "rules": [
            {
                "id": "expire",
                "status": "Enabled",
                "expiration": {"days": 30},
                "noncurrentVersionExpiration": {"noncurrentDays": 1},
                "abortIncompleteMultipartUpload": {"daysAfterInitiation": 1},
            }
        ]
    },
    POLICY: {"policy": policy("artifacts", **TLS_ONLY)},
    NOTIFICATION: {"eventbridge": True},
}


def bucket(layer, **changes):
    return layer.create(BUCKET, {"bucket": "artifacts", "tags": {"team": "web"}, **changes})


def test_a_bucket_is_read_back_unchanged_with_the_outputs_that_programs_use(layer):
    made = bucket(layer)

    assert made.read() == made.inputs
    assert made.outputs["arn"] == "arn:aws:s3:::artifacts"
    assert made.outputs["bucketRegionalDomainName"] == "artifacts.s3.eu-central-1.amazonaws.com"


@pytest.mark.parametrize("token", list(SETTINGS))
def test_a_setting_is_read_back_unchanged(layer, token):
    bucket(layer)

    setting = layer.create(token, {"bucket": "artifacts", **SETTINGS[token]})

    assert setting.id == "artifacts"
    assert setting.read() == setting.inputs


@pytest.mark.parametrize("token", [ENCRYPTION, ACCESS_BLOCK, OWNERSHIP, LIFECYCLE, POLICY])
def test_a_deleted_setting_is_gone_and_deleting_it_again_is_no_error(layer, token):
    bucket(layer)
    setting = layer.create(token, {"bucket": "artifacts", **SETTINGS[token]})

    setting.delete()
    setting.delete()

    # A bucket is always encrypted, with S3's own keys where nothing else is said.
    assert setting.read() is None or token == ENCRYPTION


@pytest.mark.parametrize("token", list(SETTINGS))
def test_a_setting_goes_quietly_when_its_bucket_is_gone(layer, token):
    made = bucket(layer)
    setting = layer.create(token, {"bucket": "artifacts", **SETTINGS[token]})
    made.delete()

    setting.delete()

    assert setting.read() is None


def test_settings_change_in_place(layer):
    bucket(layer)
    versioning = layer.create(VERSIONING, {"bucket": "artifacts", **SETTINGS[VERSIONING]})
    lifecycle = layer.create(LIFECYCLE, {"bucket": "artifacts", **SETTINGS[LIFECYCLE]})

    versioning.update(versioningConfiguration={"status": "Suspended"})
    lifecycle.update(rules=[{"id": "expire", "status": "Enabled", "expiration": {"days": 7}}])

    assert versioning.read()["versioningConfiguration"] == {"status": "Suspended"}
    assert lifecycle.read() == lifecycle.inputs


def test_a_policy_that_asks_for_tls_is_stored_and_refuses_nothing_here(layer):
    bucket(layer)
    layer.create(POLICY, {"bucket": "artifacts", **SETTINGS[POLICY]})
    s3 = layer.aws.client("s3")

    s3.put_object(Bucket="artifacts", Key="source.zip", Body=b"source")

    assert s3.get_object(Bucket="artifacts", Key="source.zip")["Body"].read() == b"source"
    assert json.loads(s3.get_bucket_policy(Bucket="artifacts")["Policy"]) == json.loads(SETTINGS[POLICY]["policy"])


def test_a_policy_that_denies_without_a_condition_still_does(layer):
    bucket(layer)
    layer.create(POLICY, {"bucket": "artifacts", "policy": policy("artifacts", Action="s3:PutObject")})
    s3 = layer.aws.client("s3")

    with pytest.raises(s3.exceptions.ClientError):
        s3.put_object(Bucket="artifacts", Key="source.zip", Body=b"source")


def test_a_full_bucket_is_not_deleted_unless_it_may_be_emptied(layer):
    made = bucket(layer)
    s3 = layer.aws.client("s3")
    layer.create(VERSIONING, {"bucket": "artifacts", **SETTINGS[VERSIONING]}).update(
        versioningConfiguration={"status": "Suspended"}
    )
    s3.put_object(Bucket="artifacts", Key="source.zip", Body=b"source")
    s3.delete_object(Bucket="artifacts", Key="source.zip")
    s3.put_object(Bucket="artifacts", Key="build.zip", Body=b"build")

    with pytest.raises(ResourceError, match="BucketNotEmpty"):
        made.delete()
    made.inputs = {**made.inputs, "forceDestroy": True}
    made.delete()

    assert made.read() is None


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (BUCKET, {"bucket": "Artifacts_1"}, "bucket: got 'Artifacts_1', allowed are 3 to 63 lower-case letters"),
        (VERSIONING, {"bucket": "gone", **SETTINGS[VERSIONING]}, "bucket: there is no bucket gone"),
        (
            VERSIONING,
            {"bucket": "artifacts", "versioningConfiguration": {"status": "On"}},
            "VersioningConfiguration.Status: got 'On', allowed are Enabled, Suspended",
        ),
        (ACCESS_BLOCK, {"bucket": "artifacts", "blockPublicAcl": True}, "blockPublicAcl: PutPublicAccessBlock has no"),
        (OWNERSHIP, {"bucket": "artifacts", "rule": {"objectOwnership": "Me"}}, "ObjectOwnership: got 'Me', allowed"),
        (POLICY, {"bucket": "artifacts", "policy": policy("other")}, "policy: got the resource arn:aws:s3:::other"),
        (NOTIFICATION, {"bucket": "artifacts", "topics": []}, "topics: the rehearsal knows notifications to"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(layer, token, inputs, reason):
    bucket(layer)

    with pytest.raises(ResourceError) as refused:
        layer.create(token, inputs, "web-bucket")

    assert str(refused.value).startswith(f"{token} web-bucket: ")
    assert reason in str(refused.value)
