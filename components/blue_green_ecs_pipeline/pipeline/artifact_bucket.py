"""The bucket that hands each stage's work to the next, and the grants of the roles that read or write it.

Source: AWS CodePipeline User Guide, "Security best practices for CodePipeline"; Amazon S3 User Guide, "Security best
practices for Amazon S3".
"""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..policy_document import VERSION, allow, policy_document
from .settings import PipelineSettings

DAYS_TO_ABORT_UPLOADS = 7
DAYS_TO_KEEP_OLD_VERSIONS = 7


class ArtifactBucket:
    """Encrypted, versioned, private, reached over TLS only; what is in it can be built again and expires."""

    def __init__(
        self,
        name: str,
        settings: PipelineSettings,
        identity: AwsIdentity,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._parent = parent
        names = PhysicalNames.of(name)
        self.bucket = aws.s3.Bucket(
            f"{name}-artifact-bucket",
            bucket=pulumi.Output.all(identity.account_id, identity.region).apply(lambda v: names.artifact_bucket(*v)),
            force_destroy=settings.force_destroy_artifacts,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent, protect=None if settings.force_destroy_artifacts else True),
        )
        self.protections: list[pulumi.Resource] = []
        """What has to hold before the first artifact is written."""
        self._secure()
        self._expire(settings)

    @property
    def name(self) -> pulumi.Output[str]:
        """The bucket's name."""
        return self.bucket.bucket

    def grant(
        self, user: str, role_name: pulumi.Input[str], actions: Sequence[str], on_bucket: Sequence[str]
    ) -> aws.iam.RolePolicy:
        """Lets a role do `actions` with the artifacts and `on_bucket` with the bucket itself."""
        arn = self.bucket.arn
        return aws.iam.RolePolicy(
            f"{self._name}-{user}-artifact-policy",
            name="artifacts",
            role=role_name,
            policy=policy_document(
                [
                    # Folders are named after a part of the pipeline's name, which is AWS's to choose: the whole bucket.
                    allow("Artifacts", actions, [pulumi.Output.concat(arn, "/*")]),
                    *([allow("ArtifactBucket", on_bucket, [arn])] if on_bucket else []),
                ]
            ),
            opts=pulumi.ResourceOptions(parent=self._parent),
        )

    def _secure(self) -> None:
        name, bucket = self._name, self.bucket.bucket
        child = pulumi.ResourceOptions(parent=self._parent)
        versioning = aws.s3.BucketVersioning(
            f"{name}-artifact-versioning",
            bucket=bucket,
            versioning_configuration={"status": "Enabled"},
            opts=child,
        )
        encryption = aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-artifact-encryption",
            bucket=bucket,
            # The key that AWS manages for S3 has no monthly price; the bucket key keeps the requests to it few.
            rules=[
                {
                    "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms"},
                    "bucket_key_enabled": True,
                }
            ],
            opts=child,
        )
        ownership = aws.s3.BucketOwnershipControls(
            f"{name}-artifact-ownership",
            bucket=bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=child,
        )
        private = aws.s3.BucketPublicAccessBlock(
            f"{name}-artifact-public-access-block",
            bucket=bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        tls_only = aws.s3.BucketPolicy(
            f"{name}-artifact-bucket-policy",
            bucket=bucket,
            policy=_tls_only(self.bucket.arn),
            # S3 refuses two changes of a bucket's access at the same time.
            opts=pulumi.ResourceOptions(parent=self._parent, depends_on=[private]),
        )
        aws.s3.BucketNotification(f"{name}-artifact-notification", bucket=bucket, eventbridge=True, opts=child)
        self.protections += [versioning, encryption, ownership, private, tls_only]

    def _expire(self, settings: PipelineSettings) -> None:
        aws.s3.BucketLifecycleConfiguration(
            f"{self._name}-artifact-lifecycle",
            bucket=self.bucket.bucket,
            rules=[
                {
                    "id": "expire-artifacts",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"days": settings.artifact_retention_days},
                    "noncurrent_version_expiration": {"noncurrent_days": DAYS_TO_KEEP_OLD_VERSIONS},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": DAYS_TO_ABORT_UPLOADS},
                }
            ],
            opts=pulumi.ResourceOptions(parent=self._parent),
        )


def _tls_only(bucket_arn: pulumi.Output[str]) -> pulumi.Output[str]:
    statement = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, pulumi.Output.concat(bucket_arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return pulumi.Output.json_dumps({"Version": VERSION, "Statement": [statement]})
