"""A bucket's settings, each a resource of its own in pulumi_aws."""

import json
from abc import abstractmethod
from typing import Any

from rehearsal.resources.convert import parameters
from rehearsal.resources.described import DescribedType
from rehearsal.resources.kms_keys import require_key
from rehearsal.resources.registry import (
    Account,
    InvalidProperty,
    Properties,
    none_when_missing,
    referring,
    register,
)


def _require_keys(aws: Account, inputs: Properties) -> None:
    """A key exists and has an algorithm that takes it: S3 notices with the first object, moto never."""
    for number, rule in enumerate(inputs.get("rules") or []):
        default = rule.get("applyServerSideEncryptionByDefault") or {}
        require_key(aws, default.get("kmsMasterKeyId"), f"rules[{number}].applyServerSideEncryptionByDefault")
        if default.get("kmsMasterKeyId") and not str(default.get("sseAlgorithm")).startswith("aws:kms"):
            raise InvalidProperty(f"rules[{number}].applyServerSideEncryptionByDefault.sseAlgorithm", "takes no key")


class BucketSetting(DescribedType):
    """One setting of a bucket: put to create and to change, and taken away at the end."""

    replace_on = frozenset({"bucket", "expectedBucketOwner"})

    @abstractmethod
    def put(self, s3: Any, inputs: Properties) -> None:
        """AWS's call that sets it."""

    @abstractmethod
    def get(self, s3: Any, bucket: str) -> Properties:
        """AWS's answer in the shape of the inputs."""

    @abstractmethod
    def remove(self, s3: Any, bucket: str) -> None:
        """AWS's call that takes it away."""

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        with referring("bucket", f"bucket {inputs['bucket']}"):
            aws.client("s3").head_bucket(Bucket=inputs["bucket"])
        _require_keys(aws, inputs)
        self.put(aws.client("s3"), inputs)
        return inputs["bucket"], self.after(aws, inputs["bucket"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        return {"Bucket": id, **self.get(aws.client("s3"), id)}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        _require_keys(aws, new_inputs)
        self.put(aws.client("s3"), new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        self.remove(aws.client("s3"), id)


@register
class BucketVersioning(BucketSetting):
    """Whether old objects stay when new ones take their place.

    Source: terraform-provider-aws, resource aws_s3_bucket_versioning: bucket, expected_bucket_owner force a new
    resource.
    """

    token = "aws:s3/bucketVersioning:BucketVersioning"

    def put(self, s3: Any, inputs: Properties) -> None:
        renames = {"versioningConfiguration.mfaDelete": "MFADelete"}
        s3.put_bucket_versioning(**parameters(s3, "PutBucketVersioning", inputs, renames=renames))

    def get(self, s3: Any, bucket: str) -> Properties:
        return {"VersioningConfiguration": s3.get_bucket_versioning(Bucket=bucket)}

    def remove(self, s3: Any, bucket: str) -> None:
        # Versioning cannot be taken away, only suspended.
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})


@register
class BucketServerSideEncryptionConfiguration(BucketSetting):
    """How objects are encrypted that say nothing themselves.

    Source: terraform-provider-aws, resource aws_s3_bucket_server_side_encryption_configuration: bucket,
    expected_bucket_owner force a new resource.
    """

    token = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"

    def put(self, s3: Any, inputs: Properties) -> None:
        wrapped = {**inputs, "serverSideEncryptionConfiguration": {"rules": inputs["rules"]}}
        rule = "serverSideEncryptionConfiguration.rules"
        s3.put_bucket_encryption(
            **parameters(
                s3,
                "PutBucketEncryption",
                wrapped,
                renames={f"{rule}.applyServerSideEncryptionByDefault.kmsMasterKeyId": "KMSMasterKeyID"},
                elsewhere=("rules",),
            )
        )

    def get(self, s3: Any, bucket: str) -> Properties:
        return dict(s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"])

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_bucket_encryption(Bucket=bucket)


@register
class BucketPublicAccessBlock(BucketSetting):
    """What may never become public.

    Source: terraform-provider-aws, resource aws_s3_bucket_public_access_block: bucket forces a new resource.
    """

    token = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"

    def put(self, s3: Any, inputs: Properties) -> None:
        settings = {key: value for key, value in inputs.items() if key not in ("bucket", "skipDestroy", "region")}
        wrapped = {"bucket": inputs["bucket"], "publicAccessBlockConfiguration": settings}
        s3.put_public_access_block(**parameters(s3, "PutPublicAccessBlock", wrapped))

    def get(self, s3: Any, bucket: str) -> Properties:
        return dict(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"])

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_public_access_block(Bucket=bucket)


@register
class BucketOwnershipControls(BucketSetting):
    """Who owns an object that another account writes.

    Source: terraform-provider-aws, resource aws_s3_bucket_ownership_controls: bucket forces a new resource.
    """

    token = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"

    def put(self, s3: Any, inputs: Properties) -> None:
        wrapped = {"bucket": inputs["bucket"], "ownershipControls": {"rules": [inputs["rule"]]}}
        s3.put_bucket_ownership_controls(**parameters(s3, "PutBucketOwnershipControls", wrapped))

    def get(self, s3: Any, bucket: str) -> Properties:
        return {"Rule": s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"][0]}

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_bucket_ownership_controls(Bucket=bucket)


@register
class BucketLifecycleConfiguration(BucketSetting):
    """When objects end.

    Source: terraform-provider-aws, resource aws_s3_bucket_lifecycle_configuration: bucket, expected_bucket_owner
    force a new resource.
    """

    token = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"

    def put(self, s3: Any, inputs: Properties) -> None:
        wrapped = {
            **inputs,
            "lifecycleConfiguration": {"rules": [{"filter": {}, **rule} for rule in inputs.get("rules") or []]},
        }
        wanted = parameters(s3, "PutBucketLifecycleConfiguration", wrapped, elsewhere=("rules", "timeouts"))
        s3.put_bucket_lifecycle_configuration(**wanted)

    def get(self, s3: Any, bucket: str) -> Properties:
        return {"Rules": s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]}

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_bucket_lifecycle(Bucket=bucket)


@register
class BucketPolicy(BucketSetting):
    """Who may do what with a bucket, whatever their own policies say.

    Source: terraform-provider-aws, resource aws_s3_bucket_policy: bucket forces a new resource.
    """

    token = "aws:s3/bucketPolicy:BucketPolicy"

    def put(self, s3: Any, inputs: Properties) -> None:
        policy = inputs["policy"]
        document = json.dumps(policy) if isinstance(policy, dict) else policy
        _require_own_resources(document, inputs["bucket"])
        s3.put_bucket_policy(**parameters(s3, "PutBucketPolicy", {**inputs, "policy": document}))

    def get(self, s3: Any, bucket: str) -> Properties:
        return {"Policy": s3.get_bucket_policy(Bucket=bucket)["Policy"]}

    def remove(self, s3: Any, bucket: str) -> None:
        s3.delete_bucket_policy(Bucket=bucket)


@register
class BucketNotification(BucketSetting):
    """Who hears of new objects. moto does not show whether EventBridge does, so that one value is the recorded one.

    Source: terraform-provider-aws, resource aws_s3_bucket_notification: bucket forces a new resource.
    """

    token = "aws:s3/bucketNotification:BucketNotification"

    def put(self, s3: Any, inputs: Properties) -> None:
        known = ("bucket", "eventbridge", "region")
        if unknown := [key for key in inputs if key not in known]:
            raise InvalidProperty(unknown[0], "the rehearsal knows notifications to EventBridge only")
        configuration: Properties = {"EventBridgeConfiguration": {}} if inputs.get("eventbridge") else {}
        s3.put_bucket_notification_configuration(Bucket=inputs["bucket"], NotificationConfiguration=configuration)

    def get(self, s3: Any, bucket: str) -> Properties:
        return dict(s3.get_bucket_notification_configuration(Bucket=bucket))

    def remove(self, s3: Any, bucket: str) -> None:
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})


def _require_own_resources(document: str, bucket: str) -> None:
    """AWS refuses a bucket policy that speaks of another bucket, moto does not."""
    try:
        statements = json.loads(document)["Statement"]
    except (ValueError, TypeError, KeyError):
        raise InvalidProperty("policy", "is no policy document") from None
    for statement in statements if isinstance(statements, list) else [statements]:
        resources = statement.get("Resource", [])
        for resource in [resources] if isinstance(resources, str) else resources:
            if resource.split(":")[-1].split("/")[0] != bucket:
                raise InvalidProperty("policy", f"got the resource {resource}, allowed is the bucket {bucket} alone")
